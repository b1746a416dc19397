"""What led to what: the request, the quote and the contract behind an order, and what followed from a quote or a contract."""

from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from .contracts import Contract, ContractState
from .messaging import About
from .purchase_orders import PurchaseOrder
from .quotes import Award, Quote
from .requests import SourcingRequest

# Of many call-offs the last ones.
_MOST = 12
_COLUMNS = SourcingRequest.code, SourcingRequest.title, Quote.code, Contract.code, Contract.number


class Link(NamedTuple):
    """A record by the code of its page; `name` is its title or number."""

    kind: About
    code: str
    name: str


def behind_order(session: Session, order: PurchaseOrder) -> list[Link]:
    """The request first; empty for an order at catalogue prices. One statement."""
    if order.award_id is None and order.contract_id is None:
        return []
    award = func.coalesce(PurchaseOrder.award_id, Contract.award_id)
    query = (
        select(*_COLUMNS)
        .select_from(PurchaseOrder)
        .outerjoin(Contract, PurchaseOrder.contract_id == Contract.id)
    )
    return _links(session, _up_from(query, award).where(PurchaseOrder.id == order.id))


def around_contract(session: Session, contract: Contract) -> list[Link]:
    """The request and the quote behind it, and what was called off it. Two statements at most."""
    found = []
    if contract.award_id is not None:
        query = _up_from(select(*_COLUMNS).select_from(Contract), Contract.award_id)
        found = _links(session, query.where(Contract.id == contract.id))
    return [one for one in found if one.kind != About.CONTRACT] + _orders(
        session, PurchaseOrder.contract_id == contract.id
    )


def after_quote(session: Session, quote: Quote) -> list[Link]:
    """The contract and the orders that followed from it, as both sides may read them. Two statements."""
    award = select(Award.id).where(Award.quote_id == quote.id).scalar_subquery()
    mine = Contract.award_id == award, Contract.state != ContractState.DRAFT
    query = select(Contract.id, Contract.code, Contract.number).where(*mine).order_by(Contract.id)
    contracts = session.execute(query).all()
    from_it = or_(
        PurchaseOrder.award_id == award,
        PurchaseOrder.contract_id.in_([id for id, _code, _number in contracts]),
    )
    return [Link(About.CONTRACT, code, number) for _id, code, number in contracts] + _orders(session, from_it)


def _up_from(query: Select, award) -> Select:
    return (
        query.outerjoin(Award, Award.id == award)
        .outerjoin(Quote, Quote.id == Award.quote_id)
        .outerjoin(SourcingRequest, SourcingRequest.id == Quote.request_id)
    )


def _links(session: Session, query: Select) -> list[Link]:
    request, title, quote, contract, number = session.execute(query).one()
    found = Link(About.REQUEST, request, title), Link(About.QUOTE, quote, quote)
    return [one for one in (*found, Link(About.CONTRACT, contract, number)) if one.code]


def _orders(session: Session, mine) -> list[Link]:
    """Those that were issued, the last first."""
    query = select(PurchaseOrder.code, PurchaseOrder.number).where(mine, PurchaseOrder.issued_at.is_not(None))
    rows = session.execute(query.order_by(PurchaseOrder.id.desc()).limit(_MOST))
    return [Link(About.ORDER, *row) for row in rows]
