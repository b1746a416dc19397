"""People who name something alike at the same instant, on both databases: each gets an address of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.producers import Producer, ProducerKind
from catalog.products import Product
from catalog.records import Refused
from catalog.revisions import start_listing
from marketplace.accounts.profiles import settle, start
from marketplace.accounts.users import User
from tests import people, world
from tests.databases import own_database
from tests.world import NOW, VAN_CHAN

AT_ONCE, ROUNDS = 6, 5


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    with own_database(request.param, tmp_path_factory.mktemp("names"), "name_races") as made:
        yield made


def at_once(act: Callable[[int], object]) -> list:
    barrier = threading.Barrier(AT_ONCE)

    def run(number: int):
        barrier.wait(timeout=60)
        return act(number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(run, range(AT_ONCE)))


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_new_producers_of_one_name(database, turn):
    name = f"Hợp tác xã Cùng Tên {turn}"
    with database.writing() as session:
        ids = [people.user(session, f"{turn}-{i}@vidu.vn", "Nguyễn Cùng").id for i in range(AT_ONCE)]

    def join(number: int) -> None:
        with database.transaction() as session:
            user = session.get_one(User, ids[number])
            profile = start(session, user, NOW)
            profile.name, profile.kind, profile.commune_code = name, ProducerKind.COOPERATIVE, VAN_CHAN
            settle(session, profile, user, NOW)

    at_once(join)
    with database.reading() as session:
        slugs = list(session.scalars(select(Producer.slug).where(Producer.name == name)))
    assert len(set(slugs)) == AT_ONCE


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_new_listings_of_one_name(database, turn):
    """Of several producers each has its own; of one producer there is one, and the others are told."""
    with database.writing() as session:
        makers = [world.producer(session).id for _ in range(2)]
        session.commit()

    def begin(number: int) -> str:
        try:
            with database.transaction() as session:
                maker = session.get_one(Producer, makers[number % 2])
                start_listing(session, maker, f"Chè Cùng Tên {turn}", "11", NOW)
        except Refused as refusal:
            return refusal.message
        return "begun"

    answers = at_once(begin)
    assert answers.count("begun") == 2
    assert set(answers) == {"begun", "You have a listing of this name already."}
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Product.producer_id.in_(makers))) == 2
