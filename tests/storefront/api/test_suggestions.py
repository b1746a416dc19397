"""/api/v1/suggest: where each suggestion leads, and that nothing typed is an error."""

from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from catalog.search.backend import Suggestion, SuggestionKind
from storefront.api import suggestions
from tests import world


@dataclass
class Suggester:
    """Suggests the same for everything and remembers what it was asked."""

    known: list[Suggestion]
    asked: list[str] = field(default_factory=list)

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        self.asked.append(text)
        return self.known[:limit]


@pytest.fixture
def suggester(monkeypatch) -> Suggester:
    made = Suggester([])
    monkeypatch.setattr(suggestions, "suggester", lambda: made)
    return made


def test_each_kind_leads_to_its_page(client, ask, session, suggester):
    maker = world.producer(session)
    product, mark = world.product(session, by=maker), world.mark(session)
    session.commit()
    Kind = SuggestionKind
    suggester.known = [
        Suggestion(Kind.PRODUCT, product.name, product.slug, "Văn Chấn, Lào Cai"),
        Suggestion(Kind.PRODUCER, maker.name, maker.slug),
        Suggestion(Kind.PLACE, "Lào Cai", "15"),
        Suggestion(Kind.MARK, mark.name, mark.slug),
        Suggestion(Kind.CATEGORY, "Rượu trắng", "ruou-trang"),
        Suggestion(Kind.QUERY, "nước mắm & tỏi", "nước mắm & tỏi"),
    ]
    for prefix in ("", "/en"):
        said = ask("suggest?q=che", prefix)["suggestions"]
        assert [one["kind"] for one in said] == [str(kind) for kind in Kind]
        assert said[0] == {
            "kind": "product",
            "text": product.name,
            "detail": "Văn Chấn, Lào Cai",
            "url": f"{prefix}/products/{product.slug}",
        }
        for one in said:
            assert one["url"].startswith(f"{prefix}/")
            assert client.get(one["url"]).status_code == 200, one["url"]
    assert said[-1]["url"] == "/en/products?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm+%26+t%E1%BB%8Fi"


def test_every_kind_has_an_address():
    assert set(suggestions._PATHS) == set(SuggestionKind)


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=" + "x" * 129])
def test_nothing_is_suggested_for_nothing_or_for_too_much(ask, suggester, query):
    suggester.known = [Suggestion(SuggestionKind.PLACE, "Lào Cai", "15")]
    assert ask(f"suggest{query}") == {"suggestions": []}
    assert suggester.asked == []


def test_there_are_at_most_eight(ask, suggester):
    suggester.known = [Suggestion(SuggestionKind.QUERY, str(n), str(n)) for n in range(30)]
    assert len(ask("suggest?q=1")["suggestions"]) == 8


def test_an_answer_is_kept_for_a_minute_and_not_by_us(app, client, session):
    answer = client.get("/api/v1/suggest?q=che")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not len(app.extensions["page_cache"].pages)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "🍵" * 60, "\x00\x01", "' OR 1=1", "<script>", "((((", "\u202e"]
)
def test_whatever_is_typed_is_answered(ask, session, text):
    world.product(session)
    session.commit()
    assert isinstance(ask(f"suggest?q={quote(text)}")["suggestions"], list)


def test_real_names_are_suggested(ask, session):
    product = world.product(session, "Mật ong bạc hà")
    session.commit()
    for typed in ("mat on", "mật ong", "bac ha"):
        found = ask(f"suggest?q={quote(typed)}")["suggestions"]
        assert f"/products/{product.slug}" in [one["url"] for one in found], typed


def test_an_unknown_parameter_is_named(ask):
    (error,) = ask("suggest?q=che&limit=99", status=422)["errors"]
    assert error == {"parameter": "limit", "detail": "There is no such parameter."}
