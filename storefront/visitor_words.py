"""Tickets of visitors in words: how they stand, and when and where they are good."""

from datetime import datetime

from flask_babel import gettext, lazy_gettext, ngettext

from marketplace.fairs.fairs import Fair
from marketplace.fairs.visitors import Visitor, VisitorState

from .fair_words import hours_text, place_words, span_text
from .shop.pages import absolute_url, link

STATES = {
    VisitorState.PENDING: lazy_gettext("Not paid yet"),
    VisitorState.REGISTERED: lazy_gettext("Good for entrance"),
    VisitorState.LAPSED: lazy_gettext("Not paid in time"),
    VisitorState.CANCELLED: lazy_gettext("Cancelled"),
}


def state_words(visitor: Visitor, at: datetime) -> str:
    """By the clock alone too: a hold that is over is told at once."""
    state = VisitorState(visitor.state)
    is_over = state == VisitorState.PENDING and not visitor.is_good(at)
    return str(STATES[VisitorState.LAPSED if is_over else state])


def heads_words(heads: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", heads)


def ticket_url(fair: Fair, visitor: Visitor) -> str:
    """The secret address of the ticket: whoever has it has the ticket."""
    return absolute_url(link(f"/fairs/{fair.slug}/tickets/{visitor.code}"))


def days_words(fair: Fair) -> str:
    """ "20–24/12/2026, 08:00–21:00"; the fair is published."""
    if not (fair.starts_on and fair.ends_on and fair.opens_at and fair.closes_at):
        raise ValueError("a published fair has its days and hours")
    return f"{span_text(fair.starts_on, fair.ends_on)}, {hours_text(fair.opens_at, fair.closes_at)}"


def fair_facts(fair: Fair) -> list[tuple[str, str]]:
    """Label and text of what a visitor has to know to get there."""
    return [
        (gettext("Dates"), days_words(fair)),
        (gettext("Place"), place_words(fair)),
    ]
