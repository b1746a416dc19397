"""Orders: one per checkout, one sub-order per producer, lines with a snapshot of what was promised."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from catalog.codes import new_code, read_code
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.records import Base, Dong, LongText, Stateful, one_of


class PaymentMethod(StrEnum):
    CASH_ON_DELIVERY = "cash_on_delivery"


class SubOrderState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Order(Base):
    """What one buyer ordered at once. It has no state: that follows from its sub-orders.

    `user_id` is the buyer's account, where there is one; the person on the order is whoever gets the parcels.
    """

    __tablename__ = "orders"
    __table_args__ = (CheckConstraint(one_of("payment_method", PaymentMethod), name="payment_method"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # 50 random bits: nobody meets a foreign order by counting.
    number: Mapped[str] = mapped_column(unique=True, default=lambda: new_code(10))
    checkout_key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    placed_at: Mapped[datetime]
    language: Mapped[str]
    payment_method: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(default="", index=True)
    street: Mapped[LongText]
    commune_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    note_to_producers: Mapped[LongText] = mapped_column(default="")

    commune: Mapped[Place] = relationship(lazy="raise")
    sub_orders: Mapped[list["SubOrder"]] = relationship(
        back_populates="order", lazy="raise", order_by="SubOrder.position"
    )

    @property
    def subtotal(self) -> int:
        return sum(part.subtotal for part in self.sub_orders)

    @property
    def delivery(self) -> int:
        return sum(part.delivery for part in self.sub_orders)

    @property
    def total(self) -> int:
        return self.subtotal + self.delivery


class SubOrder(Stateful, Base):
    """One producer's part. Subtotal and delivery, in dong, are frozen at the order."""

    __tablename__ = "sub_orders"
    __table_args__ = (
        CheckConstraint(one_of("state", SubOrderState), name="state"),
        CheckConstraint("subtotal >= 0 AND delivery >= 0", name="amounts"),
        Index("uq_sub_orders_producer", "order_id", "producer_id", unique=True),
        Index("ix_sub_orders_producer_state", "producer_id", "state"),
    )
    S = SubOrderState
    moves = {
        S.PENDING: frozenset({S.CONFIRMED, S.CANCELLED}),
        S.CONFIRMED: frozenset({S.PACKED, S.CANCELLED}),
        S.PACKED: frozenset({S.SHIPPED, S.CANCELLED}),
        S.SHIPPED: frozenset({S.DELIVERED}),
        S.DELIVERED: frozenset({S.COMPLETED}),
        S.COMPLETED: frozenset(),
        S.CANCELLED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(default=SubOrderState.PENDING)
    subtotal: Mapped[Dong]
    delivery: Mapped[Dong]
    arrives_from: Mapped[date]
    arrives_to: Mapped[date]

    order: Mapped[Order] = relationship(back_populates="sub_orders", lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="sub_order", lazy="raise", order_by="OrderLine.id"
    )

    @property
    def total(self) -> int:
        return self.subtotal + self.delivery


class OrderLine(Base):
    """What was bought, in the words and at the price (dong a piece) of that day.

    `badges` is the snapshot on `badges_on`: for each badge its kind, stars or name, number, issuer,
    last day (ISO) and verification code.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("price > 0", name="price"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sub_order_id: Mapped[int] = mapped_column(ForeignKey("sub_orders.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    product_name: Mapped[str]
    product_name_en: Mapped[str]
    pack: Mapped[str]
    pack_en: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[Dong]
    badges: Mapped[list[dict]] = mapped_column(JSON)
    badges_on: Mapped[date]

    sub_order: Mapped[SubOrder] = relationship(back_populates="lines", lazy="raise")
    variant: Mapped[Variant] = relationship(lazy="raise")

    @property
    def total(self) -> int:
        return self.price * self.quantity


def order_with_parts():
    """Orders with everything their page shows."""
    parts = selectinload(Order.sub_orders)
    return select(Order).options(
        joinedload(Order.commune).joinedload(Place.province),
        parts.joinedload(SubOrder.producer).joinedload(Producer.commune).joinedload(Place.province),
        parts.selectinload(SubOrder.lines)
        .joinedload(OrderLine.variant)
        .joinedload(Variant.product)
        .load_only(Product.slug, Product.state),
    )


def find_order(session: Session, number: str) -> Order | None:
    return session.scalar(order_with_parts().where(Order.number == read_code(number)))
