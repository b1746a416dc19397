"""Letters to people: who is told of what, in which words; see docs/letters.md."""

from . import accounts, invitations, notices, orders, payments, posting, returns, sub_orders

__all__ = ["accounts", "invitations", "notices", "orders", "payments", "posting", "returns", "sub_orders"]
