"""Producers at fairs: the form with what the register says, one's own application, paying and withdrawing."""

import re

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import add_member
from marketplace.fairs.applications import Application, ApplicationState
from marketplace.fairs.decisions import FairDecision, decide
from marketplace.payments.payments import Payment, PaymentMethod
from tests import booth_world, people, world
from tests.booth_world import accept, ready
from tests.people import signed_in
from tests.shopping import hidden
from tests.world import NOW

S = ApplicationState


@pytest.fixture
def fair(session):
    return world.fair(session, name="Hội chợ Tết", min_stars=4)


@pytest.fixture
def type(session, fair):
    made = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, made, 2)
    return made


@pytest.fixture
def seller(session):
    return world.producer(session, "HTX Chè")


@pytest.fixture
def tea(session, seller):
    made = world.product(session, "Chè Tết", by=seller)
    world.recognition(session, made, 4, fair_day(2025), expires_on=fair_day(2026, 12, 22))
    return made


def fair_day(year, month=1, day=1):
    return world.date(year, month, day)


@pytest.fixture
def client(app, session, seller, fair, type, tea):
    user = people.user(session, "an@vidu.vn")
    add_member(session, user, seller, NOW)
    session.commit()
    return signed_in(app, user)


def post(client, page: str, path: str, **data):
    return client.post(path, data={"csrf_token": hidden(client.get(page).text, "csrf_token")} | data)


def applied(session) -> Application:
    return session.scalars(select(Application).execution_options(populate_existing=True)).one()


def test_open_fairs_are_listed_and_the_register_is_read_for_their_days(client, fair):
    assert "Hội chợ Tết" in client.get("/en/producer/fairs").text
    page = client.get(f"/en/producer/fairs/{fair.slug}").text
    assert re.search(r"The stars of “Chè Tết” lapse on [^.]*22[^.]*, before the fair ends\.", page)
    assert "Gian tiêu chuẩn: " in page


def test_applying_once_leads_to_the_application_and_twice_is_said(session, client, fair, type, tea, seller):
    page = f"/en/producer/fairs/{fair.slug}"
    form = {"producer": seller.slug, "booth": type.id, "products": [tea.id], "remarks": "Xin gần sân khấu"}
    answer = post(client, page, page, **form, wants_corner="y")
    one = applied(session)
    assert answer.location.endswith(f"/producer/applications/{one.code}")
    assert (one.remarks, one.wants_corner, one.price) == ("Xin gần sân khấu", True, booth_world.PRICE)
    assert "You have applied already" in client.get(page).text
    token = hidden(client.get(answer.location).text, "csrf_token")
    again = client.post(page, data=form | {"csrf_token": token})
    assert again.status_code == 422 and "You have applied for this fair already." in again.text


def test_what_was_typed_stays_when_something_is_missing(client, fair, seller):
    page = f"/en/producer/fairs/{fair.slug}"
    wrong = post(client, page, page, producer=seller.slug, remarks="Xin gần sân khấu")
    assert wrong.status_code == 422
    assert "Please choose the kind of booth." in wrong.text and "Xin gần sân khấu" in wrong.text


def test_a_returned_application_is_mended(session, client, fair, type, tea, seller):
    one = booth_world.application(session, fair, type, by=seller)
    decide(session, fair, ready(session, one), FairDecision.RETURN, "Thiếu sản phẩm", one.revision, NOW)
    session.commit()
    page = f"/en/producer/applications/{one.code}"
    assert "“Thiếu sản phẩm”" in client.get(page).text
    assert post(client, page, page, booth=type.id, products=[tea.id]).status_code == 303
    assert applied(session).state == S.SUBMITTED


def test_a_booth_is_paid_by_transfer_with_a_code(session, client, fair, type, seller):
    one = booth_world.application(session, fair, type, by=seller)
    accept(session, fair, one)
    booth_world.account(session, fair)
    session.commit()
    page = f"/en/producer/applications/{one.code}"
    text = client.get(page).text
    assert "To be paid:" in text and "Pay by bank transfer" in text and "Pay by card" not in text
    answer = post(client, page, f"{page}/payment", method="vietqr")
    assert answer.location.endswith("/payment")
    due = session.scalars(select(Payment)).one()
    transfer = client.get(answer.location).text
    assert due.code in transfer and "TRUNG TAM THU" in transfer and "<svg" in transfer
    booth_world.pay(session, due)
    session.commit()
    assert "Confirmed" in client.get(page).text and "To be paid:" not in client.get(page).text


def test_cash_or_a_card_without_a_gateway_is_no_way(session, client, fair, type, seller):
    one = booth_world.application(session, fair, type, by=seller)
    accept(session, fair, one)
    session.commit()
    page = f"/en/producer/applications/{one.code}"
    for method in (PaymentMethod.CASH_ON_DELIVERY, PaymentMethod.CARD, ""):
        assert post(client, page, f"{page}/payment", method=method).status_code == 422
    assert "has not given a bank account yet" in post(client, page, f"{page}/payment", method="vietqr").text


def test_withdrawing_says_before_what_becomes_of_the_money(session, client, clock, fair, type, seller):
    one = booth_world.application(session, fair, type, by=seller)
    accept(session, fair, one)
    booth_world.pay(session, booth_world.payment(session, one))
    session.commit()
    page = f"/en/producer/applications/{one.code}"
    assert re.search(r"goes back in full\. So it is until [^.]*10", client.get(page).text)
    clock.go_to(world.date(2026, 12, 11))
    assert "does not go back, unless the organiser" in client.get(page).text
    token = hidden(client.get(page).text, "csrf_token")
    answers = [client.post(f"{page}/withdrawal", data={"csrf_token": token}).status_code for _ in range(2)]
    assert (answers, applied(session).state) == ([303, 422], S.WITHDRAWN)


def test_another_producers_application_is_not_there(session, client, fair, type):
    one = booth_world.application(session, fair, type)
    session.commit()
    for path in ("", "/payment"):
        assert client.get(f"/en/producer/applications/{one.code}{path}").status_code == 404
