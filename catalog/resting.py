"""What rests on papers: goods that need a licence, and claims. Derived from accepted papers and a day, stored nowhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, bindparam, exists, literal, or_, select
from sqlalchemy.orm import Session

from .document_rules import DocumentRules, RestsOn, read_rules
from .documents import Audience, Document, DocumentState
from .products import Product, ProductState
from .standing import Spell

# What a page may claim of a product only while a paper says so.
CLAIMS = ("organic", "vietgap")
_SALE = "sale:"


class Proof(NamedTuple):
    """An accepted paper as bare facts; `last_day` by its date and its term, None for no end."""

    code: str
    producer_id: int
    product_id: int | None
    kind: str
    title: str
    number: str
    issuer: str
    valid_from: date
    last_day: date | None
    is_public: bool
    shows_file: bool

    def is_good(self, day: date) -> bool:
        return self.valid_from <= day and (self.last_day is None or day <= self.last_day)


_PAPERS = select(
    Document.code,
    Document.producer_id,
    Document.product_id,
    Document.kind,
    Document.title,
    Document.number,
    Document.issuer,
    Document.valid_from,
    Document.valid_until,
    Document.audience,
    Document.shows_file,
).order_by(Document.valid_from, Document.id)
# Made once: building a statement costs more than running it. Nearly all are accepted: so written, SQLite looks for the
# producers and not through all of that state.
_PAPERS_OF = _PAPERS.where(
    Document.state.concat("") == DocumentState.ACCEPTED,
    Document.producer_id.in_(bindparam("producers", expanding=True)),
    or_(Document.product_id.is_(None), Document.product_id.in_(bindparam("products", expanding=True))),
)
_PAPERS_OF_KINDS = _PAPERS_OF.where(Document.kind.in_(bindparam("kinds", expanding=True)))
_rest = RestsOn.__table__.c.what
_ANY_OF = select(_rest).where(_rest.in_(bindparam("whats", expanding=True))).limit(1)


def papers_of(
    session: Session, rules: DocumentRules, products: dict[int, int], kinds: Collection[str] | None = None
) -> dict[int, list[Proof]]:
    """Accepted papers by product id, those of the whole producer among them, of all kinds or of these; `products`
    maps to producer ids."""
    if not products:
        return defaultdict(list)
    wanted = {"products": list(products), "producers": list(set(products.values()))}
    if kinds is None:
        rows = session.execute(_PAPERS_OF, wanted)
    else:
        rows = session.execute(_PAPERS_OF_KINDS, wanted | {"kinds": list(kinds)})
    return _by_product(rows, rules, products)


def all_papers(
    session: Session, rules: DocumentRules, products: dict[int, int], kinds: Iterable[str]
) -> dict[int, list[Proof]]:
    """The same for many products at once, and for some kinds alone: for the listing index, not for a page."""
    accepted = Document.state == DocumentState.ACCEPTED, Document.kind.in_(list(kinds))
    return _by_product(session.execute(_PAPERS.where(*accepted)), rules, products)


def _by_product(
    rows: Iterable[Row], rules: DocumentRules, products: dict[int, int]
) -> dict[int, list[Proof]]:
    found: dict[int, list[Proof]] = defaultdict(list)
    for_all_of: dict[int, list[Proof]] = defaultdict(list)
    for row in rows:
        proof = _proof(rules, row)
        if proof.product_id is None:
            for_all_of[proof.producer_id].append(proof)
        else:
            found[proof.product_id].append(proof)
    for product_id, producer_id in products.items():
        if producer_id in for_all_of:
            found[product_id].extend(for_all_of[producer_id])
    return found


def _proof(rules: DocumentRules, row: Row) -> Proof:
    return Proof(
        row.code,
        row.producer_id,
        row.product_id,
        row.kind,
        row.title,
        row.number,
        row.issuer,
        row.valid_from,
        rules.last_day(row.kind, row.valid_from, row.valid_until),
        row.audience == Audience.PUBLIC,
        row.shows_file,
    )


def sale_of(set_code: str) -> str:
    """How the selling of this product set is called in the table of what rests on what."""
    return f"{_SALE}{set_code}"


def missing_kinds(what: str, papers: Iterable[Proof], rules: DocumentRules, day: date) -> set[str]:
    """The kinds of papers that `what` needs on `day` and that are not in force."""
    good = {paper.kind for paper in papers if paper.is_good(day)}
    return rules.kinds_for(what, day) - good


def holds(what: str, papers: Iterable[Proof], rules: DocumentRules, day: date) -> bool:
    return not missing_kinds(what, papers, rules, day)


def claims_on(papers: Sequence[Proof], rules: DocumentRules, day: date) -> list[tuple[str, Proof]]:
    """The claims that hold on `day`, each with the paper behind it that is good for longest."""
    found = []
    for claim in CLAIMS:
        what = f"claim:{claim}"
        kinds = rules.kinds_for(what, day)
        behind = [paper for paper in papers if paper.kind in kinds and paper.is_good(day)]
        if behind and holds(what, papers, rules, day):
            found.append((claim, max(behind, key=lambda paper: paper.last_day or date.max)))
    return found


def rests_on_papers(set_code: ColumnElement[str]) -> ColumnElement[bool]:
    """The SQL of whether the selling of a product set has ever needed a paper: a column for who reads products anyway."""
    return exists().where(RestsOn.what == literal(_SALE).concat(set_code))


def missing_papers(session: Session, products: Iterable[Product], day: date) -> dict[int, set[str]]:
    """The kinds of papers that these products can't be sold without and that are not in force, by product id."""
    whats = {sale_of(product.set_code) for product in products}
    session.flush()
    if session.connection().scalar(_ANY_OF, {"whats": list(whats)}) is None:
        return {}
    return missing_of(session, products, day)


def missing_of(session: Session, products: Iterable[Product], day: date) -> dict[int, set[str]]:
    """The same for products of which `rests_on_papers` says that they need some; asks nothing where there are none."""
    by_what = {product.id: (product, sale_of(product.set_code)) for product in products}
    if not by_what:
        return {}
    rules = read_rules(session)
    bound = {id: one for id, (one, what) in by_what.items() if rules.concerns(what)}
    papers = papers_of(session, rules, {id: one.producer_id for id, one in bound.items()})
    return {id: missing_kinds(by_what[id][1], papers[id], rules, day) for id in bound}


def kept_from_sale(
    session: Session, rules: DocumentRules, producer_ids: Iterable[int], day: date
) -> list[tuple[Product, set[str]]]:
    """The published products of these producers that can't be bought on `day`, each with the kinds of papers that
    are missing for it."""
    bound = {rest.what.removeprefix(_SALE) for rest in rules.rests if rest.what.startswith(_SALE)}
    of_them = Product.producer_id.in_(list(producer_ids)), Product.set_code.in_(bound)
    query = select(Product).where(*of_them, Product.state == ProductState.PUBLISHED)
    products = session.scalars(query.order_by(Product.name, Product.id)).all()
    papers = papers_of(session, rules, {one.id: one.producer_id for one in products})
    missing = [(one, missing_kinds(sale_of(one.set_code), papers[one.id], rules, day)) for one in products]
    return [(one, kinds) for one, kinds in missing if kinds]


def spells_of(what: str, papers: Sequence[Proof], rules: DocumentRules) -> list[Spell]:
    """The runs of days on which `what` holds: one without ends where it needs no paper."""
    rests = [rest for rest in rules.rests if rest.what == what]
    kinds = {rest.kind for rest in rests}
    behind = [paper for paper in papers if paper.kind in kinds]
    starts = {date.min}
    starts |= {rest.valid_from for rest in rests} | {
        _after(rest.valid_until) for rest in rests if rest.valid_until
    }
    starts |= {paper.valid_from for paper in behind} | {
        _after(paper.last_day) for paper in behind if paper.last_day
    }
    days, runs = sorted(starts), []
    for first, following in zip(days, [*days[1:], None], strict=True):
        if holds(what, behind, rules, first):
            last = following - timedelta(days=1) if following else None
            begun = None if first == date.min else first
            if runs and runs[-1].ends_on and begun and _after(runs[-1].ends_on) == begun:
                begun = runs.pop().starts_on
            runs.append(Spell(begun, last))
    return runs


def _after(day: date) -> date:
    return day + timedelta(days=1)
