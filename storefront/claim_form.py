"""The forms of claims about goods: of the retailer who asks, of the producer who answers, of the officer who rules."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.text import clean
from marketplace.sourcing.claims import LONGEST_WORDS
from marketplace.sourcing.goods import ClaimKind

from .fields import CountField, DongField
from .filters import label
from .seen_forms import SeenForm
from .shop.forms import ShopForm


def _words(text: object, *needed) -> TextAreaField:
    longest = Length(max=LONGEST_WORDS, message=_("Please write at most %(max)d characters."))
    return TextAreaField(text, [*needed, longest], filters=[lambda typed: clean(typed or "")])


class ClaimForm(ShopForm):
    """`line` is the id of a line of a delivery, empty for the whole order."""

    line = SelectField(_("What it is about"), validate_choice=False)
    kind = SelectField(_("What is wrong"), validate_choice=False)
    quantity = CountField(_("How much of it"))
    amount = DongField(_("Asked off (đồng)"), [DataRequired(_("Please write how many đồng you ask off."))])
    reasons = _words(
        _("What you found"), DataRequired(_("Please write what is wrong: the producer reads it."))
    )

    def __init__(self, lines: list[tuple[str, str]], *arguments, **named):
        super().__init__(*arguments, **named)
        self.line.choices = [("", _("The whole order")), *lines]
        self.kind.choices = [(kind.value, label(kind)) for kind in ClaimKind]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for each in (self.line, self.kind):
            if (each.data or "") not in [value for value, _words in each.choices]:
                each.errors = [str(_("Please choose one of these."))]
                valid = False
        return valid


class AnswerForm(SeenForm):
    """The producer's; words are needed to decline."""

    words = _words(_("Your answer (the retailer reads it)"))


class RulingForm(SeenForm):
    """The officer's: so many dong, 0 for none."""

    granted = DongField(_("Granted (đồng)"))
    words = _words(_("Why (both sides read it)"), DataRequired(_("Please write why.")))

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.granted.value is None and not self.granted.errors:
            self.granted.errors = [str(_("Please write how many đồng you grant: 0 for none."))]
            valid = False
        return valid
