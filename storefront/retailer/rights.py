"""What each page of the retailers asks of somebody's role. A page that is not here is open to nobody."""

from marketplace.permissions import RetailerAction

A = RetailerAction
# For everybody with an account: what they then see is their own.
JOINING: set[str] = set()
# Endpoints without "retailer."; marketplace/permissions.py says which role may what.
PAGES: dict[RetailerAction, set[str]] = {
    A.DESK: {"desk"},
}
# Read and written while a retailer is not verified yet, or is suspended, too. Of all others what is written, and of
# those below even reading, is for who may deal.
ALWAYS: set[str] = {"desk"}
VERIFIED_ALONE: set[RetailerAction] = {A.CATALOGUE}
_ACTIONS = {f"retailer.{page}": action for action, pages in PAGES.items() for page in pages}
_JOINING = {f"retailer.{page}" for page in JOINING}
_ALWAYS = {f"retailer.{page}" for page in ALWAYS}


def is_joining(endpoint: str) -> bool:
    return endpoint in _JOINING


def action_of(endpoint: str) -> RetailerAction | None:
    return _ACTIONS.get(endpoint)


def needs_verified(endpoint: str, method: str) -> bool:
    """Whether the page is for retailers that may deal. Rules ask once more, when they commit."""
    if endpoint in _ALWAYS:
        return False
    return method == "POST" or _ACTIONS.get(endpoint) in VERIFIED_ALONE
