"""Synonyms north and south: the officers' list read into groups, and what a span of typed words also stands for.

The format is explained at the head of synonyms.txt. A list is applied when a query is read, so an edit
needs no new index.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ..records import Refused
from ..text import Word, allows, words

# What another word for the same thing counts beside the typed one, and a close product beside the thing itself.
SAME, CLOSE = 0.8, 0.3
MAX_MEMBER_WORDS = 8

Phrase = tuple[Word, ...]
Key = tuple[str, ...]


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


class Alternative(NamedTuple):
    """Another phrase for the typed one, and what a match of it counts (the typed one counts 1)."""

    phrase: Phrase
    weight: float


class Span(NamedTuple):
    """Typed words from `start` up to `end` (not included) with what else they stand for."""

    start: int
    end: int
    alternatives: tuple[Alternative, ...]


@dataclass
class Synonyms:
    """A list as read; phrases are looked up by their folded words."""

    groups: list[Group] = field(default_factory=list)
    protected: dict[Key, list[Phrase]] = field(default_factory=dict)
    former: dict[Key, list[tuple[Phrase, Phrase]]] = field(default_factory=dict)
    members: dict[Key, list[tuple[Phrase, Group]]] = field(default_factory=dict)
    # The number of words of the longest phrase that begins with a folded word.
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, kind: dict[Key, list], phrase: Phrase, what: object) -> None:
        """Have the phrase looked up in one of the dictionaries."""
        kind.setdefault(_key(phrase), []).append(what)
        first = phrase[0].folded
        self.longest[first] = max(len(phrase), self.longest.get(first, 0))

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
        most = self.longest.get(typed[start].folded, 0)
        for size in range(min(most, len(typed) - start), 0, -1):
            part = tuple(typed[start : start + size])
            key = _key(part)
            groups = [
                (phrase, group)
                for phrase, group in self.members.get(key, ())
                if _stands(phrase, group, typed, start)
            ]
            former = [new for old, new in self.former.get(key, ()) if _may_be(part, old)]
            if groups or former:
                return Span(start, start + size, _alternatives(groups, former))
            if size > 1 and any(_may_be(part, phrase) for phrase in self.protected.get(key, ())):
                return Span(start, start + size, ())
        return None


def _key(phrase: Phrase) -> Key:
    return tuple([word.folded for word in phrase])


def _alternatives(
    groups: Sequence[tuple[Phrase, Group]], former: Sequence[Phrase]
) -> tuple[Alternative, ...]:
    others = [
        Alternative(other, CLOSE if group.flag is Flag.RELATED else SAME)
        for phrase, group in groups
        for other in group.targets
        if other != phrase
    ]
    others += [Alternative(new, CLOSE) for new in former]
    return tuple({other.phrase: other for other in others}.values())


def _may_be(part: Phrase, phrase: Phrase) -> bool:
    """Whether words that are alike but for diacritics may mean the phrase."""
    return all(allows(word.exact, own.exact) for word, own in zip(part, phrase, strict=True))


def _is_at(phrase: Phrase, typed: Sequence[Word], start: int) -> bool:
    part = tuple(typed[start : start + len(phrase)])
    return _key(part) == _key(phrase) and _may_be(part, phrase)


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
    if tuple(typed[start : start + len(phrase)]) != phrase:
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
            synonyms.add(synonyms.members, phrase, (phrase, group))
    return synonyms


def _read_line(synonyms: Synonyms, line: str, number: int) -> None:
    keyword, _, rest = line.partition(" ")
    if keyword == "protect":
        for phrase in _phrases(rest, number):
            synonyms.add(synonyms.protected, phrase, phrase)
    elif keyword == "oldprov":
        old, new = _two_sides(rest, number)
        if len(old) != 1 or len(new) != 1:
            raise Refused(
                "Line %(line)s: write one former province, %(arrow)s, and one of today.",
                line=number,
                arrow="=>",
            )
        synonyms.add(synonyms.former, old[0], (old[0], new[0]))
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
