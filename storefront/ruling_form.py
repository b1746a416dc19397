"""The form of a decision on rights of the register that exist: recognitions, and rights to marks."""

from flask_babel import lazy_gettext
from wtforms.validators import DataRequired

from marketplace.register.acting import Ruling

from .fields import DayField, line
from .shop.forms import ShopForm

_NEEDED = lazy_gettext("Please fill this in.")


class RulingForm(ShopForm):
    decision_no = line(lazy_gettext("Decision"), 100, needed=_NEEDED)
    decided_on = DayField(lazy_gettext("Decided on"), [DataRequired(_NEEDED)])
    effective_on = DayField(lazy_gettext("In effect from (empty: the day of the decision)"))
    ground = line(lazy_gettext("Ground"), 500, needed=_NEEDED)
    document = line(lazy_gettext("Where the decision can be read"), 500)

    def ruling(self) -> Ruling:
        return Ruling(
            self.decision_no.data,
            self.decided_on.value,
            self.effective_on.value or self.decided_on.value,
            self.ground.data,
            self.document.data,
        )
