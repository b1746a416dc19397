"""The form in which somebody says who organises fairs."""

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.text import clean
from marketplace.accounts.organiser_joining import About
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.phones import shown_phone
from marketplace.tax_codes import read_tax_code

from ..filters import LABELS
from ..joining.forms import ContactForm
from ..shop.address_choices import commune_fits, with_choices
from ..shop.forms import DeliveryForm

LONGEST_ABOUT = 2000
_CHOOSE = _("Please choose one of these.")


def _clean(text: str | None) -> str:
    return clean(text or "")


class OrganiserForm(ContactForm):
    """The choices of province and commune are filled in by the view."""

    kind = RadioField(
        _("Who are you?"),
        [DataRequired(_CHOOSE)],
        choices=[SelectChoice(value=kind, label=LABELS[OrganiserKind][kind]) for kind in OrganiserKind],
        filters=[_clean],
        validate_choice=False,
    )
    name = StringField(
        _("Name, as on your papers"),
        [
            DataRequired(_("Please write the name.")),
            Length(max=200, message=_("Please write at most %(max)d characters.")),
        ],
        filters=[_clean],
    )
    tax_code = StringField(_("Tax code"), filters=[_clean])
    province = DeliveryForm.province
    commune = DeliveryForm.commune
    street = DeliveryForm.street
    about = TextAreaField(
        _("About you (everybody may read it)"),
        [Length(max=LONGEST_ABOUT, message=_("Please write at most %(max)d characters."))],
        filters=[lambda text: (text or "").strip()],
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.kind.errors and self.kind.data not in set(OrganiserKind):
            self.kind.errors, valid = [str(_CHOOSE)], False
        return self._is_tax_code() and commune_fits(self) and valid

    def _is_tax_code(self) -> bool:
        if not self.tax_code.data:
            if self.kind.data == OrganiserKind.AUTHORITY:
                return True
            self.tax_code.errors = [gettext("Please write the tax code.")]
            return False
        if self.kept_tax_code:
            return True
        self.tax_code.errors = [
            gettext("This is no tax code: 10 digits, or 13 for a branch. Please compare it with your papers.")
        ]
        return False

    @property
    def kept_tax_code(self) -> str:
        """As it is kept; nothing for a personal number: persons organise no fairs."""
        try:
            return read_tax_code(self.tax_code.data[:40], current_app.config["SECRET_KEY"]).number
        except ValueError:
            return ""

    def said(self) -> About:
        return About(
            kind=OrganiserKind(self.kind.data),
            name=self.name.data,
            commune_code=self.commune.data,
            street=self.street.data,
            tax_code=self.kept_tax_code,
            contact_name=self.contact_name.data,
            phone=self.phone.international,
            email=self.email.data.lower(),
            about=self.about.data,
        )


def typed_form() -> OrganiserForm:
    return with_choices(OrganiserForm())


def filled_form(of: Organiser) -> OrganiserForm:
    """The form with what is known; the organiser has its commune."""
    names = ("kind", "name", "tax_code", "street", "contact_name", "email", "about")
    facts = {name: getattr(of, name) for name in names}
    facts |= {"province": of.commune.province_code, "commune": of.commune_code}
    facts["phone"] = shown_phone(of.phone) if of.phone else ""
    return with_choices(OrganiserForm(formdata=None, data=facts))
