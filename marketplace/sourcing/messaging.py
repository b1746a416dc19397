"""Writing messages between a retailer and a producer, with papers from the vault, and agreeing to exchange contacts."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.documents import Document, DocumentState
from catalog.producers import Producer, ProducerState
from catalog.records import Refused
from catalog.text import clean

from ..accounts.profiles import Profile
from ..accounts.retailers import Retailer
from ..accounts.users import User
from ..submissions import SubmissionState
from .contracts import Contract, ContractState
from .messages import ContactAgreement, Message, MessageFile
from .purchase_orders import PurchaseOrder
from .quotes import Quote, Side
from .requests import Recipient, SourcingRequest
from .samples import Sample

LONGEST_MESSAGE = 2000
MOST_FILES = 10
# Nine digits or more however they are grouped, and what stands before an @: a way around the market.
_PHONE = re.compile(r"(?:\d[\s.\-()]{0,3}){9,}")
_EMAIL = re.compile(r"\S@\S+\.\S")


class About(StrEnum):
    """What a thread of messages belongs to."""

    REQUEST = "request"
    QUOTE = "quote"
    SAMPLE = "sample"
    CONTRACT = "contract"
    ORDER = "order"


class Thread(NamedTuple):
    """The messages of one producer and one retailer about one thing; `code` is the end of its address."""

    kind: About
    id: int
    code: str
    retailer_id: int
    producer_id: int

    @property
    def about(self) -> str:
        return f"{self.kind}:{self.id}"


def find_thread(session: Session, kind: str, code: str, producer_id: int | None = None) -> Thread | None:
    """The thread about what has this code; a request has one with each producer who was asked, so name it there.

    None for what is not there, was never shown to a producer, or has nothing to do with this one.
    """
    if kind not in set(About):
        return None
    found = session.execute(_QUERIES[About(kind)](code, producer_id)).first()
    if found is None or (producer_id is not None and found.producer_id != producer_id):
        return None
    return Thread(About(kind), found.id, found.code, found.retailer_id, found.producer_id)


def _of_request(code: str, producer_id: int | None) -> Select:
    asked = select(
        SourcingRequest.id, SourcingRequest.code, SourcingRequest.retailer_id, Recipient.producer_id
    )
    return asked.join(Recipient, Recipient.request_id == SourcingRequest.id).where(
        SourcingRequest.code == code,
        Recipient.producer_id == producer_id,
        SourcingRequest.published_at.is_not(None),
    )


def _of_quote(code: str, _producer_id: int | None) -> Select:
    columns = Quote.id, Quote.code, SourcingRequest.retailer_id, Quote.producer_id
    return (
        select(*columns)
        .join(SourcingRequest, Quote.request_id == SourcingRequest.id)
        .where(Quote.code == code)
    )


def _of_sample(code: str, _producer_id: int | None) -> Select:
    columns = Sample.id, Sample.code, Sample.retailer_id, Sample.producer_id
    return select(*columns).where(Sample.code == code)


def _of_contract(code: str, _producer_id: int | None) -> Select:
    columns = Contract.id, Contract.code, Contract.retailer_id, Contract.producer_id
    return select(*columns).where(Contract.code == code, Contract.state != ContractState.DRAFT)


def _of_order(code: str, _producer_id: int | None) -> Select:
    columns = PurchaseOrder.id, PurchaseOrder.code, PurchaseOrder.retailer_id, PurchaseOrder.producer_id
    return select(*columns).where(PurchaseOrder.code == code, PurchaseOrder.issued_at.is_not(None))


_MODELS = {
    About.REQUEST: SourcingRequest,
    About.QUOTE: Quote,
    About.SAMPLE: Sample,
    About.CONTRACT: Contract,
    About.ORDER: PurchaseOrder,
}
_QUERIES = {
    About.REQUEST: _of_request,
    About.QUOTE: _of_quote,
    About.SAMPLE: _of_sample,
    About.CONTRACT: _of_contract,
    About.ORDER: _of_order,
}


def thread_at(session: Session, about: str, retailer_id: int, producer_id: int) -> Thread | None:
    """What messages with this `about` ("quote:12") belong to; None where that was deleted."""
    kind, _, id = about.partition(":")
    model = _MODELS[About(kind)]
    code = session.scalar(select(model.code).where(model.id == int(id)))
    return Thread(About(kind), int(id), code, retailer_id, producer_id) if code else None


def messages_of(
    session: Session, thread: Thread, *, before: int | None = None, limit: int = 20
) -> list[tuple[Message, str]]:
    """The newest `limit`, in the order they were written, each with its papers and its writer's name.

    `before`: those before the message with this id.
    """
    theirs = (
        Message.about == thread.about,
        Message.producer_id == thread.producer_id,
        Message.retailer_id == thread.retailer_id,
    )
    papers = selectinload(Message.files).joinedload(MessageFile.document)
    query = select(Message, User.name).join(User, Message.user_id == User.id).where(*theirs).options(papers)
    if before is not None:
        query = query.where(Message.id < before)
    rows = session.execute(query.order_by(Message.id.desc()).limit(limit)).all()
    return [(message, name) for message, name in reversed(rows)]


def write_message(
    session: Session,
    thread: Thread,
    side: Side,
    user: User,
    text: str,
    codes: Sequence[str],
    now: datetime,
) -> Message:
    """`codes` are those of papers in the producer's vault. Raises Refused; nothing is kept then."""
    _refuse_halted(session, thread)
    text = text.strip()
    if not clean(text):
        raise Refused("Please write something.")
    if len(text) > LONGEST_MESSAGE:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_MESSAGE)
    if (_PHONE.search(text) or _EMAIL.search(text)) and not _may_name_contacts(session, thread):
        raise Refused(
            "Please leave out telephone numbers and e-mail addresses until both sides have agreed to exchange them."
        )
    made = Message(
        about=thread.about,
        retailer_id=thread.retailer_id,
        producer_id=thread.producer_id,
        side=side,
        user_id=user.id,
        text=text,
        sent_at=now,
    )
    made.files = [MessageFile(document_id=id) for id in _papers(session, thread, side, codes)]
    session.add(made)
    session.flush()
    made.note("sourcing_message.sent", about=thread.about, side=side)
    return made


def _refuse_halted(session: Session, thread: Thread) -> None:
    retailer = session.get_one(Retailer, thread.retailer_id, populate_existing=True)
    if not retailer.may_deal:
        raise Refused(
            "%(retailer)s is not verified, or is suspended: it can't deal now.", retailer=retailer.name
        )
    producer = session.get_one(Producer, thread.producer_id, populate_existing=True)
    if producer.state != ProducerState.APPROVED:
        raise Refused("%(producer)s is suspended or closed.", producer=producer.name)


def _may_name_contacts(session: Session, thread: Thread) -> bool:
    agreement = agreement_of(session, thread.retailer_id, thread.producer_id)
    return agreement is not None and agreement.holds


def vault_of(producer_id: int) -> Select[tuple[Document]]:
    """What a producer may send with a message: its papers that no officer has returned, the newest first."""
    replaced = select(Document.replaces_id).where(Document.replaces_id.is_not(None))
    own = Document.producer_id == producer_id, Document.state != DocumentState.RETURNED
    return select(Document).where(*own, Document.id.not_in(replaced)).order_by(Document.id.desc())


def _papers(session: Session, thread: Thread, side: Side, codes: Collection[str]) -> list[int]:
    wanted = set(codes)
    if not wanted:
        return []
    if len(wanted) > MOST_FILES:
        raise Refused("Please choose at most %(count)s papers.", count=MOST_FILES)
    found = {one.code: one.id for one in session.scalars(vault_of(thread.producer_id))}
    if side != Side.PRODUCER or not wanted <= found.keys():
        raise Refused("One of these papers is not in your vault any more. Please choose again.")
    return sorted(found[code] for code in wanted)


def sent_paper(
    session: Session, message_id: int, code: str, retailer_ids: Collection[int]
) -> Document | None:
    """A paper that one of these retailers may open because it was sent to it."""
    sent = select(Document).join(MessageFile).join(Message)
    theirs = Message.id == message_id, Message.retailer_id.in_(retailer_ids), Document.code == code
    return session.scalar(sent.where(*theirs))


def agreement_of(session: Session, retailer_id: int, producer_id: int) -> ContactAgreement | None:
    key = ContactAgreement.retailer_id == retailer_id, ContactAgreement.producer_id == producer_id
    return session.scalar(select(ContactAgreement).where(*key))


def agree_to_contacts(session: Session, thread: Thread, side: Side, now: datetime) -> None:
    """This side shows its telephone number and e-mail address once the other one does. Raises Refused."""
    _refuse_halted(session, thread)
    # Both who agree at once write one row: the second waits here. As call-offs do, the retailer is held before producers.
    retailer = session.get_one(Retailer, thread.retailer_id, with_for_update=True, populate_existing=True)
    found = agreement_of(session, thread.retailer_id, thread.producer_id)
    if found is None:
        found = ContactAgreement(retailer_id=thread.retailer_id, producer_id=thread.producer_id)
        session.add(found)
    field = f"{side}_agreed_at"
    if getattr(found, field) is not None:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    setattr(found, field, now)
    session.flush()
    retailer.note("contacts.agreed", about=thread.about, side=side, producer=thread.producer_id)


class Contact(NamedTuple):
    """Whom to call at one side; `phone` in international form."""

    company: str
    name: str
    phone: str
    email: str


def contacts_of(session: Session, retailer_id: int, producer_id: int) -> dict[Side, Contact]:
    """Of both sides where both have agreed; else empty."""
    agreement = session.scalar(
        select(ContactAgreement)
        .where(ContactAgreement.retailer_id == retailer_id, ContactAgreement.producer_id == producer_id)
        .options(joinedload(ContactAgreement.retailer), joinedload(ContactAgreement.producer))
    )
    if agreement is None or not agreement.holds:
        return {}
    approved = Profile.producer_id == producer_id, Profile.state == SubmissionState.APPROVED
    profile = session.scalar(select(Profile).where(*approved).order_by(Profile.id.desc()).limit(1))
    retailer, producer = agreement.retailer, agreement.producer
    of_producer = (profile.contact_name, profile.phone, profile.email) if profile else ("", "", "")
    return {
        Side.RETAILER: Contact(retailer.name, retailer.contact_name, retailer.phone, retailer.email),
        Side.PRODUCER: Contact(producer.name, *of_producer),
    }
