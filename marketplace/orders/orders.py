"""Orders: one per checkout, one sub-order per producer, lines with a snapshot of what was promised."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, bindparam, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from catalog.codes import new_code, read_code
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.records import Base, Dong, Grams, LongText, Stateful, one_of

from ..payments.payments import PaymentMethod
from .collection import Stand
from .vouchers import VoucherUse


class SubOrderState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class Party(StrEnum):
    """Who has moved a sub-order; the operator is an officer of the shop."""

    BUYER = "buyer"
    PRODUCER = "producer"
    OPERATOR = "operator"
    TIMER = "timer"


class Order(Base):
    """What one buyer ordered at once. It has no state: that follows from its sub-orders.

    `user_id` is the buyer's account, where there is one; the person on the order is whoever gets the parcels. Where all
    is collected there is no `street`, and the commune is that of the point.
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
    def discount(self) -> int:
        return sum(part.discount for part in self.sub_orders)

    @property
    def delivery(self) -> int:
        return sum(part.delivery for part in self.sub_orders)

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.delivery


_WITH_POINT = (
    "(point_source IS NULL) = (collect_code IS NULL) AND (point_source IS NULL) = (collect_until IS NULL)"
    " AND (point_source IS NOT NULL OR collect_on IS NULL)"
)
_COLLECTED = text("point_source IS NOT NULL")
_AWAITED = text("point_source IS NOT NULL AND state IN ('pending', 'confirmed', 'packed')")


class SubOrder(Stateful, Base):
    """One producer's part. Subtotal, discount, delivery, commission and withholding, in dong, are frozen at the order.

    `commission_bp` are the basis points the commission was computed with; `taxes` says what the withholding
    is made of: for each tax its activity, base (dong), basis points and amount (dong).

    `grams` is what the carrier charges for, 0 where there is nothing to send. `moved_at` is when it came to its
    state (None: with the order); marketplace/orders/life.py moves it.

    A part that is collected has `point_source` (whose point it is), `point` (what the buyer was told, see Stand), the
    day, None while that is not known, the last day, and the code by which it is handed over.
    """

    __tablename__ = "sub_orders"
    __table_args__ = (
        CheckConstraint(one_of("state", SubOrderState), name="state"),
        CheckConstraint("subtotal >= 0 AND delivery >= 0", name="amounts"),
        CheckConstraint("commission_bp >= 0", name="commission_bp"),
        CheckConstraint("commission >= 0", name="commission"),
        CheckConstraint("withholding >= 0", name="withholding"),
        CheckConstraint(one_of("cancelled_by", Party), name="cancelled_by"),
        CheckConstraint("(state = 'cancelled') = (cancelled_by IS NOT NULL)", name="cancelled"),
        CheckConstraint("discount >= 0 AND discount <= subtotal", name="discount"),
        CheckConstraint("grams >= 0", name="grams"),
        CheckConstraint(_WITH_POINT, name="collection"),
        Index("uq_sub_orders_producer", "order_id", "producer_id", unique=True),
        # With the id: a page of a producer's parts is read in its order, however many there are.
        Index("ix_sub_orders_producer_state", "producer_id", "state", "id"),
        Index("ix_sub_orders_producer", "producer_id", "id"),
        Index("ix_sub_orders_state_delivered_at", "state", "delivered_at"),
        Index("uq_sub_orders_collect_code", "collect_code", unique=True),
        Index(
            "ix_sub_orders_collected",
            "producer_id",
            "state",
            "id",
            sqlite_where=_COLLECTED,
            postgresql_where=_COLLECTED,
        ),
        Index("ix_sub_orders_to_collect", "point_source", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
    )
    S = SubOrderState
    moves = {
        S.PENDING: frozenset({S.CONFIRMED, S.CANCELLED}),
        S.CONFIRMED: frozenset({S.PACKED, S.CANCELLED}),
        # Handed over at the booth, without a carrier.
        S.PACKED: frozenset({S.SHIPPED, S.DELIVERED, S.CANCELLED}),
        # Straight back from the road comes what nobody accepted: one parcel in six that is paid on delivery.
        S.SHIPPED: frozenset({S.DELIVERED, S.RETURNED}),
        S.DELIVERED: frozenset({S.COMPLETED, S.RETURNED}),
        S.COMPLETED: frozenset({S.RETURNED}),
        # Only for money that comes after the hold has lapsed; see paying.finalise.
        S.CANCELLED: frozenset({S.PENDING}),
        S.RETURNED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(default=SubOrderState.PENDING)
    subtotal: Mapped[Dong]
    discount: Mapped[Dong] = mapped_column(default=0)
    delivery: Mapped[Dong]
    grams: Mapped[Grams] = mapped_column(default=0)
    commission_bp: Mapped[int] = mapped_column(default=0)
    commission: Mapped[Dong] = mapped_column(default=0)
    withholding: Mapped[Dong] = mapped_column(default=0)
    taxes: Mapped[list[dict]] = mapped_column(JSON, default=list)
    arrives_from: Mapped[date]
    arrives_to: Mapped[date]
    moved_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancel_reason: Mapped[LongText] = mapped_column(default="")
    point_source: Mapped[str | None]
    point: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    collect_on: Mapped[date | None]
    collect_until: Mapped[date | None]
    collect_code: Mapped[str | None]

    order: Mapped[Order] = relationship(back_populates="sub_orders", lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="sub_order", lazy="raise", order_by="OrderLine.id"
    )
    voucher_uses: Mapped[list[VoucherUse]] = relationship(lazy="raise", order_by=VoucherUse.id)

    @property
    def stand(self) -> Stand | None:
        """Where it is collected; None for what is sent."""
        return Stand.read(self.point) if self.point else None

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.delivery


class OrderLine(Base):
    """What was bought, in the words and at the price (dong a piece) of that day.

    `badges` is the snapshot on `badges_on`: for each badge its kind, stars or name, number, issuer,
    last day (ISO) and verification code.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("reservations > 0", name="reservations"),
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
    reservations: Mapped[int] = mapped_column(default=1, server_default="1")

    sub_order: Mapped[SubOrder] = relationship(back_populates="lines", lazy="raise")
    variant: Mapped[Variant] = relationship(lazy="raise")

    @property
    def total(self) -> int:
        return self.price * self.quantity

    @property
    def source(self) -> str:
        """What its movements of stock come from: another one when it is reserved once more after a lapse."""
        return source_of_line(self.id, self.reservations)


def source_of_line(id: int, reservations: int = 1) -> str:
    return f"order-line:{id}:{reservations}" if reservations > 1 else f"order-line:{id}"


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
        parts.selectinload(SubOrder.voucher_uses).joinedload(VoucherUse.voucher),
    )


# Made once: building a statement costs more than running it.
_BY_NUMBER = (
    select(Order)
    .where(Order.number == bindparam("known"))
    .options(joinedload(Order.commune).joinedload(Place.province))
)
_PARTS = (
    select(SubOrder)
    .where(SubOrder.order_id == bindparam("order"))
    .order_by(SubOrder.position)
    .options(joinedload(SubOrder.producer).joinedload(Producer.commune).joinedload(Place.province))
)
_of_parts = bindparam("parts", expanding=True)
_PART_LINES = (
    select(OrderLine)
    .where(OrderLine.sub_order_id.in_(_of_parts))
    .order_by(OrderLine.id)
    .options(joinedload(OrderLine.variant).joinedload(Variant.product).load_only(Product.slug, Product.state))
)
_USES = (
    select(VoucherUse)
    .where(VoucherUse.sub_order_id.in_(_of_parts))
    .order_by(VoucherUse.id)
    .options(joinedload(VoucherUse.voucher))
)


def find_order(session: Session, number: str) -> Order | None:
    """The same as `order_with_parts`, on the page that everybody sees who has just ordered."""
    order = session.scalar(_BY_NUMBER, {"known": read_code(number)})
    if order is None:
        return None
    parts = session.scalars(_PARTS, {"order": order.id}).all()
    ids = {"parts": [part.id for part in parts]}
    lines, uses = session.scalars(_PART_LINES, ids).all(), session.scalars(_USES, ids).all()
    set_committed_value(order, "sub_orders", list(parts))
    for part in parts:
        set_committed_value(part, "lines", [line for line in lines if line.sub_order_id == part.id])
        set_committed_value(part, "voucher_uses", [use for use in uses if use.sub_order_id == part.id])
    return order
