"""How much the people of a retailer may order: approvals by amount, and what each may order in a month."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.days import VIETNAM
from catalog.records import Refused

from ..accounts.memberships import Membership
from ..accounts.retailers import Retailer
from .purchase_orders import ApprovalRule, PurchaseOrder, PurchaseOrderState, SpendingLimit

MOST_RULES = 3
MOST_APPROVALS = 3
_S = PurchaseOrderState
_NOTHING_ORDERED = (_S.DRAFT, _S.DECLINED, _S.CANCELLED)


def rules_of(session: Session, retailer_id: int) -> list[ApprovalRule]:
    """The smallest amount first."""
    query = select(ApprovalRule).where(ApprovalRule.retailer_id == retailer_id)
    return list(session.scalars(query.order_by(ApprovalRule.from_amount)))


def approvals_needed(rules: Iterable[ApprovalRule], total: int) -> int:
    """How many must agree to an order of `total` dong: as the highest amount that it reaches says; 0 below all."""
    reached = [(rule.from_amount, rule.approvals) for rule in rules if rule.from_amount <= total]
    return max(reached)[1] if reached else 0


def over_limit(
    session: Session,
    retailer_id: int,
    user_id: int,
    total: int,
    now: datetime,
    *,
    besides: int | None = None,
) -> int:
    """By how many dong another `total` goes beyond what this person may order in the month of `now`; 0 within it.

    `besides` is the id of the order itself where it waits already.
    """
    limit = session.scalar(
        select(SpendingLimit.per_month).where(
            SpendingLimit.retailer_id == retailer_id, SpendingLimit.user_id == user_id
        )
    )
    if limit is None:
        return 0
    spent = spent_in_month(session, retailer_id, now, besides=besides)
    return max(0, spent.get(user_id, 0) + total - limit)


def spent_in_month(
    session: Session, retailer_id: int, now: datetime, *, besides: int | None = None
) -> dict[int, int]:
    """What each person has ordered since the first of the month in Vietnam, in dong; what waits for approval counts."""
    first = now.astimezone(VIETNAM).date().replace(day=1)
    since = datetime.combine(first, time(), VIETNAM)
    total = PurchaseOrder.subtotal - PurchaseOrder.discount + PurchaseOrder.vat
    counts = (PurchaseOrder.state == _S.WAITING) | (PurchaseOrder.issued_at >= since)
    theirs = PurchaseOrder.retailer_id == retailer_id, PurchaseOrder.state.not_in(_NOTHING_ORDERED), counts
    query = select(PurchaseOrder.user_id, func.sum(total)).where(*theirs).group_by(PurchaseOrder.user_id)
    if besides is not None:
        query = query.where(PurchaseOrder.id != besides)
    return {user_id: int(dong) for user_id, dong in session.execute(query)}


def set_rules(
    session: Session, retailer: Retailer, rules: Mapping[int, int], approvers: int, read: Mapping[int, int]
) -> None:
    """Approvals by the amount in dong from which they are needed, in place of those that were `read`.

    `approvers` is how many people of the retailer may approve. Raises Refused, also where somebody has written others.
    """
    _lock(session, retailer)
    if {one.from_amount: one.approvals for one in rules_of(session, retailer.id)} != read:
        raise _changed()
    _refuse_odd(rules, approvers)
    session.execute(delete(ApprovalRule).where(ApprovalRule.retailer_id == retailer.id))
    for amount, approvals in rules.items():
        session.add(ApprovalRule(retailer_id=retailer.id, from_amount=amount, approvals=approvals))
    retailer.note("retailer.spending_rules_set", rules={str(amount): n for amount, n in rules.items()})


def _refuse_odd(rules: Mapping[int, int], approvers: int) -> None:
    if len(rules) > MOST_RULES:
        raise Refused("Please write at most %(count)s rules.", count=MOST_RULES)
    if any(not 1 <= approvals <= MOST_APPROVALS for approvals in rules.values()):
        raise Refused("An order needs one to %(count)s approvals.", count=MOST_APPROVALS)
    by_amount = [rules[amount] for amount in sorted(rules)]
    if by_amount != sorted(by_amount):
        raise Refused("A larger order can't need fewer approvals than a smaller one.")
    if by_amount and by_amount[-1] > approvers:
        raise Refused("Only %(count)s of your people may approve. Please invite more first.", count=approvers)


def limits_of(session: Session, retailer_id: int) -> dict[int, int]:
    """Dong a month by the person's id."""
    rows = session.execute(
        select(SpendingLimit.user_id, SpendingLimit.per_month).where(SpendingLimit.retailer_id == retailer_id)
    )
    return dict(rows.all())


def set_limits(
    session: Session,
    retailer: Retailer,
    limits: Mapping[int, int | None],
    read: Mapping[int, int | None],
) -> None:
    """Dong a month by the person's id, None for no limit, in place of what was `read`. Who is not named keeps theirs.

    Raises Refused, also where somebody has written another limit of one of them.
    """
    _lock(session, retailer)
    theirs = select(Membership.user_id).where(Membership.retailer_id == retailer.id)
    if not limits.keys() <= set(session.scalars(theirs)):
        raise Refused("This person does not act for the retailer any more.")
    before = limits_of(session, retailer.id)
    if any(before.get(user_id) != read.get(user_id) for user_id in limits):
        raise _changed()
    for user_id, per_month in limits.items():
        if before.get(user_id) == per_month:
            continue
        key = {"retailer_id": retailer.id, "user_id": user_id}
        if per_month is None:
            session.delete(session.get_one(SpendingLimit, key))
        else:
            session.merge(SpendingLimit(**key, per_month=per_month))
        retailer.note("retailer.spending_limit_set", user=user_id, per_month=per_month)


def _changed() -> Refused:
    return Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")


def _lock(session: Session, retailer: Retailer) -> None:
    """Two managers who set them at once come one after the other."""
    session.get_one(Retailer, retailer.id, with_for_update=True, populate_existing=True)
