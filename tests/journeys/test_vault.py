"""A licence photographed on a telephone: accepted, it opens the sale; the reminder comes once, and with its last day the sale ends."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from catalog.days import VIETNAM
from catalog.document_rules import load_document_rules
from catalog.producers import Producer
from storefront import create_app
from storefront.clock import Clock
from storefront.work.reminders import remind_producers
from tests import world
from tests.conftest import StandingClock
from tests.journeys.market import OFFICER, SELLER, Market, running_market
from tests.journeys.steps import send
from tests.journeys.test_desks import bring_in
from tests.journeys.test_listing import photo

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WINE = "Rượu ngô men lá"
NUMBER = "15/GP-SCT"
DAY = timedelta(days=1)


@pytest.fixture
def market(tmp_path_factory, data_dir) -> Iterator[Market]:
    """One of its own: in this one months go by."""
    with running_market(tmp_path_factory.mktemp("vault"), data_dir) as market:
        with market.app.extensions["database"].transaction() as session:
            load_document_rules(session)
            producer = session.scalars(select(Producer)).first()
            made = world.product(session, WINE, by=producer, set_code="14", licensed=False)
            slug = made.slug
        yield replace(market, slug=slug)


@pytest.fixture
def later(market: Market) -> Iterator[Market]:
    """The same shop on another day, which its clock says."""
    app = create_app(market.app.extensions["settings"], StandingClock())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield replace(market, address=f"http://127.0.0.1:{server.port}", app=app)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["database"].engine.dispose()


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def file_licence(seller, last: date) -> None:
    """From the vault of the telephone to the paper's page."""
    seller.open("/producer/papers")
    send(seller, 'a[href*="/papers/new"]')
    seller.page.set_input_files("#file", photo())
    seller.page.select_option("[name=kind]", "alcohol_licence")
    seller.page.fill("[name=number]", NUMBER)
    seller.page.fill("[name=issuer]", "Sở Công Thương Lào Cai")
    seller.page.fill("[name=valid_from]", written(last - 365 * DAY))
    # As it is often written, which is no day: what was typed and photographed must stay.
    seller.page.fill("[name=valid_until]", "hết năm")
    seller.page.check("[name=audience][value=public]")
    send(seller, "form.form button.button--main")
    assert seller.page.locator("#file").get_attribute("required") is None
    assert seller.page.input_value("[name=number]") == NUMBER
    seller.page.fill("[name=valid_until]", written(last))
    send(seller, "form.form button.button--main", r"/papers/\w+$")


def accept(officer) -> None:
    officer.open("/office/papers")
    send(officer, ".queue a")
    picture = officer.page.locator("img.paper-picture")
    picture.scroll_into_view_if_needed()
    officer.page.wait_for_function("document.querySelector('img.paper-picture').naturalWidth > 0")
    assert NUMBER in officer.page.inner_text("main")
    send(officer, 'button[value="approve"]', "/office/papers$")


def is_sold(buyer, slug: str) -> bool:
    """What somebody sees on the product's page: a button and the licence, or neither."""
    buyer.open(f"/products/{slug}")
    for_sale = buyer.page.locator("form.buy button.button--main").count() == 1
    assert (NUMBER in buyer.page.inner_text("main")) == for_sale
    return for_sale


def test_from_the_photograph_to_the_day_after_the_last(visit, market, later):
    def opened(at: Market, width: int, email: str = ""):
        visitor = visit(width)
        visitor.address = at.address
        if email:
            bring_in(visitor, at, email)
        return visitor

    last = Clock().now().astimezone(VIETNAM).date() + 100 * DAY
    buyer, seller = opened(market, 390), opened(market, 390, SELLER)
    assert not is_sold(buyer, market.slug)
    file_licence(seller, last)
    assert not is_sold(buyer, market.slug), "no officer has seen it"
    accept(opened(market, 1280, OFFICER))
    assert is_sold(buyer, market.slug)

    clock = later.app.extensions["clock"]
    before = len(market.letters(SELLER))
    for hour in (9, 10, 11):
        clock.go_to(last - 90 * DAY, hour)
        remind_producers(later.app.extensions["database"], clock.now())
    [reminder] = later.letters(SELLER)[before:]
    assert NUMBER in reminder and written(last) in reminder

    buyer = opened(later, 390)
    clock.go_to(last, 23, 59)
    assert is_sold(buyer, market.slug)
    clock.go_to(last + DAY, 0, 0)
    assert not is_sold(buyer, market.slug)
    clock.go_to(last + DAY, 9)
    remind_producers(later.app.extensions["database"], clock.now())
    assert len(later.letters(SELLER)) == before + 1, "it has lapsed: there is nothing to remind of"
    seller = opened(later, 390, SELLER)
    seller.open("/producer/papers")
    assert "hết hạn" in seller.page.inner_text("main").lower()
