"""Rows that travel as one text arrive as if each had been bound on its own."""

import gc
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError

from catalog.producers import Producer, ProducerKind, ProducerState
from marketplace.audit import Entry
from marketplace.bulk import insert_for_ids, insert_rows
from marketplace.collecting import uncollected
from tests.world import NOW

TEXTS = [
    "Chè “Shan” tuyết",
    "a\nb\t'c'",
    "\\u0041 \\",
    "𠀀 e\u0301",
    "",
    "null",
    "007",
    "1e5",
    "[1]",
    '{"a": 1}',
]


def makers(names):
    return [
        {
            "slug": f"co-so-{i}",
            "name": name,
            "key": name,
            "kind": ProducerKind.FARM,
            "commune_code": "04699",
            "state": ProducerState.REGISTERED,
            "sample": i % 2 == 0,
            "created_at": NOW,
        }
        for i, name in enumerate(names)
    ]


def test_texts_moments_and_enums_arrive_as_they_are(session):
    rows = makers(TEXTS)
    ids = {}
    for part in insert_for_ids(session, Producer.__table__.c.slug, rows):
        ids |= part
    assert list(ids) == [row["slug"] for row in rows]
    for row in rows:
        found = session.get(Producer, ids[row["slug"]])
        assert {name: getattr(found, name) for name in row} == row
        # What was left out has its default.
        assert found.intro == ""


def test_lists_dictionaries_and_nothing_arrive_as_they_are(session):
    facts = [{"a": text, "n": [1, None, 2.5, True]} for text in TEXTS]
    entry = {"at": NOW, "action": "x", "subject": "y", "user_id": None, "producer_id": None}
    insert_rows(
        session, Entry.__table__, [entry | {"subject_id": i, "facts": f} for i, f in enumerate(facts)]
    )
    query = select(Entry).where(Entry.action == "x").order_by(Entry.subject_id)
    found = list(session.scalars(query))
    assert [one.facts for one in found] == facts
    assert {(one.at, one.user_id) for one in found} == {(NOW, None)}


def test_a_text_that_is_too_long_is_an_error_and_never_cut(session):
    rows = makers(["a" * 300])
    if session.get_bind().dialect.name == "postgresql":
        with pytest.raises(DataError):
            list(insert_for_ids(session, Producer.__table__.c.slug, rows))
    else:
        (ids,) = insert_for_ids(session, Producer.__table__.c.slug, rows)
        assert session.get(Producer, ids["co-so-0"]).name == "a" * 300


def test_the_number_of_statements_does_not_follow_the_rows(session, statements):
    counts = []
    for number in (10, 1_000):
        statements.clear()
        entry = {"at": datetime.now(UTC), "action": "x", "subject": "y", "facts": {}}
        insert_rows(session, Entry.__table__, [entry | {"subject_id": i} for i in range(number)])
        counts.append(len(statements))
    assert counts == [1, 1]
    insert_rows(session, Entry.__table__, [])
    assert len(statements) == 1


def test_the_search_for_cycles_rests_until_all_are_done():
    inside, go_on = threading.Event(), threading.Event()

    def other():
        with uncollected():
            inside.set()
            go_on.wait(10)

    thread = threading.Thread(target=other)
    with uncollected():
        thread.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    go_on.set()
    thread.join()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uncollected():
        1 / 0  # noqa: B018
    assert gc.isenabled()
