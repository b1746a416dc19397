"""Who may come in, and which retailers are theirs: every page of the retailers asks here first."""

from flask import Response, g, request
from flask_babel import gettext as _

from ..companies.access import about, keep_from_search_engines, let_in, may_do, me
from ..companies.access import mine as my_retailers
from ..companies.access import my_ids as my_retailer_ids
from ..companies.access import named as named_retailer
from ..errors import error_page
from . import retailer
from .rights import action_of, needs_verified

__all__ = ["about", "may_do", "me", "my_retailer_ids", "my_retailers", "named_retailer"]


@retailer.before_request
def own_people_only() -> Response | None:
    endpoint = request.endpoint or ""
    return let_in(action_of(endpoint)) or (
        verified_alone() if needs_verified(endpoint, request.method) else None
    )


retailer.after_request(keep_from_search_engines)


def verified_alone() -> Response | None:
    """Leaves out those that may not deal."""
    g.companies = [one for one in my_retailers() if one.may_deal]
    if g.companies:
        return None
    return error_page(
        403, _("This is open to retailers that an officer has verified and that are not suspended.")
    )
