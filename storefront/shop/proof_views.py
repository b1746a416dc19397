"""What stands behind a product's badges: the recognition in force, its history, and the marks."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.codes import grouped
from catalog.marks import AuthorisationFacts, Basis, MarkFacts, MarkKind
from catalog.recognitions import Evidence, ExpirySource, RecognitionFacts, is_superseded
from catalog.register import Proofs
from catalog.standing import ActKind, Status

from ..filters import label
from .pages import link
from .views import BadgeView

MEANS = {
    MarkKind.GEOGRAPHICAL_INDICATION: lazy_gettext(
        "The State protects this name for goods that owe their character to this very place; the producer has a permit to use it."
    ),
    MarkKind.COLLECTIVE: lazy_gettext(
        "The name belongs to an association or co-operative; only its members may use it, under its rules."
    ),
    MarkKind.CERTIFICATION: lazy_gettext(
        "A body that does not trade itself owns this sign and licenses it to producers who keep to its standard."
    ),
    MarkKind.TRADEMARK: lazy_gettext("The maker's own registered name: it tells whose product this is."),
}
RIGHTS = {
    Basis.OWNER: lazy_gettext("owner of the mark"),
    Basis.MEMBER: lazy_gettext("member of the owner"),
    Basis.LICENSEE: lazy_gettext("licensed by the owner"),
    Basis.PERMIT: lazy_gettext("by permit"),
}


@dataclass(frozen=True)
class RecognitionView:
    """The recognition that the badge shows, with the last day it holds."""

    stars: int
    decision_no: str
    decided_on: date
    issuer: str
    legal_basis: str
    until: date | None
    until_source_text: str
    code: str
    url: str
    evidence: str
    expiring: bool


@dataclass(frozen=True)
class PastRecognition:
    stars: int
    decision_no: str
    decided_on: date
    until: date | None
    status: str
    url: str


@dataclass(frozen=True)
class MarkOnProduct:
    """A mark this product may bear today, what the kind means, and by what right."""

    badge: BadgeView
    mark: "MarkName"
    means: str
    authorised_by: str
    permit_no: str
    until: date | None


@dataclass(frozen=True)
class MarkName:
    name: str
    product: str
    product_en: str
    kind: MarkKind
    number: str
    number_checked: bool
    url: str


def recognition_view(current: RecognitionFacts, day: date, sample: bool) -> RecognitionView:
    """The recognition in force on `day`. A sample row never claims that somebody saw a decision."""
    now = current.standing(day)
    return RecognitionView(
        current.stars,
        current.decision_no,
        current.decided_on,
        current.issuer,
        current.legal_basis,
        now.until,
        expiry_text(current),
        grouped(current.code),
        link(f"/verify/{current.code}"),
        _("Sample data: not a real decision") if sample else label(Evidence(current.evidence)),
        now.status is Status.EXPIRING,
    )


def expiry_text(recognition: RecognitionFacts) -> str:
    """Where the last day comes from, in words."""
    extensions = [act for act in recognition.acts if act.kind == ActKind.EXTEND]
    if extensions:
        return _("Extended by decision %(number)s.", number=extensions[-1].decision_no)
    return _("Date of expiry: %(source)s.", source=label(ExpirySource(recognition.expiry_source)))


def history_of(proofs: Proofs, day: date) -> list[PastRecognition]:
    """All public recognitions, newest first, each with how it stands today."""
    return [
        PastRecognition(
            recognition.stars,
            recognition.decision_no,
            recognition.decided_on,
            recognition.standing(day).until,
            status_text(recognition, proofs.recognitions, day),
            link(f"/verify/{recognition.code}"),
        )
        for recognition in reversed(proofs.recognitions)
    ]


def status_text(recognition: RecognitionFacts, all_of_product: list[RecognitionFacts], day: date) -> str:
    if recognition.corrected:
        return _("Corrected by a later row")
    if is_superseded(recognition, all_of_product, day):
        return _("Superseded by a later recognition")
    return label(recognition.standing(day).status)


def marks_of(proofs: Proofs, day: date) -> list[MarkOnProduct]:
    """The marks in force, one row for each badge."""
    by_code = {authorisation.code: authorisation for authorisation in proofs.authorisations}
    badges = [badge for badge in proofs.badges(day) if badge.code in by_code]
    return [_mark_row(by_code[badge.code], BadgeView.of(badge)) for badge in badges]


def _mark_row(authorisation: AuthorisationFacts, badge: BadgeView) -> MarkOnProduct:
    mark = authorisation.mark
    right = str(RIGHTS[Basis(authorisation.basis)])
    granted = f"{authorisation.granted_by} ({right})" if authorisation.granted_by else right
    return MarkOnProduct(
        badge, mark_name(mark), str(MEANS[MarkKind(mark.kind)]), granted, authorisation.permit_no, badge.until
    )


def mark_name(mark: MarkFacts) -> MarkName:
    return MarkName(
        mark.name,
        mark.product,
        mark.product_en,
        MarkKind(mark.kind),
        mark.number,
        mark.number_checked,
        link(f"/marks/{mark.slug}"),
    )
