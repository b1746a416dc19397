"""Letters about papers: what an officer says of one."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.document_kinds import DocumentKind
from catalog.documents import Document, DocumentState
from catalog.filing import with_owners
from marketplace.accounts.memberships import producer_addresses
from marketplace.audit import Entry
from marketplace.letters import send

from ..filters import label
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .registry import announces, letter


@announces("document.accepted")
@announces("document.returned")
def tell_producer(session: Session, entry: Entry, now: datetime) -> None:
    producer_id = session.scalars(select(Document.producer_id).where(Document.id == entry.subject_id)).one()
    for address, language in producer_addresses(session, producer_id):
        send(
            session, "document_decided", address, language, now, document=entry.subject_id, said=entry.action
        )


@letter("document_decided")
def document_decided(session: Session, facts: dict) -> Note | None:
    paper = session.scalars(with_owners().where(Document.id == facts["document"])).one()
    if facts["said"] != f"document.{paper.state}":
        return None  # meanwhile it was decided otherwise, and that has its own letter
    name = name_of(paper)
    to_paper = (absolute_url(link(f"/producer/papers/{paper.code}")), _("To the paper"))
    if paper.state == DocumentState.ACCEPTED:
        return note(
            _("Accepted: %(paper)s", paper=name),
            _(
                "An officer has accepted the paper “%(paper)s” of %(producer)s.",
                paper=name,
                producer=paper.producer.name,
            ),
            link=to_paper,
        )
    return note(
        _("Returned: %(paper)s", paper=name),
        _(
            "An officer has returned the paper “%(paper)s” of %(producer)s:",
            paper=name,
            producer=paper.producer.name,
        ),
        paper.reason,
        _("Put a better one into the vault, and the office looks again."),
        link=to_paper,
    )


def name_of(paper: Document) -> str:
    kind = paper.title or label(DocumentKind(paper.kind))
    return " ".join(word for word in (kind, paper.number) if word)
