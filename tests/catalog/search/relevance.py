"""The catalogue and the cases that relevance is judged by; data/relevance_cases.json explains its checks."""

import json
from datetime import date
from pathlib import Path

from catalog.columns import Columns
from catalog.listing import Filters, Sort, find
from catalog.rows import Row, Shown
from catalog.search.documents import Document
from catalog.search.synonym_lists import PACKAGED
from catalog.search.synonyms import parse_synonyms
from catalog.text import search_key

TODAY = date(2026, 11, 20)
DATA = Path(__file__).with_name("data")
PRODUCTS = json.loads((DATA / "relevance_catalogue.json").read_text("utf-8"))
CASES = json.loads((DATA / "relevance_cases.json").read_text("utf-8"))["cases"]
SEARCHES = [case for case in CASES if case.get("mode") != "suggest"]
SUGGESTIONS = [case for case in CASES if case.get("mode") == "suggest"]
KEYS = {product["id"]: product["key"] for product in PRODUCTS}
SYNONYMS = parse_synonyms(PACKAGED.read_text("utf-8"))


def documents() -> list[Document]:
    return [
        Document(
            product["id"],
            (product["name"],),
            (product["producer"], product["place"], product["old_province"], product["province"]),
            product["story"],
        )
        for product in PRODUCTS
    ]


def columns() -> Columns:
    return Columns(1, {product["id"]: _row(product) for product in PRODUCTS})


def _row(product: dict) -> Row:
    today = TODAY.toordinal()
    shown = Shown(
        slug=product["key"],
        name=product["name"],
        name_en="",
        producer_slug="p",
        producer_name=product["producer"],
        sample=True,
        commune=product["place"],
        commune_code="00001",
        province=product["province"],
        adults_only=False,
        icon="food",
        price=90_000,
        dearest=90_000,
        net=100,
        unit="g",
        picture=None,
    )
    stars = ((product["stars"], today - 9, today + 99, today - 9, "R"),) if product["stars"] else ()
    return Row(
        id=product["id"],
        set_number=1,
        province="01",
        producer_id=1,
        kind=0,
        price=90_000,
        available=True,
        season=0,
        names=(search_key(product["name"]),),
        shown=shown,
        stars=stars,
        marks=(),
    )


def found_keys(columns: Columns, matches) -> list[str]:
    """The keys of everything that was found, in order."""
    found = find(columns, Filters(), TODAY, Sort.RELEVANCE, 1, len(columns), matches)
    return [KEYS[id] for id in found.ids]


def passes(check: dict, keys: list[str]) -> bool:
    match check["type"]:
        case "top1_in":
            return keys[:1] != [] and keys[0] in check["keys"]
        case "topk_all":
            return set(check["keys"]) <= set(keys[: check["k"]])
        case "topk_any":
            return not set(check["keys"]).isdisjoint(keys[: check["k"]])
        case "not_topk":
            return set(check["keys"]).isdisjoint(keys[: check["k"]])
        case "above":
            first, second = check["a"], check["b"]
            return first in keys and (second not in keys or keys.index(first) < keys.index(second))
        case "max_total":
            return len(keys) <= check["n"]
    raise ValueError(check["type"])
