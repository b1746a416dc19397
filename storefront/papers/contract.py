"""A frame contract on paper: both sides, terms, lines with their corridor, harvests, papers, and room to sign."""

from datetime import datetime
from types import SimpleNamespace

from flask_babel import gettext as _

from catalog.document_kinds import DocumentKind
from marketplace.pdf import Column, Paper
from marketplace.sourcing.contract_drafts import months_of
from marketplace.sourcing.contracts import Contract

from ..contract_views import head_facts, line_view
from ..filters import day, label, moment, number
from .parts import footer, seller_lines


def contract_pdf(one: Contract, prices: dict[int, int], kinds: set[str], now: datetime) -> bytes:
    """The contract with its retailer, producer and lines; `prices` by line id are those of today."""
    title = _("Frame contract %(number)s", number=one.number)
    paper = Paper(title, footer(one.code), now)
    paper.heading(title, _standing(one))
    paper.columns(
        (_("Retailer"), [one.retailer.name, _tax(one.retailer.tax_code), one.retailer.street]),
        (_("Producer"), seller_lines(one.producer)),
    )
    paper.section(_("Terms"))
    paper.facts(head_facts(one), 0.35)
    lines = [line_view(line, prices[line.id], 0) for line in one.lines]
    paper.section(_("Goods, and prices before tax"))
    paper.table(_columns(), [_row(line) for line in lines])
    paper.section(_("Calendar of harvests"))
    paper.table(
        [Column(_("Product"), 2), Column(_("Expected by month"), 5)], [_harvest(one, line) for line in lines]
    )
    if kinds:
        paper.section(_("Papers that must be in force at every call-off"))
        paper.text(", ".join(label(DocumentKind(kind)) for kind in sorted(kinds)))
    if one.remarks:
        paper.section(_("Remarks"))
        paper.text(one.remarks)
    paper.space(8)
    paper.columns(
        (_("For the retailer"), ["", one.retailer.name]), (_("For the producer"), ["", one.producer.name])
    )
    return paper.output()


def _columns() -> list[Column]:
    return [
        Column(_("Product"), 3.4),
        Column(_("In the season"), 1.6, right=True),
        Column(_("A call-off"), 1.5, right=True),
        Column(_("Price"), 1.4, right=True),
        Column(_("From – to"), 2.2, right=True),
        Column(_("VAT"), 0.8, right=True),
    ]


def _row(line: SimpleNamespace) -> list[str]:
    name = f"{line.product}\n{line.pack}" + (f". {line.packs}" if line.packs else "")
    corridor = _("fixed") if line.is_fixed else line.corridor
    return [name, line.quantity, line.minimum, line.price, corridor, line.vat]


def _harvest(one: Contract, line: SimpleNamespace) -> list[str]:
    months = (f"{month:%m/%Y}: {number(line.expected.get(month, 0))}" for month in months_of(one))
    return [f"{line.product}\n{line.pack}, {line.unit}", " · ".join(months)]


def _standing(one: Contract) -> str:
    if one.signed_at is None:
        return _("Draft, not signed")
    signed = _("Signed on the marketplace: %(moment)s", moment=moment(one.signed_at))
    return f"{signed}. {_('Ends early, on %(day)s', day=day(one.ended_on))}" if one.ended_on else signed


def _tax(code: str) -> str:
    return _("Tax code %(code)s", code=code) if code else ""
