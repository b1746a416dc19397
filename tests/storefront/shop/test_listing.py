"""The listing over HTTP: every state is a plain address, and nonsense in an address is told, not obeyed."""

from itertools import combinations
from urllib.parse import quote

import pytest
from sqlalchemy import select

from catalog.marks import MarkKind
from catalog.producers import ProducerKind
from catalog.products import Product, Variant
from catalog.stories import Story
from marketplace.stock import count
from tests import world
from tests.markup import Page

GI, COLLECTIVE = MarkKind.GEOGRAPHICAL_INDICATION, MarkKind.COLLECTIVE


@pytest.fixture
def listing(client):
    """Ask for the listing with this query, in English, and read the page."""

    def ask(query: str = "") -> Page:
        answer = client.get(f"/en/products{'?' if query else ''}{query}")
        assert answer.status_code == 200
        return Page(answer.text)

    return ask


def total(page: Page) -> int:
    return int(page.one("p", "page-head__count").text.split()[0].replace(",", ""))


@pytest.fixture
def market(session, bring_index_up_to_date) -> dict[str, set[str]]:
    """Five products that differ in everything one can filter by; for each filter the names that fit."""
    north = world.producer(session, "Hợp tác xã Bắc")
    south = world.producer(session, "Công ty Nam", kind=ProducerKind.ENTERPRISE, commune_code=world.PHU_QUOC)
    tea = world.product(session, "Trà", by=north, prices=(50_000,))
    honey = world.product(session, "Mật ong", by=north, prices=(150_000,), set_code="4", season_months=1 << 4)
    sauce = world.product(session, "Nước mắm", by=south, prices=(80_000, 300_000), set_code="9")
    pepper = world.product(session, "Hồ tiêu", by=south, prices=(250_000,), set_code="10", stock=0)
    world.product(session, "Cốm", by=south, prices=(20_000,), set_code="3")
    for product, stars in ((tea, 5), (honey, 4), (sauce, 4), (pepper, 3)):
        world.recognition(session, product, stars=stars)
    world.authorisation(session, sauce, world.mark(session, "Phú Quốc", GI))
    world.authorisation(session, tea, world.mark(session, "Bắc", COLLECTIVE))
    session.commit()
    bring_index_up_to_date()
    return {
        "stars=5": {"Trà"},
        "stars=4": {"Mật ong", "Nước mắm"},
        "stars=4&stars=3": {"Mật ong", "Nước mắm", "Hồ tiêu"},
        "mark=gi": {"Nước mắm"},
        "mark=gi&mark=collective": {"Nước mắm", "Trà"},
        "province=15": {"Trà", "Mật ong"},
        "province=91": {"Nước mắm", "Hồ tiêu", "Cốm"},
        "kind=enterprise": {"Nước mắm", "Hồ tiêu", "Cốm"},
        "price_from=80000": {"Mật ong", "Nước mắm", "Hồ tiêu"},
        "price_to=80.000": {"Trà", "Nước mắm", "Cốm"},
        "in_stock=1": {"Trà", "Mật ong", "Nước mắm", "Cốm"},
        "month=5": {"Mật ong"},
        "q=nuoc+mam": {"Nước mắm"},
    }


def test_each_filter_finds_what_fits(listing, market):
    for query, names in market.items():
        page = listing(query)
        assert set(page.cards) == names, query
        assert total(page) == len(names), query
        assert page.notes == [], query


def test_filters_combine(listing, market):
    for one, other in combinations(market, 2):
        if one.split("=")[0] != other.split("=")[0]:
            assert set(listing(f"{one}&{other}").cards) == market[one] & market[other], (one, other)


def test_counts_are_what_a_choice_would_find(listing, market):
    """Beside each option stands what one finds by adding it to the other filters."""
    for query in ("", "stars=4", "mark=gi", "province=91", "in_stock=1&stars=4", "kind=cooperative"):
        page = listing(query)
        for name in ("stars", "mark", "province", "kind", "category"):
            others = "&".join(part for part in query.split("&") if part and not part.startswith(f"{name}="))
            for value, beside in page.counts(name).items():
                assert total(listing(f"{others}&{name}={value}")) == beside, (query, name, value)


def test_a_category_is_found_on_each_level(listing, market):
    industry = listing().counts("category")
    assert sum(industry.values()) == 5
    slug = max(industry, key=industry.get)
    opened = listing(f"category={slug}")
    assert total(opened) == industry[slug]
    assert len(opened.counts("category")) > len(industry)


def test_chips_take_one_filter_away(listing, market):
    page = listing("stars=4&mark=gi&price_to=90000&in_stock=1&q=mam&province=91&kind=enterprise&sort=price")
    chips = page.find("a", "chip")
    assert len(chips) == 7
    for chip in chips:
        shorter = listing(chip.attributes["href"].partition("?")[2])
        assert len(shorter.find("a", "chip")) == 6
        assert shorter.value("sort") == "price"


def test_the_last_chip_leads_to_the_whole_market(listing, market):
    chip = listing("stars=5").one("a", "chip")
    assert chip.attributes["href"] == "/en/products"


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("price", ["Cốm", "Trà", "Nước mắm", "Mật ong", "Hồ tiêu"]),
        ("price-desc", ["Hồ tiêu", "Mật ong", "Nước mắm", "Trà", "Cốm"]),
        ("stars", ["Trà", "Mật ong", "Nước mắm", "Hồ tiêu", "Cốm"]),
        ("relevance", ["Trà", "Mật ong", "Nước mắm", "Cốm", "Hồ tiêu"]),
    ],
)
def test_sorts(listing, market, sort, names):
    assert listing(f"sort={sort}").cards == names


def test_newest_begins_with_the_newest_decision(listing, session):
    for name, days in (("Cũ", 400), ("Mới", 10), ("Giữa", 200)):
        product = world.product(session, name)
        world.recognition(session, product, decided_on=world.TODAY - world.timedelta(days=days))
    session.commit()
    assert listing("sort=newest").cards == ["Mới", "Giữa", "Cũ"]


def test_pages_are_disjoint_and_complete(listing, session):
    names = [f"Sản phẩm {number}" for number in range(50)]
    maker = world.producer(session)
    for name in names:
        world.product(session, name, by=maker)
    session.commit()
    pages = [listing(f"page={number}&sort=price") for number in (1, 2, 3)]
    assert [len(page.cards) for page in pages] == [24, 24, 2]
    assert sorted(name for page in pages for name in page.cards) == sorted(names)
    assert not pages[0].find("a", rel="prev")
    assert pages[0].one("a", rel="next").attributes["href"] == "/en/products?sort=price&page=2"
    assert pages[1].one("a", rel="prev").attributes["href"] == "/en/products?sort=price"
    assert not pages[2].find("a", rel="next")


@pytest.mark.parametrize("text", ["Yên Bái", "yen bai", "tỉnh Yên Bái", "Lào Cai", "15"])
def test_a_province_is_found_under_its_former_names(listing, market, text):
    page = listing(f"province={quote(text)}")
    assert set(page.cards) == {"Trà", "Mật ong"}
    assert page.one("input", name="province", value="15").attributes.get("checked") == ""


def test_words_find_a_place_by_its_former_name(listing, market):
    assert set(listing("q=yen+bai").cards) == {"Trà", "Mật ong"}


def test_hidden_things_are_not_listed(listing, session):
    suspended = world.producer(session, state="suspended")
    world.product(session, by=suspended)
    for state in ("draft", "submitted", "returned", "hidden", "retired"):
        world.product(session, state=state)
    session.commit()
    assert total(listing()) == 0


def test_an_empty_result_leads_on(listing, market):
    page = listing("stars=5&mark=gi")
    assert page.cards == []
    empty = page.one("div", "empty")
    ways = {e.attributes["href"] for e in empty.inside if e.tag == "a"}
    assert {"/en/products?stars=5", "/en/products?mark=gi", "/en/products", "/en/places"} <= ways


def test_a_stock_that_comes_back_is_seen_at_once(client, listing, session, market):
    assert "Hồ tiêu" not in listing("in_stock=1").cards
    pepper = session.scalar(select(Variant.id).join(Variant.product).where(Product.name == "Hồ tiêu"))
    count(session, pepper, 5, "counted", world.NOW)
    session.commit()
    assert "Hồ tiêu" in listing("in_stock=1").cards


# What nobody would type


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("stars=6", "There is no filter “6”; it was left out."),
        ("stars=2", "There is no filter “2”; it was left out."),
        ("category=nonsense", "There is no filter “nonsense”; it was left out."),
        ("province=Atlantis", "There is no filter “Atlantis”; it was left out."),
        ("mark=organic", "There is no filter “organic”; it was left out."),
        ("kind=x", "There is no filter “x”; it was left out."),
        ("month=13", "There is no filter “13”; it was left out."),
        ("colour=red", "There is no filter “colour”; it was left out."),
        ("sort=random", "There is no such way of sorting; the usual one is used."),
        ("page=0", "There is no such page; this is the first one."),
        ("page=-1", "There is no such page; this is the first one."),
        ("page=abc", "There is no such page; this is the first one."),
        ("page=²", "There is no such page; this is the first one."),
        ("page=1000000000", "There is no such page; this is the first one."),
        ("page=99", "There is no page 99; this is the last one."),
        ("price_from=cheap", "“cheap” is not a price we understand; write for example 250.000."),
        ("price_to=-5", "“-5” is not a price we understand; write for example 250.000."),
        ("price_from=9e9", "“9e9” is not a price we understand; write for example 250.000."),
        ("price_from=300000&price_to=10000", "The lowest price is above the highest: they were exchanged."),
    ],
)
def test_what_is_not_understood_is_told_and_left_out(listing, market, query, told):
    page = listing(query)
    assert page.notes == [told]
    assert page.cards


def test_exchanged_prices_are_obeyed(listing, market):
    assert set(listing("price_from=160000&price_to=70000").cards) == {"Mật ong", "Nước mắm"}


def test_a_price_that_is_not_understood_stays_in_the_form(listing, market):
    page = listing("price_from=cheap")
    assert page.value("price_from") == "cheap"


@pytest.mark.parametrize(
    "nonsense",
    [
        "x" * 10_000,
        "🍵" * 300,
        "\x00\x01\x1b\x7f",
        "\u202e\u200b\ufeff",
        "' OR 1=1; DROP TABLE products; --",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "%s%d{0}{{7*7}}",
        "../../etc/passwd",
        "a" * 126 + "é\u0301" * 10,
        "chè " * 2000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_values_break_nothing(client, market, nonsense):
    for name in ("q", "category", "province", "stars", "price_from", "page", "sort", "month", "x"):
        answer = client.get(f"/products?{name}={quote(nonsense)}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert len(answer.data) < 40_000
        assert name == "q" or len(Page(answer.text).cards) == 5


def test_a_hostile_name_is_shown_as_text(client, market):
    answer = client.get("/products?%3Cscript%3Ealert(1)%3C/script%3E=1")
    assert "<script>alert" not in answer.text


def test_a_flood_of_parameters_is_cut(client, market):
    answer = client.get("/products?" + "&".join(f"stars={number}" for number in range(500)))
    assert answer.status_code == 200
    assert len(answer.data) < 40_000


def test_a_flood_of_names_is_cut(client, market):
    answer = client.get("/products?" + "&".join(f"name{number}=1" for number in range(800)))
    assert answer.status_code == 200
    assert len(answer.data) < 60_000


def test_bytes_that_are_no_text_break_nothing(client, market):
    assert client.get("/products?q=%ff%fe%c3&province=%ff").status_code == 200


# What it costs


def shelf_of(session, number: int) -> None:
    """Products with all a card can show, of several producers."""
    for _ in range(number):
        product = world.product(session, prices=(100_000, 180_000), season_months=4095)
        world.recognition(session, product, stars=3, decided_on=world.TODAY - world.timedelta(days=900))
        world.act(
            session,
            world.recognition(session, product),
            "extend",
            world.TODAY,
            expires_on=world.date(2030, 1, 1),
        )
        world.authorisation(session, product, world.mark(session))
        world.authorisation(session, product, world.mark(session, kind=COLLECTIVE), product_id=None)
        story = Story(
            product_id=product.id, version=1, state="published", title="T", body="B", created_at=world.NOW
        )
        session.add(story)
    session.commit()


@pytest.mark.parametrize("query", ["", "stars=4&mark=gi&province=15&price_to=500000&q=che&sort=price&page=2"])
def test_the_number_of_statements_does_not_grow(client, session, statements, query):
    """Cold, but for what is kept of the whole catalogue."""
    spent = []
    for more in (2, 30):
        shelf_of(session, more)
        client.get("/en/products")
        statements.clear()
        assert client.get(f"/products?{query}").status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 10


def test_a_full_page_is_light(client, session):
    shelf_of(session, 26)
    for path in ("/products", "/en/products?sort=stars&stars=4"):
        answer = client.get(path)
        assert len(Page(answer.text).cards) == 24
        assert len(answer.data) <= 60_000


def test_what_other_sites_hang_on_a_link_is_passed_over_in_silence(client, session):
    world.product(session)
    session.commit()
    assert "There is no filter" not in client.get("/en/products?fbclid=x&utm_source=zalo").text


def test_a_search_without_letters_is_told(client, session):
    assert "letters or digits" in client.get("/en/products?q=!!").text
