"""The demo catalogue is what the first visitor sees: complete, varied, and in every state."""

import re
from collections import Counter

import pytest
from sqlalchemy import func, select

from catalog.marks import Authorisation, Mark, MarkKind
from catalog.pictures import Picture
from catalog.places import Place
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.recognitions import Recognition
from catalog.records import Refused
from catalog.revisions import Revision
from catalog.rows import read_rows
from catalog.standing import Status
from catalog.stories import Story
from catalog.visits import visits_by_week, weeks_until
from marketplace.accounts.memberships import Membership, RetailerRole
from marketplace.accounts.producer_suspensions import waiting_appeals
from marketplace.accounts.users import User
from marketplace.orders.methods import ShopTerms, check_method
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.banks import BANKS
from marketplace.payments.payments import PaymentMethod
from marketplace.questions import Question
from marketplace.register.claims import ClaimFlag, check_claims
from marketplace.register.lists.imports import ListImport
from marketplace.register.proposals import Proposal
from storefront.demo import load_demo, retailers
from storefront.demo.organisers import MANAGER
from storefront.demo.source import read_source
from storefront.demo.versions import add_missing_versions
from tests.conftest import ROOT, OneConnection
from tests.letters import letters_to
from tests.people import PASSWORD, fill, sign_in
from tests.world import NOW, TODAY


@pytest.fixture(scope="module")
def filled(database):
    """Loaded once for all tests of this file: it takes some seconds."""
    with database.engine.execution_options(writes=True).connect() as connection:
        transaction, made = connection.begin(), OneConnection(connection)
        with made.transaction() as session:
            load_demo(session, NOW, TODAY)
        yield made
        transaction.rollback()


@pytest.fixture
def undone(filled):
    attempt = filled.connection.begin_nested()
    yield filled
    attempt.rollback()


@pytest.fixture
def loaded(session):
    return session


def count_of(session, column) -> int:
    return session.scalar(select(func.count(column.distinct())))


def test_it_is_large_enough_and_from_everywhere(loaded):
    assert count_of(loaded, Product.id) >= 150
    assert count_of(loaded, Producer.id) >= 60
    assert count_of(loaded, Product.set_code) == 26
    provinces = select(func.count(Place.province_code.distinct())).join(
        Producer, Producer.commune_code == Place.code
    )
    assert loaded.scalar(provinces) >= 30


def test_at_least_thirty_marks_of_the_four_kinds(loaded):
    assert count_of(loaded, Mark.id) >= 30
    assert set(loaded.scalars(select(Mark.kind))) == set(MarkKind)


def test_every_state_of_a_right_occurs(loaded):
    rights = [*loaded.scalars(select(Recognition)), *loaded.scalars(select(Authorisation))]
    for right in rights:
        loaded.refresh(right, ["acts"])
    for right in rights:
        if isinstance(right, Authorisation):
            loaded.refresh(right, ["mark"])
    found = {(type(right).__name__, right.standing(TODAY).status) for right in rights}
    for status in (Status.VALID, Status.EXPIRING, Status.EXPIRED, Status.REVOKED):
        assert ("Recognition", status) in found
    for status in (Status.VALID, Status.EXPIRED, Status.SUSPENDED):
        assert ("Authorisation", status) in found


def test_products_without_badges_out_of_stock_upgraded_and_for_adults_occur(loaded):
    rows = read_rows(loaded).values()
    assert any(not row.badges(TODAY) for row in rows)
    assert any(not row.available for row in rows)
    assert any(row.shown.adults_only for row in rows)
    assert any({spell[0] for spell in row.stars} == {3, 4} for row in rows)


def test_each_story_is_its_own_text(loaded):
    bodies = loaded.scalars(select(Story.body)).all()
    words = [len(body.split()) for body in bodies]
    assert min(words) >= 80
    assert sum(count >= 200 for count in words) >= 30
    sentences = Counter(sentence for body in bodies for sentence in body.split(". ") if len(sentence) > 60)
    assert sentences.most_common(1)[0][1] == 1


def test_all_of_it_is_marked_as_sample_data(loaded):
    assert all(loaded.scalars(select(Producer.sample)))
    assert all(number.endswith("/MẪU") for number in loaded.scalars(select(Recognition.decision_no)))
    assert all(not no or no.endswith("/MAU") for no in loaded.scalars(select(Product.declaration_no)))


def test_prices_and_packs_make_sense(loaded):
    for price, net in loaded.execute(select(Variant.price, Variant.net)):
        assert 1_000 <= price <= 100_000_000
        assert net > 0


def test_a_second_loading_adds_nothing(loaded):
    assert load_demo(loaded, NOW, TODAY) == 0


def test_marks_are_used_by_products_that_name_them():
    source = read_source()
    named = {mark for product in source.products.values() for mark in product.get("marks", [])}
    assert named <= set(source.marks)
    assert len(named) >= 20


def test_every_producer_that_sells_has_an_account_that_nobody_can_pay_to(loaded):
    accounts = loaded.scalars(select(BankAccount)).all()
    selling = select(Producer.id).where(Producer.state == ProducerState.APPROVED)
    assert {one.producer_id for one in accounts} == set(loaded.scalars(selling))
    assert {(one.bin, one.holder) for one in accounts} == {("000000", "TÀI KHOẢN MẪU")}
    assert "000000" not in BANKS, "no producer can choose it"
    assert len({one.number for one in accounts}) == len(accounts)


def test_where_there_is_no_demo_they_are_not_offered(loaded):
    some = dict.fromkeys(loaded.scalars(select(BankAccount.producer_id).limit(2)), 100000)
    check_method(loaded, PaymentMethod.VIETQR, "+84912345678", some, ShopTerms(samples=True), NOW)
    with pytest.raises(Refused, match="bank transfers"):
        check_method(loaded, PaymentMethod.VIETQR, "+84912345678", some, ShopTerms(), NOW)


def test_the_office_has_lists_to_look_at_and_acts_to_confirm(loaded):
    assert count_of(loaded, ListImport.id) == 2
    assert {kind for (kind,) in loaded.execute(select(Proposal.kind))} == {"extend", "revoke"}


def test_a_producer_has_questions_and_an_unfinished_listing(loaded):
    states = loaded.scalars(select(Question.state).order_by(Question.id)).all()
    assert states == ["answered", "asked", "asked"]
    assert set(loaded.scalars(select(Question.author))) == {"Người mua mẫu"}
    (draft,) = loaded.scalars(select(Product).where(Product.state == ProductState.DRAFT))
    assert "mẫu" in draft.name
    assert draft.producer_id == loaded.scalar(select(Product.producer_id).join(Question).limit(1))


def test_two_versions_wait_once_there_are_pictures(loaded, undone):
    for product in loaded.scalars(select(Product).where(Product.set_code == "1").limit(3)):
        drawn = {"color": "#ffffff", "width": 9, "height": 9, "widths": [9], "formats": ["webp"]}
        loaded.add(Picture(product_id=product.id, position=1, digest="ab" * 10, alt="Tranh", **drawn))
    loaded.commit()
    assert add_missing_versions(undone, NOW) == 2
    assert add_missing_versions(undone, NOW) == 0
    waiting = loaded.scalars(select(Revision).where(Revision.state == "submitted")).all()
    assert len(waiting) == 2
    assert all(one.facts["pictures"] and "mẫu" in one.facts["summary"] for one in waiting)


def test_the_office_has_an_appeal_and_claims_to_look_at(loaded):
    (halted,) = loaded.scalars(select(Producer).where(Producer.state == "suspended"))
    assert halted.sample
    assert [one.producer_id for one in loaded.scalars(waiting_appeals())] == [halted.id]
    flags = loaded.scalars(select(ClaimFlag).order_by(ClaimFlag.state)).all()
    assert {flag.state for flag in flags} == {"accepted", "open"}
    # The nightly check finds the same.
    assert check_claims(loaded, NOW, TODAY) == (0, 0)


def test_products_have_been_looked_at(loaded):
    weeks = weeks_until(TODAY, 12)
    producer = loaded.scalars(select(Product.producer_id).order_by(Product.id).limit(1)).one()
    assert all(visits_by_week(loaded, [producer], weeks))


def test_the_people_whom_the_readme_names_can_ask_for_a_password_and_have_their_desks(loaded, app, client):
    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"`([\w.-]+@[\w.-]+)`", text))
    known = {user.email: user for user in loaded.scalars(select(User))}
    assert len(named) == 9
    # Who manages fairs and who buys come later: tests/storefront/demo/test_fairs.py, test_retailers.py.
    later = {MANAGER, retailers.MANAGER} | {
        retailers.PEOPLE[role][0] for role in (RetailerRole.APPROVER, RetailerRole.RECEIVER)
    }
    assert later <= named and named - later <= known.keys()
    roles = {
        user.email: role
        for user, role in loaded.execute(
            select(User, Membership.role).join(Membership, Membership.user_id == User.id)
        )
    }
    assert roles["canbo.mau@chophien.example"] == "officer"
    assert roles["nguoi-mau-4@vidu.vn"] == "producer"
    owner = known["nguoi-mau-4@vidu.vn"]
    assert not owner.password_hash
    loaded.commit()
    fill(client, "/sign-in/forgotten", contact=owner.email)
    (letter,) = letters_to(app, owner.email)
    address = re.search(r"/sign-in/reset/\S+", letter.text)[0]
    fill(client, address, password=PASSWORD)
    assert sign_in(client, owner.email).status_code == 303
    assert client.get("/producer").status_code == 200


def test_the_readme_names_a_producer_of_the_demo(loaded):
    text = (ROOT / "README.md").read_text("utf-8")
    (slug,) = re.findall(r"add-member \S+ (\S+) --name", text)
    assert loaded.scalar(select(Producer.id).where(Producer.slug == slug))
