"""Letters to people: who is told of what, in which words; see docs/letters.md."""

from . import accounts, orders, posting

__all__ = ["accounts", "orders", "posting"]
