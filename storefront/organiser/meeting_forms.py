"""The forms with which an organiser lays out the times of meetings."""

from datetime import date, datetime, timedelta

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from catalog.days import VIETNAM
from marketplace.fairs.fairs import Fair

from ..fields import CountField, TimeField
from ..filters import day as day_text
from ..shop.forms import ShopForm

_ = lazy_gettext
_NEEDED = _("Please fill this in.")


class SlotsForm(ShopForm):
    """Meetings one after the other between two times of one day."""

    day = SelectField(_("Day"), validate_choice=False)
    begin = TimeField(_("First meeting begins at"), [DataRequired(_NEEDED)], default="09:00")
    end = TimeField(_("Last meeting ends by"), [DataRequired(_NEEDED)], default="11:30")
    minutes = CountField(_("Minutes of one meeting"), [DataRequired(_NEEDED)], default="20")
    tables = CountField(_("Tables (meetings at once)"), [DataRequired(_NEEDED)], default="10")

    def __init__(self, fair: Fair, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.days = {day.isoformat(): day for day in days_of(fair)}
        self.day.choices = [SelectChoice(value=name, label=day_text(day)) for name, day in self.days.items()]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.day.data not in self.days:
            self.day.errors, valid = [gettext("Please choose one of the fair's days.")], False
        return valid

    def times(self) -> tuple[datetime, datetime]:
        day = self.days[self.day.data]
        begin, end = (datetime.combine(day, field.value, VIETNAM) for field in (self.begin, self.end))
        return begin, end


def days_of(fair: Fair) -> list[date]:
    """Every day on which the fair is open to visitors."""
    if fair.starts_on is None or fair.ends_on is None:
        return []
    return [fair.starts_on + timedelta(days=n) for n in range((fair.ends_on - fair.starts_on).days + 1)]
