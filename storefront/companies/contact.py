"""/organiser/contact and /retailer/contact: how an approved company is reached and what it says of itself."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.companies import Company
from marketplace.accounts.company_joining import change_contact
from marketplace.phones import shown_phone

from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb
from . import company
from .access import named, naming
from .forms import OwnContactForm
from .pages import company_page


@company.get("/contact")
def own_contact() -> Response:
    of = named()
    return _page(of, OwnContactForm.of(of))


@company.post("/contact")
@limiter.limit("60 per hour")
def change_own_contact() -> Response:
    of, form = named(), OwnContactForm()
    if not form.validate():
        return _page(of, form, 422)
    session().refresh(of, with_for_update=True)
    try:
        change_contact(of, form.said(), form.revision)
    except Refused as refusal:
        session().rollback()
        of = named()
        # Whoever sends once more has read how it stands now.
        form.seen.data = str(of.revision)
        return _page(of, form, 422, translated(refusal))
    flash(_("Saved."), "good")
    return redirect(url_for(".own_contact", **naming(of)), 303)


def _page(of: Company, form: OwnContactForm, status: int = 200, problem: str = "") -> Response:
    return company_page(
        "companies/contact.html",
        status,
        of=of,
        form=form,
        stands=[of.street, of.contact_name, shown_phone(of.phone) if of.phone else "", of.email, of.about],
        problem=problem,
        crumbs=[Crumb(_("Contact"))],
    )
