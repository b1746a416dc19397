"""What retailers wait for from a producer, counted in one statement."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from .contracts import Contract, ContractLine, ContractState
from .goods import ClaimState, GoodsClaim
from .price_changes import PriceChange, PriceChangeState
from .purchase_orders import PurchaseOrder, PurchaseOrderState
from .quotes import Side
from .samples import Sample, SampleState


class Waiting(NamedTuple):
    """Samples asked for, samples promised but not sent, contracts to sign, prices that the retailer proposes;
    purchase orders to answer, to deliver and to invoice, and claims to answer."""

    samples: int
    parcels: int
    contracts: int
    prices: int
    orders: int
    deliveries: int
    invoices: int
    claims: int


# Made once: building a statement costs more than running it.
_MINE = bindparam("producers", expanding=True)
_SAMPLES, _PARCELS = (
    select(func.count()).where(Sample.producer_id.in_(_MINE), Sample.state == state).scalar_subquery()
    for state in (SampleState.ASKED, SampleState.AGREED)
)
_CONTRACTS = (
    select(func.count())
    .where(Contract.producer_id.in_(_MINE), Contract.state == ContractState.PROPOSED)
    .scalar_subquery()
)
_PRICES = (
    select(func.count())
    .select_from(PriceChange)
    .join(ContractLine, ContractLine.id == PriceChange.line_id)
    .join(Contract, Contract.id == ContractLine.contract_id)
    .where(
        Contract.producer_id.in_(_MINE),
        Contract.state == ContractState.SIGNED,
        PriceChange.state == PriceChangeState.PROPOSED,
        PriceChange.by == Side.RETAILER,
    )
    .scalar_subquery()
)
_ORDERS = [
    select(func.count())
    .where(PurchaseOrder.producer_id.in_(_MINE), PurchaseOrder.state == state)
    .scalar_subquery()
    for state in (
        PurchaseOrderState.ISSUED,
        PurchaseOrderState.ACKNOWLEDGED,
        PurchaseOrderState.DELIVERED,
    )
]
_CLAIMS = (
    select(func.count())
    .select_from(GoodsClaim)
    .join(GoodsClaim.purchase_order)
    .where(PurchaseOrder.producer_id.in_(_MINE), GoodsClaim.state == ClaimState.OPEN)
    .scalar_subquery()
)
_WAITING = select(_SAMPLES, _PARCELS, _CONTRACTS, _PRICES, *_ORDERS, _CLAIMS)


def count_waiting(session: Session, producer_ids: Collection[int]) -> Waiting:
    return Waiting(*session.execute(_WAITING, {"producers": list(producer_ids)}).one())
