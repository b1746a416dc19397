"""What retailers and producers of the demo write to each other below requests and purchase orders, in both directions."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.retailers import Retailer
from marketplace.permissions import Action, RetailerAction, people_who_may, retailer_people_who_may
from marketplace.sourcing.messages import Message
from marketplace.sourcing.messaging import About, find_thread, write_message
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.requests import Recipient, SourcingRequest

from ..database import Database

_AFTER = timedelta(hours=3)
# How many threads there are of each.
_THREADS = 6
_TALKS = {
    About.REQUEST: (
        (
            (Side.RETAILER, "Cửa hàng cần bao bì có mã vạch. Bên mình in được không? (tin nhắn mẫu)"),
            (Side.PRODUCER, "Dạ được, mã vạch đã có trên nhãn hiện nay. (tin nhắn mẫu)"),
            (Side.RETAILER, "Tốt quá, nhờ gửi báo giá sớm giúp. (tin nhắn mẫu)"),
        ),
        ((Side.PRODUCER, "Mình giao làm hai đợt có được không ạ? (tin nhắn mẫu)"),),
    ),
    About.ORDER: (
        (
            (Side.PRODUCER, "Xe sẽ đến kho trước 8 giờ sáng. (tin nhắn mẫu)"),
            (Side.RETAILER, "Kho đã ghi lịch, nhờ xếp pa-lét giúp. (tin nhắn mẫu)"),
        ),
        (
            (Side.RETAILER, "Nhờ ghi số lô lên từng thùng. (tin nhắn mẫu)"),
            (Side.PRODUCER, "Dạ, cơ sở sẽ ghi đủ. (tin nhắn mẫu)"),
        ),
    ),
}


def add_missing_messages(database: Database, now: datetime) -> int:
    """Where there are sample retailers and no messages. Returns how many were added."""
    with database.transaction() as session:
        sample = session.scalar(select(Retailer.id).where(Retailer.sample).limit(1))
        if sample is None or session.scalar(select(Message.id).limit(1)):
            return 0
        return sum(
            _talk(session, kind, n, *thread, now)
            for kind, threads in ((About.REQUEST, _requests(session)), (About.ORDER, _orders(session)))
            for n, thread in enumerate(threads)
        )


def _requests(session: Session) -> Iterator[tuple[str, int, datetime]]:
    """Code, producer and when it was sent, of requests to producers that somebody acts for."""
    query = select(SourcingRequest.code, Recipient.producer_id, SourcingRequest.published_at)
    asked = query.join(Recipient, Recipient.request_id == SourcingRequest.id)
    published = asked.where(SourcingRequest.published_at.is_not(None))
    return _answerable(session, published.order_by(SourcingRequest.id, Recipient.producer_id))


def _orders(session: Session) -> Iterator[tuple[str, int, datetime]]:
    """The same of purchase orders, the newest first."""
    query = select(PurchaseOrder.code, PurchaseOrder.producer_id, PurchaseOrder.issued_at)
    issued = query.where(PurchaseOrder.issued_at.is_not(None))
    return _answerable(session, issued.order_by(PurchaseOrder.issued_at.desc(), PurchaseOrder.id))


def _answerable(session: Session, query) -> Iterator[tuple[str, int, datetime]]:
    found = (row for row in session.execute(query).all() if people_who_may(session, row[1], Action.SOURCING))
    for _n, row in zip(range(_THREADS), found, strict=False):
        yield tuple(row)


def _talk(
    session: Session, kind: About, number: int, code: str, producer_id: int, begun: datetime, now: datetime
) -> int:
    thread = find_thread(session, kind, code, producer_id)
    if thread is None:
        raise LookupError(code)
    buyer = retailer_people_who_may(session, thread.retailer_id, RetailerAction.REQUESTS)[0]
    seller = people_who_may(session, producer_id, Action.SOURCING)[0]
    talk = _TALKS[kind][number % len(_TALKS[kind])]
    for n, (side, text) in enumerate(talk, 1):
        at = min(begun + n * _AFTER, now)
        session.info["now"] = at
        write_message(session, thread, side, buyer if side == Side.RETAILER else seller, text, [], at)
    return len(talk)
