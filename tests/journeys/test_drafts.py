"""What is typed on a telephone stays, whatever becomes of the connection; one's own save is nobody else's."""

import re

import pytest
from sqlalchemy import func, select

from catalog.producers import Producer
from catalog.products import Product
from catalog.revisions import draft_facts, newest_revision, save_draft, start_listing
from tests.journeys.market import OFFICER, SELLER
from tests.journeys.steps import sign_up
from tests.journeys.test_desks import bring_in
from tests.world import NOW, VAN_CHAN

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STEP = re.compile(r"/text$")
SAVED = '.draft__state:has-text("Đã lưu")'
WRONG = ".draft__state[data-kind=wrong]"
NEXT, DRAFT = "button[name=then]", "draft-keeper button:not([name])"
GO_ON = "button.button--main[name=action]"


@pytest.fixture
def listing(market, request) -> int:
    """The number of a listing that was just begun."""
    with market.app.extensions["database"].transaction() as session:
        producer = session.scalars(select(Producer)).first()
        return start_listing(session, producer, f"Chè {request.node.name}".replace("_", " "), "11", NOW).id


@pytest.fixture
def page(visit_market, market, listing):
    """The description of that listing, open on a telephone."""
    phone = visit_market(390)
    bring_in(phone, market, SELLER)
    phone.open(f"/producer/products/{listing}/text")
    return phone.page


def summary(market, listing: int) -> str:
    with market.app.extensions["database"].reading() as session:
        facts = draft_facts(session, session.get_one(Product, listing), newest_revision(session, listing))
        return facts["summary"]


def write_as_somebody_else(market, listing: int, text: str) -> None:
    with market.app.extensions["database"].transaction() as session:
        save_draft(session, session.get_one(Product, listing), None, {"summary": text}, NOW)


def lose_answers(page, *, heard: bool, to: re.Pattern = STEP) -> None:
    """From now on no answer comes back; `heard` tells whether the shop gets what is sent."""

    def way(route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        if heard:
            route.fetch()
        return route.abort("internetdisconnected")

    page.route(to, way)


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def test_ones_own_save_of_which_the_answer_was_lost_is_nobody_elses(page, market, listing):
    lose_answers(page, heard=True)
    page.fill("[name=summary]", "Chè của bà ")
    page.wait_for_selector(WRONG)
    assert summary(market, listing) == "Chè của bà"
    page.unroute(STEP)
    page.fill("[name=summary]", "Chè của bà ngoại, sao bằng tay")
    page.wait_for_selector(SAVED)
    assert summary(market, listing) == "Chè của bà ngoại, sao bằng tay"
    assert not kept(page)


def test_nor_after_the_page_was_closed_in_between(page, market, listing):
    address = page.url
    lose_answers(page, heard=True)
    page.fill("[name=summary]", "Một")
    page.wait_for_selector(WRONG)
    page.fill("[name=summary]", "Một hai")
    page.goto("about:blank")
    page.unroute(STEP)
    page.goto(address)
    assert page.input_value("[name=summary]") == "Một hai"
    page.wait_for_selector(SAVED)
    assert summary(market, listing) == "Một hai"


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten(page, market, listing):
    lose_answers(page, heard=True)
    page.fill("[name=summary]", "Của Lan")
    page.wait_for_selector(WRONG)
    write_as_somebody_else(market, listing, "Của Hai")
    page.unroute(STEP)
    page.fill("[name=summary]", "Của Lan, viết tiếp")
    page.wait_for_selector('.draft__state:has-text("người khác")')
    with page.expect_navigation():
        page.click(DRAFT)
    assert "Của Hai" in page.inner_text("main")
    page.fill("[name=summary]", "Của Lan và Hai")
    # Longer than the pause after which a draft is sent: beside two texts a person decides.
    page.wait_for_timeout(1500)
    assert summary(market, listing) == "Của Hai"
    page.click(DRAFT)
    page.wait_for_selector(SAVED)
    assert summary(market, listing) == "Của Lan và Hai"
    assert not kept(page)


def test_a_press_without_connection_leaves_the_page_where_it_is_and_goes_on_later(page, market, listing):
    lose_answers(page, heard=False)
    page.fill("[name=summary]", "Chưa gửi được")
    page.click(NEXT)
    page.wait_for_selector(WRONG)
    assert page.url.endswith("/text") and summary(market, listing) == ""
    page.unroute(STEP)
    with page.expect_navigation(url=re.compile("/label$")):
        page.evaluate("dispatchEvent(new Event('online'))")
    assert summary(market, listing) == "Chưa gửi được"
    assert not kept(page)


def test_wrong_input_is_told_on_a_page_and_still_kept_on_the_device(page, market, listing):
    page.goto(page.url.replace("/text", "/label"))
    page.fill("[name=abv_tenths]", "rất mạnh")
    page.fill("[name=storage]", "Nơi khô")
    with page.expect_navigation():
        page.click(NEXT)
    assert "39,5" in page.inner_text("main")
    page.goto(page.url)
    assert page.input_value("[name=storage]") == "Nơi khô"
    page.fill("[name=abv_tenths]", "39,5")
    with page.expect_navigation(url=re.compile("/story$")):
        page.click(NEXT)
    assert not kept(page)


JOIN = re.compile(r"/producer/join(/\d+/\w+)?$")


def test_who_wants_to_sell_loses_nothing_with_the_connection(visit_market, market):
    phone = visit_market(390)
    sign_up(phone, market, "drafts@vidu.vn")
    phone.open("/producer/join/new")
    page = phone.page
    page.check("[name=kind][value=farm]")
    page.fill("[name=name]", "Trang trại Suối Giàng")
    page.fill("[name=tax_code]", "015099012346")
    assert "015099012346" not in page.evaluate("JSON.stringify(localStorage)")
    phone.open("/producer/join/new")
    assert page.is_checked("[name=kind][value=farm]")
    assert page.input_value("[name=name]") == "Trang trại Suối Giàng"

    page.fill("[name=tax_code]", "015099012346")
    lose_answers(page, heard=True, to=JOIN)
    page.click(GO_ON)
    page.wait_for_selector(WRONG)
    page.unroute(JOIN)
    with page.expect_navigation(url=re.compile("/place$")):
        page.click(GO_ON)

    page.select_option("[name=province]", "15")
    page.locator(f'[name=commune] option[value="{VAN_CHAN}"]').wait_for(state="attached")
    page.select_option("[name=commune]", VAN_CHAN)
    page.fill("[name=street]", "Bản Pang Cáng")
    page.reload()
    page.wait_for_function(f"document.querySelector('[name=commune]').value === '{VAN_CHAN}'")
    assert page.input_value("[name=street]") == "Bản Pang Cáng"
    with page.expect_navigation(url=re.compile("/contact$")):
        page.click(GO_ON)
    page.fill("[name=phone]", "không có")
    with page.expect_navigation():
        page.click(GO_ON)
    phone.look()
    assert "0912 345 678" in page.inner_text(".field__error")
    page.fill("[name=phone]", "0912 345 678")
    with page.expect_navigation(url=re.compile("/account$")):
        page.click(GO_ON)
    assert not kept(page)
    with market.app.extensions["database"].reading() as session:
        assert session.scalar(select(func.count()).where(Producer.name == "Trang trại Suối Giàng")) == 1


def test_the_next_one_at_the_same_device_sees_nothing_of_it(visit_market, market):
    phone = visit_market(390)
    bring_in(phone, market, SELLER)
    phone.open("/producer/join/new")
    phone.page.fill("[name=name]", "Hộ của Lan")
    bring_in(phone, market, OFFICER)
    phone.open("/producer/join/new")
    assert phone.page.input_value("[name=name]") == ""
