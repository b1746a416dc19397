"""The producers' orders: a list by state, and one part with everything needed to send it."""

from urllib.parse import urlencode

from flask import Response, abort, request
from flask_babel import gettext as _

from marketplace.orders.orders import SubOrder, SubOrderState
from marketplace.orders.paying import unpaid_parts
from marketplace.orders.producer_orders import count_parts, find_part, parts_page

from ..database import session
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..shop.payment_views import money_view
from ..shop.progress import part_number
from . import producer
from .access import chosen_producers, my_producers
from .forms import GiveUpForm, HandOverForm, ShipmentForm, StepForm
from .order_views import part_view, row_view
from .pages import producer_page
from .words import TABS

_PER_PAGE = 30


@producer.get("/orders")
def orders() -> Response:
    chosen = chosen_producers()
    ids = [one.id for one in chosen]
    state, collected = _state(request.args.get("state", "")), request.args.get("how") == "booth"
    slug = chosen[0].slug if len(chosen) < len(my_producers()) else None
    counts = count_parts(session(), ids, collected)
    total = counts.get(state, 0) if state else sum(counts.values())
    pager = Pager(
        lambda page: orders_url(state, slug, page, collected),
        page_number(request.args.get("page")),
        total,
        _PER_PAGE,
    )
    found = parts_page(session(), ids, state, (pager.page - 1) * _PER_PAGE, _PER_PAGE, collected)
    unpaid = unpaid_parts(session(), found)
    return producer_page(
        "producer/orders/index.html",
        rows=[row_view(part, part.id in unpaid) for part in found],
        tabs=[
            (key, text, counts.get(key, 0), orders_url(key, slug, 1, collected)) for key, text in TABS.items()
        ],
        all=(sum(counts.values()), orders_url(None, slug, 1, collected)),
        ways=[
            (_("All orders"), orders_url(state, slug), not collected),
            (_("Collected at fairs"), orders_url(state, slug, 1, True), collected),
        ],
        collected=collected,
        state=state,
        chosen=slug,
        pager=pager,
        crumbs=[Crumb(_("Orders"))],
    )


def _state(text: str) -> SubOrderState | None:
    return SubOrderState(text) if text in set(SubOrderState) else None


def orders_url(
    state: SubOrderState | None, slug: str | None = None, page: int = 1, collected: bool = False
) -> str:
    """`collected`: those alone that are handed over at a booth."""
    query = {
        "state": state,
        "how": "booth" if collected else None,
        "producer": slug,
        "page": page if page > 1 else None,
    }
    wanted = urlencode({name: value for name, value in query.items() if value})
    return link("/producer/orders") + (f"?{wanted}" if wanted else "")


@producer.get("/orders/<reference>")
def order(reference: str) -> Response:
    return part_page(my_part(reference))


def my_part(reference: str) -> SubOrder:
    """404 for what is not there, and for another producer's."""
    found = find_part(session(), [one.id for one in my_producers()], reference[:50])
    if found is None:
        abort(404)
    return found


def part_page(
    part: SubOrder,
    status: int = 200,
    *,
    problem: str = "",
    shipment: ShipmentForm | None = None,
    give_up: GiveUpForm | None = None,
    hand: HandOverForm | None = None,
) -> Response:
    number = part_number(part.order, part)
    return producer_page(
        "producer/orders/show.html",
        status,
        part=part_view(session(), part),
        problem=problem,
        money=money_view(session(), part),
        step=StepForm(formdata=None),
        shipment=shipment or ShipmentForm(formdata=None),
        give_up=give_up or GiveUpForm(formdata=None),
        hand=hand or HandOverForm(formdata=None, code=request.args.get("code", "")[:40]),
        title=_("Order %(number)s", number=number),
        crumbs=[Crumb(_("Orders"), link("/producer/orders")), Crumb(number)],
    )
