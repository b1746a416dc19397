"""What the people of a retailer are told of officers' decisions, and officers of who waits for one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.places import Place
from marketplace.accounts.notices import tell
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.permissions import RetailerAction, retailer_people_who_may

from .notices import officers_of, tell_and_write
from .registry import announces


def people_of_decision(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Retailer, entry.subject_id)
    people = retailer_people_who_may(session, found.id, RetailerAction.PROFILE)
    tell_and_write(session, entry, now, people, found.name, f"/retailer/join/{found.code}")


for _step in ("approved", "returned", "rejected", "suspended", "reinstated"):
    announces(f"retailer.{_step}")(people_of_decision)


@announces("retailer.submitted")
def officers_of_retailer(session: Session, entry: Entry, now: datetime) -> None:
    found = session.get_one(Retailer, entry.subject_id)
    province = session.scalar(select(Place.province_code).where(Place.code == found.commune_code))
    path = f"/office/retailers/{found.id}"
    tell(session, entry, officers_of(session, province), entry.action, found.name, path)


@announces("retailer.person_changed")
def person_with_another_role(session: Session, entry: Entry, now: datetime) -> None:
    user, retailer = session.get(User, entry.facts["user"]), session.get_one(Retailer, entry.subject_id)
    if user is not None:
        tell(session, entry, [user], entry.action, retailer.name, "/retailer")


@announces("retailer.person_removed")
def former_person(session: Session, entry: Entry, now: datetime) -> None:
    user, retailer = session.get(User, entry.facts["user"]), session.get_one(Retailer, entry.subject_id)
    if user is not None:
        tell(session, entry, [user], entry.action, retailer.name, "/account")
