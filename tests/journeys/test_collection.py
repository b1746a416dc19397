"""On a telephone: from the page of a fair to the basket, the day at the booth, and there from the code to the goods."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from catalog.products import Variant
from marketplace.accounts.memberships import add_member
from marketplace.accounts.users import add_user
from marketplace.fairs.applications import ApplicationProduct
from marketplace.orders.orders import Order, SubOrder
from marketplace.stock import Stock
from storefront.clock import Clock
from tests import world
from tests.journeys.steps import ORDER, main_button, place, send, sign_in
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SELLER = "chu-gian@vidu.vn"


@dataclass
class Stand:
    fair: str
    code: str
    product: str
    product_id: int


@pytest.fixture(scope="module")
def stand(market) -> Stand:
    """Of a fair that begins in three days; its exhibitor does not take pre-orders yet."""
    clock = Clock()
    first = clock.today() + timedelta(days=3)
    with market.app.extensions["database"].transaction() as session:
        maker = world.producer(session, "Hợp tác xã Suối Giàng")
        product = world.product(session, "Măng khô Suối Giàng", by=maker, stock=20)
        add_member(
            session, add_user(session, SELLER, "Giàng A Chu", PASSWORD, clock.now()), maker, clock.now()
        )
        fair = world.fair(
            session,
            name="Chợ xuân Văn Chấn",
            starts_on=first,
            ends_on=first + timedelta(days=2),
            applications_until=clock.today(),
        )
        made = exhibitor(session, fair, "A5", maker)
        session.add(ApplicationProduct(application_id=made.id, product_id=product.id))
        return Stand(fair.slug, made.code, product.slug, product.id)


def on_hand(market, stand: Stand) -> tuple[int, int]:
    with market.app.extensions["database"].reading() as session:
        mine = select(Stock).join(Variant).where(Variant.product_id == stand.product_id)
        kept = session.scalars(mine).one()
        return kept.on_hand, kept.reserved


def take_preorders(seller, stand: Stand) -> None:
    seller.open(f"/producer/applications/{stand.code}")
    seller.page.select_option("[name=until]", "18:00")
    send(seller, main_button("/preorders"))


def order_at_the_fair(buyer, stand: Stand) -> str:
    """By the pages from the fair to the order; answers with its path."""
    buyer.open(f"/fairs/{stand.fair}/exhibitors")
    send(buyer, f'main a.button[href$="/booths/{stand.code}"]')
    send(buyer, f'main a[href$="/products/{stand.product}"]')
    assert buyer.page.locator(".meetings strong").is_visible()
    send(buyer, "form.buy button.button--main", r"/basket$")
    send(buyer, 'main a[href$="/checkout"]', "/checkout/collection$")
    buyer.page.locator("input[type=radio][value^='fair:']").check()
    buyer.page.locator("select[name^='day-']").select_option(index=1)
    send(buyer, "main form.form button.button--main", "/checkout$")
    assert not buyer.page.locator("[name=street]").count()
    for name, text in (("name", "Lò Thị Hoa"), ("phone", "0912 345 678"), ("email", "hoa@vidu.vn")):
        buyer.page.fill(f"[name={name}]", text)
    send(buyer, "main form.form button.button--main", "/checkout/review$")
    return place(buyer, "cash_on_delivery")


@pytest.mark.parametrize(("language", "javascript"), [("vi", True), ("en", False)])
def test_from_the_fair_to_the_booth(visit_market, market, stand, language, javascript):
    before, _ = on_hand(market, stand)
    seller = visit_market(390)
    sign_in(seller, SELLER)
    take_preorders(seller, stand)
    buyer = visit_market(390, language, javascript=javascript)
    path = order_at_the_fair(buyer, stand)
    assert ORDER.search(path) and on_hand(market, stand) == (before, 1)
    code = buyer.page.locator(".collect__code .code").inner_text()
    assert buyer.page.locator(".collect__code svg").is_visible()

    seller.open("/producer/orders?how=booth")
    send(seller, "main tbody a")
    assert code not in seller.page.content()
    send(seller, main_button("/confirmation"))
    send(seller, main_button("/packing"))
    assert any(code in letter for letter in market.letters("hoa@vidu.vn"))

    # What the telephone reads from the buyer's code.
    seller.open(f"/producer/collections?code={code.replace('-', '')}")
    assert re.search(r"-1\?code=", seller.page.url)
    send(seller, main_button("/collection"))
    buyer.open(path)
    assert not buyer.page.locator(".collect__code").count()
    number = urlsplit(path).path.rpartition("/")[2]
    with market.app.extensions["database"].reading() as session:
        part = session.scalars(select(SubOrder).join(Order).where(Order.number == number)).one()
        assert part.state == "delivered"
    assert on_hand(market, stand) == (before - 1, 0)


def test_a_code_that_is_typed_wrong(visit_market, market, stand):
    seller = visit_market(390)
    sign_in(seller, SELLER)
    seller.open("/producer/collections")
    seller.page.fill("[name=code]", "AAAA AAAA")
    send(seller, "main form.form button.button--main")
    assert seller.page.locator(".field__error").is_visible()
