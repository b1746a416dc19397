"""Over 200 days, hour by hour: every reminder goes out once, in waking hours, and what is renewed is quiet."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.marks import MarkKind
from marketplace.accounts.memberships import add_member
from marketplace.reminders import STEPS, lapsing
from storefront.work.reminders import remind_producers
from tests import people, world
from tests.letters import letters_to
from tests.world import NOW, TODAY

LAST = date(2027, 6, 30)
DAY = timedelta(days=1)


@pytest.fixture
def maker(session):
    made = world.producer(session, "Hợp tác xã Nhắc Việc")
    add_member(session, people.user(session, "lan@vidu.vn"), made, NOW)
    session.commit()
    return made


def walk(app, clock, first: date, last: date, hour: int = 9) -> list[tuple[date, str]]:
    """The worker looks twice a day; on which days letters came, and what they are about."""
    seen, found, day = len(letters_to(app, "lan@vidu.vn")), [], first
    while day <= last:
        for minute in (0, 30):
            clock.go_to(day, hour, minute)
            remind_producers(app.extensions["database"], clock.now())
        letters = letters_to(app, "lan@vidu.vn")
        found += [(day, letter.subject) for letter in letters[seen:]]
        seen, day = len(letters), day + DAY
    return found


def days(found) -> list[int]:
    return [(LAST - day).days for day, _ in found]


def paper(session, maker):
    world.document(session, maker, "food_safety", valid_until=LAST)


def recognition(session, maker):
    product = world.product(session, by=maker)
    world.recognition(session, product, decided_on=date(2024, 6, 30), expires_on=LAST)


def extended_recognition(session, maker):
    product = world.product(session, by=maker)
    first = world.recognition(session, product, decided_on=date(2024, 1, 1), expires_on=date(2027, 1, 1))
    world.act(session, first, "extend", date(2026, 10, 1), expires_on=LAST)


def permit(session, maker):
    world.authorisation(session, world.product(session, by=maker), world.mark(session), valid_until=LAST)


def mark(session, maker):
    right = world.mark(session, kind=MarkKind.COLLECTIVE, expires_on=LAST)
    world.authorisation(session, world.product(session, by=maker), right, valid_until=None)


def lab_test(session, maker):
    product = world.product(session, by=maker)
    world.document(session, product, "lab_test", valid_from=date(2026, 6, 30), valid_until=None)


@pytest.mark.parametrize("make", [paper, recognition, extended_recognition, permit, mark, lab_test])
def test_each_step_is_told_once(app, session, clock, maker, make):
    make(session, maker)
    session.commit()
    found = walk(app, clock, LAST - 183 * DAY, LAST - 178 * DAY)
    for step in (90, 30, 7, 0):
        found += walk(app, clock, LAST - (step + 1) * DAY, LAST - (step - 1) * DAY)
    assert days(found) == sorted(STEPS, reverse=True)


def test_nobody_is_woken(app, session, clock, maker):
    paper(session, maker)
    session.commit()
    assert walk(app, clock, LAST - 30 * DAY, LAST - 29 * DAY, hour=3) == []
    assert len(walk(app, clock, LAST - 29 * DAY, LAST - 29 * DAY)) == 1


def test_what_was_missed_is_not_made_up_for(app, session, clock, maker):
    paper(session, maker)
    session.commit()
    assert days(walk(app, clock, LAST - 5 * DAY, LAST)) == [5, 0]


def test_many_at_once_are_one_letter(app, session, clock, maker):
    paper(session, maker)
    permit(session, maker)
    session.commit()
    found = walk(app, clock, LAST - 30 * DAY, LAST - 30 * DAY)
    assert [subject for _, subject in found] == ["2 giấy tờ sắp hết hạn"]


@pytest.mark.parametrize("state", ["accepted", "submitted"])
def test_a_renewed_paper_is_quiet(app, session, clock, maker, state):
    old = world.document(session, maker, "food_safety", valid_until=LAST)
    world.document(
        session, maker, "food_safety", state=state, replaces_id=old.id, valid_until=LAST + 900 * DAY
    )
    session.commit()
    assert walk(app, clock, LAST - 31 * DAY, LAST - 29 * DAY) == []


def test_a_returned_renewal_is_none(app, session, clock, maker):
    old = world.document(session, maker, "food_safety", valid_until=LAST)
    world.document(
        session, maker, state="returned", reason="Mờ", replaces_id=old.id, valid_until=LAST + 900 * DAY
    )
    session.commit()
    assert len(walk(app, clock, LAST - 30 * DAY, LAST - 30 * DAY)) == 1


def test_a_later_decision_and_a_later_permit_are_quiet(app, session, clock, maker):
    product, right = world.product(session, by=maker), world.mark(session)
    world.recognition(session, product, decided_on=date(2024, 6, 30), expires_on=LAST)
    world.recognition(session, product, decided_on=date(2026, 10, 1))
    world.authorisation(session, product, right, valid_until=LAST)
    world.authorisation(session, product, right, valid_until=LAST + 900 * DAY)
    session.commit()
    assert walk(app, clock, LAST - 31 * DAY, LAST - 29 * DAY) == []


def test_a_revoked_right_lapses_no_more(app, session, clock, maker):
    product = world.product(session, by=maker)
    one = world.recognition(session, product, decided_on=date(2024, 6, 30), expires_on=LAST)
    world.act(session, one, "revoke", date(2026, 11, 1))
    session.commit()
    assert walk(app, clock, LAST - 31 * DAY, LAST - 29 * DAY) == []


def test_a_paper_that_is_renewed_before_the_letter_is_written_is_left_out(app, session, clock, maker):
    paper(session, maker)
    session.commit()
    clock.go_to(LAST - 30 * DAY, 9, 0)
    remind_producers(app.extensions["database"], clock.now())
    world.document(session, maker, "food_safety", valid_until=LAST + 900 * DAY)
    session.commit()
    assert letters_to(app, "lan@vidu.vn") == []


def test_other_peoples_papers_are_not_told(app, session, clock, maker):
    world.document(session, world.producer(session), valid_until=LAST)
    session.commit()
    assert walk(app, clock, LAST - 30 * DAY, LAST - 30 * DAY) == []


def test_looking_takes_a_constant_number_of_statements(session, statements):
    counts = []
    for more in (1, 6):
        for _ in range(more):
            maker = world.producer(session)
            product = world.product(session, by=maker)
            world.document(session, maker, valid_until=TODAY + 20 * DAY)
            world.recognition(session, product, decided_on=TODAY - 1000 * DAY, expires_on=TODAY + 20 * DAY)
            world.authorisation(session, product, world.mark(session), valid_until=TODAY + 20 * DAY)
        session.commit()
        session.expunge_all()
        statements.clear()
        assert len(lapsing(session, TODAY)) >= 3 * more
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


def test_the_moment_is_that_of_vietnam(app, session, clock, maker):
    """23:30 UTC is half past six there: too early; an hour later is not."""
    paper(session, maker)
    session.commit()
    evening = datetime(2027, 5, 30, 23, 30, tzinfo=UTC)
    remind_producers(app.extensions["database"], evening)
    assert letters_to(app, "lan@vidu.vn") == []
    clock.moment = evening + timedelta(hours=1)
    remind_producers(app.extensions["database"], clock.moment)
    assert len(letters_to(app, "lan@vidu.vn")) == 1
