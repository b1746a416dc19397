"""A forgotten password: the way to a new one, and that nobody learns who has an account."""

import pytest
from sqlalchemy import select

from marketplace.accounts.one_time_codes import OneTimeCode
from marketplace.accounts.resets import reset_token
from tests.markup import Page
from tests.people import browser, fill, letters, sign_in
from tests.world import NOW

SECRET = "only-for-the-tests"
NEW = "một mật khẩu khác"


def link(user) -> str:
    return f"/en/sign-in/reset/{reset_token(user, SECRET, NOW)}"


def test_the_link_sets_a_new_password_once_and_ends_all_sessions(guest, own, binh, session):
    answer = fill(guest, "/en/sign-in/forgotten", contact="BINH@vidu.vn")
    assert answer.location == "/en/sign-in/forgotten/sent"
    assert letters(session) == [("reset", "binh@vidu.vn", {"user": binh.id})]
    where = link(binh)
    done = fill(guest, where, password=NEW)
    assert (done.status_code, done.location) == (303, "/en/sign-in")
    assert own.get("/account").status_code == 303
    assert sign_in(guest, binh.email, NEW).location == "/account"
    assert guest.get(where).status_code == 404


def test_a_link_dies_with_the_address_it_was_sent_to(guest, binh, session, clock):
    where = link(binh)
    assert guest.get(where).status_code == 200
    binh.verify("other@vidu.vn", NOW)
    session.commit()
    assert guest.get(where).status_code == 404


def test_a_link_is_good_for_an_hour(guest, binh, clock):
    where = link(binh)
    clock.go_to(NOW.date(), 10, 59)
    assert guest.get(where).status_code == 200
    clock.go_to(NOW.date(), 11, 1)
    assert guest.get(where).status_code == 404


def test_a_link_for_one_purpose_is_good_for_no_other(guest, binh):
    token = reset_token(binh, SECRET, NOW)
    assert guest.get(f"/account/email/{token}").status_code == 404
    assert guest.get(f"/sign-up/confirmation/{token}").status_code == 404


@pytest.mark.parametrize("password", ["", "short", "x" * 300])
def test_a_password_that_wont_do_is_told_and_the_link_stays_good(guest, binh, password):
    where = link(binh)
    answer = fill(guest, where, password=password)
    assert answer.status_code == 422
    assert "12 characters" in answer.text
    assert fill(guest, where, password=NEW).status_code == 303


@pytest.fixture
def phone(binh, session) -> str:
    binh.verify("+84912345678", NOW)
    session.commit()
    return binh.phone


def test_a_code_to_the_telephone_sets_a_new_password(guest, session, binh, phone):
    assert fill(guest, "/en/sign-in/forgotten", contact="0912345678").location.endswith("/sent")
    right = session.scalars(select(OneTimeCode)).one().digits(SECRET)
    wrong = fill(guest, "/en/sign-in/forgotten/sent", code="x", password=NEW)
    assert wrong.status_code == 303
    assert "not right" in guest.get(wrong.location).text
    assert (
        fill(guest, "/en/sign-in/forgotten/sent", code=f" {right} ", password=NEW).location == "/en/sign-in"
    )
    assert sign_in(guest, "0912345678", NEW).location == "/account"


@pytest.mark.parametrize(
    ("known", "unknown"),
    [("binh@vidu.vn", "nobody@vidu.vn"), ("0912345678", "0987654321")],
    ids=["e-mail", "phone"],
)
def test_a_forgotten_password_tells_nobody_who_has_an_account(
    app, session, binh, phone, statements, known, unknown
):
    seen = []
    for contact in (known, unknown):
        client = browser(app)
        statements.clear()
        answer = fill(client, "/en/sign-in/forgotten", contact=contact)
        page = Page(client.get(answer.location).text)
        kept = contact if "@" in contact else "+84" + contact[1:]
        texts = [(e.tag, e.text.replace(kept, "…")) for e in page.elements]
        seen.append(
            (answer.status_code, answer.location, sorted(answer.headers.keys()), texts, len(statements))
        )
        if "@" not in contact:
            wrong = fill(client, "/en/sign-in/forgotten/sent", code="000000", password=NEW)
            seen[-1] += (wrong.status_code, wrong.location)
    assert seen[0] == seen[1]
    assert len(letters(session)) == 2


@pytest.mark.parametrize("contact", ["", "nobody", "\x00", "x" * 5000, "1" * 400])
def test_what_is_no_contact_is_told(guest, session, contact):
    assert fill(guest, "/en/sign-in/forgotten", contact=contact).status_code == 422
    assert letters(session) == []


def test_the_page_of_the_code_needs_a_beginning(guest):
    assert guest.get("/sign-in/forgotten/sent").location == "/sign-in/forgotten"
    assert guest.post("/sign-in/forgotten/sent").location == "/sign-in/forgotten"
    assert guest.get("/sign-up/confirmation").location == "/sign-up"
    assert guest.post("/sign-up/confirmation").location == "/sign-up"
