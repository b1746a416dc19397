"""What a buyer does in the shop, over HTTP."""

import re
from html import unescape

from tests import world

ADDRESS = {
    "name": "Nguyễn Thử",
    "phone": "0912 345 678",
    "email": "",
    "province": "01",
    "commune": world.BA_DINH,
    "street": "12 phố Thử",
    "note": "",
}


def hidden(page: str, name: str) -> str:
    return unescape(re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1])


def put(client, product, quantity=1, prefix="", **more):
    """Press "add to basket" for the first pack."""
    form = {"variant": product.variants[0].id, "quantity": quantity} | more
    return client.post(f"{prefix}/basket/lines", data=form)


def fill_basket(client, *products, quantity=1):
    for product in products:
        answer = put(client, product, quantity)
        assert answer.status_code == 303, answer.text


def give_address(client, prefix="", **changed):
    token = hidden(client.get(f"{prefix}/checkout").text, "csrf_token")
    return client.post(
        f"{prefix}/checkout", data=ADDRESS | {"csrf_token": token, "action": "review"} | changed
    )


def review_form(client, prefix="") -> dict:
    page = client.get(f"{prefix}/checkout/review").text
    return {name: hidden(page, name) for name in ("csrf_token", "checkout_key", "seen_total")}


def change_basket(client, prefix="", **fields):
    """Save the basket's form; `quantity_12=3` writes into the field quantity-12."""
    token = hidden(client.get(f"{prefix}/basket").text, "csrf_token")
    named = {name.replace("quantity_", "quantity-"): value for name, value in fields.items()}
    return client.post(f"{prefix}/basket", data={"csrf_token": token} | named)


def order(client, *products, quantity=1, prefix=""):
    """Buy these products; the answer leads to the order's page."""
    fill_basket(client, *products, quantity=quantity)
    give_address(client, prefix)
    answer = client.post(f"{prefix}/orders", data=review_form(client, prefix))
    assert answer.status_code == 303, answer.text
    return answer


def order_number(answer) -> str:
    return answer.location.rpartition("/")[2]
