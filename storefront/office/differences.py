"""What sets two versions of something apart, field by field and word by word."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes the square of it; longer texts are shown as replaced.
_MOST_WORDS = 3000


class Piece(NamedTuple):
    """Words that are the same in both (" "), only in the former ("-") or only in the new one ("+")."""

    sign: str
    text: str


class Difference(NamedTuple):
    """One field: its former text and its new one, in pieces."""

    label: str
    before: list[Piece]
    after: list[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.sign != " " for piece in (*self.before, *self.after))


def differences(fields: Iterable[tuple[str, str, str]]) -> list[Difference]:
    """Of each field its label, its former and its new text."""
    return [Difference(label, *compared(before, after)) for label, before, after in fields]


def compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS and before != after:
        return [Piece("-", before)], [Piece("+", after)]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    former = [Piece(" " if step == "equal" else "-", "".join(old[i:j])) for step, i, j, _k, _l in steps]
    latter = [Piece(" " if step == "equal" else "+", "".join(new[k:m])) for step, _i, _j, k, m in steps]
    return [piece for piece in former if piece.text], [piece for piece in latter if piece.text]
