"""Rights to use marks that don't hold although what rests on them is public: found every night, looked at by officers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, func, select, text
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from catalog.marks import Authorisation, MarkTerritory
from catalog.places import Place
from catalog.producers import Producer, of_province
from catalog.products import SHOWN_PRODUCER, Product, ProductState
from catalog.records import Base, LongText, Refused, one_of
from catalog.standing import Status

from .claims import FlagState

LONGEST_REASON = 1000
_BATCH = 500
_STANDING = text("state <> 'resolved'")


class Trouble(StrEnum):
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    MARK = "mark"
    TERRITORY = "territory"


class MarkFlag(Base):
    """A right of a producer to use a mark, and what is wrong with it on the day of the check."""

    __tablename__ = "mark_flags"
    __table_args__ = (
        CheckConstraint(one_of("state", FlagState), name="state"),
        CheckConstraint(one_of("trouble", Trouble), name="trouble"),
        CheckConstraint("state <> 'accepted' OR length(reason) > 0", name="reason"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_at"),
        Index(
            "uq_mark_flags_standing",
            "authorisation_id",
            "trouble",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_mark_flags_state", "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    authorisation_id: Mapped[int] = mapped_column(ForeignKey("authorisations.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    trouble: Mapped[str]
    state: Mapped[str] = mapped_column(default=FlagState.OPEN)
    reason: Mapped[LongText] = mapped_column(default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    authorisation: Mapped[Authorisation] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")

    def accept(self, reason: str, now: datetime) -> None:
        """An officer lets it stand, and says why. Raises Refused where another has, or it is mended."""
        if self.state != FlagState.OPEN:
            raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
        self.state, self.reason, self.closed_at = FlagState.ACCEPTED, reason, now
        self.note("mark_flag.accepted", trouble=self.trouble, reason=reason)


class Found(NamedTuple):
    """What a check has found."""

    authorisation_id: int
    producer_id: int
    trouble: Trouble


def look_through(session: Session, day: date) -> list[Found]:
    """All rights of producers that the public sees, in batches of producers; writes nothing."""
    territories, provinces = _territories(session), _provinces(session)
    found, last = [], 0
    while producer_ids := session.scalars(_producers_after(last)).all():
        last = producer_ids[-1]
        rights = session.scalars(_rights_of(producer_ids)).unique()
        for _id, own in groupby(rights, attrgetter("producer_id")):
            found += _troubles(list(own), territories, provinces, day)
    return found


def keep(session: Session, found: Iterable[Found], now: datetime) -> tuple[int, int]:
    """Write down what is new, and close what is mended; numbers of flags opened and resolved."""
    wanted = {(one.authorisation_id, one.trouble): one for one in found}
    standing = session.scalars(select(MarkFlag).where(MarkFlag.state != FlagState.RESOLVED)).all()
    known = {(flag.authorisation_id, flag.trouble): flag for flag in standing}
    over = [flag for key, flag in known.items() if key not in wanted]
    for flag in over:
        flag.state, flag.closed_at = FlagState.RESOLVED, now
    made = [
        MarkFlag(**one._asdict(), state=FlagState.OPEN, opened_at=now)
        for key, one in wanted.items()
        if key not in known
    ]
    session.add_all(made)
    session.flush()
    for flag in made:
        flag.note("mark_flag.opened", trouble=flag.trouble)
    return len(made), len(over)


def flags() -> Select:
    """With what they are about; has `Producer` in it."""
    right = joinedload(MarkFlag.authorisation, innerjoin=True)
    named = right.joinedload(Authorisation.mark, innerjoin=True), right.joinedload(Authorisation.product)
    return select(MarkFlag).join(MarkFlag.producer).options(*named, contains_eager(MarkFlag.producer))


def open_flags() -> Select:
    """The oldest first."""
    return flags().where(MarkFlag.state == FlagState.OPEN).order_by(MarkFlag.opened_at, MarkFlag.id)


def count_flags(session: Session, province_code: str | None) -> int:
    query = select(func.count()).select_from(MarkFlag).join(MarkFlag.producer)
    return session.scalar(of_province(query.where(MarkFlag.state == FlagState.OPEN), province_code))


# Rules


def _troubles(
    rights: Sequence[Authorisation],
    territories: Mapping[int, frozenset[str]],
    provinces: Mapping[str, str | None],
    day: date,
) -> Iterator[Found]:
    """Of one producer's rights. A newer right in force makes up for one that has lapsed."""
    good = [right for right in rights if right.standing(day).in_force]
    for right in rights:
        trouble = _trouble(right, territories[right.mark_id], provinces, day)
        if trouble == Trouble.TERRITORY or (trouble and not any(_covers(one, right) for one in good)):
            yield Found(right.id, right.producer_id, trouble)


def _covers(one: Authorisation, other: Authorisation) -> bool:
    """Whether what the other was for is in good hands; one that was for all may have become several."""
    return one.mark_id == other.mark_id and (
        None in (one.product_id, other.product_id) or one.product_id == other.product_id
    )


def _trouble(
    right: Authorisation, territory: frozenset[str], provinces: Mapping[str, str | None], day: date
) -> Trouble | None:
    """A right that was revoked is settled: who claims it still is found by what the listing says."""
    standing = right.standing(day)
    if standing.status == Status.SUSPENDED:
        return Trouble.SUSPENDED
    if standing.status == Status.EXPIRED:
        return Trouble.LAPSED if right.mark.term.covers(day) else Trouble.MARK
    here = right.producer.commune_code
    if standing.in_force and territory and not territory & {here, provinces.get(here)}:
        return Trouble.TERRITORY
    return None


# Reading


def _producers_after(last: int) -> Select:
    """Of those that anybody has a right from whom the public sees something."""
    query = select(Producer.id).where(Producer.id > last, SHOWN_PRODUCER)
    has_rights = Producer.id.in_(select(Authorisation.producer_id))
    return query.where(has_rights).order_by(Producer.id).limit(_BATCH)


def _rights_of(producer_ids: Sequence[int]) -> Select:
    """What is public: rights to all products, and to one that is shown."""
    shown = Authorisation.product_id.is_(None) | (Product.state == ProductState.PUBLISHED)
    query = select(Authorisation).outerjoin(Product, Product.id == Authorisation.product_id)
    loaded = (
        joinedload(Authorisation.mark, innerjoin=True),
        joinedload(Authorisation.producer, innerjoin=True),
    )
    mine = Authorisation.producer_id.in_(producer_ids)
    query = query.where(mine, shown).options(*loaded, selectinload(Authorisation.acts))
    return query.order_by(Authorisation.producer_id, Authorisation.id)


def _territories(session: Session) -> Mapping[int, frozenset[str]]:
    places: dict[int, set[str]] = defaultdict(set)
    for mark_id, code in session.execute(select(MarkTerritory.mark_id, MarkTerritory.place_code)):
        places[mark_id].add(code)
    return defaultdict(frozenset, {id: frozenset(codes) for id, codes in places.items()})


def _provinces(session: Session) -> dict[str, str | None]:
    """By commune."""
    return dict(session.execute(select(Place.code, Place.province_code)).all())
