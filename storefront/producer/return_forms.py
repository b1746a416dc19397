"""Forms of returns for those who answer them."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from marketplace.orders.return_steps import LONGEST_REASON
from marketplace.orders.returns import Return

from ..fields import DongField
from ..locales import localized
from ..shop.forms import ShopForm
from .forms import _at_most, _clean


class AcceptForm(ShopForm):
    """`amount` is empty where simply what was asked for goes back."""

    keeps_goods = BooleanField(_("The buyer keeps the goods: nothing has to be sent back"))
    amount = DongField(_("Another amount"))
    with_delivery = BooleanField(_("The delivery fee goes back too"))
    text = TextAreaField(_("A word to the buyer"), [_at_most(LONGEST_REASON)], filters=[_clean])


class RefusalForm(ShopForm):
    text = TextAreaField(
        _("Why (the buyer and the officer read it)"),
        [DataRequired(_("Please write why.")), _at_most(LONGEST_REASON)],
        filters=[_clean],
    )


class ArrivalForm(ShopForm):
    """How many pieces of each line can be sold again."""

    @property
    def pieces(self) -> list[SelectField]:
        return [field for field in self if field.name.startswith("sellable_")]

    def sellable(self) -> dict[int, int]:
        return {int(field.name.removeprefix("sellable_")): field.data for field in self.pieces}


def _count(value: object) -> int:
    # What no browser sends is more than came: the rule refuses it.
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 10**6


def arrival_form(asked: Return) -> type[ArrivalForm]:
    fields = {
        f"sellable_{line.id}": SelectField(
            f"{localized(line.order_line, 'product_name')}, {localized(line.order_line, 'pack')}",
            choices=[SelectChoice(value=count, label=str(count)) for count in range(line.quantity + 1)],
            coerce=_count,
            validate_choice=False,
            default=0,
        )
        for line in asked.lines
    }
    return type("ArrivalForm", (ArrivalForm,), fields)
