"""What the product's page says of papers: those on show, what they let it claim, and why it can't be bought without them."""

from collections.abc import Collection, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.document_kinds import DocumentKind
from catalog.resting import Proof, claims_on, missing_kinds, papers_of, sale_of

from ..database import session
from ..filters import day as day_text
from ..filters import label
from .pages import link
from .reference import reference

_CLAIMS = {"organic": lazy_gettext("Organic"), "vietgap": lazy_gettext("VietGAP")}
# Without the order of kinds, a page would be sorted by the day of issue.
_ORDER = list(DocumentKind)


def papers_on(product_id: int, producer_id: int, set_code: str, day: date) -> dict[str, Any]:
    """What the product's page shows of papers."""
    rules = reference().paper_rules
    papers = papers_of(session(), rules, {product_id: producer_id})[product_id]
    return {
        "without_papers": not_sold_sentence(missing_kinds(sale_of(set_code), papers, rules, day)),
        "papers": public_papers(papers, day),
        "claims": claims_of(papers, day),
    }


def public_papers(papers: Sequence[Proof], day: date) -> list[SimpleNamespace]:
    """What everybody may know, and is in force on `day`."""
    shown = [paper for paper in papers if paper.is_public and paper.is_good(day)]
    return [
        SimpleNamespace(
            kind=paper.kind,
            name=paper.title or label(DocumentKind(paper.kind)),
            number=paper.number,
            issuer=paper.issuer,
            last_day=paper.last_day,
            url=link(f"/papers/{paper.code}") if paper.shows_file else None,
        )
        for paper in sorted(shown, key=lambda paper: _ORDER.index(DocumentKind(paper.kind)))
    ]


def claims_of(papers: Sequence[Proof], day: date) -> list[SimpleNamespace]:
    """What the product may call itself on `day`, and the paper behind it."""
    return [
        SimpleNamespace(key=claim, text=_claim_text(claim, paper))
        for claim, paper in claims_on(papers, reference().paper_rules, day)
    ]


def _claim_text(claim: str, paper: Proof) -> str:
    facts = {"claim": _CLAIMS[claim], "number": paper.number}
    if paper.last_day is None:
        return _("%(claim)s: certificate %(number)s", **facts)
    return _("%(claim)s: certificate %(number)s, until %(day)s", day=day_text(paper.last_day), **facts)


def not_sold_sentence(missing: Collection[str]) -> str:
    """Why it can't be bought for want of papers; empty where none is missing."""
    if not missing:
        return ""
    names = ", ".join(label(DocumentKind(kind)) for kind in sorted(missing))
    return _("Not sold at the moment: the producer has no paper in force for it (%(papers)s).", papers=names)
