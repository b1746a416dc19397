"""The nightly check of rights to marks: what it finds, what it leaves alone, and how often it asks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.acts import Act
from catalog.marks import MarkKind, MarkTerritory
from catalog.producers import ProducerState
from catalog.products import ProductState
from catalog.records import Refused
from catalog.standing import ActKind
from marketplace.audit import Entry
from marketplace.register import mark_checks
from marketplace.register.mark_checks import MarkFlag, Trouble, keep, look_through
from tests import world
from tests.world import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def mark(session):
    return world.mark(session, "Núi Đêm")


@pytest.fixture
def tea(session):
    return world.product(session, "Chè Đêm")


def found(session, day=TODAY) -> list[tuple[int, Trouble]]:
    session.flush()
    session.commit()
    return [(one.authorisation_id, one.trouble) for one in look_through(session, day)]


def test_a_right_in_force_is_left_alone(session, tea, mark):
    world.authorisation(session, tea, mark, valid_until=TODAY)
    assert found(session) == []


def test_a_right_is_found_the_day_after_it_has_lapsed(session, tea, mark):
    right = world.authorisation(session, tea, mark, valid_until=TODAY)
    assert found(session, TODAY + timedelta(days=1)) == [(right.id, Trouble.LAPSED)]


def test_a_newer_right_makes_up_for_one_that_has_lapsed(session, tea, mark):
    world.authorisation(session, tea, mark, valid_until=YESTERDAY)
    world.authorisation(session, tea, mark, product_id=None, permit_no="2")
    assert found(session) == []


def test_a_right_to_another_product_or_mark_does_not(session, tea, mark):
    lapsed = world.authorisation(session, tea, mark, valid_until=YESTERDAY)
    by = session.get_one(world.Producer, tea.producer_id)
    world.authorisation(session, world.product(session, by=by), mark)
    world.authorisation(session, tea, world.mark(session))
    assert found(session) == [(lapsed.id, Trouble.LAPSED)]


def test_a_suspended_right_is_found_and_a_revoked_one_is_settled(session, tea, mark):
    suspended, revoked = (world.authorisation(session, tea, one) for one in (mark, world.mark(session)))
    world.act(session, suspended, ActKind.SUSPEND, YESTERDAY)
    world.act(session, revoked, ActKind.REVOKE, YESTERDAY)
    assert found(session) == [(suspended.id, Trouble.SUSPENDED)]


def test_a_mark_that_has_ended_is_told_from_a_right_that_has(session, tea):
    ended = world.mark(session, kind=MarkKind.COLLECTIVE, expires_on=YESTERDAY)
    right = world.authorisation(session, tea, ended)
    assert found(session) == [(right.id, Trouble.MARK)]


def test_a_producer_outside_the_territory_is_found_and_one_inside_is_not(session, tea, mark):
    right = world.authorisation(session, tea, mark)
    session.add(MarkTerritory(mark_id=mark.id, place_code=world.BA_DINH))
    assert found(session) == [(right.id, Trouble.TERRITORY)]
    session.add(MarkTerritory(mark_id=mark.id, place_code="15"))
    assert found(session) == [], "its province is in the territory"


@pytest.mark.parametrize("what", ["product", "producer"])
def test_what_the_public_does_not_see_is_left_alone(session, tea, mark, what):
    world.authorisation(session, tea, mark, valid_until=YESTERDAY)
    if what == "product":
        tea.state = ProductState.HIDDEN
    else:
        session.get_one(world.Producer, tea.producer_id).state = ProducerState.SUSPENDED
    assert found(session) == []


def test_flags_open_once_and_go_when_it_is_mended(session, tea, mark):
    right = world.authorisation(session, tea, mark, valid_until=YESTERDAY)
    assert keep(session, look_through(session, TODAY), NOW) == (1, 0)
    assert keep(session, look_through(session, TODAY), NOW + timedelta(days=1)) == (0, 0)
    flag = session.scalars(select(MarkFlag)).one()
    assert (flag.authorisation_id, flag.trouble, flag.opened_at) == (right.id, "lapsed", NOW)
    world.authorisation(session, tea, mark, permit_no="mới")
    later = NOW + timedelta(days=2)
    assert keep(session, look_through(session, TODAY), later) == (0, 1)
    session.commit()
    assert (flag.state, flag.closed_at) == ("resolved", later)
    assert session.scalars(select(Entry.action).where(Entry.subject == "mark_flags")).all() == [
        "mark_flag.opened"
    ]


def test_what_was_let_stand_is_not_opened_again_until_it_changes(session, tea, mark):
    right = world.authorisation(session, tea, mark, valid_until=YESTERDAY)
    keep(session, look_through(session, TODAY), NOW)
    flag = session.scalars(select(MarkFlag)).one()
    flag.accept("Đang gia hạn", NOW)
    session.commit()
    assert keep(session, look_through(session, TODAY), NOW) == (0, 0)
    with pytest.raises(Refused):
        flag.accept("Lần nữa", NOW)
    session.add(MarkTerritory(mark_id=mark.id, place_code=world.BA_DINH))
    world.authorisation(session, tea, mark, permit_no="mới")
    assert keep(session, look_through(session, TODAY), NOW) == (1, 1), "other trouble is another flag"
    assert right.id == flag.authorisation_id


def test_it_asks_a_few_times_for_each_batch_whatever_is_in_it(session, statements, monkeypatch):
    def asked(producers: int) -> int:
        for _ in range(producers):
            by = world.producer(session)
            for n in range(2):
                right = world.authorisation(session, world.product(session, by=by), mark, permit_no=str(n))
                world.act(session, right, ActKind.SUSPEND, YESTERDAY)
        session.commit()
        statements.clear()
        look_through(session, TODAY)
        return len(statements)

    mark = world.mark(session)
    few = asked(2)
    many = asked(20)
    assert many == few <= 7
    monkeypatch.setattr(mark_checks, "_BATCH", 11)
    assert asked(0) == few + 3, "22 producers are two batches"
    assert len(session.scalars(select(Act)).all()) == 44
