"""/organiser/join and /retailer/join: who joins says who they are, hands it in, and sees what an officer says."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.records import Refused
from marketplace.accounts import company_joining as joining
from marketplace.accounts.companies import Company

from ..clock import now
from ..database import session
from ..documents import LARGEST_REQUEST, paper_file, stored_upload
from ..filters import moment
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, home_crumb, link, on_to, private_page
from . import company
from .access import me, mine, my_ids
from .desks import here
from .forms import FORMS, CompanyForm
from .pages import company_facts, state_words


@company.get("/join")
def join() -> Response:
    rows = [(one.name, url_for(".application", id=one.id), state_words(one)) for one in mine()]
    return _page("index.html", rows=rows, crumbs=[])


@company.get("/join/new")
def new_application() -> Response:
    return _form_page(_form().begun(me().name, me().email or ""), None)


@company.post("/join")
@limiter.limit("40 per hour")
def begin_application() -> Response:
    return _keep(None, lambda said: joining.begin(session(), me(), here().kind, said, now()))


@company.get("/join/<int:id>")
def application(id: int) -> Response:
    return _own_page(_find(id))


@company.get("/join/<int:id>/edit")
def edit_application(id: int) -> Response:
    found = _find(id)
    return _form_page(_form().of(found), found) if found.is_open else _own_page(found)


@company.post("/join/<int:id>/edit")
@limiter.limit("120 per hour")
def write_application(id: int) -> Response:
    found = _find(id)

    def write(said: joining.About) -> Company:
        joining.write(session(), found, said)
        return found

    return _keep(found, write)


def _keep(found: Company | None, step: Callable[[joining.About], Company]) -> Response:
    form = _form().typed()
    if request.form.get("action") == "communes":
        return _form_page(form, found)
    if not form.validate():
        return _form_page(form, found, 422)
    try:
        kept = step(form.said())
    except Refused as refusal:
        session().rollback()
        return _form_page(form, _find(found.id) if found else None, 422, translated(refusal))
    session().flush()
    return on_to(url_for(".application", id=kept.id))


@company.post("/join/<int:id>/registration")
@limiter.limit("60 per hour")
def file_registration(id: int) -> Response:
    request.max_content_length = LARGEST_REQUEST
    _registered(_find(id))
    # A file takes its time to be cleaned: nobody else has to wait for it.
    session().rollback()
    try:
        stored = stored_upload("file")
    except Refused as refusal:
        return _own_page(_find(id), 422, translated(refusal))
    if stored is None:
        return _own_page(_find(id), 422, _("Please choose a file, or photograph the paper."))
    return _do(
        id, lambda found: joining.file_registration(found, stored.path), _("The registration is kept.")
    )


@company.get("/join/<int:id>/registration")
def registration(id: int) -> Response:
    return registration_of(_find(id))


def registration_of(found: Company) -> Response:
    """The file for somebody who may open it; 404 where there is none."""
    path = _registered(found).registration_file or abort(404)
    return paper_file(path, path.rpartition(".")[2], f"dang-ky-kinh-doanh-{found.address}")


def _registered(found: Any) -> Any:
    """404 for a company of a kind that shows no registration."""
    return found if "registration_file" in found.needed else abort(404)


@company.post("/join/<int:id>/submission")
@limiter.limit("30 per hour")
def hand_in_application(id: int) -> Response:
    said = _("Handed in. You are told as soon as an officer has decided.")
    return _do(id, lambda found: joining.hand_in(found, now()), said)


@company.post("/join/<int:id>/return")
@limiter.limit("30 per hour")
def take_application_back(id: int) -> Response:
    return _do(id, Company.take_back, _("Taken back: you can change it now."))


@company.post("/join/<int:id>/withdrawal")
@limiter.limit("30 per hour")
def drop_application(id: int) -> Response:
    return _do(id, Company.withdraw, _("Dropped."))


def _form() -> type[CompanyForm]:
    return FORMS[here().kind]


def _find(id: int) -> Any:
    """404 for what is not there, and for somebody else's. Held until the request ends where it may be changed."""
    kind = here().kind
    place = joinedload(kind.commune).joinedload(Place.province)
    # Beyond this no database has a number.
    own = kind.id == (id if id < 2**31 else 0), kind.id.in_(my_ids())
    query = select(kind).where(*own).options(place).execution_options(populate_existing=True)
    if request.method == "POST":
        query = query.with_for_update(of=kind)
    return session().scalar(query) or abort(404)


def _do(id: int, step: Callable[[Any], None], said: str) -> Response:
    found = _find(id)
    if not ShopForm().validate():
        return _own_page(found, 422, _("The form had expired. Please try once more."))
    try:
        step(found)
    except Refused as refusal:
        session().rollback()
        return _own_page(_find(id), 422, translated(refusal))
    flash(said, "good")
    return redirect(url_for(".application", id=id), 303)


def _own_page(found: Company, status: int = 200, problem: str = "") -> Response:
    return _page(
        "show.html",
        status,
        one=found,
        state=state_words(found),
        facts=company_facts(found),
        since=moment(found.submitted_at) if found.submitted_at else "",
        form=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(found.name)],
    )


def _form_page(form: CompanyForm, found: Company | None, status: int = 200, problem: str = "") -> Response:
    here_crumb = [Crumb(found.name, url_for(".application", id=found.id))] if found else []
    return _page(
        "edit.html",
        status,
        form=form,
        one=found,
        problem=problem,
        crumbs=[*here_crumb, Crumb(_("Who you are"))],
    )


def _page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    desk = here()
    trail = [home_crumb(), Crumb(str(desk.words.join), link(f"{desk.path}/join")), *crumbs]
    return private_page(f"companies/join/{template}", status, user=me(), desk=desk, crumbs=trail, **context)
