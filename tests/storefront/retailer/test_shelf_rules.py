"""A rule of supermarkets that begins tomorrow: each page says what holds on its own day, and the cover sheet too."""

import io
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from catalog.document_files import store_document
from catalog.document_kinds import DocumentKind as K
from catalog.producers import Producer
from catalog.products import ProductState
from catalog.shelf_rules import ShelfRule
from catalog.versions import touch
from tests import hostile_pdfs, order_world, sourcing_world, world
from tests.storefront.retailer.conftest import offer
from tests.world import NOW, TODAY

FOOD = (K.BUSINESS_REGISTRATION, K.FOOD_SAFETY, K.SELF_DECLARATION, K.LAB_TEST, K.BARCODE)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def desk(buying):
    return buying("Siêu thị Hồ Gươm")


@pytest.fixture
def tea(session, app):
    """Complete today; from tomorrow on supermarkets ask for an organic certificate, too."""
    made = offer(session, world.product(session, "Chè Sỉ"), (50, 70_000), minimum=20)
    stored = store_document(hostile_pdfs.paper(), app.extensions["settings"].papers_dir).path
    for kind in FOOD:
        world.document(session, made, kind, file=stored)
    session.add(
        ShelfRule(
            set_code=made.set_code, asked=K.ORGANIC, kind=K.ORGANIC, valid_from=TOMORROW, basis="Thông tư thử"
        )
    )
    touch(session, [made.id])
    session.commit()
    return made


@pytest.fixture
def days(clock):
    """Moves the clock to tomorrow after the first of two looks."""

    def looks():
        yield True
        clock.moment = NOW + timedelta(days=1)
        yield False

    return looks


def test_the_catalogue_and_the_page_of_the_product(desk, tea, days):
    for complete in days():
        listed = desk.client.get("/retailer/catalogue?papers=1").text
        page = desk.client.get(f"/retailer/catalogue/{tea.slug}").text
        assert ("Chè Sỉ" in listed) == complete
        assert ("chưa đủ" in page) == (not complete)
        assert ("Thông tư thử" in page) == (not complete)
        assert "Nghị định 15/2018/NĐ-CP" in page


def test_the_comparison_of_quotes(session, desk, tea, days):
    maker = session.get_one(Producer, tea.producer_id)
    made = sourcing_world.request(session, desk.retailer, ask=(maker,))
    sourcing_world.quote(session, made, tea)
    session.commit()
    for complete in days():
        page = desk.client.get(f"/retailer/requests/{made.code}/comparison").text
        assert (">Đủ giấy tờ<" in page) == complete
        assert ("Chưa đủ giấy tờ để lên kệ" in page) == (not complete)


def test_what_went_off_sale_is_not_complete_in_the_comparison(session, desk, tea):
    maker = session.get_one(Producer, tea.producer_id)
    made = sourcing_world.request(session, desk.retailer, ask=(maker,))
    sourcing_world.quote(session, made, tea)
    tea.state = ProductState.HIDDEN
    touch(session, [tea.id])
    session.commit()
    page = desk.client.get(f"/retailer/requests/{made.code}/comparison")
    assert page.status_code == 200
    assert "Chưa đủ giấy tờ để lên kệ" in page.text


def test_the_draft_of_an_order(session, desk, tea, days):
    of = SimpleNamespace(
        retailer=desk.retailer,
        producer=session.get_one(Producer, tea.producer_id),
        variants=tea.variants,
        store=world.store(session, desk.retailer),
        buyer=desk.user,
    )
    order = order_world.drafted(session, of)
    session.commit()
    for complete in days():
        page = desk.client.get(f"/retailer/orders/{order.code}").text
        said = "Chưa đủ giấy tờ mà siêu thị đòi hỏi hôm nay:"
        assert (said in page) == (not complete)
        assert (f'href="/retailer/catalogue/{tea.slug}"' in page) == (not complete)


def test_the_cover_sheet_of_the_papers(desk, tea, days):
    for complete in days():
        answer = desk.client.get(f"/retailer/papers/{tea.slug}")
        cover = PdfReader(io.BytesIO(zipfile.ZipFile(io.BytesIO(answer.data)).read("00-bia.pdf")))
        text = " ".join(" ".join(page.extract_text() for page in cover.pages).split())
        assert "Siêu thị đòi hỏi gì vào ngày" in text
        assert ("Thông tư thử" in text) == (not complete)
        assert ("chưa có" in text) == (not complete)


def test_a_page_asks_the_database_for_no_rule_again(desk, tea, statements):
    path = f"/retailer/catalogue/{tea.slug}"
    desk.client.get(path)
    statements.clear()
    assert desk.client.get(path).status_code == 200
    assert not [one for one in statements if "shelf_rules" in str(one)]
