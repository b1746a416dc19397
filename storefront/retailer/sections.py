"""What there is to do at the desk: each part of it adds its line here, for who may do it."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from marketplace.accounts.retailers import Retailer
from marketplace.permissions import RetailerAction

from ..shop.pages import link
from .access import may_do, my_retailers


class Section(NamedTuple):
    """A line of the desk; `path` is the end of its address behind /retailer."""

    path: str
    action: RetailerAction
    title: Any
    text: Any


class Line(NamedTuple):
    """A section as this visitor sees it, with its whole address."""

    path: str
    url: str
    title: Any
    text: Any


SECTIONS: list[Section] = [
    Section(
        "join",
        RetailerAction.PROFILE,
        _("Company details"),
        _("Name, tax code, contact, and what officers say"),
    ),
    Section(
        "people",
        RetailerAction.PEOPLE,
        _("People"),
        _("Who works for you in which role, and inviting others"),
    ),
    Section(
        "contact",
        RetailerAction.PROFILE,
        _("Contact"),
        _("How you are reached, and what you say of yourselves"),
    ),
]
# In the order in which goods are sourced.
_GROUPS = (
    (_("Find and ask"), ("catalogue", "requests", "samples")),
    (_("Buy"), ("contracts", "orders", "approvals", "deliveries")),
    (_("Settle"), ("claims", "statements")),
    (_("Suppliers"), ("papers",)),
    (_("Your company"), ("join", "contact", "stores", "spending", "people")),
)


def sections(of: Retailer) -> list[tuple[Any, list[Line]]]:
    """What the visitor may do for the retailer: headings, each with its lines."""
    known = {one.path: one for one in SECTIONS if may_do(one.action, of.id)}
    groups = [(heading, [known[path] for path in paths if path in known]) for heading, paths in _GROUPS]
    return [(heading, [_line(of, one) for one in group]) for heading, group in groups if group]


def _line(of: Retailer, one: Section) -> Line:
    # Of one company alone no address has to say which.
    named = f"?retailer={of.code}" if len(my_retailers()) > 1 else ""
    return Line(one.path, link(f"/retailer/{one.path}{named}"), one.title, one.text)
