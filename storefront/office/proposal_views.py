"""What a proposal would do, in words: its facts, and the recognitions or the list it is about."""

from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.codes import grouped
from catalog.products import Product
from catalog.recognitions import Evidence, Recognition
from marketplace.register.lists.imports import find_import
from marketplace.register.proposals import Proposal, ProposalKind

from ..filters import day as day_text
from ..filters import label
from ..list_words import OUTCOMES
from ..shop.pages import link
from .differences import Difference, differences

KINDS = {
    ProposalKind.RECOGNISE: lazy_gettext("Enter a recognition"),
    ProposalKind.CORRECT: lazy_gettext("Correct a recognition"),
    ProposalKind.EXTEND: lazy_gettext("Extend recognitions"),
    ProposalKind.REVOKE: lazy_gettext("Revoke recognitions"),
    ProposalKind.RELEASE_LIST: lazy_gettext("Let a list count"),
    ProposalKind.UNDO_LIST: lazy_gettext("Undo a list"),
}


@dataclass
class Proposed:
    """`facts` are names and texts, `things` the recognitions or products it is about: name, address, detail."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    things: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)


def what_is_proposed(session: Session, proposal: Proposal) -> Proposed:
    facts = proposal.facts
    match ProposalKind(proposal.kind):
        case ProposalKind.RELEASE_LIST | ProposalKind.UNDO_LIST:
            return _list(session, facts)
        case ProposalKind.RECOGNISE:
            product = session.get_one(Product, facts["product"], options=[joinedload(Product.producer)])
            return Proposed(
                _written(facts), [(product.name, link(f"/products/{product.slug}"), product.producer.name)]
            )
        case ProposalKind.CORRECT:
            wrong = _recognitions(session, [facts["recognition"]])[0]
            return Proposed(
                [(_("Reason"), facts["ground"])] if facts["ground"] else [],
                [_thing(wrong)],
                differences(_compared(wrong, facts)),
            )
    return Proposed(_ruling(facts), [_thing(one) for one in _recognitions(session, facts["recognitions"])])


def _list(session: Session, facts: dict) -> Proposed:
    imported = find_import(session, facts["import"], None)
    if imported is None:
        return Proposed()
    counted = [(str(text), str(imported.counts.get(key, 0))) for key, text in OUTCOMES.items()]
    evidence = label(Evidence(imported.evidence))
    thing = imported.name, link(f"/office/register/imports/{imported.code}"), evidence
    return Proposed([(name, count) for name, count in counted if count != "0"], [thing])


def _recognitions(session: Session, ids: list[int]) -> list[Recognition]:
    query = (
        select(Recognition)
        .where(Recognition.id.in_(ids[:2000]))
        .options(joinedload(Recognition.product).joinedload(Product.producer))
    )
    return list(session.scalars(query.order_by(Recognition.id)))


def _thing(recognition: Recognition) -> tuple[str, str, str]:
    product = recognition.product
    detail = _(
        "%(producer)s, %(stars)s stars, %(decision)s, code %(code)s",
        producer=product.producer.name,
        stars=recognition.stars,
        decision=recognition.decision_no,
        code=grouped(recognition.code),
    )
    return product.name, link(f"/office/register/{recognition.code}"), detail


def _ruling(facts: dict) -> list[tuple[str, str]]:
    rows = [
        (_("Decision"), facts["decision_no"]),
        (_("Decided on"), _day(facts["decided_on"])),
        (_("In effect from"), _day(facts["effective_on"])),
        (_("Ground"), facts["ground"]),
        (_("Document"), facts["document"]),
    ]
    return [(name, text) for name, text in rows if text]


def _written(facts: dict) -> list[tuple[str, str]]:
    rows = [
        (_("Stars"), str(facts["stars"])),
        (_("Decision"), facts["decision_no"]),
        (_("Decided on"), _day(facts["decided_on"])),
        (_("Last day"), _day(facts["expires_on"])),
        (_("Issued by"), facts["issuer"]),
        (_("Evidence"), label(Evidence(facts["evidence"]))),
        (_("Document"), facts["document"]),
    ]
    return [(name, text) for name, text in rows if text]


def _compared(wrong: Recognition, facts: dict) -> list[tuple[str, str, str]]:
    return [
        (_("Stars"), str(wrong.stars), str(facts["stars"])),
        (_("Decision"), wrong.decision_no, facts["decision_no"]),
        (_("Decided on"), day_text(wrong.decided_on), _day(facts["decided_on"])),
        (_("Last day"), day_text(wrong.expires_on), _day(facts["expires_on"]) or _("computed")),
        (_("Issued by"), wrong.issuer, facts["issuer"]),
        (_("Evidence"), label(Evidence(wrong.evidence)), label(Evidence(facts["evidence"]))),
        (_("Document"), wrong.document, facts["document"]),
    ]


def _day(text: str | None) -> str:
    return day_text(date.fromisoformat(text)) if text else ""
