"""/retailer/join: who buys wholesale says who they are, hands it in, and sees what an officer says."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.records import Refused
from marketplace.accounts.retailer_joining import begin, file_registration, hand_in, missing, write
from marketplace.accounts.retailers import Retailer
from marketplace.permissions import RetailerAction
from marketplace.submissions import SubmissionState

from ..clock import now
from ..database import session
from ..documents import LARGEST_REQUEST, paper_file, stored_upload
from ..filters import moment
from ..joining.pages import STATES
from ..locales import translated
from ..security import limiter
from ..shop.address_choices import with_choices
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, home_crumb, link, on_to, private_page
from . import retailer
from .access import me, my_retailers
from .join_forms import RetailerForm, filled_form, typed_form
from .sections import SECTIONS, Section
from .views import retailer_facts

SECTIONS.append(
    Section(
        "join",
        RetailerAction.PROFILE,
        lazy_gettext("Company details"),
        lazy_gettext("Name, tax code, contact, and what officers say"),
    )
)


@retailer.get("/join")
def join() -> Response:
    rows = [
        (one.name, link(f"/retailer/join/{one.code}"), STATES[SubmissionState(one.state)])
        for one in my_retailers()
    ]
    return _page("join/index.html", rows=rows, crumbs=[])


@retailer.get("/join/new")
def new_retailer() -> Response:
    facts = {"contact_name": me().name, "email": me().email or ""}
    return _form_page(with_choices(RetailerForm(formdata=None, data=facts)), None)


@retailer.post("/join")
@limiter.limit("40 per hour")
def begin_retailer() -> Response:
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
    return on_to(url_for("retailer.joining_retailer", code=made.code))


@retailer.get("/join/<code>")
def joining_retailer(code: str) -> Response:
    return _own_page(_find_own(code))


@retailer.get("/join/<code>/edit")
def edit_retailer(code: str) -> Response:
    found = _find_own(code)
    if not found.is_open:
        return _own_page(found)
    return _form_page(filled_form(found), found)


@retailer.post("/join/<code>/edit")
@limiter.limit("120 per hour")
def write_retailer(code: str) -> Response:
    found, form = _find_own(code), typed_form()
    if request.form.get("action") == "communes":
        return _form_page(form, found)
    if not form.validate():
        return _form_page(form, found, 422)
    try:
        write(found, form.said())
    except Refused as refusal:
        session().rollback()
        return _form_page(form, _find_own(code), 422, translated(refusal))
    return on_to(url_for("retailer.joining_retailer", code=code))


@retailer.post("/join/<code>/registration")
@limiter.limit("60 per hour")
def file_retailer_registration(code: str) -> Response:
    request.max_content_length = LARGEST_REQUEST
    _find_own(code)
    # A file takes its time to be cleaned: nobody else has to wait for it.
    session().rollback()
    try:
        stored = stored_upload("file")
    except Refused as refusal:
        return _own_page(_find_own(code), 422, translated(refusal))
    if stored is None:
        return _own_page(_find_own(code), 422, _("Please choose a file, or photograph the paper."))
    return _do(code, lambda found: file_registration(found, stored.path), _("The registration is kept."))


@retailer.get("/join/<code>/registration")
def retailer_registration(code: str) -> Response:
    return registration_of(_find_own(code))


def registration_of(found: Retailer) -> Response:
    """The file for somebody who may open it; 404 where there is none."""
    path = found.registration_file or abort(404)
    return paper_file(path, path.rpartition(".")[2], f"dang-ky-kinh-doanh-{found.code}")


@retailer.post("/join/<code>/submission")
@limiter.limit("30 per hour")
def hand_in_retailer(code: str) -> Response:
    said = _("Handed in. You are told as soon as an officer has decided.")
    return _do(code, lambda found: hand_in(found, now()), said)


@retailer.post("/join/<code>/return")
@limiter.limit("30 per hour")
def take_retailer_back(code: str) -> Response:
    return _do(code, Retailer.take_back, _("Taken back: you can change it now."))


@retailer.post("/join/<code>/withdrawal")
@limiter.limit("30 per hour")
def drop_retailer(code: str) -> Response:
    return _do(code, Retailer.withdraw, _("Dropped."))


def _find_own(code: str) -> Retailer:
    """404 for what is not there, and for somebody else's. Held until the request ends where it may be changed."""
    place = joinedload(Retailer.commune).joinedload(Place.province)
    mine = Retailer.code == code[:20], Retailer.id.in_([one.id for one in my_retailers()])
    query = select(Retailer).where(*mine).options(place).execution_options(populate_existing=True)
    if request.method == "POST":
        query = query.with_for_update(of=Retailer)
    return session().scalar(query) or abort(404)


def _do(code: str, step: Callable[[Retailer], None], said: str) -> Response:
    found = _find_own(code)
    if not ShopForm().validate():
        return _own_page(found, 422, _("The form had expired. Please try once more."))
    try:
        step(found)
    except Refused as refusal:
        session().rollback()
        return _own_page(_find_own(code), 422, translated(refusal))
    flash(said, "good")
    return redirect(url_for("retailer.joining_retailer", code=code), 303)


def _own_page(found: Retailer, status: int = 200, problem: str = "") -> Response:
    return _page(
        "join/show.html",
        status,
        one=found,
        words=STATES[SubmissionState(found.state)],
        facts=retailer_facts(found),
        is_complete=not missing(found),
        since=moment(found.submitted_at) if found.submitted_at else "",
        form=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(found.name)],
    )


def _form_page(form: RetailerForm, found: Retailer | None, status: int = 200, problem: str = "") -> Response:
    here = [Crumb(found.name, link(f"/retailer/join/{found.code}"))] if found else []
    return _page(
        "join/edit.html",
        status,
        form=form,
        one=found,
        problem=problem,
        crumbs=[*here, Crumb(_("Who you are"))],
    )


def _page(template: str, status: int = 200, *, crumbs: list[Crumb], **context) -> Response:
    trail = [home_crumb(), Crumb(_("Buy wholesale"), link("/retailer/join")), *crumbs]
    return private_page(f"retailer/{template}", status, user=me(), crumbs=trail, **context)
