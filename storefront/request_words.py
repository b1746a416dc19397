"""Words about requests for quotation and quotes: states, terms, units, and what the audit says of them."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from marketplace.sourcing.awards import Fit
from marketplace.sourcing.quotes import QuoteState, Side
from marketplace.sourcing.requests import Audience, RequestState
from marketplace.sourcing.terms import Handover, ReturnRule
from marketplace.sourcing.units import QuantityUnit

LABELS: dict[type[StrEnum], dict[StrEnum, object]] = {
    RequestState: {
        RequestState.DRAFT: _("Being written"),
        RequestState.OPEN: _("Taking quotes"),
        RequestState.AWARDED: _("Awarded"),
        RequestState.CLOSED: _("Closed without an award"),
        RequestState.CANCELLED: _("Cancelled"),
    },
    Audience: {
        Audience.MATCHING: _("All producers whose products meet the conditions"),
        Audience.CHOSEN: _("Producers that we choose"),
    },
    QuoteState: {
        QuoteState.OPEN: _("Under negotiation"),
        QuoteState.ACCEPTED: _("Awarded"),
        QuoteState.DECLINED: _("Declined"),
        QuoteState.WITHDRAWN: _("Withdrawn"),
    },
    Side: {Side.PRODUCER: _("the producer"), Side.RETAILER: _("the retailer")},
    Fit: {
        Fit.BELOW: _("below what is wanted"),
        Fit.MEETS: _("meets what is wanted"),
        Fit.ABOVE: _("above what is wanted"),
    },
    Handover: {
        Handover.EX_FARM: _("Fetched from the producer"),
        Handover.DELIVERED: _("Delivered to the store"),
    },
    ReturnRule: {
        ReturnRule.NONE: _("Nothing goes back"),
        ReturnRule.FAULTY: _("What is not as agreed goes back"),
        ReturnRule.UNSOLD: _("What is not sold goes back too"),
    },
    QuantityUnit: {
        QuantityUnit.PACK: _("pack"),
        QuantityUnit.CASE: _("case"),
        QuantityUnit.KILOGRAM: _("kg"),
        QuantityUnit.LITRE: _("litre"),
    },
}
# For storefront/audit_words.py.
ACTIONS = {
    "request.published": _("A request for quotation was sent out"),
    "request.asked_more": _("More producers were asked for a quote"),
    "request.declined": _("A producer will not quote"),
    "request.question_asked": _("A question about a request was asked"),
    "request.question_answered": _("A question about a request was answered"),
    "request.extended": _("There is more time for quotes"),
    "request.time_over": _("The time for quotes was over"),
    "request.awarded": _("A request was awarded"),
    "request.closed": _("A request was closed without an award"),
    "request.cancelled": _("A request was cancelled"),
    "quote.offered": _("A producer made an offer"),
    "quote.countered": _("A retailer made a counter-offer"),
    "quote.agreed": _("A producer agreed to a counter-offer"),
    "quote.withdrawn": _("A quote was withdrawn"),
    "quote.declined": _("A quote was declined"),
    "quote.awarded": _("A quote was awarded"),
    "quote.expiring": _("A quote is about to expire"),
}
