"""The pages of an account: contacts, password, second factor, addresses, favourites, orders."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from marketplace.accounts.addresses import MOST, Address
from marketplace.accounts.contacts import email_token
from marketplace.accounts.favourites import Favourite
from marketplace.accounts.memberships import add_member
from marketplace.accounts.one_time_codes import OneTimeCode
from marketplace.accounts.second_factor import recovery_codes_left
from marketplace.orders.orders import Order
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.payments import Payment
from tests import world
from tests.addresses import Examples, addresses
from tests.markup import Page
from tests.people import PASSWORD, browser, fill, letters, sign_in, signed_in, totp_secret, user
from tests.shopping import fill_basket, give_address, order, order_number, review_form
from tests.storefront.test_security import inline_code
from tests.world import NOW

SECRET = "only-for-the-tests"
NEW = "một mật khẩu khác"
PLACE = {
    "name": "Trần Bình",
    "phone": "0912 345 678",
    "province": "01",
    "commune": world.BA_DINH,
    "street": "12 phố Thử",
    "old_address": "",
    "action": "save",
}


def pages() -> list[str]:
    known = addresses(Examples([], type("Any", (), {"slug": "x"}), []))
    return [path for name, paths in known.items() if name.startswith("account.") for path in paths]


def test_every_page_of_an_account_is_private_and_needs_no_inline_code(app, own, guest, binh, session):
    fill(own, "/account/addresses", **PLACE)
    kept = session.scalars(select(Address)).one()
    for path in pages():
        path = path.replace("/addresses/1", f"/addresses/{kept.id}")
        for client in (own, guest):
            answer = client.get(path)
            assert answer.status_code in (200, 303, 404), path
            assert answer.headers["Cache-Control"] == "private, no-store", path
            assert answer.headers["X-Robots-Tag"] == "noindex", path
            assert inline_code(Page(answer.text)) == [], path
    assert not len(app.extensions["page_cache"].pages)


def test_a_guest_is_sent_to_sign_in_and_back(guest, binh):
    for path in ("/account", "/account/orders?page=2", "/account/data", "/account/erasure"):
        answer = guest.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/sign-in?next=/account")
        assert sign_in(browser(guest.application), binh.email, path=answer.location).location == path


@pytest.mark.parametrize("path", ["/account/password", "/account/contacts", "/account/erasure"])
def test_a_wrong_password_changes_nothing(own, binh, session, path):
    fields = {
        "current": "wrong password",
        "password": "wrong password",
        "contact": "x@vidu.vn",
        "word": "xoa",
    }
    answer = fill(own, path, **fields)
    assert answer.status_code == 422
    session.refresh(binh)
    assert (binh.session_generation, binh.erased_at) == (1, None)
    assert letters(session) == []


def test_a_new_password_signs_out_every_other_browser(app, own, binh, session):
    other = signed_in(app, binh)
    done = fill(own, "/account/password", current=PASSWORD, password=NEW)
    assert (done.status_code, done.location) == (303, "/account")
    assert own.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert sign_in(browser(app), binh.email, NEW).status_code == 303


def test_signing_out_everywhere_leaves_nobody_in(app, own, binh):
    other = signed_in(app, binh)
    assert fill(own, "/account/password", "/account/sessions/end").location == "/sign-in"
    assert [client.get("/account").status_code for client in (own, other)] == [303, 303]


def test_the_name_can_be_changed_but_not_taken_away(own, binh, session):
    assert fill(own, "/en/account", "/en/account/name", name="  Bình   Trần ").status_code == 303
    session.refresh(binh)
    assert binh.name == "Bình Trần"
    for name in ("", " ", "x" * 300):
        assert fill(own, "/en/account", "/en/account/name", name=name).status_code == 422


def test_a_new_address_counts_when_it_is_confirmed_and_the_old_one_is_told(own, guest, binh, session):
    answer = fill(own, "/account/contacts", contact="New@vidu.vn", password=PASSWORD)
    assert answer.status_code == 303
    session.refresh(binh)
    assert binh.email == "binh@vidu.vn"
    where = f"/account/email/{email_token(binh, 'new@vidu.vn', SECRET, NOW)}"
    assert fill(guest, where).status_code == 303
    session.refresh(binh)
    assert binh.email == "new@vidu.vn"
    assert [(letter, to) for letter, to, _ in letters(session)] == [
        ("new_email", "new@vidu.vn"),
        ("contact_changed", "binh@vidu.vn"),
    ]
    assert guest.get(where).status_code == 404, "a link is good once"


def test_a_link_for_an_address_dies_with_a_new_password(own, guest, binh, session):
    where = f"/account/email/{email_token(binh, 'new@vidu.vn', SECRET, NOW)}"
    assert guest.get(where).status_code == 200
    binh.change_password(NEW)
    session.commit()
    assert guest.get(where).status_code == 404


def test_another_account_s_address_is_not_told_apart(own, session):
    user(session, "cuc@vidu.vn", "Cúc")
    answers = [
        fill(own, "/account/contacts", contact=contact, password=PASSWORD)
        for contact in ("cuc@vidu.vn", "nobody@vidu.vn")
    ]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/account/contacts")] * 2
    assert [letter for letter, _, _ in letters(session)] == ["new_email_known", "new_email"]


def test_a_telephone_number_is_added_with_its_code(own, binh, session):
    asked = fill(own, "/account/contacts", contact="0987 654 321", password=PASSWORD)
    assert asked.location == "/account/contacts/code"
    assert fill(own, asked.location, code="000000").location == "/account/contacts/code"
    right = session.scalars(select(OneTimeCode)).one().digits(SECRET)
    assert fill(own, asked.location, code=right).location == "/account/contacts"
    session.refresh(binh)
    assert (binh.phone, binh.phone_verified_at) == ("+84987654321", NOW)


def test_setting_up_the_second_factor_shows_ten_codes_once(app, own, binh, session, clock):
    page = Page(own.get("/account/second-factor").text)
    secret = page.one("span", "code").text.replace(" ", "")
    form = {"code": pyotp.TOTP(secret).at(clock.now()), "password": PASSWORD}
    assert fill(own, "/account/second-factor", **form | {"code": "000000"}).status_code == 422
    assert fill(own, "/account/second-factor", **form | {"password": "wrong"}).status_code == 422
    done = fill(own, "/account/second-factor", **form)
    assert len(Page(done.text).find("li", "code")) == 10
    session.refresh(binh)
    assert secret not in binh.totp_secret
    assert (totp_secret(binh), recovery_codes_left(session, binh)) == (secret, 10)
    assert own.get("/account").status_code == 200
    assert "10" in Page(own.get("/en/account/second-factor").text).one("main").text


def test_the_second_factor_is_taken_off_with_the_password(app, session, clock):
    made = user(session, "dao@vidu.vn", "Đào", totp_secret=pyotp.random_base32())
    own = signed_in(app, made)
    removal = "/account/second-factor/removal"
    assert fill(own, "/account/second-factor", removal, password="wrong").status_code == 422
    assert fill(own, "/account/second-factor", removal, password=PASSWORD).status_code == 303
    session.refresh(made)
    assert made.totp_secret is None


# Addresses


def kept(session) -> list[Address]:
    session.expire_all()
    return list(session.scalars(select(Address).order_by(Address.id)))


def test_an_address_is_kept_changed_made_the_usual_one_and_removed(own, session, binh):
    fill(own, "/account/addresses", **PLACE)
    fill(own, "/account/addresses", **PLACE | {"street": "Số 2", "old_address": "Phường Cống Vị"})
    fill(own, "/account/addresses", **PLACE)
    first, second = kept(session)
    assert (first.is_default, second.is_default, second.phone) == (True, False, "+84912345678")
    page = own.get("/account/addresses").text
    assert "Phường Cống Vị" in page
    fill(own, "/account/addresses", f"/account/addresses/{second.id}/default")
    assert [address.is_default for address in kept(session)] == [False, True]
    fill(own, f"/account/addresses/{first.id}", **PLACE | {"street": "Số 3"})
    assert kept(session)[0].street == "Số 3"
    fill(own, "/account/addresses", f"/account/addresses/{second.id}/removal")
    assert [(address.street, address.is_default) for address in kept(session)] == [("Số 3", True)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"phone": "12"},
        {"province": "99"},
        {"commune": world.VAN_CHAN},
        {"commune": ""},
        {"street": " "},
        {"street": "x" * 300},
        {"old_address": "x" * 301},
        {"csrf_token": "x"},
    ],
)
def test_an_address_with_something_wrong_is_not_kept(own, session, wrong):
    answer = fill(own, "/account/addresses", **PLACE | wrong)
    assert answer.status_code == 422
    assert kept(session) == []


def test_the_book_holds_twenty(own, session):
    for number in range(MOST):
        assert fill(own, "/account/addresses", **PLACE | {"street": f"Số {number}"}).status_code == 303
    fields = PLACE | {
        "street": "one more",
        "csrf_token": Page(own.get("/account/data").text).value("csrf_token"),
    }
    assert own.post("/account/addresses", data=fields).status_code == 422
    assert len(kept(session)) == MOST


def test_a_foreign_address_is_not_found(app, own, session):
    other = signed_in(app, user(session, "cuc@vidu.vn", "Cúc"))
    fill(other, "/account/addresses", **PLACE)
    id = kept(session)[0].id
    token = {"csrf_token": Page(own.get("/account/data").text).value("csrf_token")}
    assert own.get(f"/account/addresses/{id}").status_code == 404
    for path in ("", "/default", "/removal"):
        assert own.post(f"/account/addresses/{id}{path}", data=PLACE | token).status_code == 404
    assert kept(session)[0].street == "12 phố Thử"
    assert own.get("/account/addresses/99999999999999999999").status_code == 404


def test_checkout_offers_kept_addresses_and_keeps_one_when_asked(own, session, binh):
    product = world.product(session)
    session.commit()
    fill_basket(own, product)
    box = Page(own.get("/checkout").text).one("input", name="keep")
    assert "checked" not in box.attributes
    give_address(own)
    assert kept(session) == []
    give_address(own, keep="y")
    (address,) = kept(session)
    page = Page(own.get("/checkout").text)
    assert page.one("input", name="address").attributes["value"] == str(address.id)
    chosen = fill(own, "/checkout", action="kept", address=str(address.id))
    assert chosen.location == "/checkout/review"
    for wrong in ("999999", "x", "", "9" * 30):
        assert fill(own, "/checkout", action="kept", address=wrong).location == "/checkout"


# Favourites


def test_a_favourite_is_kept_shown_and_removed(own, session, binh):
    product = world.product(session, "Chè yêu thích")
    session.commit()
    for _ in range(2):
        assert (
            own.post("/account/favourites", data={"product": product.slug}).location == "/account/favourites"
        )
    page = Page(own.get("/account/favourites").text)
    assert page.cards == ["Chè yêu thích"]
    removal = f"/account/favourites/{product.id}/removal"
    assert fill(own, "/account/favourites", removal).status_code == 303
    assert session.scalars(select(Favourite)).all() == []
    token = {"csrf_token": Page(own.get("/account/data").text).value("csrf_token")}
    assert own.post(removal, data=token).status_code == 404


def test_a_guest_signs_in_and_the_favourite_is_kept(guest, session, binh):
    product = world.product(session)
    session.commit()
    answer = guest.post("/account/favourites", data={"product": product.slug})
    assert answer.location == f"/sign-in?next=/products/{product.slug}"
    assert sign_in(guest, binh.email, path=answer.location).location == f"/products/{product.slug}"
    assert session.scalars(select(Favourite.product_id)).all() == [product.id]


@pytest.mark.parametrize("slug", ["", "nothing", "\x00", "x" * 3000])
def test_a_favourite_that_is_no_product_is_not_found(own, slug):
    assert own.post("/account/favourites", data={"product": slug}).status_code == 404


def test_the_page_of_a_product_is_the_same_with_its_heart(own, guest, session):
    product = world.product(session)
    session.commit()
    own.post("/account/favourites", data={"product": product.slug})
    own.application.extensions["page_cache"].pages.clear()
    mine = own.get(f"/products/{product.slug}")
    assert mine.headers["Cache-Control"] == "public, no-cache"
    assert mine.data == guest.get(f"/products/{product.slug}").data


def test_the_overview_leads_a_member_to_the_desk(own, session, binh):
    assert "/producer" not in Page(own.get("/account").text).links
    producer = world.producer(session, "Hợp tác xã Bản Noong")
    add_member(session, binh, producer, NOW)
    session.commit()
    page = own.get("/account")
    assert "/producer" in Page(page.text).links
    assert producer.name in page.text


# Orders


def test_an_order_placed_while_signed_in_belongs_to_the_account(app, own, session, binh):
    product = world.product(session)
    session.commit()
    number = order_number(order(own, product))
    assert session.scalars(select(Order.user_id)).one() == binh.id
    assert product.name in own.get("/account/orders").text
    elsewhere = signed_in(app, binh)
    assert "12 phố Thử" in elsewhere.get(f"/orders/{number}").text
    assert "12 phố Thử" not in browser(app).get(f"/orders/{number}").text
    other = signed_in(app, user(session, "cuc@vidu.vn", "Cúc"))
    assert "12 phố Thử" not in other.get(f"/orders/{number}").text
    assert product.name not in other.get("/account/orders").text


def test_its_papers_and_payments_are_the_account_s_in_any_browser(app, own, session, binh):
    product = world.product(session)
    seller = session.get_one(world.Producer, product.producer_id)
    add_account(session, seller, "970436", "0123456789", "HTX", NOW)
    session.commit()
    fill_basket(own, product)
    give_address(own)
    number = order_number(own.post("/orders", data=review_form(own) | {"method": "vietqr"}))
    code = session.scalars(select(Payment.code)).one()
    other = signed_in(app, user(session, "cuc@vidu.vn", "Cúc"))
    for path in (f"/orders/{number}/payments/{code}", f"/orders/{number}/confirmation.pdf"):
        assert signed_in(app, binh).get(path).status_code == 200
        assert other.get(path).status_code == browser(app).get(path).status_code == 404


@pytest.mark.parametrize(
    ("typed", "taken"), [({"email": "Binh@VIDU.vn"}, True), ({"email": "cuc@vidu.vn"}, False), ({}, False)]
)
def test_guest_orders_with_the_verified_address_are_taken_over(guest, session, binh, typed, taken):
    product = world.product(session)
    session.commit()
    fill_basket(guest, product)
    give_address(guest, **typed)
    guest.post("/orders", data=review_form(guest))
    assert sign_in(guest, binh.email).status_code == 303
    assert session.scalars(select(Order.user_id)).one() == (binh.id if taken else None)


def test_a_guest_order_is_taken_over_when_its_telephone_is_verified(own, guest, session, binh):
    product = world.product(session)
    session.commit()
    order(guest, product)
    asked = fill(own, "/account/contacts", contact="0912 345 678", password=PASSWORD)
    right = session.scalars(select(OneTimeCode)).one().digits(SECRET)
    fill(own, asked.location, code=right)
    assert session.scalars(select(Order.user_id)).one() == binh.id


def test_buying_again_puts_in_what_there_is_and_tells_the_rest(own, session):
    there, few, gone = (world.product(session, stock=stock) for stock in (9, 3, 1))
    session.commit()
    number = order_number(order(own, there, few, gone, quantity=1))
    fill_basket(own, few)
    fill_basket(own, few)
    path = f"/en/account/orders/{number}/repetition"
    answer = fill(own, "/en/account/orders", path)
    assert answer.location == "/en/basket"
    page = Page(own.get("/en/basket").text)
    told = " ".join(page.notes)
    assert "are in your basket" in told
    assert gone.name in told
    assert few.name in told
    assert there.name not in told


def test_a_foreign_order_can_not_be_bought_again(app, own, session):
    product = world.product(session)
    session.commit()
    other = signed_in(app, user(session, "cuc@vidu.vn", "Cúc"))
    number = order_number(order(other, product))
    token = {"csrf_token": Page(own.get("/account/data").text).value("csrf_token")}
    for path in (number, "0000000000", "x" * 200):
        assert own.post(f"/account/orders/{path}/repetition", data=token).status_code == 404


def test_a_half_sign_in_is_no_sign_in(guest, session, clock):
    made = user(session, "dao@vidu.vn", "Đào", totp_secret=pyotp.random_base32())
    sign_in(guest, made.email)
    for path in ("/account", "/account/data", "/account/orders"):
        assert guest.get(path).status_code == 303
    clock.moment += timedelta(minutes=1)
    assert guest.post("/account/name", data={"name": "x"}).location == "/sign-in"
