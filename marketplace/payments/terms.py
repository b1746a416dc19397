"""How a producer takes money: beside the producer's record, because the catalogue knows no payments."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Dong


class PaymentTerms(Base):
    """`cod_ceiling` dong a parcel in cash (none: the shop's), `cod_call`: the buyer is called before sending,
    `connected_account`: where the card gateway passes the producer's share on to."""

    __tablename__ = "payment_terms"
    __table_args__ = (CheckConstraint("cod_ceiling >= 0", name="cod_ceiling"),)

    producer_id: Mapped[int] = mapped_column(
        ForeignKey("producers.id"), primary_key=True, autoincrement=False
    )
    cod_ceiling: Mapped[Dong | None]
    cod_call: Mapped[bool] = mapped_column(default=False)
    connected_account: Mapped[str | None]


# Made once: building a statement costs more than running it.
_TERMS = select(PaymentTerms).where(PaymentTerms.producer_id.in_(bindparam("producers", expanding=True)))


def terms_of(session: Session, producer_ids: Iterable[int]) -> dict[int, PaymentTerms]:
    """The terms by producer id; who never set any is not in it."""
    found = session.scalars(_TERMS, {"producers": list(producer_ids)})
    return {terms.producer_id: terms for terms in found}


def terms_to_change(session: Session, producer_id: int) -> PaymentTerms:
    terms = session.get(PaymentTerms, producer_id, with_for_update=True)
    if terms is None:
        terms = PaymentTerms(producer_id=producer_id)
        session.add(terms)
    return terms
