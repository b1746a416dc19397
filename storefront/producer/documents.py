"""The vault: the producer's papers, a new one, one paper with its history and who sees it."""

from datetime import date
from types import SimpleNamespace

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.document_kinds import NEEDS, DocumentKind
from catalog.document_rules import DocumentRules, read_rules
from catalog.documents import Audience, Document, DocumentState
from catalog.filing import (
    Chain,
    chains_of,
    documents_of,
    file_document,
    find_document,
    history_of,
    show_document,
    successor_of,
)
from catalog.producers import Producer
from catalog.products import Product, ProductState
from catalog.records import Refused
from catalog.resting import kept_from_sale

from ..clock import now, today
from ..database import session
from ..documents import LARGEST_REQUEST, DocumentView, Upload, document_file, found, uploaded_document
from ..filters import label
from ..locales import localized, translated
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .access import chosen_producers, my_producers, named_producer
from .document_forms import AudienceForm, PaperForm
from .pages import producer_page


@producer.get("/papers")
def documents() -> Response:
    chosen, rules = chosen_producers(), read_rules(session())
    chains = chains_of(documents_of(session(), [one.id for one in chosen]))
    rows = sorted((_row(chain, rules) for chain in chains), key=_urgent_first)
    return producer_page(
        "producer/papers/index.html",
        rows=rows,
        unsold=[
            (localized(one, "name"), ", ".join(label(DocumentKind(kind)) for kind in sorted(kinds)))
            for one, kinds in kept_from_sale(session(), rules, [one.id for one in chosen], today())
        ],
        chosen=chosen[0].slug if len(chosen) < len(my_producers()) else None,
        crumbs=[Crumb(_("Papers"))],
    )


def _row(chain: Chain, rules: DocumentRules) -> SimpleNamespace:
    """A paper in the list; `former` is the accepted one that still counts while the newest does not."""
    former = chain.in_use if chain.in_use is not chain.newest else None
    return SimpleNamespace(
        paper=DocumentView.of(chain.newest, rules, today()),
        former=DocumentView.of(former, rules, today()) if former else None,
        url=link(f"/producer/papers/{chain.newest.code}"),
    )


def _urgent_first(row: SimpleNamespace) -> tuple:
    paper = row.paper
    returned = paper.state != DocumentState.RETURNED
    return returned, paper.last_day or date.max, paper.name


@producer.get("/papers/new")
def new_document() -> Response:
    owner, replaced = named_producer(), _replaced()
    form = PaperForm(formdata=None, **_asked(replaced))
    return _form_page(owner, form, replaced)


@producer.post("/papers/new")
@limiter.limit("20 per minute; 200 per hour")
def add_document() -> Response:
    request.max_content_length = LARGEST_REQUEST
    owner_id = named_producer().id
    # A file takes its time on the way and to be cleaned: nobody else's order has to wait for it.
    session().rollback()
    upload = uploaded_document("file", request.form.get("kept", ""), owner_id)
    owner, replaced, form = _again(owner_id), _replaced(), PaperForm()
    products = products_of(owner)
    paper = form.read(products, today())
    if paper is None or upload.stored is None:
        return _form_page(owner, form, replaced, 422, upload)
    audience = Audience(form.audience.data)
    try:
        document = file_document(session(), owner, paper, upload.stored, audience, now(), today(), replaced)
        if audience is Audience.PUBLIC and form.shows_file.data:
            document.shows_file = True
    except Refused as refusal:
        return _form_page(owner, form, replaced, 422, upload, translated(refusal))
    said = _("The paper is in the vault.")
    if document.state == DocumentState.SUBMITTED:
        said = _("The paper is in the vault, and an officer looks at it.")
    flash(said, "good")
    return redirect(url_for("producer.document", code=document.code), 303)


@producer.get("/papers/<code>")
def document(code: str) -> Response:
    return _document_page(_mine(code))


@producer.get("/papers/<code>/file")
@limiter.limit("120 per minute")
def own_document_file(code: str) -> Response:
    return document_file(_mine(code))


@producer.post("/papers/<code>/audience")
@limiter.limit("60 per minute")
def show_paper(code: str) -> Response:
    mine, form = _mine(code, to_change=True), AudienceForm()
    if not form.validate():
        return _document_page(mine, form, 422)
    try:
        show_document(session(), mine, Audience(form.audience.data), form.shows_file.data, now())
    except Refused as refusal:
        form.audience.errors = [translated(refusal)]
        return _document_page(mine, form, 422)
    flash(_("It is noted who sees the paper."), "good")
    return redirect(url_for("producer.document", code=code), 303)


def _mine(code: str, *, to_change: bool = False) -> Document:
    ids = [one.id for one in my_producers()]
    return found(find_document(session(), code[:40], ids, to_change=to_change))


def _again(owner_id: int) -> Producer:
    return session().get_one(Producer, owner_id)


def products_of(owner: Producer) -> dict[int, str]:
    """The names of its products by id, for a choice."""
    shown = Product.producer_id == owner.id, Product.state != ProductState.RETIRED
    found_products = session().scalars(select(Product).where(*shown).order_by(Product.name))
    return {one.id: localized(one, "name") for one in found_products}


def _replaced() -> Document | None:
    """The paper that the address says is replaced; 404 for somebody else's."""
    code = request.args.get("replaces", "")
    return _mine(code) if code else None


def _asked(replaced: Document | None) -> dict:
    """What the form holds before anybody has written in it."""
    if replaced is None:
        kind = request.args.get("kind", "")
        return {
            "kind": kind if kind in set(DocumentKind) else "",
            "product": request.args.get("product", ""),
            "audience": Audience.OFFICERS.value,
        }
    return {
        "kind": replaced.kind,
        "product": str(replaced.product_id or ""),
        "title": replaced.title,
        "issuer": replaced.issuer,
        "audience": replaced.audience,
        "shows_file": replaced.shows_file,
    }


def _form_page(
    owner: Producer,
    form: PaperForm,
    replaced: Document | None,
    status: int = 200,
    upload: Upload | None = None,
    problem: str = "",
) -> Response:
    form.offer_products(products_of(owner))
    if upload is not None:
        form.kept.data = upload.token(owner)
    return producer_page(
        "producer/papers/new.html",
        status,
        form=form,
        owner=owner,
        replaced=DocumentView.of(replaced, read_rules(session()), today()) if replaced else None,
        file_problem=translated(upload.problem) if upload and upload.problem else "",
        file_kept=bool(form.kept.data),
        problem=problem,
        with_end=[kind for kind, needs in NEEDS.items() if needs.end],
        crumbs=[Crumb(_("Papers"), link("/producer/papers")), Crumb(_("A new paper"))],
    )


def _document_page(mine: Document, form: AudienceForm | None = None, status: int = 200) -> Response:
    rules = read_rules(session())
    view = DocumentView.of(mine, rules, today())
    newer = successor_of(session(), mine)
    return producer_page(
        "producer/papers/show.html",
        status,
        paper=view,
        newer=newer.code if newer else None,
        history=[DocumentView.of(one, rules, today()) for one in history_of(session(), mine)],
        form=form or AudienceForm(formdata=None, audience=mine.audience, shows_file=mine.shows_file),
        may_change=mine.state != DocumentState.RETURNED,
        owner=mine.producer,
        crumbs=[Crumb(_("Papers"), link("/producer/papers")), Crumb(view.name)],
    )
