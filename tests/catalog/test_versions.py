"""The catalogue's version moves in the transaction that changes something public, and in no other."""

import pytest

from catalog import versions
from catalog.acts import Act
from catalog.batches import BatchStep
from catalog.categories import Category
from catalog.document_rules import DocumentTerm, RestsOn
from catalog.marks import Authorisation, Mark
from catalog.pictures import Picture
from catalog.places import Place
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.recognitions import Recognition
from catalog.records import Base
from catalog.search.synonym_lists import SynonymList
from catalog.shelf_rules import ShelfRule
from catalog.stories import Story
from catalog.versions import EVERYTHING, CatalogueChange, changed_since, current_version, touch
from marketplace import models
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.applications import Allotment, Application
from marketplace.fairs.booths import Booth, BoothType, PlanFeature
from marketplace.fairs.fairs import Fair, FairGroup, FairPaper, FairQuota, ProgrammeItem
from marketplace.orders.baskets import Basket, BasketLine
from marketplace.orders.delivery import DeliveryRate
from marketplace.orders.reviews import Review
from marketplace.payments.fees import FeeRate
from marketplace.payments.taxes import TaxRate
from marketplace.questions import Answer, Question
from tests import world
from tests.world import NOW, TODAY

PUBLIC = {
    *(
        Act,
        Answer,
        Authorisation,
        BatchStep,
        Category,
        DeliveryRate,
        DocumentTerm,
        FeeRate,
        Mark,
        Picture,
        Place,
        Producer,
        Product,
        Question,
        Recognition,
        RestsOn,
        Review,
        ShelfRule,
        Story,
        SynonymList,
        TaxRate,
        Variant,
    ),
    # Of fairs: applications while they exhibit, see Application.public.
    *(
        Allotment,
        Application,
        Booth,
        BoothType,
        Fair,
        FairGroup,
        FairPaper,
        FairQuota,
        Organiser,
        PlanFeature,
        ProgrammeItem,
    ),
}


@pytest.fixture
def product(session) -> Product:
    made = world.product(session)
    session.commit()
    return made


def test_a_new_public_product_moves_the_version_by_one(session):
    before = current_version(session)
    for _ in range(3):
        world.product(session)
    session.commit()
    assert current_version(session) == before + 1
    assert changed_since(session, before) is None, "a new producer may be seen through everything"


@pytest.mark.parametrize(
    "change",
    [
        lambda product: setattr(product, "name", "Chè khác"),
        lambda product: product.move(ProductState.HIDDEN),
        lambda product: setattr(product.variants[0], "price", 1),
    ],
    ids=["name", "state", "price"],
)
def test_a_change_of_a_product_moves_the_version_and_names_the_product(session, product, change):
    before = current_version(session)
    change(product)
    session.commit()
    assert current_version(session) == before + 1
    assert changed_since(session, before) == {product.id}


@pytest.mark.parametrize("make", [world.recognition, lambda s, p: world.authorisation(s, p, world.mark(s))])
def test_a_new_row_of_the_register_moves_the_version(session, product, make):
    before = current_version(session)
    make(session, product)
    session.commit()
    assert current_version(session) == before + 1


def test_a_recognition_names_its_product_and_a_later_act_everything(session, product):
    before = current_version(session)
    recognition = world.recognition(session, product)
    session.commit()
    assert changed_since(session, before) == {product.id}
    world.act(session, recognition, "revoke", TODAY)
    session.commit()
    assert changed_since(session, before) is None


def test_a_change_of_a_producer_is_seen_through_everything(session, product):
    before = current_version(session)
    session.get(Producer, product.producer_id).move(ProducerState.SUSPENDED)
    session.commit()
    assert changed_since(session, before) is None


def test_a_basket_does_not_move_the_version(session, product):
    before = current_version(session)
    line = BasketLine(variant_id=product.variants[0].id, quantity=1, seen_price=1)
    session.add(Basket(changed_at=NOW, lines=[line]))
    session.commit()
    line.quantity = 2
    session.commit()
    assert current_version(session) == before
    assert changed_since(session, before) == set()


def test_what_is_written_without_a_difference_does_not_move_the_version(session, product):
    before = current_version(session)
    product.name = str(product.name)
    session.commit()
    assert current_version(session) == before


def test_a_rollback_takes_the_move_back_and_forgets_it(session, product):
    before = current_version(session)
    product.name = "Chè khác"
    session.flush()
    session.rollback()
    session.commit()
    assert current_version(session) == before
    assert product.name != "Chè khác"


def test_a_refused_step_inside_a_transaction_keeps_the_rest_moving(session, product):
    before = current_version(session)
    product.name = "Chè khác"
    session.flush()
    with pytest.raises(RuntimeError), session.begin_nested():
        raise RuntimeError("undone")
    session.commit()
    assert changed_since(session, before) == {product.id}


def test_deleting_what_was_public_moves_the_version(session):
    mark = world.mark(session)
    session.commit()
    before = current_version(session)
    session.delete(mark)
    session.commit()
    assert current_version(session) == before + 1


def test_changes_are_told_from_any_version_on(session, product):
    versions = []
    for name in ("Chè một", "Chè hai"):
        versions.append(current_version(session))
        product.name = name
        touch(session, [900_000 + len(versions)])
        session.commit()
    assert changed_since(session, versions[0]) == {product.id, 900_001, 900_002}
    assert changed_since(session, versions[1]) == {product.id, 900_002}
    assert changed_since(session, current_version(session)) == set()


def test_everything_swallows_the_single_products(session, product):
    before = current_version(session)
    touch(session, [product.id, EVERYTHING])
    session.commit()
    rows = session.query(CatalogueChange).where(CatalogueChange.version > before).all()
    assert [row.product_id for row in rows] == [EVERYTHING]


def test_a_reader_that_has_slept_through_what_is_forgotten_reads_everything(session, product, monkeypatch):
    start = current_version(session)
    for price in (1000, 2000, 3000):
        product.variants[0].price = price
        session.commit()
    monkeypatch.setattr(versions, "KEPT_VERSIONS", 2)
    assert versions.forget_changes(session) > 0
    assert changed_since(session, start) is None
    assert changed_since(session, start + 1) == changed_since(session, start + 2) == {product.id}
    assert changed_since(session, start + 3) == set()


def test_what_the_public_can_see_is_said_by_each_class():
    assert models.__all__
    public = {mapper.class_ for mapper in Base.registry.mappers if mapper.class_.public}
    assert public == PUBLIC
