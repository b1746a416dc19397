"""The papers of an order, read back: every word with its accents, and nothing beyond the edge."""

import unicodedata
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import zxingcpp

from catalog.codes import grouped
from catalog.marks import MarkKind
from marketplace.orders.orders import Order, find_order
from storefront.papers.confirmation import confirmation
from storefront.papers.packing_slip import packing_slip
from storefront.papers.return_slip import ReturnedLine, return_slip
from tests import world
from tests.paper import ReadPaper
from tests.shopping import ADDRESS, fill_basket, give_address, order_number, review_form
from tests.world import NOW

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
URL = "https://chophien.example/orders/K7M29QXD01"
LONG = "Chè Shan tuyết cổ thụ trăm năm tuổi Suối Giàng hái tay một tôm hai lá sao củi truyền thống " * 2
HOSTILE = "Trà 🍵 \u202eevil\u202c <script>alert(1)</script> \x00\x07 中文 عربى A\u0301\u0302\u0303 ‮ %s {nb} **bold** __x__"


@pytest.fixture
def bought(client, session):
    """Buys these products over HTTP; answers the order as its page loads it."""

    def buy(*products, **address) -> Order:
        fill_basket(client, *products)
        give_address(client, **address)
        answer = client.post("/orders", data=review_form(client))
        assert answer.status_code == 303, answer.text
        session.expire_all()
        return find_order(session, order_number(answer))

    return buy


@pytest.fixture
def tea(session):
    maker = world.producer(session, "Hợp tác xã Chè Suối Giàng")
    made = world.product(session, "Chè Shan tuyết", by=maker, name_en="Shan Tuyet tea", prices=(185_000,))
    world.recognition(session, made, 4, decision_no="123/QĐ-UBND")
    mark = world.mark(session, "Suối Giàng", MarkKind.COLLECTIVE)
    world.authorisation(session, made, mark, permit_no="07/GP")
    return made


def read(app, content_of, language="vi") -> ReadPaper:
    prefix = "/en" if language == "en" else ""
    environ = {"chophien.locale": language}
    with app.test_request_context(f"{prefix}/", environ_overrides=environ):
        return ReadPaper(content_of())


def test_the_confirmation_is_the_whole_contract(app, bought, tea, session):
    other = world.product(session, "Mật ong bạc hà", prices=(250_000,))
    order = bought(tea, other, note="Gọi trước khi giao", email="thu@vidu.vn")
    paper = read(app, lambda: confirmation(order, AT), "en")
    wanted = [
        "Order confirmation",
        grouped(order.number),
        "Placed on 21 Nov 2026",
        "Nguyễn Thử",
        "0912 345 678",
        "thu@vidu.vn",
        "12 phố Thử",
        "Chợ Phiên (bản dùng thử)",
        "Hợp tác xã Chè Suối Giàng",
        "Cooperative",
        "Shan Tuyet tea, Gói 1",
        "OCOP 4 stars, 123/QĐ-UBND",
        "Collective mark “Suối Giàng”, 07/GP",
        "Badges as of 21 Nov 2026",
        "Mật ong bạc hà",
        "185,000 ₫",
        "250,000 ₫",
        "Cash on delivery",
        "Gọi trước khi giao",
        f"{order.total:,} ₫",
    ]
    assert [words for words in wanted if words not in paper.text] == []
    assert all(f"{part.total:,} ₫" in paper.text for part in order.sub_orders)
    assert paper.beyond_the_margins(15) == []


def test_vouchers_stand_between_goods_and_total(app, bought, tea):
    order = bought(tea)
    assert "Vouchers" not in read(app, lambda: confirmation(order, AT), "en").text
    order.sub_orders[0].discount = 15_000
    paper = read(app, lambda: confirmation(order, AT), "en")
    assert paper.text.count("Vouchers −15,000 ₫") == 2
    assert f"{185_000 - 15_000 + order.delivery:,} ₫" in paper.text


def test_vietnamese_keeps_its_accents(app, bought, tea):
    order = bought(tea)
    paper = read(app, lambda: confirmation(order, AT))
    assert "Chè Shan tuyết, Gói 1" in paper.text
    assert "185.000 ₫" in paper.text
    assert "phường Ba Đình" in paper.text.replace("Phường", "phường")
    assert unicodedata.is_normalized("NFC", paper.text)
    assert "?" not in paper.text


def test_the_same_paper_made_twice_is_the_same_bytes(app, bought, tea):
    order = bought(tea)
    with app.test_request_context("/"):
        assert confirmation(order, AT) == confirmation(order, AT)
        assert len(confirmation(order, AT)) < 40_000


def test_sixty_lines_flow_over_pages_with_their_heads(app, bought, session):
    maker = world.producer(session, LONG.strip()[:200])
    many = [world.product(session, f"{LONG[:150]} {i}", by=maker, prices=(50_000,)) for i in range(60)]
    order = bought(*many)
    paper = read(app, lambda: confirmation(order, AT), "en")
    assert len(paper.pages) > 2
    heads = [page for page in range(len(paper.pages)) if "Quantity" in paper.pages[page]]
    with_lines = [page for page in range(len(paper.pages)) if "Gói 1" in paper.pages[page]]
    assert set(with_lines) <= set(heads)
    assert all(f"{page + 1}/{len(paper.pages)}" in paper.pages[page] for page in range(len(paper.pages)))
    assert all(
        f"{LONG[:150].strip()} {i}, Gói 1".replace(" ", "") in paper.text.replace(" ", "") for i in range(60)
    )
    assert paper.beyond_the_margins(15) == []


def test_hostile_signs_are_replaced_and_change_nothing(app, bought, session):
    order = bought(world.product(session, "Chè"), note="🍵" * 100)
    order.name = order.street = order.sub_orders[0].lines[0].product_name = HOSTILE
    order.note_to_producers = "x" * 500
    paper = read(app, lambda: confirmation(order, AT), "en")
    assert "Trà ? evil <script>alert(1)</script>" in paper.text
    assert "{nb} **bold** __x__" in paper.text
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Co") for sign in paper.text)
    assert paper.beyond_the_margins(15) == []


def test_the_packing_slip_names_the_cash_and_its_code_can_be_read(app, bought, tea):
    order = bought(tea, note="Gọi trước", email="thu@vidu.vn")
    paper = read(app, lambda: packing_slip(order.sub_orders[0], order, URL, 217_000, AT), "en")
    wanted = [
        "Packing slip",
        "To collect: 217,000 ₫",
        "0912 345 678",
        "Note: Gọi trước",
        "Pieces in this parcel: 1",
    ]
    assert [words for words in wanted if words not in paper.text] == []
    assert "thu@vidu.vn" not in paper.text
    assert [found.text for found in zxingcpp.read_barcodes(paper.picture())] == [URL]
    assert (round(paper.width), round(paper.height)) == (420, 595)
    assert paper.beyond_the_margins(10) == []


def test_a_paid_parcel_has_nothing_to_collect(app, bought, tea):
    order = bought(tea)
    paper = read(app, lambda: packing_slip(order.sub_orders[0], order, URL, 0, AT), "en")
    assert "Nothing to collect" in paper.text


def test_a_long_name_beside_the_code_does_not_run_into_it(app, bought, session):
    order = bought(world.product(session, LONG[:200], by=world.producer(session, LONG[:200])), name="Ư" * 120)
    paper = read(app, lambda: packing_slip(order.sub_orders[0], order, URL, 10**12, AT))
    code = [square for square in paper.dark_squares() if square[3] > 1]
    left, bottom = min(square[0] for square in code), max(square[1] + square[3] for square in code)
    beside = [run for run in paper.runs if run.base < bottom]
    assert beside
    assert all(run.left + run.width < left for run in beside)
    assert paper.beyond_the_margins(10) == []


def test_the_return_slip_says_what_goes_back_and_why(app, bought, tea):
    order = bought(tea)
    lines = [ReturnedLine("Chè Shan tuyết", "Gói 1", 2, 370_000), ReturnedLine("Mật ong", "Chai", 1, 1)]
    paper = read(app, lambda: return_slip(order.sub_orders[0], order, lines, "Hộp bị móp 🍵", URL, AT), "en")
    wanted = ["Return slip", "Hộp bị móp ?", "370,000 ₫", "370,001 ₫", "Hợp tác xã Chè Suối Giàng"]
    assert [words for words in wanted if words not in paper.text] == []
    assert [found.text for found in zxingcpp.read_barcodes(paper.picture())] == [URL]


@pytest.fixture
def others(app):
    stranger = app.test_client()
    stranger.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return SimpleNamespace(stranger=stranger)


def test_the_buyer_has_the_confirmation_and_nobody_else(client, others, bought, tea):
    order = bought(tea)
    path = f"/orders/{order.number}/confirmation.pdf"
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == f'inline; filename="don-hang-{order.number}.pdf"'
    assert "Nguyễn Thử" in ReadPaper(answer.data).text
    assert others.stranger.get(path).status_code == 404
    assert f'href="{path}"' in client.get(f"/orders/{order.number}").text
    assert "confirmation.pdf" not in others.stranger.get(f"/orders/{order.number}").text


@pytest.mark.parametrize("number", ["0000000000", "x", "'--", "%00", "K" * 500])
def test_an_unknown_number_has_no_paper(client, number):
    assert client.get(f"/orders/{number}/confirmation.pdf").status_code == 404


def test_it_is_in_the_language_of_the_address(client, bought, tea):
    order = bought(tea)
    assert (
        "Order confirmation" in ReadPaper(client.get(f"/en/orders/{order.number}/confirmation.pdf").data).text
    )


def test_the_moment_of_making_is_the_one_passed_in(app, bought, tea):
    order = bought(tea)
    paper = read(app, lambda: confirmation(order, NOW))
    assert paper.reader.metadata.creation_date == NOW


def test_it_is_found_after_looking_the_order_up(app, client, others, bought, tea):
    order = bought(tea)
    token = (
        others.stranger.get("/orders").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    )
    form = {"csrf_token": token, "number": order.number, "phone": ADDRESS["phone"]}
    assert others.stranger.post("/orders/look-up", data=form).status_code == 303
    assert others.stranger.get(f"/orders/{order.number}/confirmation.pdf").status_code == 200
