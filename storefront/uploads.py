"""Tables that people upload: from the request to the spreadsheet's door and no further."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import PurePath

from flask import request

from catalog.records import Refused
from marketplace.payments.bank_statements import LineError
from marketplace.spreadsheets import Table, read_table

from .locales import translated

_MOST_SHOWN = 100


def uploaded_table(field: str, is_header: Callable[[list[str]], bool]) -> Table:
    """The table in the file of this form field. Raises Refused, in a person's words."""
    file = request.files.get(field)
    if file is None or not file.filename:
        raise Refused("Please choose a file.")
    suffix = PurePath(file.filename).suffix.lower()
    with tempfile.NamedTemporaryFile(suffix=suffix if suffix.isascii() and len(suffix) < 8 else "") as kept:
        file.save(kept)
        kept.flush()
        return read_table(kept.name, is_header)


def shown_errors(errors: Iterable[LineError]) -> list[dict]:
    """What a person must mend in the file, by row and column."""
    return [
        {"row": one.row, "column": one.column, "sentence": translated(one.problem), "text": one.text}
        for one in list(errors)[:_MOST_SHOWN]
    ]
