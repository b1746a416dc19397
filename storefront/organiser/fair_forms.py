"""Forms of a fair, one for each step; each knows the revision that its writer has seen."""

from datetime import date, datetime, time
from typing import Any, Self

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.days import VIETNAM
from catalog.places import Place
from marketplace.fairs.fair_steps import Rules
from marketplace.fairs.fairs import Fair, FairTheme

from ..database import session
from ..fields import CountField, DayField, DongField, TimeField, line
from ..filters import LABELS
from ..shop.address_choices import commune_fits, with_choices
from ..shop.forms import ShopForm

LONGEST_TEXT = 4000
_NEEDED = _("Please fill this in.")


def _text(label: object, longest: int = LONGEST_TEXT) -> TextAreaField:
    most = Length(max=longest, message=_("Please write at most %(max)d characters."))
    return TextAreaField(label, [most], filters=[lambda text: (text or "").strip()])


class StepForm(ShopForm):
    """`seen` is the revision of the fair that whoever writes has read; -1, which none has, for what is no number."""

    seen = HiddenField()

    @property
    def revision(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    @classmethod
    def filled(cls, fair: Fair, rules: Rules) -> Self:
        made = cls(formdata=None, data=cls.known(fair, rules)).ready()
        made.seen.data = str(fair.revision)
        return made

    @classmethod
    def known(cls, fair: Fair, rules: Rules) -> dict[str, Any]:
        """What the fair says, as it is written into the fields; a button has none."""
        return {}

    def ready(self) -> Self:
        """With its choices."""
        return self

    def facts(self) -> dict[str, Any]:
        """What was written, by the fair's columns."""
        return {}

    def rules(self) -> Rules | None:
        """Who is admitted, where this is the step that says so."""
        return None


class BasicsForm(StepForm):
    name = line(_("Name of the fair"), 200, needed=_("Please write the name."))
    theme = SelectField(
        _("Theme"),
        choices=[SelectChoice(value=theme, label=LABELS[FairTheme][theme]) for theme in FairTheme],
    )
    about = _text(_("What it is about"))
    hosts = _text(_("Who hosts it"), 1000)
    permit_number = line(_("Number of the registration with the province"), 120)
    venue = line(_("Venue"), 200)
    province = SelectField(_("Province or city"), validate_choice=False)
    commune = SelectField(_("Commune or ward"), validate_choice=False)
    street = line(_("House number, street, hamlet"), 200)

    @classmethod
    def known(cls, fair: Fair, rules: Rules) -> dict[str, Any]:
        names = ("name", "theme", "about", "hosts", "permit_number", "venue", "street")
        place = session().get(Place, fair.commune_code) if fair.commune_code else None
        return {name: getattr(fair, name) for name in names} | {
            "province": place.province_code if place else "",
            "commune": fair.commune_code or "",
        }

    def ready(self) -> Self:
        return with_choices(self)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        # A draft may be without a place as yet.
        return (not self.province.data or commune_fits(self)) and valid

    def facts(self) -> dict[str, Any]:
        names = ("name", "theme", "about", "hosts", "permit_number", "venue", "street")
        return {name: self[name].data for name in names} | {"commune_code": self.commune.data or None}


class DaysForm(StepForm):
    starts_on = DayField(_("First day"), [DataRequired(_NEEDED)])
    ends_on = DayField(_("Last day"), [DataRequired(_NEEDED)])
    opens_at = TimeField(_("Opens at"), [DataRequired(_NEEDED)])
    closes_at = TimeField(_("Closes at"), [DataRequired(_NEEDED)])
    build_up_on = DayField(_("Build-up from: day"))
    build_up_at = TimeField(_("Build-up from: time"))
    tear_down_on = DayField(_("Tear-down until: day"))
    tear_down_at = TimeField(_("Tear-down until: time"))

    @classmethod
    def known(cls, fair: Fair, rules: Rules) -> dict[str, Any]:
        built, torn = (_there(at) for at in (fair.build_up_from, fair.tear_down_until))
        return {
            "starts_on": day_text(fair.starts_on),
            "ends_on": day_text(fair.ends_on),
            "opens_at": time_text(fair.opens_at),
            "closes_at": time_text(fair.closes_at),
            "build_up_on": day_text(built and built.date()),
            "build_up_at": time_text(built and built.time()),
            "tear_down_on": day_text(torn and torn.date()),
            "tear_down_at": time_text(torn and torn.time()),
        }

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for day, at in ((self.build_up_on, self.build_up_at), (self.tear_down_on, self.tear_down_at)):
            if bool(day.data) != bool(at.data) and not (day.errors or at.errors):
                (at if day.data else day).errors = [str(_NEEDED)]
                valid = False
        return valid

    def facts(self) -> dict[str, Any]:
        names = ("starts_on", "ends_on", "opens_at", "closes_at")
        return {name: self[name].value for name in names} | {
            "build_up_from": _moment(self.build_up_on.value, self.build_up_at.value),
            "tear_down_until": _moment(self.tear_down_on.value, self.tear_down_at.value),
        }


class VisitorsForm(StepForm):
    visitor_quota = CountField(_("How many visitors may register (empty: no registration)"))
    ticket_price = DongField(_("Price of a ticket in đồng (0: free)"))

    @classmethod
    def known(cls, fair: Fair, rules: Rules) -> dict[str, Any]:
        quota = "" if fair.visitor_quota is None else str(fair.visitor_quota)
        return {"visitor_quota": quota, "ticket_price": str(fair.ticket_price)}

    def facts(self) -> dict[str, Any]:
        return {"visitor_quota": self.visitor_quota.value, "ticket_price": self.ticket_price.value or 0}


def day_text(value: date | None) -> str:
    return value.isoformat() if value else ""


def time_text(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


def _there(at: datetime | None) -> datetime | None:
    return at.astimezone(VIETNAM) if at else None


def _moment(day: date | None, at: time | None) -> datetime | None:
    return datetime.combine(day, at, VIETNAM) if day and at else None
