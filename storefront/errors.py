"""One error page per kind, in the shop's style and the visitor's language; they never touch the database.

Programs get a problem instead; see storefront/problems.py.
"""

from flask import Flask, Response, make_response, render_template, url_for
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import HTTPException

from catalog.records import Refused

from .locales import translated
from .problems import asked_by_a_program, problem

_PAGES = {
    403: (
        _("This is not allowed"),
        _("Your browser sent a form that did not come from our pages. Please open the page again and retry."),
    ),
    404: (_("We can't find this page"), _("The address may be mistyped, or the product is no longer shown.")),
    405: (_("This address can't do that"), _("Please go back and use the buttons on the page.")),
    413: (
        _("That is too large"),
        _("What you sent is larger than we accept. Please send less or a smaller picture."),
    ),
    422: (_("Something is not right yet"), _("Please go back, look at what you typed and try again.")),
    429: (_("Too many tries"), _("Please wait a minute and try again.")),
    500: (
        _("Something broke on our side"),
        _("Nothing was changed. The error is in our log; please try again in a little while."),
    ),
}


def init(app: Flask) -> None:
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(Refused, show_refusal)
    app.register_error_handler(500, show)


def show(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response
    response = problem(error.code or 500) if asked_by_a_program() else error_page(_shown_as(error), None)
    if error.code == 405 and error.get_headers():
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    if error.code == 429:
        response.headers.setdefault("Retry-After", "60")
    return response


def _shown_as(error: HTTPException) -> int:
    """The code itself where it has a page, or that of its next of kin."""
    if error.code in _PAGES:
        return error.code
    return 422 if 400 <= (error.code or 500) < 500 else 500


def show_refusal(refusal: Refused) -> Response:
    sentence = translated(refusal)
    return problem(422, sentence) if asked_by_a_program() else error_page(422, sentence)


def error_page(code: int, sentence: str | None) -> Response:
    """The page for this code, with its usual sentence or one that says more."""
    title, usual = _PAGES[code]
    links = [
        (_("All products"), url_for("shop.products")),
        (_("Check a code"), url_for("shop.verify")),
        (_("Home"), url_for("shop.home")),
    ]
    html = render_template(
        "errors/error.html", code=code, title=title, sentence=sentence or usual, links=links
    )
    return make_response(html, code)
