"""The desk: what waits, with counts."""

from types import SimpleNamespace

from flask import Response

from catalog.producers import ProducerState
from marketplace.orders.producer_orders import WAITING, count_parts
from marketplace.orders.return_lists import count_returns
from marketplace.orders.returns import ReturnState
from marketplace.permissions import Action
from marketplace.questions import count_open

from ..database import session
from ..filters import label
from ..shop.forms import ShopForm
from . import producer
from .access import chosen_producers, may_do, my_producers
from .pages import producer_page
from .words import TO_DO

P = ProducerState


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
        questions=count_open(session(), [one.id for one in chosen if may_do("reviews", one.id)]),
        able={action for action in Action for one in chosen if may_do(action, one.id)},
        halted=[one for one in chosen if one.state == P.SUSPENDED and may_do("profile", one.id)],
        unapproved=[
            SimpleNamespace(name=one.name, words=label(P(one.state)))
            for one in chosen
            if one.state in (P.DRAFT, P.SUBMITTED, P.RETURNED, P.CLOSED)
        ],
        leaving=chosen[0] if len(chosen) == 1 else None,
        button=ShopForm(formdata=None),
        chosen=chosen[0].slug if len(chosen) < len(my_producers()) else None,
        crumbs=[],
    )
