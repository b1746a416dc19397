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

OPEN = (Audience.RETAILERS, Audience.PUBLIC)
# Of each group one paper is enough: the first is the usual one.
Asked = tuple[tuple[K, ...], ...]
_SAFE = (K.FOOD_SAFETY, K.MANAGEMENT_SYSTEM)
_ANY: Asked = ((K.BUSINESS_REGISTRATION,),)
_FRESH: Asked = (*_ANY, (*_SAFE, K.VIETGAP, K.ORGANIC))
_FOOD: Asked = (*_ANY, _SAFE, (K.SELF_DECLARATION,), (K.LAB_TEST,), (K.BARCODE,))
_ALCOHOL: Asked = (*_FOOD, (K.ALCOHOL_LICENCE,))
_HEALTH: Asked = (*_ANY, _SAFE, (K.HEALTH_PRODUCT,), (K.LAB_TEST,), (K.BARCODE,))
_COSMETIC: Asked = (*_ANY, (K.COSMETIC,), (K.BARCODE,))
_BY_SET = {"1": _FRESH, "2": _FRESH, "14": _ALCOHOL, "15": _ALCOHOL, "18": _HEALTH, "19": _COSMETIC}
_MOST_FOOD_SET = 17
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


def asked_for(set_code: str) -> Asked:
    """What a supermarket asks for of a product set; for crafts, plants and services little."""
    if set_code in _BY_SET:
        return _BY_SET[set_code]
    return _FOOD if int(set_code) <= _MOST_FOOD_SET else _ANY


def complete_runs(session: Session, only: Collection[int] | None = None) -> list[tuple[int, int, int]]:
    """Product id, first and last day (as ordinals) of the runs on which all papers are there: a few statements."""
    rules = read_rules(session)
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
        for first, last in _complete(asked_for(set_code), [*of_product[id], *of_producer[producer_id]])
    ]


def _run(rules: DocumentRules, kind: str, valid_from: date, valid_until: date | None) -> _Run:
    last = rules.last_day(kind, valid_from, valid_until)
    return _Run(kind, valid_from.toordinal(), last.toordinal() if last else _NEVER_ENDS)


def _complete(asked: Asked, papers: Sequence[_Run]) -> Iterable[tuple[int, int]]:
    """The runs of days on which there is one of each group. Runs that touch are left as they are."""
    behind = [[paper for paper in papers if paper.kind in group] for group in asked]
    if not all(behind):
        return
    days = sorted({paper.first for group in behind for paper in group})
    ends = sorted({paper.last for group in behind for paper in group})
    starts = sorted({*days, *(end + 1 for end in ends if end < _NEVER_ENDS)})
    for first, following in zip(starts, [*starts[1:], _NEVER_ENDS + 1], strict=True):
        if all(any(one.first <= first <= one.last for one in group) for group in behind):
            yield first, following - 1


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


def shelf_papers(set_code: str, papers: Sequence[Document], rules: DocumentRules) -> list[ShelfPaper]:
    """Of each paper that is asked for, the one of `papers` (those in force) that serves longest."""
    return [_best(group, papers, rules) for group in asked_for(set_code)]


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
