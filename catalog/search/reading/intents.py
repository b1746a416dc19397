"""Words that ask for a filter: "5 sao", "chỉ dẫn địa lý", "dưới 200k"; offered to the shopper, not forced."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...marks import MarkKind
from ...text import Word
from ..backend import Offer

# Said around what is meant. Nothing but these asks for everything.
_FILLERS = (
    "dac san",
    "san pham",
    "o dau",
    "gia re",
    "gia si",
    "chinh hang",
    "chinh goc",
    "uy tin",
    "tot nhat",
    "ngon nhat",
    "mua",
    "ban",
    "ocop",
    "cho",
    "cua",
)
_FILLER = re.compile(rf"(?:^|(?<= ))(?:{'|'.join(_FILLERS)})(?= |$)")
_MARKS = {
    "chi dan dia li": MarkKind.GEOGRAPHICAL_INDICATION,
    "cddl": MarkKind.GEOGRAPHICAL_INDICATION,
    "nhan hieu tap the": MarkKind.COLLECTIVE,
    "nhan hieu chung nhan": MarkKind.CERTIFICATION,
}
_MARK = re.compile(rf"\b({'|'.join(_MARKS)})\b")
_STARS = re.compile(r"\b([345]) sao\b")
_AMOUNT = r"(\d{1,4}(?: \d{3}){0,2}) ?(k|nghin|ngan|trieu|tr|dong|d|vnd)?"
_BELOW, _ABOVE = ("duoi", "toi da", "khong qua"), ("tren", "tu")
_UP_TO = re.compile(rf"\b(?:{'|'.join(_BELOW)}) {_AMOUNT}\b")
_FROM = re.compile(rf"\b(?:{'|'.join(_ABOVE)}) {_AMOUNT}\b")
_IN_STOCK = re.compile(r"\bcon hang\b")
# Most texts have none of these words, and then nothing of the above.
_SIGNS = {phrase.split()[0] for phrase in (*_FILLERS, *_MARKS, *_BELOW, *_ABOVE, "sao", "con hang")}
_FACTOR = {"k": 1000, "nghin": 1000, "ngan": 1000, "trieu": 1_000_000, "tr": 1_000_000}


@dataclass(frozen=True)
class Meant:
    """The words left to look for, and the filters that the others ask for; no words ask for everything."""

    words: list[Word]
    offers: list[Offer]


def read_intents(typed: Sequence[Word], spelled: Sequence[str]) -> Meant:
    """`spelled` are the typed words as they were written, one for each word."""
    if _SIGNS.isdisjoint(word.folded for word in typed):
        return Meant(list(typed), [])
    text = " ".join(word.folded for word in typed)
    taken: set[int] = set()
    offers = []
    for pattern, offer_of in _PATTERNS:
        for match in pattern.finditer(text):
            positions = _positions(text, match.start(), match.end())
            if taken.isdisjoint(positions) and (offer := offer_of(match)):
                taken.update(positions)
                offers.append(Offer(*offer, " ".join(spelled[i] for i in positions)))
    fillers = {
        position
        for match in _FILLER.finditer(text)
        if _is_meant(typed, positions := _positions(text, match.start(), match.end()))
        for position in positions
    }
    left = [i for i in range(len(typed)) if i not in taken]
    return Meant([typed[i] for i in left if i not in fillers], offers)


def _positions(text: str, start: int, end: int) -> list[int]:
    first = text.count(" ", 0, start)
    return list(range(first, first + text.count(" ", start, end) + 1))


# A filler typed with diacritics must be that very word: "bàn" is a table and "chợ" a market.
_SPELT = frozenset(
    [
        "đăc5",
        "san3",
        "phâm3",
        "ơ3",
        "đâu",
        "gia1",
        "re3",
        "si3",
        "chinh1",
        "hang4",
        "gôc1",
        "uy",
        "tin1",
        "tôt1",
        "nhât1",
        "ngon",
        "mua",
        "ban1",
        "ocop",
        "cho",
        "cua3",
    ]
)


def _is_meant(typed: Sequence[Word], positions: Sequence[int]) -> bool:
    return all(
        typed[i].exact in _SPELT or (typed[i].exact == typed[i].folded and len(positions) > 1)
        for i in positions
    )


def _stars(match: re.Match) -> tuple[str, str] | None:
    return "stars", match[1]


def _mark(match: re.Match) -> tuple[str, str] | None:
    return "mark", str(_MARKS[match[1]])


def _price_to(match: re.Match) -> tuple[str, str] | None:
    return _price("price_to", match)


def _price_from(match: re.Match) -> tuple[str, str] | None:
    return _price("price_from", match)


def _price(name: str, match: re.Match) -> tuple[str, str] | None:
    amount = int(match[1].replace(" ", "")) * _FACTOR.get(match[2] or "", 1)
    # A bare small number is a size or a count, nobody's price in dong.
    return (name, str(amount)) if 1000 <= amount <= 10**9 else None


def _in_stock(match: re.Match) -> tuple[str, str] | None:
    return "in_stock", "1"


_PATTERNS = (
    (_STARS, _stars),
    (_MARK, _mark),
    (_UP_TO, _price_to),
    (_FROM, _price_from),
    (_IN_STOCK, _in_stock),
)
