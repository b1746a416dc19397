"""The words of listings: steps, states, what is missing, and what a claim lacks."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.claims import Claim, Rule
from catalog.completeness import Missing
from catalog.marks import Mark
from catalog.products import ProductState
from catalog.revisions import RevisionState

from ..locales import localized

STEPS = {
    "basics": _("Name and origin"),
    "text": _("Description"),
    "label": _("On the label"),
    "story": _("Story"),
    "pictures": _("Pictures"),
    "packs": _("Packs and prices"),
    "season": _("Season and delivery"),
}

# In the order of the tabs of the list.
TABS = {
    ProductState.PUBLISHED: _("On sale"),
    ProductState.DRAFT: _("Drafts"),
    ProductState.SUBMITTED: _("With an officer"),
    ProductState.RETURNED: _("Sent back"),
    ProductState.HIDDEN: _("Hidden"),
    ProductState.SUSPENDED: _("Taken off by the office"),
    ProductState.RETIRED: _("Closed"),
}

REVISIONS = {
    RevisionState.DRAFT: _("Draft"),
    RevisionState.SUBMITTED: _("With an officer"),
    RevisionState.APPROVED: _("Approved"),
    RevisionState.RETURNED: _("Sent back"),
    RevisionState.REJECTED: _("Rejected"),
    RevisionState.DROPPED: _("Dropped"),
}

# What is missing, and the step where it is given.
MISSING = {
    Missing.SUMMARY: (_("A description in two or three sentences"), "text"),
    Missing.ORIGIN: (_("Where it comes from"), "basics"),
    Missing.INGREDIENTS: (_("The ingredients"), "label"),
    Missing.STORAGE: (_("How to store it"), "label"),
    Missing.SHELF_LIFE: (_("How long it keeps"), "label"),
    Missing.ALCOHOL: (_("Its strength in per cent by volume"), "label"),
    Missing.PICTURE: (_("A picture"), "pictures"),
    Missing.PICTURE_WAITS: (_("A picture is still being prepared; that takes a few seconds"), "pictures"),
    Missing.PICTURE_FAILED: (_("A picture could not be prepared: please take it anew"), "pictures"),
    Missing.HELP_TEXT: (_("A description of each picture, for those who can't see it"), "pictures"),
    Missing.PACK: (_("A pack with its price"), "packs"),
}

FIELDS = {
    "name": _("Name of the product"),
    "name_en": _("Name in English"),
    "set_code": _("Product set"),
    "origin": _("Where it comes from"),
    "summary": _("Description"),
    "summary_en": _("Description in English"),
    "quantity": _("Quantity on the label"),
    "ingredients": _("Ingredients"),
    "allergens": _("Allergens"),
    "storage": _("Storage"),
    "shelf_life": _("Shelf life"),
    "usage": _("How to use"),
    "declaration_no": _("Declaration number"),
    "abv_tenths": _("Alcohol by volume"),
    "story_title": _("Title of the story"),
    "story_body": _("The story"),
    "story_author": _("Who tells it"),
    "story_sources": _("Sources"),
    "pictures": _("Pictures"),
}


def claim_sentence(claim: Claim, mark_names: dict[str, str]) -> str:
    """Why a claim is flagged."""
    match claim.rule:
        case Rule.STARS:
            return gettext(
                "This says %(stars)s stars, but the register has no recognition of %(stars)s stars in force.",
                stars=claim.subject,
            )
        case Rule.OCOP:
            return gettext("This says OCOP, but the register has no recognition in force.")
        case Rule.NAME:
            return gettext(
                "“%(name)s” is a protected name, and the register has no right to use it in force.",
                name=mark_names.get(claim.subject, claim.subject),
            )
        case Rule.ORGANIC:
            return gettext("This says organic, but no certificate of organic growing in force is known.")
    return gettext("This says geographical indication, but the register has no permit to use one in force.")


def mark_names(session: Session, claims: list[Claim]) -> dict[str, str]:
    """Names of the marks that these claims are about, by slug; no query where there are none."""
    slugs = {claim.subject for claim in claims if claim.rule == Rule.NAME}
    if not slugs:
        return {}
    marks = session.scalars(select(Mark).where(Mark.slug.in_(slugs)))
    return {mark.slug: localized(mark, "name") for mark in marks}
