"""The words of the producers' desk: what a state asks of them, and what the next step is called."""

from flask_babel import lazy_gettext as _

from marketplace.orders.orders import SubOrder, SubOrderState

S = SubOrderState

TO_DO = {
    S.PENDING: _("To confirm"),
    S.CONFIRMED: _("To pack"),
    S.PACKED: _("To send"),
    S.SHIPPED: _("On the way"),
}

STATES = TO_DO | {
    S.DELIVERED: _("Delivered"),
    S.COMPLETED: _("Completed"),
    S.CANCELLED: _("Cancelled"),
    S.RETURNED: _("Sent back"),
}

# Among them are orders that wait for their money: nobody can confirm those yet.
TABS = STATES | {S.PENDING: _("Not confirmed yet")}

NEXT = {
    S.PENDING: _("Do you have everything? Confirm, and the buyer is told."),
    S.CONFIRMED: _("Pack the parcel. From then on the buyer can't cancel it any more."),
    S.PACKED: _("Hand the parcel to a carrier and write down who has it."),
    S.SHIPPED: _("When the buyer has the parcel, say so."),
    S.DELIVERED: _("The buyer may send it back until %(day)s; then the sale is complete by itself."),
    S.COMPLETED: _("The sale is complete."),
    S.CANCELLED: _("Nothing to do: its pieces can be sold again."),
    S.RETURNED: _("It came back, and its pieces can be sold again."),
}

COLLECTED_NEXT = {
    S.CONFIRMED: _("Pack it for the booth. When it is ready there, say so: the buyer is told."),
    S.PACKED: _("The buyer shows a code at the booth. Type it here when you hand the goods over."),
}


def row_state(part: SubOrder) -> str:
    """What is to be done with a part, in the list."""
    state = SubOrderState(part.state)
    at_booth = part.point_source and state == S.PACKED
    return str(_("To hand over at the booth") if at_booth else STATES[state])
