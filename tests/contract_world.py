"""Makes what tests of contracts talk about: drafts, proposals, and a signed contract in one call."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product, Variant
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import add_member
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.sourcing.contract_drafts import Head, LineFacts, begin_contract, months_of, write_line
from marketplace.sourcing.contract_lists import lock_contract
from marketplace.sourcing.contract_steps import propose, sign, write_harvests
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.terms import Terms
from tests import people, world
from tests.world import NOW, TODAY

FIRST, LAST = date(2026, 11, 1), date(2027, 4, 30)
LINE = LineFacts("pack", 1000, 10, 80_000, 72_000, 90_000, 5)


def head(number: str = "", **facts) -> Head:
    made = {
        "number": number or f"HD-{next(world._serial)}",
        "starts_on": FIRST,
        "ends_on": LAST,
        "terms": Terms(),
    }
    return Head(**made | facts)


def somebody(session: Session) -> User:
    return people.user(session, f"nguoi-{next(world._serial)}@vidu.vn")


def draft(
    session: Session,
    *,
    by: Retailer | None = None,
    of: Producer | None = None,
    products: list[Product] | None = None,
    papers: tuple[str, ...] = (),
    line: LineFacts = LINE,
    **facts,
) -> Contract:
    """With one line for the first pack of each product: one product of a new producer unless they are named."""
    of = of or (session.get_one(Producer, products[0].producer_id) if products else world.producer(session))
    by = by or world.retailer(session)
    wanted = head(papers=frozenset(papers), **facts)
    made = begin_contract(session, by, of, somebody(session).id, wanted, NOW)
    for product in products or [world.product(session, by=of)]:
        made = now_of(session, made)
        write_line(session, made, made.revision, pack_of(session, product), line)
    return now_of(session, made)


def proposed(session: Session, **facts) -> Contract:
    made = draft(session, **facts)
    propose(session, made, made.revision, TODAY, NOW)
    return now_of(session, made)


def signed(session: Session, **facts) -> Contract:
    """Running on TODAY, with 100 units of each line expected in each month; 1,000 packs a line at 80,000 dong."""
    made = proposed(session, **facts)
    expected = {(line.id, month): 100 for line in made.lines for month in months_of(made)}
    write_harvests(session, made, made.revision, expected, TODAY)
    sign(session, made, made.revision, TODAY, NOW)
    return now_of(session, made)


def pack_of(session: Session, product: Product) -> int:
    """The id of its first pack."""
    first = select(Variant.id).where(Variant.product_id == product.id).order_by(Variant.position)
    return session.scalars(first.limit(1)).one()


def now_of(session: Session, contract: Contract) -> Contract:
    """As a step wants it: its row held, with both sides and the lines."""
    session.flush()
    found = lock_contract(session, contract.id)
    assert found is not None
    return found


def line_facts(**facts) -> LineFacts:
    return LineFacts(**asdict(LINE) | facts)


def sides(session: Session, contract: Contract) -> tuple[User, User]:
    """A manager of the retailer and an owner of the producer, both new."""
    buyer, seller = somebody(session), somebody(session)
    add_person(session, buyer, contract.retailer, NOW)
    add_member(session, seller, contract.producer, NOW)
    session.commit()
    return buyer, seller
