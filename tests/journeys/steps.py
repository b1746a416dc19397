"""What people do on several journeys: sign up and in, type an address, buy, sell."""

import re
from urllib.parse import urlsplit

from tests.journeys.market import SELLER, Market
from tests.people import PASSWORD
from tests.shopping import ADDRESS

ORDER = re.compile(r"/orders/[0-9A-Z]{10}$")


def send(visitor, pressed: str, ends: str = "") -> None:
    """Press a button or a link, wait for the page that answers, and look at it."""
    with visitor.page.expect_navigation(url=re.compile(ends) if ends else None):
        visitor.page.locator(pressed).first.click()
    visitor.look()


def main_button(action: str) -> str:
    return f'form[action*="{action}"] button.button'


def sign_up(visitor, market: Market, email: str, name: str = "Trần Thị Bình") -> None:
    """Open an account by the link in the letter; the visitor is signed in then."""
    visitor.open("/sign-up")
    for field, text in (("name", name), ("contact", email), ("password", PASSWORD)):
        visitor.page.fill(f"[name={field}]", text)
    send(visitor, "form.form button.button--main", "/sign-up/confirmation")
    visitor.page.goto(market.link(email, "/sign-up/confirmation/"))
    visitor.look()
    send(visitor, "form.form button.button--main")


def sign_in(visitor, contact: str) -> None:
    visitor.open("/sign-in")
    visitor.page.fill("[name=contact]", contact)
    visitor.page.fill("[name=password]", PASSWORD)
    send(visitor, "form.form button.button--main")


def type_address(page, **changed) -> None:
    """Into the form of the checkout or of the address book; without JavaScript the communes are asked for."""
    address = ADDRESS | changed
    for name in ("name", "phone", "street"):
        page.fill(f"[name={name}]", address[name])
    if changed.get("email"):
        page.fill("[name=email]", changed["email"])
    page.select_option("[name=province]", address["province"])
    commune = page.locator(f'[name=commune] option[value="{address["commune"]}"]')
    if page.locator('button[value="communes"]').is_visible():
        page.locator('button[value="communes"]').click()
    commune.wait_for(state="attached")
    page.select_option("[name=commune]", address["commune"])


def put_in_basket(visitor, market: Market) -> None:
    visitor.open(f"/products/{market.slug}")
    send(visitor, "form.buy button.button--main", r"/basket$")


def buy(visitor, market: Market, method: str, **address) -> str:
    """From the product to the order's page, where the window ends; answers with its path without the language."""
    put_in_basket(visitor, market)
    visitor.open("/checkout")
    type_address(visitor.page, **address)
    send(visitor, "form.form button.button--main", "/checkout/review$")
    return place(visitor, method)


def place(visitor, method: str) -> str:
    visitor.page.check(f"[name=method][value={method}]")
    send(visitor, "aside form button.button--main", ORDER.pattern)
    return urlsplit(visitor.page.url).path.removeprefix(visitor.prefix)


def desk(visit_market, width: int, language: str):
    """The producer's member, signed in at the desk in a browser of their own."""
    seller = visit_market(width, language)
    sign_in(seller, SELLER)
    send(seller, 'main a[href$="/producer"]', "/producer$")
    return seller


def open_newest(seller) -> None:
    """From the desk to the part that was ordered last."""
    seller.open("/producer/orders")
    send(seller, "main tbody a")


def carry_out(seller, tracking_no: str) -> None:
    """From the page of a new part: confirm, pack, hand over, deliver."""
    send(seller, main_button("/confirmation"))
    send(seller, main_button("/packing"))
    seller.page.select_option("[name=carrier]", "ghn")
    seller.page.fill("[name=tracking_no]", tracking_no)
    send(seller, main_button("/shipment"))
    send(seller, main_button("/delivery"))
