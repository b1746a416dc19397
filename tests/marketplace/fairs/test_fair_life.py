"""Writing, announcing, postponing, cancelling and cloning fairs: rules, states, and who is told."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import func, select

from catalog.days import VIETNAM
from catalog.records import Refused
from marketplace.fairs.booth_types import change_type
from marketplace.fairs.booths import Booth, BoothType, FeatureKind, PlanFeature
from marketplace.fairs.cloning import clone
from marketplace.fairs.fair_life import announce, cancel_fair, delete_draft, postpone
from marketplace.fairs.fair_rules import check_facts, missing
from marketplace.fairs.fair_steps import Rules, Stale, begin, programme_of, rules_of, write, write_rules
from marketplace.fairs.fairs import LONGEST_DAYS, Fair, FairState
from marketplace.fairs.planning import add_feature, place_booth, remove_booth, remove_feature
from marketplace.fairs.plans import Rect
from marketplace.fairs.programme import add_item, change_item, remove_item
from marketplace.submissions import SubmissionState
from tests import booth_world, world
from tests.world import NOW, TODAY

S = FairState
FIRST, LAST = date(2026, 12, 20), date(2026, 12, 24)


def there(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), VIETNAM)


def in_state(session, state: FairState, **facts) -> Fair:
    reason = "Vì thế" if state in (S.POSTPONED, S.CANCELLED) else ""
    announced = None if state == S.DRAFT else NOW
    return world.fair(session, state=state, reason=reason, announced_at=announced, **facts)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"ends_on": FIRST - timedelta(days=1)}, "The last day is before the first."),
        ({"ends_on": FIRST + timedelta(days=LONGEST_DAYS)}, "A fair lasts at most 60 days."),
        ({"closes_at": time(8)}, "The fair closes before it opens."),
        ({"build_up_from": there(FIRST, 8)}, "built up before the fair opens"),
        ({"tear_down_until": there(LAST, 21)}, "after the fair has closed"),
        ({"applications_from": None}, "Please write both days"),
        ({"applications_from": date(2026, 12, 11)}, "Applications end before they begin."),
        ({"applications_until": LAST + timedelta(days=1)}, "Applications end by the last day"),
        ({"deposit_percent": 50}, "by when the rest is to be paid"),
        (
            {"deposit_percent": 50, "balance_due_on": date(2026, 12, 9)},
            "can't be due before applications end",
        ),
        ({"deposit_percent": 50, "balance_due_on": date(2026, 12, 25)}, "due by the last day"),
        ({"deposit_percent": 0}, "1 to 100 per cent"),
        ({"hold_hours": 721}, "1 to 720 hours"),
        ({"ticket_price": 20_000}, "Tickets need a limit"),
        ({"visitor_quota": 0}, "At least one visitor"),
    ],
)
def test_a_rule_that_is_broken_is_said(session, facts, said):
    fair = in_state(session, S.DRAFT)
    with pytest.raises(Refused, match=said):
        write(session, fair, 1, facts)


def test_what_fits_is_kept_and_moves_the_revision(session):
    fair = in_state(session, S.DRAFT)
    due = {"deposit_percent": 30, "balance_due_on": date(2026, 12, 12)}
    write(session, fair, 1, due | {"build_up_from": there(FIRST, 7), "ends_on": FIRST + timedelta(days=59)})
    assert (fair.revision, fair.deposit_percent) == (2, 30)
    session.flush()


def test_of_two_who_write_the_second_is_told(session):
    fair = in_state(session, S.DRAFT)
    write(session, fair, 1, {"name": "Một"})
    with pytest.raises(Stale):
        write(session, fair, 1, {"name": "Hai"})
    assert fair.name == "Một"


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("field", ["starts_on", "commune_code", "venue"])
def test_days_and_commune_change_while_nobody_goes_by_them(session, state, field):
    fair = in_state(session, state)
    new = {"starts_on": FIRST + timedelta(days=1), "commune_code": world.BA_DINH, "venue": "Nhà văn hóa"}[
        field
    ]
    if state == S.CANCELLED or (state == S.ANNOUNCED and field != "venue"):
        with pytest.raises(Refused):
            write(session, fair, 1, {field: new})
    else:
        write(session, fair, 1, {field: new})
        assert getattr(fair, field) == new


@pytest.mark.parametrize("field", ["name", "venue", "permit_number"])
def test_what_an_announced_fair_needs_is_not_emptied(session, field):
    write(session, in_state(session, S.DRAFT), 1, {field: ""})
    with pytest.raises(Refused):
        write(session, in_state(session, S.ANNOUNCED), 1, {field: ""})


MOVES = {
    ("announce", S.DRAFT): S.ANNOUNCED,
    ("announce", S.POSTPONED): S.ANNOUNCED,
    ("postpone", S.ANNOUNCED): S.POSTPONED,
    ("cancel", S.ANNOUNCED): S.CANCELLED,
    ("cancel", S.POSTPONED): S.CANCELLED,
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", ["announce", "postpone", "cancel"])
def test_a_fair_moves_along_the_table_and_no_other_way(session, state, step):
    fair = in_state(session, state)
    do = {
        "announce": lambda: announce(session, fair, 1, NOW),
        "postpone": lambda: postpone(fair, "Bão", 1, NOW),
        "cancel": lambda: cancel_fair(session, fair, "Bão", 1, NOW),
    }[step]
    if (step, state) in MOVES:
        do()
        assert fair.state == MOVES[step, state] and fair.revision == 2
        assert fair.reason == ("" if step == "announce" else "Bão")
    else:
        with pytest.raises(Refused):
            do()
        assert fair.state == state
    session.flush()


@pytest.mark.parametrize(
    "facts",
    [
        {"venue": ""},
        {"permit_number": ""},
        {"commune_code": None},
        {"opens_at": None},
        {"starts_on": None},
        {"starts_on": TODAY - timedelta(days=1), "ends_on": TODAY, "applications_until": TODAY},
    ],
)
def test_only_what_is_complete_and_to_come_is_announced(session, facts):
    fair = in_state(session, S.DRAFT, **facts)
    with pytest.raises(Refused):
        announce(session, fair, 1, NOW)
    assert bool(missing(fair)) == (len(facts) == 1)


@pytest.mark.parametrize("state", list(SubmissionState))
def test_only_an_approved_organiser_announces(session, state):
    by = world.organiser(session, state=state, reasons="Vì thế")
    fair = world.fair(session, by, state=S.DRAFT, announced_at=None)
    if state == SubmissionState.APPROVED:
        announce(session, fair, 1, NOW)
    else:
        with pytest.raises(Refused):
            announce(session, fair, 1, NOW)


def test_a_suspended_organiser_announces_nothing_and_may_call_off(session):
    by = world.organiser(session)
    draft = world.fair(session, by, state=S.DRAFT, announced_at=None, venue="Nhà văn hóa")
    known = world.fair(session, by)
    by.suspend("Vì thế", NOW)
    with pytest.raises(Refused):
        announce(session, draft, 1, NOW)
    postpone(known, "Bão", 1, NOW)


def test_the_address_is_given_once_of_name_and_year(session):
    by = world.organiser(session)
    first, second, third = (
        world.fair(session, by, name, state=S.DRAFT, announced_at=None, venue=f"Nơi {n}")
        for n, name in enumerate(["Chợ Tết", "Chợ Tết", "Chợ Tết 2026"])
    )
    for fair in (first, second, third):
        announce(session, fair, 1, NOW)
        session.flush()
    assert [one.slug for one in (first, second, third)] == [
        "cho-tet-2026",
        "cho-tet-2026-2",
        "cho-tet-2026-3",
    ]
    postpone(first, "Bão", 2, NOW)
    write(session, first, 3, {"name": "Chợ Xuân"})
    announce(session, first, 4, NOW)
    assert first.slug == "cho-tet-2026"


@pytest.mark.parametrize(
    ("facts", "overlaps"),
    [
        ({}, True),
        ({"venue": " quang TRUONG"}, True),
        ({"starts_on": LAST, "ends_on": LAST + timedelta(days=3)}, True),
        ({"starts_on": LAST + timedelta(days=1), "ends_on": LAST + timedelta(days=3)}, False),
        ({"venue": "Nhà văn hóa"}, False),
        ({"commune_code": world.BA_DINH}, False),
    ],
)
def test_two_fairs_of_one_organiser_do_not_meet_at_one_venue(session, facts, overlaps):
    by = world.organiser(session)
    other = world.fair(session, by, "Hội chợ Cũ")
    fair = world.fair(session, by, state=S.DRAFT, announced_at=None, **facts)
    if overlaps:
        with pytest.raises(Refused, match="Hội chợ Cũ"):
            announce(session, fair, 1, NOW)
        cancel_fair(session, other, "Bão", 1, NOW)
        session.flush()
    announce(session, fair, 1, NOW)


def test_what_is_over_is_not_called_off(session):
    days = {"starts_on": TODAY - timedelta(days=3), "ends_on": TODAY - timedelta(days=1)}
    fair = world.fair(session, applications_until=TODAY - timedelta(days=2), **days)
    for step in (lambda: postpone(fair, "Bão", 1, NOW), lambda: cancel_fair(session, fair, "Bão", 1, NOW)):
        with pytest.raises(Refused):
            step()


@pytest.mark.parametrize("reason", ["", "  "])
def test_calling_off_needs_a_reason(session, reason):
    fair = world.fair(session)
    with pytest.raises(Refused):
        postpone(fair, reason, 1, NOW)


def test_the_programme_moves_with_the_first_day_and_stays_within_the_days(session):
    fair = in_state(session, S.DRAFT)
    item = add_item(session, fair, LAST, time(9), time(10), "Bế mạc", "")
    write(session, fair, 2, {"starts_on": FIRST + timedelta(days=7), "ends_on": LAST + timedelta(days=7)})
    assert item.day == LAST + timedelta(days=7)
    with pytest.raises(Refused, match="Bế mạc"):
        write(session, fair, 3, {"ends_on": LAST + timedelta(days=6)})


@pytest.mark.parametrize(
    ("day", "hours"),
    [(FIRST - timedelta(days=1), (9, 10)), (LAST + timedelta(days=1), (9, 10)), (FIRST, (10, 10))],
)
def test_an_item_is_on_a_day_of_the_fair_and_begins_before_it_ends(session, day, hours):
    fair = in_state(session, S.DRAFT)
    item = world.programme_item(session, fair)
    wanted = (day, time(hours[0]), time(hours[1]), "Múa", "")
    for step in (
        lambda: add_item(session, fair, *wanted),
        lambda: change_item(fair, item, item.version, *wanted),
    ):
        with pytest.raises(Refused):
            step()
    assert len(programme_of(session, fair.id)) == 1


def test_of_two_who_write_one_item_the_second_is_told(session):
    fair = in_state(session, S.DRAFT)
    item, other = world.programme_item(session, fair), world.programme_item(session, fair)
    wanted, seen = (FIRST, time(9), time(10)), item.version
    change_item(fair, item, seen, *wanted, "Múa", "")
    # What somebody else has changed beside it is no hindrance.
    change_item(fair, other, other.version, *wanted, "Hát", "")
    with pytest.raises(Stale):
        change_item(fair, item, seen, *wanted, "Xòe", "")
    with pytest.raises(Stale):
        remove_item(session, fair, item, seen)
    assert item.title == "Múa"
    remove_item(session, fair, item, item.version)
    assert programme_of(session, fair.id) == [other]


def test_whatever_of_booths_is_published_moves_the_revision(session):
    fair = world.fair(session)
    seen = [fair.revision]

    def moved() -> bool:
        seen.append(fair.revision)
        return seen[-1] > seen[-2]

    type = booth_world.booth_type(session, fair)
    assert moved()
    change_type(session, fair, type, booth_world.facts_of_type(price=1))
    assert moved()
    (booth,) = booth_world.booths(session, fair, type, 1)
    assert moved()
    place_booth(session, fair, booth, x=9, y=9, turned=False, is_corner=False)
    assert moved()
    remove_booth(session, fair, booth, NOW)
    assert moved()
    remove_feature(session, fair, add_feature(session, fair, FeatureKind.STAGE, "", Rect(0, 20, 9, 6)))
    assert moved()
    with pytest.raises(Stale):
        write(session, fair, seen[0], {"about": "Khác"})


def test_rules_take_the_place_of_those_of_before(session):
    fair = in_state(session, S.DRAFT)
    for rules in (
        Rules(frozenset({"1", "2"}), {"15": 3}, frozenset({"food_safety"})),
        Rules(),
        Rules(quotas={"01": 1}),
    ):
        write_rules(session, fair, rules)
        assert rules_of(session, fair.id) == rules


def test_a_draft_is_deleted_with_everything_and_nothing_else_is(session):
    fair = in_state(session, S.DRAFT)
    world.programme_item(session, fair)
    kind = BoothType(fair_id=fair.id, kind="standard", name="Chuẩn")
    session.add(kind)
    session.flush()
    session.add(Booth(fair_id=fair.id, type_id=kind.id, number="A1", x=0, y=0))
    after = clone(session, fair, FIRST + timedelta(days=365), NOW)
    delete_draft(session, fair)
    session.commit()
    assert session.get(Fair, fair.id) is None and after.cloned_from_id is None
    for state in (S.ANNOUNCED, S.POSTPONED, S.CANCELLED):
        with pytest.raises(Refused):
            delete_draft(session, in_state(session, state))


def test_a_rejected_organiser_begins_nothing(session):
    by = world.organiser(session, state=SubmissionState.REJECTED, reasons="Vì thế")
    with pytest.raises(Refused):
        begin(session, by, {"name": "Chợ"}, NOW)


@given(by=some.integers(-400, 800), built=some.integers(1, 72), window=some.integers(0, 60))
def test_days_of_a_clone_keep_their_distance_from_the_opening(by, built, window):
    """The arithmetic alone: what the database keeps is looked at below."""
    from marketplace.fairs.cloning import _facts

    fair = Fair(
        name="Chợ 2026",
        starts_on=FIRST,
        ends_on=LAST,
        opens_at=time(8),
        closes_at=time(21),
        build_up_from=there(FIRST, 8) - timedelta(hours=built),
        tear_down_until=there(LAST, 21) + timedelta(hours=built),
        applications_from=FIRST - timedelta(days=window + 1),
        applications_until=FIRST - timedelta(days=1),
        hold_hours=24,
        deposit_percent=100,
        ticket_price=0,
    )
    first = FIRST + timedelta(days=by)
    made = Fair(**_facts(fair, first, timedelta(days=by)))
    for name in ("ends_on", "applications_from", "applications_until"):
        assert getattr(made, name) - made.starts_on == getattr(fair, name) - fair.starts_on
    for name in ("build_up_from", "tear_down_until"):
        assert getattr(made, name) - there(first, 8) == getattr(fair, name) - there(FIRST, 8)
    check_facts(made)


def test_a_clone_has_texts_rules_booths_plan_and_programme_and_is_a_draft_of_its_own(session):
    fair = world.fair(session, name="Hội chợ Xuân 2026", about="Lời", visitor_quota=50)
    write_rules(session, fair, Rules(frozenset({"1"}), {"15": 3}, frozenset({"food_safety"})))
    world.programme_item(session, fair, day=LAST)
    kind = BoothType(fair_id=fair.id, kind="standard", name="Chuẩn", price=5_000_000)
    session.add(kind)
    session.flush()
    session.add_all(
        Booth(
            fair_id=fair.id, type_id=kind.id, number=f"A{n}", x=n * 3, y=0, removed_at=NOW if n == 3 else None
        )
        for n in (1, 2, 3)
    )
    session.add(PlanFeature(fair_id=fair.id, kind="stage", x=0, y=9, width=6, height=4))
    session.flush()
    made = clone(session, fair, date(2027, 12, 18), NOW)
    assert (made.state, made.name, made.permit_number) == (S.DRAFT, "Hội chợ Xuân 2027", "")
    assert (made.cloned_from_id, made.announced_at, made.visitor_quota) == (fair.id, None, 50)
    assert made.ends_on == date(2027, 12, 22) and made.about == "Lời"
    assert rules_of(session, made.id) == rules_of(session, fair.id)
    assert [(item.day, item.title) for item in programme_of(session, made.id)] == [
        (date(2027, 12, 22), "Khai mạc")
    ]
    numbers = (
        select(Booth.number).join(Booth.type).where(Booth.fair_id == made.id, BoothType.fair_id == made.id)
    )
    assert session.scalars(numbers.order_by(Booth.number)).all() == ["A1", "A2"]
    count = select(func.count()).select_from(PlanFeature).where(PlanFeature.fair_id == made.id)
    assert session.scalar(count) == 1


def test_a_clone_on_the_same_days_is_refused(session):
    with pytest.raises(Refused, match="Overlapping dates"):
        clone(session, world.fair(session), FIRST, NOW)
    with pytest.raises(Refused):
        clone(session, in_state(session, S.DRAFT, starts_on=None, ends_on=None), FIRST, NOW)
