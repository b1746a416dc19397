"""Who may come in, and which fairs are theirs: every page of the organisers asks here first."""

from flask import Response, abort, g, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.accounts.organiser_people import organisers_of
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import User
from marketplace.fairs.fair_lists import fairs_of
from marketplace.fairs.fairs import Fair
from marketplace.permissions import OrganiserAction, organiser_may

from ..database import session
from ..errors import error_page
from ..login import signed_in
from . import organiser
from .rights import action_of, is_joining


@organiser.before_request
def own_people_only() -> Response | None:
    user = signed_in()
    if user is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=wanted), 303)
    g.organiser_roles = organisers_of(session(), user.id)
    if is_joining(request.endpoint or ""):
        g.organisers = [
            one for one, role in g.organiser_roles if organiser_may(role, OrganiserAction.PROFILE)
        ]
        return None
    if not g.organiser_roles:
        return error_page(403, _("This page is for the people of organisers of fairs only."))
    action = action_of(request.endpoint or "")
    g.organisers = [one for one, role in g.organiser_roles if action and organiser_may(role, action)]
    if not g.organisers:
        return error_page(
            403, _("Your role with this organiser does not include this. Its managers can change that.")
        )
    return None


@organiser.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def me() -> User:
    return signed_in() or abort(403)


def my_organisers() -> list[Organiser]:
    """The organisers for whom the visitor may do what this page does; empty at most where one joins."""
    return g.organisers


def may_do(action: OrganiserAction | str, organiser_id: int | None = None) -> bool:
    """Whether the visitor may do this for the organiser, or for any of theirs."""
    return any(
        organiser_may(role, action) for one, role in g.organiser_roles if organiser_id in (None, one.id)
    )


def find_fair(slug: str) -> Fair:
    """404 for another organiser's, and where the visitor's role does not include what this page does.

    Held until the request ends where something is to be changed.
    """
    query = fairs_of([one.id for one in my_organisers()]).where(Fair.slug == slug[:255])
    if request.method == "POST":
        query = query.with_for_update(of=Fair).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def owner_of(fair: Fair) -> Organiser:
    """The organiser of a fair that was found here."""
    return next(one for one in my_organisers() if one.id == fair.organiser_id)


def named_organiser() -> Organiser:
    """The organiser that the address names, the first without a name; 404 for somebody else's."""
    slug = request.args.get("organiser")
    mine = [one for one in my_organisers() if slug in (None, one.slug)]
    return mine[0] if mine else abort(404)
