"""Reports of misuse: somebody has seen stars or a mark where, they think, no right stands behind it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from catalog.codes import new_code
from catalog.marks import Mark, MarkTerritory
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product
from catalog.records import Base, LongText, Refused, Stateful, one_of
from catalog.text import clean

from .accounts.memberships import acts_for
from .accounts.users import User, read_email

LONGEST_TEXT, LONGEST_PLACE, LONGEST_REASONS = 2000, 500, 2000
# So long after the decision somebody may ask about it; then nothing leads to who reported it any more.
KEPT = timedelta(days=180)
# The same words about the same thing within this time are one report, sent twice.
_ONE_REPORT = timedelta(days=1)


class ReportKind(StrEnum):
    STARS = "stars"
    MARK = "mark"
    ORIGIN = "origin"
    OTHER = "other"


class ReportState(StrEnum):
    RECEIVED = "received"
    EXAMINED = "examined"
    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"


OPEN = (ReportState.RECEIVED, ReportState.EXAMINED)


class MisuseReport(Stateful, Base):
    """About a product, a mark, a producer's right to one (`code`), or something seen at a `place`.

    `province_code` is the only province it touches: None is the central office's business. `contact` is an
    e-mail address, `picture` the name of a file; both go with the link to the account, see `KEPT`.
    `revision` moves with every step: who decides says which one they have read.
    """

    __tablename__ = "misuse_reports"
    __table_args__ = (
        CheckConstraint(one_of("state", ReportState), name="state"),
        CheckConstraint(one_of("kind", ReportKind), name="kind"),
        CheckConstraint("length(text) > 0", name="text"),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("(state IN ('upheld', 'not_upheld')) = (decided_at IS NOT NULL)", name="decided_at"),
        CheckConstraint("decided_at IS NULL OR length(reasons) > 0", name="reasons"),
        CheckConstraint(
            "product_id IS NOT NULL OR mark_id IS NOT NULL OR producer_id IS NOT NULL"
            " OR code <> '' OR place <> ''",
            name="about",
        ),
        Index("ix_misuse_reports_state", "state", "received_at"),
    )
    S = ReportState
    moves: ClassVar = {
        S.RECEIVED: frozenset({S.EXAMINED}),
        S.EXAMINED: frozenset({S.RECEIVED, S.UPHELD, S.NOT_UPHELD}),
        S.UPHELD: frozenset(),
        S.NOT_UPHELD: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id"), index=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    province_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    code: Mapped[str] = mapped_column(default="")
    place: Mapped[LongText] = mapped_column(default="")
    text: Mapped[LongText]
    picture: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="vi")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(default=ReportState.RECEIVED)
    reasons: Mapped[LongText] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    received_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(index=True)

    product: Mapped[Product | None] = relationship(lazy="raise")
    mark: Mapped[Mark | None] = relationship(lazy="raise")
    producer: Mapped[Producer | None] = relationship(lazy="raise")

    @property
    def waits(self) -> bool:
        return self.state in OPEN

    def take(self, session: Session, seen: int, by: User) -> None:
        """An officer looks at it from now on. Raises Refused, as every step does, for whom it concerns."""
        self._check(session, seen, by)
        self._step(ReportState.EXAMINED, "misuse.taken")

    def put_back(self, session: Session, seen: int, by: User) -> None:
        """For another officer to look at."""
        self._check(session, seen, by)
        self._step(ReportState.RECEIVED, "misuse.put_back")

    def decide(
        self, session: Session, *, upheld: bool, reasons: str, seen: int, by: User, now: datetime
    ) -> None:
        """`reasons` are what whoever reported it reads; nothing else follows by itself."""
        self._check(session, seen, by)
        if not clean(reasons):
            raise Refused("Please write the reasons: whoever reported this reads them.")
        to = ReportState.UPHELD if upheld else ReportState.NOT_UPHELD
        self._step(to, f"misuse.{to}")
        self.reasons, self.decided_at = reasons.strip()[:LONGEST_REASONS], now

    def _check(self, session: Session, seen: int, by: User) -> None:
        if seen != self.revision:
            raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
        if self.user_id == by.id:
            raise Refused("You have reported this yourself: another officer has to decide.")
        if self.producer_id is not None and acts_for(session, by.id, self.producer_id):
            raise Refused("You act for this producer yourself: another officer has to decide.")

    def _step(self, to: ReportState, action: str) -> None:
        self.move(to)
        self.revision += 1
        self.note(action)


class About(NamedTuple):
    """What a report is about: any of these, or nothing where it was seen elsewhere."""

    product: Product | None = None
    mark: Mark | None = None
    producer: Producer | None = None
    code: str = ""


class Told(NamedTuple):
    """What somebody tells; `picture` is the name of a stored file, `place` where it was seen."""

    kind: ReportKind
    text: str
    place: str = ""
    contact: str = ""
    language: str = "vi"
    picture: str = ""


def report_misuse(
    session: Session, about: About, told: Told, user_id: int | None, now: datetime
) -> MisuseReport:
    """Hand in a report; the same one pressed twice stays one. Raises Refused for what can't be kept."""
    text, place = told.text.strip(), clean(told.place)
    if not clean(text) or len(text) > LONGEST_TEXT:
        raise Refused("Please describe it in at most %(limit)s characters.", limit=LONGEST_TEXT)
    if not (any(about) or place):
        raise Refused("Please write where you have seen it.")
    if len(place) > LONGEST_PLACE:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_PLACE)
    facts = {
        "kind": told.kind,
        "product_id": about.product.id if about.product else None,
        "mark_id": about.mark.id if about.mark else None,
        "producer_id": about.producer.id if about.producer else None,
        "code": about.code,
        "place": place,
        "text": text,
        "contact": read_email(told.contact) if told.contact else "",
        "user_id": user_id,
    }
    twin = select(MisuseReport).filter_by(**facts).where(MisuseReport.received_at > now - _ONE_REPORT)
    known = session.scalar(twin.limit(1))
    if known is not None:
        return known
    made = MisuseReport(
        number=new_code(10),
        province_code=_province(session, about),
        picture=told.picture,
        language=told.language,
        state=ReportState.RECEIVED,
        revision=1,
        received_at=now,
        **facts,
    )
    session.add(made)
    session.flush()
    made.note("misuse.received", kind=told.kind)
    return made


def _province(session: Session, about: About) -> str | None:
    """That of the producer, or the only one in which the mark's goods come from."""
    if about.producer is not None:
        return session.scalar(select(Place.province_code).where(Place.code == about.producer.commune_code))
    if about.mark is None:
        return None
    territory = select(Place.code, Place.province_code).join(MarkTerritory)
    rows = session.execute(territory.where(MarkTerritory.mark_id == about.mark.id)).all()
    provinces = {province or code for code, province in rows}
    return provinces.pop() if len(provinces) == 1 else None


# Whoever reported it


def forget_reporter(session: Session, user_id: int, contacts: Collection[str]) -> None:
    """Of an account that is erased: what was reported stays, and nothing says by whom."""
    mine = or_(MisuseReport.user_id == user_id, MisuseReport.contact.in_(contacts))
    session.execute(update(MisuseReport).where(mine).values(user_id=None, contact=""))


def forget_reporters(session: Session, now: datetime) -> int:
    """Take contact, account and picture off reports that were decided long enough ago. Returns how many.

    The files of the pictures go when the worker finds that no row names them.
    """
    known = MisuseReport.contact != "", MisuseReport.user_id.is_not(None), MisuseReport.picture != ""
    over = MisuseReport.decided_at < now - KEPT
    gone = update(MisuseReport).where(over, or_(*known)).values(user_id=None, contact="", picture="")
    return session.execute(gone).rowcount
