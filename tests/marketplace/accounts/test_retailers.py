"""The people of retailers and their stores."""

import pytest

from catalog.records import Refused
from marketplace.accounts.company_people import (
    add_person,
    change_person,
    companies_of,
    people_of_company,
    remove_person,
)
from marketplace.accounts.memberships import Membership
from marketplace.accounts.memberships import RetailerRole as R
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import (
    StoreFacts,
    add_store,
    change_store,
    close_store,
    reopen_store,
    stores_of,
)
from tests import people, world
from tests.world import NOW


@pytest.fixture
def user(session):
    return people.user(session)


@pytest.mark.parametrize("role", [one for one in R if one != R.MANAGER])
def test_the_last_manager_neither_goes_nor_becomes_something_else(session, user, role):
    of = world.retailer(session)
    add_person(session, user, of, NOW)
    with pytest.raises(Refused):
        change_person(session, of, user.id, role, None)
    with pytest.raises(Refused):
        remove_person(session, of, user.id)
    second = people.user(session, "hai@vidu.vn")
    add_person(session, second, of, NOW)
    change_person(session, of, user.id, role, None)
    session.flush()
    assert companies_of(session, Retailer, user.id) == [(of, role)]
    remove_person(session, of, user.id)
    session.flush()
    assert [person.id for person, _ in people_of_company(session, of)] == [second.id]


def test_a_receiver_may_belong_to_one_store_of_the_retailer_and_nobody_else_does(session, user):
    of, other = world.retailer(session), world.retailer(session)
    add_person(session, people.user(session, "chu@vidu.vn"), of, NOW)
    add_person(session, user, of, NOW, R.BUYER)
    own, foreign = world.store(session, of), world.store(session, other)
    for role, store in ((R.BUYER, own), (R.RECEIVER, foreign)):
        with pytest.raises(Refused), session.begin_nested():
            change_person(session, of, user.id, role, store.id)
    change_person(session, of, user.id, R.RECEIVER, own.id)
    session.flush()
    assert _held(session, of, user).store_id == own.id
    change_person(session, of, user.id, R.QUALITY, None)
    session.flush()
    assert _held(session, of, user).store_id is None


def _held(session, of, user) -> Membership:
    return next(one for person, one in people_of_company(session, of) if person.id == user.id)


def test_two_stores_of_a_retailer_have_two_numbers_and_those_of_two_may_be_the_same(session):
    first, second = world.retailer(session), world.retailer(session)
    facts = StoreFacts("HN-01", "Ba Đình", world.BA_DINH, "1 phố")
    made = add_store(session, first, facts, NOW)
    with pytest.raises(Refused):
        add_store(session, first, facts, NOW)
    add_store(session, second, facts, NOW)
    made.retailer = first
    change_store(session, made, StoreFacts("HN-01", "Đống Đa", world.BA_DINH, "2 phố"))
    assert made.name == "Đống Đa"
    other = add_store(session, first, StoreFacts("HN-02", "Tây Hồ", world.BA_DINH, "3 phố"), NOW)
    other.retailer = first
    with pytest.raises(Refused):
        change_store(session, other, facts)


def test_a_closed_store_is_left_out_and_opened_again(session):
    of = world.retailer(session)
    made = world.store(session, of)
    made.retailer = of
    with pytest.raises(Refused):
        reopen_store(made)
    close_store(made, NOW)
    session.flush()
    assert list(session.scalars(stores_of(of.id, open_only=True))) == []
    assert list(session.scalars(stores_of(of.id))) == [made]
    with pytest.raises(Refused):
        close_store(made, NOW)
    reopen_store(made)
    assert made.closed_at is None
