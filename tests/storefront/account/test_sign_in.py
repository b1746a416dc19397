"""Signing in tells a stranger nothing, and signing out holds."""

import re
from datetime import timedelta

import pyotp
import pytest

from catalog.text import clean
from marketplace.accounts import passwords
from marketplace.accounts.passwords import verified
from marketplace.accounts.second_factor import new_recovery_codes
from tests import people as making
from tests.markup import Page
from tests.people import PASSWORD, browser, sign_in, totp_secret, type_code
from tests.world import NOW

SENTENCE = "These do not fit together: the account and the password."


@pytest.fixture
def an(session):
    return making.user(session, "an@vidu.vn", "Nguyễn Thị An")


def test_whoever_signs_in_comes_to_the_account(guest, an):
    answer = sign_in(guest, " AN@Vidu.vn ")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert Page(guest.get("/en/account").text).one("h1").text == "Welcome, Nguyễn Thị An"


def test_the_telephone_number_signs_in_too(guest, session, an):
    an.verify("+84912345678", NOW)
    session.commit()
    assert sign_in(guest, "0912 345 678").status_code == 303


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
    answer = sign_in(guest, email, password, path="/en/sign-in")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.errors == [SENTENCE]
    assert page.value("contact") == clean(email)
    assert password not in answer.text
    assert guest.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("contact", "Please write your e-mail address or telephone number."),
        ("password", "Please write your password."),
    ],
)
def test_an_empty_field_is_asked_for(guest, an, field, sentence):
    given = {"contact": an.email, "password": PASSWORD} | {field: "  "}
    answer = sign_in(guest, given["contact"], given["password"], path="/en/sign-in")
    assert Page(answer.text).errors == [sentence]


def test_the_form_needs_its_token(guest, an):
    answer = guest.post("/en/sign-in", data={"contact": an.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert "had expired" in answer.text


@pytest.mark.parametrize(
    "next",
    [
        "https://evil.example/office",
        "///evil.example",
        "/\t/evil.example",
        "//evil.example/office",
        "/\\evil.example",
        "/office@evil.example",
        "/office\r\nSet-Cookie: x=y",
        "javascript:alert(1)",
        "",
    ],
)
def test_nobody_is_sent_elsewhere(guest, an, next):
    token = Page(guest.get("/sign-in").text).value("csrf_token")
    data = {"csrf_token": token, "contact": an.email, "password": PASSWORD}
    answer = guest.post("/sign-in", query_string={"next": next}, data=data)
    assert (answer.status_code, answer.location) == (303, "/account")


def test_signing_out_ends_it(guest, an):
    sign_in(guest, an.email)
    assert guest.get("/account").status_code == 200
    assert guest.post("/sign-out").location == "/sign-in"
    assert guest.get("/account").status_code == 303
    assert guest.post("/sign-out").status_code == 303


def test_a_new_password_signs_out_everywhere(app, session, an):
    phone, desk = browser(app), browser(app)
    sign_in(phone, an.email)
    sign_in(desk, an.email)
    an.change_password("một mật khẩu khác")
    session.commit()
    assert [client.get("/account").status_code for client in (phone, desk)] == [303, 303]
    assert sign_in(phone, an.email).status_code == 422
    assert sign_in(phone, an.email, "một mật khẩu khác").status_code == 303
    assert phone.get("/account").status_code == 200


def test_a_token_from_before_is_not_good_after(guest, an):
    before = Page(guest.get("/sign-in").text).value("csrf_token")
    sign_in(guest, an.email)
    answer = guest.post("/en/account/name", data={"csrf_token": before, "name": "Other"})
    assert "had expired" in answer.text


@pytest.mark.usefixtures("recommended_cost")
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
    assert guest.get("/account").status_code == 303


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
    own.post("/sign-out")
    tries(limited, an.email, 21)
    assert sign_in(own, an.email).status_code == 303
    assert an.email not in str(own.get_cookie("visit").value)


@pytest.fixture
def careful(session):
    """An officer, who has a second factor."""
    return making.officer(session, "kien@vidu.vn")


def code_of(user, clock) -> str:
    return pyotp.TOTP(totp_secret(user)).at(clock.now())


def test_the_second_step_asks_for_the_code_of_the_app(guest, careful, clock):
    half = sign_in(guest, careful.email, path="/sign-in?next=/office")
    assert half.location == "/sign-in/code?next=/office"
    assert guest.get("/account").status_code == 303, "the password alone opens nothing"
    arrived = type_code(guest, half.location, code_of(careful, clock))
    assert (arrived.status_code, arrived.location) == (303, "/office")
    assert "Signed in as Nguyễn Thị An" in guest.get("/en/office").text


def test_a_code_of_the_app_is_good_once(app, guest, careful, clock):
    code = code_of(careful, clock)
    assert type_code(guest, sign_in(guest, careful.email).location, code).status_code == 303
    other = browser(app)
    again = type_code(other, sign_in(other, careful.email).location, code)
    assert again.status_code == 422
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize("code", ["000000", "12345", "٣٤٥٦٧٨", "x" * 5000, "123456 OR 1=1", "\x00"])
def test_a_wrong_code_stays_outside(guest, careful, code):
    where = sign_in(guest, careful.email).location
    assert type_code(guest, where, code).status_code == 422
    assert guest.get("/account").status_code == 303


def test_a_recovery_code_is_good_once(app, session, guest, careful):
    codes = new_recovery_codes(session, careful)
    session.commit()
    assert type_code(guest, sign_in(guest, careful.email).location, codes[0].lower()).status_code == 303
    assert guest.get("/account").status_code == 200
    other = browser(app)
    assert type_code(other, sign_in(other, careful.email).location, codes[0]).status_code == 422


def test_the_second_step_waits_ten_minutes(guest, careful, clock):
    where = sign_in(guest, careful.email).location
    form = {"csrf_token": Page(guest.get(where).text).value("csrf_token")}
    clock.moment += timedelta(minutes=11)
    assert guest.post(where, data=form | {"code": code_of(careful, clock)}).location == "/sign-in"
    assert guest.get("/sign-in/code").location == "/sign-in"


def test_a_new_password_ends_a_half_sign_in(guest, session, careful, clock):
    where = sign_in(guest, careful.email).location
    form = {"csrf_token": Page(guest.get(where).text).value("csrf_token")}
    careful.change_password("một mật khẩu khác")
    session.commit()
    assert guest.post(where, data=form | {"code": code_of(careful, clock)}).location == "/sign-in"


def test_wrong_codes_of_a_stranger_do_not_lock_out_the_owner(limited, careful, clock):
    own = browser(limited)
    own.environ_base["REMOTE_ADDR"] = "10.1.1.1"
    assert type_code(own, sign_in(own, careful.email).location, code_of(careful, clock)).status_code == 303
    own.post("/sign-out")
    statuses = []
    for number in range(22):
        thief = browser(limited)
        thief.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        statuses.append(type_code(thief, sign_in(thief, careful.email).location, "000000").status_code)
    assert statuses == [422] * 20 + [429] * 2
    clock.moment += timedelta(seconds=30)
    assert type_code(own, sign_in(own, careful.email).location, code_of(careful, clock)).status_code == 303
