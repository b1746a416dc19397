"""Badges: what a page shows of the register on a day; computed at render and stored nowhere."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .marks import AnyAuthorisation, MarkKind
from .recognitions import AnyRecognition, recognition_in_force
from .standing import Status

_MARK_ORDER = list(MarkKind)


class Badge(NamedTuple):
    """One sign beside a product. `until` is the last day it may be shown, None where there is no end;
    `code` is that of the recognition or authorisation behind it."""

    kind: str
    stars: int | None
    name: str | None
    until: date | None
    code: str
    expiring: bool


def badges_on(
    day: date, recognitions: Sequence[AnyRecognition], authorisations: Sequence[AnyAuthorisation]
) -> list[Badge]:
    """The badges a product bears on `day`: its stars first, then its marks by kind."""
    current = recognition_in_force(recognitions, day)
    stars = [stars_badge(current, day)] if current else []
    return stars + one_of_each([badge for a in authorisations if (badge := mark_badge(a, day))])


def one_of_each(marks: list[Badge]) -> list[Badge]:
    """Where several rights to one mark hold, the one that holds longest; ordered by kind and name."""
    unique = {(badge.kind, badge.name): badge for badge in sorted(marks, key=_ends_first)}
    return sorted(unique.values(), key=lambda badge: (_MARK_ORDER.index(badge.kind), badge.name or ""))


def stars_badge(recognition: AnyRecognition, day: date) -> Badge | None:
    now = recognition.standing(day)
    if not (recognition.is_public and now.in_force):
        return None
    return Badge("stars", recognition.stars, None, now.until, recognition.code, now.status is Status.EXPIRING)


def mark_badge(authorisation: AnyAuthorisation, day: date) -> Badge | None:
    now = authorisation.standing(day)
    if not now.in_force:
        return None
    mark = authorisation.mark
    return Badge(
        MarkKind(mark.kind), None, mark.name, now.until, authorisation.code, now.status is Status.EXPIRING
    )


def _ends_first(badge: Badge) -> date:
    return badge.until or date.max
