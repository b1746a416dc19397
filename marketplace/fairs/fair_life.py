"""Announcing, postponing and cancelling a fair, and deleting a draft. The fair's row is locked."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.names import free_address
from catalog.records import Refused
from catalog.text import clean, slug

from ..accounts.organisers import Organiser
from .booths import Booth, BoothType, PlanFeature
from .decisions import cancel_applications
from .fair_rules import check_facts, check_overlap, check_programme, missing
from .fair_steps import Stale
from .fairs import Fair, FairGroup, FairPaper, FairPhase, FairQuota, FairState, ProgrammeItem
from .ticket_life import call_off_tickets

S = FairState
LONGEST_REASON = 2000


def announce(session: Session, fair: Fair, seen: int, now: datetime) -> None:
    """Publish it, for the first time or with the new days after it was postponed. Raises Refused or Stale.

    The address is given at the first time, of name and year, and stays for ever.
    """
    _check_seen(fair, seen)
    # Two fairs at one venue are announced one after the other.
    organiser = session.get_one(Organiser, fair.organiser_id, with_for_update=True, populate_existing=True)
    if not organiser.may_publish:
        raise Refused("Fairs are announced by organisers that are approved and not suspended.")
    if missing(fair):
        raise Refused("Something is still missing: please fill in the steps marked so.")
    check_facts(fair)
    check_overlap(session, fair)
    check_programme(session, fair)
    if fair.starts_on is None or fair.starts_on < day_of(now):
        raise Refused("The first day is over already. Please write new days.")
    again = fair.announced_at is not None
    fair.move(S.ANNOUNCED)
    if not again:
        fair.slug = _address(session, fair)
    fair.announced_at, fair.reason = now, ""
    fair.revision += 1
    fair.note("fair.announced", again=again)


def _address(session: Session, fair: Fair) -> str:
    year = str(fair.starts_on.year) if fair.starts_on else ""
    name = slug(fair.name) or "hoi-cho"
    return free_address(session, Fair.slug, name if year in name.split("-") else f"{name}-{year}")


def postpone(fair: Fair, reason: str, seen: int, now: datetime) -> None:
    """Its days do not stand any more; applications stay, with what was paid. Raises Refused or Stale."""
    _check_seen(fair, seen)
    _check_not_over(fair, now)
    _end(fair, S.POSTPONED, reason)


def cancel_fair(session: Session, fair: Fair, reason: str, seen: int, now: datetime) -> None:
    """For good: open applications are cancelled with the reason, and money for booths and tickets goes back. Raises Refused or Stale."""
    _check_seen(fair, seen)
    _check_not_over(fair, now)
    _end(fair, S.CANCELLED, reason)
    cancel_applications(session, fair, fair.reason, now)
    call_off_tickets(session, fair, now)


def delete_draft(session: Session, fair: Fair) -> None:
    """Nobody has seen it: nothing of it is kept. Raises Refused for one that was announced."""
    if fair.state != S.DRAFT:
        raise Refused("Only a draft can be deleted. A fair that was announced is cancelled.")
    organiser = session.get_one(Organiser, fair.organiser_id)
    organiser.note("organiser.fair_deleted", name=fair.name)
    session.execute(update(Fair).where(Fair.cloned_from_id == fair.id).values(cloned_from_id=None))
    for kind in (ProgrammeItem, FairGroup, FairQuota, FairPaper, PlanFeature, Booth, BoothType):
        session.execute(delete(kind).where(kind.fair_id == fair.id))
    session.delete(fair)


def _end(fair: Fair, to: FairState, reason: str) -> None:
    if not clean(reason):
        raise Refused("Please write why: everybody concerned reads it.")
    fair.move(to)
    fair.reason = reason.strip()[:LONGEST_REASON]
    fair.revision += 1
    fair.note(f"fair.{to}", reason=fair.reason)


def _check_seen(fair: Fair, seen: int) -> None:
    if fair.revision != seen:
        raise Stale


def _check_not_over(fair: Fair, now: datetime) -> None:
    if fair.phase(day_of(now)) == FairPhase.FINISHED:
        raise Refused("The fair is over: nothing of it can be called off any more.")
