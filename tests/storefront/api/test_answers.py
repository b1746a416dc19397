"""What all answers of the API share: problems, keeping, counting of requests, and openness to other sites."""

import gzip
from datetime import timedelta

import pytest
from flask import abort

from catalog.records import Refused
from storefront import create_app
from storefront.security import HEADERS, limiter
from tests import world

TITLES = {
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Request Entity Too Large",
    418: "I'm a Teapot",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


@pytest.fixture
def product(session):
    product = world.product(session)
    session.commit()
    return product


# Problems


@pytest.fixture(scope="module")
def broken(settings):
    """A shop with an API that fails; its database does not exist and can't be made."""
    app = create_app(type(settings)(**vars(settings) | {"database_url": "sqlite:////nowhere/at/all.db"}))

    def fail(code):
        if code == 500:
            raise ZeroDivisionError("secret of the inside")
        if code == 422:
            raise Refused("Only %(left)s of this pack can be ordered now.", left=7)
        abort(code)

    app.add_url_rule("/api/v1/fails/<int:code>", view_func=fail)
    yield app.test_client()
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize("code", TITLES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_failure_is_a_problem(broken, code, prefix):
    answer = broken.get(f"{prefix}/api/v1/fails/{code}")
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
    assert answer.json.items() >= {"type": "about:blank", "title": TITLES[code], "status": code}.items()
    assert answer.json["detail"]
    assert "secret" not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_refusal_says_why(broken):
    answer = broken.get("/en/api/v1/fails/422")
    assert answer.json["detail"] == "Only 7 of this pack can be ordered now."


def test_without_a_database_it_says_that_something_broke(broken):
    for path in ("products", "products/x", "openapi.json"):
        answer = broken.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v2/products", "/api/v1/nothing", "/en/api/v1/x/y"]
)
def test_an_unknown_address_is_a_problem(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_it_can_only_be_read(app, product, method):
    """A program sends no word of where it comes from, and still hears what is wrong."""
    for path in ("products", f"products/{product.slug}", "openapi.json"):
        answer = app.test_client().open(f"/api/v1/{path}", method=method)
        assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_people_still_get_pages(client):
    assert client.get("/nothing").mimetype == "text/html"
    assert client.get("/apiary").mimetype == "text/html"


# Keeping


@pytest.fixture
def paths(product) -> list[str]:
    return [
        prefix + f"/api/v1/{path}"
        for path in ("products", "products?stars=4", f"products/{product.slug}", "openapi.json")
        for prefix in ("", "/en")
    ]


def test_answers_are_the_same_for_everybody(app, client, paths):
    stranger = app.test_client()
    for path in paths:
        first, second = client.get(path), stranger.get(path)
        app.extensions["page_cache"].pages.clear()
        made_for_stranger = stranger.get(
            path, headers={"Cookie": "basket=x; visit=y", "Origin": "https://x.example"}
        )
        assert first.status_code == 200
        assert first.data == second.data == made_for_stranger.data
        for answer in (first, second, made_for_stranger):
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Cache-Control"] == "public, no-cache"
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_what_is_known_is_not_sent_again(client, paths):
    for path in paths:
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_change_or_a_new_day_makes_a_new_answer(client, clock, session, product):
    world.recognition(session, product, decided_on=world.TODAY - timedelta(days=3 * 365))
    session.commit()
    path = "/api/v1/products"
    tags = [client.get(path).headers["ETag"]]
    world.product(session)
    session.commit()
    tags.append(client.get(path).headers["ETag"])
    clock.moment += timedelta(days=400)
    tags.append(client.get(path).headers["ETag"])
    assert len(set(tags)) == 3


def test_who_takes_gzip_gets_it(client, paths):
    for path in paths:
        plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["Content-Type"] == plain.headers["Content-Type"] == "application/json"


def test_problems_are_not_kept(client, app, product):
    for path in ("products?stars=9", "products/nothing"):
        client.get(f"/api/v1/{path}")
    assert not len(app.extensions["page_cache"].pages)


# Other methods, other sites


def test_head_has_the_headers_and_no_body(client, paths):
    for path in paths:
        answer = client.head(path)
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.mimetype == "application/json"


def test_other_sites_may_ask_with_a_tag(client):
    answer = client.options(
        "/api/v1/products",
        headers={
            "Origin": "https://x.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


def test_the_pages_of_the_shop_stay_closed_to_other_sites(client, product):
    for path in ("/products", "/basket", "/nothing"):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


# Limits


@pytest.fixture
def limited(settings, clock, undone, monkeypatch):
    """A shop of its own with rate limits."""
    monkeypatch.setattr(limiter, "enabled", True)
    app = create_app(type(settings)(**vars(settings) | {"rate_limits": True}), clock)
    app.testing = True
    app.extensions["page_cache"].database = undone
    app.extensions["database"].engine.dispose()
    app.extensions["database"] = undone
    return app.test_client()


def test_too_many_questions_are_refused(limited, product):
    """Each of another address, so that none is answered from memory."""
    answers = [limited.get(f"/api/v1/products?page={number}") for number in range(1, 122)]
    assert [answer.status_code for answer in answers] == [200] * 120 + [429]
    assert [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers] == [*range(119, -1, -1), 0]
    assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"120"}
    refused = answers[-1]
    assert refused.mimetype == "application/problem+json"
    assert refused.json["title"] == "Too Many Requests"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    other = limited.get("/api/v1/products?page=900", environ_base={"REMOTE_ADDR": "10.9.8.7"})
    assert other.status_code == 200


def test_an_answer_from_memory_does_not_carry_the_count_of_another(limited, product):
    first, second = (limited.get("/api/v1/products") for _ in range(2))
    assert first.headers["X-RateLimit-Remaining"] == "119"
    assert first.data == second.data
    assert not [name for name in dict(second.headers) if name.startswith(("X-RateLimit", "Retry"))]


def test_each_kind_of_address_has_its_own_count(limited, product):
    limits = {
        path: limited.get(f"/api/v1/{path}").headers["X-RateLimit-Limit"]
        for path in ("products", f"products/{product.slug}", "suggest?q=che")
    }
    assert list(limits.values()) == ["120", "120", "300"]
