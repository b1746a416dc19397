"""One error page per kind: in the shop's style, in the visitor's language, with a way on, without the database."""

import pytest
from werkzeug.exceptions import abort

from catalog.records import Refused
from storefront import create_app
from tests.markup import Page

TITLES = {
    403: "This is not allowed",
    404: "We can't find this page",
    405: "This address can't do that",
    413: "That is too large",
    422: "Something is not right yet",
    429: "Too many tries",
    500: "Something broke on our side",
}


@pytest.fixture(scope="module")
def broken(settings):
    """A shop with pages that fail; its database does not exist and can't be made."""
    nowhere = type(settings)(**vars(settings) | {"database_url": "sqlite:////nowhere/at/all.db"})
    app = create_app(nowhere)
    app.add_url_rule(
        "/fails/<int:code>", view_func=lambda code: abort(code), endpoint="fails", methods=["GET", "POST"]
    )
    app.add_url_rule("/breaks", view_func=lambda: 1 // 0, endpoint="breaks")

    @app.route("/refuses")
    def refuses():
        raise Refused("Only %(left)s of this pack can be ordered now.", left=7)

    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    yield client
    app.extensions["database"].engine.dispose()


def failing(code: int) -> str:
    return "/breaks" if code == 500 else f"/fails/{code}"


@pytest.mark.parametrize("code", TITLES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_kind_has_a_page_with_ways_on(broken, code, prefix):
    answer = broken.get(prefix + failing(code))
    page = Page(answer.text)
    assert answer.status_code == code
    assert page.one("html").attributes["lang"] == ("en" if prefix else "vi")
    assert (page.one("h1").text == TITLES[code]) == bool(prefix)
    ways = page.one("ul", "empty__links").inside
    assert [e.attributes["href"] for e in ways if e.tag == "a"] == [
        f"{prefix}/products",
        f"{prefix}/verify",
        f"{prefix}/",
    ]
    assert page.find("input", type="search")
    assert page.one("p", "lead").text


@pytest.mark.parametrize("code", TITLES)
def test_each_kind_says_something_of_its_own(broken, code):
    said = {Page(broken.get(failing(code)).text).one("h1").text for code in TITLES}
    assert len(said) == len(TITLES)


@pytest.mark.parametrize(("code", "shown"), [(400, 422), (410, 422), (418, 422), (501, 500), (503, 500)])
def test_other_kinds_are_shown_as_their_next_of_kin(broken, code, shown):
    assert broken.get(f"/fails/{code}").status_code == shown


def test_a_refusal_says_why(broken):
    answer = broken.get("/en/refuses")
    assert answer.status_code == 422
    assert Page(answer.text).one("p", "lead").text == "Only 7 of this pack can be ordered now."


def test_a_refusal_speaks_vietnamese(broken):
    said = Page(broken.get("/refuses").text).one("p", "lead").text
    assert "7" in said
    assert "pack" not in said


def test_a_failure_tells_nothing_of_the_inside(broken, caplog):
    answer = broken.get("/breaks")
    assert "ZeroDivisionError" not in answer.text
    assert "Traceback" not in answer.text
    assert any("ZeroDivisionError" in (record.exc_text or "") for record in caplog.records)


def test_a_wrong_method_says_which_are_right(broken):
    answer = broken.get("/basket/lines")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_errors_are_not_kept_anywhere(broken):
    assert broken.get("/fails/404").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/nothing", "/en/nothing", "/media/aa/x.exe", "/basket/lines"])
def test_an_error_page_asks_the_database_nothing(client, statements, path):
    """Only the page cache asks which version it would have to answer with."""
    assert client.get(path).status_code in (404, 405)
    assert [s for s in statements if s != "SELECT version FROM catalogue_version"] == []


def test_a_refused_form_asks_the_database_nothing(client, statements):
    answer = client.post("/basket/lines", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert statements == []


@pytest.mark.parametrize(
    "path",
    [
        "/products/%00",
        "/producers/%00",
        "/places/%00",
        "/places/%00/communes.json",
        "/marks/%00",
        "/verify/%00",
        "/orders/%00",
        "/media/%00%00/x.webp",
        "/products/" + "x" * 5000,
        "/products/%ff%fe",
        "/products/' OR 1=1 --",
        "/en/products/%00",
    ],
)
def test_a_hostile_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/basket", "/checkout", "/products?q=%00", "/verify?code=%00"])
def test_a_hostile_value_breaks_nothing(client, path):
    client.set_cookie("basket", "\x00" * 26)
    client.set_cookie("visit", "x" * 3000)
    assert client.get(path).status_code in (200, 303)
