"""Shares of card payments that have gone on to a producer's own account at the gateway, and what of them came back."""

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Dong


class PassedShare(Base):
    """`amount` dong for `reference` ("sub-order:12"), under the gateway's own name.

    `recalled` of it the gateway was asked to take back, `returned` it has taken back.
    """

    __tablename__ = "passed_shares"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("returned >= 0 AND returned <= recalled AND recalled <= amount", name="recalled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    provider_id: Mapped[str] = mapped_column(unique=True)
    amount: Mapped[Dong]
    recalled: Mapped[Dong] = mapped_column(default=0)
    returned: Mapped[Dong] = mapped_column(default=0)

    @property
    def on_its_way(self) -> int:
        """Dong that are asked for and have not come back."""
        return self.recalled - self.returned


def share_of(session: Session, reference: str) -> PassedShare | None:
    """What has been passed on for this, held until the transaction ends."""
    query = select(PassedShare).where(PassedShare.reference == reference)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))
