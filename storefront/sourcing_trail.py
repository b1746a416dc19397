"""Links between a request, its quote, the contract and the orders, for the pages of both sides."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from marketplace.sourcing.messaging import About
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.trails import Link

from .sourcing_thread import about_url

_WORDS = {
    About.REQUEST: _("Request"),
    About.QUOTE: _("Quote"),
    About.CONTRACT: _("Contract"),
    About.ORDER: _("Order"),
}


def trail_view(links: Iterable[Link], side: Side, slug: str) -> list[tuple[str, str, str]]:
    """Kind, name and address of each, for templates/components/trail.html; `slug` is the producer's."""
    return [(str(_WORDS[one.kind]), one.name, about_url(one.kind, one.code, side, slug)) for one in links]
