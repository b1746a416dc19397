"""Writing a fair step by step: nobody overwrites what somebody else wrote meanwhile. The fair's row is locked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.codes import new_code
from catalog.records import Refused

from ..accounts.organisers import Organiser
from ..submissions import SubmissionState
from .fair_rules import check_facts, check_overlap, check_programme, missing
from .fairs import Fair, FairGroup, FairPaper, FairQuota, FairState, ProgrammeItem

# Whoever comes, books and builds goes by these: they change by postponing the fair and announcing it again.
FIXED_WHEN_ANNOUNCED = ("starts_on", "ends_on", "commune_code")
_WHERE_AND_WHEN = {"starts_on", "ends_on", "commune_code", "venue"}
# Drafts that one organiser may have at once.
MOST_DRAFTS = 50


class Stale(Refused):
    """Somebody else has written the fair meanwhile; what was typed is for the view to show beside it."""

    def __init__(self) -> None:
        # Named in full for the catalogue of translations.
        super().__init__(Refused("Somebody else has changed this fair meanwhile.").message)


@dataclass(frozen=True)
class Rules:
    """Who is admitted: codes of categories (none: all), at most so many booths by province, kinds of papers."""

    groups: frozenset[str] = frozenset()
    quotas: Mapping[str, int] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()


def begin(session: Session, organiser: Organiser, facts: Mapping[str, Any], now: datetime) -> Fair:
    """A draft. Raises Refused for an organiser that was rejected or dropped, and for too many drafts."""
    session.get_one(Organiser, organiser.id, with_for_update=True, populate_existing=True)
    if organiser.state in (SubmissionState.REJECTED, SubmissionState.WITHDRAWN):
        raise Refused("This organiser was rejected or dropped: it organises no fairs here.")
    drafts = Fair.organiser_id == organiser.id, Fair.state == FairState.DRAFT
    if len(session.scalars(select(Fair.id).where(*drafts)).all()) >= MOST_DRAFTS:
        raise Refused("There are many drafts already. Please delete those that nobody wants any more.")
    made = Fair(organiser_id=organiser.id, slug=new_code(10).lower(), created_at=now, **facts)
    session.add(made)
    session.flush()
    made.note("fair.begun")
    return made


def write(session: Session, fair: Fair, seen: int, facts: Mapping[str, Any]) -> None:
    """Change what a step says, as read at revision `seen`. Raises Stale, or Refused for what does not fit.

    When the first day moves, the programme moves along.
    """
    check_writable(fair, seen)
    changes = {name: value for name, value in facts.items() if getattr(fair, name) != value}
    if fair.state == FairState.ANNOUNCED and changes.keys() & set(FIXED_WHEN_ANNOUNCED):
        raise Refused(
            "Days and commune of an announced fair stand. Please postpone it, and announce it anew."
        )
    former = fair.starts_on
    with session.no_autoflush:
        for name, value in changes.items():
            setattr(fair, name, value)
        if fair.state != FairState.DRAFT and missing(fair):
            raise Refused("What an announced fair needs can't be left empty.")
        check_facts(fair)
        if changes.keys() & _WHERE_AND_WHEN:
            check_overlap(session, fair)
    if former and fair.starts_on:
        _move_programme(session, fair, fair.starts_on - former)
    check_programme(session, fair)
    note_change(fair, *sorted(changes))


def check_writable(fair: Fair, seen: int) -> None:
    """Raises Stale for another revision, and Refused for a fair that is cancelled."""
    if fair.state == FairState.CANCELLED:
        raise Refused("This fair is cancelled: nothing of it changes any more.")
    if fair.revision != seen:
        raise Stale


def note_change(fair: Fair, *fields: str) -> None:
    """Somebody has written; of a draft nothing is noted, since nobody else has read it."""
    fair.revision += 1
    if fields and fair.state != FairState.DRAFT:
        fair.note("fair.changed", fields=list(fields))


def _move_programme(session: Session, fair: Fair, by: timedelta) -> None:
    if by:
        for item in programme_of(session, fair.id):
            item.day += by


def programme_of(session: Session, fair_id: int) -> list[ProgrammeItem]:
    """In the order of the days."""
    query = select(ProgrammeItem).where(ProgrammeItem.fair_id == fair_id)
    return list(session.scalars(query.order_by(ProgrammeItem.day, ProgrammeItem.starts_at, ProgrammeItem.id)))


def rules_of(session: Session, fair_id: int) -> Rules:
    groups = session.scalars(select(FairGroup.category_code).where(FairGroup.fair_id == fair_id))
    quotas = session.execute(
        select(FairQuota.province_code, FairQuota.most).where(FairQuota.fair_id == fair_id)
    )
    papers = session.scalars(select(FairPaper.kind).where(FairPaper.fair_id == fair_id))
    return Rules(frozenset(groups), dict(quotas.all()), frozenset(papers))


def write_rules(session: Session, fair: Fair, rules: Rules) -> None:
    """In place of those of before. What applicants were promised stands with their applications."""
    for kind in (FairGroup, FairQuota, FairPaper):
        session.execute(delete(kind).where(kind.fair_id == fair.id))
    session.add_all(FairGroup(fair_id=fair.id, category_code=code) for code in sorted(rules.groups))
    session.add_all(
        FairQuota(fair_id=fair.id, province_code=code, most=most)
        for code, most in sorted(rules.quotas.items())
    )
    session.add_all(FairPaper(fair_id=fair.id, kind=kind) for kind in sorted(rules.papers))
    session.flush()
