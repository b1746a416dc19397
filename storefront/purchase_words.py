"""Words about purchase orders, deliveries, claims and invoices: states, terms, units, and what the audit says of them."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from marketplace.sourcing.ageing import Age
from marketplace.sourcing.goods import ClaimKind, ClaimState, DeliveryState
from marketplace.sourcing.purchase_orders import PurchaseOrderState
from marketplace.sourcing.statements import Item

S = PurchaseOrderState
LABELS: dict[type[StrEnum], dict[StrEnum, object]] = {
    S: {
        S.DRAFT: _("Draft"),
        S.WAITING: _("Waits for an approval"),
        S.ISSUED: _("Sent to the producer"),
        S.ACKNOWLEDGED: _("Acknowledged"),
        S.DELIVERED: _("Delivered"),
        S.INVOICED: _("Invoiced"),
        S.CLOSED: _("Closed"),
        S.DECLINED: _("Declined"),
        S.CANCELLED: _("Cancelled"),
    },
    DeliveryState: {DeliveryState.SENT: _("On the way"), DeliveryState.RECEIVED: _("Was received")},
    ClaimKind: {
        ClaimKind.SHORT: _("Less than was written down"),
        ClaimKind.DAMAGED: _("Damaged"),
        ClaimKind.QUALITY: _("Quality not as agreed"),
        ClaimKind.TEMPERATURE: _("Too warm or too cold"),
        ClaimKind.LATE: _("Too late"),
        ClaimKind.PAPERS: _("Papers missing"),
    },
    ClaimState: {
        ClaimState.OPEN: _("Waits for the producer"),
        ClaimState.ACCEPTED: _("Accepted"),
        ClaimState.DECLINED: _("Declined"),
        ClaimState.REFERRED: _("Waits for an officer"),
        ClaimState.WITHDRAWN: _("Withdrawn"),
    },
    Age: {
        Age.NOT_DUE: _("Not due yet"),
        Age.UP_TO_30: _("1 to 30 days late"),
        Age.UP_TO_60: _("31 to 60 days late"),
        Age.UP_TO_90: _("61 to 90 days late"),
        Age.OLDER: _("More than 90 days late"),
    },
    Item: {
        Item.INVOICE: _("Invoices"),
        Item.CREDIT: _("Credits from claims"),
        Item.PAYMENT: _("Payments"),
        Item.REFUND: _("Paid back"),
    },
}
# For storefront/audit_words.py.
ACTIONS = {
    "purchase_order.handed_in": _("A purchase order waits for approvals"),
    "purchase_order.approved": _("Somebody agreed to a purchase order"),
    "purchase_order.sent_back": _("A purchase order was sent back"),
    "purchase_order.issued": _("A purchase order was issued"),
    "purchase_order.acknowledged": _("A purchase order was acknowledged"),
    "purchase_order.declined": _("A purchase order was declined"),
    "purchase_order.cancelled": _("A purchase order was cancelled"),
    "purchase_order.delivered": _("A purchase order was delivered"),
    "purchase_order.invoiced": _("A purchase order was invoiced"),
    "purchase_order.closed": _("A purchase order was closed"),
    "delivery.sent": _("A delivery was sent"),
    "delivery.received": _("A delivery was received"),
    "goods_claim.opened": _("A claim about goods was made"),
    "goods_claim.accepted": _("A claim about goods was accepted"),
    "goods_claim.declined": _("A claim about goods was declined"),
    "goods_claim.referred": _("An officer was asked about a claim"),
    "goods_claim.ruled_against": _("An officer ruled against a claim"),
    "goods_claim.withdrawn": _("A claim about goods was withdrawn"),
}
