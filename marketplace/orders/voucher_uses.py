"""Taking a use of a voucher when an order is placed, and giving it back when that is cancelled."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.records import Refused

from .discounts import Discount, times_used
from .orders import SubOrder
from .vouchers import Bearer, Voucher, VoucherState, VoucherUse


def take(session: Session, discounts: list[Discount], phone: str, user_id: int | None) -> None:
    """Count one use of each voucher of a new order, before its own uses are written.

    Check and count are one statement, so two buyers never get the last use. Raises Refused when a voucher
    has been used up or withdrawn meanwhile, or by this telephone number or account as often as it may.
    """
    # Always in the order of their ids, so that two orders never wait for each other in a circle.
    for discount in sorted(discounts, key=lambda discount: discount.voucher.id):
        voucher = discount.voucher
        taken = session.execute(
            update(Voucher)
            .where(
                Voucher.id == voucher.id,
                Voucher.state == VoucherState.ACTIVE,
                Voucher.uses < Voucher.uses_allowed,
            )
            .values(uses=Voucher.uses + 1)
            .execution_options(synchronize_session=False)
        )
        if not taken.rowcount:
            raise Refused("The voucher %(code)s has just been used up or withdrawn.", code=voucher.code)
        # The row is ours until the end: no other order of this buyer can be counted at the same time.
        used = times_used(session, [voucher.id], phone, user_id).get(voucher.id, 0)
        if voucher.per_buyer_allowed and used >= voucher.per_buyer_allowed:
            raise Refused("You have used the voucher %(code)s as often as you may.", code=voucher.code)


def give_back(session: Session, sub_order: SubOrder) -> None:
    """Return what a cancelled sub-order used; a second call changes nothing.

    A voucher used for several sub-orders of one order counts again once all of them have given it back.
    To be called after the moves of stock: placing an order locks stock first, then vouchers.
    """
    session.flush()
    given = session.scalars(
        update(VoucherUse)
        .where(VoucherUse.sub_order_id == sub_order.id, ~VoucherUse.given_back)
        .values(given_back=True)
        .returning(VoucherUse.voucher_id)
        .execution_options(synchronize_session=False)
    ).all()
    for voucher_id in sorted(given):
        session.execute(select(Voucher.id).where(Voucher.id == voucher_id).with_for_update())
        if not _still_used(session, voucher_id, sub_order.order_id):
            session.execute(
                update(Voucher)
                .where(Voucher.id == voucher_id)
                .values(uses=Voucher.uses - 1)
                .execution_options(synchronize_session=False)
            )
    if given:
        sub_order.note("sub_order.vouchers_given_back", vouchers=sorted(given))


def take_again(session: Session, sub_order: SubOrder) -> None:
    """Count the vouchers of a sub-order once more that had given them back and comes after all, paid as agreed.

    Nobody who has paid the agreed price pays more because others were quicker: where no use is left, one
    more is allowed, and noted. To be called after the moves of stock.
    """
    session.flush()
    mine = VoucherUse.sub_order_id == sub_order.id, VoucherUse.given_back
    for use in session.scalars(select(VoucherUse).where(*mine).order_by(VoucherUse.voucher_id)).all():
        voucher = session.get_one(Voucher, use.voucher_id, with_for_update=True, populate_existing=True)
        if not _still_used(session, voucher.id, sub_order.order_id):
            if voucher.uses >= voucher.uses_allowed:
                voucher.uses_allowed += 1
                voucher.note("voucher.honoured_beyond", sub_order=sub_order.id)
            voucher.uses += 1
        use.given_back = False
        session.flush()


def _still_used(session: Session, voucher_id: int, order_id: int) -> bool:
    uses = (
        select(VoucherUse.id)
        .join(SubOrder, VoucherUse.sub_order_id == SubOrder.id)
        .where(VoucherUse.voucher_id == voucher_id, SubOrder.order_id == order_id, ~VoucherUse.given_back)
    )
    return session.scalar(uses.limit(1)) is not None


def discount_borne_by(session: Session, sub_order_id: int, bearer: Bearer) -> int:
    """Dong that this bearer goes without on a sub-order."""
    uses = select(VoucherUse.amount).where(
        VoucherUse.sub_order_id == sub_order_id, VoucherUse.bearer == bearer
    )
    return sum(session.scalars(uses))
