"""The comparison of all quotes for a request, in a constant number of statements however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from catalog.days import day_of
from catalog.producers import Producer, ProducerState
from catalog.products import ProductState, Variant

from .matching import Standing, standings
from .net_price import net_price, with_vat
from .quotes import Quote, QuoteLine, QuoteState, QuoteVersion, Side
from .request_writing import conditions_of
from .requests import RequestLine, SourcingRequest


@dataclass(frozen=True)
class Cell:
    """What one producer offers for one line: dong a unit net of the discount, and with value added tax."""

    line: QuoteLine
    net: int
    gross: int
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


def _cheapest(versions: Sequence[QuoteVersion]) -> dict[int, int]:
    """The lowest price with tax by the line of the request."""
    found: dict[int, int] = {}
    for version in versions:
        for line in version.lines:
            if line.variant.product.state == ProductState.PUBLISHED:
                price = with_vat(net_price(line.price, version.discount_bp), line.vat_percent)
                found[line.request_line_id] = min(found.get(line.request_line_id, price), price)
    return found


def _column(version: QuoteVersion, held: dict[int, Standing], cheapest: dict[int, int], day: date) -> Column:
    awardable, cells = is_awardable(version, day), {}
    for line in version.lines:
        net = net_price(line.price, version.discount_bp)
        gross = with_vat(net, line.vat_percent)
        best = awardable and cheapest.get(line.request_line_id) == gross
        cells[line.request_line_id] = Cell(line, net, gross, held[line.variant.product_id], best)
    return Column(version.quote, version, cells, awardable)


def _rank(column: Column) -> tuple:
    best = sum(cell.is_cheapest for cell in column.cells.values())
    return not column.awardable, -best, -len(column.cells), column.quote.id
