"""What a producer does with a listing: hand it to the office, take it back, hide, show and close it."""

from collections.abc import Callable

from flask import Response
from flask_babel import gettext as _

from catalog import listing_moves, suspensions
from catalog.products import Product, ProductState
from catalog.records import Refused
from catalog.revisions import Revision, open_revision, revise
from marketplace.register.claims import check_listing

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from . import producer
from .listing_access import my_listing
from .listing_forms import AppealForm
from .listings import back_to, listing_page

_OFTEN = "60 per minute"


@producer.post("/products/<int:id>/submission")
@limiter.limit(_OFTEN)
def submit_listing(id: int) -> Response:
    def step(product: Product) -> str:
        if listing_moves.submit(session(), product, _under_way(product), now()):
            return _("An officer looks at it now. You are told what becomes of it.")
        check_listing(session(), product, now(), today())
        return _("The change is public.")

    return _move(id, step)


@producer.post("/products/<int:id>/submission/withdrawal")
@limiter.limit(_OFTEN)
def take_listing_back(id: int) -> Response:
    def step(product: Product) -> str:
        listing_moves.take_back(product, _under_way(product))
        return _("You can go on writing.")

    return _move(id, step)


@producer.post("/products/<int:id>/draft/removal")
@limiter.limit(_OFTEN)
def drop_draft(id: int) -> Response:
    def step(product: Product) -> str:
        listing_moves.drop(product, _under_way(product), now())
        return _("The draft is dropped. Buyers see the listing as before.")

    return _move(id, step)


@producer.post("/products/<int:id>/hiding")
@limiter.limit(_OFTEN)
def hide_listing(id: int) -> Response:
    def step(product: Product) -> str:
        listing_moves.hide(product)
        return _("Buyers do not see it any more. Orders that were placed go on.")

    return _move(id, step)


@producer.post("/products/<int:id>/publication")
@limiter.limit(_OFTEN)
def show_listing(id: int) -> Response:
    def step(product: Product) -> str:
        listing_moves.show(product)
        return _("Buyers see it again.")

    return _move(id, step)


@producer.post("/products/<int:id>/closure")
@limiter.limit(_OFTEN)
def retire_listing(id: int) -> Response:
    def step(product: Product) -> str:
        listing_moves.retire(session(), product, now())
        return _("The listing is closed.")

    return _move(id, step)


@producer.post("/products/<int:id>/appeal")
@limiter.limit(_OFTEN)
def appeal(id: int) -> Response:
    product, form = my_listing(id), AppealForm()
    if not form.validate():
        return listing_page(product, 422, appeal=form)

    def step(product: Product) -> str:
        suspensions.appeal(session(), product, form.appeal.data, now())
        return _("An officer reads it.")

    return _move(id, step, form)


def _under_way(product: Product) -> Revision:
    revision = open_revision(session(), product.id, locked=True)
    if revision is None and product.state == ProductState.RETURNED:
        # What the office asked for was perhaps a pack or a price, and no word has changed.
        return revise(session(), product, now())
    if revision is None:
        raise Refused("Nothing has changed: this is what buyers see already.")
    return revision


def _move(id: int, step: Callable[[Product], str], appeal: AppealForm | None = None) -> Response:
    product, form = my_listing(id), ShopForm()
    if not form.validate():
        return listing_page(product, 422, str(form.csrf_token.errors[0]))
    try:
        said = step(product)
    except Refused as refusal:
        session().rollback()
        return listing_page(my_listing(id), 422, translated(refusal), appeal)
    return back_to(product, said)
