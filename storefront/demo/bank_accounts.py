"""Bank accounts of the demo's producers: of a bank that does not exist, so that no money can ever reach anybody."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.banks import SAMPLE_BANK

_HOLDER = "TÀI KHOẢN MẪU"
# Invoices of the demo's first orders were paid to it.
_AGE = timedelta(days=400)


def add_bank_accounts(session: Session, producers: Iterable[Producer], now: datetime) -> None:
    """Numbered 0000000001 and so on. Beside the rule for real ones, which knows no such bank."""
    since = now - _AGE
    kept = {"bin": SAMPLE_BANK, "holder": _HOLDER, "created_at": since, "in_force_at": since}
    session.add_all(
        BankAccount(producer_id=one.id, number=f"{place:010}", **kept)
        for place, one in enumerate(producers, 1)
    )
