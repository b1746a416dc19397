"""Tickets with a price for tests/matrix_world.py, by the name in the addresses: that wait, are paid, and are given back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.organisers import Organiser
from marketplace.fairs.ticket_life import cancel, take_cash
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.refunds import Refund
from tests import ticket_world, world
from tests.ticket_world import paid, payment, ticket
from tests.world import NOW


def sold_tickets(session: Session, organiser_id: int) -> dict[str, int | str]:
    """Of a fair of this organiser."""
    organiser = session.get_one(Organiser, organiser_id)
    fair = world.fair(session, organiser, visitor_quota=50, ticket_price=ticket_world.PRICE)
    unpaid, by_card = ticket(session, fair, "a@vidu.vn"), ticket(session, fair, "b@vidu.vn")
    due = payment(session, unpaid)
    payment(session, by_card, PaymentMethod.CARD).tries = 1
    gone, cash = paid(session, fair, "c@vidu.vn"), ticket(session, fair, "d@vidu.vn")
    take_cash(session, fair, cash, NOW)
    for one in (gone, cash):
        cancel(session, one, NOW)
    of_gone = select(Refund.id).join(Payment).where(Payment.reference == f"ticket:{gone.id}")
    return {
        "selling": fair.slug,
        "unpaid_ticket": unpaid.code,
        "card_ticket": by_card.code,
        "cash_ticket": cash.code,
        "ticket_due": due.code,
        "ticket_refund": session.scalars(of_gone).one(),
    }
