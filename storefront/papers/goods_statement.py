"""A month between a retailer and a producer as paper and as a workbook."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.pdf import Column, Paper
from marketplace.sourcing.statements import Statement, StatementLine
from marketplace.sourcing.ubl_statement import statement_xml
from marketplace.workbooks import workbook_bytes

from ..filters import day, dong, label
from .parts import footer
from .ubl_parties import producer_party, retailer_party


def goods_statement_pdf(
    title: str,
    statement: Statement,
    retailer: Retailer,
    producer: Producer,
    sums: Sequence[tuple[str, int]],
    meaning: str,
    now: datetime,
) -> bytes:
    paper = Paper(title, footer(title), now)
    paper.heading(title, f"{producer.name} – {retailer.name}")
    paper.columns((_("Producer"), [producer.name]), (_("Retailer"), [retailer.name, retailer.tax_code]))
    paper.space(2)
    paper.sums([(name, dong(amount)) for name, amount in sums])
    paper.space(1)
    paper.text(meaning, bold=True)
    paper.section(_("What moved"))
    if statement.lines:
        columns = [
            Column(_("Day"), 1.3),
            Column(_("What moved"), 2.4),
            Column(_("Number"), 2.4),
            Column(_("Amount"), 1.7, right=True),
        ]
        paper.table(columns, [_row(line) for line in statement.lines])
    else:
        paper.text(_("Nothing was invoiced or paid in this month."))
    return paper.output()


def _row(line: StatementLine) -> list[str]:
    return [day(line.day), label(line.item), line.name, dong(line.amount)]


def goods_statement_ubl(
    number: str, statement: Statement, retailer: Retailer, producer: Producer, day: date
) -> bytes:
    """A Statement of UBL 2.1, of parties with their places, written on this day."""
    parties = retailer_party(retailer), producer_party(producer)
    return statement_xml(statement, number, day, *parties, [label(line.item) for line in statement.lines])


def goods_statement_xlsx(title: str, statement: Statement, now: datetime) -> bytes:
    head = [_("Day"), _("What moved"), _("Number"), _("Amount")]
    rows = [[line.day, label(line.item), line.name, line.amount] for line in statement.lines]
    opening = [statement.first, _("Opening balance"), "", statement.opening]
    closing = ["", _("Closing balance"), "", statement.closing]
    return workbook_bytes(title, head, [opening, *rows, closing], now)
