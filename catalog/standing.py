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
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


ALWAYS = Spell(None, None)


def standing(
    starts_on: date | None,
    expires_on: date | None,
    acts: Sequence[ActFacts],
    day: date,
    within: Spell = ALWAYS,
) -> Standing:
    """The standing on `day` of a right that begins on `starts_on` and, unless acts say otherwise, is good
    through `expires_on` (inclusive); None is no bound. `within` bounds it by a right it rests on."""
    for spell in spells(starts_on, expires_on, acts, within):
        if spell.covers(day):
            soon = spell.ends_on and spell.ends_on - day <= timedelta(days=EXPIRING_DAYS)
            return Standing(Status.EXPIRING if soon else Status.VALID, spell.ends_on)
    heard = [act for act in acts if act.effective_on <= day]
    return _out_of_force(
        _later(starts_on, within.starts_on), _last_day(expires_on, heard, within), heard, day
    )


def spells(
    starts_on: date | None, expires_on: date | None, acts: Sequence[ActFacts], within: Spell = ALWAYS
) -> list[Spell]:
    """The runs of days in which the right is good, in order. A suspension splits a run, a revocation ends it."""
    good = (
        _overlap(run, term) for term in _terms(starts_on, expires_on, acts) for run in _runs(starts_on, acts)
    )
    return [spell for run in good if run and (spell := _overlap(run, within))]


def _terms(starts_on: date | None, expires_on: date | None, acts: Sequence[ActFacts]) -> Iterator[Spell]:
    """The term, and one more for each extension that came only after the right had lapsed."""
    if expires_on is None:
        yield Spell(starts_on, None)
        return
    begin, end = starts_on, expires_on
    for act in sorted((act for act in acts if act.expires_on), key=lambda act: act.effective_on):
        if act.effective_on > end + timedelta(days=1):
            yield Spell(begin, end)
            begin, end = act.effective_on, act.expires_on
        else:
            end = max(end, act.expires_on)
    yield Spell(begin, end)


def _runs(starts_on: date | None, acts: Sequence[ActFacts]) -> Iterator[Spell]:
    """Where no suspension or revocation stands in the way, from the first day on, without an end."""
    begin, good = starts_on, True
    lifted = {act.effective_on for act in acts if act.kind == ActKind.REINSTATE}
    for act in sorted(acts, key=lambda act: act.effective_on):
        if act.kind == ActKind.REINSTATE and not good:
            begin, good = _later(starts_on, act.effective_on), True
        elif act.kind == ActKind.REVOKE or (act.kind == ActKind.SUSPEND and act.effective_on not in lifted):
            if good:
                yield Spell(begin, act.effective_on - timedelta(days=1))
            good = False
        if act.kind == ActKind.REVOKE:
            return
    if good:
        yield Spell(begin, None)


def _overlap(one: Spell, other: Spell) -> Spell | None:
    both = Spell(_later(one.starts_on, other.starts_on), _earlier(one.ends_on, other.ends_on))
    return None if both.starts_on and both.ends_on and both.ends_on < both.starts_on else both


def _last_day(expires_on: date | None, acts: Sequence[ActFacts], within: Spell) -> date | None:
    if expires_on is not None:
        expires_on = max([expires_on, *(act.expires_on for act in acts if act.expires_on)])
    return _earlier(expires_on, within.ends_on)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


def _out_of_force(
    starts_on: date | None, last: date | None, heard: Sequence[ActFacts], day: date
) -> Standing:
    """Why it does not hold on `day`, by the decisions in effect until then; `last` is its last day by these."""
    revoked = [act.effective_on for act in heard if act.kind == ActKind.REVOKE]
    if revoked:
        return Standing(Status.REVOKED, _earlier(min(revoked) - timedelta(days=1), last))
    if starts_on and day < starts_on:
        return Standing(Status.NOT_YET, last)
    if last and day > last:
        return Standing(Status.EXPIRED, last)
    return Standing(Status.SUSPENDED, last)
