"""Writing a request step by step while it is a draft: nobody overwrites what somebody else wrote meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState
from catalog.records import Refused

from ..accounts.retailers import Retailer
from ..accounts.stores import Store
from ..accounts.users import User
from .requests import (
    Recipient,
    RequestDelivery,
    RequestLine,
    RequestMark,
    RequestPaper,
    RequestProvince,
    RequestState,
    SourcingRequest,
)

MOST_DRAFTS, MOST_LINES, MOST_WINDOWS, MOST_CHOSEN = 50, 20, 20, 200


class Stale(Refused):
    """Somebody else has written the request meanwhile; what was typed is for the view to show beside it."""

    def __init__(self) -> None:
        # Named in full for the catalogue of translations.
        super().__init__(Refused("Somebody else has changed this request meanwhile.").message)


@dataclass(frozen=True)
class Wanted:
    """A line of a request; see RequestLine. Quantities in `unit`, the price in dong a unit."""

    unit: str
    quantity_from: int
    quantity_to: int
    description: str = ""
    product_id: int | None = None
    category_code: str | None = None
    target_price: int | None = None
    substitutes: bool = True


@dataclass(frozen=True)
class Window:
    """When goods are wanted at a store (None: where the terms say), both days included."""

    from_day: date
    until_day: date
    store_id: int | None = None


@dataclass(frozen=True)
class Conditions:
    """Kinds of papers, of which all are needed; kinds of marks, of which one is; codes of provinces."""

    papers: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()


def lock_request(session: Session, id: int) -> SourcingRequest:
    """As it is now, held until the transaction ends: every step of the request and of its quotes locks it first."""
    return session.get_one(SourcingRequest, id, with_for_update=True, populate_existing=True)


def check_deals(session: Session, retailer_id: int) -> Retailer:
    """The retailer as it is now. Raises Refused where it may not commit itself to anything."""
    held = session.get_one(Retailer, retailer_id, with_for_update={"read": True}, populate_existing=True)
    if not held.may_deal:
        raise Refused("%(retailer)s is not verified, or is suspended: it can't deal now.", retailer=held.name)
    return held


def begin(
    session: Session, retailer: Retailer, user: User, facts: Mapping[str, Any], now: datetime
) -> SourcingRequest:
    """A draft. Raises Refused for a retailer that may not deal, and for too many drafts."""
    held = check_deals(session, retailer.id)
    drafts = SourcingRequest.retailer_id == held.id, SourcingRequest.state == RequestState.DRAFT
    if (session.scalar(select(func.count()).where(*drafts)) or 0) >= MOST_DRAFTS:
        raise Refused("There are many drafts already. Please delete those that nobody wants any more.")
    made = SourcingRequest(retailer_id=held.id, user_id=user.id, created_at=now, **facts)
    session.add(made)
    session.flush()
    return made


def write(request: SourcingRequest, seen: int, facts: Mapping[str, Any]) -> None:
    """Change what a step says, as read at revision `seen`; the row is locked. Raises Stale or Refused."""
    check_draft(request, seen)
    for name, value in facts.items():
        setattr(request, name, value)
    request.revision += 1


def check_draft(request: SourcingRequest, seen: int) -> None:
    """Raises Refused for what has gone out, and Stale for another revision."""
    if request.state != RequestState.DRAFT:
        raise Refused("This request has gone out: it does not change any more.")
    if request.revision != seen:
        raise Stale


def write_lines(session: Session, request: SourcingRequest, lines: Sequence[Wanted]) -> None:
    """In place of those of before. Raises Refused for what can't be wanted."""
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refused("Please write 1 to %(most)s lines.", most=MOST_LINES)
    named = {line.product_id for line in lines if line.product_id is not None}
    shown = Product.id.in_(named), Product.state == ProductState.PUBLISHED
    if named and session.scalar(select(func.count()).where(*shown)) != len(named):
        raise Refused("One of these products is not on sale any more. Please choose again.")
    for line in lines:
        if not 0 < line.quantity_from <= line.quantity_to:
            raise Refused("The quantity begins with 1, and its end is not below its beginning.")
        if line.product_id is None and not (line.description and line.category_code):
            raise Refused("A line names a product, or says what is wanted and of which group.")
    session.execute(delete(RequestLine).where(RequestLine.request_id == request.id))
    session.add_all(
        RequestLine(request_id=request.id, position=at, **asdict(line)) for at, line in enumerate(lines, 1)
    )
    session.flush()


def write_windows(session: Session, request: SourcingRequest, windows: Sequence[Window], today: date) -> None:
    """When and where it is wanted, in place of before. Raises Refused for past days and foreign or closed stores."""
    if len(windows) > MOST_WINDOWS:
        raise Refused("At most %(most)s deliveries, please.", most=MOST_WINDOWS)
    open_ones = Store.retailer_id == request.retailer_id, Store.closed_at.is_(None)
    stores = set(session.scalars(select(Store.id).where(*open_ones)))
    for window in windows:
        if window.store_id is not None and window.store_id not in stores:
            raise Refused("This store is closed, or is not yours.")
        if not today <= window.from_day <= window.until_day:
            raise Refused("A delivery begins today or later, and does not end before it begins.")
    session.execute(delete(RequestDelivery).where(RequestDelivery.request_id == request.id))
    facts = {"request_id": request.id, "retailer_id": request.retailer_id}
    session.add_all(RequestDelivery(**facts, **asdict(window)) for window in windows)
    session.flush()


def write_conditions(session: Session, request: SourcingRequest, said: Conditions) -> None:
    """In place of those of before."""
    for kind in (RequestPaper, RequestMark, RequestProvince):
        session.execute(delete(kind).where(kind.request_id == request.id))
    session.add_all(RequestPaper(request_id=request.id, kind=kind) for kind in sorted(said.papers))
    session.add_all(RequestMark(request_id=request.id, kind=kind) for kind in sorted(said.marks))
    session.add_all(
        RequestProvince(request_id=request.id, province_code=code) for code in sorted(said.provinces)
    )
    session.flush()


def conditions_of(session: Session, request_id: int) -> Conditions:
    """In three statements."""
    papers, marks, provinces = (
        session.scalars(select(column).where(column.class_.request_id == request_id)).all()
        for column in (RequestPaper.kind, RequestMark.kind, RequestProvince.province_code)
    )
    return Conditions(frozenset(papers), frozenset(marks), frozenset(provinces))


def choose_producers(
    session: Session, request: SourcingRequest, producer_ids: Collection[int], now: datetime
) -> None:
    """Who is to be asked by name, in place of before. Raises Refused for producers that sell nothing here."""
    check_producers(session, producer_ids)
    session.execute(delete(Recipient).where(Recipient.request_id == request.id))
    add_recipients(session, request, producer_ids, now)


def check_producers(session: Session, producer_ids: Collection[int]) -> None:
    ids = set(producer_ids)
    if len(ids) > MOST_CHOSEN:
        raise Refused("Please choose at most %(most)s producers.", most=MOST_CHOSEN)
    approved = Producer.id.in_(ids), Producer.state == ProducerState.APPROVED
    if ids and session.scalar(select(func.count()).where(*approved)) != len(ids):
        raise Refused("One of these producers is suspended or closed. Please choose again.")


def add_recipients(
    session: Session, request: SourcingRequest, producer_ids: Collection[int], now: datetime
) -> None:
    session.add_all(
        Recipient(request_id=request.id, producer_id=id, asked_at=now) for id in sorted(set(producer_ids))
    )
    session.flush()


def drop(session: Session, request: SourcingRequest, seen: int) -> None:
    """Delete a draft that nobody wants any more."""
    check_draft(request, seen)
    for kind in (RequestLine, RequestDelivery, RequestPaper, RequestMark, RequestProvince, Recipient):
        session.execute(delete(kind).where(kind.request_id == request.id))
    session.delete(request)
    session.flush()
