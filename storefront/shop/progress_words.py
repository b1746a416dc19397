"""The words for the way of a parcel: its stations, what happened, what comes next."""

from flask_babel import lazy_gettext as _

from marketplace.orders.carriers import CarrierKey
from marketplace.orders.orders import SubOrder, SubOrderState

from ..filters import label

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
    "sub_order.point_moved": _("Place or day of collection changed"),
    "sub_order.put_off": _("The fair is postponed"),
}
# Of what is collected at a booth.
_COLLECTED_ACTIONS = {
    "sub_order.packed": _("Ready at the booth"),
    "sub_order.delivered": _("Collected"),
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

_COLLECTORS_NEXT = {
    S.CONFIRMED: _("The producer brings it to the booth. Until you collect it you can still cancel it."),
    S.PACKED: _("It is ready for you: show the code at the booth."),
    S.DELIVERED: _("You have collected it."),
}
_COLLECTED_STATES = {S.PACKED: _("Ready at the booth"), S.DELIVERED: _("Collected")}

_STATIONS = (
    (S.PENDING, _("Ordered")),
    (S.CONFIRMED, _("Confirmed")),
    (S.PACKED, _("Packed")),
    (S.SHIPPED, _("On its way")),
    (S.DELIVERED, _("Delivered")),
)

_COLLECTED_STATIONS = (
    (S.PENDING, _("Ordered")),
    (S.CONFIRMED, _("Confirmed")),
    (S.PACKED, _("Ready at the booth")),
    (S.DELIVERED, _("Collected")),
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


def action_text(action: str, collected: bool) -> str:
    """What has happened to a part; raises KeyError for what is no step on its way."""
    return str((_COLLECTED_ACTIONS.get(action) if collected else None) or ACTIONS[action])


def next_text(part: SubOrder) -> str:
    """What comes next, for its buyer."""
    state = SubOrderState(part.state)
    return str((_COLLECTORS_NEXT.get(state) if part.point_source else None) or BUYERS_NEXT[state])


def state_text(part: SubOrder) -> str:
    """Its state, for its buyer and on the producer's page of it."""
    state = SubOrderState(part.state)
    return str((_COLLECTED_STATES.get(state) if part.point_source else None) or label(state))


def track_of(part: SubOrder) -> list[tuple[str, str]]:
    """The stations with "done", "here" or "" each; none for a part that will not arrive."""
    state = SubOrderState(part.state)
    if state in (S.CANCELLED, S.RETURNED):
        return []
    stations = _COLLECTED_STATIONS if part.point_source else _STATIONS
    order = [station for station, _text in stations]
    reached = order.index(S.DELIVERED if state == S.COMPLETED else state)
    return [(str(text), _mark(i, reached)) for i, (_state, text) in enumerate(stations)]


def _mark(station: int, reached: int) -> str:
    if station == reached:
        return "here"
    return "done" if station < reached else ""
