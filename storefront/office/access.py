"""Who may come in: every page of the office asks here first, so none can forget to."""

from flask import Response, g, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select

from catalog.producers import of_province
from marketplace.accounts.memberships import Membership, officer_membership

from ..database import session
from ..errors import error_page
from ..login import signed_in
from . import office


@office.before_request
def officers_only() -> Response | None:
    user = signed_in()
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    if user is None:
        return redirect(url_for("account.sign_in", next=wanted), 303)
    g.officer = officer_membership(session(), user.id)
    if g.officer is None:
        return error_page(403, _("This page is for officers of the shop only."))
    if user.totp_secret is None:
        return redirect(url_for("account.second_factor", next=wanted), 303)
    return None


@office.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def officer() -> Membership:
    """What makes the visitor an officer; its `province_code` is None for the central office."""
    return g.officer


def within_reach(query: Select) -> Select:
    """Only what belongs to producers of the visitor's province; the central office reaches all.

    The query has `Producer` in it. What is left out is not found: 404, as if it did not exist.
    """
    return of_province(query, officer().province_code)
