"""Writing down what producers have paid of their dues: once by its reference, and never half."""

import pytest

from marketplace.payments.ledger import balance
from tests import world
from tests.markup import Page
from tests.shopping import hidden

PATH = "/en/office/ledger/htx-no"
FORM = {"direction": "from", "amount": "250.000", "day": "2026-11-20", "reference": "FT 2632/áb"}


@pytest.fixture
def owner(session):
    made = world.producer(session, "HTX Nợ", slug="htx-no")
    session.commit()
    return made


def write(officer, **changed):
    token = hidden(officer.get(PATH).text, "csrf_token")
    return officer.post(f"{PATH}/dues", data=FORM | {"csrf_token": token} | changed)


def owed(session, owner) -> int:
    session.expire_all()
    return balance(session, f"producer:{owner.id}")


def test_what_the_producer_has_paid_lowers_what_it_owes(officer, session, owner):
    assert write(officer).status_code == 303
    assert owed(session, owner) == 250_000
    assert write(officer, direction="to", amount="50k", reference="khác").status_code == 303
    assert owed(session, owner) == 200_000
    assert "Statement 11/2026" in officer.get(PATH).text
    assert "200,000 ₫" in Page(officer.get(f"{PATH}/2026-11").text).one("main").text


@pytest.mark.parametrize("again", ["FT 2632/áb", "ft2632/AB", " FT  2632/áb "])
def test_the_same_reference_counts_once(officer, session, owner, again):
    write(officer)
    answer = write(officer, reference=again, amount="1")
    assert answer.status_code == 422
    assert "is written down already" in answer.text
    assert 'value="1"' in answer.text, "what was typed is kept"
    assert owed(session, owner) == 250_000


def test_references_of_two_producers_do_not_meet(officer, session, owner):
    other = world.producer(session, "HTX Khác", slug="htx-khac")
    session.commit()
    write(officer)
    token = hidden(officer.get(PATH).text, "csrf_token")
    answer = officer.post("/office/ledger/htx-khac/dues", data=FORM | {"csrf_token": token})
    assert answer.status_code == 303
    assert owed(session, other) == 250_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "nhiều"},
        {"amount": "9" * 30},
        {"amount": ""},
        {"day": "2026-11-22"},
        {"day": "hôm qua"},
        {"day": ""},
        {"reference": " "},
        {"reference": "x" * 81},
        {"reference": "\u200b"},
        {"direction": "both"},
        {"csrf_token": "old"},
    ],
)
def test_what_makes_no_sense_writes_nothing(officer, session, owner, wrong):
    answer = write(officer, **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert owed(session, owner) == 0


def test_only_officers_write_and_only_to_producers_that_are_there(people, officer, owner):
    assert people.nobody.post("/office/ledger/htx-no/dues", data=FORM).status_code in (403, 404)
    assert officer.post("/office/ledger/nobody/dues", data=FORM).status_code == 404
