"""The watch on papers of contracts: 30 days, 7 days and on the day before one lapses, and when call-offs stop; once each."""

from datetime import date, timedelta

import pytest

from catalog.document_kinds import DocumentKind
from marketplace.sourcing.contract_steps import end_early
from marketplace.sourcing.paper_watch import LAPSED, concerns, note_concerns
from marketplace.sourcing.quotes import Side
from tests import contract_world, world
from tests.contract_world import LAST
from tests.world import NOW, TODAY

K = DocumentKind
UNTIL = date(2027, 1, 20)


@pytest.fixture
def contract(session):
    """One that asks for a paper that lapses on UNTIL."""
    made = contract_world.signed(session, papers=(K.FOOD_SAFETY,))
    world.document(session, made.producer, valid_until=UNTIL)
    return made


def steps(session, day: date) -> list[int]:
    return [one.step for one in concerns(session, day)]


@pytest.mark.parametrize(
    ("days", "step"), [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-1, LAPSED), (-20, LAPSED)]
)
def test_it_is_said_in_steps(session, contract, days, step):
    assert steps(session, UNTIL - timedelta(days=days)) == ([] if step is None else [step])


def test_each_step_is_said_once_however_often_somebody_looks(session, contract):
    said = []
    day = UNTIL - timedelta(days=40)
    while day <= UNTIL + timedelta(days=10):
        for _ in range(2):
            said += [day for _ in note_concerns(session, concerns(session, day), NOW)]
        day += timedelta(days=1)
    assert [(UNTIL - day).days for day in said] == [30, 7, 0, -1]


def test_what_is_renewed_in_time_is_quiet(session, contract):
    world.document(session, contract.producer, valid_from=UNTIL + timedelta(days=1), valid_until=LAST)
    assert steps(session, UNTIL) == []
    assert steps(session, UNTIL + timedelta(days=1)) == []


def test_a_gap_between_two_papers_is_told(session, contract):
    world.document(session, contract.producer, valid_from=UNTIL + timedelta(days=2), valid_until=LAST)
    assert steps(session, UNTIL) == [0]
    assert steps(session, UNTIL + timedelta(days=1)) == [LAPSED]
    assert steps(session, UNTIL + timedelta(days=2)) == []


def test_a_paper_that_was_never_there_is_told_once(session):
    contract_world.signed(session, papers=(K.LAB_TEST,))
    for day, count in ((TODAY, 1), (TODAY + timedelta(days=1), 0)):
        assert len(note_concerns(session, concerns(session, day), NOW)) == count


def test_an_officer_who_takes_a_paper_back_stops_call_offs(session):
    made = contract_world.signed(session, papers=(K.FOOD_SAFETY,))
    paper = world.document(session, made.producer)
    assert steps(session, TODAY) == []
    paper.give_back("Không đúng nơi cấp", NOW)
    session.flush()
    assert steps(session, TODAY) == [LAPSED]


def test_after_the_contract_a_paper_is_nobodys_business(session):
    made = contract_world.signed(session, papers=(K.FOOD_SAFETY,))
    world.document(session, made.producer, valid_until=LAST)
    assert steps(session, LAST) == []
    assert steps(session, LAST + timedelta(days=1)) == []


def test_an_early_end_counts(session, contract):
    last = TODAY + timedelta(days=40)
    end_early(contract, contract.revision, Side.PRODUCER, last, "Mất mùa", TODAY)
    session.flush()
    assert steps(session, UNTIL - timedelta(days=30)) == []


def test_what_is_not_signed_is_not_watched(session):
    contract_world.proposed(session, papers=(K.FOOD_SAFETY,))
    assert concerns(session, TODAY) == []


def test_the_weakest_product_is_named(session):
    producer = world.producer(session)
    tea, honey = (world.product(session, name, by=producer) for name in ("Chè", "Mật ong"))
    contract_world.signed(session, products=[tea, honey], papers=(K.LAB_TEST,))
    world.document(session, tea, K.LAB_TEST, valid_from=TODAY)
    world.document(session, honey, K.LAB_TEST, valid_from=TODAY, valid_until=TODAY + timedelta(days=5))
    (one,) = concerns(session, TODAY)
    assert (one.step, [of.product.name for of in one.standings]) == (7, ["Mật ong"])


def test_many_contracts_take_few_questions(session, statements):
    for _ in range(4):
        made = contract_world.signed(session, papers=tuple(K))
        world.document(session, made.producer, valid_until=TODAY)
    session.flush()
    statements.clear()
    assert len(concerns(session, TODAY)) == 4 * len(K)
    assert len(statements) <= 6
