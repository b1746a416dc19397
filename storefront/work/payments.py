"""What the worker does about money: refunds by card, money nobody told us of, orders nobody has paid."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session, joinedload

from marketplace.jobs import Job
from marketplace.orders.lapsing import lapse_unpaid
from marketplace.orders.transfers import recalled, transferred
from marketplace.payments.card_events import take_charge, unknown_charges
from marketplace.payments.gateway import Gateway, GatewayError
from marketplace.payments.passed_shares import PassedShare
from marketplace.payments.payments import lock_payment
from marketplace.payments.purposes import purpose_of
from marketplace.payments.refunds import Refund

from ..database import Database
from .registry import Effect, calls, timer

# Longer than any page of the gateway stays open, and than a worker is down over a long weekend.
_LOOK_BACK = timedelta(days=4)


def _gateway() -> Gateway | None:
    return current_app.extensions["gateway"]


@calls("refund_payment")
def refund_payment(database: Database, job: Job, now: datetime) -> Effect | None:
    """Send money back to a card. The gateway does it once for the refund's key, we count it once."""
    with database.reading() as session:
        refund = session.get_one(Refund, job.facts["refund"], options=[joinedload(Refund.payment)])
    if refund.done_at is not None:
        return None
    gateway = _gateway()
    if gateway is None:
        raise GatewayError("cards are switched off")
    key = f"{refund.payment.code}-{refund.key}"
    provider_id = gateway.refund(refund.source.removeprefix("card:"), refund.amount, key)

    def done(session: Session) -> None:
        payment = lock_payment(session, refund.payment_id)
        found = session.get_one(Refund, refund.id, with_for_update=True)
        purpose_of(payment.reference).paid_out(session, found, payment, now, provider_id)

    return done


@calls("transfer_share")
def transfer_share(database: Database, job: Job, now: datetime) -> Effect | None:
    """Pass a producer's share of a card payment on to its account at the gateway."""
    gateway = _gateway()
    if gateway is None:
        raise GatewayError("cards are switched off")
    facts = job.facts
    key = f"share-{job.token}"
    name = gateway.transfer(facts["charge"], facts["amount"], facts["account"], facts["code"], key)
    return lambda session: transferred(session, facts["sub_order"], facts["amount"], name, now)


@calls("recall_share")
def recall_share(database: Database, job: Job, now: datetime) -> Effect | None:
    """Take back from a producer's account at the gateway what was refunded, or lost in a dispute, after it went there."""
    gateway = _gateway()
    if gateway is None:
        raise GatewayError("cards are switched off")
    facts = job.facts
    with database.reading() as session:
        name = session.get_one(PassedShare, facts["share"]).provider_id
    gateway.take_back(name, facts["amount"], f"recall-{job.token}")
    return lambda session: recalled(session, facts["sub_order"], facts["amount"], facts["source"], now)


@timer("card payments", every=timedelta(minutes=5))
def ask_gateway(database: Database, now: datetime) -> None:
    """Count what was paid by card without anybody telling us: the browser was closed, the event got lost."""
    gateway = _gateway()
    if gateway is None:
        return
    charges = gateway.charges_since(now - _LOOK_BACK)
    with database.reading() as session:
        missed = unknown_charges(session, charges)
    for charge in missed:
        with database.transaction() as session:
            take_charge(session, charge, now)


@timer("unpaid orders", every=timedelta(minutes=1))
def free_unpaid(database: Database, now: datetime) -> None:
    """Let lapse what was not paid in time, each payment in a transaction of its own."""
    lapsed = True
    while lapsed:
        with database.transaction() as session:
            lapsed = lapse_unpaid(session, now, most=1) > 0
