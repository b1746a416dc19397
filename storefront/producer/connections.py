"""What a producer's dealings with retailers have come to, for its desk."""

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.sourcing.connections import connected, longest_run, month_before, received_goods

from ..clock import today
from ..database import session
from ..filters import dong, number

_MONTHS = 12


def connection_card(producer_ids: list[int]) -> list[tuple[str, str]]:
    """Label and text; empty while no retailer has dealt with them."""
    pairs = connected(session(), producer_ids=producer_ids) if producer_ids else set()
    if not pairs:
        return []
    goods = received_goods(session(), today(), producer_ids=producer_ids)
    since = month_before(today(), _MONTHS - 1)
    running = longest_run({one.month for one in goods})
    return [
        (_("Connected retailers"), number(len({retailer for _p, retailer, _w in pairs}))),
        (_("Deliveries without a gap"), ngettext("%(num)s month", "%(num)s months", running)),
        (
            _("Goods received in twelve months"),
            dong(sum(one.dong for one in goods if one.month >= since)),
        ),
    ]
