"""Which producers a request fits: the register, the vault and the places as they stand on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.badges import Badge
from catalog.document_rules import read_rules
from catalog.marks import MarkKind
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import SOLD, Product
from catalog.register import proofs_of
from catalog.resting import Proof, papers_of
from catalog.rows import Row

from .request_writing import Conditions, conditions_of
from .requests import RequestLine, SourcingRequest

# So many products are looked at together: a database takes no endless list of ids.
_AT_ONCE = 5_000
_MARKS = frozenset(MarkKind)


@dataclass(frozen=True)
class Standing:
    """What the register and the vault say of a product on a day: its stars (0: none), marks, and papers that lack."""

    stars: int = 0
    marks: tuple[tuple[str, str], ...] = ()
    lacking: frozenset[str] = field(default_factory=frozenset)

    def meets(self, request: SourcingRequest, said: Conditions) -> bool:
        marked = not said.marks or any(kind in said.marks for kind, _name in self.marks)
        return self.stars >= request.min_stars and marked and not self.lacking


def standings(
    session: Session,
    products: dict[int, int],
    papers: frozenset[str],
    day: date,
    listed: Mapping[int, Row] = MappingProxyType({}),
) -> dict[int, Standing]:
    """By product id; `products` maps to producer ids. Five statements for up to 5,000 of them; two less where all are
    `listed`, as rows of the public listing."""
    found = {}
    ids, rules = sorted(products), read_rules(session) if papers else None
    for at in range(0, len(ids), _AT_ONCE):
        some = {id: products[id] for id in ids[at : at + _AT_ONCE]}
        proofs = proofs_of(session, {id: maker for id, maker in some.items() if id not in listed})
        held = papers_of(session, rules, some, papers) if rules else {}
        for id in some:
            badges = (listed[id] if id in listed else proofs[id]).badges(day)
            found[id] = _standing(badges, held.get(id, []), papers, day)
    return found


def _standing(badges: Sequence[Badge], held: Sequence[Proof], papers: frozenset[str], day: date) -> Standing:
    stars = next((badge.stars or 0 for badge in badges if badge.kind == "stars"), 0)
    marks = tuple((badge.kind, badge.name or "") for badge in badges if badge.kind in _MARKS)
    good = {paper.kind for paper in held if paper.is_good(day)}
    return Standing(stars, marks, papers - good)


def matching_producers(session: Session, request: SourcingRequest, day: date) -> list[int]:
    """Ids of producers with something on sale that fits one of the lines and all conditions on `day`."""
    said = conditions_of(session, request.id)
    found = _candidates(session, request, said)
    held = standings(session, found, said.papers, day)
    return sorted({found[id] for id, standing in held.items() if standing.meets(request, said)})


def _candidates(session: Session, request: SourcingRequest, said: Conditions) -> dict[int, int]:
    """Products on sale in the lines' groups, or the very products, with their producers."""
    mine = RequestLine.request_id == request.id
    lines = session.scalars(
        select(RequestLine)
        .where(mine)
        .options(joinedload(RequestLine.product), joinedload(RequestLine.category))
    ).all()
    query = select(Product.id, Product.producer_id).join(Product.producer).where(SOLD)
    if request.province_only and said.provinces:
        communes = select(Place.code).where(Place.province_code.in_(said.provinces))
        query = query.where(Producer.commune_code.in_(communes))
    exact = {line.product_id for line in lines if line.product_id and not line.substitutes}
    groups = {code for line in lines if (code := _group_of(line))}
    rows = session.execute(query.where(Product.set_code.in_(groups) | Product.id.in_(exact)))
    return dict(rows.all())


def _group_of(line: RequestLine) -> str | None:
    """The product set in which the line's goods are, unless it must be the very product."""
    if line.product is None:
        return line.category_code
    return line.product.set_code if line.substitutes else None
