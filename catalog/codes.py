"""Random public codes: short enough to type, too many to guess."""

import secrets

# Crockford's base 32: no I, L, O, U, so that a code survives a telephone call.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Each letter stands for eight of the 256 bytes: all are as likely.
_SIGNS = (ALPHABET * 8).encode()
_HEARD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "–": None})


def new_code(length: int) -> str:
    """A random code of `length` characters (5 bits each)."""
    return secrets.token_bytes(length).translate(_SIGNS).decode()


def grouped(code: str) -> str:
    """The code as printed, in groups of four: "K7M2-9QXD"."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(text: str) -> str:
    """The code as stored, from what a person typed (case, hyphens and look-alikes do not matter)."""
    return text.strip().upper().translate(_HEARD)


def recognition_code() -> str:
    """A code for /verify that begins with R: eight characters in all, as long as people like to type."""
    return "R" + new_code(7)


def authorisation_code() -> str:
    """A code for /verify that begins with M (mark)."""
    return "M" + new_code(7)
