"""Joining as a retailer: what its first manager writes, hands in with its registration, and an officer decides on."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records import Refused

from ..submissions import SubmissionState
from .memberships import Membership
from .retailer_people import add_to_retailer
from .retailers import Retailer, RetailerKind
from .users import User, lock_user

# Retailers that one account may have on their way at once.
MOST_OPEN = 3
_ON_THEIR_WAY = (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.RETURNED)
_NEEDED = ("tax_code", "registration_number", "registration_file", "street", "contact_name", "phone")


@dataclass(frozen=True)
class About:
    """What a retailer says of itself; `phone` in international form, `tax_code` as it is kept."""

    kind: RetailerKind
    name: str
    commune_code: str
    tax_code: str = ""
    registration_number: str = ""
    street: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    about: str = ""


def begin(session: Session, user: User, said: About, now: datetime) -> Retailer:
    """A draft, of which the user is the manager. Raises Refused where too many are on their way."""
    # Whoever presses twice waits here, and finds what the first press has made.
    lock_user(session, user.id)
    mine = select(Retailer).join(Membership).where(Membership.user_id == user.id)
    on_their_way = mine.where(Retailer.state.in_(_ON_THEIR_WAY))
    begun = session.scalar(
        on_their_way.where(Retailer.state == SubmissionState.DRAFT, Retailer.name == said.name)
    )
    if begun:
        write(begun, said)
        return begun
    if session.scalar(select(func.count()).select_from(on_their_way.subquery())) >= MOST_OPEN:
        raise Refused(
            "Please finish what you have begun first: several of your applications are on their way."
        )
    made = Retailer(**asdict(said), created_at=now)
    session.add(made)
    add_to_retailer(session, user, made, now)
    return made


def write(retailer: Retailer, said: About) -> None:
    """Change what is said while nobody has agreed to it. Raises Refused."""
    _refuse_unless_open(retailer)
    for field, value in asdict(said).items():
        setattr(retailer, field, value)


def file_registration(retailer: Retailer, path: str) -> None:
    """Where its business registration lies below the folder of papers. Raises Refused."""
    _refuse_unless_open(retailer)
    retailer.registration_file = path


def _refuse_unless_open(retailer: Retailer) -> None:
    if not retailer.is_open:
        raise Refused("An officer is looking at it now. Take it back first to change something.")


def missing(retailer: Retailer) -> list[str]:
    """The fields without which an officer does not look at it."""
    return [field for field in _NEEDED if not getattr(retailer, field)]


def hand_in(retailer: Retailer, now: datetime) -> None:
    """To the office of its province. Raises Refused for what is not complete."""
    if missing(retailer):
        raise Refused("Something is still missing: please fill in the places marked so.")
    retailer.hand_in(now)
