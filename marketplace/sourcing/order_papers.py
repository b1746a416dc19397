"""Papers that stand in the way of an order: what its goods can't be sold without, and what its contract asks for."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products import Product, Variant
from catalog.records import Refused
from catalog.resting import missing_papers

from .call_offs import call_off_allowed, check_call_off, overridden_kinds
from .contracts import Contract
from .purchase_orders import PurchaseOrder


def check_papers(session: Session, order: PurchaseOrder, day: date) -> None:
    """Raises Refused for what stands in the way on `day`; the lines are loaded."""
    products = products_of(session, order)
    if any(missing_papers(session, products, day).values()):
        raise Refused("A paper that these goods can't be sold without is not in force.")
    if order.contract_id is not None:
        contract = session.get_one(Contract, order.contract_id)
        ids = [product.id for product in products]
        check_call_off(session, contract, day, ids, overridden_kinds(session, order.id))


def papers_to_override(session: Session, order: PurchaseOrder, day: date) -> list[str]:
    """The kinds of papers that the contract asks for, that are not in force, and that nobody has taken upon them."""
    if order.contract_id is None:
        return []
    contract = session.get_one(Contract, order.contract_id)
    ids = [product.id for product in products_of(session, order)]
    found = call_off_allowed(session, contract, day, ids)
    missing = {str(one.kind) for one in found if one.may_be_overridden}
    return sorted(missing - overridden_kinds(session, order.id))


def products_of(session: Session, order: PurchaseOrder) -> list[Product]:
    """What is ordered; the lines are loaded."""
    ids = [line.variant_id for line in order.lines]
    query = select(Product).join(Product.variants).where(Variant.id.in_(ids)).distinct()
    return list(session.scalars(query))
