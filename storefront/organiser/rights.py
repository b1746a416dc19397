"""What each page of the organisers asks of somebody's role. A page that is not here is open to nobody."""

from marketplace.permissions import OrganiserAction

A = OrganiserAction
# Endpoints without "organiser."; marketplace/permissions.py says which role may what.
PAGES: dict[OrganiserAction, set[str]] = {
    A.DESK: {"desk", "one_fair"},
}
_ACTIONS = {f"organiser.{page}": action for action, pages in PAGES.items() for page in pages}


def action_of(endpoint: str) -> OrganiserAction | None:
    return _ACTIONS.get(endpoint)
