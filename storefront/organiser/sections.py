"""What there is to do about a fair: the parts that its page lists, each for who may do it."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

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


class Line(NamedTuple):
    """A section as this visitor sees it, with its whole address."""

    path: str
    url: str
    title: Any
    text: Any


SECTIONS: list[Section] = []
# In the order in which a fair is made.
_GROUPS = (
    (
        _("Prepare the fair"),
        ("steps/basics", "steps/days", "programme", "steps/applications", "steps/visitors"),
    ),
    (_("Booths and exhibitors"), ("booths", "plan", "applications", "takings")),
    (_("Days of the fair"), ("visitors", "ticket-payments", "gate", "meetings")),
    (_("After the fair"), ("report",)),
)


def sections_of(fair: Fair) -> list[tuple[Any, list[Line]]]:
    """What the visitor may do about the fair: headings, each with its lines."""
    known = {one.path: one for one in SECTIONS if may_do(one.action, fair.organiser_id)}
    groups = [(heading, [known[path] for path in paths if path in known]) for heading, paths in _GROUPS]
    return [(heading, [_line(fair, one) for one in group]) for heading, group in groups if group]


def _line(fair: Fair, one: Section) -> Line:
    return Line(one.path, link(f"/organiser/fairs/{fair.slug}/{one.path}"), one.title, one.text)
