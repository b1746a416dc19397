"""The office for every kind of person: only officers get in. tests/test_matrix.py asks for every address."""

from datetime import timedelta

import pyotp
import pytest

from catalog.search.synonym_lists import load_synonyms
from marketplace.accounts.data_requests import RequestKind, ask
from marketplace.accounts.memberships import appoint_officer
from tests.markup import Page
from tests.people import browser, sign_in, signed_in, totp_secret, type_code, user
from tests.storefront.test_security import inline_code
from tests.world import NOW, TODAY

POSTS = [
    "/office/fees",
    "/office/jobs/1/retry",
    "/office/ledger/x/dues",
    "/office/remittances",
    "/office/remittances/receipts",
    "/office/requests/1/answer",
    "/office/reviews/1/hiding",
    "/office/reviews/1/publication",
    "/office/synonyms",
    "/office/synonyms/1/restoration",
    "/office/vouchers",
    "/office/vouchers/XYZ/withdrawal",
]


@pytest.fixture
def gets(session, app) -> list[str]:
    """Every page whose address names no thing, and two that do; tests/test_matrix.py asks for all."""
    load_synonyms(session, NOW)
    asked = ask(session, user(session, "cuc@vidu.vn"), RequestKind.QUESTION, "Hỏi", NOW, TODAY)
    session.commit()
    newest = session.connection().exec_driver_sql("SELECT max(id) FROM synonym_lists").scalar()
    pages = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("office.") and "GET" in rule.methods and not rule.arguments
    ]
    return [*pages, f"/office/synonyms/{newest}", f"/office/requests/{asked.id}"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_guest_is_sent_to_sign_in_and_back(people, gets, an, prefix, clock):
    for path in gets:
        answer = people.guest.get(prefix + path)
        assert answer.status_code == 303, path
        assert answer.location.startswith(f"{prefix}/sign-in?next=/office")
    guest = browser(people.guest.application)
    half = sign_in(guest, an.email, path=answer.location)
    assert half.location.startswith(f"{prefix}/sign-in/code?next=/office")
    clock.moment += timedelta(seconds=30)
    arrived = type_code(guest, half.location, pyotp.TOTP(totp_secret(an)).at(clock.now()))
    assert arrived.location == prefix + path
    assert guest.get(arrived.location).status_code == 200


def test_an_officer_without_a_second_factor_is_led_to_it_and_back(app, session, gets, binh):
    appoint_officer(session, binh, None, NOW)
    session.commit()
    client = signed_in(app, binh)
    for path in gets:
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/account/second-factor?next=/office")
    assert client.post("/office/synonyms", data={"text": "a, b"}).location == "/account/second-factor"


def test_a_guest_changes_nothing(people):
    for path in POSTS:
        answer = people.guest.post(path, data={"text": "lợn, heo", "based_on": "0"})
        assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_who_is_no_officer_is_told_so(people, gets):
    for path in gets:
        answer = people.nobody.get("/en" + path)
        assert answer.status_code == 403, path
        assert "for officers of the shop only" in Page(answer.text).one("p", "lead").text
    assert {people.nobody.post(path, data={"text": "a, b"}).status_code for path in POSTS} == {403}


def test_an_officer_gets_in(people, gets):
    for path in gets:
        assert people.officer.get(path).status_code == 200, path


def test_pages_of_the_office_are_kept_nowhere(app, people, gets):
    cache = app.extensions["page_cache"]
    cache.pages.clear()
    for path in gets:
        for person in (people.guest, people.nobody, people.officer):
            answer = person.get(path)
            assert answer.headers["Cache-Control"] == "private, no-store", path
            assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not len(cache.pages)


def test_pages_of_the_office_need_no_inline_code(people, gets):
    for path in gets:
        answer = people.officer.get(path)
        if answer.mimetype == "text/html":
            assert inline_code(Page(answer.text)) == [], path


def test_a_public_page_does_not_know_who_is_signed_in(people):
    """It is the same for everybody, and its answer depends on no cookie."""
    for person in (people.guest, people.officer):
        answer = person.get("/products")
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers


def test_an_officer_who_is_one_no_more_stays_outside(people, session, an):
    session.connection().exec_driver_sql("DELETE FROM memberships")
    session.commit()
    assert people.officer.get("/office").status_code == 403


def test_what_is_not_there_is_not_found(people):
    for path in ("/office/synonyms/999999", "/office/synonyms/99999999999999999999", "/office/nothing"):
        assert people.officer.get(path).status_code == 404, path
    assert people.officer.post("/office/synonyms/999999/restoration").status_code == 404
