"""The ledger balances, knows each source once, and nobody rewrites it."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from marketplace import migrations
from marketplace.payments import ledger
from marketplace.payments.ledger import Kind, LedgerEntry, LedgerTransaction, balance, balances, post
from storefront.database import Database
from tests.conftest import postgres_url
from tests.world import NOW, TODAY

SALE = {"buyer": -100_000, "producer:1": 100_000}


def pay(session, source="sub-order:1", kind=Kind.SALE, day=TODAY, entries=SALE, **facts) -> bool:
    return post(session, source, kind, day, entries, now=NOW, **facts)


def rows(session) -> int:
    return session.scalar(select(func.count()).select_from(LedgerEntry))


def test_a_posting_moves_money_from_one_account_to_others(session):
    assert pay(session, entries={"buyer": -100, "producer:1": 70, "commission": 30})
    assert {name: balance(session, name) for name in ("buyer", "producer:1", "commission", "nobody")} == {
        "buyer": -100,
        "producer:1": 70,
        "commission": 30,
        "nobody": 0,
    }


def test_a_source_is_posted_once_for_each_kind(session):
    assert pay(session)
    assert not pay(session)
    assert not pay(session, entries={"buyer": -5, "producer:1": 5})
    assert pay(session, kind=Kind.COMMISSION, entries={"producer:1": -5_000, "commission": 5_000})
    assert balance(session, "producer:1") == 95_000
    assert rows(session) == 4


@pytest.mark.parametrize("entries", [{"buyer": -1}, {"buyer": -100, "producer:1": 99}, {"a": 1, "b": 1}])
def test_what_does_not_balance_is_a_mistake_of_the_program(session, entries):
    with pytest.raises(ValueError, match="does not balance"):
        pay(session, entries=entries)
    assert rows(session) == 0


@pytest.mark.parametrize("entries", [{}, {"buyer": 0, "producer:1": 0}])
def test_where_nothing_moves_nothing_is_written(session, entries):
    assert not pay(session, entries=entries)
    assert session.scalar(select(func.count()).select_from(LedgerTransaction)) == 0


def test_amounts_beyond_32_bits_are_kept_and_summed(session):
    most = 10**13
    pay(session, entries={"buyer": -most, "producer:1": most})
    pay(session, "sub-order:2", entries={"buyer": -most, "producer:1": most})
    found = balance(session, "producer:1")
    assert (found, type(found)) == (2 * most, int)


def test_balances_by_the_beginning_of_the_account(session):
    pay(session)
    pay(session, "sub-order:2", entries={"buyer": -7, "producer:12": 7})
    pay(session, "sub-order:3", entries={"buyer": -7, "producer_x": 7})
    assert balances(session, "producer:") == {"producer:1": 100_000, "producer:12": 7}
    assert balances(session, "producer_") == {"producer_x": 7}


def test_the_check_finds_what_does_not_balance(session):
    pay(session)
    assert ledger.check(session) == []
    odd = LedgerTransaction(source="forged", kind="sale", sub_order="", day=TODAY, at=NOW)
    odd.entries = [LedgerEntry(account="producer:1", amount=5)]
    empty = LedgerTransaction(source="empty", kind="sale", sub_order="", day=date(2026, 1, 1), at=NOW)
    session.add_all([odd, empty])
    session.flush()
    assert ledger.check(session) == ["forged sale", "empty sale"]


@pytest.mark.parametrize("table", ["ledger_transactions", "ledger_entries"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id + 1"])
def test_the_database_refuses_to_rewrite_the_ledger(session, table, change):
    pay(session)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(change.format(table)))
    assert rows(session) == 2


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request, tmp_path):
    """A database that several threads write to."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}" if request.param == "sqlite" else postgres_url("ledger")
    made = Database(url)
    migrations.upgrade(made.engine)
    yield made
    made.engine.dispose()


def test_of_eight_that_post_the_same_at_once_one_does(shared):
    answers, gate = [], threading.Barrier(8)

    def once():
        gate.wait()
        with shared.transaction() as session:
            answers.append(pay(session))

    threads = [threading.Thread(target=once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 7 + [True]
    with shared.reading() as session:
        assert (rows(session), balance(session, "buyer")) == (2, -100_000)


def test_what_was_rolled_back_can_be_posted_again(shared):
    with shared.writing() as session:
        assert pay(session)
        session.rollback()
    with shared.transaction() as session:
        assert pay(session)
