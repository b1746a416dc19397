"""Who may come in, and which fairs are theirs: every page of the organisers asks here first."""

from flask import Response, abort, request

from marketplace.accounts.organisers import Organiser
from marketplace.fairs.fair_lists import fairs_of
from marketplace.fairs.fairs import Fair

from ..companies.access import about, keep_from_search_engines, let_in, may_do, me, my_ids
from ..companies.access import mine as my_organisers
from ..companies.access import named as named_organiser
from ..database import session
from . import organiser
from .rights import action_of

__all__ = ["find_fair", "may_do", "me", "my_organisers", "named_organiser", "owner_of"]


@organiser.before_request
def own_people_only() -> Response | None:
    return let_in(action_of(request.endpoint or ""))


organiser.after_request(keep_from_search_engines)


def find_fair(slug: str) -> Fair:
    """404 for another organiser's, and where the visitor's role does not include what this page does.

    Held until the request ends where something is to be changed.
    """
    query = fairs_of(my_ids()).where(Fair.slug == slug[:255])
    if request.method == "POST":
        query = query.with_for_update(of=Fair).execution_options(populate_existing=True)
    found = session().scalar(query) or abort(404)
    about(found.organiser_id)
    return found


def owner_of(fair: Fair) -> Organiser:
    """The organiser of a fair that was found here."""
    return next(one for one in my_organisers() if one.id == fair.organiser_id)
