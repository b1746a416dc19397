"""What the register and the vault say of an applicant, for the days of a fair: computed when somebody looks, stored nowhere.

Findings inform; the organiser decides. Each is asked for many applications at once, in a constant number of statements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.categories import stands_below
from catalog.document_rules import read_rules
from catalog.producers import Producer, ProducerState
from catalog.products import Product
from catalog.register import Proofs, proofs_of
from catalog.resting import Proof, papers_of

from .fairs import Fair, FairGroup, FairPaper


class Obstacle(StrEnum):
    """`STARS_LAPSE`: enough today, not on every day of the fair."""

    NO_STARS = "no_stars"
    STARS_LAPSE = "stars_lapse"
    WRONG_GROUP = "wrong_group"
    NO_PAPER = "no_paper"
    PAPER_LAPSES = "paper_lapses"
    PRODUCER = "producer"


@dataclass(frozen=True)
class Finding:
    """Something that stands in the way. `until`: the last day on which it was, or is, all right."""

    obstacle: Obstacle
    product: Product | None = None
    paper: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Stars:
    """What a product bears on the days of a fair: the fewest stars of all days, and `until` when they are enough."""

    stars: int
    until: date | None


@dataclass(frozen=True)
class Eligibility:
    """For one applicant: what stands in the way, and the stars of each product by its id."""

    findings: list[Finding]
    stars: dict[int, Stars]

    @property
    def is_fine(self) -> bool:
        return not self.findings


@dataclass(frozen=True)
class Asked:
    """Whose eligibility is asked for: a producer with the products it wants to show (categories loaded)."""

    producer: Producer
    products: Sequence[Product]


def eligibility(session: Session, fair: Fair, asked: Sequence[Asked], day: date) -> list[Eligibility]:
    """For each, in this order, as things stand on `day`. Six statements, however many they are."""
    groups = session.scalars(select(FairGroup.category_code).where(FairGroup.fair_id == fair.id)).all()
    kinds = session.scalars(select(FairPaper.kind).where(FairPaper.fair_id == fair.id)).all()
    owners = {product.id: product.producer_id for one in asked for product in one.products}
    proofs = proofs_of(session, owners)
    papers = papers_of(session, read_rules(session), owners) if kinds else {}
    return [
        Eligibility(
            [
                *_of_producer(one.producer),
                *_of_products(fair, groups, one.products, proofs, day),
                *_of_papers(fair, kinds, one.products, papers, day),
            ],
            {product.id: stars_of(fair, proofs[product.id], day) for product in one.products},
        )
        for one in asked
    ]


def days_of(fair: Fair) -> list[date]:
    """Every day on which the fair is open; none while it has no dates."""
    if fair.starts_on is None or fair.ends_on is None:
        return []
    return [fair.starts_on + timedelta(days=i) for i in range((fair.ends_on - fair.starts_on).days + 1)]


def stars_of(fair: Fair, proofs: Proofs, day: date) -> Stars:
    """The fewest stars on the days of the fair that are still to come, or on `day` where it has none."""
    days = [one for one in days_of(fair) if one >= day] or [day]
    by_day = [stars_on(proofs, one) for one in days]
    return Stars(min(by_day), _last_good_day(fair, proofs, day))


def stars_on(proofs: Proofs, day: date) -> int:
    """The stars in force on this day, 0 for none."""
    return next((badge.stars or 0 for badge in proofs.badges(day) if badge.kind == "stars"), 0)


def _last_good_day(fair: Fair, proofs: Proofs, day: date) -> date | None:
    """The last day, counted from `day`, on which its stars are enough for this fair."""
    badges = [badge for badge in proofs.badges(day) if badge.kind == "stars"]
    return badges[0].until if badges and (badges[0].stars or 0) >= max(1, fair.min_stars) else None


def _of_producer(producer: Producer) -> Iterable[Finding]:
    if producer.state != ProducerState.APPROVED:
        yield Finding(Obstacle.PRODUCER)


def _of_products(
    fair: Fair, groups: Sequence[str], products: Sequence[Product], proofs: dict[int, Proofs], day: date
) -> Iterable[Finding]:
    for product in products:
        if groups and not any(stands_below(product.category, code) for code in groups):
            yield Finding(Obstacle.WRONG_GROUP, product)
        stars = stars_of(fair, proofs[product.id], day)
        if stars.stars < fair.min_stars:
            lapses = stars_on(proofs[product.id], day) >= fair.min_stars
            yield Finding(Obstacle.STARS_LAPSE if lapses else Obstacle.NO_STARS, product, until=stars.until)


def _of_papers(
    fair: Fair, kinds: Sequence[str], products: Sequence[Product], papers: dict[int, list[Proof]], day: date
) -> Iterable[Finding]:
    """A paper serves where one of the producer's, or of every product that it is about, holds through the last day."""
    last = fair.ends_on or day
    for kind in sorted(kinds):
        for product in products:
            mine = [paper for paper in papers[product.id] if paper.kind == kind]
            if any(paper.is_good(max(day, last)) and paper.is_good(day) for paper in mine):
                continue
            good = [paper.last_day for paper in mine if paper.is_good(day) and paper.last_day]
            yield Finding(
                Obstacle.PAPER_LAPSES if good else Obstacle.NO_PAPER, product, kind, max(good, default=None)
            )
