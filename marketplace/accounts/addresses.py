"""The address book: where somebody has parcels sent, up to twenty places, one of them the usual one."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, select, text, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.places import Place
from catalog.records import Base, LongText, Refused

from .users import User, lock_user

MOST = 20
_DEFAULT = text("is_default")


class Address(Base):
    """Who gets the parcel and where; `phone` in international form. `old_address` is how the papers of before July
    2025 name the place, as typed."""

    __tablename__ = "addresses"
    __table_args__ = (
        Index(
            "uq_addresses_default",
            "user_id",
            unique=True,
            sqlite_where=_DEFAULT,
            postgresql_where=_DEFAULT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    phone: Mapped[str]
    commune_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    street: Mapped[LongText]
    old_address: Mapped[LongText] = mapped_column(default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    commune: Mapped[Place] = relationship(lazy="raise")


def addresses_of(session: Session, user_id: int) -> list[Address]:
    """The usual one first, then the newest."""
    query = select(Address).where(Address.user_id == user_id)
    query = query.options(joinedload(Address.commune).joinedload(Place.province))
    return list(session.scalars(query.order_by(Address.is_default.desc(), Address.id.desc())))


def address_of(session: Session, user_id: int, id: int) -> Address | None:
    mine = Address.user_id == user_id, Address.id == id
    return session.scalar(select(Address).where(*mine).options(joinedload(Address.commune)))


def keep(session: Session, user: User, now: datetime, **facts: str) -> Address:
    """Put an address into the book; the first one is the usual one, and what is there already stays one.

    Raises Refused for one too many.
    """
    # Two windows at once keep neither 21 addresses nor two usual ones.
    lock_user(session, user.id)
    same = session.scalar(select(Address).filter_by(user_id=user.id, **facts).limit(1))
    if same:
        return same
    count = session.scalar(select(func.count()).where(Address.user_id == user.id))
    if count >= MOST:
        raise Refused("The address book holds %(limit)s addresses. Please remove one first.", limit=MOST)
    made = Address(user_id=user.id, created_at=now, is_default=not count, **facts)
    session.add(made)
    session.flush()
    return made


def make_default(session: Session, address: Address) -> None:
    others = update(Address).where(Address.user_id == address.user_id, Address.is_default)
    session.execute(others.values(is_default=False))
    address.is_default = True


def remove(session: Session, address: Address) -> None:
    """Take an address out of the book; another becomes the usual one."""
    user_id, was_default = address.user_id, address.is_default
    session.delete(address)
    session.flush()
    rest = addresses_of(session, user_id)
    if was_default and rest:
        rest[0].is_default = True
