"""Favourites: products somebody wants to find again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.products import Product
from catalog.records import Base, Refused

from .users import User, lock_user

MOST = 500


class Favourite(Base):
    __tablename__ = "favourites"
    __table_args__ = (Index("uq_favourites_product", "user_id", "product_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    created_at: Mapped[datetime]


def like(session: Session, user: User, product: Product, now: datetime) -> bool:
    """Whether it is new among the favourites. Raises Refused for one too many."""
    # Two windows at once like it once.
    lock_user(session, user.id)
    mine = Favourite.user_id == user.id
    if session.scalar(select(Favourite.id).where(mine, Favourite.product_id == product.id)):
        return False
    if session.scalar(select(func.count()).where(mine)) >= MOST:
        raise Refused("The list holds %(limit)s favourites. Please remove one first.", limit=MOST)
    session.add(Favourite(user_id=user.id, product_id=product.id, created_at=now))
    return True


def unlike(session: Session, user: User, product_id: int) -> bool:
    mine = Favourite.user_id == user.id, Favourite.product_id == product_id
    return bool(session.execute(delete(Favourite).where(*mine)).rowcount)


def favourite_ids(session: Session, user_id: int) -> list[int]:
    """Product ids, the latest first."""
    return list(
        session.scalars(
            select(Favourite.product_id).where(Favourite.user_id == user_id).order_by(Favourite.id.desc())
        )
    )
