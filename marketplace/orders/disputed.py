"""What banks have taken back of a parcel because its buyer disputes the payment, and who bears what is lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.records import Refused

from ..payments.dispute_rules import producer_bears
from ..payments.events import STAYS, dispute_reason, disputes_over
from ..payments.ledger import BUYER, DISPUTED, GATEWAY, LOSSES, Kind, moves_for, post, source_concerns
from ..payments.payments import Payment, PaymentMethod, receipts_of
from .orders import SubOrder
from .settlement import left_of_sale, reference, settle_refund

TAKEN, WON, LOST, BORNE = "dispute", "dispute-won", "dispute-lost", "dispute-borne"


class SentInVain(Refused):
    """What is sent now may never be paid: a person has to want it nevertheless."""

    def __init__(self) -> None:
        # Named in full for the catalogue of translations.
        said = Refused("The buyer disputes the payment. Please say that you send the parcel nevertheless.")
        super().__init__(said.message)


def is_disputed(session: Session, payment: Payment | None) -> bool:
    """Whether the buyer's bank decides about this money, or has taken it for good."""
    if payment is None or payment.method != PaymentMethod.CARD:
        return False
    charges = [receipt.source.removeprefix("card:") for receipt in receipts_of(session, payment)]
    return any(not STAYS.issuperset(disputes_over(session, one).values()) for one in charges)


def name_of(step: str, dispute: str, part: SubOrder) -> str:
    """The source in the ledger of a step of this dispute for this part."""
    return f"{step}:{dispute}:{part.id}"


def taken(session: Session, part: SubOrder) -> int:
    """Dong of this part that banks have taken back, whether they still decide or have decided."""
    moves = moves_for(session, reference(part), GATEWAY)
    return sum(move.amount for move in moves if move.source.startswith((f"{TAKEN}:", f"{WON}:")))


def undecided(session: Session, part: SubOrder, dispute: str) -> int:
    """Dong of this part over which a bank has not decided in this dispute."""
    moves = moves_for(session, reference(part), DISPUTED)
    return -sum(move.amount for move in moves if f":{dispute}:" in f"{move.source}:")


def bear(session: Session, payment: Payment, part: SubOrder, now: datetime) -> None:
    """Say who bears the disputes that are lost, once the part is sold: the producer, as if it had refunded
    that, or the operator. What was not delivered nobody has lost."""
    for move in moves_for(session, reference(part), BUYER):
        step, _, rest = move.source.partition(":")
        if step == LOST and left_of_sale(session, part) is not None:
            _bear(session, payment, part, rest.rpartition(":")[0], -move.amount, now)


def _bear(
    session: Session, payment: Payment, part: SubOrder, dispute: str, amount: int, now: datetime
) -> None:
    source, day = name_of(BORNE, dispute, part), day_of(now)
    if source_concerns(session, source):
        return
    at_producers_cost = 0
    paid_at = payment.succeeded_at or now
    if producer_bears(dispute_reason(session, dispute), day_of(paid_at)):
        at_producers_cost = min(amount, left_of_sale(session, part) or 0)
    if at_producers_cost:
        settle_refund(session, part, at_producers_cost, source, day, now)
    entries = {LOSSES: at_producers_cost - amount, BUYER: amount - at_producers_cost}
    post(session, source, Kind.PAYMENT, day, entries, now=now, sub_order=reference(part))
