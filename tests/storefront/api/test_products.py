"""/api/v1/products answers as the listing's page does, in data; and is stricter with what it does not understand."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

import numpy as np
import pytest

from catalog.search.backend import Matches, NoIndex, Offer, Reading
from tests import world
from tests.markup import Page

QUERIES = [
    "",
    "stars=4",
    "stars=4&stars=3",
    "mark=gi&mark=collective",
    "province=91",
    "kind=enterprise&price_from=80000",
    "price_to=80000",
    "price_from=160000&price_to=70000",
    "in_stock=1",
    "in_stock=0",
    "month=5",
    "month=6",
    "stars=5&mark=gi",
    "sort=price-desc&in_stock=1",
    "sort=stars",
    "q=nuoc+mam",
    "q=h%E1%BB%A3p+t%C3%A1c+x%C3%A3+b%E1%BA%AFc&sort=price",
    "q=cong+ty+nam&stars=3&stars=4",
    "q=zzzzzz",
    "q=%21%21",
    "q=+",
]


def names(answer: dict) -> list[str]:
    return [item["name"] for item in answer["items"]]


def test_an_item_says_what_a_card_says(ask, market, session):
    sauce = market["Nước mắm"]
    answer = ask("products?mark=gi")
    assert {name: answer[name] for name in ("total", "page", "pages", "per_page", "reading")} == {
        "total": 1,
        "page": 1,
        "pages": 1,
        "per_page": 24,
        "reading": None,
    }
    (item,) = answer["items"]
    stars, mark = item.pop("badges")
    assert item == {
        "id": sauce.id,
        "slug": sauce.slug,
        "name": "Nước mắm",
        "name_en": "",
        "producer": {
            "slug": item["producer"]["slug"],
            "name": "Công ty Nam",
            "url": f"/producers/{item['producer']['slug']}",
        },
        "place": {"commune": "Phú Quốc", "province": "An Giang"},
        "price": 80_000,
        "stock": "in_stock",
        "url": f"/products/{sauce.slug}",
        "sample": False,
    }
    assert stars | {"code": ""} == {
        "kind": "stars",
        "stars": 4,
        "name": None,
        "code": "",
        "until": "2028-11-21",
        "verify_url": f"/verify/{stars['code']}",
    }
    assert (mark["kind"], mark["stars"], mark["name"]) == ("gi", None, "Phú Quốc")


def test_in_english_addresses_are_english(client, ask, market):
    for item in ask("products", "/en")["items"]:
        assert item["url"].startswith("/en/products/")
        assert item["producer"]["url"].startswith("/en/producers/")
        assert all(badge["verify_url"].startswith("/en/verify/") for badge in item["badges"])
        addresses = [
            item["url"],
            item["producer"]["url"],
            *(badge["verify_url"] for badge in item["badges"]),
        ]
        assert {client.get(address).status_code for address in addresses} == {200}
    assert ask("products?province=91&sort=price", "/en")["items"][0]["name_en"] == "Young rice"


@pytest.mark.parametrize("query", QUERIES)
def test_it_finds_and_counts_what_the_page_does(client, ask, market, query):
    answer, page = ask(f"products?{query}"), Page(client.get(f"/products?{query}").text)
    assert names(answer) == page.cards
    assert answer["total"] == len(page.cards)
    for facet, counts in answer["facets"].items():
        on_page = page.counts(facet)
        assert {value: counts.get(value, 0) for value in on_page} == on_page, facet
        assert all(
            count == 0 or facet == "category" for value, count in counts.items() if value not in on_page
        )


def test_groups_and_sets_are_counted_below_their_industry(ask, market):
    counts = ask("products")["facets"]["category"]
    for slug, count in counts.items():
        assert ask(f"products?category={slug}")["total"] == count > 0


def test_pages_are_disjoint_and_complete(ask, market):
    pages = [ask(f"products?sort=price&per_page=2&page={number}") for number in (1, 2, 3, 4)]
    assert [names(page) for page in pages] == [["Cốm", "Trà"], ["Nước mắm", "Mật ong"], ["Hồ tiêu"], []]
    assert {(page["total"], page["pages"], page["per_page"]) for page in pages} == {(5, 3, 2)}
    assert [page["page"] for page in pages] == [1, 2, 3, 4]


def test_a_page_beyond_all_is_empty(ask, market):
    answer = ask("products?page=1000000000&per_page=100")
    assert (answer["items"], answer["total"], answer["page"]) == ([], 5, 10**9)


def test_an_empty_market_has_no_pages(ask):
    answer = ask("products?stars=5")
    assert (answer["total"], answer["pages"], answer["items"]) == (0, 0, [])
    assert answer["facets"]["stars"] == {"5": 0, "4": 0, "3": 0}


def test_what_is_sold_out_says_so(ask, market):
    stock = {item["name"]: item["stock"] for item in ask("products")["items"]}
    assert {name for name, state in stock.items() if state == "out_of_stock"} == {"Hồ tiêu"}


def test_a_badge_is_gone_the_day_after(ask, clock, session):
    last = date(2026, 12, 10)
    product = world.product(session)
    world.recognition(session, product, decided_on=date(2023, 12, 10))
    world.authorisation(session, product, world.mark(session), valid_until=None)
    session.commit()

    def said() -> list[tuple]:
        found = ask("products?stars=4")
        (item,) = ask("products")["items"]
        badges = [(badge["kind"], badge["until"]) for badge in item["badges"]]
        return [badges, found["total"], found["facets"]["stars"]["4"]]

    clock.go_to(last, 23, 59)
    assert said() == [[("stars", "2026-12-10"), ("gi", None)], 1, 1]
    clock.go_to(last + timedelta(days=1), 0, 0)
    assert said() == [[("gi", None)], 0, 0]


def test_what_is_not_on_show_is_not_listed(ask, session):
    world.product(session, state="hidden")
    world.product(session, by=world.producer(session, state="suspended"))
    session.commit()
    assert ask("products")["total"] == 0


# Words


@dataclass
class Index:
    """A search that finds the first product and has reached this version of the catalogue."""

    version: int

    def search(self, session, columns, typed, synonyms) -> Matches:
        reading = Reading(typed, "nước mắm", True, "nước mát", (Offer("stars", "5", "5 sao"),))
        return Matches(reading, np.array([0]), np.array([3]), np.array([True]), np.array([1.0]), self.version)


class NoIndexAtAll:
    def search(self, *_) -> Matches:
        raise NoIndex("gone")


def test_it_says_how_the_words_were_understood(app, ask, market, monkeypatch):
    monkeypatch.setitem(app.extensions, "search", Index(10**9))
    answer = ask("products?q=nuoc%20%20mamm%205%20sao")
    assert (answer["total"], names(answer)) == (1, ["Trà"])
    assert answer["reading"] == {
        "typed": "nuoc mamm 5 sao",
        "text": "nước mắm",
        "repaired": True,
        "suggestion": "nước mát",
        "offers": [{"name": "stars", "value": "5", "words": "5 sao"}],
        "plain": False,
    }


def test_an_answer_of_an_index_that_lags_behind_is_not_kept(app, client, market, monkeypatch):
    kept = {}
    for name, index in (("ahead", Index(10**9)), ("behind", Index(0)), ("gone", NoIndexAtAll())):
        app.extensions["page_cache"].pages.clear()
        monkeypatch.setitem(app.extensions, "search", index)
        answer = client.get("/api/v1/products?q=nuoc+mam")
        assert answer.status_code == 200
        kept[name] = answer.headers["Cache-Control"], len(app.extensions["page_cache"].pages)
    assert kept == {
        "ahead": ("public, no-cache", 1),
        "behind": ("private, no-store", 0),
        "gone": ("private, no-store", 0),
    }


def test_without_an_index_a_plain_search_answers(app, ask, market, monkeypatch):
    monkeypatch.setitem(app.extensions, "search", NoIndexAtAll())
    answer = ask("products?q=nuoc+mam")
    assert names(answer) == ["Nước mắm"]
    assert answer["reading"]["plain"]


# What is not understood


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("stars=6", ["stars"]),
        ("stars=two", ["stars"]),
        ("stars=4&stars=9", ["stars"]),
        ("category=nonsense", ["category"]),
        ("province=Atlantis", ["province"]),
        ("mark=organic", ["mark"]),
        ("kind=x", ["kind"]),
        ("month=13", ["month"]),
        ("colour=red", ["colour"]),
        ("sort=random", ["sort"]),
        ("page=0", ["page"]),
        ("page=-1", ["page"]),
        ("page=abc", ["page"]),
        ("page=1&page=2", ["page"]),
        ("page=1000000001", ["page"]),
        ("per_page=101", ["per_page"]),
        ("per_page=0", ["per_page"]),
        ("price_from=cheap", ["price_from"]),
        ("price_to=-5", ["price_to"]),
        ("price_from=", ["price_from"]),
        ("in_stock=perhaps", ["in_stock"]),
        ("q=" + "x" * 129, ["q"]),
        ("q=a&q=b", ["q"]),
        ("stars=6&colour=red&page=0", ["stars", "page", "colour"]),
        ("&".join(["stars=4"] * 41), ["stars"]),
        ("%3Cscript%3E=1", ["<script>"]),
        ("%00=1", ["\0"]),
    ],
)
def test_each_wrong_parameter_is_named(ask, market, query, wrong):
    answer = ask(f"products?{query}", status=422)
    assert answer["status"] == 422
    assert [error["parameter"] for error in answer["errors"]] == wrong
    assert all(error["detail"] for error in answer["errors"])


@pytest.mark.parametrize(
    "nonsense",
    [
        "x" * 10_000,
        "🍵" * 300,
        "\x00\x01\x1b\x7f",
        "' OR 1=1; --",
        "<script>",
        "%s{0}{{7*7}}",
        "\ud7ff\ufeff",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_values_break_nothing(client, market, nonsense):
    for name in (
        "q",
        "category",
        "province",
        "stars",
        "price_from",
        "page",
        "sort",
        "month",
        "in_stock",
        "x",
    ):
        answer = client.get(f"/api/v1/products?{name}={quote(nonsense)}")
        assert answer.status_code in ((200, 422) if name == "q" else (422,))
        assert len(answer.data) < 40_000


# What it costs


def test_the_number_of_statements_does_not_grow(client, session, statements):
    spent = []
    for more in (2, 30):
        for _ in range(more):
            world.recognition(session, world.product(session))
        session.commit()
        client.get("/api/v1/products")
        statements.clear()
        assert client.get("/api/v1/products?stars=4&per_page=100").status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 3
