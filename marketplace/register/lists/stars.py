"""Stars as lists write them: "4", "Hạng 4 sao", "★★★★☆", "3→4", "Tiềm năng 5 sao"."""

import re
from functools import lru_cache

from catalog.text import clean, fold

from .reading import NotForTheRegister, Reading, Unreadable

_SIGNS = re.compile(r"[★⭐✯]")
_NUMBER = re.compile(r"\d+(?:[.,]0+(?!\d))?")
_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
# What may stand beside the number without changing it.
_BESIDE = frozenset(
    [
        "ocop",
        "dat",
        "hang",
        "sao",
        "cap",
        "muc",
        "quoc",
        "gia",
        "tinh",
        "huyen",
        "san",
        "pham",
        "star",
        "stars",
        "xep",
        "loai",
    ]
)
_KNOWN = _BESIDE | _WORDS.keys() | {"len", "nang"}
_RISES = re.compile(r"→|->|=>|\blen\b|\bnang hang\b")


@lru_cache(maxsize=5_000)
def read_stars(text: str) -> Reading[int]:
    """3, 4 or 5. Raises Unreadable for anything else, NotForTheRegister for what did not pass."""
    text = clean(text)
    folded = fold(text)
    if folded.startswith(("khong", "chua dat", "truot", "loai")):
        raise NotForTheRegister("not_recognised")
    if signs := len(_SIGNS.findall(text)):
        return Reading(_recognised(signs))
    if not folded:
        raise Unreadable("missing" if not text else "no_stars")
    if "tiem nang" in folded:
        if _numbers(text, folded.replace("tiem nang", "")) != [5]:
            raise Unreadable("no_stars")
        return Reading(4, ("potential_5_is_not_5",))
    numbers = _numbers(text, folded)
    if len(numbers) == 2 and numbers[0] < numbers[1] and _RISES.search(f"{text} {folded}"):
        return Reading(_recognised(numbers[1]), ("upgrade_text",))
    if len(numbers) != 1:
        raise Unreadable("no_stars")
    return Reading(_recognised(numbers[0]))


def _numbers(text: str, folded: str) -> list[int]:
    """The numbers of a text; none of them where it holds words that could mean something else."""
    digits = [int(re.split(r"[.,]", found)[0]) for found in _NUMBER.findall(text)]
    words = [word for word in folded.split() if not word.isdigit()]
    spelled = [_WORDS[word] for word in words if word in _WORDS]
    if any(word not in _KNOWN for word in words):
        return []
    return digits or spelled


def _recognised(stars: int) -> int:
    if stars > 5:
        raise Unreadable("out_of_range", stars=stars)
    if stars < 3:
        raise Unreadable("not_a_recognised_star", stars=stars)
    return stars
