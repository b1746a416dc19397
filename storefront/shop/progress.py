"""How far the parts of an order have come, and what comes next: view objects of the pages of an order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.orders.carriers import carrier_of
from marketplace.orders.life import RETURN_WINDOW, may_cancel
from marketplace.orders.orders import Order, OrderLine, Party, SubOrder, SubOrderState
from marketplace.orders.paying import unpaid_parts
from marketplace.orders.return_lists import returns_of_parts
from marketplace.orders.return_requests import may_ask
from marketplace.orders.returns import Return, ReturnState
from marketplace.orders.reviews import reviewed_lines
from marketplace.orders.shipments import Shipment, shipments_of
from marketplace.orders.timeline import Step, timelines_of
from marketplace.payments.payments import PREPAID

from ..clock import VIETNAM
from ..collection_words import CollectView, collect_view
from ..filters import day as day_text
from ..filters import dong, label, moment
from ..locales import localized
from .forms import CancellationForm
from .pages import link
from .progress_words import ACTIONS, action_text, carrier_name, next_text, track_of

S = SubOrderState
_IN_THE_HOUSE = frozenset({S.PENDING, S.CONFIRMED, S.PACKED, S.CANCELLED})

# Whose reason the buyer has not read yet.
_GIVE_REASONS = frozenset({Party.PRODUCER, Party.OPERATOR})


@dataclass(frozen=True)
class TrackingView:
    carrier: str
    number: str
    url: str | None


@dataclass(frozen=True)
class StepView:
    """One line of the timeline."""

    text: str
    at: str
    who: str
    detail: str


@dataclass(frozen=True)
class ProgressView:
    """`track` are the stations of the way with "done", "here" or "" each; `form` is there while the buyer
    may cancel; `to_review` are the names of things to write about with the address for it; `returns` are
    numbers of returns with their state and address, `return_url` is where to ask for one; `unpaid` is what has to
    be paid before anything happens; `collect` is where it is collected; `reason` is what the producer or the operator
    wrote who cancelled it."""

    next: str
    track: list[tuple[str, str]]
    steps: list[StepView]
    tracking: TrackingView | None = None
    form: CancellationForm | None = None
    to_review: list[tuple[str, str]] = field(default_factory=list)
    returns: list[tuple[str, str, str]] = field(default_factory=list)
    return_url: str = ""
    unpaid: bool = False
    collect: CollectView | None = None
    reason: str = ""


def progress_of(
    session: Session, order: Order, own: bool, forms: dict[int, CancellationForm], now: datetime
) -> dict[int, ProgressView]:
    """By the position of the part. Who is not the owner learns neither reasons nor tracking numbers."""
    timelines = timelines_of(session, order.id, [part.id for part in order.sub_orders])
    # What has not left the house was neither sent nor reviewed nor asked to go back: nothing to look for.
    gone = [part for part in order.sub_orders if part.state not in _IN_THE_HOUSE]
    ids = [part.id for part in gone]
    shipments = shipments_of(session, ids) if gone else {}
    reviewed = reviewed_lines(session, [line.id for part in gone for line in part.lines]) if gone else set()
    returns = returns_of_parts(session, ids) if gone and own else []
    unpaid = unpaid_parts(session, order.sub_orders) if order.payment_method in PREPAID else set()
    return {
        part.position: ProgressView(
            next=_next(part, shipments.get(part.id), part.id in unpaid, own),
            track=track_of(part),
            steps=steps_view(timelines[part.id], own, part.point_source is not None),
            collect=collect_view(part, own),
            tracking=tracking_view(shipments.get(part.id)) if own else None,
            form=_form(part, forms) if own else None,
            to_review=_to_review(order, part, reviewed) if own else [],
            returns=_returns(order, [one for one in returns if one.sub_order_id == part.id]),
            return_url=_return_url(order, part, returns, now) if own else "",
            unpaid=part.id in unpaid,
            reason=part.cancel_reason if own and part.cancelled_by in _GIVE_REASONS else "",
        )
        for part in order.sub_orders
    }


def tracking_view(shipment: Shipment | None) -> TrackingView | None:
    if shipment is None:
        return None
    carrier = carrier_of(shipment.carrier)
    url = carrier.tracking_url(shipment.tracking_no)
    return TrackingView(carrier_name(shipment.carrier), shipment.tracking_no, url)


def steps_view(steps: Sequence[Step], in_full: bool, collected: bool = False) -> list[StepView]:
    """Those that have a word for people; `collected`: of a part that is not sent."""
    return [_step_view(step, in_full, collected) for step in steps if step.action in ACTIONS]


def _step_view(step: Step, in_full: bool, collected: bool) -> StepView:
    detail = step.facts.get("reason", "") if in_full else ""
    undelivered = step.facts.get("undelivered")
    text = _("Came back, not accepted at the door") if undelivered else action_text(step.action, collected)
    return StepView(text, moment(step.at), label(step.by), detail)


def _form(part: SubOrder, forms: dict[int, CancellationForm]) -> CancellationForm | None:
    if not may_cancel(part, Party.BUYER):
        return None
    return forms.get(part.position) or CancellationForm(formdata=None, prefix=form_prefix(part.position))


def _to_review(order: Order, part: SubOrder, reviewed: set[int]) -> list[tuple[str, str]]:
    if part.state not in (S.DELIVERED, S.COMPLETED):
        return []
    names = Counter(localized(line, "product_name") for line in part.lines)
    return [
        (_told_apart(line, names), link(f"/orders/{order.number}/lines/{line.id}/review"))
        for line in part.lines
        if line.id not in reviewed
    ]


def _told_apart(line: OrderLine, names: Counter[str]) -> str:
    """The product, and the pack too where there are several of it."""
    name = localized(line, "product_name")
    return f"{name}, {localized(line, 'pack')}" if names[name] > 1 else name


def _returns(order: Order, returns: list[Return]) -> list[tuple[str, str, str]]:
    return [
        (
            grouped(one.number),
            label(ReturnState(one.state)),
            link(f"/orders/{order.number}/returns/{one.number}"),
        )
        for one in returns
    ]


def _return_url(order: Order, part: SubOrder, returns: Sequence[Return], now: datetime) -> str:
    is_open = any(one.sub_order_id == part.id and one.is_open for one in returns)
    if is_open or not may_ask(part, now):
        return ""
    return link(f"/orders/{order.number}/parts/{part.position}/returns")


def form_prefix(position: int) -> str:
    """Keeps the fields of several parts on one page apart."""
    return f"part-{position}"


def _next(part: SubOrder, shipment: Shipment | None, unpaid: bool, own: bool) -> str:
    if part.state == S.PENDING and unpaid:
        return _("Please pay first. When the money has come, the producer confirms your order.")
    if part.state == S.SHIPPED and shipment and shipment.cash_to_collect:
        amount = dong(shipment.cash_to_collect)
        return _("It is on its way. Please have %(amount)s ready for the courier.", amount=amount)
    if part.state == S.DELIVERED and part.delivered_at:
        until = day_text((part.delivered_at + RETURN_WINDOW).astimezone(VIETNAM).date())
        return _("It has arrived. Is something wrong? Please tell the producer until %(day)s.", day=until)
    if part.state == S.CANCELLED:
        return _cancelled(part, own)
    return next_text(part)


def _cancelled(part: SubOrder, own: bool) -> str:
    if part.cancelled_by == Party.BUYER:
        return _("You have cancelled this part.")
    if part.cancelled_by == Party.TIMER:
        return _("This part was cancelled because it had not been paid in time.")
    if part.cancelled_by == Party.OPERATOR:
        sentence = _("This part was cancelled by the shop.")
        return f"{sentence} {part.cancel_reason}" if own else sentence
    return _("This part was cancelled by the producer. It will not come.")


def part_number(order: Order, part: SubOrder) -> str:
    """ "K7M2-9QXD-AB-1", as it is printed and said on the telephone."""
    return f"{grouped(order.number)}-{part.position}"
