"""The papers that a supermarket asks for before it lists a product, and on which days all of them are there for it.

Only what an officer has accepted and the producer shows to retailers counts. Derived from papers and a day, stored nowhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from .document_kinds import DocumentKind as K
from .document_rules import DocumentRules, read_rules
from .documents import Audience, Document, DocumentState
from .filing import chains_of, documents_of
from .products import Product
from .shelf_rules import Asked, Spell, read_shelf_rules

OPEN = (Audience.RETAILERS, Audience.PUBLIC)
# The first and the last day there is, as ordinals of dates.
_NEVER_ENDS = date.max.toordinal()


class ShelfPaper(NamedTuple):
    """What is asked for, and the kind and last day (None for no end) of the paper in force; `found` None where there is none."""

    asked: K
    found: K | None
    last_day: date | None


class _Run(NamedTuple):
    kind: str
    first: int
    last: int


def complete_runs(session: Session, only: Collection[int] | None = None) -> list[tuple[int, int, int]]:
    """Product id, first and last day (as ordinals) of the runs on which all papers are there that are asked for on
    these days: a few statements."""
    rules, asked = read_rules(session), read_shelf_rules(session)
    query = select(
        Document.producer_id, Document.product_id, Document.kind, Document.valid_from, Document.valid_until
    )
    query = query.where(Document.state == DocumentState.ACCEPTED, Document.audience.in_(OPEN))
    products = select(Product.id, Product.producer_id, Product.set_code)
    if only is not None:
        products = products.where(Product.id.in_(only))
        makers = select(Product.producer_id).where(Product.id.in_(only))
        query = query.where(Document.producer_id.in_(makers))
    of_product, of_producer = defaultdict(list), defaultdict(list)
    for producer_id, product_id, *facts in session.execute(query):
        into = of_producer[producer_id] if product_id is None else of_product[product_id]
        into.append(_run(rules, *facts))
    if not of_producer and not of_product:
        return []
    return [
        (id, first, last)
        for id, producer_id, set_code in session.execute(products)
        if producer_id in of_producer or id in of_product
        for spell in asked.spells(set_code)
        for first, last in _complete(spell, [*of_product[id], *of_producer[producer_id]])
    ]


def _run(rules: DocumentRules, kind: str, valid_from: date, valid_until: date | None) -> _Run:
    last = rules.last_day(kind, valid_from, valid_until)
    return _Run(kind, valid_from.toordinal(), last.toordinal() if last else _NEVER_ENDS)


def _complete(spell: Spell, papers: Sequence[_Run]) -> Iterable[tuple[int, int]]:
    """The runs of its days on which there is one paper of each group. Runs that touch are left as they are; where nothing
    is asked for nothing is complete."""
    behind = [_within(spell, papers, group) for group in spell.asked]
    if not behind or not all(behind):
        return
    days = {paper.first for group in behind for paper in group}
    days |= {paper.last + 1 for group in behind for paper in group if paper.last < spell.last}
    starts = sorted(days)
    for first, following in zip(starts, [*starts[1:], spell.last + 1], strict=True):
        if all(any(one.first <= first <= one.last for one in group) for group in behind):
            yield first, following - 1


def _within(spell: Spell, papers: Sequence[_Run], kinds: Collection[K]) -> list[_Run]:
    """Those of these kinds, as far as they are in force in the spell."""
    cut = [
        one
        if spell.first <= one.first and one.last <= spell.last
        else _Run(one.kind, max(one.first, spell.first), min(one.last, spell.last))
        for one in papers
        if one.kind in kinds
    ]
    return [one for one in cut if one.first <= one.last]


def open_papers(session: Session, product: Product, day: date) -> list[Document]:
    """What retailers may read of this product on `day`, the producer's own papers among it: accepted, in force, shown
    to them; of a paper that was renewed the one in use."""
    rules, found = read_rules(session), []
    for chain in chains_of(documents_of(session, [product.producer_id])):
        one = chain.in_use
        if one is None or one.audience not in OPEN or one.product_id not in (None, product.id):
            continue
        if one.standing(rules.last_day(one.kind, one.valid_from, one.valid_until), day).in_force:
            found.append(one)
    kinds = list(K)
    return sorted(found, key=lambda one: (kinds.index(K(one.kind)), one.id))


def shelf_papers(asked: Asked, papers: Sequence[Document], rules: DocumentRules) -> list[ShelfPaper]:
    """Of each paper that is `asked` for, the one of `papers` (those in force) that serves longest."""
    return [_best(group, papers, rules) for group in asked]


def _best(group: tuple[K, ...], papers: Sequence[Document], rules: DocumentRules) -> ShelfPaper:
    lasting = [
        (rules.last_day(one.kind, one.valid_from, one.valid_until), K(one.kind))
        for one in papers
        if one.kind in group
    ]
    if not lasting:
        return ShelfPaper(group[0], None, None)
    last, kind = max(lasting, key=lambda pair: pair[0] or date.max)
    return ShelfPaper(group[0], kind, last)
