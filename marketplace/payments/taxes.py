"""What the platform withholds from household sellers for the tax office, by a dated table of rates."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from importlib.resources import files

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.producers import ProducerKind
from catalog.records import Base, one_of
from catalog.versions import WORDS

from .fees import basis_points_of

# Services are sold in one set of the classification; all other sets are goods.
_SERVICE_SETS = frozenset({"26"})
WITHHELD_FROM = frozenset({ProducerKind.HOUSEHOLD})


class Tax(StrEnum):
    VALUE_ADDED = "value_added"
    PERSONAL_INCOME = "personal_income"


class Activity(StrEnum):
    GOODS = "goods"
    SERVICES = "services"


class TaxRate(Base):
    """Basis points of what was sold, from `valid_from` on; `basis` is the source of the rule in words."""

    __tablename__ = "tax_rates"
    __table_args__ = (
        CheckConstraint(one_of("tax", Tax), name="tax"),
        CheckConstraint(one_of("activity", Activity), name="activity"),
        CheckConstraint("basis_points BETWEEN 0 AND 5000", name="basis_points"),
    )
    public = True

    tax: Mapped[str] = mapped_column(primary_key=True)
    activity: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    basis_points: Mapped[int]
    basis: Mapped[str]

    def products_seen_through(self) -> tuple[int, ...]:
        # The page of fees shows it, no product does.
        return (WORDS,)


# Made once: building a statement costs more than running it.
_TAXES = select(TaxRate).order_by(TaxRate.valid_from)


def load_taxes(session: Session) -> int:
    """Insert the rates of tax_rates.toml that are not there yet. Returns rows added."""
    rows = tomllib.loads((files(__package__) / "tax_rates.toml").read_text("utf-8"))["rate"]
    new = [
        row for row in rows if session.get(TaxRate, (row["tax"], row["activity"], row["valid_from"])) is None
    ]
    session.add_all(TaxRate(**row) for row in new)
    return len(new)


def all_taxes(session: Session) -> Sequence[TaxRate]:
    """Every rate that was, is or will be, oldest first."""
    return session.scalars(_TAXES).all()


def taxes_on(rates: Sequence[TaxRate], day: date) -> list[TaxRate]:
    """The rate in force on `day` for each tax and activity."""
    latest = {(rate.tax, rate.activity): rate for rate in rates if rate.valid_from <= day}
    return [latest[key] for key in sorted(latest)]


def activity_of(set_code: str) -> Activity:
    return Activity.SERVICES if set_code in _SERVICE_SETS else Activity.GOODS


def tax_lines(rates: Sequence[TaxRate], kind: str, sold: Mapping[Activity, int]) -> list[dict]:
    """What is withheld from a producer of this kind who sold dong by activity: tax, activity, base (dong),
    basis points and amount (dong, rounded half up) of each; nothing from those who pay their taxes themselves."""
    if kind not in WITHHELD_FROM:
        return []
    return [
        {
            "tax": rate.tax,
            "activity": rate.activity,
            "base": sold[rate.activity],
            "basis_points": rate.basis_points,
            "amount": basis_points_of(sold[rate.activity], rate.basis_points),
        }
        for rate in rates
        if sold.get(rate.activity)
    ]
