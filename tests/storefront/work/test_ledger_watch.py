"""The nightly check says in the log what does not hold, and is quiet otherwise."""

import logging
from datetime import timedelta

from sqlalchemy import update

from marketplace.orders.stock import Stock
from marketplace.payments.ledger import LedgerEntry, LedgerTransaction
from storefront.work import ledger_watch
from storefront.work.registry import TIMERS
from tests import world
from tests.world import NOW, TODAY


def test_it_runs_once_a_day():
    assert TIMERS["ledger"] == (timedelta(days=1), ledger_watch.check_nightly)


def test_a_sound_ledger_is_not_spoken_of(undone, session, caplog):
    ledger_watch.check_nightly(undone, NOW)
    assert caplog.messages == []


def test_what_does_not_hold_is_said(undone, session, caplog):
    forged = LedgerTransaction(source="forged:1", kind="sale", sub_order="", day=TODAY, at=NOW)
    forged.entries = [LedgerEntry(account="producer:1", amount=5)]
    session.add(forged)
    pack = world.product(session, stock=3).variants[0].id
    session.execute(update(Stock).values(on_hand=4))
    session.commit()
    with caplog.at_level(logging.ERROR):
        ledger_watch.check_nightly(undone, NOW)
    assert caplog.messages == [
        "The ledger does not hold: unbalanced, forged:1 sale.",
        f"Orders, stock and payments do not agree: stock is not what was moved, variant:{pack}.",
    ]
