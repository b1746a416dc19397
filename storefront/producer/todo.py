"""What the people of a producer have to do today: counted, each with the page that does it, in the order of hurry."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from catalog import filing, revisions
from catalog.document_rules import read_rules
from catalog.producers import Producer
from catalog.resting import kept_from_sale
from marketplace.fairs.application_lists import count_to_answer
from marketplace.orders.orders import SubOrderState
from marketplace.orders.packs import count_running_out
from marketplace.orders.producer_payments import count_awaited, count_to_send
from marketplace.orders.return_lists import count_returns
from marketplace.orders.returns import ReturnState
from marketplace.permissions import Action
from marketplace.questions import count_open
from marketplace.reminders import LapseKind, lapsing
from marketplace.sourcing.contracts import ContractState
from marketplace.sourcing.purchase_orders import PurchaseOrderState
from marketplace.sourcing.request_lists import count_to_quote
from marketplace.sourcing.samples import SampleState
from marketplace.sourcing.waiting import count_waiting

from ..clock import now, today
from ..database import session
from .access import may_do

# So few pieces of a pack are soon gone; so many days before it lapses a paper is to be renewed.
_FEW, _PAPER_DAYS = 5, 30


class Task(NamedTuple):
    text: str
    count: int
    url: str


def tasks(chosen: list[Producer], slug: str | None, parts: dict[str, int]) -> list[Task]:
    """What waits for the visitor, with whom it is allowed; `parts` counts the producers' parts by state."""
    found = [*_orders(parts, slug)]
    for action, of_it in _KINDS.items():
        ids = [one.id for one in chosen if may_do(action, one.id)]
        if ids:
            found += of_it(ids, slug)
    return [task for task in found if task.count]


def _orders(parts: dict[str, int], slug: str | None) -> Iterator[Task]:
    for state, text in (
        (SubOrderState.PENDING, _("Orders to confirm")),
        (SubOrderState.CONFIRMED, _("Orders to pack")),
        (SubOrderState.PACKED, _("Orders to send")),
    ):
        yield Task(text, parts.get(state, 0), url_for("producer.orders", state=state, producer=slug))


def _money(ids: list[int], slug: str | None) -> Iterator[Task]:
    url = url_for("producer.payments")
    yield Task(_("Transfers to look for in your account"), count_awaited(session(), ids), url)
    yield Task(_("Money to send back"), count_to_send(session(), ids), url)


def _returns(ids: list[int], slug: str | None) -> Iterator[Task]:
    count = count_returns(session(), ids, ReturnState.ASKED, ReturnState.ARRIVED)
    yield Task(_("Returns to answer or to settle"), count, url_for("producer.returns"))


def _questions(ids: list[int], slug: str | None) -> Iterator[Task]:
    yield Task(_("Questions to answer"), count_open(session(), ids), url_for("producer.questions"))


def _listings(ids: list[int], slug: str | None) -> Iterator[Task]:
    returned = revisions.count_returned(session(), ids)
    yield Task(
        _("Products that the office has sent back"), returned, url_for("producer.listings", producer=slug)
    )
    few = count_running_out(session(), ids, _FEW)
    text = _("Packs with %(count)s pieces or fewer left", count=_FEW)
    yield Task(text, few, url_for("producer.offers", producer=slug))


def _papers(ids: list[int], slug: str | None) -> Iterator[Task]:
    papers, renewal = (url_for(f"producer.{page}", producer=slug) for page in ("documents", "renewal"))
    yield Task(_("Papers that the office has sent back"), filing.count_returned(session(), ids), papers)
    rules = read_rules(session())
    unsold = len(kept_from_sale(session(), rules, ids, today()))
    yield Task(_("Products that can't be bought until a paper is accepted"), unsold, papers)
    lapses = lapsing(session(), today(), ids, rules)
    of_papers = [one for one in lapses if one.kind is LapseKind.DOCUMENT]
    soon = sum(one.days_left(today()) <= _PAPER_DAYS for one in of_papers)
    yield Task(_("Papers that lapse within %(days)s days", days=_PAPER_DAYS), soon, renewal)
    rights = len(lapses) - len(of_papers)
    yield Task(_("Recognitions and rights to marks that lapse within 180 days"), rights, renewal)


def _fairs(ids: list[int], slug: str | None) -> Iterator[Task]:
    to_pay, returned = count_to_answer(session(), ids, now())
    url = url_for("producer.fairs")
    yield Task(_("Booths at fairs to pay for"), to_pay, url)
    yield Task(_("Applications for fairs that were sent back"), returned, url)


def _sourcing(ids: list[int], slug: str | None) -> Iterator[Task]:
    waiting = count_waiting(session(), ids)
    for state, text, count in (
        (PurchaseOrderState.ISSUED, _("Orders of retailers to answer"), waiting.orders),
        (PurchaseOrderState.ACKNOWLEDGED, _("Orders of retailers to deliver"), waiting.deliveries),
        (PurchaseOrderState.DELIVERED, _("Orders of retailers to invoice"), waiting.invoices),
    ):
        yield Task(text, count, url_for("producer.purchase_orders", state=state))
    yield Task(_("Claims of retailers to answer"), waiting.claims, url_for("producer.goods_claims"))
    unanswered, turns = count_to_quote(session(), ids, now())
    url = url_for("producer.requests")
    yield Task(_("Requests of retailers to answer"), unanswered, url)
    yield Task(_("Counter-offers of retailers to answer"), turns, url)
    for state, text, count in (
        (SampleState.ASKED, _("Samples that retailers ask for"), waiting.samples),
        (SampleState.AGREED, _("Samples to send"), waiting.parcels),
    ):
        yield Task(text, count, url_for("producer.samples", state=state))
    for state, text, count in (
        (ContractState.PROPOSED, _("Contracts to sign or to answer"), waiting.contracts),
        (ContractState.SIGNED, _("Prices of contracts to answer"), waiting.prices),
    ):
        yield Task(text, count, url_for("producer.contracts", state=state))


_KINDS = {
    Action.MONEY: _money,
    Action.RETURNS: _returns,
    Action.REVIEWS: _questions,
    Action.LISTINGS: _listings,
    Action.PAPERS: _papers,
    Action.FAIRS: _fairs,
    Action.SOURCING: _sourcing,
}
