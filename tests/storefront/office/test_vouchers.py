"""The operator's vouchers at the office: issuing, what is wrong with a form, withdrawing."""

import pytest
from sqlalchemy import func, select

from marketplace.orders.vouchers import Voucher, VoucherState
from tests import world
from tests.markup import Page
from tests.shopping import hidden

PATH = "/en/office/vouchers"
FORM = {
    "code": "Tết 2026",
    "percent": "7,5",
    "amount": "",
    "most": "50k",
    "minimum": "200.000",
    "first_day": "2026-11-21",
    "last_day": "31/12/2026",
    "uses_allowed": "1.000",
    "per_buyer_allowed": "",
}


def issue(officer, **changed):
    token = hidden(officer.get(PATH).text, "csrf_token")
    return officer.post(PATH, data=FORM | {"csrf_token": token} | changed)


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(Voucher))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_desk_leads_to_an_empty_list(officer, prefix):
    assert f"{prefix}/office/vouchers" in Page(officer.get(f"{prefix}/office").text).links
    assert officer.get(f"{prefix}/office/vouchers").status_code == 200


def test_a_voucher_is_issued_as_people_write_it(officer, session):
    answer = issue(officer)
    assert (answer.status_code, answer.location) == (303, PATH)
    made = session.scalars(select(Voucher)).one()
    assert (made.code, made.bearer, made.kind, made.value) == ("TET2026", "operator", "percent", 750)
    assert (made.most, made.minimum, made.uses_allowed) == (50_000, 200_000, 1000)
    assert made.per_buyer_allowed is None
    page = officer.get(PATH).text.replace("\u00a0", " ")
    for text in ("TET2026", "7.5 %, at most 50,000 ₫", "from 200,000 ₫ of goods on", "0/1,000", "In use"):
        assert text in page


def test_an_amount_instead_of_a_percentage(officer, session):
    assert issue(officer, percent="", most="", amount="50k", per_buyer_allowed="1").status_code == 303
    made = session.scalars(select(Voucher)).one()
    assert (made.kind, made.value, made.most, made.per_buyer_allowed) == ("fixed", 50_000, None, 1)


EITHER = "Please write either a percentage or an amount above 0."
AMOUNT = "This is no amount in whole đồng. Write it like 250000, 250.000 or 250k."
DATE = "This is no full date. Write it like 05/08/2026 or 2026-08-05."


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"code": ""}, "Please fill this in."),
        ({"code": "!!"}, "A code has from 3 to 24 letters and digits."),
        ({"code": "x" * 5000}, "A code has from 3 to 24 letters and digits."),
        ({"percent": ""}, EITHER),
        ({"amount": "50k"}, EITHER),
        ({"percent": "0"}, EITHER),
        ({"percent": "101"}, "This is no percentage. Write it like 10 or 7,5."),
        ({"most": "0"}, "A limit in đồng above 0 belongs to a percentage."),
        ({"most": "-5"}, AMOUNT),
        ({"minimum": "<b>"}, AMOUNT),
        ({"first_day": ""}, "Please fill this in."),
        ({"first_day": "31/02/2026"}, DATE),
        ({"last_day": "2026-11-20"}, "The last day must not lie before the first day or before today."),
        ({"uses_allowed": "0"}, "A voucher can be used from 1 to 10000000 times."),
        ({"uses_allowed": "many"}, "This is no whole number."),
        ({"per_buyer_allowed": "0"}, "Leave this empty, or write 1 or more."),
    ],
)
def test_what_is_wrong_is_told_and_kept(officer, session, changed, told):
    answer = issue(officer, **changed)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert any(told in error for error in page.errors), page.errors
    assert page.value("minimum") == (changed | {"minimum": changed.get("minimum", "200.000")})["minimum"]
    assert count(session) == 0


def test_a_code_that_exists_is_told(officer, session):
    issue(officer)
    answer = issue(officer, code="tet-2026")
    assert answer.status_code == 422
    assert "There is a voucher with this code already." in answer.text
    assert count(session) == 1


def test_a_form_without_its_token_issues_nothing(officer, session):
    assert officer.post(PATH, data=FORM).status_code == 422
    assert count(session) == 0


def withdraw(officer, code: str):
    token = hidden(officer.get(PATH).text, "csrf_token")
    return officer.post(f"{PATH}/{code}/withdrawal", data={"csrf_token": token})


def test_a_voucher_is_withdrawn(officer, session):
    issue(officer)
    assert withdraw(officer, "TET2026").status_code == 303
    session.expire_all()
    assert session.scalars(select(Voucher.state)).one() == VoucherState.WITHDRAWN
    page = Page(officer.get(PATH).text)
    assert "Withdrawn" in page.one("tbody").text
    assert page.find("form", action=f"{PATH}/TET2026/withdrawal") == []


@pytest.mark.parametrize("code", ["GONE", "CUAHANG", "x" * 3000])
def test_foreign_and_unknown_codes_are_not_found(officer, session, code):
    world.voucher(session, "CUAHANG", by=world.producer(session))
    session.commit()
    assert withdraw(officer, code).status_code == 404
    assert "CUAHANG" not in officer.get(PATH).text
