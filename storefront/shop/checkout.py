"""Checkout: address, review with the full total, and the order itself."""

from flask import Response, flash, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.orders.baskets import Basket, with_lines
from marketplace.orders.checkout import Buyer, order_for_key
from marketplace.orders.checkout import place_order as make_order
from marketplace.orders.collection import wanting
from marketplace.orders.methods import offered_methods, parcel_totals
from marketplace.payments.payments import PaymentMethod
from marketplace.phones import read_phone, shown_phone

from ..clock import now, today
from ..database import session
from ..filters import label
from ..gateways import shop_terms
from ..locales import locale, translated
from ..login import signed_in
from ..security import limiter
from . import shop
from .address_book import choose, first_address, keep_typed, kept_addresses
from .address_choices import commune_fits, with_choices
from .basket import pictures_of
from .basket_views import groups_of
from .collecting import chosen_points, is_undecided, offer_of
from .destination import destination_of
from .forms import AddressForm, ReviewForm, ShopForm, without_place
from .own_orders import remember_order
from .pages import Crumb, home_crumb, link, private_page
from .reference import reference
from .visitor import basket_to_change, basket_to_read, remember
from .voucher_words import problem_of

_FIELDS = ("name", "phone", "email", "province", "commune", "street", "note")


@shop.get("/checkout")
def checkout() -> Response:
    basket = basket_to_read(lines=False)
    if basket is None:
        return redirect(url_for("shop.basket"), 303)
    return _address_page(basket, AddressForm(data=basket.address or first_address()))


@shop.post("/checkout")
@limiter.limit("60 per minute")
def save_address() -> Response:
    """Keep the address and go on to the review; the second button only loads the communes."""
    basket = basket_to_change()
    if basket is None or not basket.lines:
        return redirect(url_for("shop.basket"), 303)
    if request.form.get("action") == "kept":
        return _deliver_to_kept(basket)
    form, sent = AddressForm(), not wanting(basket) or offer_of(basket).needs_address
    if request.form.get("action") == "communes":
        return _address_page(basket, form)
    if not sent:
        without_place(form)
    if not form.validate() or (sent and not commune_fits(form)):
        return _address_page(basket, form, 422)
    typed = {field.name: field.data for field in form if field.name in _FIELDS}
    basket.address = dict.fromkeys(_FIELDS, "") | (basket.address or {}) | typed
    user = signed_in()
    refusal = keep_typed(user, form) if user and sent and form.keep.data else None
    if refusal:
        flash(translated(refusal), "warn")
    return redirect(url_for("shop.review"), 303)


def _deliver_to_kept(basket: Basket) -> Response:
    form = ShopForm()
    id = request.form.get("address", "")
    if form.validate() and id.isascii() and id.isdigit() and len(id) < 10 and choose(basket, int(id)):
        return redirect(url_for("shop.review"), 303)
    flash(_("Please choose one of your addresses, or type another."), "warn")
    return redirect(url_for("shop.checkout"), 303)


def _address_page(basket: Basket, form: AddressForm, status: int = 200) -> Response:
    offer = offer_of(basket)
    if not offer.lines:
        return redirect(url_for("shop.basket"), 303)
    if is_undecided(basket, offer):
        return redirect(url_for("shop.collection"), 303)
    if offer.needs_address:
        with_choices(form)
    else:
        without_place(form)
    return private_page(
        "shop/checkout/address.html",
        status,
        form=form,
        needs_address=offer.needs_address,
        may_collect=bool(basket.collection),
        kept=kept_addresses() if offer.needs_address else [],
        is_signed_in=signed_in() is not None,
        groups=groups_of(offer, pictures_of(offer), today()),
        total=offer.total,
        crumbs=_crumbs(_("Delivery address")),
    )


@shop.get("/checkout/review")
def review() -> Response:
    basket = basket_to_read(lines=False)
    return _review_page(basket) if basket else redirect(url_for("shop.basket"), 303)


def _review_page(basket: Basket, problem: str = "", method: str = "") -> Response:
    buyer, offer = _buyer(basket), offer_of(basket)
    if not offer.lines:
        return redirect(url_for("shop.basket"), 303)
    if any(part.lost for part in offer.parts):
        return redirect(url_for("shop.collection"), 303)
    if buyer is None or (offer.needs_address and buyer.commune is None):
        return redirect(url_for("shop.checkout"), 303)
    if not offer.reaches_all:
        problem = problem or _("Not everything in your basket is sent as far as this address.")
    if not offer.can_be_ordered:
        flash(problem or _("Something in your basket has changed. Please look at it once more."), "warn")
        return redirect(url_for("shop.basket"), 303)
    offered, no_cash = offered_methods(session(), buyer.phone, parcel_totals(offer), shop_terms(), now())
    if not offered:
        flash(translated(no_cash), "warn")
        return redirect(url_for("shop.basket"), 303)
    form = ReviewForm(
        formdata=None,
        checkout_key=basket.checkout_key,
        seen_total=str(offer.total),
        method=method if method in offered else offered[0],
    )
    form.method.choices = [(choice.value, label(choice)) for choice in offered]
    if problem:
        form.checkout_key.errors = [problem]
    return private_page(
        "shop/checkout/review.html",
        422 if problem else 200,
        form=form,
        groups=groups_of(offer, pictures_of(offer), today()),
        no_cash=translated(no_cash) if no_cash else "",
        address=address_view(buyer, offer.needs_address),
        may_collect=bool(basket.collection),
        collects=any(part.chosen for part in offer.parts),
        subtotal=offer.subtotal,
        discount=offer.discount,
        problems=[problem_of(voucher) for voucher in offer.vouchers if voucher.hindrance],
        delivery=offer.delivery,
        total=offer.total,
        crumbs=_crumbs(_("Review your order")),
    )


@shop.post("/orders")
@limiter.limit("20 per minute")
def place_order() -> Response:
    """Place the order named by the form's key; a second press answers with the same order."""
    form = ReviewForm()
    key = form.checkout_key.data or ""
    basket = basket_to_change(lines=False)
    # As long as the basket has this key, no order has been made of it.
    placed = order_for_key(session(), key) if key and not (basket and basket.checkout_key == key) else None
    if placed:
        # The answer to the second press may be the only one the browser keeps.
        answer = _to_order(placed.number, fresh=True)
        return remember(answer, with_lines(session(), basket)) if basket else answer
    if basket is None:
        return redirect(url_for("shop.basket"), 303)
    if not form.validate():
        return _review_page(basket, _("The form had expired. Please try once more."))
    if key != basket.checkout_key:
        return _review_page(basket, _("This page was out of date. Please look at your order once more."))
    buyer = _buyer(basket)
    if buyer is None:
        return redirect(url_for("shop.checkout"), 303)
    try:
        terms = _method(form), shop_terms(), reference().tariffs, chosen_points(basket)
        order = make_order(session(), basket, buyer, _agreed_total(form), locale(), now(), today(), *terms)
    except Refused as refusal:
        session().rollback()
        return _review_page(basket_to_read(lines=False), translated(refusal), form.method.data or "")
    return remember(_to_order(order.number, fresh=True), basket)


def _method(form: ReviewForm) -> PaymentMethod:
    """The way chosen. A form without any is one from before there was a choice; an unknown one is refused."""
    chosen = form.method.data or PaymentMethod.CASH_ON_DELIVERY
    if chosen not in list(PaymentMethod):
        raise Refused("Please choose how you would like to pay.")
    return PaymentMethod(chosen)


def _agreed_total(form: ReviewForm) -> int:
    text = form.seen_total.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _to_order(number: str, fresh: bool = False) -> Response:
    remember_order(number)
    if fresh:
        cookie["fresh_order"] = number
    return redirect(url_for("shop.order", number=number), 303)


def _buyer(basket: Basket) -> Buyer | None:
    """The buyer from the address kept with the basket, without a commune where it is not (or no longer) complete."""
    address = basket.address or {}
    if not address.get("name"):
        return None
    goes_to = destination_of(basket)
    commune = goes_to if goes_to and goes_to.province_code else None
    return Buyer(
        address["name"],
        read_phone(address["phone"]),
        address["email"],
        address["street"],
        commune,
        address["note"],
    )


def address_view(buyer: Buyer, sent: bool = True) -> dict:
    """Without a place for who collects everything."""
    place = buyer.commune if sent else None
    return {
        "name": buyer.name,
        "phone": shown_phone(buyer.phone),
        "email": buyer.email,
        "street": buyer.street if place else "",
        "commune_name": place.full_name if place else "",
        "province_name": reference().provinces[place.province_code].name if place else "",
        "note": buyer.note,
    }


def _crumbs(here: str) -> list[Crumb]:
    return [home_crumb(), Crumb(_("Basket"), link("/basket")), Crumb(here)]
