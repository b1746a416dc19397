"""Reviews: what buyers say of a thing that has reached them, once for each line of an order."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.products import Product
from catalog.records import Base, LongText, Refused, Stateful, one_of
from catalog.text import clean

from .orders import Order, OrderLine, SubOrder, SubOrderState

LONGEST_TEXT, LONGEST_REPLY, LONGEST_REASON = 2000, 1000, 300
_ARRIVED = (SubOrderState.DELIVERED, SubOrderState.COMPLETED)


class ReviewState(StrEnum):
    PUBLISHED = "published"
    HIDDEN = "hidden"


class Review(Stateful, Base):
    """`joints` from 1 to 5, drawn as joints of bamboo: stars are the register's. `author` as it is shown."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("joints BETWEEN 1 AND 5", name="joints"),
        CheckConstraint(one_of("state", ReviewState), name="state"),
        CheckConstraint("state = 'published' OR hidden_because <> ''", name="hidden_because"),
        Index("ix_reviews_product_state", "product_id", "state"),
    )
    public = True
    moves = {
        ReviewState.PUBLISHED: frozenset({ReviewState.HIDDEN}),
        ReviewState.HIDDEN: frozenset({ReviewState.PUBLISHED}),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    author: Mapped[str]
    joints: Mapped[int]
    text: Mapped[LongText]
    state: Mapped[str] = mapped_column(default=ReviewState.PUBLISHED)
    hidden_because: Mapped[LongText] = mapped_column(default="")
    reply: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship(lazy="raise")

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.product_id,)

    def hide(self, reason: str) -> None:
        """Take it off the product's page. Raises Refused without a reason, or when it is hidden already."""
        reason = clean(reason)
        if not 0 < len(reason) <= LONGEST_REASON:
            raise Refused("Please write a reason of at most %(limit)s characters.", limit=LONGEST_REASON)
        self.move(ReviewState.HIDDEN)
        self.hidden_because = reason
        self.note("review.hidden", reason=reason)

    def publish(self) -> None:
        self.move(ReviewState.PUBLISHED)
        self.hidden_because = ""
        self.note("review.published")

    def answer(self, text: str) -> None:
        """The producer's one reply. Raises Refused for a second one."""
        text = clean(text)
        if not 0 < len(text) <= LONGEST_REPLY:
            raise Refused("Please write a reply of at most %(limit)s characters.", limit=LONGEST_REPLY)
        if self.reply:
            raise Refused("There is a reply already; one is all there can be.")
        self.reply = text
        self.note("review.answered")


class Opinion(NamedTuple):
    """How many reviews are shown of a product, and how many joints they give on average."""

    count: int
    average: float


def write_review(
    session: Session, part: SubOrder, line: OrderLine, author: str, joints: int, text: str, now: datetime
) -> Review:
    """What the buyer says of a line of `part`. Raises Refused before it has arrived, and a second time."""
    # A refresh would throw away what has been set and not yet written.
    session.flush()
    session.refresh(part, ["state"], with_for_update=True)
    if part.state not in _ARRIVED:
        raise Refused("You can write about it when it has reached you.")
    if session.scalar(select(Review.id).where(Review.order_line_id == line.id)):
        raise Refused("You have written about this already. Thank you!")
    if not 1 <= joints <= 5:
        raise Refused("Please choose from 1 to 5.")
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_TEXT)
    review = Review(
        order_line_id=line.id,
        product_id=line.variant.product_id,
        author=shown_author(author),
        joints=joints,
        text=text,
        state=ReviewState.PUBLISHED,
        created_at=now,
    )
    session.add(review)
    session.flush()
    review.note("review.written", joints=joints)
    return review


def shown_author(name: str) -> str:
    """ "Nguyễn Thị Mai" → "Mai N.": enough for a neighbour, too little for a stranger."""
    words = name.split()
    return f"{words[-1]} {words[0][0]}." if len(words) > 1 else words[0]


def reviewed_lines(session: Session, line_ids: Collection[int]) -> set[int]:
    return set(session.scalars(select(Review.order_line_id).where(Review.order_line_id.in_(line_ids))))


def reviews_by(user_id: int, columns: Any) -> Select:
    """What the buyer with this account has written: `columns` is Review, or its table for plain rows."""
    lines = select(OrderLine.id).join(SubOrder, OrderLine.sub_order_id == SubOrder.id)
    mine = lines.join(Order, SubOrder.order_id == Order.id).where(Order.user_id == user_id)
    return select(columns).where(Review.order_line_id.in_(mine)).order_by(Review.id)


def opinion_of(session: Session, product_id: int) -> Opinion:
    shown = Review.product_id == product_id, Review.state == ReviewState.PUBLISHED
    count, total = session.execute(
        select(func.count(), func.coalesce(func.sum(Review.joints), 0)).where(*shown)
    ).one()
    return Opinion(count, int(total) / count if count else 0.0)


def shown_reviews(session: Session, product_id: int, limit: int) -> Sequence[Review]:
    """The newest first."""
    shown = Review.product_id == product_id, Review.state == ReviewState.PUBLISHED
    return session.scalars(select(Review).where(*shown).order_by(Review.id.desc()).limit(limit)).all()


def newest_reviews(
    session: Session, limit: int, producer_ids: Collection[int] | None = None
) -> Sequence[Review]:
    """With their products; of these producers (published ones), or all of them."""
    query = select(Review).join(Review.product).options(joinedload(Review.product))
    if producer_ids is not None:
        query = query.where(Product.producer_id.in_(producer_ids), Review.state == ReviewState.PUBLISHED)
    return session.scalars(query.order_by(Review.id.desc()).limit(limit)).all()


def find_review(session: Session, id: int, producer_ids: Collection[int] | None = None) -> Review | None:
    """Held until the transaction ends; of these producers, or any."""
    query = select(Review).where(Review.id == id).with_for_update(of=Review)
    if producer_ids is not None:
        query = query.join(Review.product).where(Product.producer_id.in_(producer_ids))
    return session.scalar(query)
