"""What a text claims (stars, OCOP, protected names, organic, a geographical indication), and whether rows in force bear it out."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import claim_words as known
from .marks import Mark, MarkKind
from .recognitions import recognition_in_force
from .register import Proofs
from .text import Word, allows, fold, tokens, word_of

_LONGEST = 300
_SENTENCES = re.compile(r"(?<=[.!?…;])\s+|\n+")
_STAR_SIGNS = re.compile(r"([1-5])\s*[★⭐]|([★⭐]{2,5})")
_MARKUP = re.compile(r"[*_#>`|]+")
# How many words may stand between a thing and the place that it is named after.
_NEAR = 3


class Rule(StrEnum):
    STARS = "stars"
    OCOP = "ocop"
    NAME = "name"
    ORGANIC = "organic"
    INDICATION = "indication"


class Claim(NamedTuple):
    """Something said in `sentence` of the text `field`; `subject` is the number of stars or the slug of a mark."""

    field: str
    rule: Rule
    subject: str
    sentence: str


@dataclass(frozen=True)
class Support:
    """What the register says for a listing on a day; `names` are folded names of marks that it may use."""

    stars: int | None = None
    names: frozenset[str] = frozenset()
    has_indication: bool = False
    organic: bool = False

    def bears_out(self, claim: Claim, names: Mapping[str, str]) -> bool:
        """`names` are the folded names of all protected marks by slug."""
        match claim.rule:
            case Rule.STARS:
                return self.stars is not None and str(self.stars) == claim.subject
            case Rule.OCOP:
                return self.stars is not None
            case Rule.NAME:
                name = names[claim.subject]
                return any(name in f" {own} " or own in name for own in self.names)
            case Rule.ORGANIC:
                return self.organic
        return self.has_indication


def support_of(proofs: Proofs, day: date, organic: bool) -> Support:
    """`organic`: whether a certificate is in force that says so."""
    current = recognition_in_force(proofs.recognitions, day)
    rights = [right for right in proofs.authorisations if right.standing(day).in_force]
    return Support(
        current.stars if current and current.is_public else None,
        frozenset(fold(right.mark.name) for right in rights),
        any(right.mark.kind == MarkKind.GEOGRAPHICAL_INDICATION for right in rights),
        organic,
    )


class _Protected(NamedTuple):
    slug: str
    name: tuple[Word, ...]
    kinds: frozenset[str]
    pair: tuple[Word, ...]
    english: frozenset[str]
    says_itself: bool


class ProtectedNames:
    """The names of geographical indications, collective and certification marks, found by their first word."""

    def __init__(self, marks: Iterable[Mark]):
        self.names: dict[str, str] = {}
        self._by_first: dict[str, list[_Protected]] = defaultdict(list)
        self._joined: dict[str, _Protected] = {}
        for mark in marks:
            self._add(mark)

    def _add(self, mark: Mark) -> None:
        self.names[mark.slug] = fold(mark.name)
        product = _words(re.sub(r"\(.*?\)", "", mark.product))
        kinds = {word for token in tokens(mark.product) if (word := token) in known.KINDS}
        kinds |= {known.SAME[word] for word in kinds & set(known.SAME)}
        english = frozenset(word for word in fold(mark.product_en).split() if len(word) > 2)
        for spelled in (mark.name, *known.SPELLINGS.get(fold(mark.name), ())):
            name = tuple(_words(spelled))
            if not name:
                continue
            own = set(tokens(spelled))
            one = _Protected(
                mark.slug,
                name,
                frozenset(word.exact for kind in kinds if (word := word_of(kind))),
                tuple(product[:2]),
                english,
                len(name) > 1 and bool(own & kinds),
            )
            self._by_first[name[0].folded].append(one)
            self._joined["".join(word.folded for word in name)] = one

    def found_in(self, said: list[Word]) -> Iterator[str]:
        """Slugs of the marks whose protected name is used for their product in this sentence."""
        for at, word in enumerate(said):
            for one in self._by_first.get(word.folded, ()):
                end = at + len(one.name)
                if _same(said[at:end], one.name) and self._is_for_its_product(one, said, at, end):
                    yield one.slug
            joined = self._joined.get(word.folded)
            if joined and len(joined.name) > 1 and self._is_for_its_product(joined, said, at, at + 1):
                yield joined.slug

    @staticmethod
    def _is_for_its_product(one: _Protected, said: list[Word], at: int, end: int) -> bool:
        if one.says_itself:
            return True
        before = said[max(0, at - _NEAR - len(one.pair)) : at]
        for word in before[-_NEAR - 1 :]:
            if any(allows(word.exact, kind) for kind in one.kinds):
                return True
        if any(_same(before[i : i + len(one.pair)], one.pair) for i in range(len(before))):
            return True
        around = {word.folded for word in before + said[end : end + _NEAR]}
        return bool(around & one.english)


def protected_names(session: Session, day: date) -> ProtectedNames:
    """Of marks that are protected on this day; a maker's own trademark protects no origin."""
    query = select(Mark).where(Mark.kind != MarkKind.TRADEMARK).order_by(Mark.kind, Mark.id)
    return ProtectedNames(mark for mark in session.scalars(query) if mark.term.covers(day))


def claims_in(texts: Mapping[str, str], names: ProtectedNames) -> list[Claim]:
    """Each claim of these texts once a text, with the first sentence that makes it."""
    found: dict[tuple[str, Rule, str], Claim] = {}
    for field, text in texts.items():
        for sentence in _sentences(text):
            for rule, subject in _said(sentence, names):
                found.setdefault((field, rule, subject), Claim(field, rule, subject, sentence[:_LONGEST]))
    return list(found.values())


def unsupported(texts: Mapping[str, str], names: ProtectedNames, support: Support) -> list[Claim]:
    """The claims without a row in force behind them."""
    return [claim for claim in claims_in(texts, names) if not support.bears_out(claim, names.names)]


def _sentences(text: str) -> Iterator[str]:
    for part in _SENTENCES.split(unicodedata.normalize("NFC", text)):
        if sentence := " ".join(_MARKUP.sub(" ", part).split()):
            yield sentence


def _said(sentence: str, names: ProtectedNames) -> Iterator[tuple[Rule, str]]:
    said = _words(sentence)
    for sign in _STAR_SIGNS.finditer(sentence):
        yield Rule.STARS, sign[1] or str(len(sign[2]))
    for stars in _stars(said, plain=sentence.isascii()):
        yield Rule.STARS, str(stars)
    if _speaks_of_ocop(said):
        yield Rule.OCOP, ""
    for slug in names.found_in(said):
        yield Rule.NAME, slug
    if _is_organic(said):
        yield Rule.ORGANIC, ""
    if _has(said, "chỉ dẫn địa lý") or any(word.folded == "cddl" for word in said) or _in_english(said):
        yield Rule.INDICATION, ""


def _stars(said: list[Word], plain: bool) -> Iterator[int]:
    for at, word in enumerate(said):
        if word.exact != "sao" and word.folded not in ("star", "stars"):
            continue
        before = [one.folded for one in said[max(0, at - 4) : at]]
        after = said[at + 1].folded if at + 1 < len(said) else ""
        if before and before[-1] == "ngoi":
            before.pop()
        number = _number(before, after, in_english=word.exact != "sao")
        if number and not _no_stars(before[:-1], after, plain):
            yield number


def _number(before: list[str], after: str, in_english: bool) -> int | None:
    last = before[-1] if before else ""
    if last.isdigit():
        return int(last) if 1 <= int(last) <= 5 else None
    ranked = in_english or after == "ocop" or (len(before) > 1 and before[-2] in known.RANKED)
    return known.NUMBERS.get(last) if ranked else None


def _no_stars(before: list[str], after: str, plain: bool) -> bool:
    """Whether these stars are a hotel's, turns in the pan, or fields."""
    if tuple(before[-2:]) in known.HOUSES or (before and before[-1] in known.HOTELS):
        return True
    return after in known.AT_THE_STOVE or (plain and after in known.FIELDS)


def _speaks_of_ocop(said: list[Word]) -> bool:
    folded = [word.folded for word in said]
    letters = any(folded[at : at + 4] == ["o", "c", "o", "p"] for at in range(len(folded)))
    return letters or "ocop" in folded or _has(said, "mỗi xã một sản phẩm")


def _is_organic(said: list[Word]) -> bool:
    organic = tuple(_words("hữu cơ"))
    for at in range(len(said)):
        two = _same(said[at : at + 2], organic)
        if not two and said[at].folded != "organic":
            continue
        end = at + 2 if two else at + 1
        before = said[at - 1].folded if at else ""
        after = said[end].folded if end < len(said) else ""
        if before not in known.NOT_ORGANIC_BEFORE and after not in known.NOT_ORGANIC_AFTER:
            return True
    return False


def _in_english(said: list[Word]) -> bool:
    folded = " ".join(word.folded for word in said)
    return "geographical indication" in folded


def _has(said: list[Word], phrase: str) -> bool:
    wanted = tuple(_words(phrase))
    return any(_same(said[at : at + len(wanted)], wanted) for at in range(len(said)))


def _same(said: Iterable[Word], wanted: tuple[Word, ...]) -> bool:
    """Whether these words may mean the wanted ones: tones may be missing, never differ."""
    said = list(said)
    return len(said) == len(wanted) > 0 and all(
        allows(one.exact, full.exact) for one, full in zip(said, wanted, strict=True)
    )


def _words(text: str) -> list[Word]:
    return [word for token in tokens(text) if (word := word_of(token))]
