"""Vouchers in the basket: putting a code in, taking it out."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.orders.basket_vouchers import put_voucher, remove_voucher
from marketplace.orders.discounts import Discount

from ..clock import today
from ..database import session
from ..filters import dong
from ..security import limiter
from . import shop
from .basket import basket_page
from .collecting import chosen_points
from .destination import destination_of
from .forms import ShopForm, VoucherForm
from .visitor import basket_to_change
from .voucher_words import problem_of


# The limit is for those who try codes: people type one or two.
@shop.post("/basket/vouchers")
@limiter.limit("12 per minute; 100 per hour")
def add_voucher() -> Response:
    """Put a code in; where it takes nothing off, the basket comes again with a sentence."""
    found = basket_to_change()
    if found is None or not found.lines:
        return redirect(url_for("shop.basket"), 303)
    form = VoucherForm()
    if not form.validate():
        return basket_page(found, 422, form)
    goes_to, points = destination_of(found), chosen_points(found)
    discount = put_voucher(session(), found, form.code.data, goes_to, today(), points)
    if problem := _problem(discount):
        form.code.errors = [problem]
        return basket_page(found, 422, form)
    code, amount = discount.voucher.code, dong(discount.amount)
    flash(_("The voucher %(code)s takes %(amount)s off.", code=code, amount=amount), "good")
    return redirect(url_for("shop.basket"), 303)


def _problem(discount: Discount | None) -> str:
    if discount is None:
        return _("We know no voucher with this code. Please compare it letter by letter.")
    return problem_of(discount)


@shop.post("/basket/vouchers/removal")
@limiter.limit("60 per minute")
def take_voucher_out() -> Response:
    found = basket_to_change()
    if found is not None and ShopForm().validate():
        remove_voucher(found, request.form.get("code", ""))
    return redirect(url_for("shop.basket"), 303)
