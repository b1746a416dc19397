"""Tax codes of the demo: of the right shape, each another one, and of a tax office that does not exist."""

from itertools import islice

from marketplace.tax_codes import read_tax_code

# Codes begin with the number of an office; none has this one.
_OFFICE = "00"


def sample_tax_codes(count: int, first: int = 1) -> list[str]:
    """So many from this one on."""
    return list(islice(_codes(), first - 1, first - 1 + count))


def _codes():
    """Of every ten numbers that differ in the check digit alone, at most one is a code."""
    for serial in range(1, 10**7):
        for check in range(10):
            code = f"{_OFFICE}{serial:07}{check}"
            if _is_code(code):
                yield code


def _is_code(code: str) -> bool:
    try:
        return read_tax_code(code, "").number == code
    except ValueError:
        return False
