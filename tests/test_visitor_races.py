"""Visitors who register at the same moment, and telephones at one gate, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from marketplace.fairs.check_ins import Scan, Seen, take_scans
from marketplace.fairs.fairs import Fair
from marketplace.fairs.ledger_check import check_fairs
from marketplace.fairs.planning import lock_fair
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import lapse_tickets, take_cash
from marketplace.fairs.ticket_money import arrived
from marketplace.fairs.ticket_takings import ticket_takings
from marketplace.fairs.visitors import HOLD, Visitor, VisitorState, heads_registered
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.refunds import Refund
from storefront.database import Database
from tests import people, ticket_world, world
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


SELLERS = 8


@pytest.fixture
def held(database) -> tuple[int, list[tuple[int, int]]]:
    """A fair with a price and as many places as sellers; its id, and payments (id, dong) of twice as many lapsed tickets."""
    with database.writing(expire_on_commit=False) as session:
        fair, payments = ticket_world.fair(session, SELLERS), []
        for begun in range(2):
            for n in range(SELLERS):
                now = NOW + begun * HOLD
                made = ticket_world.ticket(session, fair, f"ve-{begun}-{n}@vidu.vn", 1, now)
                due = ticket_world.payment(session, made, PaymentMethod.CARD, now)
                payments.append((due.id, due.amount))
        lapse_tickets(session, fair, NOW + 2 * HOLD)
        session.commit()
        return fair.id, payments


def states(database: Database, fair_id: int) -> dict[str, int]:
    query = select(Visitor.state, func.count()).where(Visitor.fair_id == fair_id).group_by(Visitor.state)
    with database.reading() as session:
        return dict(session.execute(query).all())


def money(database: Database, payment_id: int, amount: int, at=NOW + 2 * HOLD) -> str:
    with database.transaction() as session:
        return "counted" if arrived(session, payment_id, amount, f"card:ch_{payment_id}", at) else "known"


def test_late_money_of_a_crowd_finds_the_last_places_and_goes_back_to_the_rest(database, held):
    fair_id, payments = held
    # The gateway tells everything twice.
    came = at_once([partial(money, database, *one) for one in payments * 2])
    assert came == {"counted": 2 * SELLERS, "known": 2 * SELLERS}
    assert states(database, fair_id) == {VisitorState.REGISTERED: SELLERS, VisitorState.LAPSED: SELLERS}
    with database.reading() as session:
        asked = select(func.count()).where(Refund.payment_id.in_([id for id, _ in payments]))
        assert session.scalar(asked) == SELLERS
        assert check_fairs(session) == []


def test_money_and_the_timer_at_the_same_moment_agree(database):
    """Whoever comes first: the ticket is good, or its places are free and the money found them again."""
    with database.writing(expire_on_commit=False) as session:
        fair = ticket_world.fair(session, SELLERS)
        dues = [
            ticket_world.payment(session, ticket_world.ticket(session, fair, f"hen-{n}@vidu.vn", 1))
            for n in range(SELLERS)
        ]
        session.commit()

    def lapse() -> str:
        with database.transaction() as session:
            lapse_tickets(session, lock_fair(session, fair.id), NOW + HOLD)
            return "lapsed"

    crowd = [partial(money, database, due.id, due.amount, NOW + HOLD) for due in dues] + [lapse] * SELLERS
    assert at_once(crowd) == {"counted": SELLERS, "lapsed": SELLERS}
    assert states(database, fair.id) == {VisitorState.REGISTERED: SELLERS}
    with database.reading() as session:
        assert (
            session.scalar(select(func.count()).where(Refund.payment_id.in_([due.id for due in dues]))) == 0
        )


def test_cash_and_a_transfer_at_the_same_moment_sell_the_ticket_once(database):
    with database.writing(expire_on_commit=False) as session:
        fair = ticket_world.fair(session, 1)
        made = ticket_world.ticket(session, fair, "an@vidu.vn", 1)
        due = ticket_world.payment(session, made)
        session.commit()

    def cash() -> str:
        with database.transaction() as session:
            take_cash(session, lock_fair(session, fair.id), session.get_one(Visitor, made.id), NOW)
            return "cash"

    came = at_once([partial(money, database, due.id, due.amount), *[cash] * 4])
    assert came["counted"] == 1 and came["cash"] + came["refused"] == 4 and came["cash"] <= 1
    with database.reading() as session:
        back = select(func.count()).where(Refund.payment_id == due.id)
        # Where the cash was first, the transfer goes back.
        assert session.scalar(back) == came["cash"]
        assert ticket_takings(session, session.get_one(Fair, fair.id)).kept == due.amount
