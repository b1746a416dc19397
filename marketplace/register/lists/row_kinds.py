"""Rows of a list that are no product: sections, totals, the row that numbers the columns."""

import re
from collections.abc import Sequence
from enum import StrEnum

from catalog.text import clean, fold


class RowKind(StrEnum):
    DATA = "data"
    ROMAN = "roman_numeral_row"
    DISTRICT = "district_header_row"
    HEADING = "heading_row"
    TOTAL = "total_row"
    INDEX = "column_index_row"


_ROMAN = re.compile(r"[IVXLC]{1,7}\.?|[A-H]\.?")
_DISTRICT = re.compile(r"(huyen|quan|thi xa|thanh pho|tp|xa|phuong|thi tran|dac khu)\s+\S.*")
_TOTAL = re.compile(r"(tong( cong| so)?|cong)\b.*")
_INDEX = re.compile(r"(\(?\d{1,2}\)?\s*)+")
# Of the Roman numeral and the name behind it, of a total and its sum: more filled cells are a product.
_LAST_OF_A_NUMBER = frozenset("0123456789)")
_MOST_OF_A_SECTION = 2


def kind_of_row(cells: Sequence[str]) -> RowKind:
    """What a row is, by those of its cells that are filled."""
    filled = [cell for cell in cells if cell]
    if len(filled) > _MOST_OF_A_SECTION and not _is_counted(filled):
        return RowKind.DATA
    texts = [text for cell in filled if (text := clean(cell))]
    if not texts:
        return RowKind.HEADING
    if _is_index(texts):
        return RowKind.INDEX
    if _TOTAL.fullmatch(fold(texts[0])) and all(not re.search(r"[^\W\d_]", text) for text in texts[1:]):
        return RowKind.TOTAL
    if len(texts) > _MOST_OF_A_SECTION:
        return RowKind.DATA
    if len(set(texts)) == 1 or len(texts) == 1:
        return _heading(texts[0])
    if _ROMAN.fullmatch(texts[0]):
        return RowKind.DISTRICT if _DISTRICT.fullmatch(fold(texts[1])) else RowKind.ROMAN
    return RowKind.DATA


def _is_counted(filled: list[str]) -> bool:
    """Whether it may be a row of totals or one that numbers the columns: nearly all rows are told from both at once."""
    first = filled[0]
    return all(text[-1] in _LAST_OF_A_NUMBER for text in filled) or not (first.isascii() and first.isdigit())


def _heading(text: str) -> RowKind:
    if _ROMAN.fullmatch(text) or re.match(r"[IVXLC]{1,7}[.)]\s", text):
        return RowKind.ROMAN
    return RowKind.DISTRICT if _DISTRICT.fullmatch(fold(text)) else RowKind.HEADING


def _is_index(texts: list[str]) -> bool:
    """Numbers from 1 on, one more from cell to cell."""
    joined = " ".join(texts)
    if not _INDEX.fullmatch(joined):
        return False
    numbers = [int(found) for found in re.findall(r"\d+", joined)]
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
