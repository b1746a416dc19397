from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations_with_replacement, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.standing import ALWAYS, ActKind, Spell, Status, spells, standing

EXTEND, SUSPEND, REINSTATE, REVOKE = ActKind
START, END = date(2026, 3, 1), date(2026, 3, 20)
DAY = timedelta(days=1)
WINDOW = [START + n * DAY for n in range(-4, 40)]


@dataclass(frozen=True)
class Decision:
    kind: ActKind
    effective_on: date
    expires_on: date | None = None


def march(day):
    return date(2026, 3, 1) + (day - 1) * DAY


def is_good(starts_on, expires_on, acts, day, within=ALWAYS):
    """The rule in words, one day at a time: an independent reading of the register."""
    if not within.covers(day) or (starts_on and day < starts_on):
        return False
    heard = [act for act in acts if act.effective_on <= day]
    last = max([expires_on, *(act.expires_on for act in heard if act.expires_on)]) if expires_on else date.max
    if day > last or any(act.kind == REVOKE for act in heard):
        return False
    stops = sorted(
        (act for act in heard if act.kind in (SUSPEND, REINSTATE)),
        key=lambda act: (act.effective_on, act.kind == REINSTATE),
    )
    return not stops or stops[-1].kind == REINSTATE


def act(day):
    others = st.builds(Decision, st.sampled_from([SUSPEND, REINSTATE, REVOKE]), st.just(day))
    # An extension comes while the right still runs; the late one has its own test.
    extension = st.builds(Decision, st.just(EXTEND), st.just(min(day, END)), st.sampled_from(WINDOW))
    return others | extension


ACTS = st.lists(st.sampled_from(WINDOW[4:]).flatmap(act), max_size=6)
BOUND = st.none() | st.sampled_from(WINDOW)


@given(ACTS, st.sampled_from([None, START]), st.sampled_from([None, END]), st.builds(Spell, BOUND, BOUND))
def test_spells_and_standing_agree_with_the_rule_on_every_day(acts, starts_on, expires_on, within):
    acts = [act for act in acts if expires_on or act.kind != EXTEND]
    runs = spells(starts_on, expires_on, acts, within)
    for day in WINDOW:
        good = is_good(starts_on, expires_on, acts, day, within)
        now = standing(starts_on, expires_on, acts, day, within)
        assert any(run.covers(day) for run in runs) == now.in_force == good


@given(ACTS, st.builds(Spell, BOUND, BOUND))
def test_spells_are_in_order_disjoint_and_never_empty(acts, within):
    runs = spells(START, END, acts, within)
    assert all(run.starts_on <= run.ends_on for run in runs)
    assert all(one.ends_on < other.starts_on for one, other in pairwise(runs))


@given(ACTS, st.builds(Spell, BOUND, BOUND), st.sampled_from(WINDOW))
def test_in_force_until_is_the_end_of_the_spell_the_day_lies_in(acts, within, day):
    now = standing(START, END, acts, day, within)
    if now.in_force:
        assert [now.until] == [run.ends_on for run in spells(START, END, acts, within) if run.covers(day)]


def test_all_pairs_of_acts_agree_with_the_rule_and_do_not_depend_on_their_order():
    kinds = (SUSPEND, REINSTATE, REVOKE)
    single = [Decision(kind, march(day)) for kind in kinds for day in (1, 2, 5, 6, 19, 20, 21, 22)]
    single += [Decision(EXTEND, march(day), march(until)) for day in (1, 20) for until in (19, 20, 21, 30)]
    for pair in combinations_with_replacement(single, 2):
        runs = spells(START, END, pair)
        assert runs == spells(START, END, pair[::-1])
        for day in WINDOW:
            assert any(run.covers(day) for run in runs) == is_good(START, END, pair, day), (pair, day)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (START - DAY, Status.NOT_YET),
        (START, Status.EXPIRING),
        (END, Status.EXPIRING),
        (END + DAY, Status.EXPIRED),
    ],
)
def test_is_good_from_the_first_day_through_the_last_and_not_a_day_longer(day, status):
    assert standing(START, END, [], day).status is status


@pytest.mark.parametrize(
    ("left", "status"), [(181, Status.VALID), (180, Status.EXPIRING), (0, Status.EXPIRING)]
)
def test_expiring_begins_180_days_before_the_last_day(left, status):
    end = date(2029, 2, 28)
    assert standing(START, end, [], end - left * DAY).status is status


def test_a_right_without_an_end_never_expires():
    now = standing(START, None, [], date(2999, 1, 1))
    assert (now.status, now.until) == (Status.VALID, None)


def test_a_suspension_splits_the_run_until_it_is_lifted():
    acts = [Decision(SUSPEND, march(5)), Decision(REINSTATE, march(9))]
    assert spells(START, END, acts) == [Spell(START, march(4)), Spell(march(9), END)]
    assert [standing(START, END, acts, march(day)).status for day in (4, 5, 8, 9)] == [
        Status.EXPIRING, Status.SUSPENDED, Status.SUSPENDED, Status.EXPIRING,
    ]  # fmt: skip


def test_a_suspended_right_expires_all_the_same():
    acts = [Decision(SUSPEND, march(5))]
    assert standing(START, END, acts, END).status is Status.SUSPENDED
    assert standing(START, END, acts, END + DAY).status is Status.EXPIRED


def test_a_reinstatement_after_expiry_brings_nothing_back():
    acts = [Decision(SUSPEND, march(5)), Decision(REINSTATE, END + DAY)]
    assert spells(START, END, acts) == [Spell(START, march(4))]


def test_a_suspension_lifted_from_the_day_it_began_interrupts_nothing():
    acts = [Decision(SUSPEND, march(5)), Decision(REINSTATE, march(5))]
    assert spells(START, END, acts) == [Spell(START, END)]


def test_a_suspension_lifted_before_the_right_begins_does_not_begin_it_earlier():
    acts = [Decision(SUSPEND, START - 3 * DAY), Decision(REINSTATE, START - 2 * DAY)]
    assert spells(START, END, acts) == [Spell(START, END)]


def test_a_revocation_ends_it_the_day_before_and_for_good():
    acts = [
        Decision(REVOKE, march(10)),
        Decision(REINSTATE, march(12)),
        Decision(EXTEND, march(13), march(30)),
    ]
    assert spells(START, END, acts) == [Spell(START, march(9))]
    assert standing(START, END, acts, march(9)).in_force
    now = standing(START, END, acts, march(10))
    assert (now.status, now.until) == (Status.REVOKED, march(9))
    assert standing(START, END, acts, march(25)).status is Status.REVOKED


def test_a_revocation_to_come_is_already_the_last_day():
    assert standing(START, END, [Decision(REVOKE, march(10))], march(3)).until == march(9)


def test_a_revocation_on_the_first_day_leaves_no_good_day():
    acts = [Decision(REVOKE, START)]
    assert spells(START, END, acts) == []
    assert standing(START, END, acts, START).status is Status.REVOKED


def test_a_right_revoked_after_expiry_was_last_good_on_its_own_last_day():
    acts = [Decision(REVOKE, END + 10 * DAY)]
    assert standing(START, END, acts, END + 5 * DAY).status is Status.EXPIRED
    now = standing(START, END, acts, END + 10 * DAY)
    assert (now.status, now.until) == (Status.REVOKED, END)


def test_an_extension_moves_the_last_day():
    acts = [Decision(EXTEND, march(15), march(30))]
    assert spells(START, END, acts) == [Spell(START, march(30))]
    assert standing(START, END, acts, march(30)).in_force
    assert standing(START, END, acts, march(31)).status is Status.EXPIRED


def test_an_extension_never_shortens_and_the_longest_counts():
    acts = [Decision(EXTEND, march(2), march(30)), Decision(EXTEND, march(3), march(10))]
    assert standing(START, END, acts, march(5)).until == march(30)


def test_an_extension_of_a_right_without_an_end_changes_nothing():
    assert spells(START, None, [Decision(EXTEND, march(2), march(30))]) == [Spell(START, None)]


def test_a_late_extension_begins_on_its_own_day_and_leaves_the_gap():
    acts = [Decision(EXTEND, END + 10 * DAY, END + 30 * DAY)]
    now = standing(START, END, acts, END + DAY)
    assert (now.status, now.until) == (Status.EXPIRED, END)
    assert spells(START, END, acts) == [Spell(START, END), Spell(END + 10 * DAY, END + 30 * DAY)]


def test_the_bound_narrows_both_ends_and_no_extension_passes_it():
    acts = [Decision(EXTEND, march(15), march(30))]
    within = Spell(march(3), march(25))
    assert spells(START, END, acts, within) == [within]
    assert standing(START, END, acts, march(2), within).status is Status.NOT_YET
    now = standing(START, END, acts, march(26), within)
    assert (now.status, now.until) == (Status.EXPIRED, march(25))


def test_no_common_day_with_the_bound_is_no_spell():
    assert spells(START, END, [], Spell(None, START - DAY)) == []
    assert spells(START, END, [], Spell(END + DAY, None)) == []
