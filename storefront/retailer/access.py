"""Who may come in, and which retailers are theirs: every page of the retailers asks here first."""

from flask import Response, abort, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.accounts.retailer_people import retailers_of
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.permissions import RetailerAction, retailer_may

from ..database import session
from ..errors import error_page
from ..login import signed_in
from . import retailer
from .rights import action_of, is_joining, needs_verified


@retailer.before_request
def own_people_only() -> Response | None:
    user = signed_in()
    if user is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=wanted), 303)
    g.retailer_roles = retailers_of(session(), user.id)
    endpoint = request.endpoint or ""
    if is_joining(endpoint):
        g.retailers = [one for one, role in g.retailer_roles if retailer_may(role, RetailerAction.PROFILE)]
        return None
    if not g.retailer_roles:
        return error_page(403, _("This page is for the people of retailers only."))
    action = action_of(endpoint)
    mine = [one for one, role in g.retailer_roles if action and retailer_may(role, action)]
    if not mine:
        return error_page(
            403, _("Your role with this retailer does not include this. Its managers can change that.")
        )
    g.retailers = [one for one in mine if one.may_deal or not needs_verified(endpoint, request.method)]
    if not g.retailers:
        return error_page(
            403, _("This is open to retailers that an officer has verified and that are not suspended.")
        )
    return None


@retailer.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def me() -> User:
    return signed_in() or abort(403)


def my_retailers() -> list[Retailer]:
    """The retailers for whom the visitor may do what this page does; empty at most where one joins."""
    return g.retailers


def my_retailer_ids() -> list[int]:
    return [one.id for one in my_retailers()]


def may_do(action: RetailerAction | str, retailer_id: int | None = None) -> bool:
    """Whether the visitor may do this for the retailer, or for any of theirs."""
    return any(retailer_may(role, action) for one, role in g.retailer_roles if retailer_id in (None, one.id))


def named_retailer() -> Retailer:
    """The retailer that the address names, the first without a name; 404 for somebody else's."""
    code = request.args.get("retailer")
    mine = [one for one in my_retailers() if code in (None, one.code)]
    return mine[0] if mine else abort(404)
