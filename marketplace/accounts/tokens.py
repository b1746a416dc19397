"""The door to itsdangerous: links in letters, good for one purpose, one contact and a few hours."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer


class Purpose(StrEnum):
    SIGN_UP = "sign_up"
    RESET = "reset"
    EMAIL = "email"
    INVITATION = "invitation"
    FILE = "file"
    ROSTER = "roster"


GOOD_FOR = {
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.EMAIL: timedelta(hours=24),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.FILE: timedelta(hours=12),
    Purpose.ROSTER: timedelta(hours=24),
}


@dataclass(frozen=True)
class Claim:
    """What a link says: the row it is about, the contact it was sent to, and a mark of what it must not outlive.

    Of a file that waits for the rest of its form, `contact` is where it is kept; of a roster, `mark` is when it was given out.
    """

    id: int
    contact: str
    mark: str


def mark_of(*facts: object) -> str:
    """A short mark of facts that change when a link has been used; it does not tell them."""
    return hashlib.blake2b(repr(facts).encode(), digest_size=9).hexdigest()


def written(secret: str, purpose: Purpose, claim: Claim, now: datetime) -> str:
    """The token to put into a link."""
    until = int((now + GOOD_FOR[purpose]).timestamp())
    return _serializer(secret, purpose).dumps(asdict(claim) | {"until": until})


def read(secret: str, purpose: Purpose, token: str, now: datetime) -> Claim | None:
    """The claim of a token that we wrote for this purpose and that is still good."""
    try:
        facts = _serializer(secret, purpose).loads(token)
    except BadData:
        return None
    until = facts.pop("until")
    return Claim(**facts) if now.timestamp() < until else None


def _serializer(secret: str, purpose: Purpose) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"link:{purpose}")
