"""What rests on papers: by the day, by decree, for one product and for all of a producer; the same by day and by spell."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.document_rules import DocumentRules, RestsOn, read_rules
from catalog.resting import (
    Proof,
    claims_on,
    holds,
    missing_kinds,
    missing_papers,
    papers_of,
    sale_of,
    spells_of,
)
from tests import world
from tests.world import TODAY

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)


def rest(kind="alcohol_licence", valid_from=FIRST, valid_until=None, what="sale:14") -> RestsOn:
    return RestsOn(what=what, kind=kind, valid_from=valid_from, valid_until=valid_until, basis="")


def proof(valid_from=FIRST, last_day=None, kind="alcohol_licence") -> Proof:
    return Proof("D1", 1, None, kind, "", "1", "", valid_from, last_day, True, False)


def test_a_licence_holds_from_its_first_day_to_its_last():
    rules = DocumentRules([], [rest()])
    paper = proof(FIRST + 5 * DAY, FIRST + 9 * DAY)
    held = [n for n in range(-2, 15) if holds("sale:14", [paper], rules, FIRST + n * DAY)]
    # Before the rule began nothing was asked for.
    assert held == [-2, -1, 5, 6, 7, 8, 9]


def test_what_needs_two_papers_needs_both():
    rules = DocumentRules([], [rest(), rest("food_safety")])
    assert missing_kinds("sale:14", [proof()], rules, FIRST) == {"food_safety"}
    assert holds("sale:14", [proof(), proof(kind="food_safety")], rules, FIRST)


def test_what_rests_on_nothing_always_holds():
    rules = DocumentRules([], [rest()])
    assert holds("sale:11", [], rules, FIRST)
    (spell,) = spells_of("sale:11", [], rules)
    assert (spell.starts_on, spell.ends_on) == (None, None)


DAYS = st.integers(0, 40).map(lambda n: FIRST + n * DAY)
RANGES = st.tuples(DAYS, st.none() | st.integers(0, 20)).map(
    lambda pair: (pair[0], pair[0] + pair[1] * DAY if pair[1] is not None else None)
)
KINDS = st.sampled_from(["alcohol_licence", "food_safety", "organic"])


@given(
    st.lists(st.tuples(KINDS, RANGES), max_size=3, unique_by=lambda one: (one[0], one[1][0])),
    st.lists(st.tuples(KINDS, RANGES), max_size=5),
)
def test_spells_say_the_same_as_each_day(rests, papers):
    rules = DocumentRules([], [rest(kind, *days) for kind, days in rests])
    proofs = [proof(*days, kind=kind) for kind, days in papers]
    spells = spells_of("sale:14", proofs, rules)
    for n in range(-3, 70):
        day = FIRST + n * DAY
        assert any(spell.covers(day) for spell in spells) == holds("sale:14", proofs, rules, day), day
    # Each run is one: the next does not begin where it ends.
    for one, following in pairwise(spells):
        assert one.ends_on + DAY < following.starts_on


@pytest.mark.parametrize("state", ["kept", "submitted", "returned"])
def test_only_an_accepted_paper_counts(session, state):
    wine = world.product(session, set_code="14", licensed=False)
    world.document(session, wine, "alcohol_licence", state=state, reason="Mờ")
    assert missing_papers(session, [wine], TODAY) == {wine.id: {"alcohol_licence"}}


def test_a_licence_of_the_producer_serves_all_its_products_and_nobody_elses(session):
    maker = world.producer(session)
    own = [world.product(session, by=maker, set_code=code, licensed=False) for code in ("14", "15")]
    foreign = world.product(session, set_code="14", licensed=False)
    world.document(session, maker, "alcohol_licence")
    missing = missing_papers(session, [*own, foreign], TODAY)
    assert [missing[one.id] for one in (*own, foreign)] == [set(), set(), {"alcohol_licence"}]


def test_a_licence_of_one_product_serves_that_one(session):
    maker = world.producer(session)
    one, other = (world.product(session, by=maker, set_code="14", licensed=False) for _ in range(2))
    world.document(session, one, "alcohol_licence")
    missing = missing_papers(session, [one, other], TODAY)
    assert (missing[one.id], missing[other.id]) == (set(), {"alcohol_licence"})


@pytest.mark.parametrize(
    ("set_code", "kind"),
    [("14", "alcohol_licence"), ("15", "alcohol_licence"), ("18", "health_product"), ("19", "cosmetic")],
)
def test_conditional_goods_need_their_licence(session, set_code, kind):
    assert read_rules(session).kinds_for(sale_of(set_code), TODAY) == {kind}


def test_other_goods_ask_one_question_of_the_database(session, statements):
    tea = world.product(session)
    statements.clear()
    assert missing_papers(session, [tea], TODAY) == {}
    assert len(statements) == 1


def test_a_claim_names_the_paper_that_holds_longest(session):
    tea = world.product(session)
    until = TODAY + 10 * DAY
    world.document(session, tea, "organic", number="A", valid_until=TODAY)
    world.document(session, tea, "organic", number="B", valid_until=until)
    rules = read_rules(session)
    papers = papers_of(session, rules, {tea.id: tea.producer_id})[tea.id]
    assert [(claim, paper.number) for claim, paper in claims_on(papers, rules, TODAY)] == [("organic", "B")]
    assert claims_on(papers, rules, until + DAY) == []
