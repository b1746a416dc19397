"""Letters to people: who is told of what, in which words; see docs/letters.md."""

from . import (
    accounts,
    bank_accounts,
    documents,
    in_short,
    invitations,
    misuse,
    notices,
    orders,
    organisers,
    payments,
    posting,
    questions,
    reminders,
    returns,
    sub_orders,
    tickets,
)

__all__ = [
    "accounts",
    "bank_accounts",
    "documents",
    "in_short",
    "invitations",
    "misuse",
    "notices",
    "orders",
    "organisers",
    "payments",
    "posting",
    "questions",
    "reminders",
    "returns",
    "sub_orders",
    "tickets",
]
