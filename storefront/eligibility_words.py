"""Sentences for what stands in the way of an applicant, and for the stars of products on a fair's days."""

from flask_babel import gettext as _

from catalog.document_kinds import DocumentKind
from marketplace.fairs.eligibility import Eligibility, Finding, Obstacle, Stars
from marketplace.fairs.fairs import Fair

from .filters import day, label
from .locales import localized


def finding_words(fair: Fair, finding: Finding) -> str:
    """One sentence, in the reader's language."""
    name = localized(finding.product, "name") if finding.product else ""
    until = day(finding.until) if finding.until else ""
    match finding.obstacle:
        case Obstacle.PRODUCER:
            return _("The producer is suspended, or not approved.")
        case Obstacle.WRONG_GROUP:
            return _("“%(name)s” is of no product group that the fair admits.", name=name)
        case Obstacle.NO_STARS:
            return _(
                "“%(name)s” has not the %(stars)s stars that the fair asks for.",
                name=name,
                stars=fair.min_stars,
            )
        case Obstacle.STARS_LAPSE:
            return _stars_lapse(name, until)
        case Obstacle.PAPER_LAPSES:
            return _(
                "“%(paper)s” of “%(name)s” lapses on %(day)s, before the fair ends.",
                paper=label(DocumentKind(finding.paper)),
                name=name,
                day=until,
            )
    return _("“%(paper)s” of “%(name)s” is missing.", paper=label(DocumentKind(finding.paper)), name=name)


def _stars_lapse(name: str, until: str) -> str:
    if not until:
        return _("The stars of “%(name)s” do not hold on every day of the fair.", name=name)
    return _("The stars of “%(name)s” lapse on %(day)s, before the fair ends.", name=name, day=until)


def all_findings(fair: Fair, of: Eligibility) -> list[str]:
    """Every sentence, each once."""
    return list(dict.fromkeys(finding_words(fair, finding) for finding in of.findings))


def stars_words(stars: Stars) -> str:
    """What a product bears through the fair."""
    if stars.stars and stars.until:
        return _("%(stars)s stars, through %(day)s", stars=stars.stars, day=day(stars.until))
    if stars.stars:
        return _("%(stars)s stars", stars=stars.stars)
    return _("no stars on the days of the fair")
