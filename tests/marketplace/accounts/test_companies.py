"""Companies that join, organisers of fairs as retailers: drafts, handing in, decisions, suspending."""

from dataclasses import replace
from typing import Any

import pytest

from catalog.records import Refused
from marketplace.accounts.company_joining import (
    MOST_OPEN,
    About,
    AboutRetailer,
    begin,
    file_registration,
    hand_in,
    write,
)
from marketplace.accounts.company_lists import count_waiting, same_tax_code, waiting
from marketplace.accounts.company_people import acts_for_company, companies_of
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.submissions import Decision, SubmissionState
from tests import people, world
from tests.world import NOW

S = SubmissionState
_FACTS = {
    "commune_code": world.VAN_CHAN,
    "street": "1 Trần Phú",
    "contact_name": "Hà",
    "phone": "+84912345678",
    "tax_code": "0100233488",
}
_SAID = {
    Organiser: About(OrganiserKind.CENTRE, "Sở Công Thương", **_FACTS),
    Retailer: AboutRetailer(
        RetailerKind.SUPERMARKET, "Siêu thị Xanh", registration_number="0100233488", **_FACTS
    ),
}
_MAKE = {Organiser: world.organiser, Retailer: world.retailer}


@pytest.fixture(params=[Organiser, Retailer])
def kind(request):
    return request.param


@pytest.fixture
def user(session):
    return people.user(session)


def begun(session, user, kind, **facts: Any) -> Any:
    """With its registration where one is asked for."""
    made = begin(session, user, kind, replace(_SAID[kind], **facts), NOW)
    if kind is Retailer:
        file_registration(made, "ab/giay.pdf")
    return made


def test_who_begins_is_its_manager_and_a_second_press_finds_the_same_draft(session, user, kind):
    made = begun(session, user, kind)
    again = begun(session, user, kind, street="2 Lê Lợi")
    assert again is made and made.street == "2 Lê Lợi" and made.state == S.DRAFT
    assert companies_of(session, kind, user.id) == [(made, "manager")]
    assert acts_for_company(session, user.id, made)
    assert not acts_for_company(session, people.user(session, "la@vidu.vn").id, made)


def test_only_so_many_are_on_their_way(session, user, kind):
    made = [begun(session, user, kind, name=f"Sở {n}") for n in range(MOST_OPEN)]
    with pytest.raises(Refused):
        begun(session, user, kind, name="Sở nữa")
    made[0].withdraw()
    assert begun(session, user, kind, name="Sở nữa").state == S.DRAFT


def test_two_organisers_of_one_name_have_two_addresses_and_the_address_follows_the_name(session, user):
    first = begun(session, user, Organiser)
    second = begun(session, people.user(session, "hai@vidu.vn"), Organiser)
    assert (first.slug, second.slug) == ("so-cong-thuong", "so-cong-thuong-2")
    write(session, second, replace(_SAID[Organiser], name="Trung tâm Xúc tiến"))
    assert second.slug == "trung-tam-xuc-tien"


@pytest.mark.parametrize("lacks", ["tax_code", "street", "contact_name", "phone"])
def test_what_is_missing_keeps_it_from_being_handed_in(session, user, kind, lacks):
    made = begun(session, user, kind, **{lacks: ""})
    assert made.missing == [lacks]
    with pytest.raises(Refused):
        hand_in(made, NOW)


def test_it_is_handed_in_when_nothing_is_missing(session, user, kind):
    made = begun(session, user, kind)
    assert made.missing == []
    hand_in(made, NOW)
    assert made.waits


def test_an_authority_needs_no_tax_code_and_a_retailer_its_registration(session, user):
    said = replace(_SAID[Organiser], kind=OrganiserKind.AUTHORITY, tax_code="")
    office = begin(session, user, Organiser, said, NOW)
    assert office.missing == []
    shop = begin(session, user, Retailer, replace(_SAID[Retailer], registration_number=""), NOW)
    assert shop.missing == ["registration_number", "registration_file"]


@pytest.mark.parametrize("state", list(S))
def test_it_is_written_while_it_is_a_draft_or_returned_and_never_else(session, kind, state):
    made = _MAKE[kind](session, state=state, reasons="Vì thế")
    steps = [lambda: write(session, made, replace(_SAID[kind], name="Tên mới"))]
    if kind is Retailer:
        steps.append(lambda: file_registration(made, "cd/khac.pdf"))
    for step in steps:
        if state in (S.DRAFT, S.RETURNED):
            step()
        else:
            with pytest.raises(Refused):
                step()
    assert (made.name == "Tên mới") == made.is_open
    if kind is Retailer:
        assert (made.registration_file == "cd/khac.pdf") == made.is_open


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("is_suspended", [True, False])
def test_it_acts_and_is_suspended_while_it_is_approved_and_not_suspended(session, kind, state, is_suspended):
    facts = {"suspended_at": NOW, "suspension_reason": "Vì thế"} if is_suspended else {}
    made = _MAKE[kind](session, state=state, reasons="Vì thế", **facts)
    assert made.is_active == (state == S.APPROVED and not is_suspended)
    assert made.is_active == (made.may_deal if kind is Retailer else made.may_publish)
    if made.is_active:
        made.suspend("Không trả tiền", NOW)
        assert not made.is_active and made.suspension_reason == "Không trả tiền"
    else:
        with pytest.raises(Refused):
            made.suspend("Không trả tiền", NOW)


def test_a_suspension_needs_a_reason_and_is_lifted_once(session, kind):
    made = _MAKE[kind](session)
    with pytest.raises(Refused):
        made.suspend("  ", NOW)
    made.suspend("Vì thế", NOW)
    made.reinstate("Đã sửa")
    assert made.is_active and made.suspension_reason == ""
    with pytest.raises(Refused):
        made.reinstate("Đã sửa")


def test_an_office_sees_what_waits_in_its_province_alone(session, user, kind):
    here = begun(session, user, kind)
    there = begun(session, user, kind, name="Sở Hà Nội", commune_code=world.BA_DINH)
    begun(session, user, kind, name="Chưa nộp")
    for one in (here, there):
        hand_in(one, NOW)
    session.flush()
    found = {province: set(session.scalars(waiting(kind, province))) for province in ("15", "01", None)}
    assert found == {"15": {here}, "01": {there}, None: {here, there}}
    assert {province: count_waiting(session, kind, province) for province in found} == {
        "15": 1,
        "01": 1,
        None: 2,
    }
    here.decide(Decision.APPROVE, "", here.revision, NOW)
    session.flush()
    assert count_waiting(session, kind, "15") == 0


def test_the_same_tax_code_is_seen_once_it_is_handed_in(session, user, kind):
    known = _MAKE[kind](session, tax_code="0100233488")
    _MAKE[kind](session, tax_code="0100233488", state=S.DRAFT, submitted_at=None)
    assert same_tax_code(session, begun(session, user, kind)) == [known]
    assert same_tax_code(session, begun(session, user, kind, name="Không mã", tax_code="")) == []


def test_of_two_officers_the_second_is_told(session, kind):
    made = _MAKE[kind](session, state=S.SUBMITTED)
    made.decide(Decision.RETURN, "Thiếu giấy", 1, NOW)
    with pytest.raises(Refused):
        made.decide(Decision.APPROVE, "", 1, NOW)
    assert session.get(kind, made.id).state == S.RETURNED
