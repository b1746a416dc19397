"""Lines of a file that a dry run has shown and a form sends back, read as if a stranger had written them."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from urllib.parse import quote_plus

from catalog.records import Refused

# As sent: a form takes half a megabyte, and its other fields need room.
_LONGEST = 450_000
_LONGEST_TEXT = 60
_LONGEST_SOURCE = 200
_MOST = 10**13


@dataclass(frozen=True)
class ShownLine:
    """`amount` in dong; `text` is the code or number by which it was matched, `source` names the money for good."""

    row: int
    amount: int
    text: str
    source: str


def written(lines: Iterable[ShownLine]) -> str:
    """For a hidden field. Raises Refused for more lines than a form can hold."""
    text = json.dumps([astuple(line) for line in lines])
    if len(quote_plus(text)) > _LONGEST:
        raise Refused(
            "These are too many payments for one file: please split it and check the parts one by one."
        )
    return text


def read_back(text: str | None, source: str) -> list[ShownLine] | None:
    """The lines of a hidden field, whose sources all begin with `source`; None for anything else."""
    try:
        lines = [ShownLine(*line) for line in json.loads((text or "")[: _LONGEST + 1])]
    except (ValueError, TypeError, RecursionError):
        return None
    return lines if all(_is_possible(line, source) for line in lines) else None


def _is_possible(line: ShownLine, source: str) -> bool:
    whole = type(line.row) is type(line.amount) is int
    return (
        whole
        and 0 < line.row < _MOST
        and 0 < line.amount < _MOST
        and _is_word(line.text, _LONGEST_TEXT)
        and _is_word(line.source, _LONGEST_SOURCE)
        and line.source.startswith(source)
    )


def _is_word(text: object, longest: int) -> bool:
    # What is not printable, as half a character, fits in no database.
    return isinstance(text, str) and 0 < len(text) <= longest and text.isprintable()
