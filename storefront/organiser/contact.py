"""/organiser/contact: how an approved organiser is reached and what it says of itself; who it is stays as approved."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from catalog.records import Refused
from catalog.text import clean
from marketplace.accounts.organiser_joining import Contact, change_contact
from marketplace.accounts.organisers import Organiser
from marketplace.phones import shown_phone

from ..database import session
from ..joining.forms import ContactForm
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb
from . import organiser
from .access import named_organiser
from .fair_forms import StepForm
from .join_forms import OrganiserForm
from .pages import organiser_page


class OwnContactForm(ContactForm, StepForm):
    """`seen` is the revision of the organiser."""

    street = StringField(
        lazy_gettext("House number, street, hamlet"),
        [
            DataRequired(lazy_gettext("Please fill this in.")),
            Length(max=200, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: clean(text or "")],
    )
    about = OrganiserForm.about

    @classmethod
    def of(cls, one: Organiser) -> "OwnContactForm":
        facts = {name: getattr(one, name) for name in ("street", "contact_name", "email", "about")}
        facts |= {"phone": shown_phone(one.phone) if one.phone else "", "seen": str(one.revision)}
        return cls(formdata=None, data=facts)

    def said(self) -> Contact:
        return Contact(
            street=self.street.data,
            contact_name=self.contact_name.data,
            phone=self.phone.international,
            email=self.email.data.lower(),
            about=self.about.data,
        )


@organiser.get("/contact")
def own_contact() -> Response:
    of = named_organiser()
    return _page(of, OwnContactForm.of(of))


@organiser.post("/contact")
@limiter.limit("60 per hour")
def change_own_contact() -> Response:
    of, form = named_organiser(), OwnContactForm()
    if not form.validate():
        return _page(of, form, 422)
    session().refresh(of, with_for_update=True)
    try:
        change_contact(of, form.said(), form.revision)
    except Refused as refusal:
        session().rollback()
        of = named_organiser()
        # Whoever sends once more has read how it stands now.
        form.seen.data = str(of.revision)
        return _page(of, form, 422, translated(refusal))
    flash(_("Saved."), "good")
    return redirect(url_for("organiser.own_contact", organiser=request.args.get("organiser")), 303)


def _page(of: Organiser, form: OwnContactForm, status: int = 200, problem: str = "") -> Response:
    return organiser_page(
        "contact.html",
        status,
        of=of,
        form=form,
        stands=[of.street, of.contact_name, shown_phone(of.phone) if of.phone else "", of.email, of.about],
        problem=problem,
        crumbs=[Crumb(_("Contact"))],
    )
