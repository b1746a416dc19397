"""What the register and the vault say of an applicant, for the days of a fair and not only for today."""

from datetime import date, timedelta

import pytest

from catalog.document_kinds import DocumentKind
from catalog.documents import DocumentState
from catalog.producers import ProducerState
from catalog.standing import ActKind
from marketplace.fairs.badge_watch import coming_fairs, note_lapsing
from marketplace.fairs.eligibility import Asked, Obstacle, eligibility
from marketplace.fairs.fairs import FairGroup, FairPaper
from tests import booth_world, world
from tests.booth_world import accept, application, ready
from tests.world import NOW, TODAY

STARTS, ENDS = date(2026, 12, 20), date(2026, 12, 24)


@pytest.fixture
def fair(session):
    return world.fair(session, min_stars=4)


def said(session, fair, product, day=TODAY):
    session.refresh(product, ["category"])
    producer = session.get_one(world.Producer, product.producer_id)
    (found,) = eligibility(session, fair, [Asked(producer, [product])], day)
    return [(one.obstacle, one.until) for one in found.findings], found.stars[product.id]


@pytest.mark.parametrize(
    ("stars", "expires", "obstacles"),
    [
        (4, ENDS, []),
        (5, ENDS + timedelta(days=300), []),
        (3, ENDS, [(Obstacle.NO_STARS, None)]),
        (4, ENDS - timedelta(days=1), [(Obstacle.STARS_LAPSE, ENDS - timedelta(days=1))]),
        (4, TODAY, [(Obstacle.STARS_LAPSE, TODAY)]),
        (4, TODAY - timedelta(days=1), [(Obstacle.NO_STARS, None)]),
    ],
)
def test_stars_must_be_enough_on_every_day_of_the_fair(session, fair, stars, expires, obstacles):
    product = world.product(session)
    world.recognition(session, product, stars, date(2025, 6, 1), expires_on=expires)
    assert said(session, fair, product)[0] == obstacles


def test_a_suspension_in_the_middle_of_the_fair_is_seen(session, fair):
    product = world.product(session)
    recognition = world.recognition(session, product)
    world.act(session, recognition, ActKind.SUSPEND, STARTS + timedelta(days=1))
    world.act(session, recognition, ActKind.REINSTATE, STARTS + timedelta(days=2))
    obstacles, stars = said(session, fair, product)
    assert obstacles == [(Obstacle.STARS_LAPSE, STARTS)]
    assert stars.stars == 0


def test_a_renewal_that_begins_as_the_old_one_ends_is_enough(session, fair):
    product = world.product(session)
    world.recognition(session, product, 4, date(2024, 1, 1), expires_on=STARTS)
    world.recognition(session, product, 4, STARTS + timedelta(days=1))
    assert said(session, fair, product)[0] == []


def test_a_fair_without_stars_asks_for_none(session):
    assert said(session, world.fair(session, min_stars=0), world.product(session))[0] == []


@pytest.mark.parametrize(
    ("code", "admitted"), [("11", True), ("I.4", True), ("I", True), ("14", False), ("II", False)]
)
def test_groups_of_any_level_admit_what_lies_below_them(session, fair, code, admitted):
    product = world.product(session, set_code="11")
    world.recognition(session, product)
    session.refresh(product, ["category"])
    group = product.category.parent_code
    session.add(FairGroup(fair_id=fair.id, category_code=group if code == "I.4" else code))
    session.flush()
    assert said(session, fair, product)[0] == ([] if admitted else [(Obstacle.WRONG_GROUP, None)])


@pytest.mark.parametrize(
    ("facts", "obstacle"),
    [
        ({}, None),
        ({"valid_until": ENDS}, None),
        ({"valid_until": ENDS - timedelta(days=1)}, (Obstacle.PAPER_LAPSES, ENDS - timedelta(days=1))),
        ({"state": DocumentState.SUBMITTED}, (Obstacle.NO_PAPER, None)),
        ({"kind": DocumentKind.VIETGAP}, (Obstacle.NO_PAPER, None)),
    ],
)
def test_papers_must_be_accepted_and_in_force_through_the_last_day(session, fair, facts, obstacle):
    product = world.product(session)
    world.recognition(session, product)
    session.add(FairPaper(fair_id=fair.id, kind=DocumentKind.FOOD_SAFETY))
    world.document(session, session.get_one(world.Producer, product.producer_id), **facts)
    assert said(session, fair, product)[0] == ([obstacle] if obstacle else [])


def test_a_paper_of_another_product_does_not_serve(session, fair):
    by = world.producer(session)
    product, other = (world.product(session, by=by) for _ in range(2))
    world.recognition(session, product)
    session.add(FairPaper(fair_id=fair.id, kind=DocumentKind.FOOD_SAFETY))
    world.document(session, other)
    assert said(session, fair, product)[0] == [(Obstacle.NO_PAPER, None)]


def test_a_suspended_producer_is_said(session, fair):
    product = world.product(session, by=world.producer(session, state=ProducerState.SUSPENDED))
    world.recognition(session, product)
    assert said(session, fair, product)[0] == [(Obstacle.PRODUCER, None)]


def test_the_number_of_statements_does_not_grow(session, fair, statements):
    asked = []
    for _ in range(8):
        product = world.product(session)
        world.recognition(session, product)
        session.refresh(product, ["category"])
        asked.append(Asked(session.get_one(world.Producer, product.producer_id), [product]))
    session.add(FairPaper(fair_id=fair.id, kind=DocumentKind.FOOD_SAFETY))
    session.flush()
    counts = []
    for some in (asked[:1], asked):
        statements.clear()
        eligibility(session, fair, some, TODAY)
        counts.append(len(statements))
    assert counts[0] == counts[1] < 9


def test_a_badge_that_will_not_hold_is_noted_once_for_each_reason(session, fair):
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 1)
    one = application(session, fair, type)
    accept(session, fair, one)
    assert coming_fairs(session, TODAY) == [fair.id]
    assert note_lapsing(session, fair.id, TODAY, NOW) == []
    (recognition,) = session.query(world.Recognition).all()
    world.act(session, recognition, ActKind.REVOKE, STARTS)
    for noted in ([one.id], []):
        assert [each.id for each in note_lapsing(session, fair.id, TODAY, NOW)] == noted
        session.commit()
    assert ready(session, one).state == "accepted"
    assert coming_fairs(session, ENDS + timedelta(days=1)) == []
