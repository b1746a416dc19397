"""How far sheets reach: the quick answer for small ones never lets through what the look at each cell refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.records import Refused
from marketplace import xlsx_extent
from marketplace.xlsx_extent import check_extent

PLACES = st.sampled_from(["A1", "B2", "Z9", "ALL3", "ALM3", "B999999", "XFD1048576", "7", ""])
CELLS = st.builds(
    lambda tag, place, text, close: (
        f"<{tag}{f' r={chr(34)}{place}{chr(34)}' if place else ''} t='s'{close}>"
        + (f"<v>{text}</v>" if not close else "")
    ),
    st.sampled_from(["c", "x:c", "row", "col", "C"]),
    PLACES,
    st.integers(0, 3),
    st.sampled_from(["", "/"]),
)


def refused(sheet: bytes, strings: bytes) -> bool:
    try:
        check_extent({"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings})
    except Refused:
        return True
    return False


@settings(max_examples=300, deadline=None)
@given(st.lists(CELLS, max_size=30), st.integers(20, 400), st.booleans())
def test_the_quick_answer_lets_nothing_through(cells, slice_, has_long_texts):
    sheet = "".join(cells).encode()
    strings = b"<si>" + b"a" * (200 if has_long_texts else 1) + b"</si><si>b</si>"
    limits = {"MAX_CELLS": 60, "MAX_COLUMNS": 30, "MAX_UNPACKED": 500, "_SLICE": slice_}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in limits.items():
            patch.setattr(xlsx_extent, name, value)
        quick = refused(sheet, strings)
        patch.setattr(xlsx_extent, "_is_small", lambda part, longest: False)
        assert quick == refused(sheet, strings)


def test_a_far_cell_is_found_wherever_a_slice_ends(monkeypatch):
    sheet = b'<row r="1">' + b'<c r="A1"/>' * 40 + b'<c r="B1048576"><v>1</v></c><c r="XFD1"><v>1</v></c>'
    for size in range(5, 300, 3):
        monkeypatch.setattr(xlsx_extent, "_SLICE", size)
        assert refused(sheet, b"")


def test_a_million_cells_without_a_place_are_counted():
    assert refused(b"<c><v>1</v></c>" * 1_100, b"")
