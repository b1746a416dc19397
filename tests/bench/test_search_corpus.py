"""The catalogue that search is measured on: the same for the same seed, like a language, alike for all engines."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from bench.search.corpus import Corpus, columns_alone, make
from bench.search.disguises import mistyped, telex
from bench.search.engines.base import Engine, occurring
from bench.search.engines.fts5 import Fts5
from bench.search.engines.ours import Ours
from bench.search.engines.stock_whoosh import StockWhoosh
from bench.search.queries import Ask, Asker, Kind, common_words
from bench.search.syllables import syllables
from catalog.listing import Filters
from catalog.text import fold

SIZE = 300
OTHERS = [Fts5, StockWhoosh]
try:
    from bench.search.engines.tantivy_index import Tantivy
except ImportError:
    pass  # only requirements/bench.txt has it
else:
    OTHERS.append(Tantivy)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return make(SIZE)


@pytest.fixture(scope="module")
def engines(corpus, tmp_path_factory) -> list[Engine]:
    built = [kind() for kind in (Ours, *OTHERS)]
    for engine in built:
        engine.build(corpus, tmp_path_factory.mktemp(engine.key))
    return built


@pytest.fixture
def asker(corpus) -> Asker:
    return Asker(corpus, seed=5)


def all_words(document) -> list[str]:
    return fold(" ".join((*document.names, *document.heads, document.body))).split()


def test_the_same_seed_gives_the_same_catalogue_and_queries(corpus):
    again, other = make(SIZE), make(SIZE, seed=2)
    assert again.documents == corpus.documents
    assert again.columns.rows == corpus.columns.rows == columns_alone(SIZE, 1).rows
    assert other.documents != corpus.documents
    kinds = [*Kind]
    assert (
        Asker(again, 7).asks(kinds, 3) == Asker(corpus, 7).asks(kinds, 3) != Asker(corpus, 8).asks(kinds, 3)
    )


def test_stories_have_80_to_250_words(corpus):
    lengths = [len(document.body.split()) for document in corpus.documents]
    assert min(lengths) >= 78
    assert max(lengths) <= 252
    assert max(lengths) - min(lengths) > 150


def test_words_are_as_frequent_as_in_a_language(corpus):
    counts = Counter(word for document in corpus.documents for word in all_words(document))
    (_, first), *_ = ranked = counts.most_common()
    total = sum(counts.values())
    assert 0.01 < first / total < 0.05
    assert sum(n for _, n in ranked[:100]) / total > 0.4
    assert sum(n == 1 for n in counts.values()) > len(counts) / 10


def test_some_words_stand_in_about_half_of_the_documents(corpus):
    words = common_words(corpus)
    assert len(words) > 10
    holders = [sum(word in all_words(document) for document in corpus.documents) for word in words]
    assert all(0.4 * SIZE <= count <= 0.6 * SIZE for count in holders)


def test_syllables_are_all_different_and_fold_to_letters():
    made = syllables()
    assert len(made) == len(set(made)) > 10_000
    assert {"nước", "mắm", "nghề", "ghẹ", "kẻ", "yến", "khuyến", "hòa", "ước"} <= {*made}
    assert not {"cẻ", "ngề", "iến", "nươc", "măt"} & {*made}
    assert all(fold(syllable).isalpha() for syllable in made)


def test_telex_and_slips():
    assert telex("Nước mắm Đặc biệt") == "nuwowcs mawms ddawcj bieetj"
    slipped = mistyped("nước mắm nhĩ", random.Random(1))
    assert slipped != "nuoc mam nhi"
    assert len(slipped.split()) == 3


@pytest.mark.parametrize("kind", [Kind.COMMON, Kind.NOTHING])
def test_engines_agree_on_single_words(engines, asker, kind):
    for ask in asker.asks([kind], 10):
        totals = {engine.name: engine.query(ask).total for engine in engines}
        assert len(set(totals.values())) == 1, (ask, totals)


@pytest.mark.parametrize("kind", [Kind.COMMON, Kind.PLAIN, Kind.FOUR])
def test_the_other_engines_agree_on_totals_and_facets(engines, asker, kind):
    for ask in asker.asks([kind], 10):
        first, *others = [engine.query(ask) for engine in engines[1:]]
        assert first.total > 0
        for answer in others:
            assert answer.total == first.total
            assert occurring(answer.facets) == occurring(first.facets)


def test_our_facets_of_one_word_are_those_of_sql(engines, asker):
    ours, fts5 = engines[:2]
    for ask in asker.asks([Kind.COMMON], 5):
        assert occurring(ours.query(ask).facets) == occurring(fts5.query(ask).facets)


def test_facets_count_under_the_other_filters(engines, asker, corpus):
    word = asker.common[0]
    province = corpus.columns.rows[1].province
    ask = Ask(Kind.FILTERED, word, Filters(provinces=frozenset([province]), stars=frozenset([3])))
    answers = [engine.query(ask) for engine in engines if engine.key != "whoosh"]
    for answer in answers:
        assert answer.total == answers[0].total > 0
        assert occurring(answer.facets) == occurring(answers[0].facets)
        assert len(occurring(answer.facets)["provinces"]) > 1
        assert set(occurring(answer.facets)["stars"]) > {3}


def test_a_filtered_query_finds_the_product_it_was_made_of(engines, asker):
    for ask in asker.asks([Kind.FILTERED], 10):
        totals = {engine.name: engine.query(ask).total for engine in engines}
        assert min(totals.values()) >= 1, (ask, totals)


def test_a_change_is_found_by_the_next_query(engines, corpus):
    changed = replace(corpus.documents[5], body="Chỉ còn từ này: zzqabc.")
    for engine in engines:
        engine.update(changed)
        assert engine.query(Ask(Kind.COMMON, "zzqabc")).ids == [changed.product_id], engine.name
        engine.update(corpus.documents[5])
        assert engine.query(Ask(Kind.COMMON, "zzqabc")).total == 0, engine.name


def test_suggestions_begin_with_what_was_typed(engines, corpus):
    typed = fold(corpus.documents[0].names[0])[:5]
    for engine in engines:
        if Kind.PREFIX in engine.kinds:
            assert engine.suggest(typed), engine.name
