"""One application: all of it to check, where it stands and what was asked; handing it in, taking it back, dropping it."""

from collections.abc import Callable

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.consents import Purpose, agrees
from marketplace.accounts.profiles import Profile, drop, submit, take_back

from ..clock import now
from ..database import session
from ..filters import moment
from ..locales import locale, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import joining
from .access import me, my_profile
from .forms import SubmissionForm
from .pages import STATES, joining_page, step_views


@joining.get("/<int:id>")
def profile(id: int) -> Response:
    return _page(my_profile(id))


@joining.post("/<int:id>/submission")
@limiter.limit("30 per hour")
def hand_in(id: int) -> Response:
    form = SubmissionForm()

    def step(found: Profile) -> None:
        submit(session(), found, me(), form.agreed.data, locale(), now())

    return _do(id, form, step, _("Handed in. You are told as soon as an officer has decided."))


@joining.post("/<int:id>/return")
@limiter.limit("30 per hour")
def take_it_back(id: int) -> Response:
    said = _("Taken back: you can change it now.")
    return _do(id, SubmissionForm(), lambda found: take_back(session(), found), said)


@joining.post("/<int:id>/withdrawal")
@limiter.limit("30 per hour")
def drop_it(id: int) -> Response:
    return _do(id, SubmissionForm(), lambda found: drop(session(), found), _("Dropped."))


def _do(id: int, form: SubmissionForm, step: Callable[[Profile], None], said: str) -> Response:
    found = my_profile(id)
    if not form.validate():
        return _page(found, 422, form=form)
    try:
        step(found)
    except Refused as refusal:
        session().rollback()
        return _page(my_profile(id), 422, translated(refusal), form)
    flash(said, "good")
    return redirect(url_for("joining.profile", id=id), 303)


def _page(
    found: Profile, status: int = 200, problem: str = "", form: SubmissionForm | None = None
) -> Response:
    steps = step_views(found)
    return joining_page(
        "profile.html",
        status,
        profile=found,
        words=STATES[found.state],
        steps=steps,
        is_complete=not any(step.is_missing for step in steps),
        since=moment(found.submitted_at) if found.submitted_at else "",
        is_first=found.producer is None or found.producer.state not in ("approved", "suspended"),
        has_agreed=agrees(session(), me().id, Purpose.SELLING),
        form=form or SubmissionForm(formdata=None),
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(found.name or _("New application"))],
    )
