"""View objects of the producers' orders."""

from types import SimpleNamespace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.orders.life import RETURN_WINDOW, may_cancel
from marketplace.orders.orders import Party, PaymentMethod, SubOrder, SubOrderState
from marketplace.orders.producer_orders import NOT_SENT
from marketplace.orders.shipments import shipments_of
from marketplace.orders.timeline import timelines_of
from marketplace.phones import shown_phone

from ..clock import VIETNAM
from ..collection_words import collect_view, where_text
from ..filters import day as day_text
from ..filters import label
from ..locales import localized
from ..shop.orders import line_view
from ..shop.pages import link
from ..shop.progress import part_number, steps_view, tracking_view
from ..shop.progress_words import state_text, track_of
from .access import may_do
from .words import COLLECTED_NEXT, NEXT, row_state


def row_view(part: SubOrder, awaited: bool) -> SimpleNamespace:
    """A line of the list; the sum in dong. `awaited` is money that has to come before the part is confirmed."""
    first, more = part.lines[0], len(part.lines) - 1
    return SimpleNamespace(
        number=part_number(part.order, part),
        url=link(f"/producer/orders/{reference_of(part)}"),
        producer_name=part.producer.name,
        placed_at=part.order.placed_at.astimezone(VIETNAM),
        buyer=part.order.name,
        place=_place(part),
        first=f"{first.quantity} × {localized(first, 'product_name')}",
        more=more,
        total=part.total,
        state=part.state,
        state_label=_("Waits for payment") if awaited else row_state(part),
    )


def _place(part: SubOrder) -> str:
    """Where it goes, or where and when it is collected."""
    if part.stand is None:
        return f"{part.order.commune.name}, {part.order.commune.province.name}"
    day = day_text(part.collect_on) if part.collect_on else _("postponed")
    return f"{where_text(part.stand)}, {day}"


def reference_of(part: SubOrder) -> str:
    return f"{part.order.number}-{part.position}"


def part_view(session: Session, part: SubOrder) -> SimpleNamespace:
    """Everything on the page of one part; two queries."""
    shipment = shipments_of(session, [part.id]).get(part.id)
    timeline = timelines_of(session, part.order_id, [part.id])[part.id]
    state = SubOrderState(part.state)
    return SimpleNamespace(
        number=part_number(part.order, part),
        reference=reference_of(part),
        producer_name=part.producer.name,
        placed_at=part.order.placed_at.astimezone(VIETNAM),
        state=state,
        state_label=state_text(part),
        next=_next(part, state),
        track=track_of(part),
        steps=steps_view(timeline, True, part.point_source is not None),
        collect=collect_view(part),
        cash_at_booth=part.point_source is not None
        and state in NOT_SENT
        and part.order.payment_method == PaymentMethod.CASH_ON_DELIVERY,
        tracking=tracking_view(shipment),
        cash=shipment.cash_to_collect if shipment else None,
        payment_label=label(PaymentMethod(part.order.payment_method)),
        may_give_up=may_do("cancelling", part.producer_id) and may_cancel(part, Party.PRODUCER),
        sees_money=may_do("money", part.producer_id),
        lines=[line_view(line, part.producer) for line in part.lines],
        subtotal=part.subtotal,
        discount=part.discount,
        delivery=part.delivery,
        total=part.total,
        phone=part.order.phone,
        address=_address(part),
    )


def _next(part: SubOrder, state: SubOrderState) -> str:
    until = ""
    if part.delivered_at:
        until = day_text((part.delivered_at + RETURN_WINDOW).astimezone(VIETNAM).date())
    words = (COLLECTED_NEXT.get(state) if part.point_source else None) or NEXT[state]
    return str(words) % {"day": until}


def _address(part: SubOrder) -> dict:
    """Who collects it is not asked where they live."""
    order = part.order
    return {
        "name": order.name,
        "phone": shown_phone(order.phone),
        "email": order.email,
        "street": "" if part.point_source else order.street,
        "commune_name": order.commune.full_name,
        "province_name": order.commune.province.name,
        "note": order.note_to_producers,
    }
