"""What there is to do at the desk: each part of it adds its line here, for who may do it."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from marketplace.permissions import RetailerAction

from ..shop.pages import link
from .access import may_do


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


def sections() -> list[tuple[Any, list[Line]]]:
    """What the visitor may do: headings, each with its lines."""
    known = {one.path: one for one in SECTIONS if may_do(one.action)}
    groups = [(heading, [known[path] for path in paths if path in known]) for heading, paths in _GROUPS]
    return [(heading, [_line(one) for one in group]) for heading, group in groups if group]


def _line(one: Section) -> Line:
    return Line(one.path, link(f"/retailer/{one.path}"), one.title, one.text)
