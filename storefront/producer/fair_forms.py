"""Forms of producers about fairs: the application, and how its booth is paid."""

from collections.abc import Sequence
from datetime import time

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    widgets,
)
from wtforms.validators import DataRequired, Length

from catalog.products import Product
from marketplace.fairs.application_steps import LONGEST_REMARKS, Wishes
from marketplace.fairs.applications import Application
from marketplace.fairs.booths import BoothType

from ..filters import dong
from ..locales import localized
from ..shop.forms import ShopForm

# What an exhibitor can still pack on the evening before.
_HOURS = range(6, 24)


class ProductsField(SelectMultipleField):
    """Boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class ApplicationForm(ShopForm):
    """What a producer asks for."""

    producer = HiddenField()
    booth = RadioField(_("Kind of booth"), [DataRequired(_("Please choose the kind of booth."))], coerce=int)
    wants_corner = BooleanField(_("A corner if possible"))
    products = ProductsField(_("Products to show"), coerce=int)
    remarks = TextAreaField(
        _("A word to the organiser"),
        [Length(max=LONGEST_REMARKS, message=_("Please write at most %(max)d characters."))],
    )

    def __init__(self, types: Sequence[BoothType], products: Sequence[Product], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.booth.choices = [(type.id, f"{type.name}: {_price(type)}") for type in types]
        self.products.choices = [(product.id, localized(product, "name")) for product in products]

    def wishes(self, types: Sequence[BoothType]) -> Wishes:
        chosen = next((type for type in types if type.id == self.booth.data), None)
        return Wishes(chosen, self.products.data or [], self.wants_corner.data, self.remarks.data or "")


def _price(type: BoothType) -> str:
    return dong(type.price) if type.price else str(_("free of charge"))


def written(application: Application) -> dict[str, object]:
    """What it says now, for the form."""
    return {
        "booth": application.booth_type_id,
        "wants_corner": application.wants_corner,
        "products": [of.product_id for of in application.products],
        "remarks": application.remarks,
    }


class PayForm(ShopForm):
    """How to pay; the button says it."""

    method = HiddenField()


class WithdrawForm(ShopForm):
    """A button."""


class PreordersForm(ShopForm):
    """The time of the day before until which people order, or none."""

    until = SelectField(_("Pre-orders for collection at the booth"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        each = [
            (f"{hour:02}:00", _("until %(time)s of the day before", time=f"{hour:02}:00")) for hour in _HOURS
        ]
        self.until.choices = [("no", _("not taken")), *each]

    @property
    def time(self) -> time | None:
        return None if self.until.data == "no" else time.fromisoformat(self.until.data)


def preorders_form(one: Application) -> PreordersForm:
    until = one.preorders_until
    return PreordersForm(formdata=None, until=f"{until:%H:00}" if until else "no")
