"""Forms about contracts that both sides use: ending one early, proposing another price, answering it."""

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired

from marketplace.sourcing.contracts import ContractLine

from .fields import DayField, DongField
from .locales import localized
from .shop.forms import ShopForm
from .sourcing_steps import MOST, NEEDED, ReasonForm


class EndForm(ReasonForm):
    last_day = DayField(_("Last day"), [DataRequired(NEEDED)])


class PriceForm(ShopForm):
    """Another price of one line."""

    line = SelectField(_("Line"), [DataRequired(NEEDED)], coerce=int)
    price = DongField(_("New price of a unit, before tax"), [DataRequired(NEEDED)])
    from_day = DayField(_("From this day"), [DataRequired(NEEDED)])
    reason = TextAreaField(
        _("Why (the other side reads it)"),
        [DataRequired(_("Please write why: the other side reads it.")), MOST],
        filters=[lambda text: (text or "").strip()],
    )

    def of(self, lines: Sequence[ContractLine]) -> Self:
        """With the lines whose price can move."""
        free = [one for one in lines if one.price_floor < one.price_ceiling]
        self.line.choices = [
            (one.id, f"{localized(one.variant.product, 'name')}, {localized(one.variant, 'pack')}")
            for one in free
        ]
        return self


class AnswerForm(ShopForm):
    """The button says what is decided."""

    decision = HiddenField()
