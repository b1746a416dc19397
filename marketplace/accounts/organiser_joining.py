"""Joining as an organiser of fairs: what its first manager writes, hands in, and an officer decides on."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.names import free_address
from catalog.records import Refused
from catalog.text import slug

from ..submissions import SubmissionState
from .memberships import Membership
from .organiser_people import add_to_organiser
from .organisers import Organiser, OrganiserKind
from .users import User, lock_user

# Organisers that one account may have on their way at once.
MOST_OPEN = 3
_ON_THEIR_WAY = (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.RETURNED)


@dataclass(frozen=True)
class About:
    """What an organiser says of itself; `phone` in international form, `tax_code` as it is kept."""

    kind: OrganiserKind
    name: str
    commune_code: str
    street: str = ""
    tax_code: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    about: str = ""


def begin(session: Session, user: User, said: About, now: datetime) -> Organiser:
    """A draft, of which the user is the manager. Raises Refused where too many are on their way."""
    # Whoever presses twice waits here, and finds what the first press has made.
    lock_user(session, user.id)
    mine = select(Organiser).join(Membership).where(Membership.user_id == user.id)
    on_their_way = mine.where(Organiser.state.in_(_ON_THEIR_WAY))
    begun = session.scalar(
        on_their_way.where(Organiser.state == SubmissionState.DRAFT, Organiser.name == said.name)
    )
    if begun:
        write(session, begun, said)
        return begun
    if session.scalar(select(func.count()).select_from(on_their_way.subquery())) >= MOST_OPEN:
        raise Refused(
            "Please finish what you have begun first: several of your applications are on their way."
        )
    made = Organiser(**asdict(said), slug=_slug(session, said.name), created_at=now)
    session.add(made)
    add_to_organiser(session, user, made, now)
    return made


def write(session: Session, organiser: Organiser, said: About) -> None:
    """Change what is said while nobody has agreed to it; the address follows the name. Raises Refused."""
    if not organiser.is_open:
        raise Refused("An officer is looking at it now. Take it back first to change something.")
    if organiser.name != said.name:
        organiser.slug = _slug(session, said.name)
    for field, value in asdict(said).items():
        setattr(organiser, field, value)


def _slug(session: Session, name: str) -> str:
    return free_address(session, Organiser.slug, slug(name) or "don-vi-to-chuc")


def missing(organiser: Organiser) -> list[str]:
    """The fields without which an officer does not look at it."""
    needed = ["street", "contact_name", "phone", *(["tax_code"] if organiser.needs_tax_code else [])]
    return [field for field in needed if not getattr(organiser, field)]


def hand_in(organiser: Organiser, now: datetime) -> None:
    """To the office of its province. Raises Refused for what is not complete."""
    if missing(organiser):
        raise Refused("Something is still missing: please fill in the places marked so.")
    organiser.hand_in(now)


@dataclass(frozen=True)
class Contact:
    """What an approved organiser writes of itself without asking anybody; `phone` in international form."""

    street: str
    contact_name: str
    phone: str
    email: str
    about: str


def change_contact(organiser: Organiser, said: Contact, seen: int) -> None:
    """Of one that is approved, as read at revision `seen`; the row is locked. Who it is stays what an officer has
    agreed to. Raises Refused."""
    if organiser.state != SubmissionState.APPROVED:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    if organiser.revision != seen:
        raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
    if not (said.street and said.contact_name and said.phone):
        raise Refused("Something is still missing: please fill in the places marked so.")
    changed = [field for field, value in asdict(said).items() if getattr(organiser, field) != value]
    for field in changed:
        setattr(organiser, field, getattr(said, field))
    organiser.revision += 1
    if changed:
        organiser.note("organiser.contact_changed", fields=changed)
