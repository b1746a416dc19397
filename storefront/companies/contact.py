"""/organiser/contact and /retailer/contact: how an approved company is reached, and asking for another name or tax code."""

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.places import Place
from catalog.records import Refused
from marketplace.accounts.companies import Company, lock_company
from marketplace.accounts.company_changes import ask_change, decided_change, take_change_back, waiting_change
from marketplace.accounts.company_joining import change_contact
from marketplace.phones import shown_phone

from ..clock import now
from ..database import session
from ..documents import LARGEST_REQUEST, stored_upload
from ..filters import moment
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import company
from .access import me, named, naming
from .forms import ChangeForm, OwnContactForm
from .pages import company_page


@company.get("/contact")
def own_contact() -> Response:
    return _page(named())


@company.post("/contact")
@limiter.limit("120 per hour")
def change_own_contact() -> Response:
    of, form = named(), OwnContactForm.typed()
    if request.form.get("action") == "communes":
        return _page(of, form)
    if not form.validate():
        return _page(of, form, 422)
    lock_company(session(), of)
    try:
        change_contact(of, form.said(), form.revision)
    except Refused as refusal:
        session().rollback()
        of = named()
        # Whoever sends once more has read how it stands now.
        form.seen.data = str(of.revision)
        return _page(of, form, 422, translated(refusal))
    flash(_("Saved."), "good")
    return _back(of)


@company.post("/contact/changes")
@limiter.limit("30 per hour")
def ask_for_change() -> Response:
    request.max_content_length = LARGEST_REQUEST
    of, form = named(), ChangeForm()
    if not form.fits(of):
        return _page(of, None, 422, change=form)
    # A file takes its time to be cleaned: nobody else has to wait for it.
    session().rollback()
    try:
        stored = stored_upload("file")
        if stored is None:
            raise Refused("Please choose a file, or photograph the paper.")
        of = named()
        ask_change(session(), of, me(), form.name.data, form.tax_code.kept, stored.path, now())
    except Refused as refusal:
        session().rollback()
        return _page(named(), None, 422, translated(refusal), change=form)
    flash(_("Handed in. You are told as soon as an officer has decided."), "good")
    return _back(of)


@company.post("/contact/changes/withdrawal")
@limiter.limit("30 per hour")
def withdraw_change() -> Response:
    of = named()
    if not ShopForm().validate():
        return _page(of, None, 422, _("The form had expired. Please try once more."))
    try:
        take_change_back(session(), of)
    except Refused as refusal:
        session().rollback()
        return _page(named(), None, 422, translated(refusal))
    flash(_("Taken back: you can change it now."), "good")
    return _back(of)


def _back(of: Company) -> Response:
    return redirect(url_for(".own_contact", **naming(of)), 303)


def _page(
    of: Company,
    form: OwnContactForm | None = None,
    status: int = 200,
    problem: str = "",
    change: ChangeForm | None = None,
) -> Response:
    place = session().get(Place, of.commune_code) or abort(404)
    decided = decided_change(session(), of)
    return company_page(
        "companies/contact.html",
        status,
        of=of,
        form=form or OwnContactForm.of(of, place.province_code or ""),
        stands=_stands(of, place) if problem and form else [],
        change=change or ChangeForm.of(of),
        waits=waiting_change(session(), of),
        decided=decided,
        decided_at=moment(decided.decided_at) if decided else "",
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("Contact"))],
    )


def _stands(of: Company, place: Place) -> list[str]:
    """How it is said at present, for whoever wrote something else meanwhile."""
    phone = shown_phone(of.phone) if of.phone else ""
    return [of.street, place.full_name, of.contact_name, phone, of.email, of.about]
