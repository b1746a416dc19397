"""Forms about applications: the decision, another booth, calling one off."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from marketplace.fairs.room import Room

from ..shop.forms import ShopForm

_LONGEST = Length(max=2000, message=_("Please write at most %(max)d characters."))


def booth_choices(room: Room, type_id: int) -> list[tuple[str, str]]:
    """Booths with a free place: those of the type first."""
    free = dict.fromkeys(
        place.booth for type in sorted({one.type_id for one in room.booths}) for place in room.free(type)
    )
    mine = sorted(free, key=lambda booth: booth.type_id != type_id)
    return [
        (
            str(booth.id),
            f"{booth.number}, {booth.type.name}{', ' + str(_('corner')) if booth.is_corner else ''}",
        )
        for booth in mine
    ]


class DecideForm(ShopForm):
    """`seen` is the revision that was read; of two who decide at once the second is told."""

    seen = HiddenField()
    decision = HiddenField()
    booth = SelectField(_("Booth"), validate_choice=True)
    reasons = TextAreaField(_("To the producer"), [_LONGEST])

    def __init__(self, room: Room, type_id: int, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.booth.choices = [("", _("The first free one of this kind")), *booth_choices(room, type_id)]

    @property
    def booth_id(self) -> int | None:
        return int(self.booth.data) if self.booth.data else None

    @property
    def revision(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class MoveForm(ShopForm):
    """Another booth."""

    booth = SelectField(_("Another booth"), [DataRequired(_("Please choose a booth."))], validate_choice=True)

    def __init__(self, room: Room, type_id: int, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.booth.choices = [("", _("Choose")), *booth_choices(room, type_id)]


class CancelForm(ShopForm):
    """Call an application off."""

    reasons = TextAreaField(
        _("Why"), [DataRequired(_("Please write the reasons: the producer reads them.")), _LONGEST]
    )
