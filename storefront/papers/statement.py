"""A producer's monthly statement as a page's words, as paper, and as a workbook."""

from datetime import datetime

from flask_babel import gettext as _

from catalog.producers import Producer
from marketplace.orders.months import Month
from marketplace.orders.statements import Item, Statement, StatementLine
from marketplace.pdf import Column, Paper
from marketplace.workbooks import workbook_bytes

from ..filters import day, dong, label
from .parts import footer, operator_lines, seller_lines


def month_text(month: Month) -> str:
    return f"{month.month:02}/{month.year}"


def title_of(statement: Statement) -> str:
    return _("Statement %(month)s", month=month_text(statement.month))


def sums_of(statement: Statement) -> list[tuple[str, int]]:
    """From the opening to the closing balance, each item that moved; dong."""
    items = [(label(item), statement.total(item)) for item in Item if statement.total(item)]
    return [(_("Opening balance"), statement.opening), *items, (_("Closing balance"), statement.closing)]


def _meaning(balance: int) -> str:
    """What a balance of so many dong says, in a sentence."""
    if balance > 0:
        return _("The market or its carriers still owe the producer %(sum)s.", sum=dong(balance))
    if balance < 0:
        return _("The producer owes the market %(sum)s.", sum=dong(-balance))
    return _("Nothing is owed.")


def meanings(statement: Statement) -> list[str]:
    """What the closing balance says: what is owed, and apart from that what came for parcels still to be delivered."""
    said = [_meaning(statement.closing - statement.ahead)]
    if statement.ahead < 0:
        said.append(
            _(
                "The balance also holds %(sum)s that buyers transferred for parcels not delivered yet: with the delivery they count as sales.",
                sum=dong(-statement.ahead),
            )
        )
    return said


def kinds_of(line: StatementLine) -> list[tuple[str, int]]:
    return [(label(item), line.amounts[item]) for item in Item if line.amounts.get(item)]


def statement_pdf(statement: Statement, producer: Producer, now: datetime) -> bytes:
    title = title_of(statement)
    paper = Paper(title, footer(title), now)
    paper.heading(title, producer.name)
    paper.columns((_("Producer"), seller_lines(producer)), (_("Marketplace"), operator_lines()))
    paper.space(2)
    paper.sums([(name, dong(amount)) for name, amount in sums_of(statement)])
    paper.space(1)
    owed, *ahead = meanings(statement)
    paper.text(owed, bold=True)
    for sentence in ahead:
        paper.text(sentence)
    paper.section(_("By parcel"))
    if statement.lines:
        columns = [Column(_("Day"), 1.3), Column(_("Parcel"), 4), Column(_("Balance"), 1.7, right=True)]
        paper.table(columns, [_paper_row(line) for line in statement.lines])
    else:
        paper.text(_("Nothing was sold or paid in this month."))
    return paper.output()


def _paper_row(line: StatementLine) -> list[str]:
    details = [f"{name}: {dong(amount)}" for name, amount in kinds_of(line)]
    return [day(line.day), "\n".join([line.number or _("Without a parcel"), *details]), dong(line.total)]


def statement_xlsx(statement: Statement, now: datetime) -> bytes:
    header = [_("Day"), _("Parcel"), *(label(item) for item in Item), _("Balance")]
    rows = [
        [line.day, line.number, *(line.amounts.get(item, 0) for item in Item), line.total]
        for line in statement.lines
    ]
    opening = [statement.month.first, _("Opening balance"), *([0] * len(Item)), statement.opening]
    closing = ["", _("Closing balance"), *(statement.total(item) for item in Item), statement.closing]
    return workbook_bytes(title_of(statement), header, [opening, *rows, closing], now)
