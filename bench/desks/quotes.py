"""A request of several lines with two hundred quotes for it, each of another producer."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from catalog.document_kinds import DocumentKind
from catalog.products import SOLD, Product, Variant
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.sourcing.quotes import Quote, QuoteLine, QuoteVersion, Side
from marketplace.sourcing.requests import RequestLine, RequestPaper, RequestState, SourcingRequest
from marketplace.sourcing.units import QuantityUnit

QUOTES, LINES = 200, 5


def take_quotes(session: Session, by: User, now: datetime) -> SourcingRequest:
    """Every quote offers a pack for each line, at prices made up from its number."""
    retailer = session.scalars(select(Retailer)).one()
    request = SourcingRequest(
        retailer_id=retailer.id,
        user_id=by.id,
        state=RequestState.OPEN,
        title="Bench",
        min_stars=0,
        closes_at=now + timedelta(days=20),
        published_at=now,
        created_at=now,
        lines=[
            RequestLine(
                position=at,
                description=f"Bench {at}",
                unit=QuantityUnit.PACK,
                quantity_from=100,
                quantity_to=900,
            )
            for at in range(1, LINES + 1)
        ],
    )
    session.add(request)
    session.flush()
    session.add(RequestPaper(request_id=request.id, kind=DocumentKind.FOOD_SAFETY))
    session.execute(insert(QuoteLine), list(_lines(session, request, by, now)))
    return request


def _lines(session: Session, request: SourcingRequest, by: User, now: datetime):
    for number, packs in enumerate(_packs_by_producer(session)):
        maker = packs[0][0]
        quote = Quote(request_id=request.id, producer_id=maker, created_at=now)
        session.add(quote)
        session.flush()
        version = QuoteVersion(
            quote_id=quote.id,
            number=1,
            by=Side.PRODUCER,
            user_id=by.id,
            valid_until=now.date() + timedelta(days=40),
            discount_bp=number % 4 * 250,
            made_at=now,
        )
        session.add(version)
        session.flush()
        for at, line in enumerate(request.lines):
            yield {
                "version_id": version.id,
                "request_line_id": line.id,
                "variant_id": packs[at % len(packs)][1],
                "unit": line.unit,
                "quantity": 500 + number,
                "minimum": 50,
                "price": 40_000 + 370 * ((number * 7 + at) % 90),
                "vat_percent": (0, 5, 8, 10)[number % 4],
            }


def _packs_by_producer(session: Session) -> list[list[tuple[int, int]]]:
    """Of so many producers up to five products' packs: producer and pack."""
    query = select(Product.producer_id, Variant.id).join(Variant).join(Product.producer)
    rows = session.execute(query.where(SOLD, Variant.position == 1).order_by(Product.producer_id, Variant.id))
    found: dict[int, list[tuple[int, int]]] = {}
    for maker, pack in rows:
        found.setdefault(maker, []).append((maker, pack))
    return [packs[:LINES] for packs in list(found.values())[:QUOTES]]
