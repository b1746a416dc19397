"""The index inside PostgreSQL: right after every change, whole for every reader, written by one at a time.

What it finds for words is judged by test_relevance.py and test_disguises.py.
"""

import threading
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from catalog.categories import load_categories
from catalog.columns import Columns
from catalog.place_data import load_places
from catalog.products import Product, ProductState, Variant
from catalog.search.backend import Busy, Level, NoIndex
from catalog.search.documents import Document, read_documents
from catalog.search.feeding import catch_up
from catalog.search.postgres.tables import STATE
from catalog.search.postgres.terms import SqlTerms, View
from catalog.search.postgres.vectors import EXACT, FOLDED, NAMED
from catalog.search.postgres.words import NewestWords, Words
from catalog.search.postgres_backend import PostgresBackend
from catalog.versions import current_version
from tests import world

from . import relevance
from .conftest import own_postgres, silent
from .corpus import Corpus, lexicon, terms_of

EMPTY = (
    "DELETE FROM search_documents",
    "DELETE FROM search_words",
    "UPDATE search_state SET version = 0, edition = 0, rebuilt = 0, documents = 0, rebuild_wanted = true",
)


@pytest.fixture(scope="module")
def shop():
    with own_postgres("search") as database:
        with database.transaction() as session:
            load_places(session)
            load_categories(session)
        yield database


@pytest.fixture
def backend(shop):
    """As before the first rebuild."""
    return emptied(shop)


def emptied(shop) -> PostgresBackend:
    with shop.engine.begin() as connection:
        for statement in EMPTY:
            connection.execute(text(statement))
    return PostgresBackend(shop.engine)


def document(id: int, name: str = "Chè Suối Giàng", head: str = "", body: str = "") -> Document:
    return Document(id, (name,), (head,), body)


def terms(session, ids) -> SqlTerms:
    words = NewestWords().at(session, session.execute(STATE).one())
    return SqlTerms(session, View(words, np.array(sorted(ids), np.int64)))


def has(shop, lexeme: str, field: str = "folded") -> set[int]:
    """The products that the index has a term for."""
    with shop.reading() as session:
        ids = sorted(session.scalars(text("SELECT product_id FROM search_documents")))
        hits = getattr(terms(session, ids), field)(lexeme)
        return {ids[row] for row in hits.rows}


def words_of(shop, backend: PostgresBackend) -> Words:
    with shop.reading() as session:
        return backend._words.at(session, session.execute(STATE).one())


def rows_for(documents) -> Columns:
    [row, *_] = relevance.columns().rows.values()
    return Columns(1, {one.product_id: replace(row, id=one.product_id) for one in documents})


def test_before_the_first_rebuild_there_is_no_index(backend, shop):
    assert backend.reached() is None
    with shop.reading() as session:
        assert backend.health(session).problem == "there is no index yet"
        with pytest.raises(NoIndex, match="no index yet"):
            backend.search(session, rows_for([]), "chè", relevance.SYNONYMS)


def test_a_rebuild_tells_its_progress_and_reaches_its_version(backend, shop):
    told = []
    backend.rebuild_from(Corpus(1200), 7, lambda done, total: told.append((done, total)))
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]
    assert backend.reached() == 7
    with shop.reading() as session:
        health = backend.health(session)
    assert (health.backend, health.documents, health.version, health.problem) == ("postgres", 1200, 7, "")


def test_an_index_of_nothing_finds_nothing(backend, shop):
    backend.rebuild_from([], 1, silent)
    with shop.reading() as session:
        assert len(backend.search(session, rows_for([]), "chè", relevance.SYNONYMS).rows) == 0
    assert backend.reached() == 1


def test_a_rebuild_that_is_wanted_is_reached_by_none_until_it_is_done(backend):
    backend.rebuild_from([document(1)], 3, silent)
    backend.want_rebuild()
    assert backend.reached() is None
    backend.rebuild_from([document(1)], 4, silent)
    assert backend.reached() == 4


def test_words_of_what_was_changed_or_deleted_are_gone(backend, shop):
    backend.rebuild_from([document(1), document(2, "Mật ong rừng")], 1, silent)
    backend.upsert_documents([document(1, "Cà phê chồn"), document(3, "Mật mía")], [2], 2)
    assert (has(shop, "mat"), has(shop, "suoi giang"), has(shop, "mat ong")) == ({3}, set(), set())
    assert has(shop, "ca phe") == {1}
    with shop.reading() as session:
        backend.delete(session, [3, 99], 3)
        assert backend.health(session).documents == 1
    assert has(shop, "mat") == set()
    assert backend.reached() == 3


def test_a_pair_that_a_name_has_is_one_in_stories_that_come_later(backend, shop):
    backend.rebuild_from([document(1, "Mật ong")], 1, silent)
    backend.upsert_documents([document(2, body="mật ong rừng")], [], 2)
    assert (has(shop, "mat ong"), has(shop, "ong rung")) == ({1, 2}, set())


def test_a_version_without_other_words_changes_no_document(backend, shop):
    backend.rebuild_from([document(1)], 1, silent)
    before = words_of(shop, backend)
    backend.upsert_documents([document(1)], [5], 2)
    assert backend.reached() == 2
    assert words_of(shop, backend) is before


@pytest.mark.parametrize(
    "body",
    [
        "a" * 3000 + " chè",
        "á" * 300 + " chè " + "ế" * 257,
        "'chè' :1A,2B \\' & | ! <-> *",
        "chè\x07 ١٢٣ дом 🍵 茶",
        " ".join(f"chè số{number}" for number in range(20_000)),
    ],
    ids=["one long word", "long words", "signs of tsvector", "other scripts", "many words"],
)
def test_no_text_stops_the_writer(body, backend, shop):
    backend.rebuild_from([document(1, "Mật ong", body=body)], 1, silent)
    backend.upsert_documents([document(1, "Mật mía", body=body)], [], 2)
    assert has(shop, "che") == {1}
    backend.upsert_documents([], [1], 3)
    assert words_of(shop, backend).counts == {}


@settings(max_examples=60)
@given(
    named=st.integers(0, 4),
    heads=st.integers(0, 6),
    told=st.integers(0, 40),
    name_long=st.integers(1, 9),
)
def test_the_most_prominent_place_of_a_word_is_its_level(shop, named, heads, told, name_long):
    backend = emptied(shop)
    name = " ".join(["xa"] * name_long + ["chè"] * named)
    backend.rebuild_from([document(1, name, "chè " * heads, "chè " * told)], 1, silent)
    with shop.reading() as session:
        for hits in (terms(session, [1]).folded("che"), terms(session, [1]).exact("che2")):
            expected = [Level.NAME] if named else [Level.HEADS] if heads else [Level.ANYWHERE] if told else []
            assert hits.level.tolist() == expected
        for word in ("che", "che2"):
            assert terms(session, [1]).named(word).level.tolist() == [Level.NAME] * bool(named)


def test_what_is_not_shown_any_more_is_no_row(backend, shop):
    backend.rebuild_from([document(id) for id in (1, 2, 3, 4)], 1, silent)
    with shop.reading() as session:
        assert terms(session, [2, 4, 5]).folded("che").rows.tolist() == [0, 1]
        assert terms(session, [9]).folded("che").rows.tolist() == []
        assert terms(session, []).folded("che").rows.tolist() == []


class Model:
    """What the index should hold, by going through every text: by product and field the terms it is found by."""

    def __init__(self, documents):
        self.terms = {}
        self.put(list(documents))

    @property
    def units(self) -> set[str]:
        """The pairs that the index knows."""
        return {term for fields in self.terms.values() for term in fields["folded"] if " " in term}

    def put(self, documents) -> None:
        units = self.units | lexicon(documents)
        self.terms |= {one.product_id: terms_of(one, units) for one in documents}

    def drop(self, ids) -> None:
        for id in ids:
            del self.terms[id]

    def counts(self, field: str) -> Counter:
        return Counter(term for fields in self.terms.values() for term in fields[field])

    def having(self, field: str, term: str) -> set[int]:
        return {id for id, fields in self.terms.items() if term in fields[field]}


def check(shop, backend: PostgresBackend, model: Model) -> None:
    """All counts, whether brought up to date step by step or read at once."""
    found = words_of(shop, backend)
    signs = {"folded": FOLDED, "exact": EXACT, "named": NAMED}
    expected = {sign + term: n for field, sign in signs.items() for term, n in model.counts(field).items()}
    assert found.counts == expected
    variants = {key: n for keys in found._variants.values() for key, n in keys.items()}
    assert variants == {key: n for key, n in model.counts("exact").items() if " " not in key}
    assert {word for word in model.counts("folded") if " " not in word} == set(found.beginning("", 10**6))
    assert found.documents == len(model.terms)
    assert words_of(shop, PostgresBackend(shop.engine)) == found


@settings(max_examples=8)
@given(
    st.lists(st.sampled_from(["change", "add", "drop", "all", "rebuild"]), max_size=8), st.integers(0, 999)
)
def test_words_are_counted_right_after_any_changes(shop, steps, seed):
    backend, corpus = emptied(shop), Corpus(30, seed)
    backend.rebuild_from(corpus, 1, silent)
    model = Model(corpus)
    for version, step in enumerate(steps, 2):
        match step:
            case "change" | "add":
                documents = getattr(corpus, step)(3)
                backend.upsert_documents(documents, [], version)
                model.put(documents)
            case "drop":
                gone = corpus.drop(3)
                backend.upsert_documents([], gone, version)
                model.drop(gone)
            case "all":
                model.put(corpus.change(5))
                backend.upsert_documents(list(corpus), [], version)
            case "rebuild":
                backend.rebuild_from(corpus, version, silent)
                model = Model(corpus)
        check(shop, backend, model)


def test_terms_are_those_of_the_texts_after_many_changes(backend, shop):
    corpus = Corpus(150)
    backend.rebuild_from(corpus, 1, silent)
    model = Model(corpus)
    for version in range(2, 8):
        gone = corpus.drop(3)
        documents = [*corpus.change(4), *corpus.add(2)]
        backend.upsert_documents(documents, gone, version)
        model.put(documents)
        model.drop(gone)
    asked = {
        (field, term)
        for id in (20, 148, 151, 155)
        if id in model.terms
        for field in model.terms[id]
        for term in model.terms[id][field]
    }
    with shop.reading() as session:
        ids = sorted(model.terms)
        found = terms(session, ids)
        for field, term in asked:
            rows = getattr(found, field)(term).rows
            assert rows.tolist() == sorted(set(rows.tolist()))
            assert {ids[row] for row in rows} == model.having(field, term)
    assert len(asked) > 100


def test_readers_see_each_product_once_while_it_changes(shop, backend):
    """One product has either of two names, and all have a word in common: always all are found, and one name."""
    corpus = [document(id, "Chè Shan", body="núi cao") for id in range(1, 51)]
    columns = rows_for(corpus)
    backend.rebuild_from(corpus, 1, silent)
    stop, wrong, looks = threading.Event(), [], Counter()
    reader = PostgresBackend(shop.engine)

    def found(typed: str) -> list[int]:
        with shop.reading() as session:
            matches = reader.search(session, columns, typed, relevance.SYNONYMS)
            return columns.ids[matches.rows].tolist()

    def look() -> None:
        while not stop.is_set():
            everything = found("núi cao")
            looks["all"] += 1
            if everything != list(range(1, 51)):
                wrong.append(everything)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for thread in readers:
        thread.start()
    try:
        for version in range(2, 62):
            name = "Mật ong" if version % 2 else "Chè Shan"
            backend.upsert_documents([document(7, name, body="núi cao")], [], version)
            assert (7 in found("mật ong")) == bool(version % 2)
            if version % 20 == 0:
                backend.rebuild_from(
                    [*corpus[:6], document(7, name, body="núi cao"), *corpus[7:]], version, silent
                )
    finally:
        stop.set()
        for thread in readers:
            thread.join()
    assert wrong == []
    assert looks["all"] > 20


def test_only_one_process_writes_and_the_next_one_may_when_it_is_done(shop, backend):
    with backend.writing():
        with pytest.raises(Busy, match="another process"), PostgresBackend(shop.engine).writing():
            pytest.fail("two writers")
        backend.rebuild_from([document(1)], 1, silent)
    with PostgresBackend(shop.engine).writing():
        assert backend.reached() == 1


def test_a_writer_that_dies_leaves_the_lock_to_the_next(shop, backend):
    ended = text(
        "SELECT pg_terminate_backend(pid) FROM pg_locks"
        " WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with backend.writing():
        with shop.engine.begin() as connection:
            connection.execute(ended)
        # The server lets go of the lock a moment after it was told to.
        for _ in range(100):
            try:
                with PostgresBackend(shop.engine).writing():
                    break
            except Busy:
                threading.Event().wait(0.05)
        else:
            pytest.fail("still locked")


def test_two_writers_by_mistake_wait_for_each_other(shop, backend):
    corpora = [[document(id, f"Chè {n}", body="núi") for id in range(n, 60, 3)] for n in (1, 2, 3)]
    backend.rebuild_from([], 1, silent)
    writers = [PostgresBackend(shop.engine) for _ in corpora]

    def write(writer: PostgresBackend, documents: list[Document]) -> None:
        for one in documents:
            writer.upsert_documents([one], [], 2)

    threads = [threading.Thread(target=write, args=both) for both in zip(writers, corpora, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = words_of(shop, backend)
    assert (counted.documents, counted.frequency("nui"), counted.frequency("che")) == (59, 59, 59)


def test_a_change_that_fails_leaves_everything_as_it_was(shop, backend):
    backend.rebuild_from([document(1)], 1, silent)

    def fail(done: int, total: int) -> None:
        raise OSError("the power is gone")

    with pytest.raises(OSError, match="power"):
        backend.rebuild_from([document(2)], 2, fail)
    assert (has(shop, "che"), backend.reached()) == ({1}, 1)


def test_words_are_asked_for_once(shop, backend):
    corpus = list(Corpus(80))
    columns = rows_for(corpus)
    backend.rebuild_from(corpus, 1, silent)
    typed = corpus[3].names[0]
    seen = []

    def note(connection, cursor, statement, *_) -> None:
        seen.append(statement)

    with shop.reading() as session:
        event.listen(shop.engine, "before_cursor_execute", note)
        backend.search(session, columns, typed, relevance.SYNONYMS)
        first = len(seen)
        backend.search(session, columns, typed, relevance.SYNONYMS)
        event.remove(shop.engine, "before_cursor_execute", note)
    assert 2 < first < 40
    assert len(seen) - first == 1


@pytest.fixture
def fed(shop, backend):
    """Brings the index to what is in the database; says whether anything was to be done."""

    def feed() -> bool:
        with shop.reading() as session:
            return catch_up(session, backend, silent)

    feed()
    return feed


def as_in_the_database(shop, backend: PostgresBackend) -> bool:
    with shop.reading() as session:
        documents = {one.product_id: one.digest for one in read_documents(session)}
        query = text("SELECT product_id, digest FROM search_documents")
        indexed = dict(session.execute(query).all())
        return documents == indexed and backend.reached() == current_version(session)


def test_the_index_follows_the_catalogue(shop, backend, fed):
    assert as_in_the_database(shop, backend) and not fed()
    with shop.transaction() as session:
        tea = world.product(session, "Chè Suối Giàng").id
        honey = world.product(session, "Mật ong rừng").id
    assert fed()
    assert as_in_the_database(shop, backend)
    assert tea in has(shop, "suoi giang") and honey in has(shop, "mat ong")
    with shop.transaction() as session:
        session.get(Product, tea).name = "Trà cổ thụ"
        session.get(Product, honey).move(ProductState.HIDDEN)
    assert fed() and not fed()
    assert as_in_the_database(shop, backend)
    assert tea in has(shop, "co thu") and tea not in has(shop, "suoi giang")
    assert honey not in has(shop, "mat ong")


def test_a_change_that_touches_everything_is_followed_too(shop, backend, fed):
    with shop.transaction() as session:
        maker = world.producer(session, "Hợp tác xã Mù Cang")
        world.product(session, "Gạo nương", by=maker)
    fed()
    with shop.reading() as session:
        backend.upsert(session, None, current_version(session))
    assert as_in_the_database(shop, backend)


def test_a_price_changes_no_words(shop, backend, fed):
    with shop.transaction() as session:
        id = world.product(session, "Gạo nếp").variants[0].id
    fed()
    before = words_of(shop, backend)
    with shop.transaction() as session:
        session.get(Variant, id).price = 1_000
    assert fed()
    assert words_of(shop, backend) is before
