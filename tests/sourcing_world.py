"""Makes what tests of sourcing talk about: requests with who is asked, quotes, and awards."""

from datetime import datetime, timedelta
from itertools import count as counter
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product, Variant
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User, find_user
from marketplace.sourcing.awards import Pick, award
from marketplace.sourcing.quote_steps import Offer, Offered, offer
from marketplace.sourcing.quotes import Award, Quote
from marketplace.sourcing.request_steps import publish
from marketplace.sourcing.request_writing import (
    Conditions,
    Wanted,
    Window,
    begin,
    choose_producers,
    write_conditions,
    write_lines,
    write_windows,
)
from marketplace.sourcing.requests import Audience, Recipient, RequestLine, SourcingRequest
from marketplace.sourcing.terms import Terms
from tests import people, world
from tests.world import NOW, TODAY

CLOSES = NOW + timedelta(days=10)
UNTIL = TODAY + timedelta(days=60)
PRICE = 80_000
_serial = counter(1)


def buyer(session: Session, of: Retailer, role: RetailerRole = RetailerRole.BUYER) -> User:
    made = people.user(session, f"nguoi-mua-{next(_serial)}@vidu.vn", "Người Mua Hàng")
    add_person(session, made, of, NOW, role)
    return made


def seller(session: Session, of: Producer) -> User:
    """Who signs a producer's quotes here; no member of it."""
    email = f"ban-{of.id}@vidu.vn"
    return find_user(session, email) or people.user(session, email)


def wanted(**facts) -> Wanted:
    """100 to 200 packs of tea."""
    return Wanted(
        **{
            "unit": "pack",
            "quantity_from": 100,
            "quantity_to": 200,
            "description": "Chè Shan tuyết",
            "category_code": "11",
        }
        | facts
    )


def draft(
    session: Session,
    retailer: Retailer | None = None,
    *,
    lines: tuple[Wanted, ...] = (),
    ask: tuple[Producer, ...] = (),
    conditions: Conditions | None = None,
    now: datetime = NOW,
    **facts,
) -> SourcingRequest:
    """One that could go out: to the producers in `ask`, or without any to all that match."""
    retailer = retailer or world.retailer(session)
    written = {
        "title": f"Chè cho Tết {next(_serial)}",
        "closes_at": CLOSES,
        "min_stars": 0,
        "audience": Audience.CHOSEN if ask else Audience.MATCHING,
    }
    made = begin(session, retailer, buyer(session, retailer), written | facts, now)
    write_lines(session, made, lines or (wanted(),))
    days = TODAY + timedelta(days=30), TODAY + timedelta(days=40)
    write_windows(session, made, [Window(*days, world.store(session, retailer).id)], TODAY)
    write_conditions(session, made, conditions or Conditions())
    choose_producers(session, made, [one.id for one in ask], now)
    return made


def request(
    session: Session, retailer: Retailer | None = None, *, now: datetime = NOW, **facts
) -> SourcingRequest:
    """One that is out; see `draft`."""
    made = draft(session, retailer, now=now, **facts)
    publish(session, made, made.revision, now)
    return made


def lines_of(session: Session, of: SourcingRequest) -> list[RequestLine]:
    query = select(RequestLine).where(RequestLine.request_id == of.id)
    return list(session.scalars(query.order_by(RequestLine.position)))


def offered(session: Session, of: SourcingRequest, product: Product, **facts) -> Offer:
    """The first pack of the product for every line of the request; `facts` are of Offered, Offer and Terms."""
    of_offer = {name: facts.pop(name) for name in ("valid_until", "remarks") if name in facts}
    of_terms = {name: facts.pop(name) for name in vars(Terms()) if name in facts}
    first = Variant.product_id == product.id, Variant.position == 1
    pack = session.scalars(select(Variant.id).where(*first)).one()
    lines = [
        Offered(**{"request_line_id": line.id, "variant_id": pack} | _usual(line) | facts)
        for line in lines_of(session, of)
    ]
    return Offer(lines, of_offer.get("valid_until", UNTIL), Terms(**of_terms), of_offer.get("remarks", ""))


def _usual(line: RequestLine) -> dict[str, int]:
    return {"quantity": line.quantity_to, "price": PRICE}


def quote(session: Session, of: SourcingRequest, product: Product, *, now: datetime = NOW, **facts) -> Quote:
    """Of the product's producer, who was asked."""
    mine = session.get_one(Recipient, (of.id, product.producer_id))
    by = seller(session, session.get_one(Producer, product.producer_id))
    return offer(session, of, mine, by, offered(session, of, product, **facts), now)


def pick(session: Session, of: Quote, quantity: int, line: int = 0) -> Pick:
    """So much of the quote's current version for this line of the request, counted from 0."""
    request = session.get_one(SourcingRequest, of.request_id)
    return Pick(of.id, of.current, lines_of(session, request)[line].id, quantity)


class Awarded(NamedTuple):
    """A request that has ended well: the retailer, its buyer, the products, and quotes and awards in their order."""

    retailer: Retailer
    buyer: User
    request: SourcingRequest
    products: list[Product]
    quotes: list[Quote]
    awards: list[Award]


def awarded(
    session: Session,
    retailer: Retailer | None = None,
    *products: Product,
    quantity: int = 100,
    now: datetime = NOW,
    **facts,
) -> Awarded:
    """A request, a quote for each product (of one producer each; one new one without any), `quantity` units
    awarded of each. `facts` are of the quotes: price, minimum, vat_percent, discount_bp, payment_days …"""
    retailer = retailer or world.retailer(session)
    goods = list(products) or [world.product(session)]
    asked = tuple(session.get_one(Producer, one.producer_id) for one in goods)
    most = wanted(quantity_from=quantity, quantity_to=quantity * max(2, len(goods)))
    made = request(session, retailer, ask=asked, lines=(most,), now=now)
    quotes = [quote(session, made, one, now=now, **facts) for one in goods]
    by = session.get_one(User, made.user_id)
    picks = [pick(session, one, quantity) for one in quotes]
    awards = award(session, made, by, picks, made.revision, now)
    return Awarded(retailer, by, made, goods, quotes, awards)
