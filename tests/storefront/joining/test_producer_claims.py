"""Claiming a producer that the catalogue knows: found, said, decided; several claims, and several officers."""

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import Membership, add_member
from marketplace.accounts.producer_claims import ProducerClaim
from tests import people, world
from tests.people import browser, fill, signed_in
from tests.storefront.joining.conftest import hidden_seen
from tests.world import NOW

SAID = {"statement": "Tôi là giám đốc", "proof": "Quyết định 15/QĐ-UBND"}


@pytest.fixture
def known(session):
    made = world.producer(session, "Hợp tác xã Chè Suối Giàng")
    session.commit()
    return made


def claims(session) -> list[ProducerClaim]:
    session.expire_all()
    return session.scalars(select(ProducerClaim).order_by(ProducerClaim.id)).all()


def hand_in(client, producer, **fields):
    return fill(client, f"/producer/join/claims/{producer.slug}", **SAID | fields)


def decide(client, id: int, decision: str, reasons: str = "", seen: str = ""):
    path = f"/office/producer-claims/{id}"
    seen = seen or hidden_seen(client.get(path).text)
    return fill(client, path, f"{path}/decision", decision=decision, reasons=reasons, seen=seen)


def test_the_public_page_asks_whose_it_is_until_somebody_acts_for_it(app, session, applicant, officer, known):
    asked = f"/producer/join/claims/{known.slug}"
    guest = browser(app)
    assert asked in guest.get(f"/producers/{known.slug}").text
    assert hand_in(applicant, known).status_code == 303
    assert asked in guest.get(f"/producers/{known.slug}").text
    assert decide(officer, claims(session)[0].id, "approve").status_code == 303
    assert asked not in guest.get(f"/producers/{known.slug}").text
    role = session.scalars(select(Membership.producer_role).where(Membership.producer_id == known.id)).one()
    assert role == "owner"
    assert applicant.get("/producer").status_code == 200


@pytest.mark.parametrize("query", ["q=suoi+giang", "q=Chè+Suối", "province=15", "q=che&province=15"])
def test_it_is_found_by_name_with_or_without_diacritics_and_by_province(session, applicant, known, query):
    assert known.slug in applicant.get(f"/producer/join/claims?{query}").text


@pytest.mark.parametrize("query", ["q=%25", "q=không+có", "province=91", "province=xx&q=khac", ""])
def test_what_is_not_asked_for_is_not_found(session, applicant, known, query):
    assert known.slug not in applicant.get(f"/producer/join/claims?{query}").text


def test_what_has_people_or_is_not_shown_can_not_be_claimed(app, session, applicant, known):
    add_member(session, people.user(session, "chu@vidu.vn"), known, NOW)
    hidden = world.producer(session, "Hợp tác xã Ẩn", state="suspended")
    session.commit()
    assert known.slug not in applicant.get("/producer/join/claims?q=suoi").text
    page = applicant.get(f"/producer/join/claims/{known.slug}").text
    assert "<textarea" not in page and "đã có người làm việc" in page
    assert applicant.get(f"/producer/join/claims/{hidden.slug}").status_code == 404


def test_a_claim_without_proof_keeps_what_was_typed(session, applicant, known):
    answer = hand_in(applicant, known, proof=" ")
    assert answer.status_code == 422 and SAID["statement"] in answer.text
    assert claims(session) == []


def test_a_returned_claim_is_completed_and_handed_in_again(session, applicant, officer, known):
    hand_in(applicant, known)
    id = claims(session)[0].id
    decide(officer, id, "return", "Cần số điện thoại của xã")
    page = applicant.get(f"/producer/join/claims/{known.slug}").text
    assert "Cần số điện thoại của xã" in page and SAID["proof"] in page
    assert hand_in(applicant, known, proof="Gọi 0214 123 456").status_code == 303
    assert [(one.id, one.state, one.proof) for one in claims(session)] == [
        (id, "submitted", "Gọi 0214 123 456")
    ]


def test_several_claims_are_shown_together_and_one_approval_ends_them_all(
    app, session, applicant, officer, known
):
    other = signed_in(app, people.user(session, "hai@vidu.vn", "Người Thứ Hai"))
    hand_in(applicant, known)
    hand_in(other, known, statement="Tôi là chủ nhiệm")
    first, second = claims(session)
    assert "2 yêu cầu" in officer.get("/office/producer-claims").text
    page = officer.get(f"/office/producer-claims/{second.id}").text
    assert "Tôi là giám đốc" in page and "Tôi là chủ nhiệm" in page
    decide(officer, second.id, "approve")
    assert [one.state for one in claims(session)] == ["rejected", "approved"]
    assert "đã được duyệt" in applicant.get(f"/producer/join/claims/{known.slug}").text
    path = f"/office/producer-claims/{first.id}/decision"
    assert fill(officer, "/office/synonyms", path, decision="approve", seen="2").status_code == 422


def test_of_two_officers_the_second_is_told(app, session, applicant, officer, known):
    hand_in(applicant, known)
    id = claims(session)[0].id
    seen = hidden_seen(officer.get(f"/office/producer-claims/{id}").text)
    central = signed_in(app, people.officer(session, "tw@vidu.vn", province=None))
    decide(central, id, "reject", "Chưa rõ")
    answer = fill(
        officer,
        "/office/synonyms",
        f"/office/producer-claims/{id}/decision",
        decision="approve",
        seen=seen,
        reasons="Tôi biết",
    )
    assert answer.status_code == 422 and "Tôi biết" in answer.text
    assert claims(session)[0].state == "rejected"
    assert session.scalars(select(Membership).where(Membership.producer_id == known.id)).all() == []


def test_an_office_of_another_province_sees_nothing_and_nobody_decides_for_themselves(app, session, known):
    an = people.officer(session)
    client = signed_in(app, an)
    hand_in(client, known)
    id = claims(session)[0].id
    assert decide(client, id, "approve").status_code == 422
    far = signed_in(app, people.officer(session, "xa@vidu.vn", province="91"))
    assert far.get(f"/office/producer-claims/{id}").status_code == 404
    assert known.name not in far.get("/office/producer-claims").text


def test_a_rejected_claimant_can_claim_anew(session, applicant, officer, known):
    hand_in(applicant, known)
    decide(officer, claims(session)[0].id, "reject", "Chưa rõ")
    assert hand_in(applicant, known, proof="Giấy phép số 9").status_code == 303
    assert [one.state for one in claims(session)] == ["rejected", "submitted"]


def test_nobody_claims_half_the_country(session, applicant):
    made = [world.producer(session) for _ in range(6)]
    session.commit()
    answers = [hand_in(applicant, one).status_code for one in made]
    assert answers == [303] * 5 + [422]
