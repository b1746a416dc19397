"""Forms of purchase orders at the retailers' desk."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from catalog.text import clean
from marketplace.accounts.stores import Store
from marketplace.sourcing.drafting import LONGEST_NUMBER, LONGEST_REMARKS, OrderFacts
from marketplace.sourcing.order_sources import Offered

from ..fields import CountField, DayField, line
from ..seen_forms import SeenForm
from ..shop.forms import ShopForm

_TOO_LONG = _("Please write at most %(max)d characters.")


class OrderForm(SeenForm):
    """What is ordered; the quantities are fields of their own, one for each thing offered (`quantity-12`)."""

    number = line(_("Your order number"), LONGEST_NUMBER, needed=_("Please write your number of the order."))
    store = SelectField(_("Store"), validate_choice=False)
    deliver_from = DayField(_("Deliver from"))
    deliver_until = DayField(_("Deliver until"))
    remarks = TextAreaField(
        _("Note to the producer"),
        [Length(max=LONGEST_REMARKS, message=_TOO_LONG)],
        filters=[lambda text: clean(text or "")],
    )

    def __init__(self, stores: Sequence[Store], *arguments, **named):
        super().__init__(*arguments, **named)
        self.store.choices = [(str(one.id), f"{one.name} ({one.code})") for one in stores]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for each in (self.deliver_from, self.deliver_until):
            if each.value is None and not each.errors:
                each.errors = [str(_("Please write a day."))]
                valid = False
        if self.store.data not in [value for value, _words in self.store.choices]:
            self.store.errors = [str(_("Please choose one of your stores."))]
            valid = False
        return valid

    @property
    def facts(self) -> OrderFacts:
        """Of a valid form."""
        return OrderFacts(
            self.number.data,
            int(self.store.data),
            self.deliver_from.value,
            self.deliver_until.value,
            self.remarks.data or "",
        )


def quantities_form(
    offers: Sequence[Offered], formdata=None, wanted: dict[int, int] | None = None
) -> ShopForm:
    """A field for the quantity of each thing offered; `wanted` fills them in."""

    class QuantitiesForm(ShopForm):
        class Meta(ShopForm.Meta):
            csrf = False

    for one in offers:
        setattr(QuantitiesForm, f"quantity_{one.key}", CountField(one.variant.product.name))
    filled = {f"quantity_{key}": str(units) for key, units in (wanted or {}).items()}
    return QuantitiesForm(formdata=formdata, **filled)


def quantities_of(form: ShopForm, offers: Sequence[Offered]) -> dict[int, int]:
    """By the key of what is offered, of a valid form."""
    return {one.key: form[f"quantity_{one.key}"].value or 0 for one in offers}
