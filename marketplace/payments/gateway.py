"""What we need of a card gateway, in its few words; each gateway is one file beside this one."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class GatewayError(Exception):
    """The gateway can't be reached, or has refused what we asked. Asking again later may help."""


class WrongSignature(Exception):
    """Whoever sent this event does not know our secret."""


class CheckoutState(StrEnum):
    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Charge:
    """Money that came by card: `amount` dong for the payment of this code."""

    id: str
    code: str
    amount: int

    @property
    def source(self) -> str:
        """The same money by whatever way we hear of it."""
        return f"card:{self.id}"


@dataclass(frozen=True)
class Checkout:
    """A page of the gateway on which one payment is made; `charge` once it has been."""

    id: str
    url: str
    state: CheckoutState
    charge: Charge | None = None


@dataclass(frozen=True)
class Line:
    """What the buyer reads on that page; `amount` dong for all pieces together."""

    name: str
    amount: int


@dataclass(frozen=True)
class Event:
    """What the gateway has told us. `code` names the payment, where it is about one of ours.

    `refund_id` and `refunded` (dong) tell of money that went back. `facts` is what we keep of it.
    """

    id: str
    type: str
    happened_at: datetime
    code: str = ""
    charge: Charge | None = None
    charge_id: str = ""
    refund_id: str = ""
    refunded: int = 0
    facts: dict = field(default_factory=dict)


class Gateway(Protocol):
    """Every call but read_event goes over the network and raises GatewayError; none belongs in a transaction.

    The same `key` never does a thing twice.
    """

    name: str

    def create_checkout(
        self,
        code: str,
        lines: list[Line],
        *,
        success_url: str,
        cancel_url: str,
        expires_at: datetime,
        language: str,
        key: str,
    ) -> Checkout: ...

    def fetch(self, checkout_id: str) -> Checkout: ...

    def charges_since(self, moment: datetime) -> list[Charge]:
        """Everything that was paid since then."""
        ...

    def refund(self, charge_id: str, amount: int, key: str) -> str:
        """Send `amount` dong back to the card. Returns the gateway's name for it."""
        ...

    def transfer(self, charge_id: str, amount: int, account: str, group: str, key: str) -> str:
        """Pass `amount` dong of a charge on to a connected account. Returns the gateway's name for it."""
        ...

    def take_back(self, transfer_id: str, amount: int, key: str) -> str:
        """Take `amount` dong of such a transfer back. Returns the gateway's name for it."""
        ...

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        """Raises WrongSignature, and ValueError for what is signed but can't be read."""
        ...
