"""In which order the quotes for a request are compared, and which is the cheapest for each line: from a few columns of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant

from .net_price import net_price, with_vat
from .quotes import Quote, QuoteLine, QuoteState, QuoteVersion, Side

_MOST_KEPT = 32
_SOLD = str(ProductState.PUBLISHED)


@dataclass(slots=True)
class Rank:
    """A quote on the table, as a row of _ON_TABLE: dong a unit with tax by the id of the request's line, and the lines
    of which it is the cheapest."""

    quote: Row
    awardable: bool
    gross: dict[int, int] = field(default_factory=dict)
    cheapest: list[int] = field(default_factory=list)

    @property
    def place(self) -> tuple:
        return not self.awardable, -len(self.cheapest), -len(self.gross), self.quote.id


# Made once.
_STANDS = Quote.request_id == bindparam("request"), Quote.state.in_((QuoteState.OPEN, QuoteState.ACCEPTED))
_CURRENT = (QuoteVersion.quote_id == Quote.id) & (QuoteVersion.number == Quote.current)
_ON_TABLE = (
    select(
        Quote.id,
        QuoteVersion.id.label("version_id"),
        Quote.code,
        Quote.state,
        Quote.turn,
        Quote.producer_id,
        Producer.name.label("producer"),
        Producer.state.label("producer_state"),
        QuoteVersion.number,
        QuoteVersion.valid_until,
        QuoteVersion.discount_bp,
        QuoteVersion.handover,
        QuoteVersion.lead_days,
        QuoteVersion.payment_days,
    )
    .join(QuoteVersion, _CURRENT)
    .join(Producer, Quote.producer_id == Producer.id)
    .where(*_STANDS)
    .order_by(Quote.id)
)
_LINES = (
    select(
        QuoteLine.version_id,
        QuoteLine.request_line_id,
        QuoteLine.price,
        QuoteLine.vat_percent,
        QuoteLine.packs_numerator,
        QuoteLine.packs_denominator,
        Variant.net,
        Variant.unit,
        Product.state,
    )
    .join(QuoteVersion, QuoteLine.version_id == QuoteVersion.id)
    .join(Quote, _CURRENT)
    .join(Variant, QuoteLine.variant_id == Variant.id)
    .join(Product, Variant.product_id == Product.id)
    .where(*_STANDS)
)


class Rankings:
    """Keeps rankings while nothing on the table, in the catalogue or on the calendar has changed: who turns the pages of
    a comparison reads the lines of all quotes once. A version of a quote never changes."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[tuple, list[Rank]]] = {}

    def of(self, session: Session, request_id: int, day: date, version: int | None) -> list[Rank]:
        """As `ranked` says; `version` is that of the catalogue, None to keep nothing."""
        quotes = _on_table(session, request_id)
        stand = (version, day, *map(tuple, quotes))
        kept = self._kept.get(request_id)
        if version is not None and kept is not None and kept[0] == stand:
            return kept[1]
        ranks = _ranked(session, request_id, quotes, day)
        if version is not None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept = {}
            self._kept[request_id] = stand, ranks
        return ranks


def _on_table(session: Session, request_id: int) -> Sequence[Row]:
    session.flush()
    return session.connection().execute(_ON_TABLE, {"request": request_id}).all()


def ranked(session: Session, request_id: int, day: date) -> list[Rank]:
    """Those that can be awarded first, then who is cheapest most often, then who offers most lines: two statements."""
    return _ranked(session, request_id, _on_table(session, request_id), day)


def _ranked(session: Session, request_id: int, quotes: Iterable[Row], day: date) -> list[Rank]:
    ranks = {quote.version_id: Rank(quote, _is_awardable(quote, day)) for quote in quotes}
    lowest: dict[int, float] = {}
    units: dict[int, set[str]] = {}
    by_content = []
    lines = session.connection().execute(_LINES, {"request": request_id}).all()
    for version, line, price, vat, packs, parts, net, unit, state in lines:
        rank = ranks[version]
        rank.gross[line] = gross = with_vat(net_price(price, rank.quote.discount_bp), vat)
        if rank.awardable:
            # For each gram, millilitre or piece. Equal fractions are equal as floats, too; exact ones would take most
            # of a page's time.
            of_content = gross * parts / (packs * net)
            by_content.append((rank, line, of_content))
            if state == _SOLD:
                units.setdefault(line, set()).add(unit)
                if of_content < lowest.get(line, inf):
                    lowest[line] = of_content
    for rank, line, of_content in by_content:
        # None is the cheapest where kilograms meet pieces.
        if of_content == lowest.get(line) and len(units[line]) == 1:
            rank.cheapest.append(line)
    return sorted(ranks.values(), key=lambda rank: rank.place)


def _is_awardable(quote: Row, day: date) -> bool:
    """Whether it stands: the producer's own, in force, of a producer that may deal."""
    return (
        quote.state == QuoteState.OPEN
        and quote.turn == Side.RETAILER
        and quote.valid_until >= day
        and quote.producer_state == ProducerState.APPROVED
    )
