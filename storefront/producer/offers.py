"""Prices and stock of all packs in one table: typed, pasted from a spreadsheet, or sent as rows of text."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from catalog.products import Product, Variant
from catalog.records import Refused
from catalog.text import clean
from marketplace.orders.offer_lists import Change, Offer, offers_of, write_offers
from marketplace.register.columns import read_price, read_stock

from ..clock import now
from ..database import session
from ..filters import dong
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import producer
from .access import chosen_producers, my_producers
from .pages import producer_page

# With three fields a row, as many as a form may have.
PER_PAGE = 200
_LONGEST_TEXT = 200_000


@dataclass
class Row:
    """A pack with what is typed of it, and what is wrong with that."""

    offer: Offer
    price: str
    stock: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        return f"{self.offer.price}.{max(self.offer.on_hand, 0)}"


@producer.get("/offers")
def offers() -> Response:
    pager = _pager()
    found = offers_of(session(), _ids(), (pager.page - 1) * PER_PAGE, PER_PAGE)
    return _page([_untouched(offer) for offer in found], pager)


@producer.post("/offers")
@limiter.limit("60 per minute")
def write_offer_grid() -> Response:
    pager = _pager()
    known = {offer.variant_id: offer for offer in offers_of(session(), _ids(), locked=True)}
    typed = [int(name[6:]) for name in request.form if name.startswith("price-") and name[6:].isdigit()]
    rows = [_typed(known[id]) for id in typed if id in known]
    form = ShopForm()
    if not form.validate():
        return _page(rows, pager, 422, str(form.csrf_token.errors[0]))
    changes = [_change(row) for row in rows]
    if len(rows) != len(typed):
        return _page(rows, pager, 422, _("One of these packs is not there any more."))
    if any(row.errors for row in rows):
        return _page(rows, pager, 422, _("Nothing is written yet: please check the places marked below."))
    return _write(list(known.values()), changes)


@producer.post("/offers/text")
@limiter.limit("60 per minute")
def write_offer_text() -> Response:
    """Rows of code, price and stock, as they come from a spreadsheet."""
    pager, form = _pager(), ShopForm()
    all_of_them = offers_of(session(), _ids(), locked=True)
    text = request.form.get("rows", "")[:_LONGEST_TEXT]
    page = [_untouched(offer) for offer in all_of_them[(pager.page - 1) * PER_PAGE :][:PER_PAGE]]
    if not form.validate():
        return _page(page, pager, 422, str(form.csrf_token.errors[0]), text=text)
    changes, errors = _read(text, all_of_them)
    if errors or not changes:
        errors = errors or [(0, "", _("There is no row."))]
        return _page(
            page, pager, 422, _("Nothing is written yet: please check these rows."), text=text, errors=errors
        )
    return _write(all_of_them, changes)


def _read(text: str, known: list[Offer]) -> tuple[list[Change], list[tuple[int, str, str]]]:
    """The changes, and what is wrong by row and column."""
    by_code = {offer.sku.casefold(): offer for offer in known}
    changes, errors, met = [], [], {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            continue
        code, price, stock = ([clean(cell) for cell in line.split("\t")] + ["", "", ""])[:3]
        offer = by_code.get(code.casefold())
        if offer is None:
            errors.append(
                (number, _("Code"), _("You have no pack with the code “%(code)s”.", code=code[:60]))
            )
            continue
        if offer.variant_id in met:
            errors.append(
                (number, _("Code"), _("Row %(row)s has this code already.", row=met[offer.variant_id]))
            )
        met[offer.variant_id] = number
        row = Row(offer, price or str(offer.price), stock or str(max(offer.on_hand, 0)))
        changes.append(_change(row, asked=False))
        errors += [
            (number, {"price": _("Price"), "stock": _("Stock")}[name], why)
            for name, why in row.errors.items()
        ]
    return changes, errors


def _untouched(offer: Offer) -> Row:
    return Row(offer, str(offer.price), str(max(offer.on_hand, 0)))


def _typed(offer: Offer) -> Row:
    cells = (clean(request.form.get(f"{name}-{offer.variant_id}", "")[:40]) for name in ("price", "stock"))
    return Row(offer, *cells)


def _change(row: Row, asked: bool = True) -> Change:
    """Reads the row; what is wrong is noted in it. What was not touched on the page stays as it is by now."""
    offer = row.offer
    seen = request.form.get(f"seen-{offer.variant_id}", "") if asked else row.seen
    seen_price, _dot, seen_stock = seen.partition(".")
    price, stock = _value(row, "price", read_price), _value(row, "stock", read_stock)
    if row.errors:
        return Change(offer.variant_id, offer.price, None)
    if str(price) == seen_price:
        price = offer.price
    elif seen_price != str(offer.price) and price != offer.price:
        row.errors["price"] = _(
            "Somebody else has changed it to %(price)s meanwhile.", price=dong(offer.price)
        )
    return Change(offer.variant_id, price, None if str(stock) == seen_stock else stock)


def _value(row: Row, name: str, reader) -> int:
    try:
        return reader(getattr(row, name))
    except Refused as refusal:
        row.errors[name] = translated(refusal)
        return 0


def _write(known: list[Offer], changes: list[Change]) -> Response:
    prices, stocks = write_offers(session(), known, changes, now())
    flash(_("Saved: %(prices)s prices and %(stocks)s stocks changed.", prices=prices, stocks=stocks), "good")
    slug = request.args.get("producer")
    return redirect(url_for("producer.offers", producer=slug, page=request.args.get("page")), 303)


def _ids() -> list[int]:
    return [one.id for one in chosen_producers()]


def _pager() -> Pager:
    packs = select(func.count(Variant.id)).join(Product, Variant.product_id == Product.id)
    total = session().scalar(packs.where(Product.producer_id.in_(_ids()), Product.state != "retired"))
    return Pager(_url, page_number(request.args.get("page")), total, PER_PAGE)


def _url(page: int) -> str:
    asked = {"producer": request.args.get("producer"), "page": page if page > 1 else None}
    query = urlencode({name: value for name, value in asked.items() if value})
    return link("/producer/offers") + (f"?{query}" if query else "")


def _page(
    rows: list[Row],
    pager: Pager,
    status: int = 200,
    problem: str = "",
    *,
    text: str = "",
    errors: list[tuple[int, str, str]] | None = None,
) -> Response:
    chosen = chosen_producers()
    return producer_page(
        "producer/offers.html",
        status,
        rows=rows,
        pager=pager,
        here=_url(pager.page),
        form=ShopForm(formdata=None),
        problem=problem,
        text=text,
        errors=(errors or [])[:100],
        chosen=chosen[0].slug if len(chosen) < len(my_producers()) else None,
        crumbs=[Crumb(_("Products"), link("/producer/products")), Crumb(_("Prices and stock"))],
    )
