"""What must always hold between orders, stock, vouchers and payments; asked every night, and by the tests."""

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ..payments.payments import Payment, Receipt
from ..payments.refunds import Refund
from ..stock import PROMISES, Movement, Reason, Stock
from .ledger_check import Finding
from .orders import Order, OrderLine, SubOrder, SubOrderState
from .vouchers import Voucher, VoucherUse

# As long as the goods have not left, they are promised.
_PROMISED = (SubOrderState.PENDING, SubOrderState.CONFIRMED, SubOrderState.PACKED)
PROMISES.append(
    select(OrderLine.variant_id, OrderLine.quantity)
    .join(OrderLine.sub_order)
    .where(SubOrder.state.in_(_PROMISED))
)


def check_goods(session: Session) -> list[Finding]:
    """Everything that does not hold, none where all is well. Reads the tables as a whole."""

    def found(rule: str, query: Select) -> Iterable[Finding]:
        return (Finding(rule, str(where)) for where in session.scalars(query))

    return [
        *found("stock is not what was moved", _moved()),
        *found("reserved is not what is ordered", _promised()),
        *found("order without parts", _empty_orders()),
        *found("part does not add up", _parts()),
        *found("part without a payment", _unpayable()),
        *found("discount is not that of its vouchers", _discounts()),
        *found("voucher is counted wrongly", _uses()),
        *found("payment is not what came", _receipts()),
        *found("more goes back than came", _refunds()),
    ]


def _sum(of: Select) -> ColumnElement[int]:
    """The number a correlated query adds up, 0 for no rows."""
    return func.coalesce(of.scalar_subquery(), 0)


def _named(kind: str, column: ColumnElement) -> ColumnElement[str]:
    return literal(f"{kind}:").concat(cast(column, String))


def _moved() -> Select:
    def total(*reasons: Reason) -> ColumnElement[int]:
        return func.sum(case((Movement.reason.in_(reasons), Movement.quantity), else_=0))

    sums = (
        select(
            Movement.variant_id,
            total(Reason.COUNTED, Reason.SHIPPED, Reason.RETURNED).label("there"),
            (total(Reason.SHIPPED) - total(Reason.RESERVED, Reason.RELEASED)).label("promised"),
        )
        .group_by(Movement.variant_id)
        .subquery()
    )
    wrong = (
        Stock.on_hand != func.coalesce(sums.c.there, 0),
        Stock.reserved != func.coalesce(sums.c.promised, 0),
    )
    query = select(_named("variant", Stock.variant_id)).outerjoin(sums, sums.c.variant_id == Stock.variant_id)
    return query.where(or_(*wrong)).order_by(Stock.variant_id)


def _promised() -> Select:
    each = union_all(*PROMISES).subquery()
    variant, pieces = each.c[0], each.c[1]
    promised = (
        select(variant.label("variant_id"), func.sum(pieces).label("pieces")).group_by(variant).subquery()
    )
    query = select(_named("variant", Stock.variant_id)).outerjoin(
        promised, promised.c.variant_id == Stock.variant_id
    )
    return query.where(Stock.reserved != func.coalesce(promised.c.pieces, 0)).order_by(Stock.variant_id)


def _empty_orders() -> Select:
    return select(Order.number).where(~exists().where(SubOrder.order_id == Order.id)).order_by(Order.id)


def _parts() -> Select:
    lines = _sum(
        select(func.sum(OrderLine.quantity * OrderLine.price)).where(OrderLine.sub_order_id == SubOrder.id)
    )
    return select(_named("sub-order", SubOrder.id)).where(SubOrder.subtotal != lines).order_by(SubOrder.id)


def _unpayable() -> Select:
    own = _named("sub-order", SubOrder.id), _named("order", SubOrder.order_id)
    price = SubOrder.subtotal - SubOrder.discount + SubOrder.delivery
    lacks = ~exists().where(Payment.reference.in_(own))
    return select(own[0]).where(price > 0, lacks).order_by(SubOrder.id)


def _discounts() -> Select:
    uses = _sum(select(func.sum(VoucherUse.amount)).where(VoucherUse.sub_order_id == SubOrder.id))
    return select(_named("sub-order", SubOrder.id)).where(SubOrder.discount != uses).order_by(SubOrder.id)


def _uses() -> Select:
    orders = _sum(
        select(func.count(SubOrder.order_id.distinct()))
        .join(VoucherUse, VoucherUse.sub_order_id == SubOrder.id)
        .where(VoucherUse.voucher_id == Voucher.id, ~VoucherUse.given_back)
    )
    return select(Voucher.code).where(Voucher.uses != orders).order_by(Voucher.id)


def _receipts() -> Select:
    came = _sum(select(func.sum(Receipt.amount)).where(Receipt.payment_id == Payment.id))
    return select(Payment.code).where(Payment.received - Payment.given_back != came).order_by(Payment.id)


def _refunds() -> Select:
    back = _sum(select(func.sum(Refund.amount)).where(Refund.payment_id == Payment.id))
    # The courier has cash before the carrier passes it on.
    most = case((Payment.received > Payment.amount, Payment.received), else_=Payment.amount)
    return select(Payment.code).where(back > most).order_by(Payment.id)
