"""The renewal assistant, the sales evidence report and the folder for a buyer."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest

from catalog.document_files import store_document
from tests import hostile_pdfs, world
from tests.markup import Page
from tests.paper import ReadPaper
from tests.storefront.producer.conftest import press
from tests.world import TODAY


@pytest.fixture
def filed(app, session, goods):
    """Papers of the first producer with files: one of all its products, one of the first, one lapsed, one returned."""
    folder = app.extensions["settings"].papers_dir
    maker = session.get_one(world.Producer, goods[0].producer_id)

    def paper(of, kind, text, **facts):
        stored = store_document(hostile_pdfs.paper(text), folder)
        facts = {"file": stored.path, "pages": 1, "size": stored.size} | facts
        return world.document(session, of, kind, **facts)

    made = {
        "safety": paper(maker, "food_safety", "Giấy an toàn"),
        "test": paper(
            goods[0], "lab_test", "Kiểm nghiệm", valid_from=TODAY - timedelta(days=20), valid_until=None
        ),
        "lapsed": paper(maker, "barcode", "Mã vạch", valid_until=TODAY - timedelta(days=1)),
        "returned": paper(maker, "organic", "Hữu cơ", state="returned", reason="Mờ"),
        "kept": paper(maker, "business_registration", "Đăng ký", state="kept", audience="producer"),
    }
    session.commit()
    return made


def test_it_says_what_lapses_and_what_is_missing(session, seller, goods, filed):
    page = seller.get("/en/producer/renewal").text
    # The lab test serves a year, and 345 days are left: nothing lapses yet but nothing else is complete either.
    assert "Nothing lapses within 180 days." in page
    rows = {e.text for e in Page(page).find("li")}
    assert any("Food-safety certificate: there." in row for row in rows)
    assert any("Lab test: there." in row for row in rows)
    assert any("Self-declaration of the product: missing." in row for row in rows)
    assert any("GS1 barcode registration: missing. lapsed" in row for row in rows)
    assert any("Story of the product: missing." in row for row in rows)
    assert any("sales in 0 of at least 6 months" in row for row in rows)


def test_what_lapses_comes_first(session, seller, goods):
    maker = session.get_one(world.Producer, goods[0].producer_id)
    world.document(session, maker, valid_until=TODAY + timedelta(days=12))
    session.commit()
    page = seller.get("/en/producer/renewal").text
    assert "12 days left" in page


def test_the_outline_of_a_dossier_is_filled_in(seller, goods, filed):
    answer = seller.get(f"/producer/renewal/products/{goods[0].slug}.pdf")
    assert answer.status_code == 200
    text = ReadPaper(answer.data).text
    for words in ("Đề cương hồ sơ đánh giá lại", "Chè Thử", "4 sao", "Phiếu kiểm nghiệm", "Bản nháp"):
        assert words in text
    assert seller.get(f"/producer/renewal/products/{goods[1].slug}.pdf").status_code == 404


def test_the_report_counts_what_has_arrived(seller, bought):
    assert "none yet" in seller.get("/en/producer/renewal/sales").text
    for step, fields in (
        ("confirmation", {}),
        ("packing", {}),
        ("shipment", {"carrier": "coach"}),
        ("delivery", {}),
    ):
        assert press(seller, bought.part, step, **fields).status_code == 303
    page = seller.get("/en/producer/renewal/sales").text
    assert "240,000" in page
    assert "none has been made on this market" in page
    text = ReadPaper(seller.get("/producer/renewal/sales.pdf").data).text
    assert "240.000" in text and "chưa có hợp đồng nào" in text
    book = openpyxl.load_workbook(io.BytesIO(seller.get("/en/producer/renewal/sales.xlsx").data))
    rows = list(book.active.values)
    assert rows[1][0] == "In all"
    assert rows[1][5:9] == (1, 2, 1, 240_000)


def test_a_folder_has_the_chosen_papers_and_a_cover_sheet(seller, filed):
    page = Page(seller.get("/en/producer/papers/folder").text)
    offered = {e.attributes["value"]: "checked" in e.attributes for e in page.find("input", name="paper")}
    # What lapsed or was returned is of no use to a buyer; what is kept for oneself may be given away.
    assert offered == {
        filed[name].code: True
        for name in ("business_registration", "safety", "test", "kept")
        if name in filed
    }
    query = "&".join(f"paper={filed[name].code}" for name in ("safety", "test", "lapsed"))
    answer = seller.get(f"/en/producer/papers/folder.zip?{query}")
    assert answer.mimetype == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(answer.data))
    assert len(packed.namelist()) == 3
    cover = ReadPaper(packed.read(packed.namelist()[0])).text
    assert filed["safety"].number in cover and filed["test"].number in cover
    assert filed["lapsed"].number not in cover
    assert "Giấy an toàn" in ReadPaper(packed.read(packed.namelist()[1])).text


def test_a_folder_for_one_product_ticks_what_serves_it(session, seller, goods, filed):
    other = world.product(session, by=session.get_one(world.Producer, goods[0].producer_id))
    session.commit()
    page = Page(seller.get(f"/producer/papers/folder?product={other.id}").text)
    ticked = {e.attributes["value"] for e in page.find("input", name="paper") if "checked" in e.attributes}
    assert ticked == {filed["safety"].code, filed["kept"].code}


def test_an_empty_folder_is_refused_in_a_sentence(seller, filed):
    answer = seller.get("/en/producer/papers/folder.zip")
    assert answer.status_code == 422
    assert "Please choose at least one paper." in answer.text


def test_papers_of_others_are_in_no_folder(session, seller, goods, filed):
    foreign = world.document(session, session.get_one(world.Producer, goods[1].producer_id))
    session.commit()
    assert seller.get(f"/producer/papers/folder.zip?paper={foreign.code}").status_code == 422


def test_of_many_things_that_lapse_the_soonest_are_shown_and_the_others_asked_for(session, seller, goods):
    maker = session.get_one(world.Producer, goods[0].producer_id)
    for days in range(1, 16):
        world.document(session, maker, title=f"Giấy {days}", valid_until=TODAY + timedelta(days=days))
    session.commit()
    page = seller.get("/en/producer/renewal").text
    assert page.count("days left") + page.count("day left") == 12
    assert "15 days left" not in page
    (more,) = [e for e in Page(page).find("a") if e.text == "All 15 that lapse"]
    everything = seller.get(more.attributes["href"]).text
    assert "15 days left" in everything
    assert "All 15 that lapse" not in everything
