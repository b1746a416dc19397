"""The second step of a sign-in: a code of the app, or one of the recovery codes."""

from flask import Response, flash, redirect, url_for
from flask import session as cookie
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.accounts import second_factor
from marketplace.accounts.users import User

from .. import login
from ..clock import now
from ..database import session
from ..security import limiter
from . import account
from .arrival import arrived
from .forms import CodeForm
from .known import count_as_wrong, tried_second_step, was_wrong
from .pages import entrance_page, wanted

_SECONDS = 600


def begin_second_step(user: User) -> Response:
    """The password was right: for ten minutes this browser may show the second factor."""
    until = now().timestamp() + _SECONDS
    cookie["half_signed_in"] = {
        "user": user.id,
        "generation": user.session_generation,
        "until": until,
    }
    return redirect(url_for("account.second_step", next=wanted() or None), 303)


@account.get("/sign-in/code")
def second_step() -> Response:
    return _page(CodeForm()) if _half_signed_in() else _begin_again()


@account.post("/sign-in/code")
@limiter.limit("10 per minute; 60 per hour")
@limiter.limit("20 per hour", key_func=tried_second_step, deduct_when=was_wrong)
def take_second_step() -> Response:
    form, user = CodeForm(), _half_signed_in()
    if user is None:
        return _begin_again()
    if not form.validate():
        return _page(form, 422)
    if not second_factor.accepted(session(), user, form.code.data, now(), login.seal()):
        count_as_wrong()
        form.code.errors = [_("This code is not right, or was used already.")]
        return _page(form, 422)
    cookie.pop("half_signed_in")
    return arrived(user)


def _half_signed_in() -> User | None:
    half = cookie.get("half_signed_in")
    if not half or half["until"] < now().timestamp():
        return None
    same = User.id == half["user"], User.session_generation == half["generation"]
    return session().scalar(select(User).where(*same))


def _begin_again() -> Response:
    cookie.pop("half_signed_in", None)
    flash(_("That took too long. Please sign in once more."), "warn")
    return redirect(url_for("account.sign_in", next=wanted() or None), 303)


def _page(form: CodeForm, status: int = 200) -> Response:
    return entrance_page("second_step.html", status, here=_("Sign in"), form=form, next=wanted() or None)
