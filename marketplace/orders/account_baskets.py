"""The one basket of an account, and how a visitor's basket becomes part of it at sign-in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.products import Product, Variant

from ..accounts.users import lock_user
from ..stock import left
from .baskets import MAX_LINES, MAX_QUANTITY, Basket, BasketLine


@dataclass(frozen=True)
class Change:
    """What became of one product in two baskets: pieces in the account's basket, in the visitor's, and now."""

    product: Product
    kept: int
    brought: int
    now: int


def basket_of(user_id: int) -> Select[tuple[Basket]]:
    return select(Basket).where(Basket.user_id == user_id).options(selectinload(Basket.lines))


def basket_for(session: Session, user_id: int, now: datetime) -> Basket:
    """The account's basket, locked; made where there is none."""
    lock_user(session, user_id)
    basket = session.scalar(_locked(basket_of(user_id)))
    if basket is None:
        basket = Basket(user_id=user_id, changed_at=now, lines=[])
        session.add(basket)
        session.flush()
    return basket


def take_over(
    session: Session, user_id: int, token: str, now: datetime
) -> tuple[Basket | None, list[Change]]:
    """The account's basket with the visitor's put into it, line by line, capped by stock and limits; and every change.

    Sign-ins of one account wait for each other, and the visitor's basket is gone after the first: nothing counts twice.
    """
    lock_user(session, user_id)
    own = session.scalar(_locked(basket_of(user_id)))
    visitors = select(Basket).where(Basket.token == token, Basket.user_id.is_(None))
    brought = session.scalar(_locked(visitors.options(selectinload(Basket.lines)))) if token else None
    if brought is None:
        return own, []
    if own is None:
        brought.user_id, brought.changed_at = user_id, now
        return brought, []
    changes = _merge(session, own, brought)
    own.address = own.address or brought.address
    own.voucher_codes = own.voucher_codes or brought.voucher_codes
    own.collection = brought.collection | own.collection
    own.adult_confirmed = own.adult_confirmed or brought.adult_confirmed
    own.changed_at = now
    session.delete(brought)
    session.flush()
    return own, changes


def _locked(query: Select[tuple[Basket]]) -> Select[tuple[Basket]]:
    return query.with_for_update().execution_options(populate_existing=True)


def _merge(session: Session, own: Basket, brought: Basket) -> list[Change]:
    kept = {line.variant_id: line.quantity for line in own.lines}
    added = {line.variant_id: line.quantity for line in brought.lines}
    available = left(session, list(kept | added))
    mine = {line.variant_id: line for line in own.lines}
    for line in brought.lines:
        wanted = kept.get(line.variant_id, 0) + line.quantity
        if line.variant_id in mine:
            mine[line.variant_id].quantity = _capped(wanted, available.get(line.variant_id, 0))
        elif len(own.lines) < MAX_LINES:
            quantity = _capped(wanted, available.get(line.variant_id, 0))
            facts = {"variant_id": line.variant_id, "seen_price": line.seen_price}
            own.lines.append(BasketLine(quantity=quantity, **facts))
    session.flush()
    holds = {line.variant_id: line.quantity for line in own.lines}
    return [
        Change(product, kept.get(id, 0), added.get(id, 0), holds.get(id, 0))
        for id, product in _products(session, list(kept | added)).items()
        # What was brought and is there just so is no news.
        if kept.get(id, 0) or added.get(id, 0) != holds.get(id, 0)
    ]


def _capped(wanted: int, available: int) -> int:
    """What is sold out stays as it is: the basket says so, and nothing is lost should it come back."""
    return min(wanted, MAX_QUANTITY, available) if available > 0 else min(wanted, MAX_QUANTITY)


def _products(session: Session, variant_ids: list[int]) -> dict[int, Product]:
    query = select(Variant).where(Variant.id.in_(variant_ids)).options(joinedload(Variant.product))
    found = {variant.id: variant.product for variant in session.scalars(query)}
    return {id: found[id] for id in variant_ids}
