"""Messages between a retailer and a producer about a request, quote, sample, contract or purchase order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.documents import Document
from catalog.producers import Producer
from catalog.records import Base, LongText, one_of

from ..accounts.retailers import Retailer
from .quotes import Side


class Message(Base):
    """`about` is what it is written on ("quote:12"). The two sides alone read it; nothing of it is ever changed."""

    __tablename__ = "sourcing_messages"
    __table_args__ = (
        CheckConstraint(one_of("side", Side), name="side"),
        CheckConstraint("length(text) > 0", name="text"),
        Index("ix_sourcing_messages_about", "about", "producer_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str]
    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    side: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[LongText]
    sent_at: Mapped[datetime]

    files: Mapped[list["MessageFile"]] = relationship(lazy="raise", order_by="MessageFile.document_id")


class MessageFile(Base):
    """A paper from the producer's vault that the retailer may open because it was sent with a message."""

    __tablename__ = "sourcing_message_files"

    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(Document.id), primary_key=True, index=True)

    document: Mapped[Document] = relationship(lazy="raise")


class ContactAgreement(Base):
    """Each side's wish to exchange telephone numbers and addresses; they are shown once both have agreed."""

    __tablename__ = "contact_agreements"

    retailer_id: Mapped[int] = mapped_column(ForeignKey(Retailer.id), primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), primary_key=True, index=True)
    retailer_agreed_at: Mapped[datetime | None]
    producer_agreed_at: Mapped[datetime | None]

    retailer: Mapped[Retailer] = relationship(lazy="raise")
    producer: Mapped[Producer] = relationship(lazy="raise")

    @property
    def holds(self) -> bool:
        return self.retailer_agreed_at is not None and self.producer_agreed_at is not None
