"""Papers that stand in the way of an order: what its goods can't be sold without, and what its contract asks for."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products import Product, Variant
from catalog.records import Refused
from catalog.resting import missing_papers

from .contracts import Contract
from .purchase_orders import PurchaseOrder


def check_papers(session: Session, order: PurchaseOrder, day: date) -> None:
    """Raises Refused for what stands in the way on `day`; the lines are loaded."""
    products = _products(session, order)
    if any(missing_papers(session, products, day).values()):
        raise Refused("A paper that these goods can't be sold without is not in force.")
    if order.contract_id is not None:
        contract = session.get_one(Contract, order.contract_id)
        if not contract.runs_on(day):
            raise Refused("Nothing can be called off this contract today.")


def _products(session: Session, order: PurchaseOrder) -> list[Product]:
    ids = [line.variant_id for line in order.lines]
    query = select(Product).join(Product.variants).where(Variant.id.in_(ids)).distinct()
    return list(session.scalars(query))
