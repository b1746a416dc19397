"""The comparison of all quotes for a request, in a constant number of statements however many there are.

All of them are ranked from a few columns; what a grid says beyond that is read for the quotes that are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session, joinedload

from catalog.columns import Columns
from catalog.days import day_of
from catalog.money import unit_price
from catalog.products import PRICED_UNIT, Product, Variant

from .matching import Standing, standings
from .net_price import net_price
from .quote_ranking import Rank, Rankings
from .quotes import QuoteLine
from .requests import RequestLine, RequestPaper, SourcingRequest


@dataclass(frozen=True)
class Cell:
    """What one producer offers for one line: dong a unit net of the discount, and with value added tax.

    `quantity` units at most, `minimum` at least. `per_measure`: dong with tax for a kilogram or litre (`measure`), since
    packs are of several sizes; None for what is counted.
    """

    product_id: int
    product: str
    product_en: str
    pack: str
    pack_en: str
    quantity: int
    minimum: int
    net: int
    gross: int
    vat_percent: int
    per_measure: int | None
    measure: str | None
    standing: Standing
    is_cheapest: bool


@dataclass(frozen=True)
class Column:
    """A producer's offer on the table: `quote` has the columns of quote_ranking's _ON_TABLE. Its version is its own last
    one: that of the retailer's can't be awarded."""

    quote: Row
    cells: dict[int, Cell]
    awardable: bool


@dataclass(frozen=True)
class Comparison:
    """`columns` are those of one page, in the order of who is cheapest most often, then who offers most lines; their
    cells by the id of the request's line. `ranks` are those of all pages."""

    lines: Sequence[RequestLine]
    columns: Sequence[Column]
    ranks: Sequence[Rank]

    def gross(self, quote_id: int, line_id: int) -> int:
        """Dong a unit with tax; 0 for what is not offered."""
        return next((one.gross.get(line_id, 0) for one in self.ranks if one.quote.id == quote_id), 0)


NOTHING = Comparison([], [], [])


def compare(
    session: Session,
    request: SourcingRequest,
    now: datetime,
    shown: slice = slice(None),
    shelf: Columns | None = None,
    rankings: Rankings | None = None,
) -> Comparison:
    """Raises nothing: whether quotes are sealed asks who shows them. At most ten statements.

    `shown` are the places in the order that are read as columns. The public listing's `shelf` knows stars and marks
    without being asked, and `rankings` those of its version.
    """
    day = day_of(now)
    lines = session.scalars(_LINES, {"request": request.id}).all()
    ranks = (rankings or Rankings()).of(session, request.id, day, shelf.version if shelf else None)
    here = ranks[shown]
    offers = _offers(session, [rank.quote.version_id for rank in here])
    goods = {
        offer.product_id: rank.quote.producer_id for rank in here for offer in offers[rank.quote.version_id]
    }
    papers = frozenset(session.scalars(_PAPERS, {"request": request.id}))
    held = standings(session, goods, papers, day, shelf.rows if shelf else {})
    columns = [_column(rank, offers[rank.quote.version_id], held) for rank in here]
    return Comparison(lines, columns, ranks)


_LINES = (
    select(RequestLine)
    .where(RequestLine.request_id == bindparam("request"))
    .options(joinedload(RequestLine.product), joinedload(RequestLine.category))
    .order_by(RequestLine.position)
)
_PAPERS = select(RequestPaper.kind).where(RequestPaper.request_id == bindparam("request"))
# Columns alone: a grid has a hundred of these.
_OFFERS = (
    select(
        QuoteLine.version_id,
        QuoteLine.request_line_id,
        Variant.product_id,
        Product.name,
        Product.name_en,
        Variant.pack,
        Variant.pack_en,
        Variant.unit,
        Variant.net,
        QuoteLine.packs_numerator,
        QuoteLine.packs_denominator,
        QuoteLine.quantity,
        QuoteLine.minimum,
        QuoteLine.price,
        QuoteLine.vat_percent,
    )
    .join(Variant, QuoteLine.variant_id == Variant.id)
    .join(Product, Variant.product_id == Product.id)
    .where(QuoteLine.version_id.in_(bindparam("ids", expanding=True)))
    .order_by(QuoteLine.id)
)


def _offers(session: Session, version_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Rows of _OFFERS by version."""
    found: dict[int, list[Row]] = {id: [] for id in version_ids}
    for row in session.connection().execute(_OFFERS, {"ids": version_ids}).all():
        found[row.version_id].append(row)
    return found


def _column(rank: Rank, offers: Sequence[Row], held: dict[int, Standing]) -> Column:
    cells = {offer.request_line_id: _cell(rank, offer, held) for offer in offers}
    return Column(rank.quote, cells, rank.awardable)


def _cell(rank: Rank, offer: Row, held: dict[int, Standing]) -> Cell:
    gross, measure = rank.gross[offer.request_line_id], PRICED_UNIT.get(offer.unit)
    return Cell(
        offer.product_id,
        offer.name,
        offer.name_en,
        offer.pack,
        offer.pack_en,
        offer.quantity,
        offer.minimum,
        net_price(offer.price, rank.quote.discount_bp),
        gross,
        offer.vat_percent,
        unit_price(gross * offer.packs_denominator, offer.packs_numerator * offer.net) if measure else None,
        measure,
        held[offer.product_id],
        offer.request_line_id in rank.cheapest,
    )
