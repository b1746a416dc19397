import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.acts import Act
from catalog.recognitions import Evidence, Recognition, is_superseded, months_after, recognition_in_force
from catalog.standing import ActKind, Status

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)


def recognition(id, decided_on, stars=4, evidence=Evidence.DECISION_SEEN, acts=()):
    return Recognition(
        id=id,
        code=f"CODE{id}",
        stars=stars,
        decided_on=decided_on,
        expires_on=months_after(decided_on, 36),
        evidence=evidence,
        acts=list(acts),
    )


def test_the_latest_decided_of_the_valid_ones_is_in_force():
    old, new = recognition(2, date(2024, 1, 1), stars=5), recognition(1, date(2025, 1, 1), stars=3)
    assert recognition_in_force([old, new], TODAY) is recognition_in_force([new, old], TODAY) is new


def test_of_two_decided_on_one_day_the_later_row_counts():
    one, two = recognition(1, date(2025, 1, 1)), recognition(2, date(2025, 1, 1), stars=5)
    assert recognition_in_force([two, one], TODAY) is two


def test_an_upgrade_counts_from_its_own_day_and_supersedes_the_first():
    first, upgrade = recognition(1, date(2025, 1, 1), stars=3), recognition(2, date(2026, 5, 5), stars=4)
    both = [first, upgrade]
    assert recognition_in_force(both, date(2026, 5, 4)) is first
    assert recognition_in_force(both, date(2026, 5, 5)) is upgrade
    assert not is_superseded(first, both, date(2026, 5, 4))
    assert is_superseded(first, both, date(2026, 5, 5))
    assert not is_superseded(upgrade, both, date(2026, 5, 5))


@pytest.mark.parametrize("kind", [ActKind.REVOKE, ActKind.SUSPEND])
def test_when_the_upgrade_falls_the_first_shows_again(kind):
    act = Act(kind=kind, effective_on=date(2026, 6, 1), expires_on=None)
    first, upgrade = recognition(1, date(2025, 1, 1)), recognition(2, date(2026, 1, 1), acts=[act])
    assert recognition_in_force([first, upgrade], TODAY) is first
    assert not is_superseded(first, [first, upgrade], TODAY)


def test_nothing_is_in_force_from_the_day_after_expiry():
    only = recognition(1, date(2023, 11, 20))
    assert recognition_in_force([only], TODAY) is only
    assert recognition_in_force([only], TODAY + DAY) is None
    assert only.standing(TODAY + DAY).status is Status.EXPIRED
    assert recognition_in_force([], TODAY) is None


def test_an_expired_one_is_not_superseded():
    old, new = recognition(1, date(2020, 1, 1)), recognition(2, date(2026, 1, 1))
    assert not is_superseded(old, [old, new], TODAY)


@pytest.mark.parametrize(
    ("evidence", "public"),
    [
        (Evidence.DECISION_SEEN, True),
        (Evidence.STATE_NEWS, True),
        (Evidence.PROPOSAL, False),
        (Evidence.CLAIM, False),
    ],
)
def test_a_proposal_or_a_claim_is_never_in_force(evidence, public):
    row = recognition(1, date(2026, 1, 1), stars=5, evidence=evidence)
    assert row.is_public is public
    assert recognition_in_force([row], TODAY) is (row if public else None)


def test_a_later_claim_does_not_hide_an_earlier_decision():
    decision = recognition(1, date(2025, 1, 1))
    claim = recognition(2, date(2026, 1, 1), stars=5, evidence=Evidence.CLAIM)
    assert recognition_in_force([decision, claim], TODAY) is decision
    assert not is_superseded(decision, [decision, claim], TODAY)


def test_a_claim_is_not_superseded_for_it_would_never_be_good():
    decision = recognition(1, date(2025, 1, 1))
    claim = recognition(2, date(2026, 1, 1), evidence=Evidence.CLAIM)
    assert not is_superseded(claim, [decision, claim], TODAY)


DATES = st.dates(date(2018, 1, 1), date(2028, 1, 1))


@given(st.lists(st.tuples(DATES, st.sampled_from(list(Evidence))), max_size=6), DATES)
def test_the_one_in_force_is_the_greatest_of_the_good_ones(facts, day):
    rows = [recognition(id, decided, evidence=evidence) for id, (decided, evidence) in enumerate(facts)]
    good = [r for r in rows if r.evidence in ("A", "B1") and r.decided_on <= day <= r.expires_on]
    assert recognition_in_force(rows, day) is max(good, key=lambda r: (r.decided_on, r.id), default=None)
    assert sum(is_superseded(row, rows, day) for row in good) == max(len(good) - 1, 0)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 8, 31), 36, date(2029, 8, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_a_term_ends_on_the_same_day_or_the_last_of_its_month(day, months, expected):
    assert months_after(day, months) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_a_term_lands_in_its_month_as_near_to_the_same_day_as_can_be(day, months):
    then = months_after(day, months)
    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day == min(day.day, calendar.monthrange(then.year, then.month)[1])
