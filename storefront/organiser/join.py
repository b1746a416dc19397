"""/organiser/join: who wants to organise fairs says who they are, hands it in, and sees what an officer says."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.records import Refused
from marketplace.accounts.organiser_joining import begin, hand_in, missing, write
from marketplace.accounts.organisers import Organiser
from marketplace.submissions import SubmissionState

from ..clock import now
from ..database import session
from ..filters import moment
from ..joining.pages import STATES
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.address_choices import with_choices
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, home_crumb, link, on_to, private_page
from . import organiser
from .access import me, my_organisers
from .join_forms import OrganiserForm, filled_form, typed_form
from .views import organiser_facts


@organiser.get("/join")
def join() -> Response:
    rows = [
        (one.name, link(f"/organiser/join/{one.id}"), STATES[SubmissionState(one.state)])
        for one in my_organisers()
    ]
    return _page("join/index.html", rows=rows, crumbs=[])


@organiser.get("/join/new")
def new_organiser() -> Response:
    facts = {"contact_name": me().name, "email": me().email or ""}
    return _form_page(with_choices(OrganiserForm(formdata=None, data=facts)), None)


@organiser.post("/join")
@limiter.limit("40 per hour")
def begin_organiser() -> Response:
    form = typed_form()
    if request.form.get("action") == "communes":
        return _form_page(form, None)
    if not form.validate():
        return _form_page(form, None, 422)
    try:
        made = begin(session(), me(), form.said(), now())
    except Refused as refusal:
        session().rollback()
        return _form_page(form, None, 422, translated(refusal))
    session().flush()
    return on_to(url_for("organiser.joining_organiser", id=made.id))


@organiser.get("/join/<int:id>")
def joining_organiser(id: int) -> Response:
    return _own_page(find_own(id))


@organiser.get("/join/<int:id>/edit")
def edit_organiser(id: int) -> Response:
    found = find_own(id)
    if not found.is_open:
        return _own_page(found)
    return _form_page(filled_form(found), found)


@organiser.post("/join/<int:id>/edit")
@limiter.limit("120 per hour")
def write_organiser(id: int) -> Response:
    found, form = find_own(id), typed_form()
    if request.form.get("action") == "communes":
        return _form_page(form, found)
    if not form.validate():
        return _form_page(form, found, 422)
    try:
        write(session(), found, form.said())
    except Refused as refusal:
        session().rollback()
        return _form_page(form, find_own(id), 422, translated(refusal))
    return on_to(url_for("organiser.joining_organiser", id=id))


@organiser.post("/join/<int:id>/submission")
@limiter.limit("30 per hour")
def hand_in_organiser(id: int) -> Response:
    said = _("Handed in. You are told as soon as an officer has decided.")
    return _do(id, lambda found: hand_in(found, now()), said)


@organiser.post("/join/<int:id>/return")
@limiter.limit("30 per hour")
def take_organiser_back(id: int) -> Response:
    return _do(id, Organiser.take_back, _("Taken back: you can change it now."))


@organiser.post("/join/<int:id>/withdrawal")
@limiter.limit("30 per hour")
def drop_organiser(id: int) -> Response:
    return _do(id, Organiser.withdraw, _("Dropped."))


def find_own(id: int) -> Organiser:
    """404 for what is not there, and for somebody else's. Held until the request ends where it may be changed."""
    place = joinedload(Organiser.commune).joinedload(Place.province)
    # Beyond this no database has a number.
    mine = Organiser.id == (id if id < 2**31 else 0), Organiser.id.in_([one.id for one in my_organisers()])
    query = select(Organiser).where(*mine).options(place).execution_options(populate_existing=True)
    if request.method == "POST":
        query = query.with_for_update(of=Organiser)
    return session().scalar(query) or abort(404)


def _do(id: int, step: Callable[[Organiser], None], said: str) -> Response:
    found = find_own(id)
    if not ShopForm().validate():
        return _own_page(found, 422, _("The form had expired. Please try once more."))
    try:
        step(found)
    except Refused as refusal:
        session().rollback()
        return _own_page(find_own(id), 422, translated(refusal))
    flash(said, "good")
    return redirect(url_for("organiser.joining_organiser", id=id), 303)


def _own_page(found: Organiser, status: int = 200, problem: str = "") -> Response:
    return _page(
        "join/show.html",
        status,
        one=found,
        words=STATES[SubmissionState(found.state)],
        facts=organiser_facts(found),
        is_complete=not missing(found),
        since=moment(found.submitted_at) if found.submitted_at else "",
        form=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(found.name)],
    )


def _form_page(
    form: OrganiserForm, found: Organiser | None, status: int = 200, problem: str = ""
) -> Response:
    here = [Crumb(found.name, link(f"/organiser/join/{found.id}"))] if found else []
    return _page(
        "join/edit.html",
        status,
        form=form,
        one=found,
        problem=problem,
        crumbs=[*here, Crumb(_("Who you are"))],
    )


def _page(template: str, status: int = 200, *, crumbs: list[Crumb], **context) -> Response:
    trail = [home_crumb(), Crumb(_("Organise fairs here"), link("/organiser/join")), *crumbs]
    return private_page(
        f"organiser/{template}",
        status,
        user=signed_in(),
        crumbs=trail,
        **context,
    )
