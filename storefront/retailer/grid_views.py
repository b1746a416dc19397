"""The grid of a comparison, ready to print: up to sixteen quotes beside each other, a row for each line of the request."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from flask_babel import gettext as _

from catalog.document_kinds import DocumentKind
from marketplace.sourcing.comparison import Cell, Column
from marketplace.sourcing.requests import RequestLine, SourcingRequest
from marketplace.sourcing.terms import Handover

from ..clock import today
from ..filters import CURRENCY, counter, day, label
from ..locales import is_english
from ..quote_views import line_view, quote_state
from ..shop.pages import link


class ColumnView(NamedTuple):
    """`phone` is what a phone says in each cell, where the head of the column is far away."""

    name: str
    url: str
    state: str
    delivery: str
    payment: str
    phone: str


class CellView(NamedTuple):
    """`price` with tax; `facts` in lines of small print; `papers` in words, `lacking` where one is missing.

    `name` is that of the field for the quantity, with what was `typed` there; `pick` says what it is for.
    """

    name: str
    typed: str
    pick: str
    may_award: bool
    cheapest: bool
    price: str
    facts: Sequence[str]
    papers: str
    lacking: bool


class RowView(NamedTuple):
    name: str
    quantity: str
    target: str
    unit: str
    cells: Sequence[tuple[ColumnView, CellView | None]]


def cell_name(column: Column, line_id: int) -> str:
    return f"pick-{column.quote.id}-{column.quote.number}-{line_id}"


def heads_of(one: SourcingRequest, columns: Sequence[Column]) -> list[ColumnView]:
    """Most say the same as their neighbours: what was said once is kept for the page."""
    until = cache(lambda last: _("until %(day)s", day=day(last)))
    handover = cache(lambda way, days: f"{label(Handover(way))}, {_('%(count)s days', count=days)}")
    payment = cache(lambda days: _("%(count)s days after the invoice", count=days))
    root, now = link("/retailer/quotes"), today()

    def head(column: Column) -> ColumnView:
        quote = column.quote
        delivery, last = handover(quote.handover, quote.lead_days), until(quote.valid_until)
        return ColumnView(
            name=quote.producer,
            url=f"{root}/{quote.code}",
            state=f"{quote_state(quote, one, quote, now)}, {last}",
            delivery=delivery,
            payment=payment(quote.payment_days),
            phone=f"{delivery}, {last}",
        )

    return [head(column) for column in columns]


def rows_of(
    lines: Sequence[RequestLine],
    columns: Sequence[Column],
    heads: Sequence[ColumnView],
    typed: Mapping[str, str],
    may_award: bool,
    complete: Collection[int],
) -> list[RowView]:
    """`complete` are the products with every paper that supermarkets ask for today."""
    make = _cell_maker(typed, may_award, complete)
    rows = []
    for line in lines:
        said = line_view(line)
        cells = [
            (head, make(column, head, line.id, said) if line.id in column.cells else None)
            for column, head in zip(columns, heads, strict=True)
        ]
        rows.append(RowView(said.name, said.quantity, said.target, said.unit, cells))
    return rows


def _goods_en(cell: Cell) -> str:
    return f"{cell.product_en or cell.product}, {cell.pack_en or cell.pack}"


def _cell_maker(typed: Mapping[str, str], may_award: bool, complete: Collection[int]) -> Callable:
    """Makes a cell of a column for a line; the words of a hundred are looked up once."""
    award_of, net_words, gross_words = _("Award"), _("net"), _("with tax")
    offers, lacking = _("Offers"), _("Papers that lack")
    whole, incomplete = _("Papers complete"), _("Papers not complete for the shelf")
    counted, english = counter(), is_english()

    @cache
    def papers(kinds: frozenset[str], is_complete: bool) -> str:
        names = [label(DocumentKind(kind)) for kind in sorted(kinds)]
        if names:
            return f"{lacking}: {', '.join(names)}"
        return whole if is_complete else incomplete

    def facts(cell: Cell, unit: str) -> list[str]:
        said = [
            f"{counted(cell.net)}{CURRENCY} {net_words}, {cell.vat_percent}%",
            _goods_en(cell) if english else f"{cell.product}, {cell.pack}",
            f"{offers}: {counted(cell.minimum)}–{counted(cell.quantity)} {unit}",
        ]
        if cell.per_measure:
            said.insert(0, f"{counted(cell.per_measure)}{CURRENCY}/{cell.measure} {gross_words}")
        standing = cell.standing
        if standing.stars or standing.marks:
            stars = f"{standing.stars} ★ " if standing.stars else ""
            said.append(stars + ", ".join(mark for _kind, mark in standing.marks))
        return said

    def make(column: Column, head: ColumnView, line_id: int, said) -> CellView:
        cell, name = column.cells[line_id], cell_name(column, line_id)
        is_complete = cell.product_id in complete
        return CellView(
            name=name,
            typed=typed.get(name, ""),
            pick=f"{award_of}: {head.name}, {said.name}",
            may_award=may_award and column.awardable,
            cheapest=cell.is_cheapest,
            price=f"{counted(cell.gross)}{CURRENCY}",
            facts=facts(cell, said.unit),
            papers=papers(cell.standing.lacking, is_complete),
            lacking=bool(cell.standing.lacking) or not is_complete,
        )

    return make
