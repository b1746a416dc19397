"""/organiser/fairs/<slug>/booths: the kinds of booths that a fair lets."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.records import Refused
from marketplace.fairs.booth_types import add_type, change_type, remove_type, types_of
from marketplace.fairs.booths import BoothType
from marketplace.fairs.fairs import Fair
from marketplace.permissions import OrganiserAction

from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb
from . import organiser
from .access import find_fair
from .booth_forms import ButtonForm, TypeForm, type_form
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "booths",
        OrganiserAction.BOOTHS,
        lazy_gettext("Kinds of booths"),
        lazy_gettext("What they measure and what they cost"),
    )
)


@organiser.get("/fairs/<slug>/booths")
def booth_types(slug: str) -> Response:
    return types_page(find_fair(slug))


def types_page(
    fair: Fair, status: int = 200, problem: str = "", new: TypeForm | None = None, typed: dict | None = None
) -> Response:
    """`typed`: forms that were sent and are shown again, by the id of their type."""
    types = types_of(session(), fair.id)
    return organiser_page(
        "booths.html",
        status,
        fair=fair,
        types=[(type, (typed or {}).get(type.id) or type_form(type)) for type in types],
        opened=list(typed or {}),
        new=new or TypeForm(formdata=None),
        button=ButtonForm(formdata=None),
        problem=problem,
        crumbs=[fair_crumb(fair), Crumb(_("Kinds of booths"))],
    )


@organiser.post("/fairs/<slug>/booths")
@limiter.limit("60 per minute")
def add_booth_type(slug: str) -> Response:
    fair, form = find_fair(slug), TypeForm()
    if not form.validate():
        return types_page(fair, 422, new=form)
    refused = _tried(add_type, session(), fair, form.facts())
    if refused:
        return types_page(fair, 422, refused, form)
    return _done(fair, _("Saved."))


@organiser.post("/fairs/<slug>/booths/<int:id>")
@limiter.limit("60 per minute")
def change_booth_type(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    type, form = _type(fair, id), TypeForm()
    if not form.validate():
        return types_page(fair, 422, typed={id: form.tell_apart(id)})
    facts = form.facts()
    refused = _tried(change_type, session(), fair, type, facts)
    if refused:
        return types_page(fair, 422, refused, typed={id: form.tell_apart(id)})
    return _done(fair, _("Saved. Who has applied already keeps the price of that day."))


@organiser.post("/fairs/<slug>/booths/<int:id>/removal")
@limiter.limit("60 per minute")
def remove_booth_type(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    type = _type(fair, id)
    if not ButtonForm().validate():
        return types_page(fair, 422, _("The form had expired. Please try once more."))
    refused = _tried(remove_type, session(), fair, type)
    return types_page(fair, 422, refused) if refused else _done(fair, _("Taken away."))


def _type(fair: Fair, id: int) -> BoothType:
    return next((type for type in types_of(session(), fair.id) if type.id == id), None) or abort(404)


def _tried(step: Callable[..., Any], *arguments: Any) -> str:
    """Why the step was refused, in the visitor's language; empty where it was done."""
    try:
        step(*arguments)
    except Refused as refusal:
        return translated(refusal)
    return ""


def _done(fair: Fair, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("organiser.booth_types", slug=fair.slug), 303)
