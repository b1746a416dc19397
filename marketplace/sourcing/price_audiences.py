"""Which retailers see a producer's wholesale prices."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, delete, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.producers import Producer
from catalog.records import Base, Refused, one_of
from catalog.text import fold

from ..accounts.retailers import Retailer
from ..submissions import SubmissionState

MOST_CHOSEN = 100


class Viewers(StrEnum):
    """`VERIFIED`: every retailer that may deal. `CHOSEN`: those of PriceViewer. `NOBODY`: they ask for a quote."""

    VERIFIED = "verified"
    CHOSEN = "chosen"
    NOBODY = "nobody"


class PriceAudience(Base):
    """What a producer has chosen; without a row its prices are for verified retailers."""

    __tablename__ = "price_audiences"
    __table_args__ = (CheckConstraint(one_of("viewers", Viewers), name="viewers"),)

    producer_id: Mapped[int] = mapped_column(
        ForeignKey("producers.id"), primary_key=True, autoincrement=False
    )
    viewers: Mapped[str]


class PriceViewer(Base):
    """A retailer that a producer has chosen."""

    __tablename__ = "price_viewers"

    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), primary_key=True)
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id), primary_key=True, index=True)


_DEALING = Retailer.state == SubmissionState.APPROVED, Retailer.suspended_at.is_(None)


def viewers_of(session: Session, producer_id: int) -> Viewers:
    audience = session.get(PriceAudience, producer_id)
    return Viewers(audience.viewers) if audience else Viewers.VERIFIED


def choose_viewers(session: Session, producer: Producer, viewers: Viewers) -> None:
    """In force at once. Who was chosen stays so, for when it is `CHOSEN` again."""
    _hold(session, producer)
    audience = session.get(PriceAudience, producer.id)
    if audience is None:
        audience = PriceAudience(producer_id=producer.id)
        session.add(audience)
    audience.viewers = viewers
    producer.note("wholesale.viewers_chosen", viewers=viewers)


def add_viewer(session: Session, producer: Producer, retailer: Retailer) -> None:
    """Raises Refused where the retailer does not deal here, or as many are chosen as can be."""
    if not retailer.may_deal:
        raise Refused("This retailer is not verified, or it is suspended.")
    _hold(session, producer)
    if session.get(PriceViewer, (producer.id, retailer.id)) is not None:
        return
    chosen = select(func.count()).where(PriceViewer.producer_id == producer.id)
    if session.scalar(chosen) >= MOST_CHOSEN:
        raise Refused("At most %(limit)s retailers can be chosen.", limit=MOST_CHOSEN)
    session.add(PriceViewer(producer_id=producer.id, retailer_id=retailer.id))
    producer.note("wholesale.viewer_added", retailer=retailer.id)


def remove_viewer(session: Session, producer: Producer, retailer: Retailer) -> None:
    """Does nothing where it was not chosen."""
    theirs = PriceViewer.producer_id == producer.id, PriceViewer.retailer_id == retailer.id
    if session.execute(delete(PriceViewer).where(*theirs)).rowcount:
        producer.note("wholesale.viewer_removed", retailer=retailer.id)


def _hold(session: Session, producer: Producer) -> None:
    """Of two who choose at once the second waits."""
    session.execute(select(Producer.id).where(Producer.id == producer.id).with_for_update())


def chosen_retailers(session: Session, producer_id: int) -> list[Retailer]:
    """By name."""
    query = select(Retailer).join(PriceViewer, PriceViewer.retailer_id == Retailer.id)
    theirs = query.where(PriceViewer.producer_id == producer_id)
    return list(session.scalars(theirs.order_by(Retailer.name, Retailer.id)))


def find_retailers(session: Session, typed: str, limit: int) -> list[Retailer]:
    """Those that deal here with these words in their name, or with this tax code; by name."""
    wanted = fold(typed)
    if not wanted:
        return []
    dealing = session.execute(select(Retailer.id, Retailer.name, Retailer.tax_code).where(*_DEALING))
    ids = [one.id for one in dealing if wanted in fold(one.name) or one.tax_code == typed.strip()]
    query = select(Retailer).where(Retailer.id.in_(ids))
    return list(session.scalars(query.order_by(Retailer.name, Retailer.id).limit(limit)))


def sees_prices(session: Session, retailer: Retailer, producer_id: int) -> bool:
    """Whether the retailer may read this producer's wholesale prices now."""
    return retailer.may_deal and not closed_to(session, retailer.id, [producer_id])


# Made once: every page of the catalogue asks.
_CHOSEN = exists().where(
    PriceViewer.producer_id == PriceAudience.producer_id, PriceViewer.retailer_id == bindparam("retailer")
)
_CLOSED = select(PriceAudience.producer_id).where(
    PriceAudience.viewers != Viewers.VERIFIED, (PriceAudience.viewers == Viewers.NOBODY) | ~_CHOSEN
)
_CLOSED_OF = _CLOSED.where(PriceAudience.producer_id.in_(bindparam("producers", expanding=True)))


def closed_to(session: Session, retailer_id: int, producer_ids: Collection[int] | None = None) -> set[int]:
    """The producers whose wholesale prices are not for this retailer, in one statement; of these or of all."""
    # Ids alone need no objects: the connection itself answers quicker, once what was chosen just now is written.
    session.flush()
    connection, mine = session.connection(), {"retailer": retailer_id}
    if producer_ids is None:
        return set(connection.scalars(_CLOSED, mine))
    return set(connection.scalars(_CLOSED_OF, mine | {"producers": list(producer_ids)}))
