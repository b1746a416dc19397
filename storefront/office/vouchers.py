"""The operator's vouchers: what there is, a new one, withdrawing one."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.orders.issuing import withdraw

from ..database import session
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..voucher_desk import TermsForm, issued, views_of
from . import office
from .pages import office_page


@office.get("/vouchers")
def vouchers() -> Response:
    return _page(TermsForm(formdata=None))


@office.post("/vouchers")
@limiter.limit("60 per minute")
def issue_voucher() -> Response:
    form = TermsForm()
    voucher = issued(form, None)
    if voucher is None:
        return _page(form, 422)
    flash(_("The voucher %(code)s is ready to be used.", code=voucher.code), "good")
    return redirect(url_for("office.vouchers"), 303)


@office.post("/vouchers/<code>/withdrawal")
@limiter.limit("60 per minute")
def withdraw_voucher(code: str) -> Response:
    if not ShopForm().validate():
        return _page(TermsForm(formdata=None), 422)
    voucher = withdraw(session(), None, code) or abort(404)
    flash(_("The voucher %(code)s is withdrawn.", code=voucher.code), "good")
    return redirect(url_for("office.vouchers"), 303)


def _page(form: TermsForm, status: int = 200) -> Response:
    crumbs = [Crumb(_("Vouchers"))]
    return office_page("office/vouchers.html", status, form=form, vouchers=views_of(None), crumbs=crumbs)
