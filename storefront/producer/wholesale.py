"""What retailers are offered of a producer's packs, and which retailers see the prices."""

from types import SimpleNamespace

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from catalog.producers import Producer
from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from catalog.text import clean
from catalog.wholesale_packs import OfferedPack, packs_of_producer
from marketplace.accounts.retailers import Retailer
from marketplace.sourcing.price_audiences import (
    Viewers,
    add_viewer,
    choose_viewers,
    chosen_retailers,
    find_retailers,
    remove_viewer,
    viewers_of,
)

from ..database import session
from ..locales import localized, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..wholesale_words import VIEWERS
from . import producer
from .access import named_producer
from .pages import producer_page

PER_PAGE = 50
_FOUND = 20
_OFTEN = "60 per minute"


class ViewersForm(ShopForm):
    viewers = RadioField(
        lazy_gettext("Who sees your wholesale prices"),
        choices=[SelectChoice(key.value, text) for key, text in VIEWERS.items()],
    )


@producer.get("/wholesale")
def wholesale() -> Response:
    return _page()


@producer.post("/wholesale")
@limiter.limit(_OFTEN)
def choose_price_viewers() -> Response:
    owner, form = named_producer(), ViewersForm()
    if not form.validate():
        return _page(422, form=form)
    choose_viewers(session(), owner, Viewers(form.viewers.data))
    flash(_("Saved. It is in force at once."), "good")
    return _back(owner)


@producer.post("/wholesale/retailers/<code>")
@limiter.limit(_OFTEN)
def add_price_viewer(code: str) -> Response:
    owner, retailer = named_producer(), _retailer(code)
    if not ShopForm().validate():
        return _page(422, _("The form had expired. Please try once more."))
    try:
        add_viewer(session(), owner, retailer)
    except Refused as refusal:
        return _page(422, translated(refusal))
    flash(_("%(name)s is chosen.", name=retailer.name), "good")
    return _back(owner)


@producer.post("/wholesale/retailers/<code>/removal")
@limiter.limit(_OFTEN)
def remove_price_viewer(code: str) -> Response:
    owner, retailer = named_producer(), _retailer(code)
    if not ShopForm().validate():
        return _page(422, _("The form had expired. Please try once more."))
    remove_viewer(session(), owner, retailer)
    flash(_("%(name)s is not chosen any more.", name=retailer.name), "good")
    return _back(owner)


def _retailer(code: str) -> Retailer:
    return session().scalar(select(Retailer).where(Retailer.code == code[:20])) or abort(404)


def _back(owner: Producer) -> Response:
    return redirect(url_for("producer.wholesale", producer=owner.slug), 303)


def _page(status: int = 200, problem: str = "", *, form: ViewersForm | None = None) -> Response:
    owner, typed = named_producer(), clean(request.args.get("q", "")[:200])
    viewers = viewers_of(session(), owner.id)
    chosen = chosen_retailers(session(), owner.id)
    pager = _pager(owner)
    rows = packs_of_producer(session(), owner.id, (pager.page - 1) * PER_PAGE, PER_PAGE)
    return producer_page(
        "producer/wholesale.html",
        status,
        owner=owner,
        problem=problem,
        form=form or ViewersForm(formdata=None, data={"viewers": viewers}),
        button=ShopForm(formdata=None),
        viewers=viewers,
        chosen=chosen,
        q=typed,
        found=[one for one in find_retailers(session(), typed, _FOUND) if one not in chosen],
        rows=[_row(product, pack) for product, pack in rows],
        pager=pager,
        crumbs=[Crumb(_("Wholesale"))],
    )


def _pager(owner: Producer) -> Pager:
    packs = select(func.count(Variant.id)).join(Product, Variant.product_id == Product.id)
    mine = Product.producer_id == owner.id, Product.state != ProductState.RETIRED
    total = session().scalar(packs.where(*mine))
    path = link(f"/producer/wholesale?producer={owner.slug}")
    return Pager(
        lambda number: path + (f"&page={number}" if number > 1 else ""),
        page_number(request.args.get("page")),
        total,
        PER_PAGE,
    )


def _row(product: Product, pack: OfferedPack) -> SimpleNamespace:
    return SimpleNamespace(
        name=localized(product, "name"),
        pack=localized(pack, "pack"),
        url=link(f"/producer/products/{product.id}/packs/{pack.id}"),
        price=pack.price,
        lowest=pack.lowest,
        minimum=pack.minimum,
        lead_days=pack.lead_days,
        missing=_missing(pack),
    )


def _missing(pack: OfferedPack) -> list[str]:
    """What supermarkets filter by and this pack does not say."""
    asked = {
        "minimum": _("smallest order"),
        "case_pack": _("case"),
        "capacity_per_month": _("capacity"),
        "lead_days": _("days to delivery"),
        "shelf_life_days": _("shelf life"),
        "storage": _("how it is kept"),
    }
    missing = [] if pack.tiers else [_("wholesale prices")]
    return missing + [words for name, words in asked.items() if getattr(pack, name) is None]
