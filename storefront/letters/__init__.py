"""Letters to people: who is told of what, in which words; see docs/letters.md."""

from . import orders, posting, sub_orders

__all__ = ["orders", "posting", "sub_orders"]
