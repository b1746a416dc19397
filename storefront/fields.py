"""Form fields that read amounts, percentages, counts and days as people write them."""

import re
from collections.abc import Callable
from datetime import date, time

from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired, Length

from catalog.money import parse_dong
from catalog.records import Refused
from catalog.text import clean
from marketplace.register.columns import read_date

_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.hg](\d{2})?)?", re.ASCII | re.IGNORECASE)
_GROUPING = re.compile(r"(?<=\d)[., ](?=\d{3}\b)")
# More than anybody types; a longer text is no value and is not looked at.
_LONGEST = 40


def read_percent(text: str) -> int:
    """Hundredths of a per cent, 0 to 10,000, from "10", "7,5" or "12.25 %". Raises ValueError."""
    match = _PERCENT.fullmatch(text)
    hundredths = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else -1
    if not 0 <= hundredths <= 10_000:
        raise ValueError(text)
    return hundredths


def read_count(text: str) -> int:
    """A whole number, plain or in groups of three. Raises ValueError."""
    digits = _GROUPING.sub("", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise ValueError(text)
    return int(digits)


def read_day(text: str) -> date:
    """A day, as a browser's field for dates sends it or as people write it. Raises ValueError."""
    try:
        day = read_date(text)
    except Refused:
        day = None
    if day is None:
        raise ValueError(text)
    return day


def read_time(text: str) -> time:
    """A time of day: "9:00", "09.30", "9h30", "14h". Raises ValueError."""
    match = _TIME.fullmatch(text.replace(" ", ""))
    if not match:
        raise ValueError(text)
    return time(int(match[1]), int(match[2] or 0))


def line(label: object, longest: int = 255, *, needed: object = None) -> StringField:
    """A field for one line of text; with `needed`, a sentence, it must be filled in."""
    limits: list = [DataRequired(needed)] if needed else []
    limits.append(Length(max=longest, message=_("Please write at most %(max)d characters.")))
    return StringField(label, limits, filters=[lambda text: clean(text or "")])


class WrittenField(StringField):
    """Text that stands for a value; `value` is filled in by validation and None for an empty field."""

    read: Callable[[str], int | date | time]
    wrong: object
    value: int | date | time | None = None

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, filters=[lambda text: clean(text) if text else ""], **named)

    def pre_validate(self, form) -> None:
        self.value = None
        if not self.data:
            return
        try:
            self.value = type(self).read(self.data if len(self.data) <= _LONGEST else "?")
        except ValueError:
            raise ValidationError(str(self.wrong)) from None


class DongField(WrittenField):
    """An amount in whole dong."""

    read = staticmethod(parse_dong)
    wrong = _("This is no amount in whole đồng. Write it like 250000, 250.000 or 250k.")


class PercentField(WrittenField):
    """Per cent with at most two decimals; `value` in hundredths of a per cent."""

    read = staticmethod(read_percent)
    wrong = _("This is no percentage. Write it like 10 or 7,5.")


class CountField(WrittenField):
    read = staticmethod(read_count)
    wrong = _("This is no whole number.")


class DayField(WrittenField):
    read = staticmethod(read_day)
    wrong = _("This is no full date. Write it like 05/08/2026 or 2026-08-05.")


class TimeField(WrittenField):
    read = staticmethod(read_time)
    wrong = _("This is no time of day. Write it like 9:00 or 14h30.")
