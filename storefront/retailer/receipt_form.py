"""The form of goods received: a few fields for each line of the note, filled in with what was sent."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, TextAreaField
from wtforms.validators import Length

from catalog.text import clean
from marketplace.sourcing.goods import DeliveryLine
from marketplace.sourcing.receiving import Came

from ..fields import CountField, DayField, WrittenField, line
from ..shop.forms import ShopForm


def read_tenths(text: str) -> int:
    """Tenths of a degree from "4", "4,5" or "-18 °C". Raises ValueError."""
    plain = text.replace("°C", "").replace("°", "").replace("−", "-").replace(",", ".").strip()
    try:
        tenths = Decimal(plain) * 10
    except InvalidOperation:
        raise ValueError(text) from None
    if not tenths.is_finite() or tenths != tenths.to_integral_value() or not -500 <= tenths <= 1000:
        raise ValueError(text)
    return int(tenths)


class TemperatureField(WrittenField):
    """`value` in tenths of a degree Celsius."""

    read = staticmethod(read_tenths)
    wrong = lazy_gettext("Goods are between −50 and 100 degrees Celsius. Write it like 4 or 4,5.")


class ReceiptForm(ShopForm):
    """`lines` are the ids of the note's lines; each has fields of its own."""

    lines: Sequence[int] = ()
    temperature = TemperatureField(lazy_gettext("Temperature of the goods (°C)"))
    remarks = TextAreaField(
        lazy_gettext("Remarks"),
        [Length(max=1000, message=lazy_gettext("Please write at most %(max)d characters."))],
        filters=[lambda text: clean(text or "")],
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for id in self.lines:
            came = self[f"received_{id}"]
            if came.value is None and not came.errors:
                came.errors = [_("Please write how much came: 0 where nothing did.")]
                valid = False
        return valid

    @property
    def tenths(self) -> int | None:
        return self.temperature.value

    @property
    def came(self) -> dict[int, Came]:
        """Of a valid form, by the ids of the note's lines."""
        return {id: self._came(id) for id in self.lines}

    def _came(self, id: int) -> Came:
        return Came(
            self[f"received_{id}"].value,
            self[f"rejected_{id}"].value or 0,
            self[f"batch_{id}"].data or "",
            self[f"best_before_{id}"].value,
            self[f"remarks_{id}"].data or "",
        )


def receipt_form(parts: Sequence[DeliveryLine], formdata=None) -> ReceiptForm:
    """For the lines of a note; everything came and stays, unless somebody says otherwise."""

    class FormOfNote(ReceiptForm):
        lines = [part.id for part in parts]

    for part in parts:
        setattr(FormOfNote, f"received_{part.id}", CountField(lazy_gettext("Came")))
        setattr(FormOfNote, f"rejected_{part.id}", CountField(lazy_gettext("Of it goes back")))
        setattr(FormOfNote, f"batch_{part.id}", line(lazy_gettext("Batch"), 60))
        setattr(FormOfNote, f"best_before_{part.id}", DayField(lazy_gettext("Best before")))
        setattr(FormOfNote, f"remarks_{part.id}", line(lazy_gettext("What is wrong"), 200))
    filled = {f"received_{part.id}": str(part.sent) for part in parts}
    return FormOfNote(formdata=formdata, **filled)


def line_fields(form: ReceiptForm, id: int) -> dict[str, Field]:
    names = ("received", "rejected", "batch", "best_before", "remarks")
    return {name: form[f"{name}_{id}"] for name in names}
