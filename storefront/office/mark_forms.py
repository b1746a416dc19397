"""The form of a mark in the office."""

from dataclasses import fields
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from catalog.marks import Mark, MarkKind
from marketplace.register.mark_changes import MarkWanted, state_seen

from ..fields import DayField, line
from ..shop.forms import ShopForm

_AT_MOST = lazy_gettext("Please write at most %(max)d characters.")


def _lines(label: object, longest: int) -> TextAreaField:
    limit = Length(max=longest, message=_AT_MOST)
    return TextAreaField(label, [limit], filters=[lambda text: (text or "").replace("\r\n", "\n").strip()])


class MarkForm(ShopForm):
    """`seen` stands for what the officer has read."""

    seen = HiddenField()
    name = line(lazy_gettext("Name"), needed=lazy_gettext("Please write the name."))
    name_en = line(lazy_gettext("Name in English"))
    product = line(lazy_gettext("Product"))
    product_en = line(lazy_gettext("Product in English"))
    owner = line(lazy_gettext("Owner"), 1000)
    manager = line(lazy_gettext("Managing body"), 1000)
    territory = _lines(lazy_gettext("Territory: provinces and communes of today"), 20_000)
    territory_text = _lines(lazy_gettext("Territory as the decision names it, with old names"), 5000)
    protects = _lines(lazy_gettext("What it protects"), 5000)
    protects_en = _lines(lazy_gettext("What it protects, in English"), 5000)
    rules_url = line(lazy_gettext("Address of the rules of use"), 1000)
    without_file = BooleanField(lazy_gettext("Take the PDF of the rules off"))
    number = line(lazy_gettext("Number"), 100)
    decision_no = line(lazy_gettext("Decision"), 100)
    registered_on = DayField(lazy_gettext("Registered on"))
    expires_on = DayField(lazy_gettext("Protected until the end of"))
    number_checked = BooleanField(lazy_gettext("Number and dates were compared with the register"))

    def wanted(self, rules_file: str) -> MarkWanted:
        """`rules_file` is where the PDF of the rules lies from now on."""
        return MarkWanted(
            self.name.data,
            self.name_en.data,
            self.product.data,
            self.product_en.data,
            self.owner.data,
            self.manager.data,
            self.territory_text.data,
            self.protects.data,
            self.protects_en.data,
            self.rules_url.data,
            rules_file,
            self.number.data,
            self.number_checked.data,
            self.decision_no.data,
            self.registered_on.value,
            self.expires_on.value if self.expires_on else None,
        )


def mark_form(of: Mark, territory: str | None = None) -> MarkForm:
    """As it was sent, or, with the lines of its territory, filled from the mark."""
    if territory is None:
        form = MarkForm()
    else:
        facts = {one.name: _written(getattr(of, one.name)) for one in fields(MarkWanted)}
        form = MarkForm(formdata=None, data=facts | {"territory": territory, "seen": state_seen(of)})
    if of.kind == MarkKind.GEOGRAPHICAL_INDICATION:
        del form.expires_on
    return form


def _written(value: Any) -> Any:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value
