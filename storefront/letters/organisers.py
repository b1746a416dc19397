"""What the people of an organiser are told of officers' decisions, and officers of who waits for one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.places import Place
from marketplace.accounts.notices import tell
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.permissions import OrganiserAction, organiser_people_who_may

from .notices import officers_of, tell_and_write
from .registry import announces


def people_of_decision(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Organiser, entry.subject_id)
    people = organiser_people_who_may(session, found.id, OrganiserAction.PROFILE)
    tell_and_write(session, entry, now, people, found.name, f"/organiser/join/{found.id}")


for _step in ("approved", "returned", "rejected", "suspended", "reinstated"):
    announces(f"organiser.{_step}")(people_of_decision)


@announces("organiser.submitted")
def officers_of_organiser(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Organiser, entry.subject_id)
    province = session.scalar(select(Place.province_code).where(Place.code == found.commune_code))
    path = f"/office/organisers/{found.id}"
    tell(session, entry, officers_of(session, province), entry.action, found.name, path)


@announces("organiser.person_removed")
def former_person(session: Session, entry: Entry, now: datetime) -> None:
    user, organiser = session.get(User, entry.facts["user"]), session.get_one(Organiser, entry.subject_id)
    if user is not None:
        tell(session, entry, [user], entry.action, organiser.name, "/account")
