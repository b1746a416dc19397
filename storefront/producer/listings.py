"""The producers' listings: a list by state, a new one, and the page of one with what comes next."""

from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from wtforms.fields.choices import SelectChoice

from catalog.products import Product, ProductState
from catalog.records import Refused
from catalog.revisions import draft_facts, history, newest_revision, start_listing
from catalog.suspensions import open_suspension

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import producer
from .access import chosen_producers, my_producers
from .listing_access import my_listing
from .listing_forms import AppealForm, NewListingForm
from .listing_views import claims_view, listing_rows, missing_view, set_choices, steps_view
from .listing_words import REVISIONS, TABS
from .pages import producer_page

_PER_PAGE = 30


@producer.get("/products")
def listings() -> Response:
    chosen = chosen_producers()
    slug = chosen[0].slug if len(chosen) < len(my_producers()) else None
    mine = Product.producer_id.in_([one.id for one in chosen])
    counts = dict(
        session().execute(select(Product.state, func.count()).where(mine).group_by(Product.state)).all()
    )
    state = _state(request.args.get("state", ""))
    total = counts.get(state, 0) if state else sum(counts.values())
    pager = Pager(
        lambda page: _list_url(state, slug, page), page_number(request.args.get("page")), total, _PER_PAGE
    )
    query = select(Product).where(mine, *([Product.state == state] if state else []))
    query = query.options(joinedload(Product.producer, innerjoin=True)).order_by(Product.name, Product.id)
    found = session().scalars(query.offset((pager.page - 1) * _PER_PAGE).limit(_PER_PAGE)).all()
    return producer_page(
        "producer/listings/index.html",
        rows=listing_rows(session(), found),
        tabs=[
            (key, text, counts.get(key, 0), _list_url(key, slug))
            for key, text in TABS.items()
            if counts.get(key)
        ],
        all=(_list_url(None, slug), sum(counts.values())),
        state=state,
        pager=pager,
        chosen=slug,
        crumbs=[Crumb(_("Products"))],
    )


def _state(text: str) -> ProductState | None:
    return ProductState(text) if text in set(ProductState) else None


def _list_url(state: ProductState | None, slug: str | None, page: int = 1) -> str:
    asked = {"state": state, "producer": slug, "page": page if page > 1 else None}
    query = urlencode({name: value for name, value in asked.items() if value})
    return link("/producer/products") + (f"?{query}" if query else "")


@producer.get("/products/new")
def new_listing() -> Response:
    return _new(NewListingForm(formdata=None, data={"producer": chosen_producers()[0].slug}))


@producer.post("/products")
@limiter.limit("60 per minute")
def begin_listing() -> Response:
    form = NewListingForm()
    form.set_code.choices = set_choices(session())
    if not form.validate():
        return _new(form, 422)
    owners = [one for one in my_producers() if form.producer.data in (None, "", one.slug)]
    owner = owners[0] if owners else abort(404)
    try:
        product = start_listing(session(), owner, form.name.data, form.set_code.data, now())
    except Refused as refusal:
        form.name.errors = [translated(refusal)]
        return _new(form, 422)
    return redirect(url_for("producer.listing_step", id=product.id, step="basics"), 303)


def _new(form: NewListingForm, status: int = 200) -> Response:
    form.set_code.choices = [SelectChoice("", _("Choose …")), *set_choices(session())]
    form.producer.choices = [SelectChoice(one.slug, one.name) for one in my_producers()]
    crumbs = [Crumb(_("Products"), link("/producer/products")), Crumb(_("A new product"))]
    return producer_page("producer/listings/new.html", status, form=form, crumbs=crumbs)


@producer.get("/products/<int:id>")
def listing(id: int) -> Response:
    return listing_page(my_listing(id))


def listing_page(
    product: Product, status: int = 200, problem: str = "", appeal: AppealForm | None = None
) -> Response:
    """What it lacks, what the check of claims says, what the office has answered, and the next step."""
    newest = newest_revision(session(), product.id)
    facts = draft_facts(session(), product, newest)
    lacking, words = missing_view(session(), product, facts)
    return producer_page(
        "producer/listings/show.html",
        status,
        product=product,
        state_label=TABS[ProductState(product.state)],
        newest=newest if newest and newest.state in ("draft", "submitted") else None,
        steps=steps_view(product, lacking),
        missing=words,
        claims=claims_view(session(), product, facts),
        history=[(one, REVISIONS[one.state]) for one in history(session(), product.id)],
        suspension=open_suspension(session(), product.id),
        form=ShopForm(formdata=None),
        appeal=appeal or AppealForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("Products"), link("/producer/products")), Crumb(product.name)],
    )


def back_to(product: Product, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("producer.listing", id=product.id), 303)
