"""What protects the visitor: headers, a policy that needs no inline code, and forms that only our pages can send."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from storefront import create_app
from storefront.security import HEADERS, limiter
from tests import world
from tests.addresses import Examples, addresses
from tests.markup import Page
from tests.shopping import ADDRESS, fill_basket, give_address, order_number, put, review_form
from tests.shopping import order as buy

# Headers, policies and tokens have nothing to do with where rows are kept.
on_one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ELSEWHERE = {"HTTP_SEC_FETCH_SITE": "cross-site"}


@pytest.fixture
def product(session):
    product = world.product(session, stock=50)
    world.recognition(session, product)
    session.commit()
    return product


@pytest.fixture
def pages(client, session, product) -> list[str]:
    """Every address in both languages, with an order, a full basket and an address given, and some errors."""
    mark = world.mark(session)
    code = world.authorisation(session, product, mark).code
    maker = world.producer(session)
    session.commit()
    number = order_number(buy(client, product))
    fill_basket(client, product)
    give_address(client)
    queries = ["q=zzz", "stars=4&mark=gi&price_from=x&page=9"]
    known = addresses(Examples([product], mark, [code], queries, [number], [maker.slug]))
    paths = [path for paths in known.values() for path in paths] + ["/nothing", "/basket/lines"]
    return [prefix + path for prefix in ("", "/en") for path in paths]


@on_one_database
def test_every_answer_carries_the_headers(client, pages):
    for path in pages:
        for _ in ("new", "from the cache"):
            answer = client.get(path)
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path


def test_answers_to_forms_carry_the_headers(client, product):
    for answer in (put(client, product), put(client, product, quantity="x"), client.post("/orders")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_inline_run():
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["default-src"] == "'self'"
    assert not {"script-src", "style-src", "script-src-elem", "style-src-attr"} & set(parts)
    assert parts["object-src"] == parts["frame-ancestors"] == "'none'"
    assert parts["form-action"] == parts["base-uri"] == "'self'"


def inline_code(page: Page) -> list[str]:
    """What the policy would refuse to run or to apply."""
    found = []
    for element in page.elements:
        if element.tag == "style":
            found.append("style element")
        if element.tag == "script" and element.attributes.get("type") != "application/ld+json":
            found += ["inline script"] if "src" not in element.attributes else []
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on"):
                found.append(f"{element.tag} {name}")
            if value.strip().lower().startswith(("javascript:", "data:text")):
                found.append(f"{element.tag} {name}={value}")
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<p style='x'>",
        "<style>p{}</style>",
        "<script>x()</script>",
        "<a onclick=x()>",
        "<a href='JavaScript:x()'>",
        "<svg onload=x()>",
    ],
)
def test_inline_code_would_be_seen(html):
    assert inline_code(Page(html))


@on_one_database
def test_no_page_has_inline_code(client, pages, product):
    answers = [client.get(path) for path in pages] + [
        put(client, product, quantity="x"),
        give_address(client, name=""),
    ]
    for answer in answers:
        if answer.mimetype == "text/html":
            assert inline_code(Page(answer.text)) == [], answer.request.path


@on_one_database
def test_pages_load_nothing_from_elsewhere(client, pages):
    for answer in map(client.get, pages):
        if answer.mimetype == "application/pdf":
            continue
        page = Page(answer.text)
        files = [e.attributes for e in page.find() if e.tag in ("script", "img", "link", "use")]
        loaded = [file.get("src") or file.get("href") for file in files if "src" in file or "href" in file]
        assert all(re.match("/(?!/)", address) for address in loaded), answer.request.path


# Forms


def posts(app) -> list[str]:
    """Every address that takes a form; what the sender signs (see tests/storefront/test_webhooks.py) is none."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    assert "/webhooks/stripe" in rules
    return sorted(set(rules) - {"/webhooks/stripe"})


def made_up(placeholder: re.Match) -> str:
    """Something that fits this part of an address."""
    if one_of := re.match(r"<any\((\w+)", placeholder[0]):
        return one_of[1]
    length = re.search(r"length=(\d+)", placeholder[0])
    return "1" * int(length[1] if length else 1)


@on_one_database
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/localhost"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://[localhost"},
        {},
    ],
)
def test_a_form_from_elsewhere_is_refused(app, headers):
    stranger = app.test_client()
    assert len(posts(app)) > 30
    for path in posts(app):
        answer = stranger.post(re.sub(r"<[^>]+>", made_up, path), headers=headers)
        assert answer.status_code == 403, path
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Referer": "http://localhost/products"},
    ],
)
def test_a_form_of_ours_is_accepted(app, product, headers):
    answer = app.test_client().post(
        "/basket/lines", data={"variant": product.variants[0].id}, headers=headers
    )
    assert answer.status_code == 303


def test_private_forms_need_their_token(client, product):
    """The address, the order, the basket and the look-up change nothing without the token of the page."""
    fill_basket(client, product)
    assert client.post("/checkout", data=ADDRESS | {"action": "review"}).status_code == 422
    assert client.post("/basket", data={"remove": "1"}).status_code == 422
    assert client.post("/orders/look-up", data={"number": "0", "phone": "0912345678"}).status_code == 422
    give_address(client)
    form = review_form(client)
    assert client.post("/orders", data=form | {"csrf_token": ""}).status_code == 422
    assert client.post("/orders", data=form | {"csrf_token": "made.up.token"}).status_code == 422
    assert client.post("/orders", data=form).status_code == 303


def test_a_token_is_good_as_long_as_the_visit(client, product):
    """An address takes some people more than an hour."""
    fill_basket(client, product)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', client.get("/checkout").text)[1]
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=5)):
        answer = client.post("/checkout", data=ADDRESS | {"csrf_token": token, "action": "review"})
    assert answer.status_code == 303


def test_the_token_of_another_visitor_is_refused(app, client, product):
    fill_basket(client, product)
    other = app.test_client()
    other.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    fill_basket(other, product)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', other.get("/checkout").text)[1]
    answer = client.post("/checkout", data=ADDRESS | {"csrf_token": token, "action": "review"})
    assert answer.status_code == 422


# Cookies


def cookies(answer) -> dict[str, set[str]]:
    """The attributes of each cookie that is set, in lower case."""
    lines = [line.split("; ") for line in answer.headers.getlist("Set-Cookie")]
    return {line[0].split("=")[0]: {part.lower() for part in line[1:]} for line in lines}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_are_closed_to_scripts_and_other_sites(client, product, scheme):
    client.environ_base["wsgi.url_scheme"] = scheme
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    base = f"{scheme}://localhost"
    answer = client.post("/basket/lines", data={"variant": product.variants[0].id}, base_url=base)
    made = cookies(answer)
    assert set(made) == {"basket", "basket_count", "visit"}
    for name, attributes in made.items():
        assert "samesite=lax" in attributes, name
        assert ("secure" in attributes) == (scheme == "https"), name
        assert ("httponly" in attributes) == (name != "basket_count"), name
        assert "path=/" in attributes, name


def test_the_basket_token_is_not_in_the_count(client, product):
    put(client, product, quantity=3)
    assert client.get_cookie("basket_count").value == "3"
    assert len(client.get_cookie("basket").value) == 26


def test_https_is_remembered_only_over_https(client, product):
    assert "Strict-Transport-Security" not in client.get("/products").headers
    assert (
        "max-age"
        in client.get("/products", base_url="https://localhost").headers["Strict-Transport-Security"]
    )


# Limits


@pytest.fixture
def limited(settings, clock, undone, monkeypatch):
    """A shop of its own, with rate limits and room for 1 MB."""
    monkeypatch.setattr(limiter, "enabled", True)
    small = type(settings)(**vars(settings) | {"rate_limits": True, "request_max_mb": 1})
    app = create_app(small, clock)
    app.testing = True
    app.extensions["page_cache"].database = undone
    app.extensions["database"].engine.dispose()
    app.extensions["database"] = undone
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def test_too_many_tries_are_told_in_our_own_page(limited):
    answers = [limited.post("/en/orders/look-up", data={"number": "X"}) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429] * 2
    assert Page(answers[-1].text).one("h1").text == "Too many tries"
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_nobody_floods_the_office_with_reports(limited):
    answers = [limited.post("/reports", data={"text": "X"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2


def test_one_visitor_does_not_use_up_the_tries_of_another(limited):
    for _ in range(11):
        last = limited.post("/orders/look-up", data={"number": "X"})
    assert last.status_code == 429
    other = limited.post("/orders/look-up", data={"number": "X"}, environ_base={"REMOTE_ADDR": "10.9.8.7"})
    assert other.status_code == 422


def test_a_request_that_is_too_large_is_refused(limited):
    answer = limited.post("/en/basket/lines", data={"variant": "1", "note": "x" * 2**20})
    assert answer.status_code == 413
    assert Page(answer.text).one("h1").text == "That is too large"
