"""Forms of checkout and order look-up."""

from typing import Self

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, Length, Optional
from wtforms.widgets import Select

from catalog.text import clean
from marketplace.phones import read_phone

from .form_words import FormWords


def _clean(text: str | None) -> str:
    return clean(text) if text else ""


def _at_most(count: int) -> Length:
    return Length(max=count, message=_("Please write at most %(max)d characters."))


class ShopForm(FlaskForm):
    """A private form: its token is missing or stale when the visit has ended meanwhile."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: FlaskForm) -> FormWords:
            return FormWords()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "csrf_token" in self:
            # Nothing points at it, and a page may hold many forms.
            self.csrf_token.render_kw = {"id": False}

    def tell_apart(self, suffix: object) -> Self:
        """Give its fields ids of their own, on a page that shows this form several times."""
        for field in self:
            field.id = f"{field.id}-{suffix}"
        return self

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if "csrf_token" in self.errors:
            self.csrf_token.errors = [_("The form had expired. Please try once more.")]
        return valid


def _needed(message) -> list:
    # What is left when spaces are taken away must not be empty.
    return [DataRequired(message)]


class LongSelect(Select):
    """Options without attributes of their own, written four times as quickly: a province has 130 communes."""

    @classmethod
    def render_option(cls, choice, **_) -> Markup:
        chosen = " selected" if choice.selected else ""
        return Markup(f'<option{chosen} value="{escape(choice.value)}">{escape(choice.label)}</option>')


class PhoneField(StringField):
    """A telephone number as people write it; `international` is filled in by validation."""

    international = ""

    def pre_validate(self, form) -> None:
        try:
            self.international = read_phone(self.data or "")
        except ValueError:
            raise ValidationError(
                str(_("This is not a telephone number we can call. Write for example 0912 345 678."))
            ) from None


class DeliveryForm(ShopForm):
    """Who gets a parcel, and where. The choices of province and commune are filled in by the view."""

    name = StringField(
        _("Full name"), [*_needed(_("Please write your name.")), _at_most(120)], filters=[_clean]
    )
    phone = PhoneField(_("Telephone"), _needed(_("Please write a telephone number: the courier calls it.")))
    province = SelectField(
        _("Province or city"),
        _needed(_("Please choose a province or city.")),
        filters=[_clean],
        validate_choice=False,
        widget=LongSelect(),
    )
    commune = SelectField(
        _("Commune or ward"),
        _needed(_("Please choose the commune or ward.")),
        filters=[_clean],
        validate_choice=False,
        widget=LongSelect(),
    )
    street = StringField(
        _("House number, street, hamlet"),
        [*_needed(_("Please write house number and street, or hamlet.")), _at_most(200)],
        filters=[_clean],
    )


class AddressForm(DeliveryForm):
    """Where the parcels of an order go. `keep` puts the address into the book of who is signed in."""

    email = StringField(
        _("E-mail"),
        [
            Optional(),
            _at_most(200),
            Email(_("This e-mail address is not complete. Write for example ten@vidu.vn.")),
        ],
        filters=[_clean],
    )
    note = TextAreaField(_("Note to the producers"), [_at_most(500)], filters=[_clean])
    keep = BooleanField(_("Keep this address in my account"))


def without_place(form: AddressForm) -> AddressForm:
    """For who collects everything: nobody needs to know where they live."""
    for name in ("province", "commune", "street", "keep"):
        if name in form:
            del form[name]
    return form


class ReviewForm(ShopForm):
    """Names the order (`checkout_key`) and the total in dong that the buyer agrees to, and how it is paid.

    The choices of `method` are filled in by the view; the rule checks what was chosen.
    """

    checkout_key = HiddenField(filters=[_clean])
    seen_total = HiddenField(filters=[_clean])
    method = RadioField(
        _("How would you like to pay?"), [Optional()], filters=[_clean], validate_choice=False
    )


class VoucherForm(ShopForm):
    code = StringField(
        _("Voucher code"),
        [*_needed(_("Please write the code of your voucher.")), _at_most(60)],
        filters=[_clean],
    )


class LookupForm(ShopForm):
    number = StringField(_("Order number"), _needed(_("Please write the order number.")), filters=[_clean])
    phone = PhoneField(_("Telephone"), _needed(_("Please write the telephone number of the order.")))


class CancellationForm(ShopForm):
    """A buyer's: nobody who changes their mind must say why."""

    reason = TextAreaField(_("Why (the producer reads it)"), [_at_most(300)], filters=[_clean])


class PayByCardForm(ShopForm):
    """The button that leads to the card page."""
