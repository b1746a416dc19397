"""The sales evidence report of a producer, as paper and as a workbook."""

from datetime import date, datetime

from flask_babel import gettext as _

from catalog.producers import Producer
from marketplace.orders.sales_evidence import Evidence, Sales
from marketplace.pdf import Column, Paper
from marketplace.workbooks import workbook_bytes

from ..filters import day as day_text
from ..filters import dong, number
from .parts import footer, operator_lines, seller_lines
from .statement import month_text


def contracts_sentence() -> str:
    return _("Wholesale contracts: none has been made on this market so far.")


def basis_sentence() -> str:
    return _(
        "Counted are parcels that have reached their buyers, at the prices of the day, before vouchers and without "
        "delivery, less refunds. A buyer is an account, or a telephone number where there is none."
    )


def facts_of(sales: Sales) -> list[tuple[str, str]]:
    """Names and values, as the page and the paper show them."""
    return [
        (_("First sale"), day_text(sales.first) if sales.first else _("none yet")),
        (_("Last sale"), day_text(sales.last) if sales.last else _("none yet")),
        (_("Months with sales"), number(len(sales.months))),
        (_("Orders"), number(len(sales.orders))),
        (_("Pieces"), number(sales.pieces)),
        (_("Revenue"), dong(sales.revenue)),
        (_("Buyers"), number(len(sales.buyers))),
    ]


def evidence_pdf(
    evidence: Evidence, names: dict[int, str], producer: Producer, day: date, now: datetime
) -> bytes:
    title = _("Sales evidence report")
    paper = Paper(title, footer(title), now)
    paper.heading(title, _("as of %(day)s", day=day_text(day)))
    paper.columns((_("Producer"), seller_lines(producer)), (_("Marketplace"), operator_lines()))
    if producer.sample:
        paper.text(_("Sample data: this producer is made up."), bold=True)
    paper.section(_("In all"))
    paper.facts(facts_of(evidence.whole))
    paper.text(contracts_sentence())
    columns = [Column(_("Product"), 3.4), *_number_columns()]
    paper.section(_("By product"))
    rows = [[names.get(id, "–"), *_numbers(sales)] for id, sales in evidence.products.items()]
    paper.table(columns, rows) if rows else paper.text(_("Nothing has been sold so far."))
    if rows:
        paper.section(_("By province of the buyers"))
        paper.table(
            [Column(_("Province"), 3.4), *_number_columns()],
            [[name, *_numbers(sales)] for name, sales in evidence.provinces],
        )
        paper.section(_("By month"))
        paper.table(
            [Column(_("Month"), 3.4), *_number_columns()],
            [[month_text(month), *_numbers(sales)] for month, sales in evidence.months],
        )
    paper.space(2)
    paper.text(basis_sentence(), small=True)
    return paper.output()


def _number_columns() -> list[Column]:
    names = _("Months"), _("Orders"), _("Buyers"), _("Revenue")
    return [Column(name, 1.6 if name == names[-1] else 1, right=True) for name in names]


def _numbers(sales: Sales) -> list[str]:
    counts = [len(sales.months), len(sales.orders), len(sales.buyers)]
    return [*(number(count) for count in counts), dong(sales.revenue)]


def evidence_xlsx(evidence: Evidence, names: dict[int, str], now: datetime) -> bytes:
    header = [
        _("By"),
        _("Name"),
        _("First sale"),
        _("Last sale"),
        _("Months"),
        _("Orders"),
        _("Pieces"),
        _("Buyers"),
        _("Revenue"),
    ]
    rows = [[_("In all"), "", *_values(evidence.whole)]]
    rows += [[_("Product"), names.get(id, "–"), *_values(sales)] for id, sales in evidence.products.items()]
    rows += [[_("Province"), name, *_values(sales)] for name, sales in evidence.provinces]
    rows += [[_("Month"), month_text(month), *_values(sales)] for month, sales in evidence.months]
    rows += [[_("Note"), contracts_sentence(), *[""] * 7], [_("Note"), basis_sentence(), *[""] * 7]]
    return workbook_bytes(_("Sales evidence report"), header, rows, now)


def _values(sales: Sales) -> list[object]:
    return [
        sales.first or "",
        sales.last or "",
        len(sales.months),
        len(sales.orders),
        sales.pieces,
        len(sales.buyers),
        sales.revenue,
    ]
