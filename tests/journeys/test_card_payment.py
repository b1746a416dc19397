"""Paying by card through the hosted page of the test server: declined, given up, back, and paid at last."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from catalog.categories import load_categories
from catalog.place_data import load_places
from marketplace import migrations
from marketplace.orders.delivery import load_rates
from marketplace.payments.payments import Payment, PaymentState
from storefront import assets
from storefront.database import Database
from tests import world
from tests.server import running_server
from tests.shopping import ADDRESS
from tests.stripe_server import KEY, SECRET, running_stripe

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def card_shop(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[SimpleNamespace]:
    """A server with cards on, one product, and the payment server beside it."""
    folder = tmp_path_factory.mktemp("card-shop")
    assets.build(data_dir)
    shutil.copytree(data_dir / "static", folder / "static")
    url = f"sqlite:///{folder / 'shop.db'}"
    database = Database(url)
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        load_places(session)
        load_categories(session)
        load_rates(session)
    with database.writing(expire_on_commit=False) as session:
        product = world.product(session, "Chè Shan tuyết", stock=50)
        session.commit()
    with running_stripe() as stripe:
        keys = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_BASE": stripe.address}
        with running_server(folder, url, **keys) as port:
            address = f"http://127.0.0.1:{port}"
            stripe.webhook_url = f"{address}/webhooks/stripe"
            yield SimpleNamespace(address=address, stripe=stripe, database=database, slug=product.slug)
    database.engine.dispose()


def order_by_card(visitor, shop) -> None:
    """From the product to the order's page; the window ends there."""
    page = visitor.page
    visitor.open(f"/products/{shop.slug}")
    page.locator("form.buy button.button--main").click()
    page.wait_for_url(re.compile(r"/basket$"))
    visitor.open("/checkout")
    for name in ("name", "phone", "street"):
        page.fill(f"[name={name}]", ADDRESS[name])
    page.select_option("[name=province]", ADDRESS["province"])
    page.wait_for_selector(f'[name=commune] option[value="{ADDRESS["commune"]}"]', state="attached")
    page.select_option("[name=commune]", ADDRESS["commune"])
    page.locator("form.form button.button--main").click()
    page.wait_for_url(re.compile(r"/checkout/review$"))
    visitor.look()
    page.check("[name=method][value=card]")
    page.locator("aside form button.button--main").click()
    page.wait_for_url(re.compile(r"/orders/[0-9A-Z]{10}$"))
    visitor.look()


def state(shop, page) -> str:
    with shop.database.reading() as session:
        return session.scalars(select(Payment.state).order_by(Payment.id.desc())).first()


@pytest.mark.parametrize(("width", "language"), [(390, "vi"), (1280, "en")])
def test_declined_given_up_back_and_paid(visit, card_shop, width, language):
    visitor = visit(width, language)
    visitor.address = card_shop.address
    page = visitor.page
    order_by_card(visitor, card_shop)
    order_url, pay = page.url, 'form[action$="/card-payment"] button'

    page.click(pay)
    page.wait_for_url(f"{card_shop.stripe.address}/pay/**")
    page.click("text=Pay with a bad card")
    assert "declined" in page.locator("[role=alert]").inner_text()
    assert state(card_shop, page) == PaymentState.PENDING

    page.click("text=Back to the shop")
    page.wait_for_url(order_url)
    visitor.look()
    page.click(pay)
    page.wait_for_url(f"{card_shop.stripe.address}/pay/**")

    page.go_back()
    page.wait_for_url(re.compile(re.escape(card_shop.address)))
    visitor.open(order_url.removeprefix(card_shop.address).removeprefix(visitor.prefix))
    page.click(pay)
    page.wait_for_url(f"{card_shop.stripe.address}/pay/**")
    page.click("text='Pay'")
    page.wait_for_url(order_url)
    visitor.look()
    assert page.locator(pay).count() == 0
    assert page.locator(".payments__one--paid").count() == 1
    assert state(card_shop, page) == PaymentState.SUCCEEDED
