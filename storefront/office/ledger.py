"""The ledger desk: what is owed to and by everybody, each producer's months, and what was withheld."""

from types import SimpleNamespace
from urllib.parse import urlencode

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.producers import Producer
from marketplace.csv_files import csv_bytes
from marketplace.fairs.ledger_check import check_fairs
from marketplace.orders.goods_check import check_goods
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.months import Month
from marketplace.orders.statements import statement_of
from marketplace.orders.tax_export import TaxRow, tax_rows
from marketplace.payments.ledger import ORGANISER, PRODUCER, TAX, balances
from marketplace.payments.taxes import Activity, Tax
from marketplace.sourcing.invoice_check import check_invoices
from marketplace.sourcing.invoice_ledger import SUPPLIER
from marketplace.workbooks import workbook_bytes

from ..clock import now, today
from ..database import session
from ..filters import label
from ..papers.parts import XLSX, download
from ..papers.statement import month_text
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..statement_views import month_or_404, statement_file, statement_view
from . import office
from .ledger_words import ACCOUNTS, FINDINGS
from .pages import office_page

_PER_PAGE = 50
_TAX_MONTHS = 12


@office.get("/ledger")
def ledger() -> Response:
    every = balances(session(), "")
    owed = {int(name.removeprefix(PRODUCER)): sum for name, sum in every.items() if name.startswith(PRODUCER)}
    order = sorted(owed, key=lambda id: (owed[id], id))
    pager = Pager(_url, page_number(request.args.get("page")), len(order), _PER_PAGE)
    shown = order[(pager.page - 1) * _PER_PAGE :][:_PER_PAGE]
    return office_page(
        "office/ledger/index.html",
        accounts=[(words, every.get(name, 0)) for name, words in ACCOUNTS.items()],
        taxes=sum(sum_ for name, sum_ in every.items() if name.startswith(TAX)),
        organisers=sum(sum_ for name, sum_ in every.items() if name.startswith(ORGANISER)),
        retailers=sum(sum_ for name, sum_ in every.items() if name.startswith(SUPPLIER)),
        rows=_rows(shown, owed),
        pager=pager,
        months=_past_months(),
        crumbs=[Crumb(_("Ledger"))],
    )


def _url(page: int) -> str:
    return link("/office/ledger") + (f"?{urlencode({'page': page})}" if page > 1 else "")


def _rows(ids: list[int], owed: dict[int, int]) -> list[SimpleNamespace]:
    found = {one.id: one for one in session().scalars(select(Producer).where(Producer.id.in_(ids)))}
    return [SimpleNamespace(producer=found[id], balance=owed[id]) for id in ids if id in found]


def _past_months() -> list[tuple[str, str]]:
    """This month and those before, newest first: key for the address, and words."""
    months = [Month.of(today())]
    while len(months) < _TAX_MONTHS:
        year, month = months[-1]
        months.append(Month(year, month - 1) if month > 1 else Month(year - 1, 12))
    return [(str(month), month_text(month)) for month in months]


def _only_looks() -> bool:
    return "now" not in request.args


@office.get("/ledger/check")
@limiter.limit("6 per minute", exempt_when=_only_looks)
def ledger_check() -> Response:
    """What does not hold, once the button asks for it: that reads whole tables."""
    if _only_looks():
        return _check_page(None)
    ledger = *check_ledger(session()), *check_fairs(session()), *check_invoices(session())
    found = [*ledger, *check_goods(session())]
    return _check_page([(FINDINGS[one.rule], one.where) for one in found])


def _check_page(findings: list[tuple[str, str]] | None) -> Response:
    crumbs = [Crumb(_("Ledger"), link("/office/ledger")), Crumb(_("Check"))]
    return office_page("office/ledger/check.html", findings=findings, crumbs=crumbs)


@office.get("/ledger/<slug>/<month>")
def ledger_statement(slug: str, month: str) -> Response:
    owner, wanted = producer_or_404(slug), month_or_404(month)
    crumbs = crumbs_of(owner, link(f"/office/ledger/{slug}"))
    return office_page(
        "office/ledger/statement.html",
        owner=owner,
        month=month,
        statement=statement_view(statement_of(session(), owner.id, wanted)),
        crumbs=[*crumbs, Crumb(month_text(wanted))],
    )


@office.get("/ledger/<slug>/<month>.<any(pdf, xlsx):kind>")
@limiter.limit("30 per minute")
def ledger_file(slug: str, month: str, kind: str) -> Response:
    return statement_file(session(), producer_or_404(slug), month_or_404(month), kind)


@office.get("/taxes/<month>.<any(csv, xlsx):kind>")
@limiter.limit("30 per minute")
def tax_file(month: str, kind: str) -> Response:
    wanted = month_or_404(month)
    rows = [_tax_row(row) for row in tax_rows(session(), wanted)]
    header = [
        _("Day"),
        _("Parcel"),
        _("Producer"),
        _("Tax"),
        _("Sold"),
        _("Base (đồng)"),
        _("Rate (percent)"),
        _("Withheld (đồng)"),
    ]
    if kind == "csv":
        return download(csv_bytes(header, rows), "text/csv", f"thue-{wanted}.csv")
    title = _("Withheld tax %(month)s", month=wanted)
    return download(workbook_bytes(title, header, rows, now()), XLSX, f"thue-{wanted}.xlsx")


def _tax_row(row: TaxRow) -> list[object]:
    words = label(Tax(row.tax)), label(Activity(row.activity))
    return [row.day, row.number, row.producer, *words, row.base, row.basis_points / 100, row.amount]


def producer_or_404(slug: str) -> Producer:
    place = joinedload(Producer.commune).joinedload(Place.province)
    found = session().scalar(select(Producer).where(Producer.slug == slug[:255]).options(place))
    return found or abort(404)


def crumbs_of(owner: Producer, url: str | None = None) -> list[Crumb]:
    return [Crumb(_("Ledger"), link("/office/ledger")), Crumb(owner.name, url)]
