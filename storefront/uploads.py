"""Tables that people upload: from the request to the spreadsheet's door and no further."""

import tempfile
from collections.abc import Callable
from pathlib import PurePath

from flask import request

from catalog.records import Refused
from marketplace.spreadsheets import Table, read_table


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
