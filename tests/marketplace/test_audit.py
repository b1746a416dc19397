from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from catalog.records import Refused
from marketplace.audit import Entry
from marketplace.jobs import Job
from tests import world


def entries(session) -> list[Entry]:
    return list(session.scalars(select(Entry).order_by(Entry.id)))


def test_a_note_becomes_an_entry_in_the_same_transaction(session):
    product = world.product(session)
    product.note("product.renamed", before="Chè", after="Chè Shan")
    assert entries(session) == []
    session.commit()
    [entry] = entries(session)
    assert (entry.action, entry.subject, entry.subject_id) == ("product.renamed", "products", product.id)
    assert entry.facts == {"before": "Chè", "after": "Chè Shan"}
    assert entry.at.tzinfo is UTC
    assert abs((datetime.now(UTC) - entry.at).total_seconds()) < 3600


def test_notes_keep_their_order_and_are_written_once(session):
    product = world.product(session)
    for step in ("submitted", "returned", "submitted"):
        product.note(f"product.{step}")
    session.commit()
    session.commit()
    assert [entry.action for entry in entries(session)] == [
        "product.submitted",
        "product.returned",
        "product.submitted",
    ]


def test_a_record_made_in_this_transaction_has_its_id_in_the_entry(session):
    mark = world.mark(session)
    mark.note("mark.registered")
    session.commit()
    assert entries(session)[0].subject_id == mark.id


def test_what_is_rolled_back_leaves_no_entry(session):
    product = world.product(session)
    session.commit()
    product.move(type(product).S.HIDDEN)
    product.note("product.hidden")
    session.flush()
    session.rollback()
    session.commit()
    assert entries(session) == []


def test_a_record_outside_a_session_cannot_note_anything(session):
    product = world.product(session)
    session.expunge(product)
    with pytest.raises(RuntimeError, match="in a session"):
        product.note("product.hidden")


def test_a_refused_step_is_not_noted(session):
    product = world.product(session)
    with pytest.raises(Refused):
        product.move(type(product).S.DRAFT)
    session.commit()
    assert entries(session) == []


def test_the_moment_of_a_request_is_the_one_of_its_entries(session):
    session.info["now"] = world.NOW
    world.product(session).note("product.hidden")
    session.commit()
    assert entries(session)[0].at == world.NOW


def test_what_is_announced_becomes_a_job_in_the_same_transaction(session, monkeypatch):
    monkeypatch.setattr("marketplace.audit.ANNOUNCED", {"product.hidden"})
    product = world.product(session)
    product.note("product.hidden")
    product.note("product.renamed")
    session.commit()
    hidden = entries(session)[0]
    [job] = session.scalars(select(Job)).all()
    assert (job.kind, job.facts, job.due_at) == ("announce", {"entry": hidden.id}, hidden.at)


def test_what_is_rolled_back_is_not_announced(session, monkeypatch):
    monkeypatch.setattr("marketplace.audit.ANNOUNCED", {"product.hidden"})
    product = world.product(session)
    session.commit()
    product.move(type(product).S.HIDDEN)
    product.note("product.hidden")
    session.rollback()
    session.commit()
    assert session.scalars(select(Job)).all() == []
