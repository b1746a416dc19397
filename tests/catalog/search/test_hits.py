import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search import hits as module
from catalog.search.hits import Hits, among, both, common, either, most

SIZE = 60
LEVELS = st.dictionaries(st.integers(0, SIZE - 1), st.integers(0, 3), max_size=SIZE)


@pytest.fixture(params=[0, 1000], ids=["many", "few"], autouse=True, scope="module")
def few(request):
    """Few rows are put together in another way than many: both for each example."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", request.param)
        patch.setattr(module, "_FEWER", request.param or 10**6)
        yield


def hits(levels):
    """Rows with these levels; a row's score is a tenth of its number."""
    rows = np.array(sorted(levels), np.int32)
    level = np.array([levels[row] for row in rows.tolist()], np.int8)
    return Hits(rows, level, (rows / 10).astype(np.float32))


def told(found):
    scores = (found.score * 10).round().astype(int)
    return dict(
        zip(found.rows.tolist(), zip(found.level.tolist(), scores.tolist(), strict=True), strict=True)
    )


@given(LEVELS, LEVELS)
def test_both_has_the_worse_level_and_the_sum(one, other):
    shared = one.keys() & other.keys()
    expected = {row: (min(one[row], other[row]), 2 * row) for row in shared}
    assert told(both(hits(one), hits(other), SIZE)) == expected


@given(st.lists(LEVELS, max_size=4))
def test_either_has_the_better_level_and_the_better_score(parts):
    rows = set().union(*parts)
    expected = {row: (max(part.get(row, -1) for part in parts), row) for row in rows}
    found = either([hits(part) for part in parts], SIZE)
    assert told(found) == expected
    assert found.rows.tolist() == sorted(rows)


@given(st.lists(st.tuples(LEVELS, st.integers(1, 2)), min_size=1, max_size=4), st.integers(1, 6))
def test_most_has_what_weighs_enough(parts, wanted):
    weight = {row: sum(own for part, own in parts if row in part) for row in range(SIZE)}
    found = most([hits(part) for part, _ in parts], [own for _, own in parts], wanted, SIZE)
    assert found.rows.tolist() == [row for row in range(SIZE) if weight[row] >= wanted]
    assert not found.level.any()


@given(st.sets(st.integers(0, 999)), st.sets(st.integers(0, 999)))
def test_rows_are_found_among_others_few_or_many(one, other):
    rows, others = (np.array(sorted(part), np.int32) for part in (one, other))
    expected = [row in other for row in sorted(one)]
    assert among(rows, others, 1000).tolist() == expected
    found, there = common(rows, others, 1000)
    assert rows[found].tolist() == others[there].tolist() == sorted(one & other)
