"""Visitors who register at the same moment, and telephones at one gate, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from marketplace.fairs.check_ins import Scan, Seen, take_scans
from marketplace.fairs.fairs import Fair
from marketplace.fairs.visitors import Visitor, heads_registered, register
from storefront.database import Database
from tests import people, world
from tests.crowds import at_once
from tests.databases import own_database
from tests.world import NOW

CROWD, QUOTA = 30, 20
LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("visitors"), "visitor_races") as made:
        yield made


@pytest.fixture
def fair_id(database) -> int:
    with database.writing(expire_on_commit=False) as session:
        made = world.fair(session, visitor_quota=QUOTA)
        session.commit()
        return made.id


def come(database: Database, fair_id: int, contact: str, heads: int) -> str:
    with database.transaction() as session:
        facts = {"name": "An", "company": "", "user": None, "language": "vi", "now": NOW}
        fair = session.get_one(Fair, fair_id)
        _, is_new = register(session, fair, contact=contact, heads=heads, **facts)
        return "new" if is_new else "known"


def heads(database: Database, fair_id: int) -> int:
    with database.reading() as session:
        return heads_registered(session, fair_id, NOW)


def test_a_crowd_gets_as_many_places_as_there_are(database, fair_id):
    crowd = [partial(come, database, fair_id, f"khach-{n}@vidu.vn", 1) for n in range(CROWD)]
    assert at_once(crowd) == {"new": QUOTA, "refused": CROWD - QUOTA}
    assert heads(database, fair_id) == QUOTA


def test_groups_never_get_more_places_than_there_are(database, fair_id):
    crowd = [partial(come, database, fair_id, f"doan-{n}@vidu.vn", 1 + n % 7) for n in range(CROWD)]
    came = at_once(crowd)
    # Who wanted one place is refused only when there is none.
    assert came["new"] + came["refused"] == CROWD and 0 < heads(database, fair_id) <= QUOTA


def test_one_contact_gets_one_ticket_however_often_it_presses(database, fair_id):
    assert at_once([partial(come, database, fair_id, "an@vidu.vn", 3)] * 8) == {"new": 1, "known": 7}
    assert heads(database, fair_id) == 3


def test_telephones_that_send_at_once_let_a_ticket_in_once(database, fair_id):
    come(database, fair_id, "an@vidu.vn", 2)
    with database.writing(expire_on_commit=False) as session:
        code = session.scalars(select(Visitor.code).where(Visitor.fair_id == fair_id)).one()
        steward = people.user(session, f"soat-ve-{fair_id}@vidu.vn").id

    def tell(key: str) -> str:
        with database.transaction() as session:
            fair, seen = session.get_one(Fair, fair_id), [Seen(key, code, 60)]
            return take_scans(session, fair, NOW, seen, steward, LATER)[0][1]

    # Eight telephones, and each sends twice because the first answer is late.
    keys = [f"may-{fair_id:04}-{n}" for n in range(8)]
    told = at_once([partial(tell, key) for key in keys * 2])
    assert told == {"come": 2, "before": 14}
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Scan.fair_id == fair_id)) == 8
