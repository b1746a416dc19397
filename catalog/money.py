"""Whole dong: reading what people write, and shares that add up (the dong has no minor unit)."""

import re
import unicodedata
from collections.abc import Sequence

_GROUPED = re.compile(r"^\d{1,3}([.,\s]\d{3})+$")
_THOUSANDS = re.compile(r"^(\d+)(?:[.,](\d))?\s*(?:k|nghìn|ngàn)$")
_MILLIONS = re.compile(r"^(\d+)(?:[.,](\d{1,2}))?\s*(?:tr|triệu)$")
# As it is said: "1tr2" is 1.2 million, "1tr25" and "1tr250" are 1.25 million.
_SPOKEN = re.compile(r"^(\d+)\s*tr(\d{1,3})$")
MAX_DONG = 10**13


def parse_dong(text: str) -> int:
    """Whole dong from "250.000", "250,000 ₫", "250000đ", "250k", "1,5k", "1,5 triệu" or "1tr5".

    Raises ValueError for anything else: a sign, a fraction of a dong, more than 10^13.
    """
    plain = unicodedata.normalize("NFC", text).strip().lower().replace("\u00a0", " ")
    plain = re.sub(r"\s*(₫|đ|vnd|vnđ|dong|đồng)$", "", plain).strip()
    if match := _THOUSANDS.match(plain):
        amount = int(match[1]) * 1000 + int(match[2] or 0) * 100
    elif match := _MILLIONS.match(plain):
        amount = int(match[1]) * 1_000_000 + int((match[2] or "").ljust(2, "0")) * 10_000
    elif match := _SPOKEN.match(plain):
        amount = int(match[1]) * 1_000_000 + int(match[2].ljust(3, "0")) * 1_000
    elif _GROUPED.match(plain):
        amount = int(re.sub(r"\D", "", plain))
    elif plain.isascii() and plain.isdigit():
        amount = int(plain)
    else:
        raise ValueError(text)
    if amount > MAX_DONG:
        raise ValueError(text)
    return amount


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` dong by `weights` (≥ 0) with the largest remainder; the parts add up to the total.

    Equal remainders go to the earlier part, so the same input is always split alike.
    Raises ValueError when there is something to split and no weight to split it by.
    """
    whole = sum(weights)
    if not whole:
        if total:
            raise ValueError("no weights")
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -remainders[i])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def unit_price(price: int, net: int) -> int:
    """Dong per kg (or litre) of a pack of `net` grams (or millilitres), rounded half up."""
    return (price * 2000 + net) // (2 * net)
