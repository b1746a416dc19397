"""Packs, prices, stock, season and delivery of a listing: what is in force as soon as it is saved."""

from types import SimpleNamespace

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from catalog.revisions import draft_facts, newest_revision
from marketplace.orders.packs import add_pack, change_pack, packs_of, remove_pack, wholesale_of
from marketplace.stock import Stock

from ..clock import now
from ..database import SAFE_METHODS, session
from ..filters import net_content
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import producer
from .access import my_producers
from .listing_access import my_listing
from .listing_views import missing_view, steps_view
from .listing_words import STEPS
from .pack_forms import PackForm, SeasonForm
from .pages import producer_page

_OFTEN = "120 per minute"


@producer.get("/products/<int:id>/packs")
def packs(id: int) -> Response:
    return _list(my_listing(id))


@producer.get("/products/<int:id>/packs/new")
def new_pack(id: int) -> Response:
    return _pack_page(my_listing(id), PackForm(formdata=None, data={"unit": "g"}))


@producer.post("/products/<int:id>/packs")
@limiter.limit(_OFTEN)
def write_new_pack(id: int) -> Response:
    product, form = _changeable(id), PackForm()
    if not form.validate():
        return _pack_page(product, form, 422)
    try:
        add_pack(session(), product, form.terms, now())
    except Refused as refusal:
        session().rollback()
        return _pack_page(my_listing(id), form, 422, problem=translated(refusal))
    return _done(product)


@producer.get("/products/<int:id>/packs/<int:pack>")
def pack(id: int, pack: int) -> Response:
    product = my_listing(id)
    variant = _my_pack(product, pack)
    stock = session().get(Stock, variant.id)
    return _pack_page(
        product, PackForm.filled(variant, stock, *wholesale_of(session(), variant.id)), of=variant
    )


@producer.post("/products/<int:id>/packs/<int:pack>")
@limiter.limit(_OFTEN)
def write_pack(id: int, pack: int) -> Response:
    product, form = _changeable(id), PackForm()
    variant = _my_pack(product, pack)
    if not form.validate():
        return _pack_page(product, form, 422, of=variant)
    seen_price, seen_stock = (_whole(field.data) for field in (form.seen_price, form.seen_stock))
    try:
        change_pack(session(), variant, form.terms, seen_price, seen_stock, now())
    except Refused as refusal:
        session().rollback()
        variant = _my_pack(my_listing(id), pack)
        form.seen_price.data = str(variant.price)
        return _pack_page(product, form, 422, of=variant, problem=translated(refusal))
    return _done(product)


@producer.post("/products/<int:id>/packs/<int:pack>/removal")
@limiter.limit(_OFTEN)
def take_pack_away(id: int, pack: int) -> Response:
    product = _changeable(id)
    variant = _my_pack(product, pack)
    if not ShopForm().validate():
        return _list(product, 422, _("The form had expired. Please try once more."))
    try:
        remove_pack(session(), variant)
    except Refused as refusal:
        return _list(product, 422, translated(refusal))
    return _done(product)


@producer.get("/products/<int:id>/season")
def season(id: int) -> Response:
    product = my_listing(id)
    return _season_page(product, SeasonForm.filled(product))


@producer.post("/products/<int:id>/season")
@limiter.limit(_OFTEN)
def write_season(id: int) -> Response:
    product, form = _changeable(id), SeasonForm()
    if not form.validate():
        return _season_page(product, form, 422)
    product.season_months, product.only_in_season = form.season, form.only_in_season.data
    product.ships_to = form.ships_to.data
    product.note("listing.season_changed", months=form.season, ships_to=form.ships_to.data)
    flash(_("Saved."), "good")
    return redirect(url_for("producer.listing", id=product.id), 303)


def _changeable(id: int) -> Product:
    product = my_listing(id)
    if product.state == ProductState.RETIRED:
        raise Refused("This listing is closed.")
    return product


def _my_pack(product: Product, id: int) -> Variant:
    query = select(Variant).where(Variant.product_id == product.id, Variant.id == id)
    if request.method not in SAFE_METHODS:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (session().scalar(query) if id < 2**31 else None) or abort(404)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else -1


def _done(product: Product) -> Response:
    flash(_("Saved. It is in force at once."), "good")
    return redirect(url_for("producer.packs", id=product.id), 303)


def _list(product: Product, status: int = 200, problem: str = "") -> Response:
    rows = [
        SimpleNamespace(
            id=variant.id,
            name=variant.pack,
            net=net_content(variant.net, variant.unit),
            price=variant.price,
            on_hand=stock.on_hand if stock else 0,
            reserved=stock.reserved if stock else 0,
        )
        for variant, stock in packs_of(session(), product.id)
    ]
    form = ShopForm(formdata=None)
    return _step("packs", product, status, rows=rows, problem=problem, form=form)


def _season_page(product: Product, form: SeasonForm, status: int = 200) -> Response:
    return _step("season", product, status, form=form)


def _step(step: str, product: Product, status: int, **context) -> Response:
    facts = draft_facts(session(), product, newest_revision(session(), product.id))
    lacking, _words = missing_view(session(), product, facts)
    steps = steps_view(product, lacking, step)
    crumbs = [*_trail(product), Crumb(str(STEPS[step]))]
    return producer_page(
        f"producer/listings/{step}.html", status, product=product, steps=steps, crumbs=crumbs, **context
    )


def _trail(product: Product) -> list[Crumb]:
    return [
        Crumb(_("Products"), link("/producer/products")),
        Crumb(product.name, link(f"/producer/products/{product.id}")),
    ]


def _pack_page(
    product: Product, form: PackForm, status: int = 200, *, of: Variant | None = None, problem: str = ""
) -> Response:
    crumbs = [
        *_trail(product),
        Crumb(str(STEPS["packs"]), link(f"/producer/products/{product.id}/packs")),
        Crumb(of.pack if of else _("A new pack")),
    ]
    return producer_page(
        "producer/listings/pack.html",
        status,
        product=product,
        form=form,
        of=of,
        problem=problem,
        owner=_owner_slug(product),
        crumbs=crumbs,
    )


def _owner_slug(product: Product) -> str:
    return next(one.slug for one in my_producers() if one.id == product.producer_id)
