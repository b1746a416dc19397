"""The form of a fair's rules: when producers apply, who is admitted, and how booths are paid."""

from typing import Any, Self

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from catalog.categories import Category, CategoryLevel
from catalog.document_kinds import DocumentKind
from marketplace.fairs.fair_steps import Rules
from marketplace.fairs.fairs import Fair

from ..database import session
from ..fields import CountField, DayField
from ..filters import LABELS
from ..locales import localized
from ..shop.reference import reference
from .fair_forms import StepForm, day_text

_NEEDED = _("Please fill this in.")
_STARS = [
    SelectChoice(value="0", label=_("Any product")),
    SelectChoice(value="3", label=_("3 stars and more")),
    SelectChoice(value="4", label=_("4 stars and more")),
    SelectChoice(value="5", label=_("5 stars")),
]


def applications_form() -> type["ApplicationsForm"]:
    """With the provinces of today."""
    quotas = {f"quota_{code}": CountField(one.name) for code, one in reference().provinces.items()}
    return type("ApplicationsForm", (ApplicationsForm,), quotas)


def _group_choices() -> list[SelectChoice]:
    """Industries, each before its product sets."""
    found = session().scalars(select(Category).where(Category.level != CategoryLevel.GROUP)).all()
    parents = dict(session().execute(select(Category.code, Category.parent_code)).all())
    industries = sorted((one for one in found if one.level == CategoryLevel.INDUSTRY), key=_position)
    sets = sorted((one for one in found if one.level == CategoryLevel.SET), key=_position)
    return [
        SelectChoice(one.code, localized(one, "name"), optgroup=localized(industry, "name"))
        for industry in industries
        for one in (industry, *(each for each in sets if parents[each.parent_code] == industry.code))
    ]


def _position(one: Category) -> int:
    return one.position


class ApplicationsForm(StepForm):
    """Made by `applications_form`, with a field `quota_15` for every province."""

    applications_from = DayField(_("Producers apply from"))
    applications_until = DayField(_("Producers apply until"))
    min_stars = SelectField(_("Products admitted"), choices=list(_STARS))
    groups = SelectMultipleField(_("Product groups admitted (none: all)"))
    papers = SelectMultipleField(
        _("Papers that an applicant needs"),
        choices=[SelectChoice(value=kind, label=LABELS[DocumentKind][kind]) for kind in DocumentKind],
    )
    hold_hours = CountField(_("A booth is held for the money (hours)"), [DataRequired(_NEEDED)])
    deposit_percent = CountField(_("To be paid at once (per cent of the price)"), [DataRequired(_NEEDED)])
    balance_due_on = DayField(_("The rest until"))

    @classmethod
    def known(cls, fair: Fair, rules: Rules) -> dict[str, Any]:
        quotas = {f"quota_{code}": str(most) for code, most in rules.quotas.items()}
        return quotas | {
            "applications_from": day_text(fair.applications_from),
            "applications_until": day_text(fair.applications_until),
            "min_stars": str(fair.min_stars),
            "groups": sorted(rules.groups),
            "papers": sorted(rules.papers),
            "hold_hours": str(fair.hold_hours),
            "deposit_percent": str(fair.deposit_percent),
            "balance_due_on": day_text(fair.balance_due_on),
        }

    def ready(self) -> Self:
        self.groups.choices = _group_choices()
        return self

    @property
    def quotas(self) -> list[CountField]:
        return [one for one in self if one.name.startswith("quota_")]

    def facts(self) -> dict[str, Any]:
        names = ("applications_from", "applications_until", "hold_hours", "deposit_percent", "balance_due_on")
        return {name: self[name].value for name in names} | {"min_stars": int(self.min_stars.data)}

    def rules(self) -> Rules:
        quotas = {one.name[6:]: one.value for one in self.quotas if one.value is not None}
        return Rules(frozenset(self.groups.data), quotas, frozenset(self.papers.data))
