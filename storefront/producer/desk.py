"""The desk: what waits, with counts."""

from flask import Response

from marketplace.orders.producer_orders import WAITING, count_parts
from marketplace.orders.return_lists import count_returns
from marketplace.orders.returns import ReturnState
from marketplace.permissions import Action

from ..database import session
from . import producer
from .access import chosen_producers, may_do, my_producers
from .pages import producer_page
from .words import TO_DO


@producer.get("")
def desk() -> Response:
    chosen = chosen_producers()
    counts = count_parts(session(), [one.id for one in chosen])
    return producer_page(
        "producer/desk.html",
        rows=[(state, TO_DO[state], counts.get(state, 0)) for state in WAITING],
        total=sum(counts.values()),
        returns=count_returns(
            session(),
            [one.id for one in chosen if may_do("returns", one.id)],
            ReturnState.ASKED,
            ReturnState.ACCEPTED,
            ReturnState.ARRIVED,
        ),
        able={action for action in Action for one in chosen if may_do(action, one.id)},
        chosen=chosen[0].slug if len(chosen) < len(my_producers()) else None,
        crumbs=[],
    )
