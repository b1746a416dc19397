"""The worker beside the server: the search index, jobs and periodic checks, each in a thread of its own."""

from . import (
    booths,
    collections,
    completion,
    contract_papers,
    housekeeping,
    ledger_watch,
    leftovers,
    listings,
    lists,
    payments,
    reminders,
    requests,
    returns,
)
from .commands import init

__all__ = [
    "booths",
    "collections",
    "completion",
    "contract_papers",
    "housekeeping",
    "init",
    "ledger_watch",
    "leftovers",
    "listings",
    "lists",
    "payments",
    "reminders",
    "requests",
    "returns",
]
