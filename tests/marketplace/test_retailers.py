"""Retailers: joining, decisions, suspending, their people and their stores."""

import pytest

from catalog.records import Refused
from marketplace.accounts.memberships import Membership, RetailerRole
from marketplace.accounts.retailer_joining import (
    MOST_OPEN,
    About,
    begin,
    file_registration,
    hand_in,
    missing,
    write,
)
from marketplace.accounts.retailer_lists import count_waiting, same_tax_code, waiting_retailers
from marketplace.accounts.retailer_people import (
    add_to_retailer,
    change_person,
    people_of_retailer,
    remove_from_retailer,
    retailers_of,
)
from marketplace.accounts.retailers import RetailerKind
from marketplace.accounts.stores import (
    StoreFacts,
    add_store,
    change_store,
    close_store,
    reopen_store,
    stores_of,
)
from marketplace.submissions import Decision, SubmissionState
from tests import people, world
from tests.world import NOW

S, R = SubmissionState, RetailerRole
FACTS = {
    "commune_code": world.VAN_CHAN,
    "tax_code": "0100233488",
    "registration_number": "0100233488",
    "street": "1 Trần Phú",
    "contact_name": "Hà",
    "phone": "+84912345678",
}


def about(name: str = "Siêu thị Xanh", **facts) -> About:
    return About(RetailerKind.SUPERMARKET, name, **(FACTS | facts))


@pytest.fixture
def user(session):
    return people.user(session)


def begun(session, user, **facts):
    made = begin(session, user, about(**facts), NOW)
    file_registration(made, "ab/giay.pdf")
    return made


def test_who_begins_is_its_manager_and_a_second_press_finds_the_same_draft(session, user):
    made = begin(session, user, about(), NOW)
    assert begin(session, user, about(street="2 Lê Lợi"), NOW) is made
    assert (made.street, made.state) == ("2 Lê Lợi", S.DRAFT)
    assert retailers_of(session, user.id) == [(made, R.MANAGER)]


def test_only_so_many_are_on_their_way(session, user):
    made = [begin(session, user, about(f"Siêu thị {n}"), NOW) for n in range(MOST_OPEN)]
    with pytest.raises(Refused):
        begin(session, user, about("Nữa"), NOW)
    made[0].withdraw()
    assert begin(session, user, about("Nữa"), NOW).state == S.DRAFT


@pytest.mark.parametrize("lacks", ["tax_code", "registration_number", "street", "contact_name", "phone"])
def test_what_is_missing_keeps_it_from_being_handed_in(session, user, lacks):
    made = begun(session, user, **{lacks: ""})
    assert missing(made) == [lacks]
    with pytest.raises(Refused):
        hand_in(made, NOW)


def test_it_is_handed_in_with_its_registration_alone(session, user):
    made = begin(session, user, about(), NOW)
    assert missing(made) == ["registration_file"]
    file_registration(made, "ab/giay.pdf")
    hand_in(made, NOW)
    assert made.waits


@pytest.mark.parametrize("state", list(S))
def test_it_is_written_while_it_is_a_draft_or_returned_and_never_else(session, state):
    made = world.retailer(session, state=state, reasons="Vì thế")
    steps = (lambda: write(made, about("Tên mới")), lambda: file_registration(made, "cd/khac.pdf"))
    for step in steps:
        if state in (S.DRAFT, S.RETURNED):
            step()
        else:
            with pytest.raises(Refused):
                step()
    assert (made.name == "Tên mới") == (made.registration_file == "cd/khac.pdf") == made.is_open


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("is_suspended", [True, False])
def test_it_deals_and_is_suspended_while_it_is_approved_and_not_suspended(session, state, is_suspended):
    facts = {"suspended_at": NOW, "suspension_reason": "Vì thế"} if is_suspended else {}
    made = world.retailer(session, state=state, reasons="Vì thế", **facts)
    assert made.may_deal == (state == S.APPROVED and not is_suspended)
    if made.may_deal:
        made.suspend("Không trả tiền", NOW)
        assert not made.may_deal
        made.reinstate("Đã trả")
        assert made.may_deal
    else:
        with pytest.raises(Refused):
            made.suspend("Không trả tiền", NOW)


def test_an_office_sees_what_waits_in_its_province_alone(session, user):
    here = begun(session, user)
    there = begun(session, user, name="Hà Nội", commune_code=world.BA_DINH)
    begun(session, user, name="Chưa nộp")
    for one in (here, there):
        hand_in(one, NOW)
    session.flush()
    found = {province: set(session.scalars(waiting_retailers(province))) for province in ("15", "01", None)}
    assert found == {"15": {here}, "01": {there}, None: {here, there}}
    here.decide(Decision.APPROVE, "", here.revision, NOW)
    session.flush()
    assert [count_waiting(session, province) for province in ("15", "01", None)] == [0, 1, 1]


def test_the_same_tax_code_is_seen_once_it_is_handed_in(session, user):
    known = world.retailer(session, tax_code="0100233488")
    world.retailer(session, tax_code="0100233488", state=S.DRAFT, submitted_at=None)
    assert same_tax_code(session, begun(session, user)) == [known]


@pytest.mark.parametrize("role", [one for one in R if one != R.MANAGER])
def test_the_last_manager_neither_goes_nor_becomes_something_else(session, user, role):
    of = world.retailer(session)
    add_to_retailer(session, user, of, NOW)
    with pytest.raises(Refused):
        change_person(session, of.id, user.id, role, None)
    with pytest.raises(Refused):
        remove_from_retailer(session, of.id, user.id)
    second = people.user(session, "hai@vidu.vn")
    add_to_retailer(session, second, of, NOW)
    change_person(session, of.id, user.id, role, None)
    session.flush()
    assert retailers_of(session, user.id) == [(of, role)]
    remove_from_retailer(session, of.id, user.id)
    session.flush()
    assert [person.id for person, _ in people_of_retailer(session, of.id)] == [second.id]


def test_a_receiver_may_belong_to_one_store_of_the_retailer_and_nobody_else_does(session, user):
    of, other = world.retailer(session), world.retailer(session)
    add_to_retailer(session, people.user(session, "chu@vidu.vn"), of, NOW)
    add_to_retailer(session, user, of, NOW, R.BUYER)
    own, foreign = world.store(session, of), world.store(session, other)
    for role, store in ((R.BUYER, own), (R.RECEIVER, foreign)):
        with pytest.raises(Refused), session.begin_nested():
            change_person(session, of.id, user.id, role, store.id)
    change_person(session, of.id, user.id, R.RECEIVER, own.id)
    session.flush()
    assert _held(session, of, user).store_id == own.id
    change_person(session, of.id, user.id, R.QUALITY, None)
    session.flush()
    assert _held(session, of, user).store_id is None


def _held(session, of, user) -> Membership:
    return next(one for person, one in people_of_retailer(session, of.id) if person.id == user.id)


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
