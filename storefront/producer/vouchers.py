"""A producer's own vouchers: what there is, a new one, withdrawing one."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.orders.issuing import withdraw

from ..database import session
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..voucher_desk import TermsForm, issued, views_of
from . import producer
from .access import named_producer
from .pages import producer_page


@producer.get("/vouchers")
def vouchers() -> Response:
    return _page(TermsForm(formdata=None))


@producer.post("/vouchers")
@limiter.limit("60 per minute")
def issue_voucher() -> Response:
    form = TermsForm()
    voucher = issued(form, named_producer().id)
    if voucher is None:
        return _page(form, 422)
    flash(_("The voucher %(code)s is ready to be used.", code=voucher.code), "good")
    return _back()


@producer.post("/vouchers/<code>/withdrawal")
@limiter.limit("60 per minute")
def withdraw_voucher(code: str) -> Response:
    if not ShopForm().validate():
        return _page(TermsForm(formdata=None), 422)
    voucher = withdraw(session(), named_producer().id, code) or abort(404)
    flash(_("The voucher %(code)s is withdrawn.", code=voucher.code), "good")
    return _back()


def _back() -> Response:
    return redirect(url_for("producer.vouchers", producer=named_producer().slug), 303)


def _page(form: TermsForm, status: int = 200) -> Response:
    owner = named_producer()
    crumbs = [Crumb(_("Vouchers"))]
    return producer_page(
        "producer/vouchers.html", status, form=form, vouchers=views_of(owner.id), owner=owner, crumbs=crumbs
    )
