"""Who may come in, and which marks are theirs: every page of the desk asks here first."""

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from catalog.marks import Mark
from marketplace.accounts.mark_people import manages, marks_of
from marketplace.accounts.users import User

from ..database import session
from ..errors import error_page
from ..login import signed_in
from . import marks_desk


@marks_desk.before_request
def own_people_only() -> Response | None:
    user = signed_in()
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    if user is None:
        return redirect(url_for("account.sign_in", next=wanted), 303)
    if not manages(session(), user.id):
        return error_page(403, _("This page is for the people of bodies that manage a mark."))
    if user.totp_secret is None:
        return redirect(url_for("account.second_factor", next=wanted), 303)
    return None


@marks_desk.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def me() -> User:
    return signed_in() or abort(403)


def own_marks() -> Select:
    """With their territory."""
    return marks_of(me().id).options(selectinload(Mark.territory))


def find_mark(slug: str) -> Mark:
    """404 for another body's. Held where something is to be changed, so that of two people the second is told."""
    query = own_marks().where(Mark.slug == slug[:255])
    if request.method == "POST":
        query = query.with_for_update(of=Mark).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def everywhere(query: Select) -> Select:
    """Their mark is used by producers of any province."""
    return query
