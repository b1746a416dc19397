"""Forms of joining, one for each step."""

from flask import current_app
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional

from catalog.producers import ProducerKind
from catalog.text import clean
from marketplace.payments.banks import BANKS
from marketplace.tax_codes import TaxCode, read_tax_code

from ..filters import LABELS
from ..shop.forms import DeliveryForm, PhoneField, ShopForm


def _clean(text: str | None) -> str:
    return clean(text or "")


def _at_most(count: int) -> Length:
    return Length(max=count, message=_("Please write at most %(max)d characters."))


class TaxCodeField(StringField):
    """`kept` is the code as it is kept; None where the field was left empty because one is known already."""

    kept: TaxCode | None = None

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.flags.required = True

    def pre_validate(self, form) -> None:
        self.kept = None
        if not self.data:
            if self.flags.required:
                raise ValidationError(str(_("Please write the tax code.")))
            return
        try:
            self.kept = read_tax_code(self.data[:40], current_app.config["SECRET_KEY"])
        except ValueError:
            raise ValidationError(
                str(
                    _(
                        "This is no tax code: 10 digits, 13 for a branch, or the 12 digits of a personal number. "
                        "Please compare it with your papers."
                    )
                )
            ) from None


class BusinessForm(ShopForm):
    kind = RadioField(
        _("What kind of business is it?"),
        [DataRequired(_("Please choose one of these."))],
        choices=[SelectChoice(value=kind, label=LABELS[ProducerKind][kind]) for kind in ProducerKind],
        filters=[_clean],
        validate_choice=False,
    )
    name = StringField(
        _("Name, as on your papers"),
        [DataRequired(_("Please write the name.")), _at_most(200)],
        filters=[_clean],
    )
    tax_code = TaxCodeField(_("Tax code"), filters=[_clean])

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.kind.errors and self.kind.data not in set(ProducerKind):
            self.kind.errors = [_("Please choose one of these.")]
            return False
        return valid


class PlaceForm(ShopForm):
    """The choices of province and commune are filled in by the view."""

    province = DeliveryForm.province
    commune = DeliveryForm.commune
    street = DeliveryForm.street


class ContactForm(ShopForm):
    contact_name = StringField(
        _("Whom shall we ask for?"),
        [DataRequired(_("Please write a name.")), _at_most(120)],
        filters=[_clean],
    )
    phone = PhoneField(
        _("Telephone"), [DataRequired(_("Please write a telephone number."))], filters=[_clean]
    )
    email = StringField(
        _("E-mail"),
        [
            Optional(),
            _at_most(200),
            Email(_("This e-mail address is not complete. Write for example ten@vidu.vn.")),
        ],
        filters=[_clean],
    )


class AccountForm(ShopForm):
    """All empty: the bank account is given later."""

    bin = SelectField(
        _("Bank"),
        [Optional()],
        choices=[
            SelectChoice(value="", label=_("Choose …")),
            *(SelectChoice(value=bin, label=bank) for bin, bank in BANKS.items()),
        ],
        filters=[_clean],
        validate_choice=False,
    )
    number = StringField(_("Account number"), [Optional(), _at_most(60)], filters=[_clean])
    holder = StringField(_("Account holder"), [Optional(), _at_most(120)], filters=[_clean])

    @property
    def is_empty(self) -> bool:
        return not (self.bin.data or self.number.data or self.holder.data)


class SubmissionForm(ShopForm):
    """Never ticked beforehand."""

    agreed = BooleanField(_("I have read the terms of selling and agree to them"))
