"""Finding entries of the audit: who, what, about which record, when; each office sees what is its business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from catalog.days import VIETNAM
from catalog.places import Place
from catalog.producers import Producer
from catalog.text import clean, fold

from .accounts.users import User
from .audit import Entry
from .counting import count_some


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is empty does not narrow it. Days are days in Vietnam, both of them included.

    `action` is how the code of an action begins; those in `said` fit too, whatever they begin with.
    """

    who: str = ""
    action: str = ""
    said: Sequence[str] = ()
    subject: str = ""
    subject_id: int | None = None
    producer: str = ""
    first_day: date | None = None
    last_day: date | None = None


def entries(wanted: Wanted, officer_id: int, province_code: str | None) -> Select:
    """Entries with the name of who did it and of the producer they concern, the newest first.

    A province's officer gets what concerns its producers, and what they did themselves.
    """
    query = select(Entry, User.name.label("who"), Producer.name.label("producer"), Producer.slug)
    query = query.outerjoin(User, Entry.user_id == User.id).outerjoin(
        Producer, Entry.producer_id == Producer.id
    )
    if province_code is not None:
        communes = select(Place.code).where(Place.province_code == province_code)
        query = query.where(or_(Entry.user_id == officer_id, Producer.commune_code.in_(communes)))
    return _narrowed(query, wanted).order_by(Entry.id.desc())


def _narrowed(query: Select, wanted: Wanted) -> Select:
    if wanted.who:
        name = clean(wanted.who)
        by_name = or_(
            User.name.icontains(name, autoescape=True), User.email == name.lower(), User.phone == name
        )
        query = query.where(by_name)
    if wanted.action:
        begins = Entry.action.startswith(wanted.action, autoescape=True)
        query = query.where(or_(begins, Entry.action.in_(wanted.said)))
    if wanted.subject:
        query = query.where(Entry.subject == wanted.subject)
    if wanted.subject_id is not None:
        query = query.where(Entry.subject_id == wanted.subject_id)
    if wanted.producer:
        query = query.where(Producer.key.contains(fold(wanted.producer), autoescape=True))
    if wanted.first_day:
        query = query.where(Entry.at >= _midnight(wanted.first_day))
    if wanted.last_day:
        query = query.where(Entry.at < _midnight(wanted.last_day + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def count(session: Session, query: Select) -> int:
    return count_some(session, query.with_only_columns(Entry.id))


def page(session: Session, query: Select, offset: int, limit: int) -> list[Row]:
    return list(session.execute(query.offset(offset).limit(limit)))
