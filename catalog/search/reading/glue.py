"""Words typed without spaces: the likeliest cut into words the catalogue knows."""

from collections.abc import Iterator
from math import log
from typing import NamedTuple

from ...text import Word, word_of, words
from ..vocabulary import Vocabulary

_LONGEST_WORD = 10
_LONGEST_TOKEN = 80
_KEPT = 4
# Each cut costs as much as this; two words that are a known pair earn some of it back.
_CUT, _PAIR = 3.0, 6.0


class _Way(NamedTuple):
    score: float
    cuts: tuple[int, ...]
    last: str


def unglued(token: str, vocabulary: Vocabulary) -> list[Word] | None:
    """The words of "nuocmam" or "nướcmắm"; None where it can't be cut into at least two known words."""
    word = word_of(token)
    if not word or len(word.folded) != len(token) or not 4 <= len(token) <= _LONGEST_TOKEN:
        return None
    folded = word.folded
    ways: list[list[_Way]] = [[_Way(0.0, (), "")], *([] for _ in folded)]
    for start in range(len(folded)):
        for end, word in _words_from(folded, start, vocabulary):
            known = log(1 + sum(vocabulary.variants(word).values()))
            for way in ways[start]:
                pair = log(1 + vocabulary.frequency(f"{way.last} {word}")) if way.last else 0.0
                score = (
                    way.score + known - log(2 + vocabulary.documents) - _CUT + (_PAIR + pair if pair else 0)
                )
                ways[end].append(_Way(score, (*way.cuts, end), word))
            ways[end] = sorted(ways[end], reverse=True)[:_KEPT]
    if not ways[-1] or len(ways[-1][0].cuts) < 2:
        return None
    cuts = ways[-1][0].cuts
    return [words(token[start:end])[0] for start, end in zip((0, *cuts), cuts, strict=False)]


def _words_from(folded: str, start: int, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    for end in range(start + 1, min(len(folded), start + _LONGEST_WORD) + 1):
        # Of words in one letter only those that are a syllable in Vietnamese.
        if end - start == 1 and folded[start] not in "oyui":
            continue
        word = word_of(folded[start:end])
        if word and vocabulary.known(word.folded):
            yield end, word.folded
