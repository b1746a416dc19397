"""The nightly check says in the log what does not hold, and is quiet otherwise."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.jobs import Job
from marketplace.letters import send
from marketplace.payments.ledger import LedgerEntry, LedgerTransaction
from marketplace.stock import Stock
from storefront.work import ledger_watch
from storefront.work.registry import TIMERS
from tests import world
from tests.letters import letters_to
from tests.people import officer
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
    officer(session, "hue@vidu.vn", province=None)
    officer(session, "an@vidu.vn", province="15")
    session.commit()
    with caplog.at_level(logging.ERROR):
        ledger_watch.check_nightly(undone, NOW)
    assert caplog.messages == [
        "The ledger does not hold: unbalanced, forged:1 sale.",
        f"Orders, stock and payments do not agree: stock is not what was moved, variant:{pack}.",
    ]
    ledger_watch.check_nightly(undone, NOW)
    letters = session.scalars(select(Job.facts).where(Job.kind == "letter")).all()
    told = [(facts["letter"], facts["to"], facts["facts"]) for facts in letters]
    assert told == [("does_not_hold", "hue@vidu.vn", {"count": 2})], "the central office, once a day"


@pytest.mark.parametrize(("language", "words"), [("vi", "2 điểm không khớp"), ("en", "2 things do not hold")])
def test_the_letter_leads_to_the_check(app, session, language, words):
    send(session, "does_not_hold", "hue@vidu.vn", language, NOW, count=2)
    session.commit()
    [letter] = letters_to(app, "hue@vidu.vn")
    assert words in letter.text
    assert letter.text.count("/office/ledger/check") == 1
