"""What supermarkets ask for, by product set and day: dated rows that begin and end, and the papers that are complete by them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from catalog import shelf_rules
from catalog.document_kinds import DocumentKind as K
from catalog.shelf_papers import complete_runs
from catalog.shelf_rules import ShelfRule, load_shelf_rules, read_shelf_rules
from catalog.versions import changed_since, current_version
from tests import world
from tests.world import TODAY

FROM = TODAY + timedelta(days=10)
REGISTRATION, SAFE = (K.BUSINESS_REGISTRATION,), (K.FOOD_SAFETY, K.MANAGEMENT_SYSTEM)
FOOD = {REGISTRATION, SAFE, (K.SELF_DECLARATION,), (K.LAB_TEST,), (K.BARCODE,)}


def rule(session, asked: str, kind: str = "", set_code: str = "11", **facts) -> ShelfRule:
    """For tea, from the tenth day on."""
    dates = {"valid_from": FROM, "valid_until": None} | facts
    made = ShelfRule(set_code=set_code, asked=asked, kind=kind or asked, basis="Quy định thử", **dates)
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def tea(session):
    """With every paper that is asked for today, all in force for two years."""
    made = world.product(session)
    for kind in (K.BUSINESS_REGISTRATION, K.FOOD_SAFETY, K.SELF_DECLARATION, K.BARCODE):
        world.document(session, made, kind)
    # A lab test serves for a year whatever is printed on it.
    world.document(session, made, K.LAB_TEST, valid_from=TODAY)
    return made


def complete_on(session, product, day: date) -> bool:
    runs = [run for run in complete_runs(session) if run[0] == product.id]
    return any(first <= day.toordinal() <= last for _id, first, last in runs)


@pytest.mark.parametrize(
    ("sets", "asked"),
    [
        ("1 2", {REGISTRATION, (K.FOOD_SAFETY, K.VIETGAP, K.ORGANIC, K.MANAGEMENT_SYSTEM)}),
        ("3 4 5 6 7 8 9 10 11 12 13 16 17", FOOD),
        ("14 15", FOOD | {(K.ALCOHOL_LICENCE,)}),
        ("18", {REGISTRATION, SAFE, (K.HEALTH_PRODUCT,), (K.LAB_TEST,), (K.BARCODE,)}),
        ("19", {REGISTRATION, (K.COSMETIC,), (K.BARCODE,)}),
        ("20 21 22 23 24 25 26", {REGISTRATION}),
    ],
)
def test_what_is_asked_for_today(session, sets, asked):
    rules = read_shelf_rules(session)
    for set_code in sets.split():
        assert set(rules.asked_for(set_code, TODAY)) == asked
        for group in asked:
            assert rules.basis(set_code, group[0], TODAY)


def test_nothing_is_asked_for_before_the_first_rule_and_of_no_other_set(session):
    rules = read_shelf_rules(session)
    assert rules.asked_for("11", date(2018, 2, 1)) == ()
    assert len(rules.asked_for("11", date(2018, 2, 2))) == 5
    assert rules.asked_for("99", TODAY) == ()
    assert rules.basis("11", K.COSMETIC, TODAY) == ""


def test_a_new_paper_is_asked_for_from_its_day_on(session, tea):
    assert complete_on(session, tea, FROM)
    rule(session, K.ORGANIC)
    assert complete_on(session, tea, FROM - timedelta(days=1))
    assert not complete_on(session, tea, FROM)
    world.document(session, tea, K.ORGANIC, valid_from=FROM + timedelta(days=2))
    assert not complete_on(session, tea, FROM + timedelta(days=1))
    assert complete_on(session, tea, FROM + timedelta(days=2))


def test_a_rule_that_ends_is_asked_for_until_its_last_day(session):
    without_barcode = world.product(session)
    for kind in (K.BUSINESS_REGISTRATION, K.FOOD_SAFETY, K.SELF_DECLARATION, K.LAB_TEST):
        world.document(session, without_barcode, kind, valid_from=TODAY)
    session.get_one(ShelfRule, ("11", K.BARCODE, K.BARCODE, date(2018, 2, 2))).valid_until = FROM
    session.flush()
    assert not complete_on(session, without_barcode, FROM)
    assert complete_on(session, without_barcode, FROM + timedelta(days=1))


def test_what_serves_in_place_of_a_paper_changes_on_a_day_too(session, tea):
    safe = session.scalars(select(world.Document).where(world.Document.kind == K.FOOD_SAFETY)).one()
    safe.kind = K.VIETGAP
    session.flush()
    assert not complete_on(session, tea, FROM)
    rule(session, K.FOOD_SAFETY, K.VIETGAP, valid_until=FROM + timedelta(days=4))
    days = [FROM + timedelta(days=at) for at in (-1, 0, 4, 5)]
    assert [complete_on(session, tea, day) for day in days] == [False, True, True, False]


def test_a_paper_that_lapses_before_the_rule_changes_ends_the_run(session, tea):
    rule(session, K.ORGANIC, valid_from=TODAY + timedelta(days=400))
    runs = sorted(run[1:] for run in complete_runs(session, [tea.id]))
    # From the lab test's first day to its last, a year later.
    assert runs[0][0] == TODAY.toordinal()
    assert runs[-1][1] <= (TODAY + timedelta(days=366)).toordinal()


def test_of_a_set_without_rules_nothing_is_complete(session, tea):
    session.execute(delete(ShelfRule).where(ShelfRule.set_code == "11"))
    assert complete_runs(session, [tea.id]) == []


def test_rules_of_many_products_are_read_once(session, tea, statements):
    counts = []
    for _ in range(2):
        statements.clear()
        complete_runs(session)
        counts.append(len(statements))
        for _ in range(5):
            world.document(session, world.product(session), K.BARCODE)
        session.flush()
    assert counts[0] == counts[1] <= 6


def test_loading_again_adds_nothing_and_writes_an_end_that_was_learnt_since(session, monkeypatch):
    assert load_shelf_rules(session) == 0
    ended = ShelfRule(
        set_code="11",
        asked="barcode",
        kind="barcode",
        valid_from=date(2018, 2, 2),
        valid_until=FROM,
        basis="Khác",
    )
    begins = ShelfRule(
        set_code="11", asked="other", kind="other", valid_from=FROM, valid_until=None, basis="Mới"
    )
    monkeypatch.setattr(shelf_rules, "_rows", lambda: [ended, begins])
    assert load_shelf_rules(session) == 1
    session.flush()
    there = session.get_one(ShelfRule, ("11", "barcode", "barcode", date(2018, 2, 2)))
    assert (there.valid_until, "Khác" in there.basis) == (FROM, False)
    assert load_shelf_rules(session) == 0


def test_a_new_rule_concerns_the_whole_catalogue(session):
    before = current_version(session)
    rule(session, K.ORGANIC)
    session.commit()
    assert current_version(session) > before
    assert changed_since(session, before) is None


@pytest.mark.parametrize(
    "wrong", [{"valid_until": FROM - timedelta(days=1)}, {"kind": "paper"}, {"asked": "paper"}]
)
def test_the_database_refuses_what_is_no_rule(session, wrong):
    with pytest.raises(IntegrityError):
        rule(session, **{"asked": "organic"} | wrong)
