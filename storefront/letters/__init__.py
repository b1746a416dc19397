"""Letters to people: who is told of what, in which words; see docs/letters.md."""

from . import orders, posting

__all__ = ["orders", "posting"]
