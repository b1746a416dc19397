"""The Whoosh schema: numbers for the product and its digest, and three fields of ready-made terms."""

import zlib
from pathlib import Path

from whoosh import columns, fields, formats

from ... import text
from .. import analysis, documents
from . import postings

NAME = "words"
EXACT, FOLDED, NAMED = "exact", "folded", "named"
PRODUCT_ID, DIGEST = "id", "digest"
_WRITERS = (text, documents, analysis, postings)
# Moves with every change of the program that may put other terms into the index, or write them otherwise: an older one is
# made anew.
FORM = zlib.crc32(
    b"".join(Path(file).read_bytes() for file in (*(module.__file__ for module in _WRITERS), __file__))
    + bytes([postings.PRIVATE])
)


def _terms() -> fields.KEYWORD:
    # Terms come ready from analysis.py, their weights beside them: the field itself keeps neither
    # frequencies nor positions, vectors or spellings.
    field = fields.KEYWORD(commas=True, scorable=True)
    field.format = formats.Existence()
    return field


def make_schema() -> fields.Schema:
    numbers = {name: fields.COLUMN(columns.NumericColumn("q")) for name in (PRODUCT_ID, DIGEST)}
    return fields.Schema(**numbers, **{name: _terms() for name in (EXACT, FOLDED, NAMED)})
