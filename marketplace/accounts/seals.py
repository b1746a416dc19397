"""The door to cryptography: secrets that must be read again are sealed in the database."""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# What every sealed text begins with: its version, in the alphabet of base64.
_MARK = "gAAAA"


class Seal:
    """Seals with keys that follow from the secrets of the shop: the present one first, then former ones.

    A seal is of its owner: put into another's row it does not open.
    """

    def __init__(self, secrets: Sequence[str]):
        self._keys = [Fernet(_key(secret)) for secret in secrets]

    def seal(self, owner: str, text: str) -> str:
        return self._keys[0].encrypt(f"{owner}\n{text}".encode()).decode()

    def open(self, owner: str, sealed: str) -> str | None:
        """The text; None for what is not sealed, by none of our keys, or somebody else's."""
        try:
            found = MultiFernet(self._keys).decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
        whose, _, text = found.partition("\n")
        return text if whose == owner else None

    def is_fresh(self, sealed: str) -> bool:
        """Whether the present secret has sealed it."""
        try:
            self._keys[0].decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True


def is_sealed(text: str) -> bool:
    return text.startswith(_MARK)


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"sealed in the database").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
