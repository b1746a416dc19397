"""The product of a request's line: found by words of its name, chosen of what was found, and nothing typed is lost."""

import pytest

from catalog.products import ProductState
from catalog.versions import touch
from tests import sourcing_world, world
from tests.markup import Page
from tests.people import fill
from tests.shopping import hidden
from tests.sourcing_world import lines_of

OTHERS = {
    "line-1-description": "<b>Trà ngon",
    "line-1-category": "11",
    "line-1-unit": "case",
    "line-1-least": "1.000",
    "line-1-most": "hai nghìn",
    "line-1-target": "80k",
}
RIGHT = OTHERS | {"line-1-most": "2000"}


@pytest.fixture
def desk(buying):
    return buying("Siêu thị Hồ Gươm")


@pytest.fixture
def draft(session, desk):
    made = sourcing_world.draft(session, desk.retailer)
    session.commit()
    return made


def on_sale(session, name: str) -> world.Product:
    made = world.product(session, name)
    touch(session, [made.id])
    session.commit()
    return made


def sent(desk, draft, action: str, **fields):
    path = f"/retailer/requests/{draft.code}/steps/lines"
    return fill(desk.client, path, seen=str(draft.revision), action=action, **fields)


def found_in(answer) -> list[tuple[str, bool]]:
    """The addresses that can be chosen for the first line, and whether each is."""
    boxes = Page(answer.text).find("input", name="line-1-chosen")
    return [(box.attributes["value"], "checked" in box.attributes) for box in boxes]


@pytest.mark.parametrize("words", ["mật ong bạc hà", "mat ong", "Mật ONG  bạc", "ha bac mat ong"])
def test_it_is_found_as_typed_with_and_without_diacritics(session, desk, draft, words):
    honey = on_sale(session, "Mật ong bạc hà Mèo Vạc")
    on_sale(session, "Chè Shan tuyết")
    answer = sent(desk, draft, "find-1", **OTHERS, **{"line-1-product": words})
    assert answer.status_code == 200
    assert found_in(answer) == [(honey.slug, False), ("", False)]


def test_looking_keeps_all_that_was_typed_and_saves_nothing(session, desk, draft):
    on_sale(session, "Mật ong bạc hà")
    more = {"line-2-description": "Măng", "line-2-unit": "kilogram", "line-2-least": "5", "line-2-most": "9"}
    answer = sent(desk, draft, "find-1", **OTHERS | more, **{"line-1-product": "mat ong"})
    page = Page(answer.text)
    kept = {box.attributes["name"]: box.attributes.get("value") for box in page.find("input", name="")}
    for name, text in (OTHERS | more).items():
        if name not in ("line-1-category", "line-1-unit", "line-2-unit"):
            assert kept[name] == text
    for name, value in (("line-1-category", "11"), ("line-1-unit", "case"), ("line-2-unit", "kilogram")):
        options = [one for one in page.one("select", name=name).inside if "selected" in one.attributes]
        assert [one.attributes["value"] for one in options] == [value]
    assert page.one("input", autofocus="").attributes["name"] == "line-1-chosen"
    session.expire_all()
    assert [line.description for line in lines_of(session, draft)] == ["Chè Shan tuyết"]


def test_what_was_chosen_is_kept_and_shown_by_its_name(session, desk, draft):
    honey, other = on_sale(session, "Mật ong bạc hà"), on_sale(session, "Mật ong rừng")
    chosen = {"line-1-product": "mat ong", "line-1-shown": "mat ong", "line-1-chosen": other.slug}
    assert sent(desk, draft, "save", **RIGHT, **chosen).status_code == 303
    session.expire_all()
    assert [line.product_id for line in lines_of(session, draft)] == [other.id]
    session.refresh(draft)
    again = desk.client.get(f"/retailer/requests/{draft.code}/steps/lines")
    assert found_in(again) == [(other.slug, True), ("", False)]
    assert "Mật ong rừng" in again.text
    # Another one is looked for: the first is chosen no longer, and can be taken back.
    answer = sent(desk, draft, "find-1", **RIGHT, **{"line-1-product": "bac ha", "line-1-chosen": other.slug})
    assert found_in(answer) == [(honey.slug, False), (other.slug, False), ("", False)]
    none = {"line-1-product": "bac ha", "line-1-shown": "bac ha", "line-1-chosen": ""}
    assert sent(desk, draft, "save", **RIGHT, **none).status_code == 303
    session.expire_all()
    assert [line.product_id for line in lines_of(session, draft)] == [None]


def test_words_that_nobody_chose_from_are_asked_about_and_the_very_name_is_taken(session, desk, draft):
    honey = on_sale(session, "Mật ong bạc hà")
    asked = sent(desk, draft, "save", **RIGHT, **{"line-1-product": "mat ong"})
    assert asked.status_code == 422
    assert "Xin chọn một trong các sản phẩm này" in asked.text
    assert found_in(asked) == [(honey.slug, False), ("", False)]
    assert sent(desk, draft, "save", **RIGHT, **{"line-1-product": "mat ong bac ha"}).status_code == 303
    session.expire_all()
    assert [line.product_id for line in lines_of(session, draft)] == [honey.id]


def test_of_two_that_are_called_the_same_one_is_chosen_by_its_producer(session, desk, draft):
    twins = [on_sale(session, "Mật ong bạc hà") for _ in range(2)]
    asked = sent(desk, draft, "save", **RIGHT, **{"line-1-product": "Mật ong bạc hà"})
    assert asked.status_code == 422
    assert {slug for slug, _ in found_in(asked)} == {"", *(one.slug for one in twins)}
    for one in twins:
        assert session.get_one(world.Producer, one.producer_id).name in asked.text


NO_WORDS, NONE = "Xin viết vài chữ trong tên sản phẩm.", "Không có sản phẩm đang bán nào mang tên này."
HOSTILE = [
    ("%_'; DROP TABLE products --", NONE),
    ("<script>alert(1)</script>", NONE),
    ("★" * 40, NONE),
    ("x" * 300, "tối đa 255 ký tự"),
]


@pytest.mark.parametrize(
    ("action", "words", "sentence"),
    [
        ("find-1", "", NO_WORDS),
        ("find-1", " \x00\u200b ", NO_WORDS),
        *(("find-1", *one) for one in HOSTILE),
        *(("save", *one) for one in HOSTILE),
    ],
)
def test_empty_and_hostile_words_get_a_sentence(session, desk, draft, action, words, sentence):
    on_sale(session, "Mật ong bạc hà")
    answer = sent(desk, draft, action, **OTHERS, **{"line-1-product": words})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<script>alert" not in answer.text
    assert 'value="1.000"' in answer.text


def test_an_address_that_was_pasted_still_names_its_product(session, desk, draft):
    honey = on_sale(session, "Mật ong bạc hà")
    pasted = f"https://cho-phien.example/en/products/{honey.slug}?q=1"
    assert sent(desk, draft, "save", **RIGHT, **{"line-1-product": pasted}).status_code == 303
    session.expire_all()
    assert [line.product_id for line in lines_of(session, draft)] == [honey.id]


@pytest.mark.parametrize("slug", ["khong-co", "x" * 400, "hidden"])
def test_what_is_not_on_sale_is_not_chosen(session, desk, draft, slug):
    hidden_one = on_sale(session, "Mật ong giấu")
    hidden_one.state = ProductState.HIDDEN
    touch(session, [hidden_one.id])
    session.commit()
    chosen = {"line-1-chosen": hidden_one.slug if slug == "hidden" else slug}
    answer = sent(desk, draft, "save", **RIGHT, **chosen)
    assert answer.status_code == 422
    assert "Sản phẩm này không còn bán." in answer.text
    assert "Mật ong giấu" not in answer.text


def test_a_draft_says_of_a_product_that_it_is_not_on_sale_any_more(session, desk, draft):
    honey = on_sale(session, "Mật ong bạc hà")
    lines_of(session, draft)[0].product_id = honey.id
    honey.state = ProductState.HIDDEN
    touch(session, [honey.id])
    session.commit()
    page = desk.client.get(f"/retailer/requests/{draft.code}/steps/lines")
    assert "Sản phẩm này không còn bán." in page.text


def test_the_page_of_a_product_leads_to_a_request_with_it_filled_in(session, desk):
    honey = on_sale(session, "Mật ong bạc hà")
    shown = desk.client.get(f"/retailer/catalogue/{honey.slug}")
    (way,) = [url for url in Page(shown.text).links if "/requests/new" in url]
    page = desk.client.get(way)
    assert 'value="Mật ong bạc hà"' in page.text
    form = Page(page.text).find("form", method="post")[-1]
    began = desk.client.post(
        form.attributes["action"],
        data={"csrf_token": hidden(page.text, "csrf_token"), "title": "Mật ong", "seen": "1"},
    )
    assert found_in(desk.client.get(began.location)) == [(honey.slug, True), ("", False)]


def test_twenty_products_are_read_together(session, desk, draft, statements):
    path = f"/retailer/requests/{draft.code}/steps/lines"
    counts = []
    for many in (1, 12):
        goods = [on_sale(session, f"Mật ong {many} {n}") for n in range(many)]
        wanted = [sourcing_world.wanted(product_id=one.id) for one in goods]
        sourcing_world.write_lines(session, draft, wanted)
        session.commit()
        statements.clear()
        assert desk.client.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 20
