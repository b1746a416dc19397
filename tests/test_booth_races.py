"""Booths at the same moment, on both databases: more accepted, late or waiting than there are booths."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from marketplace.accounts.users import User
from marketplace.fairs.application_steps import Wishes, hand_in, withdraw
from marketplace.fairs.applications import Allotment, Application, ApplicationState
from marketplace.fairs.booth_money import arrived
from marketplace.fairs.booth_types import types_of
from marketplace.fairs.decisions import FairDecision, application_for_steps, decide
from marketplace.fairs.fairs import Fair, FairQuota
from marketplace.fairs.ledger_check import check_fairs
from marketplace.fairs.places import settle
from marketplace.fairs.planning import lock_fair
from marketplace.fairs.room import read_room
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.refunds import Refund
from storefront.database import Database
from tests import booth_world, people, world
from tests.crowds import at_once
from tests.databases import own_database
from tests.world import NOW

PRODUCERS, BOOTHS = 50, 5
HOUR = timedelta(hours=1)
S = ApplicationState


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("booths"), "booth_races") as made:
        yield made


@pytest.fixture
def fair_id(database) -> int:
    """A fair with five booths."""
    with database.writing(expire_on_commit=False) as session:
        fair = world.fair(session, hold_hours=3)
        booth_world.booths(session, fair, booth_world.booth_type(session, fair), BOOTHS)
        session.commit()
        return fair.id


def applied(database: Database, fair_id: int, count: int = PRODUCERS) -> list[int]:
    """Ids of so many applications, each of its own producer."""
    with database.writing(expire_on_commit=False) as session:
        fair = session.get_one(Fair, fair_id)
        (type,) = types_of(session, fair_id)
        user = people.user(session, f"nguoi-{fair_id}@vidu.vn")
        ids = []
        for _ in range(count):
            by = world.producer(session)
            wishes = Wishes(type, [world.product(session, by=by).id])
            ids.append(hand_in(session, fair, by, user, wishes, NOW).id)
        session.commit()
        return ids


def decided(database: Database, fair_id: int, id: int, decision=FairDecision.ACCEPT, booth_id=None) -> str:
    with database.transaction() as session:
        fair = lock_fair(session, fair_id)
        mine = application_for_steps(session, fair_id, id)
        decide(session, fair, mine, decision, "", mine.revision, NOW, booth_id)
        return mine.state


def states(database: Database, fair_id: int) -> Counter[str]:
    query = select(Application.state, func.count()).where(Application.fair_id == fair_id)
    with database.reading() as session:
        return Counter(dict(session.execute(query.group_by(Application.state)).all()))


def places(database: Database, fair_id: int) -> list[tuple[int, int]]:
    query = select(Allotment.booth_id, Allotment.place).join(Allotment.application)
    held = Application.fair_id == fair_id, Allotment.released_at.is_(None)
    with database.reading() as session:
        return [tuple(row) for row in session.execute(query.where(*held))]


def test_of_fifty_producers_for_five_booths_exactly_five_get_one(database, fair_id):
    ids = applied(database, fair_id)
    came = at_once([partial(decided, database, fair_id, id) for id in ids])
    assert came == {"accepted": BOOTHS, "refused": PRODUCERS - BOOTHS}
    assert states(database, fair_id) == {S.ACCEPTED: BOOTHS, S.SUBMITTED: PRODUCERS - BOOTHS}
    held = places(database, fair_id)
    assert len(held) == len(set(held)) == BOOTHS


def test_the_last_booth_goes_to_one_of_two_whom_two_organisers_accept(database, fair_id):
    first, *rest = applied(database, fair_id, 4)
    chosen = places_free(database, fair_id)[0]
    came = at_once([partial(decided, database, fair_id, id, booth_id=chosen) for id in rest])
    assert came == {"accepted": 1, "refused": 2}
    assert places(database, fair_id) == [(chosen, 1)]
    # One application that eight organisers accept at once gets one booth.
    came = at_once([partial(decided, database, fair_id, first)] * 8)
    assert came == {"accepted": 1, "refused": 7}
    assert len(places(database, fair_id)) == 2


def places_free(database: Database, fair_id: int) -> list[int]:
    with database.reading() as session:
        return [booth.id for booth in read_room(session, fair_id).booths]


def test_a_quota_is_not_passed_by_many_at_once(database, fair_id):
    with database.transaction() as session:
        session.add(FairQuota(fair_id=fair_id, province_code="15", most=2))
    ids = applied(database, fair_id, 10)
    came = at_once([partial(decided, database, fair_id, id) for id in ids])
    assert came == {"accepted": 2, "refused": 8}


def test_late_money_of_fifty_at_once_finds_five_booths_and_goes_back_to_the_rest(database, fair_id):
    late = _lapsed_with_payments(database, fair_id)
    came = at_once([partial(paid, database, *one) for one in late])
    assert came == {"counted": PRODUCERS}
    assert states(database, fair_id) == {S.CONFIRMED: BOOTHS, S.LAPSED: PRODUCERS - BOOTHS}
    held = places(database, fair_id)
    assert len(held) == len(set(held)) == BOOTHS
    with database.reading() as session:
        asked = select(func.count()).where(Refund.payment_id.in_([id for id, _ in late]))
        assert session.scalar(asked) == PRODUCERS - BOOTHS
        assert check_fairs(session) == []


def _lapsed_with_payments(database: Database, fair_id: int) -> list[tuple[int, int]]:
    """Payments (id, dong) of applications that have all lost their place again."""
    ids, payments = applied(database, fair_id), []
    with database.transaction() as session:
        fair = lock_fair(session, fair_id)
        for begun in range(0, PRODUCERS, BOOTHS):
            later = NOW + HOUR * begun
            for id in ids[begun : begun + BOOTHS]:
                mine = application_for_steps(session, fair_id, id)
                decide(session, fair, mine, FairDecision.ACCEPT, "", mine.revision, later)
                due = booth_world.payment(session, mine, PaymentMethod.CARD, later)
                payments.append((due.id, due.amount))
            settle(session, fair, later + HOUR * 4)
    return payments


def paid(database: Database, payment_id: int, amount: int) -> str:
    with database.transaction() as session:
        came = arrived(session, payment_id, amount, f"card:ch_{payment_id}", NOW + HOUR * 60)
        return "counted" if came else "known"


def test_who_waits_moves_up_once_for_each_place_that_is_given_up_at_once(database, fair_id):
    ids = applied(database, fair_id, 12)
    for id in ids[:BOOTHS]:
        decided(database, fair_id, id)
    for id in ids[BOOTHS:]:
        decided(database, fair_id, id, FairDecision.WAITLIST)
    assert at_once([partial(given_up, database, fair_id, id) for id in ids[:BOOTHS]]) == {"withdrawn": BOOTHS}
    assert states(database, fair_id) == {S.WITHDRAWN: BOOTHS, S.ACCEPTED: BOOTHS, S.WAITLISTED: 2}
    with database.reading() as session:
        moved = session.scalars(select(Application.id).where(Application.state == S.ACCEPTED))
        assert set(ids[BOOTHS : 2 * BOOTHS]) <= set(moved)


def given_up(database: Database, fair_id: int, id: int) -> str:
    with database.transaction() as session:
        fair = lock_fair(session, fair_id)
        mine = application_for_steps(session, fair_id, id)
        withdraw(session, fair, mine, NOW)
        return mine.state


def test_eight_presses_at_once_make_one_application(database, fair_id):
    with database.writing(expire_on_commit=False) as session:
        by = world.producer(session)
        product, user = world.product(session, by=by), people.user(session, f"tam-{fair_id}@vidu.vn")
        session.commit()

    def press() -> str:
        with database.transaction() as session:
            fair = lock_fair(session, fair_id)
            (type,) = types_of(session, fair_id)
            mine = session.get_one(User, user.id)
            hand_in(
                session, fair, session.get_one(world.Producer, by.id), mine, Wishes(type, [product.id]), NOW
            )
            return "handed in"

    assert at_once([press] * 8) == {"handed in": 1, "refused": 7}


def test_one_payment_told_of_by_eight_at_once_counts_once(database, fair_id):
    (id,) = applied(database, fair_id, 1)
    decided(database, fair_id, id)
    with database.transaction() as session:
        due = booth_world.payment(session, application_for_steps(session, fair_id, id), PaymentMethod.CARD)
        one = due.id, due.amount
    assert at_once([partial(paid, database, *one)] * 8) == {"counted": 1, "known": 7}
    with database.reading() as session:
        assert session.get_one(Payment, one[0]).received == one[1]
