"""The forms in which a company says who it is, and how it is reached."""

from contextlib import suppress
from typing import Self

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from catalog.text import clean
from marketplace.accounts.companies import Company
from marketplace.accounts.company_joining import About, AboutRetailer, Contact
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.accounts.retailers import Retailer
from marketplace.phones import shown_phone
from marketplace.tax_codes import read_tax_code

from ..fields import line
from ..filters import LABELS
from ..joining.forms import ContactForm
from ..seen_forms import SeenForm
from ..shop.address_choices import commune_fits, with_choices
from ..shop.forms import DeliveryForm, ShopForm
from .desks import here

LONGEST_ABOUT = 2000


class CompanyTaxCodeField(StringField):
    """`kept` is the code as it is kept; a personal number is refused: persons are no companies."""

    kept = ""

    def pre_validate(self, form) -> None:
        self.kept = ""
        with suppress(ValueError):
            self.kept = read_tax_code(self.data[:40], current_app.config["SECRET_KEY"]).number
        if self.data and not self.kept:
            raise ValidationError(
                gettext(
                    "This is no tax code: 10 digits, or 13 for a branch. Please compare it with your papers."
                )
            )


class CompanyForm(ContactForm):
    """Who it is. The desk says which kinds there are, and who reads what is said about it."""

    kind = RadioField(_("Who are you?"), filters=[lambda text: clean(text or "")], validate_choice=False)
    name = line(_("Name, as on your papers"), 200, needed=_("Please write the name."))
    tax_code = CompanyTaxCodeField(_("Tax code"), filters=[lambda text: clean(text or "")])
    province = DeliveryForm.province
    commune = DeliveryForm.commune
    street = DeliveryForm.street
    about = TextAreaField(
        "",
        [Length(max=LONGEST_ABOUT, message=_("Please write at most %(max)d characters."))],
        filters=[lambda text: (text or "").strip()],
    )

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        kinds = here().kinds
        self.kind.choices = [SelectChoice(value=kind, label=LABELS[kinds][kind]) for kind in kinds]
        self.about.label.text = here().words.about

    @classmethod
    def typed(cls) -> Self:
        return with_choices(cls())

    @classmethod
    def begun(cls, contact_name: str, email: str) -> Self:
        return with_choices(cls(formdata=None, data={"contact_name": contact_name, "email": email}))

    @classmethod
    def of(cls, company: Company) -> Self:
        """With what is known; the company has its commune."""
        facts = {name: getattr(company, name) for name in cls().data if hasattr(company, name)}
        facts |= {"province": company.commune.province_code, "commune": company.commune_code}
        facts["phone"] = shown_phone(company.phone) if company.phone else ""
        return with_choices(cls(formdata=None, data=facts))

    @property
    def needs_tax_code(self) -> bool:
        return True

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.kind.data not in set(here().kinds):
            self.kind.errors, valid = [gettext("Please choose one of these.")], False
        if not self.tax_code.data and self.needs_tax_code:
            self.tax_code.errors, valid = [gettext("Please write the tax code.")], False
        return commune_fits(self) and valid

    def said(self) -> About:
        return About(**self._said())

    def _said(self) -> dict[str, str]:
        return {
            "kind": here().kinds(self.kind.data),
            "name": self.name.data,
            "commune_code": self.commune.data,
            "street": self.street.data,
            "tax_code": self.tax_code.kept,
            "contact_name": self.contact_name.data,
            "phone": self.phone.international,
            "email": self.email.data.lower(),
            "about": self.about.data,
        }


class OrganiserForm(CompanyForm):
    @property
    def needs_tax_code(self) -> bool:
        """An authority may have none of its own."""
        return self.kind.data != OrganiserKind.AUTHORITY


class RetailerForm(CompanyForm):
    registration_number = line(
        _("Number of the business registration"),
        60,
        needed=_("Please write the number of the business registration."),
    )

    def said(self) -> AboutRetailer:
        return AboutRetailer(**self._said(), registration_number=self.registration_number.data)


FORMS: dict[type[Company], type[CompanyForm]] = {Organiser: OrganiserForm, Retailer: RetailerForm}


class OwnContactForm(ContactForm, SeenForm):
    """How a company that was approved is reached; `seen` is its revision."""

    province = DeliveryForm.province
    commune = DeliveryForm.commune
    street = DeliveryForm.street
    about = CompanyForm.about

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.about.label.text = here().words.about

    @classmethod
    def typed(cls) -> Self:
        return with_choices(cls())

    @classmethod
    def of(cls, company: Company, province_code: str) -> Self:
        facts = {name: getattr(company, name) for name in ("street", "contact_name", "email", "about")}
        facts |= {"province": province_code, "commune": company.commune_code, "seen": str(company.revision)}
        facts["phone"] = shown_phone(company.phone) if company.phone else ""
        return with_choices(cls(formdata=None, data=facts))

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        return commune_fits(self) and valid

    def said(self) -> Contact:
        return Contact(
            commune_code=self.commune.data,
            street=self.street.data,
            contact_name=self.contact_name.data,
            phone=self.phone.international,
            email=self.email.data.lower(),
            about=self.about.data,
        )


class ChangeForm(ShopForm):
    """What a company shall be called from now on; the paper that says so is sent along."""

    name = line(_("Name, as on your papers"), 200, needed=_("Please write the name."))
    tax_code = CompanyTaxCodeField(_("Tax code"), filters=[lambda text: clean(text or "")])

    @classmethod
    def of(cls, company: Company) -> Self:
        return cls(formdata=None, data={"name": company.name, "tax_code": company.tax_code})

    def fits(self, company: Company) -> bool:
        """Whether it may be said of this company."""
        valid = self.validate()
        if not self.tax_code.data and company.needs_tax_code:
            self.tax_code.errors, valid = [gettext("Please write the tax code.")], False
        return valid
