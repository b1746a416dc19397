"""Announcing a fee: what is wrong is told and kept, what is right stands on the public page at once."""

from datetime import timedelta

import pytest

from marketplace.payments.fees import all_fees
from tests.markup import Page
from tests.world import TODAY

FIRST = TODAY + timedelta(days=20)
GOOD = {"applies_to": "farm", "percent": "7,5", "minimum": "1.500", "valid_from": f"{FIRST:%d/%m/%Y}"}


def announce(client, **changed):
    token = Page(client.get("/en/office/fees").text).value("csrf_token")
    return client.post("/en/office/fees", data={"csrf_token": token} | GOOD | changed)


def count(session) -> int:
    session.expire_all()
    return len(all_fees(session))


def test_what_is_announced_stands_on_the_public_page(officer, client, session):
    assert "No change is announced" in client.get("/en/fees").text
    answer = announce(officer)
    assert (answer.status_code, answer.location) == (303, "/en/office/fees")
    assert (
        "in force from 11 Dec 2026" in Page(officer.get(answer.location).text).one("p", "notice--good").text
    )
    public = Page(client.get("/en/fees").text).one("main").text
    for words in ("Farm", "7.5%", "1,500 ₫", "11 Dec 2026", "21 Nov 2026"):
        assert words in public


def test_the_new_fee_comes_into_force_on_its_day(officer, client, clock):
    announce(officer)
    clock.go_to(FIRST)
    page = Page(client.get("/en/fees").text).one("main").text
    assert page.index("Farm") < page.index("No change is announced")


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("valid_from", f"{FIRST - timedelta(days=1):%d/%m/%Y}", "it can begin on 11/12/2026 at the earliest"),
        ("valid_from", "31/02/2027", "no full date"),
        ("valid_from", "", "Please fill this in."),
        ("valid_from", "soon", "no full date"),
        ("percent", "51", "at most 50 percent"),
        ("percent", "-1", "no percentage"),
        ("percent", "1e3", "no percentage"),
        ("percent", "٣", "no percentage"),
        ("percent", "9" * 5000, "no percentage"),
        ("minimum", "1,5", "whole đồng"),
        ("minimum", "10.000.001", "its minimum at most 10 million"),
        ("minimum", "<b>1</b>", "whole đồng"),
        ("applies_to", "everyone'--", "Please choose who pays."),
        ("applies_to", "", "Please fill this in."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_announced(officer, session, field, text, sentence):
    before = count(session)
    answer = announce(officer, **{field: text})
    assert answer.status_code == 422
    assert sentence in " ".join(Page(answer.text).errors)
    assert count(session) == before


def test_what_was_typed_stays(officer):
    page = Page(announce(officer, percent="51", minimum="2k").text)
    assert (page.value("percent"), page.value("minimum")) == ("51", "2k")


def test_without_the_token_nothing_is_announced(officer, session):
    before = count(session)
    assert announce(officer, csrf_token="x").status_code == 422
    assert count(session) == before


def test_the_public_page_shows_what_is_in_force_and_withheld(client):
    page = Page(client.get("/en/fees").text).one("main").text
    for words in ("All producers", "5%", "2,000 ₫", "Household business", "4%", "Value added tax", "0.5%"):
        assert words in page


def test_before_any_fee_the_page_says_so(client, clock):
    clock.go_to(TODAY.replace(year=2024))
    page = client.get("/en/fees").text
    assert "No fee is charged today." in page
    assert "No tax is withheld today." in page
