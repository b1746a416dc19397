"""The words of returns: what a state means for the buyer, the producer and the officer, and what has happened."""

from flask_babel import lazy_gettext as _

from marketplace.orders.returns import ReturnState

S = ReturnState

BUYERS_NEXT = {
    S.ASKED: _(
        "The producer answers by %(day)s. If there is no answer, an officer of the market takes over."
    ),
    S.MEDIATION: _("An officer of the market looks at both sides and decides."),
    S.ACCEPTED: _("Please send it to the producer by %(day)s, with the return slip in the parcel."),
    S.ARRIVED: _(
        "It is back. The producer looks at it; by %(day)s at the latest the money goes back to you."
    ),
    S.SETTLED: _("This return is complete."),
    S.DECLINED: _("The producer has declined. You can turn to an officer of the market until %(day)s."),
    S.WITHDRAWN: _("This return is withdrawn: you keep the goods."),
}
FINAL_NO = _("It was declined for good.")

PRODUCERS_NEXT = {
    S.ASKED: _("Please answer by %(day)s; after that an officer of the market decides."),
    S.MEDIATION: _("An officer of the market decides. You can still accept."),
    S.ACCEPTED: _("The buyer sends it by %(day)s. Say here when it has arrived."),
    S.ARRIVED: _("Look at what came. If you say nothing by %(day)s, the money goes back by itself."),
    S.SETTLED: _("This return is complete."),
    S.DECLINED: _("Declined. The buyer can turn to an officer of the market until %(day)s."),
    S.WITHDRAWN: _("Withdrawn: the buyer keeps the goods."),
}

ACTIONS = {
    "return.asked": _("Asked for"),
    "return.mediation": _("Passed to an officer"),
    "return.accepted": _("Accepted"),
    "return.arrived": _("Arrived at the producer"),
    "return.settled": _("The money goes back"),
    "return.declined": _("Declined"),
    "return.withdrawn": _("Withdrawn"),
}
