"""Dealing by versions: a producer offers, the retailer answers, and so on in turns. The request's row is locked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.days import day_of
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from catalog.text import clean
from catalog.wholesale import WholesaleTerms

from ..accounts.users import User
from .quotes import Quote, QuoteLine, QuoteState, QuoteVersion, Side
from .request_steps import check_takes_quotes
from .request_writing import check_deals
from .requests import Recipient, RequestLine, RequestState, SourcingRequest
from .terms import VAT_RATES, Terms
from .units import MOST_QUANTITY, packs_in, packs_per_unit

S = QuoteState
LONGEST_REMARKS = 2000
HIGHEST_PRICE = 10_000_000_000
# A quote binds: nobody can say how dear things are in two years.
LONGEST_VALID = timedelta(days=365)
MOST_VERSIONS = 50


@dataclass(frozen=True)
class Offered:
    """What is offered for one line of the request; see QuoteLine."""

    request_line_id: int
    variant_id: int
    quantity: int
    price: int
    minimum: int = 1
    vat_percent: int = 0


@dataclass(frozen=True)
class Offer:
    """What one side puts forward: lines, terms, the last day on which it holds, and a word beside it."""

    lines: Sequence[Offered]
    valid_until: date
    terms: Terms = field(default_factory=Terms)
    remarks: str = ""


def quote_for_steps(session: Session, quote_id: int) -> Quote:
    """With versions, lines and producer, as it is now; lock its request first."""
    query = (
        select(Quote)
        .where(Quote.id == quote_id)
        .options(joinedload(Quote.producer), selectinload(Quote.versions).selectinload(QuoteVersion.lines))
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one()


def current_of(quote: Quote) -> QuoteVersion:
    """The version on the table, of a quote with its versions."""
    return next(one for one in quote.versions if one.number == quote.current)


def offer(
    session: Session, request: SourcingRequest, recipient: Recipient, user: User, put: Offer, now: datetime
) -> Quote:
    """A producer's first version, or a new one after it has withdrawn. Raises Refused."""
    check_takes_quotes(request, now)
    check_deals(session, request.retailer_id)
    check_producer(session, recipient.producer_id)
    _check_offer(session, request, recipient.producer_id, put, now)
    mine = Quote.request_id == request.id, Quote.producer_id == recipient.producer_id
    known = session.scalar(select(Quote.id).where(*mine))
    if known is None:
        quote = Quote(request_id=request.id, producer_id=recipient.producer_id, created_at=now, versions=[])
        session.add(quote)
        session.flush()
        number = 1
    else:
        quote = quote_for_steps(session, known)
        if quote.state != S.WITHDRAWN:
            raise Refused("You have made a quote already: please change that one.")
        quote.move(S.OPEN)
        number = quote.current + 1
    recipient.declined_at, recipient.decline_reason = None, ""
    _put(session, quote, number, Side.PRODUCER, user, put, now)
    quote.note("quote.offered", version=quote.current)
    return quote


def offer_anew(
    session: Session, request: SourcingRequest, quote: Quote, user: User, put: Offer, seen: int, now: datetime
) -> None:
    """A producer's next version: an answer to the retailer's, or, while quotes are taken, instead of its own.

    What is answered may be answered after the request has closed. Raises Refused.
    """
    _check_step(session, request, quote, seen)
    check_producer(session, quote.producer_id)
    if quote.turn != Side.PRODUCER:
        check_takes_quotes(request, now)
    _check_offer(session, request, quote.producer_id, put, now)
    _put(session, quote, quote.current + 1, Side.PRODUCER, user, put, now)
    quote.note("quote.offered", version=quote.current)


def counter(
    session: Session, request: SourcingRequest, quote: Quote, user: User, put: Offer, seen: int, now: datetime
) -> None:
    """The retailer's version of what a producer offered: the same packs, other prices, quantities or terms."""
    _check_step(session, request, quote, seen)
    check_unsealed(request, now)
    if quote.turn != Side.RETAILER:
        raise Refused("It is the producer's turn: your last offer waits for an answer.")
    if quote.producer.state != ProducerState.APPROVED:
        raise Refused("%(producer)s is suspended or closed.", producer=quote.producer.name)
    known = {(line.request_line_id, line.variant_id) for line in current_of(quote).lines}
    if not {(line.request_line_id, line.variant_id) for line in put.lines} <= known:
        raise Refused("A counter-offer is about what the producer has offered.")
    _check_offer(session, request, quote.producer_id, put, now)
    _put(session, quote, quote.current + 1, Side.RETAILER, user, put, now)
    quote.note("quote.countered", version=quote.current)


def agree(
    session: Session, request: SourcingRequest, quote: Quote, user: User, seen: int, now: datetime
) -> None:
    """The producer offers just what the retailer put forward: it can be awarded from now on. Raises Refused."""
    _check_step(session, request, quote, seen)
    check_producer(session, quote.producer_id)
    if quote.turn != Side.PRODUCER:
        raise Refused("There is no offer of the retailer's to agree to.")
    theirs = current_of(quote)
    if theirs.valid_until < day_of(now):
        raise Refused("The retailer's offer has expired. You can make a new one.")
    put = replace(offer_of(theirs), remarks="")
    # It may end before the request does, which was extended meanwhile: the retailer itself has put it so.
    _check_offer(session, request, quote.producer_id, put, now, to_closing=False)
    _put(session, quote, quote.current + 1, Side.PRODUCER, user, put, now)
    quote.note("quote.agreed", version=quote.current)


def offer_of(version: QuoteVersion) -> Offer:
    """What a version says, to be put forward once more."""
    names = ("request_line_id", "variant_id", "quantity", "price", "minimum", "vat_percent")
    lines = [Offered(**{name: getattr(line, name) for name in names}) for line in version.lines]
    return Offer(lines, version.valid_until, version.terms, version.remarks)


def decline(
    session: Session, request: SourcingRequest, quote: Quote, reason: str, seen: int, now: datetime
) -> None:
    """The retailer takes it for no answer. Raises Refused while it is sealed, and without a reason."""
    _check_step(session, request, quote, seen)
    check_unsealed(request, now)
    if not clean(reason):
        raise Refused("Please write why: the other side reads it.")
    quote.move(S.DECLINED)
    quote.reason, quote.decided_at = reason.strip()[:LONGEST_REMARKS], now
    quote.note("quote.declined", reason=quote.reason)


def withdraw(session: Session, request: SourcingRequest, quote: Quote, seen: int, now: datetime) -> None:
    """The producer takes it back; while the request takes quotes it may offer again."""
    _check_step(session, request, quote, seen, deals=False)
    quote.move(S.WITHDRAWN)
    quote.note("quote.withdrawn")


def check_unsealed(request: SourcingRequest, now: datetime) -> None:
    """Raises Refused."""
    if not request.is_unsealed(now):
        raise Refused("The quotes are sealed until the request closes.")


def _check_step(
    session: Session, request: SourcingRequest, quote: Quote, seen: int, *, deals: bool = True
) -> None:
    """Raises Refused where the version read at `seen` is not the one on the table any more."""
    if request.state != RequestState.OPEN:
        raise Refused("This request has ended.")
    if deals:
        check_deals(session, request.retailer_id)
    if quote.state != S.OPEN:
        raise Refused("This quote is not open any more.")
    if quote.current != seen:
        raise Refused("There is a newer version of this quote. Please read it first.")


def check_producer(session: Session, producer_id: int) -> None:
    """Raises Refused for one that may not deal now."""
    held = session.get_one(Producer, producer_id, with_for_update={"read": True}, populate_existing=True)
    if held.state != ProducerState.APPROVED:
        raise Refused("Only producers that are approved, and not suspended, can quote and ask.")


def _check_offer(
    session: Session,
    request: SourcingRequest,
    producer_id: int,
    put: Offer,
    now: datetime,
    *,
    to_closing: bool = True,
) -> None:
    """Raises Refused for what can't be offered."""
    today = day_of(now)
    if not today <= put.valid_until <= today + LONGEST_VALID:
        raise Refused("A quote holds until today at least, and for a year at most.")
    ends_sooner = request.closes_at is not None and put.valid_until < day_of(request.closes_at)
    if to_closing and request.takes_quotes(now) and ends_sooner:
        raise Refused("A quote holds at least until the day on which the request closes.")
    wanted = {line.id: line for line in _lines_of(session, request.id)}
    if not put.lines:
        raise Refused("Please offer something for one line at least.")
    if len({line.request_line_id for line in put.lines}) != len(put.lines):
        raise Refused("There is one offer for each line only.")
    known = variants_of(session, producer_id, {line.variant_id for line in put.lines})
    for line in put.lines:
        if line.request_line_id not in wanted or line.variant_id not in known:
            raise Refused("One of these products is not on sale any more. Please choose again.")
        _check_line(line, wanted[line.request_line_id], *known[line.variant_id])


def _check_line(line: Offered, wanted: RequestLine, variant: Variant, case_pack: int | None) -> None:
    if wanted.product_id and not wanted.substitutes and variant.product_id != wanted.product_id:
        raise Refused("This line takes no substitutes: please offer the product that it names.")
    if not 0 < line.minimum <= line.quantity <= MOST_QUANTITY:
        raise Refused("The quantity is 1 or more, and the minimum is not above it.")
    if not 0 < line.price <= HIGHEST_PRICE:
        raise Refused("Please write a price in whole đồng for each line that you offer.")
    if line.vat_percent not in VAT_RATES:
        raise Refused("There is no such rate of value added tax.")
    for quantity in (line.quantity, line.minimum):
        packs_in(quantity, wanted.unit, variant, case_pack)


def variants_of(
    session: Session, producer_id: int, ids: set[int] | None = None
) -> dict[int, tuple[Variant, int | None]]:
    """By id the packs that a producer has on sale, their products loaded, each with its packs in a case."""
    query = (
        select(Variant, WholesaleTerms.case_pack)
        .join(Variant.product)
        .outerjoin(WholesaleTerms, WholesaleTerms.variant_id == Variant.id)
        .where(Product.producer_id == producer_id, Product.state == ProductState.PUBLISHED)
        .options(joinedload(Variant.product))
        .order_by(Variant.product_id, Variant.position)
    )
    if ids is not None:
        query = query.where(Variant.id.in_(ids))
    return {variant.id: (variant, case_pack) for variant, case_pack in session.execute(query)}


def _lines_of(session: Session, request_id: int) -> Sequence[RequestLine]:
    return session.scalars(select(RequestLine).where(RequestLine.request_id == request_id)).all()


def _put(
    session: Session, quote: Quote, number: int, by: Side, user: User, put: Offer, now: datetime
) -> None:
    """Add a version; nothing of those before it changes."""
    if number > MOST_VERSIONS:
        raise Refused("This quote has gone to and fro many times. Please agree, or end it.")
    units = {line.id: line.unit for line in _lines_of(session, quote.request_id)}
    known = variants_of(session, quote.producer_id, {line.variant_id for line in put.lines})
    version = QuoteVersion(
        quote_id=quote.id,
        number=number,
        by=by,
        user_id=user.id,
        valid_until=put.valid_until,
        remarks=put.remarks.strip()[:LONGEST_REMARKS],
        made_at=now,
        lines=[_line(line, units[line.request_line_id], *known[line.variant_id]) for line in put.lines],
        **asdict(put.terms),
    )
    session.add(version)
    quote.current = number
    quote.turn = Side.RETAILER if by == Side.PRODUCER else Side.PRODUCER
    session.flush()


def _line(line: Offered, unit: str, variant: Variant, case_pack: int | None) -> QuoteLine:
    """With its ratio to packs, so that an order knows it whatever the catalogue says by then."""
    packs = packs_per_unit(unit, variant, case_pack)
    ratio = {"packs_numerator": packs.numerator, "packs_denominator": packs.denominator}
    return QuoteLine(unit=unit, **asdict(line), **ratio)
