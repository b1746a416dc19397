"""The form with which anybody reports misuse of stars or a mark."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional

from catalog.text import clean
from marketplace.misuse import LONGEST_PLACE, LONGEST_TEXT, ReportKind

from ..filters import label
from .forms import ShopForm

_AT_MOST = _("Please write at most %(max)d characters.")


class ReportForm(ShopForm):
    """About a product, a mark or a code; elsewhere `place` must be filled in too."""

    kind = RadioField(
        _("What is wrong?"),
        [DataRequired(_("Please choose what is wrong."))],
        filters=[lambda text: clean(text or "")],
        validate_choice=False,
    )
    place = StringField(
        _("Where have you seen it?"),
        [Length(max=LONGEST_PLACE, message=_AT_MOST)],
        filters=[lambda text: clean(text or "")],
    )
    text = TextAreaField(
        _("Please describe what you have seen"),
        [DataRequired(_("Please describe what you have seen.")), Length(max=LONGEST_TEXT, message=_AT_MOST)],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )
    contact = StringField(
        _("Your e-mail"),
        [
            Optional(),
            Length(max=200, message=_AT_MOST),
            Email(_("This e-mail address is not complete. Write for example ten@vidu.vn.")),
        ],
        filters=[lambda text: clean(text or "")],
    )

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.kind.choices = [SelectChoice(value=one.value, label=label(one)) for one in ReportKind]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.kind.errors and self.kind.data not in set(ReportKind):
            self.kind.errors = [str(_("Please choose one of these."))]
            return False
        return valid


class SeenElsewhereForm(ReportForm):
    place = StringField(
        _("Where have you seen it?"),
        [
            DataRequired(_("Please write where you have seen it.")),
            Length(max=LONGEST_PLACE, message=_AT_MOST),
        ],
        filters=[lambda text: clean(text or "")],
    )
