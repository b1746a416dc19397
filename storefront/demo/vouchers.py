"""A few vouchers to try in the demo: the market's, and one of a producer."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.orders.issuing import Terms, issue
from marketplace.orders.vouchers import VoucherKind

_GIVER = "b-nuoc-mam-gio-chuong"


def add_vouchers(session: Session, producers: dict[str, Producer], now: datetime, today: date) -> None:
    for terms in _OF_THE_MARKET:
        issue(session, None, _terms(today, *terms), now, today)
    issue(session, producers[_GIVER].id, _terms(today, *_OF_THE_PRODUCER), now, today)


# Code, kind, value, cap, minimum (dong), orders in all, orders of one buyer.
_OF_THE_MARKET = (
    ("CHOPHIEN", VoucherKind.PERCENT, 1000, 50_000, 200_000, 5000, 1),
    ("TET50K", VoucherKind.FIXED, 50_000, None, 500_000, 1000, None),
)
_OF_THE_PRODUCER = ("GIOCHUONG", VoucherKind.FIXED, 20_000, None, 150_000, 200, 2)


def _terms(
    today: date,
    code: str,
    kind: VoucherKind,
    value: int,
    most: int | None,
    minimum: int,
    uses: int,
    per_buyer: int | None,
) -> Terms:
    last_day = today + timedelta(days=180)
    return Terms(code, kind, value, most, minimum, today, last_day, uses, per_buyer)
