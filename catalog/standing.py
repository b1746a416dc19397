"""Where a right stands on a day: valid, expiring, expired, suspended, revoked, derived from dated rows.

The same rule serves recognitions and authorisations. Nothing here is stored; the day is passed in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

# "Expiring" begins here; producers are reminded from this day (practice of the programme).
EXPIRING_DAYS = 180


class Status(StrEnum):
    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class ActKind(StrEnum):
    """What a later decision does to a right."""

    EXTEND = "extend"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"


class ActFacts(Protocol):
    """A later decision: in effect from `effective_on`; an extension brings a new last day `expires_on`."""

    kind: str
    effective_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`until` is the last day on which the right is good as far as today's rows say; None is no end."""

    status: Status
    until: date | None

    @property
    def in_force(self) -> bool:
        return self.status in (Status.VALID, Status.EXPIRING)


@dataclass(frozen=True, slots=True)
class Spell:
    """A run of days, both ends included, in which a right is good; None is open."""

    starts_on: date | None
    ends_on: date | None

    def covers(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


ALWAYS = Spell(None, None)


def standing(
    starts_on: date | None, expires_on: date | None, acts: Sequence[ActFacts], day: date, within: Spell = ALWAYS
) -> Standing:
    """The standing on `day` of a right that begins on `starts_on` and, unless acts say otherwise, is good
    through `expires_on` (inclusive); None is no bound. `within` bounds it by a right it rests on."""
    for spell in spells(starts_on, expires_on, acts, within):
        if spell.covers(day):
            soon = spell.ends_on and spell.ends_on - day <= timedelta(days=EXPIRING_DAYS)
            return Standing(Status.EXPIRING if soon else Status.VALID, spell.ends_on)
    return _out_of_force(_later(starts_on, within.starts_on), _last_day(expires_on, acts, within), acts, day)


def spells(
    starts_on: date | None, expires_on: date | None, acts: Sequence[ActFacts], within: Spell = ALWAYS
) -> list[Spell]:
    """The runs of days in which the right is good, in order. A suspension splits a run, a revocation ends it."""
    last = _last_day(expires_on, acts, within)
    runs = [
        Spell(_later(run.starts_on, within.starts_on), _earlier(run.ends_on, last)) for run in _runs(starts_on, acts)
    ]
    return [run for run in runs if not (run.starts_on and run.ends_on and run.ends_on < run.starts_on)]


def _runs(starts_on: date | None, acts: Sequence[ActFacts]) -> Iterator[Spell]:
    begin, good = starts_on, True
    stops = [act for act in acts if act.kind != ActKind.EXTEND]
    for act in sorted(stops, key=lambda act: (act.effective_on, act.kind == ActKind.REINSTATE)):
        if act.kind == ActKind.REINSTATE:
            begin, good = (begin, True) if good else (act.effective_on, True)
            continue
        if good:
            yield Spell(begin, act.effective_on - timedelta(days=1))
        good = False
        if act.kind == ActKind.REVOKE:
            return
    if good:
        yield Spell(begin, None)


def _last_day(expires_on: date | None, acts: Sequence[ActFacts], within: Spell) -> date | None:
    if expires_on is not None:
        expires_on = max([expires_on, *(act.expires_on for act in acts if act.expires_on)])
    return _earlier(expires_on, within.ends_on)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


def _out_of_force(starts_on: date | None, last: date | None, acts: Sequence[ActFacts], day: date) -> Standing:
    revoked = [act.effective_on for act in acts if act.kind == ActKind.REVOKE and act.effective_on <= day]
    if revoked:
        return Standing(Status.REVOKED, min(revoked) - timedelta(days=1))
    if starts_on and day < starts_on:
        return Standing(Status.NOT_YET, last)
    if last and day > last:
        return Standing(Status.EXPIRED, last)
    return Standing(Status.SUSPENDED, last)
