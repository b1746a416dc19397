"""How the papers stand that contracts ask for: derived from accepted papers and a day, stored nowhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.document_rules import read_rules
from catalog.products import Product, Variant
from catalog.resting import Proof, papers_of

from .contract_lists import papers_needed
from .contracts import ContractLine


class PaperStanding(NamedTuple):
    """A kind of paper for one product of a contract. `until` is the last day of its unbroken force, None where it has no
    end; `in_force` False: there is none on the day, and `until` is when the last one ended (None: there never was one).
    """

    kind: str
    product: Product
    in_force: bool
    until: date | None

    def lapses_by(self, day: date) -> bool:
        """Whether it is not in force, or not through `day`."""
        return not self.in_force or (self.until is not None and self.until < day)


def standings_of(
    session: Session, contract_ids: Collection[int], day: date, product_ids: Collection[int] | None = None
) -> dict[int, list[PaperStanding]]:
    """By contract, each kind for each of its products, or for `product_ids` alone; a constant number of statements."""
    needed = papers_needed(session, contract_ids)
    products = _products(session, contract_ids, product_ids)
    owners = {one.id: one.producer_id for of in products.values() for one in of}
    papers = papers_of(session, read_rules(session), owners) if any(needed.values()) else {}
    return {
        id: [
            _standing(kind, product, papers[product.id], day)
            for kind in sorted(needed[id])
            for product in products[id]
        ]
        for id in contract_ids
    }


def weakest_by_kind(standings: Iterable[PaperStanding]) -> dict[str, list[PaperStanding]]:
    """By kind, those products that are without it first or soonest; all stand alike."""
    by_kind: dict[str, list[PaperStanding]] = defaultdict(list)
    for one in standings:
        by_kind[one.kind].append(one)
    return {kind: _weakest(of) for kind, of in by_kind.items()}


def _weakest(standings: Sequence[PaperStanding]) -> list[PaperStanding]:
    first = min(_strength(one) for one in standings)
    return [one for one in standings if _strength(one) == first]


def _strength(one: PaperStanding) -> tuple[bool, date]:
    return one.in_force, one.until or (date.max if one.in_force else date.min)


def _standing(kind: str, product: Product, papers: Iterable[Proof], day: date) -> PaperStanding:
    of_kind = [paper for paper in papers if paper.kind == kind]
    if not any(paper.is_good(day) for paper in of_kind):
        over = [paper.last_day for paper in of_kind if paper.last_day and paper.last_day < day]
        return PaperStanding(kind, product, False, max(over, default=None))
    return PaperStanding(kind, product, True, _until(of_kind, day))


def _until(papers: Iterable[Proof], day: date) -> date | None:
    """The last day of the run of days from `day` on in which one or another of the papers is good."""
    last = day
    while True:
        good = [paper.last_day for paper in papers if paper.is_good(day)]
        if None in good:
            return None
        if not good:
            return last
        last = max(filter(None, good))
        day = last + timedelta(days=1)


def _products(
    session: Session, contract_ids: Collection[int], only: Collection[int] | None
) -> Mapping[int, list[Product]]:
    query = (
        select(ContractLine.contract_id, Product)
        .join(ContractLine.variant)
        .join(Variant.product)
        .where(ContractLine.contract_id.in_(list(contract_ids)))
        .order_by(ContractLine.id)
    )
    found: dict[int, dict[int, Product]] = defaultdict(dict)
    for contract_id, product in session.execute(query):
        if only is None or product.id in only:
            found[contract_id][product.id] = product
    return defaultdict(list, {id: list(of.values()) for id, of in found.items()})
