"""Open invoices by age and how retailers pay: sums of all invoices, however many a page shows."""

from datetime import timedelta

import pytest

from marketplace.sourcing import ageing as ages
from marketplace.sourcing.ageing import Age, age_of, ageing, open_invoices, scorecards
from marketplace.sourcing.order_lists import of_retailers
from tests import order_world as ow
from tests.world import NOW, TODAY


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, Age.NOT_DUE),
        (0, Age.NOT_DUE),
        (1, Age.UP_TO_30),
        (30, Age.UP_TO_30),
        (31, Age.UP_TO_60),
        (60, Age.UP_TO_60),
        (61, Age.UP_TO_90),
        (90, Age.UP_TO_90),
        (91, Age.OLDER),
    ],
)
def test_an_invoice_is_late_from_the_day_after(days, age):
    assert age_of(days) is age


def owing(session, *days_ago: int):
    """A retailer with an invoice that was due so many days ago each, in that order."""
    of = ow.market(session)
    made = [ow.invoiced(session, ow.delivered(session, of, 50)) for _ in days_ago]
    for invoice, days in zip(made, days_ago, strict=True):
        invoice.due_on = TODAY - timedelta(days=days)
        invoice.issued_on = invoice.due_on - timedelta(days=30)
    session.flush()
    return of, made


def test_what_is_open_is_summed_by_age_and_listed_by_day(session, monkeypatch):
    of, (late, due, paid, part) = owing(session, 40, -3, 10, 95)
    ow.pay(session, paid)
    ow.pay(session, part, 1_000)
    mine = of_retailers([of.retailer.id])
    whole = ow.payment_of(session, late).amount
    sums = {
        Age.NOT_DUE: whole,
        Age.UP_TO_30: 0,
        Age.UP_TO_60: whole,
        Age.UP_TO_90: 0,
        Age.OLDER: whole - 1_000,
    }
    assert ageing(session, mine, TODAY) == sums
    assert [one.invoice.id for one in open_invoices(session, mine)] == [part.id, late.id, due.id]
    assert ageing(session, of_retailers([0]), TODAY) == dict.fromkeys(Age, 0)
    monkeypatch.setattr(ages, "MOST_SHOWN", 1)
    assert [one.open for one in open_invoices(session, mine)] == [whole - 1_000]
    assert ageing(session, mine, TODAY) == sums


def test_a_scorecard_counts_what_fell_due_in_the_last_year(session):
    of, (in_time, late, open_, _old, _to_come) = owing(session, 10, 20, 5, 400, -1)
    ow.pay(session, in_time, now=NOW - timedelta(days=10))
    ow.pay(session, late, now=NOW - timedelta(days=12))
    card = scorecards(session, [of.retailer.id, 0], NOW)[of.retailer.id]
    assert (card.due, card.in_time, card.days) == (3, 1, [8, 5])
    assert card.overdue == ow.payment_of(session, open_).amount
    assert (card.percent_in_time, card.days_late) == (33, 6)
    assert scorecards(session, [0], NOW)[0].percent_in_time is None
