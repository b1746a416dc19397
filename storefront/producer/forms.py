"""Forms of the producers' desk."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.text import clean
from marketplace.orders.carriers import LONGEST_NUMBER, CarrierKey
from marketplace.orders.life import LONGEST_REASON

from ..shop.forms import ShopForm
from ..shop.progress_words import carrier_name


def _clean(text: str | None) -> str:
    return clean(text) if text else ""


def _at_most(count: int) -> Length:
    return Length(max=count, message=_("Please write at most %(max)d characters."))


class StepForm(ShopForm):
    """A step that needs nothing but a press."""


class ShipmentForm(ShopForm):
    """`nevertheless` is asked for while the buyer disputes the payment."""

    carrier = SelectField(
        _("Who carries it"),
        [DataRequired(_("Please choose who carries the parcel."))],
        filters=[_clean],
        validate_choice=False,
    )
    tracking_no = StringField(_("Tracking number"), [_at_most(LONGEST_NUMBER)], filters=[_clean])
    nevertheless = BooleanField(_("I send it nevertheless, and know that I may not be paid for it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.carrier.choices = [("", _("Choose …")), *((key.value, carrier_name(key)) for key in CarrierKey)]


class HandOverForm(ShopForm):
    """At the booth: the code that the buyer shows."""

    code = StringField(
        _("The buyer's code"),
        [DataRequired(_("Please type the code that the buyer shows.")), _at_most(40)],
        filters=[_clean],
    )


class GiveUpForm(ShopForm):
    """A seller's cancellation: the buyer is told why."""

    reason = TextAreaField(
        _("Why (the buyer reads it)"),
        [DataRequired(_("Please write why: the buyer reads it.")), _at_most(LONGEST_REASON)],
        filters=[_clean],
    )
