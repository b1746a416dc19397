"""Development's mailbox: what would have been sent, to look at. There is none where letters go out."""

from typing import Any

from flask import Blueprint, Response, abort, current_app
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.letters import SentLetter

from ..clock import VIETNAM
from ..database import session
from ..shop.pages import Crumb, home_crumb, link, private_page

mailbox = Blueprint("mailbox", __name__, url_prefix="/mailbox")
_SHOWN = 200
# The letter as its reader sees it: nothing runs, nothing is loaded, and only our own page shows it in a frame.
_LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@mailbox.before_request
def only_in_development() -> None:
    settings = current_app.extensions["settings"]
    if not (settings.keeps_letters and settings.demo):
        abort(404)


@mailbox.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@mailbox.get("")
def index() -> Response:
    newest = select(SentLetter).order_by(SentLetter.id.desc()).limit(_SHOWN)
    letters = [_view(letter) for letter in session().scalars(newest)]
    return private_page(
        "mail/mailbox/index.html", letters=letters, shown=_SHOWN, crumbs=[home_crumb(), Crumb(_("Mailbox"))]
    )


@mailbox.get("/<int:id>")
def show(id: int) -> Response:
    letter = _view(_find(id))
    crumbs = [home_crumb(), Crumb(_("Mailbox"), link("/mailbox")), Crumb(letter["subject"])]
    return private_page("mail/mailbox/show.html", letter=letter, crumbs=crumbs)


@mailbox.get("/<int:id>/html")
def html(id: int) -> Response:
    response = Response(_find(id).html or abort(404), mimetype="text/html")
    response.headers["Content-Security-Policy"] = _LETTER_POLICY
    return response


def _find(id: int) -> SentLetter:
    # Beyond this no database has a number.
    return (session().get(SentLetter, id) if id < 2**31 else None) or abort(404)


def _view(letter: SentLetter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "to": letter.to,
        "subject": letter.subject or _("Text message"),
        "text": letter.text,
        "has_html": bool(letter.html),
        "at": letter.at.astimezone(VIETNAM),
    }
