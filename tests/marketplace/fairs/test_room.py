"""Room: whatever is given and given back in any order, no place twice, no quota passed, nobody overtaken."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from catalog.records import Refused
from marketplace.fairs.application_steps import withdraw
from marketplace.fairs.applications import Allotment, Application, ApplicationState
from marketplace.fairs.booths import BoothKind
from marketplace.fairs.fairs import FairQuota
from marketplace.fairs.places import held_place, settle, waiting
from marketplace.fairs.room import read_room
from tests import booth_world, world
from tests.booth_world import accept, application, wait
from tests.world import BA_DINH, NOW, PHU_QUOC, VAN_CHAN

S = ApplicationState
LAO_CAI, HANOI = "15", "01"


def test_a_corner_goes_to_who_wants_one_and_others_get_the_rest(session):
    fair = world.fair(session)
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 3, corners=True)
    plain = accept(session, fair, application(session, fair, type))
    corner = accept(session, fair, application(session, fair, type, wants_corner=True))
    last = accept(session, fair, application(session, fair, type))
    assert [one.booth.number for one in (plain, corner, last)] == ["A2", "A1", "A3"]
    # A corner costs its surcharge, also where it was not asked for: it was the last one.
    assert [one.amount for one in (plain, corner, last)] == [5_000_000, 5_500_000, 5_500_000]


def test_a_quota_binds_its_province_alone(session):
    fair = world.fair(session)
    session.add(FairQuota(fair_id=fair.id, province_code=LAO_CAI, most=1))
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 3)
    accept(session, fair, application(session, fair, type))
    with pytest.raises(Refused, match="the quota is 1"):
        accept(session, fair, application(session, fair, type))
    other = world.producer(session, commune_code=BA_DINH)
    assert accept(session, fair, application(session, fair, type, by=other))
    room = read_room(session, fair.id)
    assert (room.left_of_quota(LAO_CAI), room.left_of_quota(HANOI), len(room.free(type.id))) == (0, None, 1)


def test_a_shared_stand_holds_as_many_as_it_has_places(session):
    fair = world.fair(session)
    shared = booth_world.booth_type(session, fair, kind=BoothKind.SHARED, places=2)
    booth_world.booths(session, fair, shared, 1)
    places = [accept(session, fair, application(session, fair, shared)) for _ in range(2)]
    assert [(one.booth.number, one.place) for one in places] == [("A1", 1), ("A1", 2)]
    with pytest.raises(Refused, match="no free booth"):
        accept(session, fair, application(session, fair, shared))


def test_who_waits_moves_up_in_order_within_type_and_quota(session):
    fair = world.fair(session)
    session.add(FairQuota(fair_id=fair.id, province_code=LAO_CAI, most=1))
    type = booth_world.booth_type(session, fair)
    other_type = booth_world.booth_type(session, fair, name="Lều")
    booth_world.booths(session, fair, type, 1)
    hanoi = world.producer(session, commune_code=BA_DINH)
    winner = application(session, fair, type, by=hanoi)
    accept(session, fair, winner)
    of_other_type = application(session, fair, other_type, by=world.producer(session, commune_code=BA_DINH))
    first = application(session, fair, type, by=world.producer(session, commune_code=PHU_QUOC))
    second = application(session, fair, type, by=world.producer(session, commune_code=BA_DINH))
    for minutes, one in enumerate([of_other_type, first, second]):
        wait(session, fair, one, NOW + timedelta(minutes=minutes))
    withdraw(session, fair, booth_world.ready(session, winner), NOW)
    states = [session.get_one(Application, one.id).state for one in (of_other_type, first, second)]
    assert states == [S.WAITLISTED, S.ACCEPTED, S.WAITLISTED]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_happens_capacity_quotas_and_the_order_of_waiting_hold(undone, data):
    example = undone.connection.begin_nested()
    try:
        with undone.writing(expire_on_commit=False) as session:
            _live(session, data)
    finally:
        example.rollback()


def _live(session, data):
    fair = world.fair(session)
    quota = data.draw(st.integers(0, 4), "quota")
    session.add(FairQuota(fair_id=fair.id, province_code=LAO_CAI, most=quota))
    types = [booth_world.booth_type(session, fair, name=name) for name in ("Gian", "Lều")]
    for letter, type in zip("AB", types, strict=True):
        y = 0 if letter == "A" else 6
        booth_world.booths(session, fair, type, data.draw(st.integers(1, 3)), f"{letter}1", y=y)
    applicants, now = [], NOW
    for _ in range(data.draw(st.integers(4, 10), "applicants")):
        commune = data.draw(st.sampled_from([VAN_CHAN, BA_DINH]))
        by = world.producer(session, commune_code=commune)
        applicants.append(application(session, fair, data.draw(st.sampled_from(types)), by=by))
    for _ in range(data.draw(st.integers(5, 20), "steps")):
        now += timedelta(hours=data.draw(st.sampled_from([0, 1, 80])))
        _one_step(session, fair, data.draw(st.sampled_from(applicants)), data, now)
        waited = [(one.id, *_wants(one)) for one in waiting(session, fair.id)]
        moved = {one.id for one in settle(session, fair, now)}
        _in_order(waited, moved)
        _holds(session, fair, quota)


def _one_step(session, fair, one, data, now):
    act = data.draw(st.sampled_from(["accept", "wait", "withdraw", "pay"]))
    mine = booth_world.ready(session, one)
    try:
        with session.begin_nested():
            if act == "accept":
                accept(session, fair, mine, now)
            elif act == "wait":
                wait(session, fair, mine, now)
            elif act == "withdraw":
                withdraw(session, fair, mine, now)
            elif held_place(session, mine.id):
                booth_world.pay(session, booth_world.payment(session, mine, now=now), now)
    except Refused:
        session.expire_all()


def _holds(session, fair, quota):
    held = session.scalars(
        select(Allotment).join(Allotment.application).where(Application.fair_id == fair.id)
    ).all()
    held = [one for one in held if one.released_at is None]
    assert len({(one.booth_id, one.place) for one in held}) == len(held)
    room = read_room(session, fair.id)
    assert room.used[LAO_CAI] <= quota
    holders = {one.application_id for one in held}
    all_ = session.scalars(select(Application).where(Application.fair_id == fair.id)).all()
    assert {one.id for one in all_ if one.state in (S.ACCEPTED, S.CONFIRMED)} == holders
    # Nobody waits while there is room for them.
    for one in waiting(session, fair.id):
        assert room.find(*_wants(one), one.wants_corner) is None


def _wants(one):
    return one.booth_type_id, one.producer.commune.province_code


def _in_order(waited, moved):
    """Of those who want the same from one province, the first who waited are those who moved up."""
    for wanted in {tuple(rest) for _id, *rest in waited}:
        went = [id in moved for id, *rest in waited if tuple(rest) == wanted]
        assert went == sorted(went, reverse=True)
