"""What a product has and what it still lacks for its re-evaluation, each with a sentence."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace

from flask_babel import gettext as _
from sqlalchemy import func, select

from catalog.document_kinds import DocumentKind
from catalog.document_rules import DocumentRules
from catalog.pictures import Picture
from catalog.products import Product
from catalog.recognitions import recognition_in_force
from catalog.register import Proofs, proofs_of
from catalog.resting import Proof, papers_of, sale_of
from catalog.stories import Story, StoryState

from ..clock import today
from ..database import session
from ..filters import day as day_text
from ..filters import label
from ..locales import localized
from ..papers.dossier import Check

# What the programme asks of a picture set, a story and steady sales (practice of the field, not law).
_PICTURES, _LONG_STORY, _STEADY_MONTHS = 3, 600, 6
# Food and drink: sets 1 to 17.
_FOOD = {str(number) for number in range(1, 18)}


def checked(
    products: Sequence[Product], months: dict[int, int], rules: DocumentRules
) -> list[SimpleNamespace]:
    """Each product with its recognition and what it has and lacks; a constant number of statements.

    `months` says in how many months a product was sold, by its id.
    """
    owners, day = {one.id: one.producer_id for one in products}, today()
    proofs, papers = proofs_of(session(), owners), papers_of(session(), rules, owners)
    stories, pictures = _stories(owners), _pictures(owners)
    rows = []
    for one in products:
        recognition = recognition_in_force(proofs[one.id].recognitions, day)
        checks = [
            _recognised(proofs[one.id], day),
            *(_paper(kind, papers[one.id], day) for kind in _kinds_of(one, rules, day)),
            _story(stories.get(one.id)),
            Check(
                _("Pictures"),
                pictures.get(one.id, 0) >= _PICTURES,
                _("%(count)s of at least %(least)s", count=pictures.get(one.id, 0), least=_PICTURES),
            ),
            _steady(months.get(one.id, 0)),
            Check(_("Contract with a supermarket or buyer"), False, _("none on this market so far")),
        ]
        rows.append(
            SimpleNamespace(
                name=localized(one, "name"),
                slug=one.slug,
                recognition=recognition,
                until=recognition.standing(day).until if recognition else None,
                story=stories.get(one.id),
                checks=checks,
                missing=sum(not check.done for check in checks),
            )
        )
    return rows


def _kinds_of(product: Product, rules: DocumentRules, day: date) -> list[DocumentKind]:
    kinds = [DocumentKind.BUSINESS_REGISTRATION]
    if product.set_code in _FOOD:
        kinds += [DocumentKind.FOOD_SAFETY, DocumentKind.SELF_DECLARATION, DocumentKind.LAB_TEST]
    kinds += [DocumentKind(kind) for kind in sorted(rules.kinds_for(sale_of(product.set_code), day))]
    return [*kinds, DocumentKind.BARCODE]


def _paper(kind: DocumentKind, papers: list[Proof], day: date) -> Check:
    good = [one for one in papers if one.kind == kind and one.is_good(day)]
    if not good:
        lapsed = any(one.kind == kind for one in papers)
        said = _("lapsed") if lapsed else _("no accepted paper in the vault")
        return Check(label(kind), False, said, kind)
    best = max(good, key=lambda one: one.last_day.toordinal() if one.last_day else 10**7)
    until = _("until %(day)s", day=day_text(best.last_day)) if best.last_day else _("no end")
    return Check(label(kind), True, " · ".join(text for text in (best.number, until) if text), kind)


def _recognised(proofs: Proofs, day: date) -> Check:
    current = recognition_in_force(proofs.recognitions, day)
    if current is None:
        return Check(_("Recognition in force"), False, _("none"))
    facts = {"stars": current.stars, "number": current.decision_no}
    said = _(
        "%(stars)s stars, decision %(number)s, until %(day)s",
        day=day_text(current.standing(day).until),
        **facts,
    )
    return Check(_("Recognition in force"), True, said)


def _story(story: Story | None) -> Check:
    length = len(story.body) if story else 0
    said = _("%(count)s of at least %(least)s characters", count=length, least=_LONG_STORY)
    return Check(_("Story of the product"), length >= _LONG_STORY, said)


def _steady(months: int) -> Check:
    said = _("sales in %(count)s of at least %(least)s months", count=months, least=_STEADY_MONTHS)
    return Check(_("Steady sales"), months >= _STEADY_MONTHS, said)


def _stories(owners: dict[int, int]) -> dict[int, Story]:
    query = select(Story).where(Story.product_id.in_(owners), Story.state == StoryState.PUBLISHED)
    return {story.product_id: story for story in session().scalars(query.order_by(Story.version))}


def _pictures(owners: dict[int, int]) -> dict[int, int]:
    query = select(Picture.product_id, func.count()).where(Picture.product_id.in_(owners))
    return dict(session().execute(query.group_by(Picture.product_id)).all())
