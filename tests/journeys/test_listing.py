"""A producer photographs a product on a telephone, tells its story and hands it in; an officer publishes it, a buyer sees it."""

import io
import re

import pytest
from PIL import Image

from tests.journeys.market import OFFICER, SELLER
from tests.journeys.steps import send
from tests.journeys.test_desks import bring_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "Mật ong bạc hà mùa mới"
BUTTON = "form.form button.button--main"


def photo() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (1400, 1000), "#c9a227").save(out, "JPEG")
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def write(visitor, step: str, address: str, **typed: str) -> None:
    visitor.page.goto(f"{address}/{step}")
    visitor.look()
    for field, text in typed.items():
        visitor.page.fill(f"[name={field}]", text)
    send(visitor, BUTTON)


def test_from_the_camera_to_the_buyer(visit_market, market):
    seller = visit_market(390)
    bring_in(seller, market, SELLER)
    seller.open("/producer/products/new")
    seller.page.fill("[name=name]", NAME)
    seller.page.select_option("[name=set_code]", "4")
    send(seller, BUTTON, "/basics$")
    address = seller.page.url.removesuffix("/basics")

    write(seller, "basics", address, origin="Bản Mới, Vân Chấn")
    write(seller, "text", address, summary="Mật ong hoa bạc hà, OCOP 5 sao.")
    seller.page.goto(f"{address}/text")
    assert "5 sao" in seller.page.inner_text(".claims")
    write(seller, "text", address, summary="Mật ong hoa bạc hà, vàng chanh.")
    write(seller, "label", address, storage="Nơi khô", shelf_life="24 tháng")

    # The story, with the connection broken off in the middle.
    seller.page.goto(f"{address}/story")
    drafts = re.compile(r"/story$")
    seller.page.route(
        drafts,
        lambda way: way.abort("internetdisconnected") if way.request.method == "POST" else way.fallback(),
    )
    seller.page.fill("[name=story_body]", "## Mùa hoa\n\nÔng nội **bắt đầu** nuôi ong.")
    seller.page.wait_for_selector(".draft__state[data-kind=wrong]")
    # The page is gone before the connection is back: the device alone has the words.
    seller.page.goto("about:blank")
    seller.page.unroute(drafts)
    seller.page.goto(f"{address}/story")
    assert "Ông nội" in seller.page.input_value("[name=story_body]")
    seller.page.wait_for_selector('.draft__state:has-text("Đã lưu")')
    seller.page.wait_for_selector(".story-preview__out h2")
    assert seller.page.inner_text(".story-preview__out h2") == "Mùa hoa"

    seller.page.goto(f"{address}/pictures")
    seller.page.set_input_files("#camera", photo())
    send(seller, ".picture-taking button")
    market.letters(SELLER)
    seller.page.fill("[name=alt]", "Lọ mật ong vàng chanh")
    send(seller, ".picture-desk form button.button")
    seller.page.click(".picture-desk a.button")
    seller.look()
    corner = seller.page.locator(".picture-crop__handle--bottom-right").bounding_box()
    seller.page.mouse.move(corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2)
    seller.page.mouse.down()
    seller.page.mouse.move(corner["x"] - 60, corner["y"] - 40)
    seller.page.mouse.up()
    assert int(seller.page.input_value("[name=right]")) < 100
    send(seller, BUTTON)
    market.letters(SELLER)

    seller.page.goto(f"{address}/packs/new")
    seller.look()
    pack = {"pack": "Lọ 500 g", "net": "500", "weight": "900", "price": "320k", "on_hand": "30"}
    for field, text in pack.items():
        seller.page.fill(f"[name={field}]", text)
    send(seller, BUTTON)
    seller.page.goto(address)
    seller.look()
    send(seller, 'form[action$="/submission"] button')
    assert "Chờ cán bộ duyệt" in seller.page.inner_text("main")

    officer = visit_market(1280)
    bring_in(officer, market, OFFICER)
    officer.open("/office/listings")
    send(officer, f'a:has-text("{NAME}")')
    assert "vàng chanh" in officer.page.inner_text("main")
    send(officer, 'button[value="approve"]', "/office/listings$")

    buyer = visit_market(390)
    buyer.open("/products/mat-ong-bac-ha-mua-moi")
    page = buyer.page.inner_text("main")
    assert NAME in page and "320.000" in page and "Ông nội" in page
    assert buyer.page.locator(".gallery img").first.evaluate(
        "image => image.complete && image.naturalWidth > 0"
    )
    assert re.search("Bản Mới", page)


def test_cells_of_a_spreadsheet_are_pasted_into_the_grid(visit_market, market):
    seller = visit_market(1280)
    bring_in(seller, market, SELLER)
    seller.open("/producer/offers")
    first = seller.page.locator("paste-grid tbody tr").first.locator("input:not([type=hidden])").first
    first.evaluate(
        """input => {
        const data = new DataTransfer();
        data.setData("text/plain", "321k\\t17\\n");
        input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }"""
    )
    send(seller, "paste-grid button")
    assert seller.page.locator('paste-grid [name^="price-"]').first.input_value() == "321000"
    assert seller.page.locator('paste-grid [name^="stock-"]').first.input_value() == "17"
