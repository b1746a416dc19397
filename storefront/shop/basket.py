"""The basket: putting in, changing quantities, taking out."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from catalog.pictures import Picture
from catalog.records import Refused
from marketplace.orders import baskets
from marketplace.orders.baskets import MAX_QUANTITY, Basket
from marketplace.orders.offers import Offer, offer_for

from ..clock import now, today
from ..collection import points_for
from ..database import session
from ..locales import localized, translated
from ..security import limiter
from . import shop
from .basket_views import changes_of, groups_of
from .collecting import offer_of
from .forms import ShopForm, VoucherForm
from .pages import Crumb, home_crumb, private_page
from .product import product_page_with
from .visitor import basket_or_new, basket_to_change, basket_to_read, remember
from .voucher_words import discount_view

# Made once: building a statement costs more than running it.
_FIRST_PICTURES = select(Picture).where(
    Picture.product_id.in_(bindparam("products", expanding=True)), Picture.position == 1
)


@shop.get("/basket")
def basket() -> Response:
    return basket_page(basket_to_read(lines=False))


def basket_page(found: Basket | None, status: int = 200, voucher_form: VoucherForm | None = None) -> Response:
    offer = offer_of(found) if found else Offer([])
    points = points_for(session(), [part.producer.id for part in offer.parts], now())
    return private_page(
        "shop/basket/show.html",
        status,
        groups=groups_of(offer, pictures_of(offer), today(), points),
        subtotal=offer.subtotal,
        discount=offer.discount,
        delivery=offer.delivery,
        total=offer.total,
        changes=changes_of(offer),
        form=ShopForm(),
        voucher_form=voucher_form or VoucherForm(formdata=None),
        vouchers=[discount_view(voucher, voucher.amount) for voucher in offer.vouchers],
        crumbs=[home_crumb(), Crumb(_("Basket"))],
    )


def pictures_of(offer: Offer) -> dict[int, Picture]:
    """The first picture of each product in the offer, by product id."""
    ids = {line.product.id for line in offer.lines}
    found = session().scalars(_FIRST_PICTURES, {"products": list(ids)}) if ids else ()
    return {picture.product_id: picture for picture in found}


@shop.post("/basket/lines")
@limiter.limit("60 per minute")
def add_line() -> Response:
    """From a product's page. What can't be added brings that page again with a sentence."""
    variant_id = _whole_number(request.form.get("variant"))
    if variant_id is None:
        raise Refused("Please choose a pack first.")
    variant = baskets.sellable(session(), variant_id)
    product = variant.product
    try:
        if product.category.adults_only and not request.form.get("adult"):
            raise Refused("Alcohol is for people of 18 or older. Please tick the box to confirm your age.")
        baskets.check_season(product, today())
        baskets.check_papers(session(), product, today())
        found = basket_or_new()
        baskets.add(session(), found, variant, _whole_number(request.form.get("quantity", "1")) or 0)
    except Refused as refusal:
        session().rollback()
        return product_page_with(product.slug, translated(refusal))
    if product.category.adults_only:
        found.adult_confirmed = True
    flash(_("“%(product)s” is in your basket.", product=localized(product, "name")), "good")
    return remember(redirect(url_for("shop.basket"), 303), found)


def _whole_number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@shop.post("/basket")
@limiter.limit("60 per minute")
def update_basket() -> Response:
    """Save all quantities at once, or remove one line. A quantity that can't be had is told and not saved."""
    found = basket_to_change(lines=False)
    if found is None:
        return redirect(url_for("shop.basket"), 303)
    if not ShopForm().validate():
        flash(_("The form had expired. Please try once more."), "warn")
        return basket_page(found, 422)
    removed = _whole_number(request.form.get("remove"))
    offer = offer_for(session(), found, None, today())
    for offered in offer.lines:
        line = offered.line
        quantity = _quantity_typed(line.id, line.quantity)
        if line.id == removed or quantity == 0:
            found.lines.remove(line)
        elif quantity is None or quantity > MAX_QUANTITY:
            flash(_("Please choose a quantity from 1 to %(limit)s.", limit=MAX_QUANTITY), "warn")
        else:
            if quantity > offered.can_buy > 0:
                name = localized(offered.product, "name")
                flash(
                    _(
                        "“%(product)s”: only %(left)s left, so that many are in your basket.",
                        product=name,
                        left=offered.can_buy,
                    ),
                    "warn",
                )
                quantity = offered.can_buy
            line.quantity = quantity
            line.seen_price = offered.variant.price
    return remember(redirect(url_for("shop.basket"), 303), found)


def _quantity_typed(line_id: int, before: int) -> int | None:
    text = request.form.get(f"quantity-{line_id}")
    return before if text is None else _whole_number(text)
