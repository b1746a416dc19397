"""Statements between a retailer and a producer, open invoices by age and scorecards, as pages and files show them."""

from datetime import date
from types import SimpleNamespace
from typing import NamedTuple

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place
from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.sourcing.ageing import Age, OpenInvoice, Scorecard
from marketplace.sourcing.statements import Item, Statement, statement_of

from .clock import now, today
from .filters import dong, label
from .papers.goods_statement import goods_statement_pdf, goods_statement_ubl, goods_statement_xlsx
from .papers.parts import XLSX, XML, download, pdf

_BACK = 12


class Month(NamedTuple):
    """A month of the calendar by its first day; `after` begins the next one."""

    first: date
    after: date

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def text(self) -> str:
        return f"{self.first:%m/%Y}"


def _month(year: int, month: int) -> Month:
    return Month(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))


def month_of_request(text: str) -> Month:
    """From "2026-11"; 404 for anything else."""
    year, _, month = text.partition("-")
    if not (text.isascii() and len(text) == 7 and year.isdigit() and month.isdigit()):
        abort(404)
    if not (2000 <= int(year) < 2100 and 1 <= int(month) <= 12):
        abort(404)
    return _month(int(year), int(month))


def months_back(day: date) -> list[Month]:
    """This month and those of a year before it, the newest first."""
    at = day.year * 12 + day.month - 1
    return [_month((at - back) // 12, (at - back) % 12 + 1) for back in range(_BACK)]


def statement_view(session: Session, retailer: Retailer, producer: Producer, month: Month) -> SimpleNamespace:
    statement = statement_of(session, retailer.id, producer.id, month.first, month.after)
    return SimpleNamespace(
        title=_("Statement %(month)s", month=month.text),
        sums=sums_of(statement),
        meaning=meaning(statement.closing),
        open=month.after > today(),
        lines=[(line.day, label(line.item), line.name, line.amount) for line in statement.lines],
    )


def sums_of(statement: Statement) -> list[tuple[str, int]]:
    """From the opening to the closing balance, each item that moved; dong."""
    items = [(label(item), statement.total(item)) for item in Item if statement.total(item)]
    return [(_("Opening balance"), statement.opening), *items, (_("Closing balance"), statement.closing)]


def meaning(balance: int) -> str:
    """What a balance of so many dong says, in a sentence."""
    if balance > 0:
        return _("The retailer owes the producer %(sum)s.", sum=dong(balance))
    if balance < 0:
        return _("The producer owes the retailer %(sum)s.", sum=dong(-balance))
    return _("Nothing is owed.")


def statement_file(
    session: Session, retailer: Retailer, producer: Producer, month: Month, kind: str
) -> Response:
    """`kind` is "pdf", "xlsx" or "xml"."""
    statement = statement_of(session, retailer.id, producer.id, month.first, month.after)
    title, name = _("Statement %(month)s", month=month.text), f"{producer.slug}-{month.key}"
    if kind == "pdf":
        said = sums_of(statement), meaning(statement.closing)
        return pdf(goods_statement_pdf(title, statement, retailer, producer, *said, now()), name)
    if kind == "xlsx":
        return download(goods_statement_xlsx(title, statement, now()), XLSX, f"{name}.xlsx")
    parties = _with_place(session, Retailer, retailer.id), _with_place(session, Producer, producer.id)
    number = f"{retailer.code}-{producer.id}-{month.key}"
    return download(goods_statement_ubl(number, statement, *parties, today()), XML, f"{name}.xml")


def _with_place(session: Session, kind: type, id: int):
    place = joinedload(kind.commune).joinedload(Place.province)
    query = select(kind).where(kind.id == id).options(place)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def ageing_views(sums: dict[Age, int]) -> list[tuple[str, int]]:
    return [(label(age), dong) for age, dong in sums.items()]


def open_row(one: OpenInvoice, partner: str, url: str) -> SimpleNamespace:
    """A line of the list of open invoices."""
    return SimpleNamespace(
        url=url,
        number=one.invoice.number,
        order=one.order.number,
        partner=partner,
        due_on=one.invoice.due_on,
        late=max(0, one.days_late(today())),
        open=one.open,
    )


def scorecard_words(card: Scorecard) -> str:
    """How a retailer pays, in a sentence."""
    if card.percent_in_time is None:
        return _("No invoice has fallen due here yet.")
    facts = {"percent": card.percent_in_time, "count": card.due}
    words = _("Paid in time in the last year: %(percent)s%% of %(count)s invoices.", **facts)
    if card.days:
        words += " " + _("The others %(days)s days late on average.", days=card.days_late)
    if card.overdue:
        words += " " + _("Late now: %(sum)s.", sum=dong(card.overdue))
    return words
