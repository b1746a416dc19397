"""What is asked for: classes of queries as people type them, the same for the same seed."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.listing import Filters
from catalog.text import fold

from .corpus import Corpus
from .disguises import mistyped, telex


class Kind(StrEnum):
    COMMON = "1 common word"
    PLAIN = "2 words, no diacritics"
    MARKED = "2 syllables, diacritics"
    FOUR = "4 words"
    FILTERED = "3 filters + 2 words"
    NOTHING = "no hit"
    TYPO = "typo"
    TELEX = "Telex"
    SYNONYM = "synonym"
    PREFIX = "suggestions"


@dataclass(frozen=True)
class Ask:
    kind: Kind
    text: str
    filters: Filters = field(default_factory=Filters)


# What people of another region call what the names of goods.py call otherwise.
_SYNONYMS = (
    "thịt heo",
    "heo đen",
    "đậu phộng",
    "chà bông",
    "mè đen",
    "muối mè",
    "xà bông",
    "dầu mè",
    "chiếu lác",
    "nước ép khóm",
    "mãng cầu dai",
    "trà gừng",
    "bột mì tinh",
    "dầu phộng",
    "hột vịt",
    "giỏ bèo tây",
)
# Where pairs of words are taken from: names, names around them, stories.
_SHARES = (60, 25, 15)
# Documents looked through for how often words occur.
_SAMPLE = 3000
_LEAST_COMMON, _MOST_COMMON = 0.40, 0.60


class Asker:
    """Answers one new query of a class after another."""

    def __init__(self, corpus: Corpus, seed: int):
        self.corpus = corpus
        self.chance = random.Random(seed)
        self.common = common_words(corpus)
        on_day = corpus.columns.on_day(corpus.day)
        self._starred = [i for i, stars in enumerate(on_day.stars) if stars]
        self._stars = on_day.stars
        self._ways: dict[Kind, Callable[[], str]] = {
            Kind.COMMON: lambda: self.chance.choice(self.common),
            Kind.PLAIN: lambda: fold(self._pair()),
            Kind.MARKED: self._pair,
            Kind.FOUR: self._four,
            Kind.NOTHING: self._nonsense,
            Kind.TYPO: lambda: mistyped(self._longish(), self.chance),
            Kind.TELEX: lambda: telex(self._name_words(2)),
            Kind.SYNONYM: lambda: self.chance.choice(_SYNONYMS),
            Kind.PREFIX: self._begun,
        }

    def ask(self, kind: Kind) -> Ask:
        return self._filtered() if kind is Kind.FILTERED else Ask(kind, self._ways[kind]())

    def asks(self, kinds: Sequence[Kind], each: int) -> list[Ask]:
        return [self.ask(kind) for _ in range(each) for kind in kinds]

    def _name_words(self, count: int, row: int | None = None) -> str:
        """The first words of a name that has so many."""
        while True:
            document = self.corpus.documents[row] if row is not None else self._document()
            words = document.names[0].lower().split()
            if len(words) >= count:
                return " ".join(words[:count])
            row = None

    def _document(self):
        return self.chance.choice(self.corpus.documents)

    def _pair(self) -> str:
        """Neighbours: mostly of a product's name, some of a producer's or place's, a few of a story."""
        document = self._document()
        text = self.chance.choices(
            (document.names[0], self.chance.choice(document.heads), document.body), _SHARES
        )[0]
        words = text.lower().replace(".", "").split()
        if len(words) < 2:
            return self._pair()
        at = self.chance.randrange(len(words) - 1)
        return " ".join(words[at : at + 2])

    def _four(self) -> str:
        text = self._name_words(4)
        return fold(text) if self.chance.random() < 0.5 else text

    def _filtered(self) -> Ask:
        """Set, province and stars of a product, and the beginning of its name: one at least is found."""
        columns = self.corpus.columns
        row = self.chance.choice(self._starred)
        filters = Filters(
            sets=frozenset([int(columns.set_number[row])]),
            provinces=frozenset([columns.rows[int(columns.ids[row])].province]),
            stars=frozenset([int(self._stars[row])]),
        )
        return Ask(Kind.FILTERED, fold(self._name_words(2, row)), filters)

    def _nonsense(self) -> str:
        made = ("".join(self.chance.choices("bcdfghjklmnpqrtvwxz", k=7)) for _ in range(2))
        return " ".join(made)

    def _longish(self) -> str:
        while True:
            text = self._name_words(3)
            if len(max(fold(text).split(), key=len)) >= 4:
                return text

    def _begun(self) -> str:
        """A name up to some letter of its first three words, half of them with diacritics."""
        text = self._name_words(3)
        text = text[: self.chance.randint(2, len(text))].strip()
        return text if self.chance.random() < 0.5 else fold(text)


def common_words(corpus: Corpus) -> list[str]:
    """Folded words that stand in 40–60 % of the documents."""
    sample = corpus.documents[:_SAMPLE]
    counts: Counter[str] = Counter()
    for document in sample:
        counts.update(set(fold(" ".join((*document.names, *document.heads, document.body))).split()))
    low, high = _LEAST_COMMON * len(sample), _MOST_COMMON * len(sample)
    return sorted(word for word, count in counts.items() if low <= count <= high)
