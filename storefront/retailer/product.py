"""One product as retailers read it: packs with their terms, papers, and how its producer delivers."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.document_kinds import DocumentKind
from catalog.document_rules import DocumentRules, read_rules
from catalog.documents import Document
from catalog.producers import Producer
from catalog.products import SOLD, Product
from catalog.shelf_papers import ShelfPaper, open_papers, shelf_papers
from marketplace.sourcing.reliability import MOST_ORDERS

from ..clock import today
from ..database import session
from ..documents import DocumentView
from ..filters import day as day_text
from ..filters import label
from ..papers.folder import folder_download, is_too_large
from ..security import limiter
from ..shop.pages import Crumb, columns, link
from ..shop.reference import reference
from . import retailer
from .access import named_retailer
from .catalogue import wholesale
from .catalogue_rows import rows_of
from .pages import retailer_page


class AskedPaper(NamedTuple):
    """A paper that supermarkets ask for; `words` say which one is there and until when, or that none is."""

    name: str
    there: bool
    words: str
    basis: str


@retailer.get("/catalogue/<slug>")
def catalogue_product(slug: str) -> Response:
    return _page(_product(slug))


@retailer.get("/papers/<slug>")
@limiter.limit("30 per minute")
def product_papers(slug: str) -> Response:
    """A zip of what retailers may read; nothing that the producer keeps, and nothing an officer has not accepted."""
    named_retailer()
    product = _product(slug)
    papers = open_papers(session(), product, today())
    if not papers:
        return _page(
            product, 404, _("The producer shows retailers no paper of this product that is in force.")
        )
    if is_too_large(papers):
        return _page(product, 422, _("The files are too large together. Please ask the producer for them."))
    asked = [(one.name, one.words, one.basis) for one in _asked(product, papers, read_rules(session()))]
    return folder_download(product.producer, papers, f"giay-to-{product.slug}", asked)


def _product(slug: str) -> Product:
    query = (
        select(Product).join(Producer, Product.producer_id == Producer.id).where(Product.slug == slug, SOLD)
    )
    return session().scalar(query.options(joinedload(Product.producer))) or abort(404)


def _page(product: Product, status: int = 200, problem: str = "") -> Response:
    owner = named_retailer()
    rows = rows_of([product.id], columns(), wholesale(), owner, most=None) or abort(404)
    rules = read_rules(session())
    papers = open_papers(session(), product, today())
    return retailer_page(
        "catalogue/show.html",
        status,
        row=rows[0],
        product=product,
        owner=owner,
        problem=problem,
        asked=_asked(product, papers, rules),
        papers=[DocumentView.of(one, rules, today()) for one in papers],
        most=MOST_ORDERS,
        months=product.season,
        crumbs=[Crumb(_("Products of producers"), link("/retailer/catalogue")), Crumb(rows[0].card.name)],
    )


def _asked(product: Product, papers: Sequence[Document], rules: DocumentRules) -> list[AskedPaper]:
    """By the rules of today."""
    shelf, day = reference().shelf_rules, today()
    found = shelf_papers(shelf.asked_for(product.set_code, day), papers, rules)
    return [_asked_paper(one, shelf.basis(product.set_code, one.asked, day)) for one in found]


def _asked_paper(one: ShelfPaper, basis: str) -> AskedPaper:
    name = label(DocumentKind(one.asked))
    if one.found is None:
        return AskedPaper(name, False, _("not there"), basis)
    found = "" if one.found == one.asked else label(DocumentKind(one.found)) + ", "
    until = _("until %(day)s", day=day_text(one.last_day)) if one.last_day else _("no end")
    return AskedPaper(name, True, found + until, basis)
