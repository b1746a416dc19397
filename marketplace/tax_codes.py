"""Tax codes (mã số thuế): checked by their own check digit; a personal number is never kept in clear."""

import hashlib
import hmac
import re
from dataclasses import dataclass

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SEPARATORS = re.compile(r"[\s.\-]")


@dataclass(frozen=True)
class TaxCode:
    """A code as it is kept: `number` of a business, or keyed hash and last four digits of a personal number."""

    number: str = ""
    hash: str = ""
    last: str = ""


def read_tax_code(text: str, secret: str) -> TaxCode:
    """Ten digits of a business, thirteen of its branch, or the twelve of a person's identity number, with which
    household businesses pay their taxes. Raises ValueError for what is none of them."""
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(text)
    # A hyphen stands before the number of a branch, which has three digits.
    if len(digits) == 12 and "-" not in text and _is_personal(digits):
        return TaxCode(hash=_keyed(digits, secret), last=digits[-4:])
    if not (len(digits) in (10, 13) and _is_checked(digits[:10]) and digits[10:] != "000"):
        raise ValueError(text)
    return TaxCode(number=f"{digits[:10]}-{digits[10:]}".rstrip("-"))


def _is_checked(digits: str) -> bool:
    """Two digits of the province, a serial from 0000001 on, and the check digit."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return digits[2:9] != "0000000" and 10 - total % 11 == int(digits[9])


def _is_personal(digits: str) -> bool:
    """Three digits of the province of birth, one for sex and century, two of the year, and a serial; no check digit."""
    return 1 <= int(digits[:3]) <= 96


def _keyed(digits: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"tax-code:{digits}".encode(), hashlib.sha256).hexdigest()
