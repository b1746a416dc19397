"""What notices say."""

from flask_babel import lazy_gettext as _

WORDS = {
    "profile.approved": _("%(name)s is approved."),
    "profile.returned": _("%(name)s: the application was returned with reasons."),
    "profile.rejected": _("%(name)s: the application was rejected."),
    "profile.submitted": _("%(name)s waits for approval."),
    "producer_claim.approved": _("%(name)s: your claim was approved. You act for it now."),
    "producer_claim.returned": _("%(name)s: your claim was returned with reasons."),
    "producer_claim.rejected": _("%(name)s: your claim was rejected."),
    "producer_claim.submitted": _("Somebody claims %(name)s."),
    "producer.suspended": _("%(name)s was suspended by an officer."),
    "producer.appealed": _("%(name)s answers to its suspension."),
    "producer.appeal_declined": _("%(name)s stays suspended: an officer has answered."),
    "producer.reinstated": _("%(name)s is shown and sells again."),
    "producer.closed": _("%(name)s was closed by an officer."),
    "fair.announced": _("%(name)s is announced."),
    "fair.announced_anew": _("%(name)s: there are new days."),
    "fair.postponed": _("%(name)s is postponed."),
    "fair.cancelled": _("%(name)s is cancelled."),
    "organiser.submitted": _("%(name)s waits for approval."),
    "organiser.approved": _("%(name)s is approved."),
    "organiser.returned": _("%(name)s: the application was returned with reasons."),
    "organiser.rejected": _("%(name)s: the application was rejected."),
    "organiser.suspended": _("%(name)s was suspended by an officer."),
    "organiser.reinstated": _("%(name)s may announce fairs again."),
    "organiser.person_removed": _("You do not act for %(name)s any more."),
    "member.added": _("You act for %(name)s now."),
    "member.removed": _("You do not act for %(name)s any more."),
    "listing.submitted": _("%(name)s waits for approval."),
    "listing.approved": _("%(name)s is approved."),
    "listing.returned": _("%(name)s: the listing was returned with reasons."),
    "listing.rejected": _("%(name)s: the listing was rejected."),
    "listing.suspended": _("%(name)s was taken off by an officer."),
    "listing.appealed": _("%(name)s was taken off, and its producer answers to that."),
    "listing.appeal_declined": _("%(name)s stays off: an officer has answered."),
    "listing.reinstated": _("%(name)s is shown again."),
    "misuse.received": _("A report of misuse: %(name)s."),
    "order.received": _("New order %(name)s."),
    "order.given_up": _("Order %(name)s was cancelled."),
    "sub_order.confirmed": _("Order %(name)s is confirmed."),
    "sub_order.shipped": _("Order %(name)s is on its way."),
    "sub_order.delivered": _("Order %(name)s has arrived."),
    "sub_order.cancelled": _("Order %(name)s was cancelled."),
}


def said(kind: str, about: str) -> str:
    """The sentence of a notice in the reader's language."""
    return str(WORDS[kind]) % {"name": about}
