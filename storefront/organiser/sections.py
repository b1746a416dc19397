"""What there is to do about a fair: the parts that its page lists, each for who may do it."""

from typing import Any, NamedTuple

from marketplace.fairs.fairs import Fair
from marketplace.permissions import OrganiserAction

from ..shop.pages import link
from .access import may_do


class Section(NamedTuple):
    """A line of the fair's page; `path` is the end of its address behind that of the fair."""

    path: str
    action: OrganiserAction
    title: Any
    text: Any


SECTIONS: list[Section] = []
# In the order in which a fair is made; others come last.
_ORDER = (
    "steps/basics",
    "steps/days",
    "programme",
    "booths",
    "plan",
    "steps/applications",
    "applications",
    "takings",
    "steps/visitors",
    "visitors",
    "gate",
    "meetings",
)


def _place(one: Section) -> int:
    return _ORDER.index(one.path) if one.path in _ORDER else len(_ORDER)


def sections_of(fair: Fair) -> list[tuple[str, Any, Any]]:
    """Address, title and text of what the visitor may do about the fair."""
    return [
        (link(f"/organiser/fairs/{fair.slug}/{one.path}"), one.title, one.text)
        for one in sorted(SECTIONS, key=_place)
        if may_do(one.action, fair.organiser_id)
    ]
