"""View objects of purchase orders for both sides: lines with their sums, what has happened, deliveries, claims, invoice."""

from collections.abc import Sequence
from types import SimpleNamespace

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from marketplace.audit import Entry
from marketplace.sourcing.deliveries import sent_units
from marketplace.sourcing.drafting import amounts_of_order
from marketplace.sourcing.goods import ClaimKind, ClaimState, Delivery, DeliveryState, GoodsClaim, Invoice
from marketplace.sourcing.invoices import invoice_of, payments_of
from marketplace.sourcing.order_lists import claims_of, deliveries_of
from marketplace.sourcing.purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.receiving import good_units
from marketplace.sourcing.terms import Handover, ReturnRule, Termed
from marketplace.sourcing.trails import behind_order
from marketplace.sourcing.units import QuantityUnit

from .application_views import payment_sentence
from .filters import dong, label, moment, number, percent
from .locales import localized
from .purchase_words import ACTIONS
from .sourcing_trail import trail_view

S = PurchaseOrderState
# What happens at a retailer's own desk is no business of the producer.
_AMONG_THEMSELVES = frozenset(
    f"purchase_order.{step}" for step in ("handed_in", "approved", "sent_back", "paper_overridden")
)


def row_view(order: PurchaseOrder, url: str) -> SimpleNamespace:
    """A line of a list of orders."""
    return SimpleNamespace(
        url=url,
        number=order.number,
        retailer=order.retailer.name,
        producer=order.producer.name,
        store=order.store.name,
        deliver_from=order.deliver_from,
        deliver_until=order.deliver_until,
        total=order.total,
        state=order.state,
        state_label=label(S(order.state)),
    )


def order_view(session: Session, order: PurchaseOrder, *, for_producer: bool) -> SimpleNamespace:
    """Everything on the page of one order; a constant number of queries."""
    deliveries, claims = deliveries_of(session, order.id), claims_of(session, order.id)
    invoice = invoice_of(session, order.id)
    sent, good = sent_units(session, [order.id]), good_units(session, [order.id])
    amounts = amounts_of_order(order)
    side = Side.PRODUCER if for_producer else Side.RETAILER
    return SimpleNamespace(
        order=order,
        code=order.code,
        number=order.number,
        state=order.state,
        state_label=label(S(order.state)),
        store=store_view(order),
        lines=[
            line_view(line, amount.total, sent.get(line.id, 0), good.get(line.id, 0))
            for line, amount in zip(order.lines, amounts.lines, strict=True)
        ],
        moved=bool(deliveries),
        terms=terms_words(order),
        trail=trail_view(behind_order(session, order), side, order.producer.slug),
        deliveries=[delivery_row(one) for one in deliveries],
        claims=[claim_row(one) for one in claims],
        invoice=invoice and invoice_view(session, invoice),
        steps=timeline_of(session, order, deliveries, claims, for_producer=for_producer),
    )


def line_view(line: PurchaseLine, total: int, sent: int, good: int) -> SimpleNamespace:
    return SimpleNamespace(
        id=line.id,
        product=localized(line, "product_name"),
        pack=localized(line, "pack"),
        quantity=line.quantity,
        unit=label(QuantityUnit(line.unit)),
        amount=quantity_words(line.quantity, line.unit),
        packs=line.packs if line.unit != QuantityUnit.PACK else None,
        promised=line.promised,
        price=line.price,
        vat=line.vat_percent,
        total=total,
        sent=sent,
        left=line.quantity - sent,
        good=good,
        badges=[badge for badge in line.badges if badge.get("stars")],
    )


def quantity_words(quantity: int, unit: str) -> str:
    """ "500 kg"."""
    return f"{number(quantity)}\u00a0{label(QuantityUnit(unit))}"


def terms_words(of: Termed) -> list[tuple[str, str]]:
    """Names and values for a list of facts."""
    discount = [(_("Discount"), percent(of.discount_bp))] if of.discount_bp else []
    return [
        (_("Handover"), label(Handover(of.handover))),
        *discount,
        (_("To be paid"), _("%(days)s days after the invoice", days=of.payment_days)),
        (_("Shelf life left on delivery"), _("at least %(percent)s%%", percent=of.shelf_life_percent)),
        (_("Returns"), label(ReturnRule(of.returns))),
    ]


def store_view(order: PurchaseOrder) -> SimpleNamespace:
    store = order.store
    place = f"{store.commune.full_name}, {store.commune.province.name}"
    return SimpleNamespace(
        name=f"{store.name} ({store.code})",
        address=", ".join(part for part in (store.street, place) if part),
        phone=store.phone,
        receiving=store.receiving,
    )


def delivery_row(one: Delivery) -> SimpleNamespace:
    return SimpleNamespace(
        code=one.code,
        name=_("Delivery %(number)s", number=one.number),
        state=one.state,
        state_label=label(DeliveryState(one.state)),
        sent_at=one.sent_at,
        received_at=one.received_at,
        expected_on=one.expected_on,
        carrier=" ".join(part for part in (one.carrier, one.tracking_number) if part),
        short=sum(line.sent - (line.received or 0) for line in one.lines) if one.received_at else 0,
        rejected=sum(line.rejected for line in one.lines),
        temperature=celsius(one.temperature),
        remarks=[words for words in (one.remarks, one.receipt_remarks) if words],
    )


def celsius(tenths: int | None) -> str:
    """ "4,5 °C" from 45; nothing where nothing was measured."""
    return "" if tenths is None else f"{number(tenths / 10)}\u00a0°C"


def claim_row(one: GoodsClaim) -> SimpleNamespace:
    return SimpleNamespace(
        code=one.code,
        kind=label(ClaimKind(one.kind)),
        state=one.state,
        state_label=label(ClaimState(one.state)),
        opened_at=one.opened_at,
        amount=one.amount,
        granted=one.granted,
    )


def invoice_view(session: Session, invoice: Invoice) -> SimpleNamespace:
    payment = payments_of(session, [invoice.id]).get(invoice.id)
    return SimpleNamespace(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        amount=invoice.amount,
        vat=invoice.vat,
        credited=invoice.credited,
        due=invoice.due,
        payment=payment,
        to_come=payment.missing if payment and not payment.is_paid and invoice.due else 0,
        sentence=payment_sentence(payment) if payment else _("Nothing is to be paid any more."),
    )


def timeline_of(
    session: Session,
    order: PurchaseOrder,
    deliveries: Sequence[Delivery],
    claims: Sequence[GoodsClaim],
    *,
    for_producer: bool,
) -> list[SimpleNamespace]:
    """What has happened, oldest first, for templates/components/timeline.html."""
    about = (
        (PurchaseOrder.__tablename__, [order.id]),
        (Delivery.__tablename__, [one.id for one in deliveries]),
        (GoodsClaim.__tablename__, [one.id for one in claims]),
    )
    mine = [(Entry.subject == table) & Entry.subject_id.in_(ids) for table, ids in about if ids]
    entries = session.scalars(select(Entry).where(or_(*mine)).order_by(Entry.id))
    hidden = _AMONG_THEMSELVES if for_producer else frozenset()
    return [_step(entry) for entry in entries if entry.action in ACTIONS and entry.action not in hidden]


def _step(entry: Entry) -> SimpleNamespace:
    amount = entry.facts.get("amount")
    return SimpleNamespace(
        text=str(ACTIONS[entry.action]),
        at=moment(entry.at),
        who=dong(amount) if amount else entry.facts.get("number", ""),
        detail=entry.facts.get("reason", ""),
    )
