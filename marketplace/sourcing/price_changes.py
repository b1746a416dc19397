"""Prices that move within the corridor of a signed contract: one side proposes, the other agrees, and it is written down."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from catalog.products import Variant
from catalog.records import Base, Dong, LongText, Refused, Stateful, one_of
from catalog.text import clean

from .contract_drafts import LONGEST_WORDS
from .contract_steps import check_may_deal
from .contracts import Contract, ContractLine, ContractState
from .quotes import Side

_OPEN = text("state = 'proposed'")


class PriceChangeState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PriceChange(Stateful, Base):
    """`price` dong a unit before tax for what is called off from `from_day` on; `by` who proposed it.

    What was ordered before keeps its price. Of two that were agreed the one with the later day counts.
    """

    __tablename__ = "price_changes"
    __table_args__ = (
        CheckConstraint(one_of("state", PriceChangeState), name="state"),
        CheckConstraint(one_of("by", Side), name="by"),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("length(reason) > 0", name="reason"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_at"),
        # Of two proposals for one line at once the second is refused.
        Index("uq_price_changes_open", "line_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_price_changes_line", "line_id", "state", "from_day"),
    )
    S = PriceChangeState
    moves = {
        S.PROPOSED: frozenset({S.AGREED, S.DECLINED, S.WITHDRAWN}),
        S.AGREED: frozenset(),
        S.DECLINED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey(ContractLine.id))
    by: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(default=PriceChangeState.PROPOSED)
    price: Mapped[Dong]
    from_day: Mapped[date]
    reason: Mapped[LongText]
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    line: Mapped[ContractLine] = relationship(lazy="raise")


S = PriceChangeState


def prices_on(session: Session, lines: Collection[ContractLine], day: date) -> dict[int, int]:
    """Dong a unit of each line for what is called off on `day`, by line id; one statement."""
    prices = {line.id: line.price for line in lines}
    agreed = PriceChange.line_id.in_(prices), PriceChange.state == S.AGREED, PriceChange.from_day <= day
    query = select(PriceChange.line_id, PriceChange.price).where(*agreed)
    for line_id, price in session.execute(query.order_by(PriceChange.from_day, PriceChange.id)):
        prices[line_id] = price
    return prices


def changes_of(session: Session, contract_id: int) -> Sequence[PriceChange]:
    """All of a contract, the newest first, each with its line and pack."""
    line = joinedload(PriceChange.line)
    query = (
        select(PriceChange)
        .join(PriceChange.line)
        .where(ContractLine.contract_id == contract_id)
        .options(line.joinedload(ContractLine.variant).joinedload(Variant.product))
    )
    return session.scalars(query.order_by(PriceChange.id.desc())).all()


def propose_price(
    session: Session,
    contract: Contract,
    line_id: int,
    by: Side,
    user_id: int,
    price: int,
    from_day: date,
    reason: str,
    day: date,
    now: datetime,
) -> PriceChange:
    """The contract is locked. Raises Refused outside the corridor or the season, and while another one is open."""
    check_may_deal(session, contract)
    line = next((one for one in contract.lines if one.id == line_id), None)
    if line is None:
        raise Refused("This line is not in the contract any more.")
    if contract.state != ContractState.SIGNED or day > contract.ends_on:
        raise Refused("Prices change while a contract is signed and not over.")
    if not line.price_floor <= price <= line.price_ceiling:
        raise Refused("This price is outside the corridor that was agreed on.")
    if price == prices_on(session, [line], from_day)[line.id]:
        raise Refused("This is the price already.")
    if not max(day, contract.starts_on) <= from_day <= contract.ends_on:
        raise Refused("The day from which it is to hold lies from today on, in the season of the contract.")
    reason = clean(reason)
    if not 0 < len(reason) <= LONGEST_WORDS:
        raise Refused("Please write why: the other side reads it.")
    if _open_change(session, line_id):
        raise Refused("Another price for this line waits for an answer.")
    made = PriceChange(
        line_id=line_id,
        by=by,
        user_id=user_id,
        price=price,
        from_day=from_day,
        reason=reason,
        proposed_at=now,
    )
    session.add(made)
    session.flush()
    _note(contract, "contract.price_proposed", made, line, reason=reason)
    return made


def answer_price(
    session: Session, contract: Contract, change_id: int, by: Side, agreed: bool, day: date, now: datetime
) -> None:
    """The other side agrees or does not. It holds from today at the soonest: nothing becomes dearer backwards."""
    change, line = _change(session, contract, change_id)
    if change.by == by:
        raise Refused("The other side answers this.")
    if agreed:
        check_may_deal(session, contract)
        if contract.state != ContractState.SIGNED or day > contract.ends_on:
            raise Refused("Prices change while a contract is signed and not over.")
        change.from_day = max(change.from_day, day)
    change.move(S.AGREED if agreed else S.DECLINED)
    change.decided_at = now
    _note(contract, "contract.price_agreed" if agreed else "contract.price_declined", change, line, by=by)


def withdraw_price(session: Session, contract: Contract, change_id: int, by: Side, now: datetime) -> None:
    """Who proposed it wants it no more."""
    change, line = _change(session, contract, change_id)
    if change.by != by:
        raise Refused("Only who proposed this price can withdraw it.")
    change.move(S.WITHDRAWN)
    change.decided_at = now
    _note(contract, "contract.price_withdrawn", change, line)


def _open_change(session: Session, line_id: int) -> int | None:
    return session.scalar(
        select(PriceChange.id).where(PriceChange.line_id == line_id, PriceChange.state == S.PROPOSED)
    )


def _change(session: Session, contract: Contract, id: int) -> tuple[PriceChange, ContractLine]:
    change = session.get(PriceChange, id, populate_existing=True, with_for_update=True)
    line = next((one for one in contract.lines if change is not None and one.id == change.line_id), None)
    if change is None or line is None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    return change, line


def _note(contract: Contract, action: str, change: PriceChange, line: ContractLine, **facts: str) -> None:
    product = line.variant.product
    said = {"product": product.name, "pack": line.variant.pack, "price": change.price, "by": change.by}
    contract.note(action, **said | {"from_day": change.from_day.isoformat()} | facts)
