"""Synonyms north and south: the officers' list read into groups, and what a span of typed words also stands for.

The format is explained at the head of synonyms.txt. A list is applied when a query is read, so an edit
needs no new index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..records import Refused
from ..text import Word, allows, words

# What another word for the same thing counts beside the typed one, and a close product beside the thing itself.
SAME, CLOSE = 0.8, 0.3
MAX_MEMBER_WORDS = 8

Phrase = tuple[Word, ...]


class Flag(StrEnum):
    PLAIN = ""
    DIA = "dia"
    HEAD = "head"
    RELATED = "related"


@dataclass(frozen=True)
class Group:
    """Phrases that stand for one another; with `context` only beside one of its words."""

    flag: Flag
    members: tuple[Phrase, ...]
    targets: tuple[Phrase, ...]
    context: frozenset[Phrase] = frozenset()


@dataclass(frozen=True)
class Alternative:
    """Another phrase for the typed one, and what a match of it counts (the typed one counts 1)."""

    phrase: Phrase
    weight: float


@dataclass(frozen=True)
class Span:
    """Typed words from `start` up to `end` (not included) with what else they stand for."""

    start: int
    end: int
    alternatives: tuple[Alternative, ...]


@dataclass
class Synonyms:
    """A list as read, ready for look-ups by the folded first word of a phrase."""

    groups: list[Group] = field(default_factory=list)
    protected: dict[str, list[Phrase]] = field(default_factory=dict)
    former: dict[str, list[tuple[Phrase, Phrase]]] = field(default_factory=dict)
    members: dict[str, list[tuple[Phrase, Group]]] = field(default_factory=dict)

    def spans(self, typed: Sequence[Word]) -> list[Span]:
        """Parts of the typed words with alternatives, from left to right, longest first, none overlapping.

        Protected spans come back without alternatives: they are one thing, and never rewritten.
        """
        found, position = [], 0
        while position < len(typed):
            span = self._span_at(typed, position)
            if span:
                found.append(span)
            position = span.end if span else position + 1
        return found

    def _span_at(self, typed: Sequence[Word], start: int) -> Span | None:
        kept = max((len(phrase) for phrase in self._protected_at(typed, start)), default=0)
        groups = [
            (phrase, group)
            for phrase, group in self.members.get(typed[start].folded, ())
            if len(phrase) >= kept and _stands(phrase, group, typed, start)
        ]
        former = [
            (old, new) for old, new in self.former.get(typed[start].folded, ()) if _is_at(old, typed, start)
        ]
        longest = max((len(phrase) for phrase, _ in [*groups, *former]), default=0)
        if longest == 0:
            return Span(start, start + kept, ()) if kept > 1 else None
        others = [
            Alternative(other, CLOSE if group.flag is Flag.RELATED else SAME)
            for phrase, group in groups
            if len(phrase) == longest
            for other in group.targets
            if other != phrase
        ]
        others += [Alternative(new, CLOSE) for old, new in former if len(old) == longest]
        return Span(start, start + longest, tuple({other.phrase: other for other in others}.values()))

    def _protected_at(self, typed: Sequence[Word], start: int) -> Iterator[Phrase]:
        return (
            phrase for phrase in self.protected.get(typed[start].folded, ()) if _is_at(phrase, typed, start)
        )


def _is_at(phrase: Phrase, typed: Sequence[Word], start: int) -> bool:
    part = typed[start : start + len(phrase)]
    return len(part) == len(phrase) and all(
        word.folded == own.folded and allows(word.exact, own.exact)
        for word, own in zip(part, phrase, strict=True)
    )


def _stands(phrase: Phrase, group: Group, typed: Sequence[Word], start: int) -> bool:
    if not _is_at(phrase, typed, start):
        return False
    end = start + len(phrase)
    if (len(phrase) == 1 or group.flag is Flag.DIA) and not _typed_in_full(phrase, typed, start):
        return False
    if not group.context:
        return True
    return any(
        _is_at(word, typed, end) or (start >= len(word) and _is_at(word, typed, start - len(word)))
        for word in group.context
    )


def _typed_in_full(phrase: Phrase, typed: Sequence[Word], start: int) -> bool:
    """Typed with all its diacritics. A word that has none ("heo") counts where the rest of the query has
    some, or where it is the whole query: in "com chay" it may as well be another word."""
    part = typed[start : start + len(phrase)]
    if [word.exact for word in part] != [word.exact for word in phrase]:
        return False
    marked = any(word.exact != word.folded for word in typed)
    return marked or len(typed) == len(phrase)


def parse_synonyms(text: str) -> Synonyms:
    """Read a list. Raises Refused with the number of the first line that can't be understood."""
    synonyms = Synonyms()
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            _read_line(synonyms, line, number)
    for group in synonyms.groups:
        for phrase in group.members:
            synonyms.members.setdefault(phrase[0].folded, []).append((phrase, group))
    return synonyms


def _read_line(synonyms: Synonyms, line: str, number: int) -> None:
    keyword, _, rest = line.partition(" ")
    if keyword == "protect":
        for phrase in _phrases(rest, number):
            synonyms.protected.setdefault(phrase[0].folded, []).append(phrase)
    elif keyword == "oldprov":
        old, new = _two_sides(rest, number)
        if len(old) != 1 or len(new) != 1:
            raise Refused(
                "Line %(line)s: write one former province, %(arrow)s, and one of today.",
                line=number,
                arrow="=>",
            )
        synonyms.former.setdefault(old[0][0].folded, []).append((old[0], new[0]))
    else:
        synonyms.groups.append(_group(line, number))


def _group(line: str, number: int) -> Group:
    keyword, _, rest = line.partition(" ")
    flag = Flag(keyword) if keyword in (Flag.DIA, Flag.HEAD, Flag.RELATED) else Flag.PLAIN
    left, arrow, right = (rest if flag else line).partition("=>")
    left, _, context = left.partition("@")
    members = _phrases(left, number)
    targets = _phrases(right, number) if arrow else members
    if "," not in left and not arrow:
        raise Refused("Line %(line)s: a group needs at least two members.", line=number)
    beside = frozenset(tuple(words(word.replace("-", " "))) for word in context.split())
    return Group(flag, members, targets, beside)


def _two_sides(text: str, number: int) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    left, arrow, right = text.partition("=>")
    if not arrow:
        raise Refused("Line %(line)s: the arrow %(arrow)s is missing.", line=number, arrow="=>")
    return _phrases(left, number), _phrases(right, number)


def _phrases(text: str, number: int) -> tuple[Phrase, ...]:
    phrases = tuple(tuple(words(part)) for part in text.split(","))
    if not all(phrases):
        raise Refused("Line %(line)s: there is an empty member between two commas.", line=number)
    if any(len(phrase) > MAX_MEMBER_WORDS for phrase in phrases):
        raise Refused(
            "Line %(line)s: a member has more than %(limit)s words.", line=number, limit=MAX_MEMBER_WORDS
        )
    return tuple(dict.fromkeys(phrases))
