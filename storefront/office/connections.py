"""/office/connections: producers whom retailers buy from, who delivers steadily, and how much by province and month."""

from datetime import date

from flask import Response
from flask_babel import gettext as _

from marketplace.csv_files import csv_bytes
from marketplace.orders.months import Month
from marketplace.sourcing.connections import (
    STEADY,
    Received,
    by_month,
    by_province,
    connected,
    month_before,
    received_goods,
    steady_producers,
)
from marketplace.workbooks import workbook_bytes

from ..clock import now, today
from ..database import session
from ..filters import dong
from ..papers.parts import XLSX, download
from ..papers.statement import month_text
from ..producer.sales_drawing import Drawing, drawing_of
from ..security import limiter
from ..shop.pages import Crumb
from ..shop.reference import reference
from . import office
from .access import officer
from .pages import office_page

_MONTHS = 12


@office.get("/connections")
def connections() -> Response:
    reach, since = officer().province_code, month_before(today(), _MONTHS - 1)
    pairs = connected(session(), province=reach)
    goods = received_goods(session(), today(), province=reach)
    lately = [one for one in goods if one.month >= since]
    return office_page(
        "office/connections.html",
        facts=[
            (_("Producers connected to retailers"), len({producer for producer, _r, _p in pairs})),
            (_("of them steady: %(count)s months running", count=STEADY), len(steady_producers(goods))),
            (_("Retailers connected to producers"), len({retailer for _p, retailer, _w in pairs})),
            (_("Deliveries received in twelve months"), len(lately)),
        ],
        total=sum(one.dong for one in lately),
        drawing=_drawn(lately) if lately else None,
        rows=[(_province(one.province), one) for one in by_province(pairs, goods, since)],
        crumbs=[Crumb(_("Producers and retailers"))],
    )


@office.get("/connections.<any(csv, xlsx):kind>")
@limiter.limit("30 per minute")
def connections_file(kind: str) -> Response:
    """By province and month, of the last two years."""
    goods = received_goods(session(), today(), province=officer().province_code)
    header = [
        _("Province"),
        _("Month"),
        _("Producers"),
        _("Retailers"),
        _("Deliveries"),
        _("Received (đồng)"),
    ]
    rows = [
        [_province(one.province), one.month, one.producers, one.retailers, one.deliveries, one.dong]
        for one in by_month(goods)
    ]
    if kind == "csv":
        return download(csv_bytes(header, rows), "text/csv", "ket-noi-cung-cau.csv")
    title = _("Producers and retailers")
    return download(workbook_bytes(title, header, rows, now()), XLSX, "ket-noi-cung-cau.xlsx")


def _province(code: str) -> str:
    return reference().provinces[code].name


def _drawn(goods: list[Received]) -> Drawing:
    months = [month_before(today(), count) for count in reversed(range(_MONTHS))]
    values = [(_month(month), sum(one.dong for one in goods if one.month == month)) for month in months]
    total = dong(sum(value for _below, value in values))
    words = _("Goods received in twelve months: %(total)s.", total=total)
    return drawing_of(_("Goods received by month"), words, values, dong)


def _month(first: date) -> str:
    return month_text(Month.of(first))
