"""The form in which somebody registers for a fair."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from marketplace.fairs.visitors import MOST_HEADS
from marketplace.payments.payments import PaymentMethod

from ..fields import CountField, line
from ..filters import label
from .forms import ShopForm


class VisitForm(ShopForm):
    """`contact` is an e-mail address or a telephone number; a company makes a trade visitor."""

    name = line(_("Your name"), 80, needed=_("Please write your name."))
    contact = line(
        _("E-mail or telephone number"),
        120,
        needed=_("Please write an e-mail address or a telephone number: the ticket goes there."),
    )
    heads = CountField(_("How many people come"), [DataRequired(_("Please write how many people come."))])
    company = line(_("Company, if you buy for one"), 120)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.heads.errors and not 1 <= self.heads.value <= MOST_HEADS:
            said = gettext("A ticket is for 1 to %(most)d people.", most=MOST_HEADS)
            self.heads.errors, valid = [said], False
        return valid


class PaidVisitForm(VisitForm):
    """For a fair whose tickets have a price."""

    method = RadioField(_("Payment"), [InputRequired(_("Please choose how to pay."))])

    def __init__(self, ways: Sequence[PaymentMethod], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.method.choices = [(str(way), label(way)) for way in ways]
        if len(ways) == 1 and not self.method.data:
            self.method.data = str(ways[0])
