"""The quick way to Whoosh's postings and the public one beside it say the same."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from catalog.search.index import postings
from catalog.search.index.schema import EXACT, FOLDED, NAMED
from catalog.search.index.snapshot import Snapshot
from tests.catalog.search.corpus import Corpus, lexicon, terms_of
from tests.catalog.search.index.making import MadeIndex

# More documents than the library puts into one block of postings.
DOCUMENTS = 400
FIELDS = (EXACT, FOLDED, NAMED)
WAYS = pytest.mark.parametrize("private", [True, False], ids=["private", "public"])


@pytest.fixture
def go(monkeypatch):
    def go(private: bool) -> None:
        monkeypatch.setattr(postings, "PRIVATE", private)

    return go


def everything(snapshot: Snapshot) -> dict[tuple[str, str, str], tuple[list[int], list[float]]]:
    """All postings of all segments, decoded; those of deleted documents, which only one way leaves out, apart."""
    found = {}
    for (number, segment), field in product(enumerate(snapshot.segments.values()), FIELDS):
        for raw in segment.reader.lexicon(field):
            term = raw.decode()
            ids, weights = postings.read_postings(segment.reader, field, term)
            assert (ids.dtype, weights.dtype) == (np.int32, np.float32)
            alive = [not segment.reader.is_deleted(id) for id in ids.tolist()]
            found[number, field, term] = ids[alive].tolist(), weights[alive].tolist()
    return found


def test_this_library_has_the_private_names():
    assert postings.PRIVATE


@pytest.mark.parametrize(
    ("holder", "name"),
    [("W3TermsReader", "_keycoder"), ("W3TermInfo", "_struct"), ("W3PostingsWriter", "_mini_ids")],
)
def test_where_one_is_missing_the_public_way_is_taken(monkeypatch, holder, name):
    monkeypatch.delattr(getattr(postings.codec, holder), name)
    assert not postings._has_private_names()


def test_both_ways_write_and_read_the_same(tmp_path, go):
    answers = []
    for writing in (True, False):
        go(writing)
        index = MadeIndex(tmp_path / str(writing), Corpus(DOCUMENTS))
        index.change(3)
        # What was written in public has no mark of where its numbers begin; the form of the index tells the two apart.
        for reading in (True, False) if writing else (False,):
            go(reading)
            answers.append(everything(index.snapshot))
    assert answers[1:] == [answers[0]] * 2
    longest = max(len(ids) for ids, _ in answers[0].values())
    assert longest > 2 * 128
    assert {weight for _, weights in answers[0].values() for weight in weights} > {1.0, 2.0, 16.0, 64.0}


@WAYS
def test_what_was_written_is_read(tmp_path, go, private):
    go(private)
    corpus = Corpus(150)
    index = MadeIndex(tmp_path / "index", corpus)
    (segment,) = index.snapshot.segments.values()
    units = lexicon(corpus)
    has = {field: defaultdict(list) for field in FIELDS}
    for document in corpus:
        for field, terms in terms_of(document, units).items():
            for term in terms:
                has[field][term].append(document.product_id)
    for field, terms in has.items():
        assert {raw.decode() for raw in segment.reader.lexicon(field)} == terms.keys()
        for term, ids in terms.items():
            assert segment.product_ids[segment.postings(field, term)[0]].tolist() == ids
            assert segment.frequency(field, term) == len(ids)


@WAYS
def test_an_unknown_term_has_no_postings(tmp_path, go, private):
    go(private)
    index = MadeIndex(tmp_path / "index", Corpus(5))
    (segment,) = index.snapshot.segments.values()
    for term in ("zzz", "", "be zzz", "\x00", "🐟", "x" * 300):
        ids, weights = segment.postings(FOLDED, term)
        assert len(ids) == len(weights) == 0
        assert segment.frequency(FOLDED, term) == 0
