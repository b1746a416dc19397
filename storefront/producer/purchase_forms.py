"""Forms of the producers about purchase orders: delivery notes and invoices."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import Length

from catalog.text import clean
from marketplace.sourcing.deliveries import LONGEST_WORDS, Way
from marketplace.sourcing.invoices import LONGEST_NUMBER
from marketplace.sourcing.purchase_orders import PurchaseLine

from ..fields import CountField, DayField, line
from ..locales import localized
from ..seen_forms import SeenForm

_TOO_LONG = _("Please write at most %(max)d characters.")


class DeliveryForm(SeenForm):
    """How the goods go; their quantities are fields of their own (`sent_12`)."""

    lines: Sequence[int] = ()
    carrier = line(_("Carrier, or who drives"), 120)
    tracking_number = line(_("Number of the consignment or the vehicle"), 120)
    expected_on = DayField(_("Will be there on"))
    remarks = TextAreaField(
        _("Note to the store"),
        [Length(max=LONGEST_WORDS, message=_TOO_LONG)],
        filters=[lambda text: clean(text or "")],
    )

    @property
    def quantities(self) -> dict[int, int]:
        """Units by the ids of the order's lines, of a valid form."""
        return {id: self[f"sent_{id}"].value or 0 for id in self.lines}

    @property
    def way(self) -> Way:
        return Way(
            self.carrier.data or "",
            self.tracking_number.data or "",
            self.expected_on.value,
            self.remarks.data or "",
        )


def delivery_form(of: Sequence[PurchaseLine], left: dict[int, int], formdata=None, **filled) -> DeliveryForm:
    """With a field for each line of which something is still to be sent: all of it, unless somebody says otherwise."""
    open_ = [one for one in of if left[one.id] > 0]

    class FormOfOrder(DeliveryForm):
        lines = [one.id for one in open_]

    for one in open_:
        setattr(FormOfOrder, f"sent_{one.id}", CountField(localized(one, "product_name")))
    filled |= {f"sent_{one.id}": str(left[one.id]) for one in open_}
    return FormOfOrder(formdata=formdata, **filled)


class InvoiceForm(SeenForm):
    number = line(
        _("Number of the invoice"), LONGEST_NUMBER, needed=_("Please write the number of the invoice.")
    )
    issued_on = DayField(_("Of which day"))

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.issued_on.value is None and not self.issued_on.errors:
            self.issued_on.errors = [str(_("Please write a day."))]
            valid = False
        return valid

    @property
    def day(self) -> date:
        """Of a valid form."""
        return self.issued_on.value
