"""A folder of papers for a buyer: a zip with the files and a cover sheet that says what is inside."""

import io
import zipfile
from collections.abc import Sequence

from flask import Response, abort, current_app, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.document_kinds import DocumentKind
from catalog.document_rules import read_rules
from catalog.documents import Document, DocumentState
from catalog.filing import chains_of, documents_of
from catalog.places import Place
from catalog.producers import Producer
from catalog.text import slug

from ..clock import now, today
from ..database import session
from ..documents import DocumentView
from ..filters import label
from ..papers.folder_sheet import cover_sheet
from ..papers.parts import download
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .access import named_producer
from .documents import products_of
from .pages import producer_page

# All files together; a mailbox takes no more.
_MOST_BYTES = 60 * 2**20


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
    if sum(one.size for one in papers) > _MOST_BYTES:
        return _page(422, _("The files are too large together; please choose fewer papers."))
    place = joinedload(Producer.commune).joinedload(Place.province)
    letterhead = session().scalars(select(Producer).where(Producer.id == owner.id).options(place)).one()
    return download(_zipped(letterhead, papers), "application/zip", f"giay-to-{owner.slug}.zip")


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


def _zipped(owner: Producer, papers: Sequence[Document]) -> bytes:
    rules, root = read_rules(session()), current_app.extensions["settings"].papers_dir
    views = [DocumentView.of(one, rules, today()) for one in papers]
    names = [_file_name(position, one) for position, one in enumerate(papers, 1)]
    out = io.BytesIO()
    # The files are packed as tightly as they get already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(
            "00-bia.pdf", cover_sheet(owner, list(zip(views, names, strict=True)), today(), now())
        )
        for one, name in zip(papers, names, strict=True):
            path = root / one.file
            if not path.is_file():
                abort(404)
            packed.write(path, name)
    return out.getvalue()


def _file_name(position: int, one: Document) -> str:
    text = slug(" ".join((label(DocumentKind(one.kind)), one.number)))[:80]
    return f"{position:02}-{text}.{'pdf' if one.is_pdf else 'jpeg'}"
