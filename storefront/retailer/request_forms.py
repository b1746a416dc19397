"""Forms of a request, one for each step; each knows the revision that its writer has seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from flask import request as web
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.days import VIETNAM
from catalog.document_kinds import DocumentKind
from catalog.marks import MarkKind
from marketplace.accounts.stores import Store
from marketplace.sourcing.request_steps import LONGEST_REASON
from marketplace.sourcing.request_writing import MOST_WINDOWS, Conditions, Window
from marketplace.sourcing.requests import Audience, RequestDelivery, SourcingRequest

from ..fields import DayField, TimeField, line
from ..filters import LABELS
from ..quote_forms import TermsForm, terms_data
from ..shop.forms import ShopForm
from ..shop.reference import reference

LONGEST_TEXT = 4000
NEEDED = _("Please fill this in.")
_STARS = [
    SelectChoice(value="0", label=_("Any product")),
    SelectChoice(value="3", label=_("3 stars and more")),
    SelectChoice(value="4", label=_("4 stars and more")),
    SelectChoice(value="5", label=_("5 stars")),
]


def text(label: object, longest: int = LONGEST_TEXT, needed: object = None) -> TextAreaField:
    limits: list = [DataRequired(needed)] if needed else []
    limits.append(Length(max=longest, message=_("Please write at most %(max)d characters.")))
    return TextAreaField(label, limits, filters=[lambda text: (text or "").strip()])


class Seen:
    """A form that knows the revision that was read; -1, which none has, for what is no number."""

    seen: HiddenField

    @property
    def revision(self) -> int:
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class NeedForm(Seen, ShopForm):
    seen = HiddenField()
    title = line(_("What you are looking for, in a few words"), 200, needed=_("Please write a title."))
    about = text(_("More about it"))

    @classmethod
    def filled(cls, request: SourcingRequest | None, title: str = "") -> Self:
        """`title` is proposed for a new one."""
        if request is None:
            return cls(formdata=None, data={"seen": "1", "title": title})
        known = {"title": request.title, "about": request.about, "seen": str(request.revision)}
        return cls(formdata=None, data=known)

    def facts(self) -> dict[str, Any]:
        return {"title": self.title.data, "about": self.about.data}


class WindowForm(ShopForm):
    """One delivery; without days it is none."""

    class Meta(ShopForm.Meta):
        csrf = False

    from_day = DayField(_("Deliver from"))
    until_day = DayField(_("Deliver until"))
    store = SelectField(_("Store"), validate_choice=True)

    def __init__(self, number: int, stores: Sequence[Store], known: dict[str, Any] | None = None):
        sent = web.form if known is None else None
        super().__init__(formdata=sent, prefix=f"window-{number}-", data=known or {})
        self.number = number
        self.store.choices = [("", _("Where the terms say")), *((str(one.id), one.name) for one in stores)]

    @property
    def is_empty(self) -> bool:
        return not (self.from_day.data or self.until_day.data)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for field in (self.from_day, self.until_day):
            if field.value is None and not field.errors:
                field.errors = [str(NEEDED)]
                valid = False
        return valid

    @property
    def window(self) -> Window:
        store = int(self.store.data) if self.store.data else None
        return Window(self.from_day.value, self.until_day.value, store)


class DeliveryForm(Seen, TermsForm):
    """When and where goods are wanted, and on which terms."""

    seen = HiddenField()

    def __init__(self, request: SourcingRequest, stores: Sequence[Store], *, sent: bool):
        if sent:
            super().__init__()
            numbers = [n for n in range(1, MOST_WINDOWS + 1) if f"window-{n}-from_day" in web.form]
            self.windows = [WindowForm(n, stores) for n in numbers]
        else:
            super().__init__(formdata=None, data=terms_data(request.terms) | {"seen": str(request.revision)})
            known = enumerate(request.deliveries, 1)
            self.windows = [WindowForm(n, stores, _window_data(one)) for n, one in known]
        number = max((part.number for part in self.windows), default=0) + 1
        if number <= MOST_WINDOWS and not any(part.is_empty for part in self.windows):
            self.windows.append(WindowForm(number, stores, {"store": ""}))

    def validate(self, extra_validators=None) -> bool:
        parts = [part.validate() for part in self.windows if not part.is_empty]
        return super().validate(extra_validators) and all(parts)

    @property
    def wanted(self) -> list[Window]:
        return [part.window for part in self.windows if not part.is_empty]


def _window_data(one: RequestDelivery) -> dict[str, Any]:
    days = {"from_day": one.from_day.isoformat(), "until_day": one.until_day.isoformat()}
    return days | {"store": str(one.store_id or "")}


class ConditionsForm(Seen, ShopForm):
    seen = HiddenField()
    min_stars = SelectField(_("Stars"), choices=list(_STARS))
    marks = SelectMultipleField(
        _("One of these marks (none: any product)"),
        choices=[SelectChoice(value=kind, label=LABELS[MarkKind][kind]) for kind in MarkKind],
    )
    papers = SelectMultipleField(
        _("Papers that must be in force"),
        choices=[SelectChoice(value=kind, label=LABELS[DocumentKind][kind]) for kind in DocumentKind],
    )
    provinces = SelectMultipleField(_("Rather from these provinces"))
    province_only = BooleanField(_("From these provinces only"))

    @classmethod
    def made(cls, known: tuple[SourcingRequest, Conditions] | None = None) -> Self:
        """As sent, or as `known`."""
        if known is None:
            form = cls()
        else:
            request, said = known
            data = {
                "seen": str(request.revision),
                "min_stars": str(request.min_stars),
                "province_only": request.province_only,
            }
            form = cls(formdata=None, data=data | {name: sorted(kinds) for name, kinds in vars(said).items()})
        form.provinces.choices = [(code, one.name) for code, one in reference().provinces.items()]
        return form

    def facts(self) -> dict[str, Any]:
        only = self.province_only.data and bool(self.provinces.data)
        return {"min_stars": int(self.min_stars.data), "province_only": only}

    @property
    def conditions(self) -> Conditions:
        sets = (frozenset(field.data or []) for field in (self.papers, self.marks, self.provinces))
        return Conditions(*sets)


class ClosingForm(Seen, ShopForm):
    """Until when quotes are taken."""

    seen = HiddenField()
    closes_on = DayField(_("Quotes until: day"), [DataRequired(NEEDED)])
    closes_at = TimeField(_("Quotes until: time"), [DataRequired(NEEDED)])

    @classmethod
    def filled(cls, request: SourcingRequest, **more: object) -> Self:
        there = request.closes_at.astimezone(VIETNAM) if request.closes_at else None
        data = {
            "seen": str(request.revision),
            "closes_on": there.date().isoformat() if there else "",
            "closes_at": f"{there:%H:%M}" if there else "17:00",
        }
        return cls(formdata=None, data=data | more)

    @property
    def closes(self) -> datetime:
        """Of a form that is all right."""
        return datetime.combine(self.closes_on.value, self.closes_at.value, VIETNAM)


class ProducersForm(ClosingForm):
    """Who is asked, until when, and whether the quotes are sealed so long."""

    audience = SelectField(
        _("Who is asked"), choices=[SelectChoice(value=one, label=LABELS[Audience][one]) for one in Audience]
    )
    sealed = BooleanField(_("Nobody of us reads the quotes before that"))

    @classmethod
    def filled(cls, request: SourcingRequest) -> Self:
        return super().filled(request, audience=request.audience, sealed=request.sealed)

    def facts(self) -> dict[str, Any]:
        return {"audience": self.audience.data, "closes_at": self.closes, "sealed": self.sealed.data}


class ButtonForm(Seen, ShopForm):
    """A button that knows what was read."""

    seen = HiddenField()


class ReasonForm(Seen, ShopForm):
    """An end with its reason; `to` is the state that the button names."""

    seen = HiddenField()
    to = HiddenField()
    reason = text(
        _("Why (the other side reads it)"), LONGEST_REASON, _("Please write why: the other side reads it.")
    )


class AnswerForm(ShopForm):
    answer = text(
        _("Your answer"),
        LONGEST_REASON,
        _("Please write the answer: all producers that were asked read it."),
    )
