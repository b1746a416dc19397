"""Who of a mark's managing body decides on the rights to it: invited, and taken off again, by the central office."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.marks import Mark
from catalog.records import Refused
from marketplace.accounts import mark_people

from ..clock import now
from ..database import session
from ..invite_form import InviteForm
from ..locales import locale, translated
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import office
from .marks import central_only, find_mark, is_central, marks_crumb
from .pages import office_page


@office.get("/marks/<slug>/people")
def mark_people_page(slug: str) -> Response:
    return _page(find_mark(slug)) if is_central() else central_only()


@office.post("/marks/<slug>/people")
@limiter.limit("30 per minute")
def invite_to_mark(slug: str) -> Response:
    if not is_central():
        return central_only()
    mark, form = find_mark(slug), InviteForm()
    if not form.validate():
        return _page(mark, form, 422)
    try:
        mark_people.invite_to_mark(session(), mark, signed_in(), form.contact.data, locale(), now())
    except Refused as refusal:
        session().rollback()
        return _page(find_mark(slug), form, 422, translated(refusal))
    flash(_("The invitation is on its way."), "good")
    return _back(slug)


@office.post("/marks/<slug>/people/<int:id>/removal")
@limiter.limit("30 per minute")
def remove_from_mark(slug: str, id: int) -> Response:
    return _end(slug, lambda mark: mark_people.remove_from_mark(session(), mark, id), id)


@office.post("/marks/<slug>/invitations/<int:id>/removal")
@limiter.limit("30 per minute")
def take_invitation_back(slug: str, id: int) -> Response:
    return _end(slug, lambda mark: mark_people.take_back(session(), mark, id, now()), id)


def _end(slug: str, step, id: int) -> Response:
    if not is_central():
        return central_only()
    mark, form = find_mark(slug), ShopForm()
    if not form.validate():
        return _page(mark, None, 422, str(form.csrf_token.errors[0]))
    if id < 2**31 and step(mark):
        flash(_("Done."), "good")
    else:
        flash(_("This was done already."), "warn")
    return _back(slug)


def _back(slug: str) -> Response:
    return redirect(url_for("office.mark_people_page", slug=slug), 303)


def _page(mark: Mark, typed: InviteForm | None = None, status: int = 200, problem: str = "") -> Response:
    return office_page(
        "office/marks/people.html",
        status,
        mark=mark,
        people=mark_people.people_of_mark(session(), mark.id),
        waiting=mark_people.waiting_for_mark(session(), mark.id, now()),
        form=typed or InviteForm(formdata=None),
        problem=problem,
        crumbs=[
            marks_crumb(),
            Crumb(mark.name, link(f"/office/marks/{mark.slug}")),
            Crumb(_("People of the managing body")),
        ],
    )
