"""What the shop's views share: rendering, the listing columns, links and crumbs."""

from typing import Any, NamedTuple

from flask import Response, current_app, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext as _

from catalog.columns import Columns

from .. import page_cache
from ..database import session


class Crumb(NamedTuple):
    text: str
    url: str | None = None


def public_page(template: str, **context: Any) -> Response:
    """A page with the same bytes for every visitor; it may be kept and shared."""
    return page_cache.public(private_page(template, **context))


def private_page(template: str, status: int = 200, **context: Any) -> Response:
    return make_response(render_template(template, **context), status)


def columns() -> Columns:
    """The listing columns at the version this request's page is made of."""
    return current_app.extensions["listing_index"].at_present(
        session(), request.environ.get("chophien.version")
    )


def absolute_url(path: str) -> str:
    """An address that also works on paper: with the public name of the shop where one is set."""
    base = current_app.extensions["settings"].public_url or request.host_url
    return base.rstrip("/") + path


def asked_by_script() -> bool:
    """Whether a script wants the answer as data, and not a person as a page."""
    return request.accept_mimetypes.best == "application/json"


def on_to(url: str) -> Response:
    """What was sent is kept: on to `url`. A script goes there itself; a redirect it would follow unseen, and send again."""
    return jsonify(next=url) if asked_by_script() else redirect(url, 303)


def home_crumb() -> Crumb:
    return Crumb(_("Home"), request.script_root + "/")


def link(path: str) -> str:
    """`path` under the language of this request. Quicker than url_for where a page has hundreds."""
    return request.script_root + path
