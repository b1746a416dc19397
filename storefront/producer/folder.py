"""A folder of papers for a buyer: the producer chooses what is inside."""

from flask import Response, request
from flask_babel import gettext as _

from catalog.document_kinds import DocumentKind
from catalog.document_rules import read_rules
from catalog.documents import Document, DocumentState
from catalog.filing import chains_of, documents_of
from catalog.producers import Producer

from ..clock import today
from ..database import session
from ..documents import DocumentView
from ..papers.folder import folder_download, is_too_large
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .access import named_producer
from .documents import products_of
from .pages import producer_page


@producer.get("/papers/folder")
def folder() -> Response:
    return _page()


@producer.get("/papers/folder.zip")
@limiter.limit("20 per minute")
def folder_file() -> Response:
    owner, wanted = named_producer(), set(request.args.getlist("paper"))
    papers = [one for one in _usable(owner) if one.code in wanted]
    if not papers:
        return _page(422, _("Please choose at least one paper."))
    if is_too_large(papers):
        return _page(422, _("The files are too large together; please choose fewer papers."))
    return folder_download(owner, papers, f"giay-to-{owner.slug}")


def _page(status: int = 200, problem: str = "") -> Response:
    owner, rules = named_producer(), read_rules(session())
    product = request.args.get("product", "")
    views = [(one, DocumentView.of(one, rules, today())) for one in _usable(owner)]
    chosen = set(request.args.getlist("paper"))
    return producer_page(
        "producer/papers/folder.html",
        status,
        owner=owner,
        problem=problem,
        # All that serve the product are ticked beforehand, those of other products are not.
        rows=[(view, view.code in chosen if chosen else _serves(one, product)) for one, view in views],
        products=products_of(owner),
        product=product,
        crumbs=[Crumb(_("Papers"), link("/producer/papers")), Crumb(_("A folder for a buyer"))],
    )


def _serves(one: Document, product: str) -> bool:
    return not product or one.product_id is None or str(one.product_id) == product


def _usable(owner: Producer) -> list[Document]:
    """What is accepted, or kept for oneself, and in force today."""
    rules, found = read_rules(session()), []
    for chain in chains_of(documents_of(session(), [owner.id])):
        one = chain.in_use or chain.newest
        last = rules.last_day(one.kind, one.valid_from, one.valid_until)
        if one.state in (DocumentState.ACCEPTED, DocumentState.KEPT) and one.standing(last, today()).in_force:
            found.append(one)
    return sorted(found, key=lambda one: (list(DocumentKind).index(DocumentKind(one.kind)), one.id))
