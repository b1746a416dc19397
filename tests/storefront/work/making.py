"""Handlers, calls and checks for tests, in place of the shop's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from storefront.work import registry


@contextmanager
def only(handlers=None, calls=None, timers=None) -> Iterator[None]:
    """The worker knows these alone."""
    with (
        patch.dict(registry.HANDLERS, handlers or {}, clear=True),
        patch.dict(registry.CALLS, calls or {}, clear=True),
        patch.dict(registry.TIMERS, timers or {}, clear=True),
    ):
        yield
