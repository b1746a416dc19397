"""Tabs above a list: its states with their counts."""

from collections.abc import Mapping
from enum import StrEnum
from types import SimpleNamespace

from flask_babel import gettext as _

from .filters import label


def state_tabs(
    url: str, state: str, counts: Mapping[StrEnum, int], states: type[StrEnum]
) -> list[SimpleNamespace]:
    """Those states in which there is something, behind all of them; `url` ends where the state is to be added."""
    chosen = state if state in list(states) else ""
    every = SimpleNamespace(
        url=url.rstrip("?"), words=_("All"), count=sum(counts.values()), is_open=not chosen
    )
    return [every] + [
        SimpleNamespace(url=f"{url}state={one}", words=label(one), count=counts[one], is_open=one == chosen)
        for one in states
        if counts.get(one)
    ]
