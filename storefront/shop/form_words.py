"""What the form library says by itself, in our words: it knows no Vietnamese, and speaks of "fields"."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

# What a browser sends only when somebody has changed the page is worth no sentence of its own.
_OTHERWISE = _("Please check what is written here.")
_WORDS: dict[str, LazyString] = {
    "This field is required.": _("Please fill this in."),
    "Field cannot be longer than %(max)d character.": _("Please write at most %(max)d characters."),
    "Not a valid choice.": _("Please choose one of these."),
    "Invalid Choice: could not coerce.": _("Please choose one of these."),
}


class FormWords:
    """As WTForms asks for translations; placeholders are filled in by its validators."""

    def gettext(self, text: str) -> str:
        return str(_WORDS.get(text, _OTHERWISE))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one)
