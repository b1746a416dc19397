"""The worker beside the server: the search index, jobs and periodic checks, each in a thread of its own."""

from . import housekeeping, ledger_watch
from .commands import init

__all__ = ["housekeeping", "init", "ledger_watch"]
