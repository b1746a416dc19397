"""Words about samples and contracts: states, and what stands in the way of a call-off."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from marketplace.sourcing.call_offs import Obstacle
from marketplace.sourcing.contracts import ContractState
from marketplace.sourcing.price_changes import PriceChangeState
from marketplace.sourcing.samples import SampleState

LABELS: dict[type[StrEnum], dict[StrEnum, object]] = {
    ContractState: {
        ContractState.DRAFT: _("Draft"),
        ContractState.PROPOSED: _("Waits for the producer"),
        ContractState.RETURNED: _("Sent back with reasons"),
        ContractState.SIGNED: _("Signed"),
        ContractState.DECLINED: _("Declined"),
        ContractState.ENDED: _("Ended early"),
    },
    SampleState: {
        SampleState.ASKED: _("Asked for"),
        SampleState.AGREED: _("Will be sent"),
        SampleState.SENT: _("On the way"),
        SampleState.RECEIVED: _("Received, to be scored"),
        SampleState.SCORED: _("Scored"),
        SampleState.DECLINED: _("Declined"),
        SampleState.CANCELLED: _("Cancelled"),
    },
    PriceChangeState: {
        PriceChangeState.PROPOSED: _("Waits for an answer"),
        PriceChangeState.AGREED: _("Agreed on"),
        PriceChangeState.DECLINED: _("Declined"),
        PriceChangeState.WITHDRAWN: _("Withdrawn"),
    },
    Obstacle: {
        Obstacle.NOT_SIGNED: _("The contract is not signed."),
        Obstacle.NOT_BEGUN: _("The season of the contract has not begun."),
        Obstacle.OVER: _("The contract is over."),
        Obstacle.RETAILER: _("The retailer is suspended or not verified."),
        Obstacle.PRODUCER: _("The producer is suspended at the moment."),
        Obstacle.PAPER: _("A paper that the contract asks for is missing or has lapsed."),
    },
}
