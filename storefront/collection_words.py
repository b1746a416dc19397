"""Where and when something is collected, in words."""

from datetime import date, time
from typing import NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup

from catalog.codes import grouped
from marketplace.orders.collection import CollectionPoint, Stand
from marketplace.orders.orders import SubOrder
from marketplace.orders.producer_orders import NOT_SENT

from .fair_words import weekday_text
from .qr_codes import qr_svg
from .shop.pages import absolute_url, link


class CollectView(NamedTuple):
    """What is told of a part that is collected; `code` and `qr` only for its buyer, while it waits."""

    where: str
    place: str
    when: str
    code: str = ""
    qr: Markup | None = None


def collect_view(part: SubOrder, own: bool = False) -> CollectView | None:
    """None for what is sent."""
    stand = part.stand
    if stand is None:
        return None
    told = where_text(stand), stand.place, when_text(part.collect_on, stand)
    if not own or part.state not in NOT_SENT or part.collect_code is None:
        return CollectView(*told)
    return CollectView(*told, grouped(part.collect_code), qr_svg(code_url(part)))


def code_url(part: SubOrder) -> str:
    """Where the producer's telephone goes when it reads the buyer's code."""
    return absolute_url(link(f"/producer/collections?code={part.collect_code}"))


def where_text(stand: Stand | CollectionPoint) -> str:
    """ "Booth A5, Hội chợ Tết"."""
    return _("Booth %(number)s, %(fair)s", number=stand.booth, fair=stand.name)


def when_text(day: date | None, stand: Stand) -> str:
    """ "Sunday, 20 Dec 2026, 08:00–21:00"."""
    if day is None:
        return _("the fair is postponed; the new day is not known yet")
    return f"{weekday_text(day)}, {stand.opens}–{stand.closes}"


def chosen_text(point: CollectionPoint, day: date) -> str:
    """One line on what was chosen at the checkout."""
    return _(
        "Collected at booth %(number)s, %(fair)s: %(when)s",
        number=point.booth,
        fair=point.name,
        when=when_text(day, point.facts),
    )


def until_text(point: CollectionPoint) -> str:
    """Until when things are ordered there."""
    return _until(point.order_until) if point.order_until else ""


def preorder_words(until: time | None, last_day: date, today: date) -> str:
    """The same for pages that are kept for a day: empty where there are no pre-orders, or no day of the fair after today."""
    return _until(until) if until and today < last_day else ""


def _until(moment: time) -> str:
    return _("until %(time)s of the day before", time=f"{moment:%H:%M}")
