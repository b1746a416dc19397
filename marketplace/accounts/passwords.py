"""The door to pwdlib: passwords are kept as argon2id hashes at the cost that OWASP recommends."""

import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from catalog.records import Refused

LEAST, MOST = 12, 200
_HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


def hashed(password: str) -> str:
    """The hash to keep. Raises Refused for a password that is too short, or too long to be typed."""
    check(password)
    return _HASHER.hash(_normal(password))


def check(password: str) -> None:
    """Raises Refused for what would not be kept as a password."""
    if not LEAST <= len(password) <= MOST:
        raise Refused(
            "A password needs %(least)s characters or more, and %(most)s at most.", least=LEAST, most=MOST
        )


def verified(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Whether this is the password, and a new hash where the kept one is of a former cost.

    Nobody's hash is None: the answer is no, and takes as long as any other.
    """
    if len(password) > MOST:
        password = ""
    fits, renewed = _HASHER.verify_and_update(_normal(password), kept or _nobodys())
    return (fits, renewed) if kept else (False, None)


def _normal(password: str) -> str:
    # Keyboards of different systems compose Vietnamese letters differently.
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody")
