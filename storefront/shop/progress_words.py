"""The words for the way of a parcel: its stations, what happened, what comes next."""

from flask_babel import lazy_gettext as _

from marketplace.orders.carriers import CarrierKey
from marketplace.orders.orders import SubOrderState

S = SubOrderState

# What else is noted of a part, as that its vouchers can be used again, is no step on its way.
ACTIONS = {
    "order.placed": _("Ordered"),
    "sub_order.paid": _("Paid"),
    "sub_order.revived": _("Ordered again, as the money has come after all"),
    "sub_order.confirmed": _("Confirmed"),
    "sub_order.packed": _("Packed"),
    "sub_order.shipped": _("Handed to the carrier"),
    "sub_order.delivered": _("Delivered"),
    "sub_order.completed": _("Completed"),
    "sub_order.cancelled": _("Cancelled"),
    "sub_order.returned": _("Sent back"),
}

BUYERS_NEXT = {
    S.PENDING: _("The producer looks at your order and confirms it, by phone if needed."),
    S.CONFIRMED: _("The producer packs your parcel. Until then you can still cancel it."),
    S.PACKED: _("Your parcel is packed and waits for the carrier."),
    S.SHIPPED: _("Your parcel is on its way."),
    S.DELIVERED: _("It has arrived."),
    S.COMPLETED: _("Everything is done. Thank you for buying from a village."),
    S.RETURNED: _("This parcel went back to the producer."),
}

_STATIONS = (
    (S.PENDING, _("Ordered")),
    (S.CONFIRMED, _("Confirmed")),
    (S.PACKED, _("Packed")),
    (S.SHIPPED, _("On its way")),
    (S.DELIVERED, _("Delivered")),
)

# Names of companies are the same in every language.
_CARRIERS = {
    CarrierKey.GHN: "Giao Hàng Nhanh (GHN)",
    CarrierKey.GHTK: "Giao Hàng Tiết Kiệm (GHTK)",
    CarrierKey.VIETTEL_POST: "Viettel Post",
    CarrierKey.VNPOST: "VNPost",
    CarrierKey.COACH: _("Coach or bus"),
    CarrierKey.OWN_VEHICLE: _("The producer's own vehicle"),
    CarrierKey.OTHER: _("Another carrier"),
}


def carrier_name(key: str) -> str:
    return str(_CARRIERS[CarrierKey(key)])


def track_of(state: SubOrderState) -> list[tuple[str, str]]:
    """The stations with "done", "here" or "" each; none for a part that will not arrive."""
    if state in (S.CANCELLED, S.RETURNED):
        return []
    order = [station for station, _text in _STATIONS]
    reached = order.index(S.DELIVERED if state == S.COMPLETED else state)
    return [(str(text), _mark(i, reached)) for i, (_state, text) in enumerate(_STATIONS)]


def _mark(station: int, reached: int) -> str:
    if station == reached:
        return "here"
    return "done" if station < reached else ""
