"""Putting papers into the vault and deciding about them; reading them back for their owners and the office."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from .codes import new_code
from .document_files import StoredFile
from .document_kinds import NEEDS, DocumentKind
from .documents import Audience, Document, DocumentState
from .producers import Producer
from .products import Product
from .records import Refused
from .text import clean
from .versions import touch

_FAR = 100 * 366
MOST_PAPERS = 2000


@dataclass(frozen=True)
class Paper:
    """What is printed on a paper, before it is in the vault; `valid_until` None says that it has no end."""

    kind: DocumentKind
    valid_from: date
    valid_until: date | None = None
    number: str = ""
    issuer: str = ""
    title: str = ""
    product_id: int | None = None

    def complaints(self, day: date) -> list[tuple[str, Refused]]:
        """What is missing or can't be, each with the name of its field."""
        needs, found = NEEDS[self.kind], []
        if needs.number and not self.number:
            found.append(("number", Refused("Please write the number that is printed on the paper.")))
        if needs.issuer and not self.issuer:
            found.append(("issuer", Refused("Please write who issued the paper.")))
        if needs.end and self.valid_until is None:
            found.append(("valid_until", Refused("A paper of this kind has a last day: please write it.")))
        if needs.product and self.product_id is None:
            found.append(("product", Refused("A paper of this kind is about one product: please choose it.")))
        if self.kind is DocumentKind.OTHER and not self.title:
            found.append(("title", Refused("Please write what kind of paper it is.")))
        if not -_FAR < (self.valid_from - day).days <= 366:
            found.append(("valid_from", Refused("This day can't be right: too long ago, or too far ahead.")))
        if self.valid_until and self.valid_until < self.valid_from:
            found.append(("valid_until", Refused("The last day lies before the first one.")))
        elif self.valid_until and (self.valid_until - day).days > _FAR:
            found.append(("valid_until", Refused("This day can't be right: too long ago, or too far ahead.")))
        return found


def file_document(
    session: Session,
    producer: Producer,
    paper: Paper,
    stored: StoredFile,
    audience: Audience,
    now: datetime,
    day: date,
    replaces: Document | None = None,
) -> Document:
    """Put a paper into the vault of `producer`; unless it is the producer's alone, it goes to the office.

    Raises Refused when something is missing on it, or when `replaces` has a newer one already.
    """
    for _, refusal in paper.complaints(day):
        raise refusal
    if paper.product_id is not None and _owner(session, paper.product_id) != producer.id:
        raise Refused("This is no product of yours.")
    if replaces is not None and _successor(session, replaces) is not None:
        raise Refused("This paper has been replaced by a newer one already.")
    mine = select(func.count()).where(Document.producer_id == producer.id)
    if session.scalar(mine) >= MOST_PAPERS:
        raise Refused("There are %(limit)s papers in your vault, as many as it holds.", limit=MOST_PAPERS)
    document = Document(
        code="D" + new_code(11),
        producer_id=producer.id,
        product_id=paper.product_id,
        kind=paper.kind,
        title=clean(paper.title),
        number=clean(paper.number),
        issuer=clean(paper.issuer),
        valid_from=paper.valid_from,
        valid_until=paper.valid_until,
        file=stored.path,
        pages=stored.pages,
        size=stored.size,
        audience=audience,
        state=DocumentState.KEPT,
        replaces_id=replaces.id if replaces else None,
        created_at=now,
    )
    session.add(document)
    session.flush()
    document.note("document.filed", kind=paper.kind)
    if audience is not Audience.PRODUCER:
        document.submit(now)
    return document


def decide_document(
    session: Session, document: Document, accepted: bool, reason: str, seen: int, now: datetime
) -> None:
    """Accept or return what an officer has read at revision `seen`. Raises Refused, also for a stale page."""
    if seen != document.revision:
        raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")
    if accepted:
        document.accept(now)
    else:
        document.give_back(reason, now)
    _touch(session, document)


def show_document(
    session: Session, document: Document, audience: Audience, shows_file: bool, now: datetime
) -> None:
    document.show_to(audience, shows_file, now)
    _touch(session, document)


def _touch(session: Session, document: Document) -> None:
    """The pages of what may rest on it are made anew."""
    if document.product_id is not None:
        touch(session, [document.product_id])
    else:
        touch(session, session.scalars(select(Product.id).where(Product.producer_id == document.producer_id)))


def _owner(session: Session, product_id: int) -> int | None:
    return session.scalar(select(Product.producer_id).where(Product.id == product_id))


def _successor(session: Session, document: Document) -> int | None:
    # Held, so that of two newer ones the second is refused here and not by the database.
    session.refresh(document, ["state"], with_for_update=True)
    return session.scalar(select(Document.id).where(Document.replaces_id == document.id))


def with_owners() -> Select[tuple[Document]]:
    return select(Document).options(joinedload(Document.producer), joinedload(Document.product))


def documents_of(session: Session, producer_ids: Collection[int]) -> Sequence[Document]:
    """All papers of these producers, the newest first."""
    query = with_owners().where(Document.producer_id.in_(producer_ids))
    return session.scalars(query.order_by(Document.id.desc())).all()


def find_document(
    session: Session, code: str, producer_ids: Collection[int], *, to_change: bool = False
) -> Document | None:
    """The paper of these producers; held until the transaction ends where it is to be changed."""
    query = with_owners().where(Document.code == code, Document.producer_id.in_(producer_ids))
    return session.scalar(query.with_for_update(of=Document) if to_change else query)


@dataclass
class Chain:
    """A paper through time: each one replaces the next in the list, the newest first."""

    papers: list[Document]

    @property
    def newest(self) -> Document:
        return self.papers[0]

    @property
    def in_use(self) -> Document | None:
        """The newest one that an officer has accepted."""
        return next((one for one in self.papers if one.state == DocumentState.ACCEPTED), None)


def chains_of(documents: Iterable[Document]) -> list[Chain]:
    """Papers with those they replace, in the order of `documents`."""
    by_id = {document.id: document for document in documents}
    replaced = {document.replaces_id for document in by_id.values()}
    chains = []
    for document in by_id.values():
        if document.id not in replaced:
            papers: list[Document] = []
            step: Document | None = document
            while step is not None:
                papers.append(step)
                step = by_id.get(step.replaces_id or 0)
            chains.append(Chain(papers))
    return chains


def history_of(session: Session, document: Document) -> list[Document]:
    """The papers before this one, the newest first."""
    chain = select(Document.id, Document.replaces_id).where(Document.id == document.id).cte(recursive=True)
    older = aliased(Document)
    chain = chain.union_all(select(older.id, older.replaces_id).where(older.id == chain.c.replaces_id))
    query = with_owners().where(Document.id.in_(select(chain.c.id)), Document.id != document.id)
    return list(session.scalars(query.order_by(Document.id.desc())))


def successor_of(session: Session, document: Document) -> Document | None:
    return session.scalar(select(Document).where(Document.replaces_id == document.id))


def count_returned(session: Session, producer_ids: Collection[int]) -> int:
    """Papers of these producers that an officer has returned and that no newer one replaces."""
    return session.scalar(_returned_count(), {"producers": list(producer_ids)})


# Made once: the desk asks a dozen such questions, and building one costs more than its answer.
@cache
def _returned_count() -> Select:
    newer = aliased(Document)
    replaced = select(newer.id).where(newer.replaces_id == Document.id)
    mine = Document.producer_id.in_(bindparam("producers", expanding=True))
    returned = mine, Document.state == DocumentState.RETURNED, ~replaced.exists()
    return select(func.count()).select_from(Document).where(*returned)
