"""What the worker does for fairs by the clock: holds lapse, who waits moves up, badges are looked at."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.audit import Entry
from marketplace.fairs.applications import Application, ApplicationState
from marketplace.fairs.fairs import FairQuota, FairState
from storefront.work.booths import settle_booths, watch_badges
from tests import booth_world, world
from tests.booth_world import accept, application, wait
from tests.world import NOW

S = ApplicationState


def crowded(session, **facts):
    """One booth, one who holds it, one who waits."""
    fair = world.fair(session, **facts)
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 1)
    holder, waiting = (application(session, fair, type) for _ in range(2))
    accept(session, fair, holder)
    wait(session, fair, waiting)
    session.commit()
    return fair, holder, waiting


def states(session, *applications):
    session.expire_all()
    return [session.get_one(Application, one.id).state for one in applications]


def test_a_hold_lapses_and_the_next_moves_up_without_anybody(session, undone):
    _fair, holder, waiting = crowded(session)
    settle_booths(undone, NOW)
    assert states(session, holder, waiting) == [S.ACCEPTED, S.WAITLISTED]
    for _ in range(2):
        settle_booths(undone, NOW + timedelta(hours=73))
        assert states(session, holder, waiting) == [S.LAPSED, S.ACCEPTED]


def test_a_larger_quota_lets_who_waits_move_up(session, undone):
    fair = world.fair(session)
    quota = FairQuota(fair_id=fair.id, province_code="15", most=0)
    session.add(quota)
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 1)
    one = application(session, fair, type)
    wait(session, fair, one)
    session.commit()
    settle_booths(undone, NOW)
    assert states(session, one) == [S.WAITLISTED]
    session.get_one(FairQuota, (fair.id, "15")).most = 1
    session.commit()
    settle_booths(undone, NOW)
    assert states(session, one) == [S.ACCEPTED]


def test_nothing_happens_at_a_fair_that_is_postponed_or_over(session, undone):
    fair, holder, waiting = crowded(session)
    settle_booths(undone, NOW + timedelta(days=60))
    assert states(session, holder, waiting) == [S.ACCEPTED, S.WAITLISTED]
    session.get_one(world.Fair, fair.id).move(FairState.POSTPONED)
    session.commit()
    settle_booths(undone, NOW + timedelta(hours=73))
    assert states(session, holder, waiting) == [S.ACCEPTED, S.WAITLISTED]


def test_a_badge_that_will_not_hold_is_noted_once(session, undone):
    fair, *_ = crowded(session, min_stars=4)
    for recognition in session.scalars(select(world.Recognition)).all():
        world.act(session, recognition, "revoke", fair.starts_on)
    session.commit()
    for _ in range(2):
        watch_badges(undone, NOW)
    noted = select(Entry).where(Entry.action == "application.badge_lapses")
    assert len(session.scalars(noted).all()) == 1
