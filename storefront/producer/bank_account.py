"""/producer/bank-accounts and /producer/payment-terms: to which account buyers pay, and up to which price in cash."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.payments.bank_accounts import add_account, stop_account
from marketplace.payments.terms import terms_to_change

from ..account.pages import my_key
from ..clock import now
from ..database import session
from ..filters import moment
from ..locales import translated
from ..security import limiter
from . import producer
from .account_forms import AccountForm, TermsForm
from .payments import ReceiptForm, mine, payments_page


@producer.post("/bank-accounts")
@limiter.limit("10 per hour", key_func=my_key)
def set_account() -> Response:
    """Who only holds an open browser can't lead money elsewhere: the password is asked for, and the code."""
    form = AccountForm()
    one = mine(form.producer.data)
    if not (form.validate() and form.is_of_who_is_signed_in()):
        return payments_page(422, typed=form)
    try:
        account = add_account(session(), one, form.bin.data, form.number.data, form.holder.data, now())
    except Refused as refusal:
        session().rollback()
        return payments_page(422, translated(refusal), form)
    if account.in_force_at > now():
        from_ = moment(account.in_force_at)
        flash(_("Saved. Orders placed from %(moment)s on are paid to this account.", moment=from_), "good")
    else:
        flash(_("Saved. New orders show this account."), "good")
    return redirect(url_for("producer.payments"), 303)


@producer.post("/bank-accounts/<slug>/stop")
@limiter.limit("30 per hour")
def stop_waiting_account(slug: str) -> Response:
    """Any who look after the money may stop it, without a password: it only keeps what is."""
    one = mine(slug)
    if not ReceiptForm().validate():
        return payments_page(422, _("The form had expired. Please try once more."))
    try:
        stop_account(session(), one, now())
    except Refused as refusal:
        session().rollback()
        return payments_page(422, translated(refusal))
    flash(_("Stopped. Buyers go on paying to the account of before."), "good")
    return redirect(url_for("producer.payments"), 303)


@producer.post("/payment-terms")
@limiter.limit("30 per hour")
def set_terms() -> Response:
    form = TermsForm()
    one = mine(form.producer.data)
    if not form.validate():
        return payments_page(422, typed=form)
    terms = terms_to_change(session(), one.id)
    terms.cod_call, terms.cod_ceiling = form.cod_call.data, form.cod_ceiling.value
    flash(_("Saved."), "good")
    return redirect(url_for("producer.payments"), 303)
