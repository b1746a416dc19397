"""Joining as an organiser of fairs: drafts, handing in, decisions, suspending."""

import pytest

from catalog.records import Refused
from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organiser_joining import MOST_OPEN, About, begin, hand_in, missing, write
from marketplace.accounts.organiser_lists import count_waiting, same_tax_code, waiting_organisers
from marketplace.accounts.organiser_people import acts_for_organiser, organisers_of
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.submissions import Decision, SubmissionState
from tests import people, world
from tests.world import NOW

S = SubmissionState
FACTS = {
    "commune_code": world.VAN_CHAN,
    "street": "1 Trần Phú",
    "contact_name": "Hà",
    "phone": "+84912345678",
}


def about(name: str = "Sở Công Thương", kind: OrganiserKind = OrganiserKind.AUTHORITY, **facts) -> About:
    return About(kind, name, **(FACTS | facts))


@pytest.fixture
def user(session):
    return people.user(session)


def test_who_begins_is_its_manager_and_a_second_press_finds_the_same_draft(session, user):
    made = begin(session, user, about(), NOW)
    again = begin(session, user, about(street="2 Lê Lợi"), NOW)
    assert again is made and made.street == "2 Lê Lợi" and made.state == S.DRAFT
    assert organisers_of(session, user.id) == [(made, OrganiserRole.MANAGER)]
    assert acts_for_organiser(session, user.id, made.id)
    assert not acts_for_organiser(session, people.user(session, "la@vidu.vn").id, made.id)


def test_only_so_many_are_on_their_way(session, user):
    made = [begin(session, user, about(f"Sở {n}"), NOW) for n in range(MOST_OPEN)]
    with pytest.raises(Refused):
        begin(session, user, about("Sở nữa"), NOW)
    made[0].withdraw()
    assert begin(session, user, about("Sở nữa"), NOW).state == S.DRAFT


def test_two_of_one_name_have_two_addresses_and_the_address_follows_the_name(session, user):
    first = begin(session, user, about(), NOW)
    second = begin(session, people.user(session, "hai@vidu.vn"), about(), NOW)
    assert (first.slug, second.slug) == ("so-cong-thuong", "so-cong-thuong-2")
    write(session, second, about("Trung tâm Xúc tiến"))
    assert second.slug == "trung-tam-xuc-tien"


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        (about(), []),
        (about(kind=OrganiserKind.CENTRE), ["tax_code"]),
        (about(kind=OrganiserKind.CENTRE, tax_code="0100233488"), []),
        (about(street="", phone=""), ["street", "phone"]),
        (about(contact_name=""), ["contact_name"]),
    ],
)
def test_what_is_missing_keeps_it_from_being_handed_in(session, user, said, lacks):
    made = begin(session, user, said, NOW)
    assert missing(made) == lacks
    if lacks:
        with pytest.raises(Refused):
            hand_in(made, NOW)
    else:
        hand_in(made, NOW)
    assert made.waits == (not lacks)


@pytest.mark.parametrize("state", list(S))
def test_it_is_written_while_it_is_a_draft_or_returned_and_never_else(session, state):
    made = world.organiser(session, state=state, reasons="Vì thế")
    if state in (S.DRAFT, S.RETURNED):
        write(session, made, about("Tên mới"))
        assert made.name == "Tên mới"
    else:
        with pytest.raises(Refused):
            write(session, made, about("Tên mới"))


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("is_suspended", [True, False])
def test_it_publishes_and_is_suspended_while_it_is_approved_and_not_suspended(session, state, is_suspended):
    facts = {"suspended_at": NOW, "suspension_reason": "Vì thế"} if is_suspended else {}
    made = world.organiser(session, state=state, reasons="Vì thế", **facts)
    assert made.may_publish == (state == S.APPROVED and not is_suspended)
    if made.may_publish:
        made.suspend("Bán gian hàng hai lần", NOW)
        assert not made.may_publish and made.suspension_reason == "Bán gian hàng hai lần"
    else:
        with pytest.raises(Refused):
            made.suspend("Bán gian hàng hai lần", NOW)


def test_a_suspension_needs_a_reason_and_is_lifted_once(session):
    made = world.organiser(session)
    with pytest.raises(Refused):
        made.suspend("  ", NOW)
    made.suspend("Vì thế", NOW)
    made.reinstate("Đã sửa")
    assert made.may_publish and made.suspension_reason == ""
    with pytest.raises(Refused):
        made.reinstate("Đã sửa")


def test_an_office_sees_what_waits_in_its_province_alone(session, user):
    here = begin(session, user, about(), NOW)
    there = begin(session, user, about("Sở Hà Nội", commune_code=world.BA_DINH), NOW)
    begin(session, user, about("Chưa nộp"), NOW)
    for one in (here, there):
        hand_in(one, NOW)
    session.flush()
    found = {province: set(session.scalars(waiting_organisers(province))) for province in ("15", "01", None)}
    assert found == {"15": {here}, "01": {there}, None: {here, there}}
    assert {province: count_waiting(session, province) for province in found} == {"15": 1, "01": 1, None: 2}
    here.decide(Decision.APPROVE, "", here.revision, NOW)
    session.flush()
    assert count_waiting(session, "15") == 0


def test_the_same_tax_code_is_seen_once_it_is_handed_in(session, user):
    known = world.organiser(session, tax_code="0100233488")
    world.organiser(session, tax_code="0100233488", state=S.DRAFT, submitted_at=None)
    made = begin(session, user, about(tax_code="0100233488"), NOW)
    assert same_tax_code(session, made) == [known]
    assert same_tax_code(session, begin(session, user, about("Không mã"), NOW)) == []


def test_of_two_officers_the_second_is_told(session):
    made = world.organiser(session, state=S.SUBMITTED)
    made.decide(Decision.RETURN, "Thiếu giấy", 1, NOW)
    with pytest.raises(Refused):
        made.decide(Decision.APPROVE, "", 1, NOW)
    assert session.get(Organiser, made.id).state == S.RETURNED
