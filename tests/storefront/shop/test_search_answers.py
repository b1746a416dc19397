"""Search over HTTP with its index: whatever is typed gets an answer, at a bounded price, and never an old one."""

import shutil
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from catalog.search.index.snapshot import Snapshot
from catalog.search.searches import Search
from catalog.search.whoosh_backend import WhooshBackend
from catalog.text import clean
from tests import world
from tests.markup import Page
from tests.world import TODAY

PLAIN_NOTE = "The search index is being rebuilt; this is a plain search."
# Look-ups of terms that no words may exceed, and statements that no page of words may.
MOST_TERMS, MOST_STATEMENTS = 400, 3
HOSTILE = {
    "empty": "",
    "blank": " \t\n ",
    "long word": "a" * 10_000,
    "many words": "mật ong " * 1_250,
    "many other words": " ".join(f"t{n}a" for n in range(3_000)),
    "repeated syllable": "ong" * 3_000,
    "emoji": "🐟🍯👩‍🌾🇻🇳",
    "emoji between": "mật 🍯 ong",
    "control": "mật\x01\x02\x1b[31m\x7f\x85ong",
    "nul": "mật\x00ong",
    "nuls": "\x00" * 500,
    "surrogates in UTF-8": b"\xed\xa0\x80\xff\xfe",
    "half a character": b"m\xe1\xba",
    "punctuation": "?!…—–·•«»“”‘’,.;:/|\\_-+=#%&@",
    "quotes out of balance": "\"mật 'ong ((( [[ {{",
    "operators": "AND OR NOT mật AND AND (ong OR",
    "only operators": "AND OR NOT",
    "wild": "m* ?ng *",
    "range": "[a TO z] {a TO}",
    "fuzzy": "mat~2 ong~ ~",
    "boost": "mật^1000 ong^-1 ^",
    "field": "exact:mat folded:ong id:1 _stored:*",
    "regular expression": "r'(a+)+$' " + "a" * 90 + "!",
    "regular expressions": "(((((((((a*)*)*)*)*)*)*)*)*)*b .*.*.*.*.*.*.*",
    "right to left": "\u202e\u2067gno tậm\u2069\u200f عسل דבש",
    "zero width": "m\u200bậ\u200bt \ufeffong\u2060",
    "combining": "m" + "a\u0323\u0302" * 300 + "\u0301" * 500,
    "other scripts": "蜂蜜 はちみつ мёд μέλι 꿀",
    "mathematical": "𝔪𝔞𝔱 𝕠𝕟𝕘 ①②③ ½ ﬁ",
    "sql": "'; DROP TABLE products; -- \" OR 1=1 %27 UNION SELECT",
    "like": "100% _ong \\% [a-z]",
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><!--",
    "template": "{{ 7 * 7 }} {% for x in y %} ${7*7} #{7*7}",
    "numbers": "9" * 400 + " -1 1e999 NaN 0x41 ٣٤",
    "path": "../../etc/passwd %2e%2e/ file:///etc/passwd",
}
every_hostile = pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())


@pytest.fixture
def stall(session):
    maker = world.producer(session, "Hợp tác xã Sương")
    made = [
        world.product(session, name, by=maker) for name in ("Mật ong rừng", "Mật ong hoa nhãn", "Trà Shan")
    ]
    session.commit()
    return made


@pytest.fixture(params=["index", "plain"])
def engine(request, stall, bring_index_up_to_date) -> str:
    """The index, or what answers while there is none."""
    if request.param == "index":
        bring_index_up_to_date()
    return request.param


@pytest.fixture
def looked_up(monkeypatch) -> list[str]:
    """The terms that were looked up in the index."""
    seen = []
    for name in ("scored", "frequency"):
        real = getattr(Snapshot, name)

        def noting(self, *terms, real=real):
            seen.append(terms[-1])
            return real(self, *terms)

        monkeypatch.setattr(Snapshot, name, noting)
    return seen


def q(typed: str | bytes) -> str:
    return f"q={quote(typed)}"


def text_of(typed: str | bytes) -> str:
    """As the server reads what came in the address."""
    return typed if isinstance(typed, str) else typed.decode("utf-8", "werkzeug.url_quote")


# Whatever is typed


@every_hostile
def test_any_words_get_a_page_at_a_bounded_price(client, engine, looked_up, statements, typed):
    client.get("/en/products?q=x")
    looked_up.clear()
    statements.clear()
    answer = client.get(f"/en/products?{q(typed)}")
    assert answer.status_code == 200
    assert len(looked_up) <= MOST_TERMS
    assert len(statements) <= MOST_STATEMENTS + (engine == "plain")
    page = Page(answer.text)
    shown = clean(text_of(typed)[:512])[:128]
    assert {box.attributes.get("value") for box in page.find("input", name="q")} == {shown}
    assert not any("alert" in script.text for script in page.find("script"))
    assert not page.find("img", src="x")
    assert not page.find(onerror="")
    assert "49" not in page.one("h1").text


@every_hostile
def test_any_words_get_suggestions_or_none(client, stall, bring_index_up_to_date, typed):
    bring_index_up_to_date()
    answer = client.get(f"/api/v1/suggest?{q(typed)}")
    assert answer.status_code == 200
    assert isinstance(answer.json["suggestions"], list)
    assert len(answer.json["suggestions"]) <= 8
    assert answer.json["suggestions"] == [] or len(text_of(typed).strip()) <= 128


@every_hostile
def test_any_words_get_an_answer_of_the_api(client, engine, typed):
    answer = client.get(f"/api/v1/products?{q(typed)}")
    if len(text_of(typed)) > 128:
        assert answer.status_code in (400, 422)
        assert answer.mimetype == "application/problem+json"
        assert "128" in answer.text
    else:
        assert answer.status_code == 200
        assert answer.json["total"] == len(answer.json["items"])


@pytest.mark.parametrize(
    "query",
    [
        "colour=red&_=1",
        "page=1000000000",
        "page=0",
        "page=-1",
        "page=١",
        "page=1e9",
        "per_page=100000",
        "sort=random()",
        "stars=9&stars=x&stars=%00",
        "category=%3Cscript%3E",
        "price_from=1e309&price_to=-5",
        "q=ong&q=tra",
        "&".join(f"a{n}=1" for n in range(200)),
    ],
)
def test_unknown_filters_and_pages_are_told_and_not_obeyed(client, stall, bring_index_up_to_date, query):
    bring_index_up_to_date()
    answer = client.get(f"/en/products?q=mat+ong&{query}")
    assert answer.status_code == 200
    page = Page(answer.text)
    assert sorted(page.cards) == ["Mật ong hoa nhãn", "Mật ong rừng"]
    assert page.notes or query.startswith("q=")
    assert "“<script>" not in answer.text


@pytest.mark.parametrize("path", ["/products", "/en/products", "/products?page=1000000000"])
def test_hostile_words_and_pages_together(client, engine, path):
    for typed in (HOSTILE["html"], HOSTILE["many words"], HOSTILE["nul"]):
        separator = "&" if "?" in path else "?"
        assert client.get(f"{path}{separator}{q(typed)}").status_code == 200


# What it costs


def test_statements_do_not_grow_with_the_hits(client, session, stall, bring_index_up_to_date, statements):
    maker = world.producer(session, "Hợp tác xã Chè")
    for number in range(40):
        world.product(session, f"Chè búp {number}", by=maker, summary="Hái buổi sớm.")
    session.commit()
    bring_index_up_to_date()
    client.get("/products?q=x")
    spent = {}
    for words in ("chè búp", "chè", "buổi sớm", "rừng", "búp 7", "hợp tác xã", "che bup hai som", "cheè búp"):
        statements.clear()
        assert client.get(f"/products?{q(words)}").status_code == 200
        spent[words] = len(statements)
    assert max(spent.values()) <= MOST_STATEMENTS, spent


# What is kept


@pytest.fixture
def kept(app, client):
    """Whether the cache keeps the answer to these words."""

    def kept(words: str) -> bool:
        pages = app.extensions["page_cache"].pages
        pages.clear()
        answer = client.get(f"/products?{q(words)}")
        assert answer.status_code == 200
        assert (len(pages) > 0) == (answer.headers["Cache-Control"] == "public, no-cache")
        return len(pages) > 0

    return kept


def test_an_answer_is_kept_once_the_index_has_caught_up(kept, session, stall, bring_index_up_to_date):
    assert not kept("mật ong")
    bring_index_up_to_date()
    assert kept("mật ong")
    stall[0].name = "Mật ong bạc hà"
    session.commit()
    # The index does not know the new name yet, and the page says what it knows.
    assert not kept("mật ong")
    bring_index_up_to_date()
    assert kept("mật ong")


def test_an_old_answer_is_never_seen_again(client, session, stall, bring_index_up_to_date):
    def cards(words: str) -> list[str]:
        return Page(client.get(f"/products?{q(words)}").text).cards

    bring_index_up_to_date()
    assert cards("rừng") == ["Mật ong rừng"]
    stall[2].name = "Trà rừng"
    session.commit()
    assert cards("rừng") == ["Mật ong rừng"]
    bring_index_up_to_date()
    assert sorted(cards("rừng")) == ["Mật ong rừng", "Trà rừng"]
    stall[0].state = "hidden"
    session.commit()
    # What is hidden is gone at once, whatever the index says.
    assert cards("rừng") == ["Trà rừng"]


def test_what_found_nothing_is_not_kept_and_counted(kept, app, session, stall, bring_index_up_to_date):
    bring_index_up_to_date()
    for _ in range(3):
        assert not kept("qwrtpsdf")
    assert kept("mật ong")
    app.extensions["search_log"].flush()
    rows = session.execute(select(Search.words, Search.found, Search.count)).all()
    assert set(rows) == {("qwrtpsdf", False, 3), ("mật ong", True, 1)}


# Without the index


def test_when_the_folder_is_gone_the_answer_is_plain_and_says_so(app, client, stall, bring_index_up_to_date):
    bring_index_up_to_date()
    page = Page(client.get("/en/products?q=mat+ong").text)
    assert page.notes == []
    shutil.rmtree(app.extensions["search"].store.folder)
    page = Page(client.get("/en/products?q=mat+ong&in_stock=1").text)
    assert page.notes == [PLAIN_NOTE]
    assert sorted(page.cards) == ["Mật ong hoa nhãn", "Mật ong rừng"]
    bring_index_up_to_date()
    page = Page(client.get("/en/products?q=mat+ong&in_stock=1").text)
    assert page.notes == []
    assert len(page.cards) == 2


def test_a_damaged_index_is_told_and_made_anew(app, client, stall, bring_index_up_to_date, monkeypatch):
    bring_index_up_to_date()
    folder = app.extensions["search"].store.folder
    next(folder.glob("g-*/*.pst")).write_bytes(b"damaged")
    monkeypatch.setitem(app.extensions, "search", WhooshBackend(folder))
    page = Page(client.get("/en/products?q=mat+ong").text)
    assert page.notes == [PLAIN_NOTE]
    assert (folder / "rebuild").exists()
    assert "search (whoosh): " in client.get("/readyz").text
    bring_index_up_to_date()
    assert Page(client.get("/en/products?q=mat+ong").text).notes == []


# Dates


def test_the_day_after_expiry_stars_are_counted_rightly_without_a_new_index(
    client, clock, session, stall, bring_index_up_to_date
):
    world.recognition(session, stall[0], stars=4, expires_on=TODAY)
    world.recognition(session, stall[1], stars=4, expires_on=TODAY + timedelta(days=1))
    session.commit()
    bring_index_up_to_date()

    def found(query: str) -> list[str]:
        return Page(client.get(f"/products?q=mat+ong&{query}").text).cards

    def counted() -> int:
        return client.get("/api/v1/products?q=mat+ong").json["facets"]["stars"]["4"]

    for days, expected in enumerate((["Mật ong hoa nhãn", "Mật ong rừng"], ["Mật ong hoa nhãn"], [])):
        clock.go_to(TODAY + timedelta(days=days))
        assert sorted(found("stars=4")) == expected
        assert counted() == len(expected)
        assert len(found("")) == 2
