"""Reading contracts: one as its pages and steps need it, and lists, each in a constant number of statements."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Variant

from ..accounts.retailers import Retailer
from .contracts import Contract, ContractLine, ContractPaper, ContractState
from .purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState

PER_PAGE = 20
# What was not issued, or came to nothing, takes nothing from a contract.
_NOT_CALLED = (PurchaseOrderState.DRAFT, PurchaseOrderState.DECLINED, PurchaseOrderState.CANCELLED)


def loaded() -> Select[tuple[Contract]]:
    """With both sides, the lines with their packs, and the calendar of harvests."""
    lines = selectinload(Contract.lines)
    return select(Contract).options(
        joinedload(Contract.retailer),
        joinedload(Contract.producer).joinedload(Producer.commune).joinedload(Place.province),
        lines.joinedload(ContractLine.variant).joinedload(Variant.product),
        lines.selectinload(ContractLine.harvests),
    )


def find_contract(session: Session, code: str, *whose) -> Contract | None:
    """`whose` are conditions that say whose it must be."""
    return session.scalar(loaded().where(Contract.code == code, *whose))


def lock_contract(session: Session, id: int, *whose) -> Contract | None:
    """As it is now, its row being held until the transaction ends: every step begins here.

    Its retailer is held first, as whoever calls goods off holds it: nobody waits in a circle.
    """
    retailer_id = session.scalar(select(Contract.retailer_id).where(Contract.id == id, *whose))
    if retailer_id is None:
        return None
    session.get_one(Retailer, retailer_id, with_for_update=True, populate_existing=True)
    query = loaded().where(Contract.id == id, *whose).with_for_update(of=Contract)
    return session.scalar(query.execution_options(populate_existing=True))


def seen_by_producers() -> Collection[str]:
    """A draft is the retailer's alone."""
    return [state for state in ContractState if state != ContractState.DRAFT]


def count_contracts(session: Session, *whose) -> dict[ContractState, int]:
    rows = session.execute(select(Contract.state, func.count()).where(*whose).group_by(Contract.state))
    return {ContractState(state): count for state, count in rows}


def page_of_contracts(session: Session, page: int, *which) -> Sequence[Contract]:
    """`PER_PAGE` of them, the newest first; pages count from 1."""
    query = loaded().where(*which).order_by(Contract.id.desc())
    return session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()


def live_on(day: date):
    """The SQL of Contract.is_live."""
    signed = Contract.state == ContractState.SIGNED, Contract.ends_on >= day
    return or_(signed[0] & signed[1], Contract.ended_on >= day)


def papers_needed(session: Session, contract_ids: Collection[int]) -> dict[int, set[str]]:
    """The kinds of papers that each of these contracts asks for."""
    found: dict[int, set[str]] = {id: set() for id in contract_ids}
    query = select(ContractPaper).where(ContractPaper.contract_id.in_(list(contract_ids)))
    for paper in session.scalars(query):
        found[paper.contract_id].add(paper.kind)
    return found


def called_off(session: Session, line_ids: Collection[int], but: int | None = None) -> dict[int, int]:
    """Units that purchase orders have taken of these lines, `but` those of one order; lines without any are not in it."""
    line = PurchaseLine.contract_line_id
    query = (
        select(line, func.sum(PurchaseLine.quantity))
        .join(PurchaseLine.purchase_order)
        .where(
            line.in_(list(line_ids)), PurchaseOrder.state.not_in(_NOT_CALLED), PurchaseOrder.id != (but or 0)
        )
        .group_by(line)
    )
    return {id: int(units) for id, units in session.execute(query)}
