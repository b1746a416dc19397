"""Setting up the second factor: an app on the telephone, and recovery codes on paper."""

from flask import Response, current_app, redirect, url_for
from flask import session as cookie
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.accounts import second_factor as rules
from marketplace.accounts.memberships import Role, roles_of
from marketplace.accounts.users import User

from .. import login
from ..clock import now
from ..database import session
from ..qr_codes import qr_svg
from ..security import limiter
from ..shop.pages import link
from . import account
from .forms import PasswordOnlyForm, SetUpForm
from .pages import account_page, flash_good, is_password, me, my_key, tell, wanted

_NEW = "new_totp_secret"


@account.get("/account/second-factor")
def second_factor() -> Response:
    if me().totp_secret:
        return _in_force_page(PasswordOnlyForm())
    cookie.setdefault(_NEW, rules.new_secret())
    return _set_up_page(SetUpForm())


@account.post("/account/second-factor")
@limiter.limit("20 per hour", key_func=my_key)
def set_up_second_factor() -> Response:
    form, user = SetUpForm(), me()
    if user.totp_secret or _NEW not in cookie:
        return redirect(url_for("account.second_factor", next=wanted() or None), 303)
    if not (form.validate() and is_password(form.password)):
        return _set_up_page(form, 422)
    try:
        codes = rules.set_up(session(), user, cookie[_NEW], form.code.data, now(), login.seal())
    except Refused as refusal:
        tell(form.code, refusal)
        return _set_up_page(form, 422)
    del cookie[_NEW]
    login.sign_in(user)
    return _codes_page(codes)


def _must_have(user: User) -> bool:
    """Of those who decide over what others may say of their goods."""
    return bool(roles_of(session(), user.id) & {Role.OFFICER, Role.MARK})


def _set_up_page(form: SetUpForm, status: int = 200) -> Response:
    user, secret = me(), cookie[_NEW]
    shop = current_app.extensions["settings"].shop_name
    return account_page(
        "second_factor_set_up.html",
        status,
        here=_("Second factor"),
        form=form,
        qr_svg=qr_svg(rules.provisioning_address(secret, user.contact, shop)),
        secret=grouped(secret).replace("-", " "),
        must=_must_have(user),
        next=wanted() or None,
    )


def _in_force_page(form: PasswordOnlyForm, status: int = 200) -> Response:
    return account_page(
        "second_factor.html",
        status,
        here=_("Second factor"),
        form=form,
        left=rules.recovery_codes_left(session(), me()),
        must=_must_have(me()),
    )


def _codes_page(codes: list[str]) -> Response:
    """Shown this once, as the answer itself: nothing keeps them but the reader."""
    shown = [grouped(code) for code in codes]
    onward = link(wanted() or "/account")
    return account_page("recovery_codes.html", here=_("Recovery codes"), codes=shown, onward=onward)


@account.post("/account/second-factor/codes")
@limiter.limit("10 per hour", key_func=my_key)
def renew_recovery_codes() -> Response:
    form, user = PasswordOnlyForm(), me()
    if not user.totp_secret:
        return redirect(url_for("account.second_factor"), 303)
    if not (form.validate() and is_password(form.password)):
        return _in_force_page(form, 422)
    codes = rules.new_recovery_codes(session(), user)
    user.note("user.recovery_codes_renewed")
    return _codes_page(codes)


@account.post("/account/second-factor/removal")
@limiter.limit("10 per hour", key_func=my_key)
def remove_second_factor() -> Response:
    form, user = PasswordOnlyForm(), me()
    if not (form.validate() and is_password(form.password)):
        return _in_force_page(form, 422)
    rules.take_off(session(), user)
    login.sign_in(user)
    flash_good(_("Signing in needs your password alone again."))
    return redirect(url_for("account.second_factor"), 303)
