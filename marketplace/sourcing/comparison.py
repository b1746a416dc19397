"""The comparison of all quotes for a request, in a constant number of statements however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from catalog.days import day_of
from catalog.money import unit_price
from catalog.producers import Producer, ProducerState
from catalog.products import ProductState, Unit, Variant

from .matching import Standing, standings
from .net_price import net_price, with_vat
from .quotes import Quote, QuoteLine, QuoteState, QuoteVersion, Side
from .request_writing import conditions_of
from .requests import RequestLine, SourcingRequest


@dataclass(frozen=True)
class Cell:
    """What one producer offers for one line: dong a unit net of the discount, and with value added tax.

    `per_measure`: with tax for a kilogram or litre, since packs are of several sizes; None for what is counted.
    """

    line: QuoteLine
    net: int
    gross: int
    per_measure: int | None
    standing: Standing
    is_cheapest: bool


@dataclass(frozen=True)
class Column:
    """A producer's offer on the table. `version` is its own last one: that of the retailer's can't be awarded."""

    quote: Quote
    version: QuoteVersion
    cells: dict[int, Cell]
    awardable: bool


@dataclass(frozen=True)
class Comparison:
    """`columns` in the order of who offers most lines, then cheapest; their cells by the id of the request's line."""

    lines: Sequence[RequestLine]
    columns: Sequence[Column]


def compare(session: Session, request: SourcingRequest, now: datetime) -> Comparison:
    """Raises nothing: whether quotes are sealed asks who shows them. Eleven statements."""
    day = day_of(now)
    lines = session.scalars(
        select(RequestLine)
        .where(RequestLine.request_id == request.id)
        .options(joinedload(RequestLine.product), joinedload(RequestLine.category))
        .order_by(RequestLine.position)
    ).all()
    versions = _versions(session, request.id)
    goods = {
        line.variant.product_id: version.quote.producer_id for version in versions for line in version.lines
    }
    said = conditions_of(session, request.id)
    held = standings(session, goods, said.papers, day)
    cheapest = _cheapest([one for one in versions if is_awardable(one, day)])
    columns = [_column(one, held, cheapest, day) for one in versions]
    return Comparison(lines, sorted(columns, key=_rank))


def _versions(session: Session, request_id: int) -> Sequence[QuoteVersion]:
    """The versions on the table, with all that a grid shows."""
    on_table = and_(
        QuoteVersion.number == Quote.current, Quote.state.in_((QuoteState.OPEN, QuoteState.ACCEPTED))
    )
    query = (
        select(QuoteVersion)
        .join(QuoteVersion.quote)
        .where(Quote.request_id == request_id, on_table)
        .options(
            contains_eager(QuoteVersion.quote).joinedload(Quote.producer).joinedload(Producer.commune),
            selectinload(QuoteVersion.lines).joinedload(QuoteLine.variant).joinedload(Variant.product),
        )
        .order_by(QuoteVersion.id)
    )
    return session.scalars(query).all()


def is_awardable(version: QuoteVersion, day: date) -> bool:
    """Whether it stands: the producer's own, in force, of a producer that may deal."""
    return (
        version.quote.state == QuoteState.OPEN
        and version.quote.turn == Side.RETAILER
        and version.valid_until >= day
        and version.quote.producer.state == ProducerState.APPROVED
    )


def _cheapest(versions: Sequence[QuoteVersion]) -> dict[int, Fraction]:
    """The lowest price with tax for the same content, by the line of the request; none where kilograms meet pieces."""
    offers: dict[int, list[tuple[Unit, Fraction]]] = {}
    for version in versions:
        for line in version.lines:
            if line.variant.product.state == ProductState.PUBLISHED:
                price = _gross(version, line) / _content(line)
                offers.setdefault(line.request_line_id, []).append((line.variant.unit, price))
    return {
        id: min(price for _, price in found)
        for id, found in offers.items()
        if len({unit for unit, _ in found}) == 1
    }


def _gross(version: QuoteVersion, line: QuoteLine) -> int:
    return with_vat(net_price(line.price, version.discount_bp), line.vat_percent)


def _content(line: QuoteLine) -> Fraction:
    """What one unit of the request holds: grams, millilitres or pieces."""
    return Fraction(line.packs_numerator, line.packs_denominator) * line.variant.net


def _column(
    version: QuoteVersion, held: dict[int, Standing], cheapest: dict[int, Fraction], day: date
) -> Column:
    awardable = is_awardable(version, day)
    cells = {line.request_line_id: _cell(version, line, held, awardable, cheapest) for line in version.lines}
    return Column(version.quote, version, cells, awardable)


def _cell(
    version: QuoteVersion,
    line: QuoteLine,
    held: dict[int, Standing],
    awardable: bool,
    cheapest: dict[int, Fraction],
) -> Cell:
    gross, content = _gross(version, line), _content(line)
    weighed = line.variant.unit != Unit.PIECE
    return Cell(
        line,
        net_price(line.price, version.discount_bp),
        gross,
        unit_price(gross * content.denominator, content.numerator) if weighed else None,
        held[line.variant.product_id],
        awardable and cheapest.get(line.request_line_id) == gross / content,
    )


def _rank(column: Column) -> tuple:
    best = sum(cell.is_cheapest for cell in column.cells.values())
    return not column.awardable, -best, -len(column.cells), column.quote.id
