"""The stores and warehouses of retailers: where producers deliver to."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.places import Place
from catalog.records import Base, LongText, Refused

from .retailers import Retailer


class Store(Base):
    """A delivery point; `code` is the retailer's own number for it. What was closed takes no new deliveries.

    `receiving` says when goods are taken and how (hours, ramp, pallets), in words for the producer.
    """

    __tablename__ = "stores"
    __table_args__ = (
        CheckConstraint("length(code) > 0 AND length(name) > 0", name="name"),
        UniqueConstraint("retailer_id", "code"),
        UniqueConstraint("id", "retailer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id))
    code: Mapped[str]
    name: Mapped[str]
    commune_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    street: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    receiving: Mapped[LongText] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    retailer: Mapped[Retailer] = relationship(lazy="raise")
    commune: Mapped[Place] = relationship(lazy="raise")


@dataclass(frozen=True)
class StoreFacts:
    """What a retailer says of a store; `phone` in international form or empty."""

    code: str
    name: str
    commune_code: str
    street: str
    phone: str = ""
    receiving: str = ""


def stores_of(retailer_id: int, *, open_only: bool = False) -> Select[tuple[Store]]:
    """The retailer's stores by their numbers, with their places; `open_only` leaves out what was closed."""
    place = joinedload(Store.commune).joinedload(Place.province)
    query = select(Store).options(place).where(Store.retailer_id == retailer_id)
    return (query.where(Store.closed_at.is_(None)) if open_only else query).order_by(Store.code, Store.id)


def add_store(session: Session, retailer: Retailer, facts: StoreFacts, now: datetime) -> Store:
    """Raises Refused where the number is taken."""
    # Two who add the same number come one after the other.
    session.get_one(Retailer, retailer.id, with_for_update=True, populate_existing=True)
    _refuse_taken(session, retailer.id, facts.code, None)
    made = Store(retailer_id=retailer.id, **asdict(facts), created_at=now)
    session.add(made)
    session.flush()
    retailer.note("retailer.store_added", store=made.id)
    return made


def change_store(session: Session, store: Store, facts: StoreFacts) -> None:
    """Of a store with its retailer. What was ordered keeps going there. Raises Refused where the number is taken."""
    session.get_one(Retailer, store.retailer_id, with_for_update=True, populate_existing=True)
    _refuse_taken(session, store.retailer_id, facts.code, store.id)
    for field, value in asdict(facts).items():
        setattr(store, field, value)
    store.retailer.note("retailer.store_changed", store=store.id)


def _refuse_taken(session: Session, retailer_id: int, code: str, id: int | None) -> None:
    taken = session.scalar(select(Store.id).where(Store.retailer_id == retailer_id, Store.code == code))
    if taken not in (None, id):
        raise Refused("Another of your stores has the number %(code)s.", code=code)


def close_store(store: Store, now: datetime) -> None:
    """It takes no new deliveries. Raises Refused for what is closed already."""
    if store.closed_at is not None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    store.closed_at = now
    store.retailer.note("retailer.store_closed", store=store.id)


def reopen_store(store: Store) -> None:
    """Raises Refused for what is open."""
    if store.closed_at is None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    store.closed_at = None
    store.retailer.note("retailer.store_reopened", store=store.id)
