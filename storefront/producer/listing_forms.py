"""Forms of a listing's words: one short form a step, so that it can be filled in on a phone."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from catalog.text import clean, fold
from marketplace.register.columns import MAX_STORY
from marketplace.register.strength import read_strength, written_strength

from ..fields import WrittenField
from ..shop.forms import ShopForm
from .forms import _at_most, _clean

LONGEST_TEXT = 2000
MOST_SOURCES = 10


class AbvField(WrittenField):
    read = staticmethod(read_strength)
    wrong = _("This is no strength in per cent. Write it like 39,5 or 40.")


def _lines(text: str | None) -> str:
    """Paragraphs as written, without what can't be seen."""
    parts = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(part) for part in parts).strip()


def _markdown(text: str | None) -> str:
    parts = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
    return "\n".join("".join(c for c in part if c.isprintable()).rstrip() for part in parts).strip()


def _line(label, longest: int = 255, *, needed=None) -> StringField:
    return StringField(
        label, [*([DataRequired(needed)] if needed else []), _at_most(longest)], filters=[_clean]
    )


def _text(label, longest: int = LONGEST_TEXT) -> TextAreaField:
    return TextAreaField(label, [_at_most(longest)], filters=[_lines])


class StepForm(ShopForm):
    """`seen` is the stamp of the version that was on the page. The other fields have the names of facts."""

    seen = HiddenField(filters=[_clean])

    def fact_fields(self) -> dict[str, Field]:
        return {name: field for name, field in self._fields.items() if name not in ("csrf_token", "seen")}

    def facts(self) -> dict[str, Any]:
        """What was typed, as facts of a listing."""
        return {name: field.data for name, field in self.fact_fields().items()}

    @classmethod
    def filled(cls, facts: Mapping[str, Any], seen: str) -> "StepForm":
        form = cls(formdata=None, data={"seen": seen, **cls.typed(facts)})
        return form

    @staticmethod
    def typed(facts: Mapping[str, Any]) -> dict[str, str]:
        """The facts as somebody would have typed them."""
        return dict(facts)


class BasicsForm(StepForm):
    name = _line(_("Name of the product"), 120, needed=_("Please write the name of the product."))
    set_code = SelectField(
        _("Product set"), [DataRequired(_("Please choose the product set."))], validate_choice=False
    )
    name_en = _line(_("Name in English"), 120)
    origin = _text(_("Where it comes from"), 500)

    def validate_name(self, field: StringField) -> None:
        if field.data and not fold(field.data):
            raise ValidationError(str(_("This name has neither letters nor digits.")))

    def validate_set_code(self, field: SelectField) -> None:
        if field.data and field.data not in {choice.value for choice in field.choices or ()}:
            raise ValidationError(str(_("Please choose the product set.")))


class TextForm(StepForm):
    summary = _text(_("In two or three sentences"), 600)
    summary_en = _text(_("The same in English"), 600)


class LabelForm(StepForm):
    quantity = _line(_("Quantity on the label"))
    ingredients = _text(_("Ingredients"))
    allergens = _text(_("Allergens"), 500)
    storage = _text(_("Storage"), 500)
    shelf_life = _text(_("Shelf life"), 500)
    usage = _text(_("How to use"))
    declaration_no = _line(_("Declaration number"))
    abv_tenths = AbvField(_("Alcohol by volume"))

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"abv_tenths": self.abv_tenths.value}

    @staticmethod
    def typed(facts: Mapping[str, Any]) -> dict[str, str]:
        return dict(facts) | {"abv_tenths": written_strength(facts["abv_tenths"])}


class StoryForm(StepForm):
    story_title = _line(_("Title of the story"), 120)
    story_body = TextAreaField(_("The story"), [_at_most(MAX_STORY)], filters=[_markdown])
    story_author = _line(_("Who tells it"), 120)
    story_sources = TextAreaField(_("Sources, one a line"), [_at_most(2000)], filters=[_lines])

    def validate_story_sources(self, field: TextAreaField) -> None:
        if len(_sources(field.data)) > MOST_SOURCES:
            raise ValidationError(str(_("At most %(limit)s sources, please.")) % {"limit": MOST_SOURCES})

    def facts(self) -> dict[str, Any]:
        typed = super().facts()
        return typed | {"story_sources": _sources(typed["story_sources"])}

    @staticmethod
    def typed(facts: Mapping[str, Any]) -> dict[str, str]:
        return dict(facts) | {"story_sources": "\n".join(facts["story_sources"])}


def _sources(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


FORMS: dict[str, type[StepForm]] = {
    "basics": BasicsForm,
    "text": TextForm,
    "label": LabelForm,
    "story": StoryForm,
}


class NewListingForm(ShopForm):
    """A name and a set are enough to begin with."""

    name, set_code = BasicsForm.name, BasicsForm.set_code
    validate_name, validate_set_code = BasicsForm.validate_name, BasicsForm.validate_set_code
    producer = SelectField(_("Producer"), validate_choice=False)


class AppealForm(ShopForm):
    appeal = TextAreaField(
        _("What you say to it"),
        [DataRequired(_("Please write your side.")), _at_most(1000)],
        filters=[_lines],
    )
