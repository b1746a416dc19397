"""Forms of booths: their kinds, rows of them on the plan, and what else stands there."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired

from marketplace.fairs.booths import BoothKind, BoothType, FeatureKind
from marketplace.fairs.planning import Direction, RowOfBooths
from marketplace.fairs.plans import Rect

from ..fields import CountField, DongField, line
from ..filters import label
from ..shop.forms import ShopForm

_NEEDED = _("Please fill this in.")


def _metres(text: object, default: str = "") -> CountField:
    return CountField(text, [DataRequired(_NEEDED)], default=default)


class ButtonForm(ShopForm):
    """A button."""


class TypeForm(ShopForm):
    """A kind of booth: prices in dong, lengths in metres."""

    kind = SelectField(_("Kind"), validate_choice=True)
    name = line(_("Name"), 120, needed=_NEEDED)
    price = DongField(_("Price for all days, 0: free of charge"), [DataRequired(_NEEDED)])
    corner_surcharge = DongField(_("More for a corner"), default="0")
    width = _metres(_("Width in metres"), "3")
    depth = _metres(_("Depth in metres"), "3")
    watts = CountField(_("Power included, in watts"), default="0")
    has_water = BooleanField(_("With water"))
    places = CountField(_("Producers in one booth (shared stands)"), [DataRequired(_NEEDED)], default="1")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, label(kind)) for kind in BoothKind]

    def facts(self) -> dict[str, Any]:
        numbers = ("price", "corner_surcharge", "width", "depth", "watts", "places")
        found = {name: self[name].value or 0 for name in numbers}
        return found | {"kind": self.kind.data, "name": self.name.data, "has_water": self.has_water.data}


def type_form(type: BoothType) -> TypeForm:
    """Filled in with what is there; its fields have ids of their own."""
    numbers = ("price", "corner_surcharge", "width", "depth", "watts", "places")
    written = {name: str(getattr(type, name)) for name in numbers}
    facts = {"kind": type.kind, "name": type.name, "has_water": type.has_water}
    return TypeForm(formdata=None, data=facts | written).tell_apart(type.id)


def _need_place(form: "RowForm | BoothForm", needed: bool) -> None:
    for field in (form.x, form.y):
        field.flags.required = needed


def _has_place(form: "RowForm | BoothForm") -> bool:
    for field in (form.x, form.y):
        if not (field.data or field.errors):
            field.errors = [_NEEDED]
    return not (form.x.errors or form.y.errors)


class RowForm(ShopForm):
    """A row of booths, counted on from the first number."""

    type = SelectField(_("Kind of booth"), coerce=int)
    first = line(_("Number of the first booth"), 12, needed=_NEEDED)
    count = CountField(_("How many"), [DataRequired(_NEEDED)], default="1")
    x = CountField(_("Metres from the left"))
    y = CountField(_("Metres from above"))
    direction = SelectField(_("The others stand"), default=Direction.RIGHT)
    turned = BooleanField(_("Turned: width and depth change places"))
    corners = BooleanField(_("The first and the last are corners"))

    def __init__(self, types: list[BoothType], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.type.choices = [(type.id, type.name) for type in types]
        self.direction.choices = [
            (Direction.RIGHT.value, _("to the right")),
            (Direction.DOWN.value, _("downwards")),
        ]
        self.online = {type.id for type in types if type.kind == BoothKind.ONLINE}
        _need_place(self, not self.online)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        return (self.type.data in self.online or _has_place(self)) and valid

    def row(self) -> RowOfBooths:
        return RowOfBooths(
            self.first.data,
            self.count.value or 0,
            self.x.value,
            self.y.value,
            Direction(self.direction.data),
            self.turned.data,
            self.corners.data,
        )


class BoothForm(ShopForm):
    """Where one booth stands; an online stall stands nowhere."""

    x = CountField(_("Metres from the left"))
    y = CountField(_("Metres from above"))
    turned = BooleanField(_("Turned: width and depth change places"))
    is_corner = BooleanField(_("Corner"))

    def __init__(self, is_online: bool, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_online = is_online
        _need_place(self, not is_online)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        return (self.is_online or _has_place(self)) and valid


class FeatureForm(ShopForm):
    """Something else on the plan."""

    kind = SelectField(_("What"), validate_choice=True)
    label = line(_("Written on the plan"), 60)
    x = _metres(_("Metres from the left"))
    y = _metres(_("Metres from above"))
    width = _metres(_("Width in metres"))
    height = _metres(_("Depth in metres"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, label(kind)) for kind in FeatureKind]

    def rect(self) -> Rect:
        return Rect(*(self[name].value or 0 for name in ("x", "y", "width", "height")))
