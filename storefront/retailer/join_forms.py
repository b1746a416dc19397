"""The form in which somebody says who buys wholesale."""

from contextlib import suppress

from flask import current_app
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.text import clean
from marketplace.accounts.retailer_joining import About
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.phones import shown_phone
from marketplace.tax_codes import read_tax_code

from ..fields import line
from ..filters import LABELS
from ..joining.forms import ContactForm
from ..shop.address_choices import commune_fits, with_choices
from ..shop.forms import DeliveryForm

LONGEST_ABOUT = 2000
_CHOOSE = _("Please choose one of these.")


class CompanyTaxCodeField(StringField):
    """`kept` is the code as it is kept; a personal number is refused: persons have no such account."""

    kept = ""

    def pre_validate(self, form) -> None:
        self.kept = ""
        with suppress(ValueError):
            self.kept = read_tax_code(self.data[:40], current_app.config["SECRET_KEY"]).number
        if self.data and not self.kept:
            raise ValidationError(
                str(
                    _(
                        "This is no tax code: 10 digits, or 13 for a branch. Please compare it with your papers."
                    )
                )
            )


class RetailerForm(ContactForm):
    """The choices of province and commune are filled in by the view."""

    kind = RadioField(
        _("Who are you?"),
        [DataRequired(_CHOOSE)],
        choices=[SelectChoice(value=kind, label=LABELS[RetailerKind][kind]) for kind in RetailerKind],
        filters=[lambda text: clean(text or "")],
        validate_choice=False,
    )
    name = line(_("Name, as on your papers"), 200, needed=_("Please write the name."))
    tax_code = CompanyTaxCodeField(
        _("Tax code"),
        [DataRequired(_("Please write the tax code."))],
        filters=[lambda text: clean(text or "")],
    )
    registration_number = line(
        _("Number of the business registration"),
        60,
        needed=_("Please write the number of the business registration."),
    )
    province = DeliveryForm.province
    commune = DeliveryForm.commune
    street = DeliveryForm.street
    about = TextAreaField(
        _("About you (producers read it)"),
        [Length(max=LONGEST_ABOUT, message=_("Please write at most %(max)d characters."))],
        filters=[lambda text: (text or "").strip()],
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.kind.errors and self.kind.data not in set(RetailerKind):
            self.kind.errors, valid = [str(_CHOOSE)], False
        return commune_fits(self) and valid

    def said(self) -> About:
        return About(
            kind=RetailerKind(self.kind.data),
            name=self.name.data,
            commune_code=self.commune.data,
            tax_code=self.tax_code.kept,
            registration_number=self.registration_number.data,
            street=self.street.data,
            contact_name=self.contact_name.data,
            phone=self.phone.international,
            email=self.email.data.lower(),
            about=self.about.data,
        )


def typed_form() -> RetailerForm:
    return with_choices(RetailerForm())


def filled_form(of: Retailer) -> RetailerForm:
    """The form with what is known; the retailer has its commune."""
    names = (
        *("kind", "name", "tax_code", "registration_number"),
        *("street", "contact_name", "email", "about"),
    )
    facts = {name: getattr(of, name) for name in names}
    facts |= {"province": of.commune.province_code, "commune": of.commune_code}
    facts["phone"] = shown_phone(of.phone) if of.phone else ""
    return with_choices(RetailerForm(formdata=None, data=facts))
