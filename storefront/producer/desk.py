"""The desk: what is to be done today, and the way to everything else."""

from types import SimpleNamespace

from flask import Response

from catalog.producers import ProducerState
from marketplace.orders.orders import SubOrderState
from marketplace.orders.producer_orders import count_parts
from marketplace.permissions import Action

from ..database import session
from ..filters import label
from ..shop.forms import ShopForm
from . import producer
from .access import chosen_producers, may_do, my_producers
from .connections import connection_card
from .pages import producer_page
from .todo import tasks
from .visits import visits_drawn

P = ProducerState


@producer.get("")
def desk() -> Response:
    chosen = chosen_producers()
    slug = chosen[0].slug if len(chosen) < len(my_producers()) else None
    counts = count_parts(session(), [one.id for one in chosen])
    return producer_page(
        "producer/desk.html",
        visits=visits_drawn([one.id for one in chosen if may_do(Action.PAPERS, one.id)]),
        connections=connection_card([one.id for one in chosen if may_do(Action.SOURCING, one.id)]),
        tasks=tasks(chosen, slug, counts),
        on_the_way=counts.get(SubOrderState.SHIPPED, 0),
        total=sum(counts.values()),
        able={action for action in Action for one in chosen if may_do(action, one.id)},
        halted=[one for one in chosen if one.state == P.SUSPENDED and may_do("profile", one.id)],
        unapproved=[
            SimpleNamespace(name=one.name, words=label(P(one.state)))
            for one in chosen
            if one.state in (P.DRAFT, P.SUBMITTED, P.RETURNED, P.CLOSED)
        ],
        leaving=chosen[0] if len(chosen) == 1 else None,
        button=ShopForm(formdata=None),
        chosen=slug,
        crumbs=[],
    )
