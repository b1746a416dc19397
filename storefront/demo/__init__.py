"""The demo catalogue: real specialities, places and marks; producers, prices and stock made up and marked so."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer

from .bank_accounts import add_bank_accounts
from .catalogue import add_producers, add_products
from .decisions import add_decisions
from .lists import add_lists
from .mark_people import add_mark_people
from .marks import add_marks
from .people import add_people
from .questions import add_questions
from .register import add_register
from .reports import add_reports
from .source import read_source
from .visits import add_visits
from .vouchers import add_vouchers
from .wholesale import add_wholesale


def load_demo(session: Session, now: datetime, today: date) -> int:
    """Add the demo catalogue unless there already are producers. Dates count back from `today`, so that
    every state of a badge occurs whenever it is loaded. Returns the number of products added."""
    if session.scalar(select(Producer.id).limit(1)):
        return 0
    source = read_source()
    producers = add_producers(session, source.producers, now)
    add_bank_accounts(session, producers.values(), now)
    marks = add_marks(session, source.marks)
    products = add_products(session, source.products, producers, now)
    add_wholesale(session, producers.values(), products.values(), today)
    add_vouchers(session, producers, now, today)
    add_people(session, producers, now)
    add_register(session, source, products, marks, now, today)
    add_lists(session, now, today)
    add_questions(session, producers, now)
    add_reports(session, producers, marks, now)
    add_mark_people(session, marks, now)
    add_decisions(session, now, today)
    add_visits(session, today)
    return len(products)
