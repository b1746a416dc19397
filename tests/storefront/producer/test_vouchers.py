"""A producer's own vouchers: issuing and withdrawing them, and what is another's."""

import pytest
from sqlalchemy import func, select

from catalog.producers import Producer
from marketplace.orders.vouchers import Voucher, VoucherState
from tests import world
from tests.markup import Page
from tests.shopping import hidden
from tests.storefront.office.test_vouchers import FORM

PATH = "/en/producer/vouchers"


@pytest.fixture
def slugs(session, goods) -> list[str]:
    return [session.get_one(Producer, product.producer_id).slug for product in goods]


def send(client, path: str = PATH, **fields):
    token = hidden(client.get(PATH).text, "csrf_token")
    return client.post(path, data={"csrf_token": token} | fields)


def issue(client, query: str = "", **changed):
    return send(client, PATH + query, **FORM | changed)


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(Voucher))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_desk_leads_to_an_empty_list(seller, prefix):
    assert f"{prefix}/producer/vouchers" in Page(seller.get(f"{prefix}/producer").text).links
    assert seller.get(f"{prefix}/producer/vouchers").status_code == 200


def test_a_voucher_is_the_producers_and_the_producer_bears_it(seller, session, goods, slugs):
    answer = issue(seller)
    assert (answer.status_code, answer.location) == (303, f"{PATH}?producer={slugs[0]}")
    made = session.scalars(select(Voucher)).one()
    assert (made.code, made.bearer, made.producer_id) == ("TET2026", "producer", goods[0].producer_id)
    assert "TET2026" in seller.get(PATH).text


def test_who_acts_for_two_producers_says_for_which(account, session, goods, slugs):
    both = account("bay@vidu.vn", *(product.producer_id for product in goods))
    for slug, product in zip(slugs, goods, strict=True):
        code = f"MOI{product.id}"
        assert issue(both, f"?producer={slug}", code=code).status_code == 303
        made = session.scalars(select(Voucher).where(Voucher.code == code)).one()
        assert made.producer_id == product.producer_id
        page = Page(both.get(f"{PATH}?producer={slug}").text)
        assert page.find("form", action=f"{PATH}/{code}/withdrawal?producer={slug}")
        assert {f"{PATH}?producer={slug}" for slug in slugs} <= set(page.links)


def test_what_is_wrong_is_told_and_kept(seller, session):
    answer = issue(seller, percent="", minimum="150k")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert any("Please write either a percentage or an amount above 0." in one for one in page.errors)
    assert page.value("minimum") == "150k"
    assert count(session) == 0


@pytest.mark.parametrize("path", ["", "/CUATOI/withdrawal"])
def test_a_form_without_its_token_does_nothing(seller, session, goods, path):
    world.voucher(session, "CUATOI", by=session.get_one(Producer, goods[0].producer_id))
    session.commit()
    assert seller.post(PATH + path, data=FORM).status_code == 422
    assert count(session) == 1
    assert session.scalars(select(Voucher.state)).one() == VoucherState.ACTIVE


def test_a_voucher_is_withdrawn(seller, session):
    issue(seller)
    assert send(seller, f"{PATH}/TET2026/withdrawal").status_code == 303
    session.expire_all()
    assert session.scalars(select(Voucher.state)).one() == VoucherState.WITHDRAWN


@pytest.mark.parametrize("code", ["CUAHO", "CUACHO", "GONE", "x" * 3000])
def test_vouchers_of_others_are_not_found(seller, session, goods, code):
    world.voucher(session, "CUAHO", by=session.get_one(Producer, goods[1].producer_id))
    world.voucher(session, "CUACHO")
    session.commit()
    assert send(seller, f"{PATH}/{code}/withdrawal").status_code == 404
    page = seller.get(PATH).text
    assert "CUAHO" not in page
    assert "CUACHO" not in page
    session.expire_all()
    assert set(session.scalars(select(Voucher.state))) == {VoucherState.ACTIVE}


def test_nobody_issues_for_another_producer(seller, session, slugs):
    for slug in (slugs[1], "x", "' OR 1=1"):
        assert seller.get(f"{PATH}?producer={slug}").status_code == 404
        assert issue(seller, f"?producer={slug}").status_code == 404
    assert count(session) == 0
