"""Joining: step by step to a producer that an officer has approved, and nothing public before."""

import pytest
from sqlalchemy import select

from catalog.producers import Producer, ProducerState
from catalog.versions import current_version
from marketplace.accounts.consents import Consent
from marketplace.accounts.memberships import Membership
from marketplace.accounts.profiles import Profile
from marketplace.payments.bank_accounts import BankAccount
from tests import people, world
from tests.markup import Page
from tests.people import browser, fill, signed_in
from tests.shopping import hidden
from tests.storefront.joining.conftest import BUSINESS, CONTACT, PLACE, decide, newest, write


def producer(session) -> Producer:
    session.expire_all()
    return session.scalars(select(Producer).order_by(Producer.id.desc()).limit(1)).one()


def test_a_household_joins_and_is_shown_once_it_is_approved(app, session, applicant, officer):
    id = write(applicant, session)
    made = producer(session)
    assert (made.state, made.slug) == (ProducerState.SUBMITTED, "ho-lo-thi-lan")
    assert browser(app).get(f"/producers/{made.slug}").status_code == 404
    assert "Hộ Lò Thị Lan" in officer.get("/office/profiles").text
    assert decide(officer, id, "approve").status_code == 303
    assert producer(session).state == ProducerState.APPROVED
    assert "Hộ Lò Thị Lan" in browser(app).get(f"/producers/{made.slug}").text
    role = session.scalars(select(Membership.producer_role).where(Membership.producer_id == made.id)).one()
    assert role == "owner"


def test_a_personal_number_is_nowhere_in_the_database(session, applicant, undone):
    write(applicant, session)
    kept = newest(session)
    assert (kept.tax_code, kept.tax_last, len(kept.tax_hash)) == ("", "2345", 64)
    for table in ("profiles", "entries", "jobs"):
        rows = undone.connection.exec_driver_sql(f"SELECT * FROM {table}").all()
        assert "015099012345" not in repr(rows)
    assert "•••• •••• 2345" in applicant.get(f"/producer/join/{kept.id}").text


def test_a_draft_waits_for_another_day(session, applicant):
    id = write(applicant, session, hand_in=False)
    page = applicant.get("/producer/join").text
    assert f"/producer/join/{id}" in page and "Đang viết" in page
    assert 'value="Bản Đêu 2"' in applicant.get(f"/producer/join/{id}/place").text
    path = f"/producer/join/{id}/business"
    answer = fill(applicant, path, **BUSINESS | {"tax_code": "", "name": "Hộ Lò Lan"})
    assert answer.status_code == 303
    assert (newest(session).name, newest(session).tax_last) == ("Hộ Lò Lan", "2345")
    assert producer(session).slug == "ho-lo-lan"


def test_a_script_that_sends_a_step_is_told_where_to_go_on(session, applicant):
    as_script = {"Accept": "application/json"}
    token = hidden(applicant.get("/producer/join/new").text, "csrf_token")
    wrong = applicant.post("/producer/join", data={"csrf_token": token}, headers=as_script)
    assert (wrong.status_code, wrong.is_json) == (422, True)
    sent = BUSINESS | {"csrf_token": token}
    first, again = (applicant.post("/producer/join", data=sent, headers=as_script) for _ in "12")
    assert first.json == again.json == {"next": f"/producer/join/{newest(session).id}/place"}
    path = f"/producer/join/{newest(session).id}/place"
    assert applicant.post(path, data={"csrf_token": token}, headers=as_script).status_code == 422
    kept = applicant.post(path, data=PLACE | {"csrf_token": token}, headers=as_script)
    assert kept.json["next"].endswith("/contact") and newest(session).street == "Bản Đêu 2"


def test_nothing_is_agreed_to_beforehand_and_a_yes_is_written_down(session, applicant):
    id = write(applicant, session, hand_in=False)
    path = f"/producer/join/{id}"
    assert "checked" not in applicant.get(path).text
    refused = fill(applicant, path, f"{path}/submission")
    assert refused.status_code == 422
    assert newest(session).state == "draft"
    assert fill(applicant, path, f"{path}/submission", agreed="y").status_code == 303
    yes = session.scalars(select(Consent)).one()
    assert (yes.purpose, yes.given, yes.version) == ("selling", True, "2026-11")


def test_what_is_not_complete_can_not_be_handed_in(session, applicant):
    fill(applicant, "/producer/join/new", "/producer/join", **BUSINESS)
    id = newest(session).id
    path = f"/producer/join/{id}"
    assert "còn thiếu" in applicant.get(path).text.lower()
    token = fill(applicant, "/producer/join/new", f"{path}/submission", agreed="y")
    assert token.status_code == 422
    assert newest(session).state == "draft"


@pytest.mark.parametrize(
    ("field", "text"),
    [("tax_code", "0314409059"), ("tax_code", ""), ("name", "  "), ("kind", "bank"), ("name", "x" * 201)],
)
def test_a_wrong_answer_is_said_beside_it_and_the_rest_stays_typed(session, applicant, field, text):
    answer = fill(applicant, "/producer/join/new", "/producer/join", **BUSINESS | {field: text})
    assert answer.status_code == 422
    assert "field__error" in answer.text
    kept = "name" if field != "name" else "tax_code"
    assert BUSINESS[kept] in answer.text
    assert session.scalars(select(Profile)).all() == []


def test_a_commune_of_another_province_is_refused(session, applicant):
    fill(applicant, "/producer/join/new", "/producer/join", **BUSINESS)
    path = f"/producer/join/{newest(session).id}/place"
    assert fill(applicant, path, **PLACE | {"commune": world.BA_DINH}).status_code == 422
    shown = fill(applicant, path, province="01", action="communes")
    assert shown.status_code == 200 and world.BA_DINH in shown.text


def test_the_bank_account_can_be_given_or_follow_later(session, applicant):
    id = write(applicant, session, hand_in=False)
    path = f"/producer/join/{id}/account"
    assert fill(applicant, path).status_code == 303
    assert fill(applicant, path, bin="970436", number="x", holder="Lan").status_code == 422
    assert fill(applicant, path, bin="970436", number="0123 456 789", holder="Lò Thị Lan").status_code == 303
    account = session.scalars(select(BankAccount)).one()
    assert (account.producer_id, account.number) == (producer(session).id, "0123456789")


def test_it_is_returned_with_reasons_and_handed_in_again(session, applicant, officer):
    id = write(applicant, session)
    assert decide(officer, id, "return").status_code == 422
    assert decide(officer, id, "return", "Thiếu số nhà").status_code == 303
    page = applicant.get(f"/producer/join/{id}").text
    assert "Thiếu số nhà" in page and producer(session).state == "returned"
    fill(applicant, f"/producer/join/{id}/place", **PLACE | {"street": "Số 5, Bản Đêu 2"})
    assert fill(applicant, f"/producer/join/{id}", f"/producer/join/{id}/submission").status_code == 303
    page = Page(officer.get(f"/office/profiles/{id}").text)
    [row] = [e for e in page.find("tr") if any(inside.tag in ("del", "ins") for inside in e.inside)]
    assert "Bản Đêu 2" in row.text and "Số 5" in row.text
    assert decide(officer, id, "approve").status_code == 303
    assert "<ins>" not in officer.get(f"/office/profiles/{id}").text


def test_what_comes_back_as_it_was_says_so_and_shows_all_of_it(session, applicant, officer):
    id = write(applicant, session)
    decide(officer, id, "return", "Thiếu số nhà")
    fill(applicant, f"/producer/join/{id}", f"/producer/join/{id}/submission")
    page = officer.get(f"/office/profiles/{id}").text
    assert "Không có gì thay đổi" in page and "Bản Đêu 2" in page and "<ins>" not in page


def test_a_returned_change_is_compared_with_both_what_was_returned_and_what_is_in_force(
    session, applicant, officer
):
    decide(officer, write(applicant, session), "approve")
    fill(applicant, "/producer/profile")
    id = newest(session).id
    for phone in ("0987654321", "0987654322"):
        fill(applicant, f"/producer/join/{id}/contact", **CONTACT | {"phone": phone})
        fill(applicant, f"/producer/join/{id}", f"/producer/join/{id}/submission")
        decide(officer, id, "return", "Gọi không được")
    fill(applicant, f"/producer/join/{id}", f"/producer/join/{id}/submission")
    html = officer.get(f"/office/profiles/{id}").text
    assert "Không có gì thay đổi" in html
    [row] = [e for e in Page(html).find("tr") if any(inside.tag == "del" for inside in e.inside)]
    assert "0912" in row.text and "322" in row.text


def test_a_rejected_one_is_closed(session, applicant, officer):
    id = write(applicant, session)
    assert decide(officer, id, "reject", "Không có thật").status_code == 303
    assert producer(session).state == ProducerState.CLOSED
    assert "Không có thật" in applicant.get(f"/producer/join/{id}").text


def test_while_an_officer_has_it_nothing_can_be_changed_unless_it_is_taken_back(session, applicant):
    id = write(applicant, session)
    assert applicant.get(f"/producer/join/{id}/place").status_code == 422
    path = f"/producer/join/{id}"
    assert fill(applicant, path, f"{path}/return").status_code == 303
    assert (newest(session).state, producer(session).state) == ("draft", "draft")
    assert applicant.get(f"{path}/place").status_code == 200
    assert fill(applicant, path, f"{path}/withdrawal").status_code == 303
    assert (newest(session).state, producer(session).state) == ("withdrawn", "closed")


def test_of_two_officers_the_second_is_told_and_nothing_is_lost(app, session, applicant, officer):
    id = write(applicant, session)
    path = f"/office/profiles/{id}"
    other = signed_in(app, people.officer(session, "xuan@vidu.vn", province=None))
    seen = other.get(path).text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    decide(officer, id, "approve")
    token = people.fill(
        other, "/office/synonyms", f"{path}/decision", decision="reject", reasons="Tôi nghi", seen=seen
    )
    assert token.status_code == 422
    assert "vừa được quyết định" in token.text and "Tôi nghi" in token.text
    assert newest(session).state == "approved" and producer(session).state == "approved"


def test_what_changed_after_an_officer_read_it_is_shown_again_before_it_is_decided(
    session, applicant, officer
):
    id = write(applicant, session)
    seen = str(newest(session).revision)
    fill(applicant, f"/producer/join/{id}", f"/producer/join/{id}/return")
    fill(applicant, f"/producer/join/{id}", f"/producer/join/{id}/submission", agreed="y")
    answer = decide(officer, id, "approve", seen=seen)
    assert answer.status_code == 422 and newest(session).state == "submitted"


def test_other_people_and_offices_find_nothing(app, session, applicant):
    id = write(applicant, session)
    stranger = signed_in(app, people.user(session, "la@vidu.vn"))
    for path in (f"/producer/join/{id}", f"/producer/join/{id}/place"):
        assert stranger.get(path).status_code == 404
        assert browser(app).get(path).status_code == 303
    far = signed_in(app, people.officer(session, "xa@vidu.vn", province="91"))
    assert far.get(f"/office/profiles/{id}").status_code == 404
    assert "Hộ Lò Thị Lan" not in far.get("/office/profiles").text


def test_what_was_never_handed_in_is_no_officers_business(session, applicant, officer):
    id = write(applicant, session, hand_in=False)
    assert officer.get(f"/office/profiles/{id}").status_code == 404


def test_nobody_decides_for_themselves(app, session):
    an = people.officer(session)
    client = signed_in(app, an)
    id = write(client, session)
    answer = decide(client, id, "approve")
    assert answer.status_code == 422 and newest(session).state == "submitted"


def test_a_draft_is_no_reason_to_make_public_pages_anew(session, applicant, officer):
    before = current_version(session)
    id = write(applicant, session)
    session.expire_all()
    assert current_version(session) == before
    decide(officer, id, "approve")
    session.expire_all()
    assert current_version(session) == before + 1


def test_a_change_waits_while_the_published_version_stays(app, session, applicant, officer):
    id = write(applicant, session)
    decide(officer, id, "approve")
    made = producer(session)
    answer = fill(applicant, "/producer/profile")
    change = newest(session)
    assert answer.location == f"/producer/join/{change.id}" and change.id != id
    fill(
        applicant,
        f"/producer/join/{change.id}/business",
        kind="cooperative",
        name="Hợp tác xã Lò Lan",
        tax_code="",
    )
    fill(applicant, f"/producer/join/{change.id}", f"/producer/join/{change.id}/submission")
    assert "Hộ Lò Thị Lan" in browser(app).get(f"/producers/{made.slug}").text
    page = officer.get(f"/office/profiles/{change.id}").text
    assert "<del>" in page and "Hợp tác xã" in page
    decide(officer, change.id, "approve")
    shown = browser(app).get(f"/producers/{made.slug}").text
    assert "Hợp tác xã Lò Lan" in shown
    assert producer(session).state == "approved"


def test_a_rejected_change_leaves_everything_as_it_is(session, applicant, officer):
    decide(officer, write(applicant, session), "approve")
    fill(applicant, "/producer/profile")
    id = newest(session).id
    fill(applicant, f"/producer/join/{id}/contact", **CONTACT | {"phone": "0987654321"})
    fill(applicant, f"/producer/join/{id}", f"/producer/join/{id}/submission")
    decide(officer, id, "reject", "Số này của người khác")
    assert producer(session).state == "approved"
    assert (
        "0912 345 678" in applicant.get("/producer/profile").text
        or "+84912345678" in applicant.get("/producer/profile").text
    )


def test_the_same_tax_code_elsewhere_is_said_to_the_officer(app, session, applicant, officer):
    decide(officer, write(applicant, session), "approve")
    id = write(signed_in(app, people.user(session, "hai@vidu.vn")), session, name="Hộ Thứ Hai")
    assert "Hộ Lò Thị Lan" in officer.get(f"/office/profiles/{id}").text


def test_two_with_one_name_get_addresses_of_their_own(app, session, applicant):
    write(applicant, session)
    write(signed_in(app, people.user(session, "hai@vidu.vn")), session)
    assert producer(session).slug == "ho-lo-thi-lan-2"


def test_nobody_has_more_than_a_few_on_their_way(session, applicant):
    for i in range(5):
        write(applicant, session, name=f"Hộ {i}")
    answer = fill(applicant, "/producer/join/new", "/producer/join", **BUSINESS)
    assert answer.status_code == 422


def test_erasing_an_account_takes_its_draft_along(session, lan, applicant):
    from marketplace.orders.personal_data import erase
    from tests.world import NOW

    fill(applicant, "/producer/join/new", "/producer/join", **BUSINESS)
    erase(session, session.merge(lan), NOW)
    session.commit()
    assert session.scalars(select(Profile)).all() == []
