"""Forms of signing in and of the account."""

from flask import current_app
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from catalog.records import Refused
from catalog.text import clean
from marketplace.accounts.data_requests import RequestKind
from marketplace.accounts.passwords import check
from marketplace.accounts.users import is_phone, read_contact, read_name

from ..filters import label
from ..locales import translated
from ..shop.forms import DeliveryForm, ShopForm


def _clean(text: str | None) -> str:
    return clean(text) if text else ""


class ContactField(StringField):
    """An e-mail address or a telephone number; `kept` is filled in by validation."""

    kept = ""

    def pre_validate(self, form) -> None:
        try:
            self.kept = read_contact(self.data or "")
        except Refused as refusal:
            raise ValidationError(translated(refusal)) from None
        if is_phone(self.kept) and not current_app.extensions["settings"].can_text:
            raise ValidationError(
                str(_("We can't send text messages at the moment. Please write an e-mail address."))
            )


class NewPasswordField(PasswordField):
    def pre_validate(self, form) -> None:
        try:
            check(self.data or "")
        except Refused as refusal:
            raise ValidationError(translated(refusal)) from None


class NameField(StringField):
    def pre_validate(self, form) -> None:
        try:
            read_name(self.data or "")
        except Refused as refusal:
            raise ValidationError(translated(refusal)) from None


_CONTACT = _("E-mail or telephone")
_CONTACT_NEEDED = [DataRequired(_("Please write your e-mail address or telephone number."))]
_PASSWORD_NEEDED = [DataRequired(_("Please write your password."))]


class SignInForm(ShopForm):
    contact = StringField(_CONTACT, _CONTACT_NEEDED, filters=[_clean])
    password = PasswordField(_("Password"), _PASSWORD_NEEDED)


class CodeForm(ShopForm):
    code = StringField(_("Code"), [DataRequired(_("Please type the code."))], filters=[_clean])


class SignUpForm(ShopForm):
    name = NameField(_("Full name"), [DataRequired(_("Please write your name."))], filters=[_clean])
    contact = ContactField(_CONTACT, _CONTACT_NEEDED, filters=[_clean])
    password = NewPasswordField(_("Password"), [DataRequired(_("Please choose a password."))])


class ForgottenForm(ShopForm):
    contact = ContactField(_CONTACT, _CONTACT_NEEDED, filters=[_clean])


class NewPasswordForm(ShopForm):
    password = NewPasswordField(_("New password"), [DataRequired(_("Please choose a password."))])


class CodeAndPasswordForm(NewPasswordForm):
    code = StringField(_("Code"), [DataRequired(_("Please type the code."))], filters=[_clean])


class AccountNameForm(ShopForm):
    name = NameField(_("Full name"), [DataRequired(_("Please write your name."))], filters=[_clean])


class ContactForm(ShopForm):
    contact = ContactField(_("New e-mail or telephone"), _CONTACT_NEEDED, filters=[_clean])
    password = PasswordField(_("Password"), _PASSWORD_NEEDED)


class ChangePasswordForm(ShopForm):
    current = PasswordField(_("Present password"), _PASSWORD_NEEDED)
    password = NewPasswordField(_("New password"), [DataRequired(_("Please choose a password."))])


class SetUpForm(CodeForm):
    password = PasswordField(_("Password"), _PASSWORD_NEEDED)


class PasswordOnlyForm(ShopForm):
    password = PasswordField(_("Password"), _PASSWORD_NEEDED)


class AddressBookForm(DeliveryForm):
    old_address = StringField(
        _("Address on papers before July 2025"),
        [Length(max=300, message=_("Please write at most %(max)d characters."))],
        filters=[_clean],
    )


class ConsentForm(ShopForm):
    marketing = BooleanField(_("Write to me about seasons, fairs and new products."))


class RequestForm(ShopForm):
    kind = SelectField(
        _("What it is about"), [DataRequired(_("Please choose what it is about."))], validate_choice=True
    )
    text = TextAreaField(
        _("Your request"),
        [
            DataRequired(_("Please write what you ask for.")),
            Length(max=2000, message=_("Please write at most %(max)d characters.")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = (RequestKind.CORRECTION, RequestKind.OBJECTION, RequestKind.QUESTION)
        self.kind.choices = [(str(kind), label(kind)) for kind in asked]


class ErasureForm(PasswordOnlyForm):
    word = StringField(
        _("Word"), [DataRequired(_("Please type the word as it stands there."))], filters=[_clean]
    )


class FavouriteForm(ShopForm):
    product = HiddenField()
