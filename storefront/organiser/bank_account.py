"""/organiser/bank-accounts: to which account booths are paid, with a second look at who asks."""

from types import SimpleNamespace

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from wtforms import HiddenField

from catalog.records import Refused
from marketplace.accounts.organisers import Organiser
from marketplace.payments.bank_accounts import accounts_of, add_account, stop_account, waiting_accounts

from ..account.pages import my_key
from ..clock import now
from ..database import session
from ..filters import moment
from ..locales import translated
from ..producer.account_forms import AccountForm
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import organiser
from .access import me, my_organisers
from .pages import organiser_page


class OrganiserAccountForm(AccountForm):
    producer = None
    organiser = HiddenField(filters=[lambda text: text or ""])


@organiser.get("/bank-accounts")
def bank_accounts() -> Response:
    return _page()


@organiser.post("/bank-accounts")
@limiter.limit("10 per hour", key_func=my_key)
def set_bank_account() -> Response:
    """Who only holds an open browser can't lead money elsewhere: the password is asked for, and the code."""
    form = OrganiserAccountForm()
    one = _mine(form.organiser.data)
    if not (form.validate() and form.is_of_who_is_signed_in()):
        return _page(422, typed=form)
    try:
        account = add_account(session(), one, form.bin.data, form.number.data, form.holder.data, now())
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal), form)
    if account.in_force_at > now():
        from_ = moment(account.in_force_at)
        flash(_("Saved. Booths given from %(moment)s on are paid to this account.", moment=from_), "good")
    else:
        flash(_("Saved. Booths are paid to this account."), "good")
    return redirect(url_for("organiser.bank_accounts"), 303)


@organiser.post("/bank-accounts/<slug>/stop")
@limiter.limit("30 per hour")
def stop_bank_account(slug: str) -> Response:
    """Without a password: it only keeps what is."""
    one = _mine(slug)
    if not ShopForm().validate():
        return _page(422, _("The form had expired. Please try once more."))
    try:
        stop_account(session(), one, now())
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal))
    flash(_("Stopped. The account of before stays in use."), "good")
    return redirect(url_for("organiser.bank_accounts"), 303)


def _mine(slug: str | None) -> Organiser:
    """404 for another's."""
    return next((one for one in my_organisers() if one.slug == slug), None) or abort(404)


def _page(status: int = 200, problem: str = "", typed: OrganiserAccountForm | None = None) -> Response:
    ids = [one.id for one in my_organisers()]
    present = accounts_of(session(), ids, now(), Organiser)
    waiting = waiting_accounts(session(), ids, now(), Organiser)
    return organiser_page(
        "bank_accounts.html",
        status,
        accounts=[_view(one, present.get(one.id), waiting.get(one.id), typed) for one in my_organisers()],
        asks_code=bool(me().totp_secret),
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("Bank account"))],
    )


def _view(one: Organiser, account, waiting, typed: OrganiserAccountForm | None) -> SimpleNamespace:
    again = typed if typed and typed.organiser.data == one.slug else None
    form = again or OrganiserAccountForm(formdata=None, organiser=one.slug)
    return SimpleNamespace(
        organiser=one,
        account=account,
        waiting=waiting,
        from_=moment(waiting.in_force_at) if waiting else "",
        form=form.tell_apart(f"account-{one.id}"),
    )
