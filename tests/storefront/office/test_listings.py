"""Listings in the office: what changed, what is flagged, the decision, taking one off; of two officers one is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.listing_moves import submit
from catalog.pictures import file_name
from catalog.products import Product
from catalog.revisions import newest_revision, open_revision, save_draft
from catalog.suspensions import open_suspension, suspend
from marketplace.accounts.memberships import add_member
from marketplace.accounts.users import find_user
from marketplace.audit import Entry
from marketplace.register.claims import ClaimFlag, check_claims
from storefront.settings import Settings
from storefront.work.loop import work_off
from tests import people, world
from tests.people import fill, signed_in
from tests.shopping import hidden
from tests.storefront.producer.listing_making import DIGEST, finished_listing
from tests.world import NOW, TODAY


@pytest.fixture(autouse=True)
def made_pictures(app, tmp_path, monkeypatch):
    monkeypatch.setattr(Settings, "listing_pictures_dir", property(lambda _: tmp_path / "private"))
    monkeypatch.setattr(Settings, "pictures_dir", property(lambda _: tmp_path / "public"))
    file = tmp_path / "private" / "made" / file_name(DIGEST, 800, "webp")
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF")


@pytest.fixture
def desk(app, session):
    return signed_in(app, people.officer(session))


@pytest.fixture
def handed_in(session) -> Product:
    return hand_in(session)


def hand_in(session, **facts) -> Product:
    product = finished_listing(session, world.producer(session).id, **facts)
    submit(session, product, open_revision(session, product.id), NOW)
    session.commit()
    return product


def decide(desk, product: Product, decision: str, reasons: str = "", **more):
    page = f"/office/listings/{product.id}"
    seen = hidden(desk.get(page).text, "seen")
    return fill(desk, page, f"{page}/decision", decision=decision, reasons=reasons, **{"seen": seen} | more)


def state_of(session, product: Product) -> tuple[str, str]:
    session.expire_all()
    return session.get(Product, product.id).state, newest_revision(session, product.id).state


def test_what_is_handed_in_waits_and_is_published_by_one_press(desk, client, session, handed_in):
    assert handed_in.name in desk.get("/office/listings").text
    assert decide(desk, handed_in, "approve").status_code == 303
    assert state_of(session, handed_in) == ("published", "approved")
    page = client.get(f"/products/{handed_in.slug}").text
    assert "Chè hái tay." in page and "Bản Mới" in page
    assert handed_in.name not in desk.get("/office/listings").text


@pytest.mark.parametrize(
    ("decision", "states"), [("return", ("returned", "returned")), ("reject", ("retired", "rejected"))]
)
def test_it_is_sent_back_or_rejected_with_reasons(desk, session, handed_in, decision, states):
    assert decide(desk, handed_in, decision).status_code == 422
    assert decide(desk, handed_in, decision, "Ảnh nhãn mờ").status_code == 303
    assert state_of(session, handed_in) == states
    assert newest_revision(session, handed_in.id).reason == "Ảnh nhãn mờ"


def test_the_second_of_two_officers_is_told(app, session, desk, handed_in):
    second = signed_in(app, people.officer(session, "hai@vidu.vn"))
    page = f"/office/listings/{handed_in.id}"
    html = second.get(page).text
    fields = {name: hidden(html, name) for name in ("csrf_token", "seen")}
    decide(desk, handed_in, "approve")
    answer = second.post(f"{page}/decision", data=fields | {"decision": "reject", "reasons": "Không"})
    assert answer.status_code == 422 and "Không" in answer.text
    assert state_of(session, handed_in) == ("published", "approved")


def test_a_version_that_was_changed_meanwhile_is_not_decided_on(desk, session, handed_in):
    assert decide(desk, handed_in, "approve", seen="1").status_code == 422
    assert state_of(session, handed_in) == ("submitted", "submitted")


def test_an_officer_does_not_decide_on_a_listing_of_their_own(desk, session, handed_in):
    from marketplace.accounts.memberships import add_member
    from marketplace.accounts.users import find_user

    user = find_user(session, "an@vidu.vn")
    add_member(session, user, session.get(world.Producer, handed_in.producer_id), NOW)
    session.commit()
    assert decide(desk, handed_in, "approve").status_code == 422
    assert state_of(session, handed_in)[0] == "submitted"


def test_a_change_stands_beside_what_is_public(desk, session):
    product = hand_in(session)
    decide(desk, product, "approve")
    session.expire_all()
    save_draft(session, product, None, {"summary": "Chè hái tay trên núi."}, NOW)
    submit(session, product, open_revision(session, product.id), NOW)
    session.commit()
    page = desk.get(f"/office/listings/{product.id}").text
    assert "<ins>" in page and "trên núi" in page
    assert decide(desk, product, "reject", "Chưa có căn cứ").status_code == 303
    assert state_of(session, product) == ("published", "rejected")
    assert session.get(Product, product.id).summary == "Chè hái tay."


def test_a_flagged_claim_needs_an_explicit_reason(desk, session):
    product = hand_in(session, summary="Chè OCOP 5 sao.")
    assert "5 sao" in desk.get(f"/office/listings/{product.id}").text
    assert decide(desk, product, "approve").status_code == 422
    assert decide(desk, product, "approve", "Có quyết định giấy").status_code == 422
    assert decide(desk, product, "approve", override="y").status_code == 422
    assert state_of(session, product)[0] == "submitted"
    assert decide(desk, product, "approve", "Có quyết định giấy", override="y").status_code == 303
    revision = newest_revision(session, product.id)
    assert {flag["rule"] for flag in revision.flags} == {"stars", "ocop"}
    assert all(flag["reason"] == "Có quyết định giấy" for flag in revision.flags)
    # Nobody is asked about the same sentence every night.
    assert check_claims(session, NOW, TODAY)[0] == 0


def test_a_claim_with_a_row_behind_it_needs_no_reason(desk, session):
    product = hand_in(session, summary="Chè OCOP 4 sao.")
    world.recognition(session, product, stars=4)
    session.commit()
    assert decide(desk, product, "approve").status_code == 303


def test_the_night_finds_what_lapsed_and_forgets_what_was_mended(desk, session):
    product = world.product(session, "Chè OCOP 4 sao")
    world.recognition(session, product, stars=4, expires_on=TODAY)
    session.commit()
    assert check_claims(session, NOW, TODAY) == (0, 0)
    tomorrow = TODAY + timedelta(days=1)
    assert check_claims(session, NOW, tomorrow) == (2, 0)
    assert check_claims(session, NOW, tomorrow) == (0, 0)
    session.commit()
    assert "Chè OCOP 4 sao" in desk.get("/office/claims").text
    product.name = "Chè Shan"
    session.flush()
    assert check_claims(session, NOW, tomorrow) == (0, 2)
    session.commit()
    assert "Chè OCOP" not in desk.get("/office/claims").text


def test_the_worker_looks_through_public_claims_every_day(app, session, clock):
    from storefront.work.timers import run_due

    world.product(session, "Chè OCOP 4 sao")
    session.commit()
    with app.app_context():
        run_due(app.extensions["database"], clock)
    work_off(app.extensions["database"], clock)
    session.expire_all()
    assert {flag.rule for flag in session.scalars(select(ClaimFlag))} == {"stars", "ocop"}


def test_a_hidden_listing_is_flagged_no_more(session):
    product = world.product(session, "Chè OCOP 4 sao")
    check_claims(session, NOW, TODAY)
    product.state = "hidden"
    session.flush()
    assert check_claims(session, NOW, TODAY) == (0, 2)


def test_organic_is_borne_out_by_a_certificate_until_the_day_it_ends(session):
    beans = world.product(session, "Rau hữu cơ")
    other = world.product(session, "Cải hữu cơ")
    paper = world.document(session, beans, "organic", valid_until=TODAY)
    assert check_claims(session, NOW, TODAY) == (1, 0)
    assert [flag.product_id for flag in session.scalars(select(ClaimFlag))] == [other.id]
    assert check_claims(session, NOW, paper.valid_until + timedelta(days=1)) == (1, 0)


def test_an_officer_lets_a_sentence_stand_with_a_reason(desk, session):
    world.product(session, "Rau hữu cơ")
    check_claims(session, NOW, TODAY)
    session.commit()
    flag = session.scalars(select(ClaimFlag)).one()
    to = f"/office/claims/{flag.id}/acceptance"
    token = {f"flag-{flag.id}-csrf_token": token_of(desk)}
    assert desk.post(to, data=token).status_code == 422
    assert desk.post(to, data=token | {f"flag-{flag.id}-reason": "Đã xem giấy"}).status_code == 303
    session.expire_all()
    assert (flag.state, flag.reason) == ("accepted", "Đã xem giấy")
    assert check_claims(session, NOW, TODAY) == (0, 0)
    assert session.scalars(select(Entry).where(Entry.action == "claim.accepted")).one().facts["reason"]


def token_of(desk) -> str:
    import re

    return re.search(r'csrf_token[^>]*value="([^"]+)"', desk.get("/office/claims").text)[1]


def test_a_listing_is_taken_off_at_once_and_put_back_after_an_appeal(desk, client, session, app):
    product = world.product(session, "Chè sai nhãn")
    session.commit()
    page = f"/office/listings/{product.id}"
    reason = {"reason-reason": "Ảnh không đúng hàng"}
    assert reason_press(desk, page, "suspension", {}).status_code == 422
    assert reason_press(desk, page, "suspension", reason).status_code == 303
    assert client.get(f"/products/{product.slug}").status_code == 404
    assert open_suspension(session, product.id).reason == "Ảnh không đúng hàng"
    user = people.user(session, "lan@vidu.vn")
    add_member(session, user, session.get(world.Producer, product.producer_id), NOW)
    session.commit()
    seller, own = signed_in(app, user), f"/producer/products/{product.id}"
    assert "Ảnh không đúng hàng" in seller.get(own).text
    assert fill(seller, own, f"{own}/publication").status_code == 422
    assert fill(seller, own, f"{own}/appeal", appeal="Đã thay ảnh").status_code == 303
    assert "Đã thay ảnh" in desk.get("/office/listings").text
    assert reason_press(desk, page, "reinstatement", {"reason-reason": "Đã đúng"}).status_code == 303
    assert client.get(f"/products/{product.slug}").status_code == 200


@pytest.fixture
def appealed(app, session):
    """A listing that was taken off and appealed for, and a browser of its producer."""
    product = world.product(session, "Chè sai nhãn")
    user = people.user(session, "lan@vidu.vn")
    add_member(session, user, session.get(world.Producer, product.producer_id), NOW)
    suspend(session, product, "Ảnh không đúng hàng", NOW)
    session.commit()
    seller, own = signed_in(app, user), f"/producer/products/{product.id}"
    assert fill(seller, own, f"{own}/appeal", appeal="Đã thay ảnh").status_code == 303
    return product, seller, own


def test_an_appeal_is_declined_with_reasons_and_the_producer_may_say_more(desk, session, appealed):
    product, seller, own = appealed
    page = f"/office/listings/{product.id}"
    assert fill(seller, "/producer/products/new", f"{own}/appeal", appeal="Thêm nữa").status_code == 422
    assert reason_press(desk, page, "appeal", {}).status_code == 422
    assert reason_press(desk, page, "appeal", {"reason-reason": "Ảnh vẫn của hàng khác"}).status_code == 303
    assert "Ảnh vẫn của hàng khác" in seller.get(own).text
    assert "Đã thay ảnh" not in desk.get("/office/listings").text
    session.refresh(product)
    assert product.state == "suspended"
    assert [one.user_id is not None for one in entries(session, "listing.appeal_declined")] == [True]
    assert fill(seller, own, f"{own}/appeal", appeal="Nay đã thay hẳn").status_code == 303
    assert "Nay đã thay hẳn" in desk.get("/office/listings").text


def test_of_two_answers_the_second_is_told_and_kept(desk, session, appealed):
    product, _seller, _own = appealed
    page = f"/office/listings/{product.id}"
    assert reason_press(desk, page, "appeal", {"reason-reason": "Chưa được"}).status_code == 303
    late = reason_press(desk, page, "appeal", {"reason-reason": "Tôi cũng thấy chưa được"})
    assert late.status_code == 422 and "Tôi cũng thấy chưa được" in late.text


def test_both_sides_are_told_of_an_appeal_and_its_answer(app, desk, session, appealed, clock):
    product, seller, _own = appealed
    page = f"/office/listings/{product.id}"
    assert reason_press(desk, page, "appeal", {"reason-reason": "Chưa được"}).status_code == 303
    work_off(app.extensions["database"], clock)
    assert "Chè sai nhãn" in desk.get("/account/notices").text
    assert "Chè sai nhãn" in seller.get("/account/notices").text


def entries(session, action: str) -> list[Entry]:
    return list(session.scalars(select(Entry).where(Entry.action == action)))


def test_nobody_takes_off_or_puts_back_what_is_their_own(desk, session):
    product = world.product(session, "Chè của cán bộ")
    officer = find_user(session, "an@vidu.vn")
    add_member(session, officer, session.get(world.Producer, product.producer_id), NOW)
    session.commit()
    page, reason = f"/office/listings/{product.id}", {"reason-reason": "Việc nhà"}
    assert reason_press(desk, page, "suspension", reason).status_code == 422
    suspend(session, product, "Ảnh không đúng hàng", NOW)
    session.commit()
    assert reason_press(desk, page, "reinstatement", reason).status_code == 422
    assert open_suspension(session, product.id).ended_at is None


def reason_press(desk, page: str, step: str, typed: dict):
    import re

    token = re.search(r'name="reason-csrf_token"[^>]*value="([^"]+)"', desk.get(page).text)
    token = token or re.search(r'id="csrf-reason"[^>]*value="([^"]+)"', desk.get(page).text)
    return desk.post(f"{page}/{step}", data={"reason-csrf_token": token[1]} | typed)


def test_an_officer_of_another_province_finds_nothing(app, session, handed_in):
    far = signed_in(app, people.officer(session, "xa@vidu.vn", province="91"))
    for path in ("", "/preview", f"/pictures/{'ab' * 10}"):
        with far.get(f"/office/listings/{handed_in.id}{path}") as answer:
            assert answer.status_code == 404
    assert handed_in.name not in far.get("/office/listings").text


def test_the_preview_shows_the_version_with_the_badges_of_today(desk, session, handed_in):
    world.recognition(session, handed_in, stars=4)
    session.commit()
    answer = desk.get(f"/office/listings/{handed_in.id}/preview")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Chè hái tay." in answer.text and 'data-badge="stars"' in answer.text
