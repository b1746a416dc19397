"""The source of a purchase order as it stands now, whichever of the three it is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from .contracts import Contract
from .order_sources import Source, of_award, of_catalogue, of_contract
from .purchase_orders import PurchaseOrder
from .quotes import Award, Quote, QuoteVersion
from .requests import SourcingRequest


def source_of(session: Session, order: PurchaseOrder, *, lock: bool = False) -> Source:
    """`lock`: hold the award or the contract, so that two orders never take the same units."""
    if order.contract_id is not None:
        contract = session.get_one(
            Contract, order.contract_id, with_for_update=lock or None, populate_existing=lock
        )
        return of_contract(session, contract)
    if order.award_id is not None:
        return award_source(session, order.award_id, lock=lock)
    return of_catalogue(session, order.retailer_id, order.producer_id)


def award_source(session: Session, award_id: int, *, lock: bool = False) -> Source:
    award = session.get_one(Award, award_id, with_for_update=lock or None, populate_existing=lock)
    query = select(QuoteVersion, Quote.producer_id).join(QuoteVersion.quote)
    version, producer_id = session.execute(
        query.where(Quote.id == award.quote_id, QuoteVersion.number == award.version_number)
    ).one()
    return of_award(session, award, version, producer_id)


def award_of_quote(session: Session, retailer_id: int, quote_code: str) -> int | None:
    """The award of this retailer's quote; None without one."""
    query = (
        select(Award.id)
        .join(Quote, Quote.id == Award.quote_id)
        .join(SourcingRequest, SourcingRequest.id == Quote.request_id)
        .where(Quote.code == quote_code, SourcingRequest.retailer_id == retailer_id)
    )
    return session.scalar(query)


def contract_by_code(session: Session, retailer_id: int, code: str) -> Contract | None:
    query = select(Contract).where(Contract.code == code, Contract.retailer_id == retailer_id)
    return session.scalar(query)
