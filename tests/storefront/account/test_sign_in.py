"""Signing in tells a stranger nothing, and signing out holds."""

import re

import pytest

from catalog.text import clean
from marketplace.accounts import passwords
from marketplace.accounts.passwords import verified
from storefront import create_app
from storefront.security import limiter
from tests.markup import Page
from tests.storefront.office.conftest import PASSWORD, browser, sign_in

SENTENCE = "E-mail and password do not fit together."


@pytest.fixture
def guest(app):
    return browser(app)


def test_an_officer_comes_to_the_desk(guest, an):
    answer = sign_in(guest, " AN@Vidu.vn ")
    assert (answer.status_code, answer.location) == (303, "/office")
    page = Page(guest.get("/en/office").text)
    assert page.one("h1").text == "Office"
    assert "Signed in as Nguyễn Thị An" in page.one("div", "office-bar").text


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("an@vidu.vn", "wrong password"),
        ("nobody@vidu.vn", PASSWORD),
        ("no address", PASSWORD),
        ("an@vidu.vn", "x" * 5000),
        ("x" * 5000, PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("an@vidu.vn\x00\u202e", "\x00\ufffd"),
    ],
)
def test_whatever_is_wrong_the_sentence_is_one(guest, an, email, password):
    answer = sign_in(guest, email, password, "/en/office/session")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.errors == [SENTENCE]
    assert page.value("email") == clean(email)
    assert password not in answer.text
    assert guest.get("/office").status_code == 303


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("email", "Please write your e-mail address."), ("password", "Please write your password.")],
)
def test_an_empty_field_is_asked_for(guest, an, field, sentence):
    given = {"email": an.email, "password": PASSWORD} | {field: "  "}
    answer = sign_in(guest, given["email"], given["password"], "/en/office/session")
    assert Page(answer.text).errors == [sentence]


def test_the_form_needs_its_token(guest, an):
    answer = guest.post("/en/office/session", data={"email": an.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert "had expired" in answer.text


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example/office",
        "//evil.example/office",
        "/\\evil.example",
        "/products",
        "/office@evil.example",
        "/office\r\nSet-Cookie: x=y",
        "javascript:alert(1)",
        "",
    ],
)
def test_nobody_is_sent_elsewhere(guest, an, next):
    token = Page(guest.get("/office/session").text).value("csrf_token")
    data = {"csrf_token": token, "email": an.email, "password": PASSWORD}
    answer = guest.post("/office/session", query_string={"next": next}, data=data)
    assert (answer.status_code, answer.location) == (303, "/office")


def test_signing_out_ends_it(guest, an):
    sign_in(guest, an.email)
    assert guest.get("/office").status_code == 200
    assert guest.post("/office/session/end").location == "/office/session"
    assert guest.get("/office").status_code == 303
    assert guest.post("/office/session/end").status_code == 303


def test_a_new_password_signs_out_everywhere(app, session, an):
    phone, desk = browser(app), browser(app)
    sign_in(phone, an.email)
    sign_in(desk, an.email)
    an.change_password("một mật khẩu khác")
    session.commit()
    assert [client.get("/office").status_code for client in (phone, desk)] == [303, 303]
    assert sign_in(phone, an.email).status_code == 422
    assert sign_in(phone, an.email, "một mật khẩu khác").status_code == 303
    assert phone.get("/office").status_code == 200


def test_a_token_from_before_is_not_good_after(guest, an):
    before = Page(guest.get("/office/session").text).value("csrf_token")
    sign_in(guest, an.email)
    answer = guest.post("/en/office/synonyms", data={"csrf_token": before, "text": "a, b", "based_on": "0"})
    assert "had expired" in answer.text


def test_a_hash_of_a_former_cost_is_renewed_at_signing_in(guest, session, an):
    cheap = passwords.PasswordHash((passwords.Argon2Hasher(time_cost=1, memory_cost=8_192, parallelism=1),))
    an.password_hash = cheap.hash(PASSWORD)
    session.commit()
    assert sign_in(guest, an.email).status_code == 303
    session.refresh(an)
    assert "m=19456" in an.password_hash
    assert verified(PASSWORD, an.password_hash) == (True, None)


def test_no_writing_transaction_waits_for_a_wrong_password(guest, an, statements):
    sign_in(guest, an.email, "wrong password")
    assert len([statement for statement in statements if re.search(r"\busers\b", statement)]) == 1


def test_a_cookie_of_a_person_who_is_gone_is_nobodys(guest, an):
    with guest.session_transaction() as cookie:
        cookie["_user_id"] = "999999:1"
    assert guest.get("/office").status_code == 303


@pytest.fixture
def limited(settings, clock, undone, monkeypatch, an):
    """A shop of its own with rate limits."""
    monkeypatch.setattr(limiter, "enabled", True)
    app = create_app(type(settings)(**vars(settings) | {"rate_limits": True}), clock)
    app.testing = True
    app.extensions["page_cache"].database = undone
    app.extensions["database"].engine.dispose()
    app.extensions["database"] = undone
    return app


def test_tries_from_one_address_are_counted(limited):
    client = browser(limited)
    answers = [sign_in(client, f"a{number}@vidu.vn", "wrong password") for number in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]


def tries(app, email: str, count: int) -> list[int]:
    """Wrong passwords, each from an address of its own."""
    made = []
    for number in range(count):
        client = browser(app)
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        made.append(sign_in(client, email, "wrong password").status_code)
    return made


def test_tries_for_one_account_are_counted_over_all_addresses(limited):
    assert tries(limited, "an@vidu.vn", 22) == [422] * 20 + [429] * 2
    assert tries(limited, "AN@vidu.vn ", 1) == [429], "however it is written"
    assert tries(limited, "other@vidu.vn", 1) == [422]


def test_a_stranger_who_uses_up_the_tries_does_not_lock_out_the_owner(limited, an):
    own = browser(limited)
    own.environ_base["REMOTE_ADDR"] = "10.1.1.1"
    assert sign_in(own, an.email).status_code == 303
    own.post("/office/session/end")
    tries(limited, an.email, 21)
    assert sign_in(own, an.email).status_code == 303
    assert an.email not in str(own.get_cookie("visit").value)
