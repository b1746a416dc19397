"""What selling here costs: a dated schedule of fees that is announced 20 days ahead and never rewritten."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.producers import ProducerKind
from catalog.records import Base, Dong, Refused
from catalog.versions import WORDS

EVERYBODY = "all"
NOTICE = timedelta(days=20)
MOST_BASIS_POINTS = 5000
MOST_MINIMUM = 10_000_000
_APPLIES = ", ".join(repr(str(value)) for value in (EVERYBODY, *ProducerKind))


class FeeRate(Base):
    """From `valid_from` on: basis points of the goods (not of delivery), but `minimum` dong a parcel at least."""

    __tablename__ = "fee_rates"
    __table_args__ = (
        CheckConstraint(f"applies_to IN ({_APPLIES})", name="applies_to"),
        CheckConstraint(f"basis_points BETWEEN 0 AND {MOST_BASIS_POINTS}", name="basis_points"),
        CheckConstraint("minimum >= 0", name="minimum"),
        # The two databases count days in different words.
        CheckConstraint(
            f"julianday(valid_from) - julianday(announced_on) >= {NOTICE.days}", name="notice"
        ).ddl_if(dialect="sqlite"),
        CheckConstraint(f"valid_from - announced_on >= {NOTICE.days}", name="notice").ddl_if(
            dialect="postgresql"
        ),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    applies_to: Mapped[str]
    valid_from: Mapped[date]
    announced_on: Mapped[date]
    basis_points: Mapped[int]
    minimum: Mapped[Dong]

    def products_seen_through(self) -> tuple[int, ...]:
        # No product shows its fee, only the page of fees does.
        return (WORDS,)

    def commission(self, goods: int) -> int:
        """Dong for `goods` dong, rounded half up; never more than the goods."""
        return min(goods, max(self.minimum, basis_points_of(goods, self.basis_points)))


# Made once: building a statement costs more than running it.
_FEES = select(FeeRate).order_by(FeeRate.valid_from, FeeRate.id)


def basis_points_of(amount: int, basis_points: int) -> int:
    """So many hundredths of a percent of `amount` ≥ 0 dong, rounded half up to whole dong."""
    return (amount * basis_points + 5000) // 10_000


def load_fees(session: Session) -> int:
    """Insert the fees of fee_rates.toml where there are none yet. Returns rows added."""
    if session.scalar(select(FeeRate.id).limit(1)):
        return 0
    rows = tomllib.loads((files(__package__) / "fee_rates.toml").read_text("utf-8"))["rate"]
    session.add_all(FeeRate(**row) for row in rows)
    return len(rows)


def all_fees(session: Session) -> Sequence[FeeRate]:
    """Every fee that was, is or will be, oldest first; of two from the same day the one announced later is last."""
    return session.scalars(_FEES).all()


def fees_on(fees: Sequence[FeeRate], day: date) -> dict[str, FeeRate]:
    """The fee in force on `day`, by whom it applies to."""
    return {fee.applies_to: fee for fee in fees if fee.valid_from <= day}


def fees_after(fees: Sequence[FeeRate], day: date) -> list[FeeRate]:
    """What is announced and not yet in force on `day`, soonest first; what was announced anew stands once."""
    coming = {(fee.valid_from, fee.applies_to): fee for fee in fees if fee.valid_from > day}
    return list(coming.values())


def fee_for(in_force: dict[str, FeeRate], kind: str) -> FeeRate | None:
    """What a producer of this kind pays: the fee for its kind, or else the one for everybody."""
    return in_force.get(kind) or in_force.get(EVERYBODY)


def announce(
    session: Session, applies_to: str, basis_points: int, minimum: int, valid_from: date, day: date
) -> FeeRate:
    """Announce on `day` a fee (basis points, dong). Raises Refused when that is less than 20 days ahead,
    beyond the limits, or what is announced already."""
    if valid_from < day + NOTICE:
        raise Refused(
            "A fee must be announced 20 days ahead: it can begin on %(first)s at the earliest.",
            first=f"{day + NOTICE:%d/%m/%Y}",
        )
    if not 0 <= basis_points <= MOST_BASIS_POINTS or not 0 <= minimum <= MOST_MINIMUM:
        raise Refused("A fee is at most 50 percent, and its minimum at most 10 million dong.")
    known = fees_on([fee for fee in all_fees(session) if fee.valid_from == valid_from], valid_from)
    same = known.get(applies_to)
    if same and (same.basis_points, same.minimum) == (basis_points, minimum):
        raise Refused("This very fee is announced already.")
    fee = FeeRate(
        applies_to=applies_to,
        valid_from=valid_from,
        announced_on=day,
        basis_points=basis_points,
        minimum=minimum,
    )
    session.add(fee)
    fee.note("fee.announced", applies_to=applies_to, basis_points=basis_points, minimum=minimum)
    return fee
