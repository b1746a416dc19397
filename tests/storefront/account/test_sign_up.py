"""Signing up, confirming, and that nobody learns who has an account."""

import pytest
from sqlalchemy import func, select

from marketplace.accounts import one_time_codes, sign_ups
from marketplace.accounts.one_time_codes import OneTimeCode
from marketplace.accounts.sign_ups import SignUp, sign_up_token
from marketplace.accounts.users import User, find_user
from tests.markup import Page
from tests.people import PASSWORD, browser, fill, letters, sign_in, user
from tests.world import NOW

SECRET = "only-for-the-tests"
EMAIL, PHONE = "cuc@vidu.vn", "0987 654 321"


def ask(client, contact: str, **fields):
    return fill(
        client, "/en/sign-up", **{"name": "Lê Cúc", "contact": contact, "password": PASSWORD} | fields
    )


def link(session) -> str:
    row = session.scalars(select(SignUp).order_by(SignUp.id.desc())).first()
    return f"/en/sign-up/confirmation/{sign_up_token(row, SECRET, NOW)}"


def code(session) -> str:
    return session.scalars(select(OneTimeCode).order_by(OneTimeCode.id.desc())).first().digits(SECRET)


def accounts(session) -> int:
    return session.scalar(select(func.count()).select_from(User))


def test_an_account_is_there_when_the_link_is_confirmed_where_it_was_asked(guest, session):
    answer = ask(guest, " Cuc@Vidu.VN ")
    assert (answer.status_code, answer.location) == (303, "/en/sign-up/confirmation")
    assert EMAIL in guest.get(answer.location).text
    assert [(letter, to) for letter, to, _ in letters(session)] == [("sign_up", EMAIL)]
    assert accounts(session) == 0
    opened = guest.get(link(session))
    assert opened.status_code == 200
    assert accounts(session) == 0, "programs that look through letters open links too"
    done = fill(guest, link(session))
    assert (done.status_code, done.location) == (303, "/en/account")
    made = find_user(session, EMAIL)
    assert (made.name, made.language, made.phone, made.email_verified_at) == ("Lê Cúc", "en", None, NOW)
    assert Page(guest.get("/en/account").text).one("h1").text == "Welcome, Lê Cúc"


def test_who_opens_the_letter_elsewhere_has_to_know_the_password(app, guest, session):
    ask(guest, EMAIL)
    elsewhere = browser(app)
    assert fill(elsewhere, link(session)).location == "/en/sign-in"
    assert elsewhere.get("/account").status_code == 303
    assert sign_in(elsewhere, EMAIL).location == "/account"


def test_a_link_is_good_once_and_for_a_day(guest, session, clock):
    ask(guest, EMAIL)
    where = link(session)
    token = Page(guest.get(where).text).value("csrf_token")
    assert guest.post(where, data={"csrf_token": token}).status_code == 303
    assert guest.get(where).status_code == 404
    assert guest.post(where, data={"csrf_token": token}).status_code == 422
    ask(guest, "dao@vidu.vn")
    where = link(session)
    clock.go_to(NOW.date().replace(day=23))
    assert guest.get(where).status_code == 404


@pytest.mark.parametrize("token", ["x", "made.up", "x" * 3000, "%00", "eyJ9.x"])
def test_a_made_up_link_is_answered_in_words(guest, token):
    answer = guest.get(f"/en/sign-up/confirmation/{token}")
    assert answer.status_code == 404
    assert "no longer good" in answer.text or "find this page" in answer.text


def test_a_telephone_is_confirmed_by_a_code(guest, session):
    assert ask(guest, PHONE).location == "/en/sign-up/confirmation"
    assert [(letter, to) for letter, to, _ in letters(session)] == [("sign_up_code", "+84987654321")]
    done = fill(guest, "/en/sign-up/confirmation", code=code(session))
    assert (done.status_code, done.location) == (303, "/en/account")
    made = find_user(session, "+84987654321")
    assert (made.phone_verified_at, made.email) == (NOW, None)


def test_a_code_has_five_tries_and_ten_minutes(guest, session, clock):
    ask(guest, PHONE)
    right = code(session)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        answer = fill(guest, "/en/sign-up/confirmation", code=wrong)
        assert answer.location == "/en/sign-up/confirmation"
        assert "not right" in guest.get(answer.location).text
    fill(guest, "/en/sign-up/confirmation", code=right)
    assert accounts(session) == 0
    ask(guest, PHONE)
    clock.go_to(NOW.date(), 10, 11)
    fill(guest, "/en/sign-up/confirmation", code=code(session))
    assert accounts(session) == 0


def test_a_code_is_good_in_the_browser_that_asked_for_it(app, guest, session):
    ask(guest, PHONE)
    other = browser(app)
    ask(other, "0911 222 333")
    mine = session.scalars(select(OneTimeCode).order_by(OneTimeCode.id)).first().digits(SECRET)
    fill(other, "/en/sign-up/confirmation", code=mine)
    assert accounts(session) == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " \u200b "}, "Please write your name."),
        ({"name": "a" * 300}, "at most 200"),
        ({"contact": "cuc"}, "an e-mail address like"),
        ({"contact": "cuc@vidu"}, "not complete"),
        ({"contact": "12345"}, "an e-mail address like"),
        ({"contact": "x" * 9000 + "@vidu.vn"}, "not complete"),
        ({"contact": ""}, "Please write your e-mail address or telephone number."),
        ({"contact": "\x00\u202e"}, "Please write your e-mail address or telephone number."),
        ({"password": "short"}, "12 characters"),
        ({"password": "x" * 201}, "12 characters"),
        ({"password": ""}, "12 characters"),
        ({"csrf_token": ""}, "had expired"),
    ],
)
def test_what_is_wrong_is_told_and_kept(guest, session, fields, sentence):
    answer = ask(guest, **{"contact": EMAIL} | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "name" not in fields:
        assert Page(answer.text).value("name") == "Lê Cúc"
    assert PASSWORD not in answer.text
    assert letters(session) == []


@pytest.mark.parametrize(
    ("known", "unknown"), [("binh@vidu.vn", EMAIL), ("0912 345 678", PHONE)], ids=["e-mail", "phone"]
)
def test_signing_up_tells_nobody_who_has_an_account(app, session, binh, known, unknown, statements):
    binh.verify("+84912345678", NOW)
    session.commit()
    seen = []
    for contact in (known, unknown):
        client = browser(app)
        statements.clear()
        answer = ask(client, contact)
        after = client.get(answer.location)
        text = after.text.replace(find_kept(contact), "…")
        seen.append((answer.status_code, answer.location, sorted(answer.headers.keys()), text))
        seen[-1] += (len(statements),)
    assert without_tokens(seen[0]) == without_tokens(seen[1])
    told, asked = letters(session)
    assert told[0].endswith("_known")
    assert not asked[0].endswith("_known")


def find_kept(contact: str) -> str:
    return contact if "@" in contact else "+84" + contact.replace(" ", "")[1:]


def without_tokens(seen: tuple) -> tuple:
    page = Page(seen[3])
    return (*seen[:3], [(e.tag, e.text) for e in page.elements], seen[4])


def test_the_owner_of_a_contact_keeps_the_account(guest, session, binh):
    ask(guest, binh.email, password="ein anderes Passwort")
    fill(guest, link(session))
    assert guest.get("/account").status_code == 303
    assert sign_in(guest, binh.email).location == "/account"


def test_two_sign_ups_of_one_contact_make_one_account(app, guest, session):
    ask(guest, EMAIL)
    first = link(session)
    other = browser(app)
    ask(other, EMAIL)
    second = link(session)
    assert fill(guest, first).status_code == 303
    assert fill(other, second).status_code == 422
    assert accounts(session) == 1


def test_letters_to_one_address_are_limited(limited, session):
    answers = []
    for number in range(7):
        client = browser(limited)
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        answers.append(ask(client, EMAIL).status_code)
    assert answers == [303] * 5 + [429] * 2


def test_forgetting_what_nobody_confirmed(session, guest, clock):
    ask(guest, PHONE)
    clock.go_to(NOW.date().replace(day=24))
    assert sign_ups.forget_expired(session, clock.now()) == 1
    assert one_time_codes.forget_expired(session, clock.now()) == 1


def test_a_user_of_before_is_known_by_either_contact(session):
    made = user(session, "e@vidu.vn", "E")
    made.verify("+84912345678", NOW)
    session.commit()
    assert find_user(session, "0912.345.678") is find_user(session, "E@vidu.vn") is made
    assert find_user(session, "nonsense") is None
