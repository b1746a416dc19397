"""The forms of a request's lines: what is wanted, how much of it, and which product where it must be a certain one."""

from collections.abc import Sequence
from typing import Any

from flask import request as web
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from catalog.categories import Category, CategoryLevel
from catalog.products import Product, ProductState
from marketplace.sourcing.request_writing import MOST_LINES, Wanted
from marketplace.sourcing.requests import RequestLine
from marketplace.sourcing.units import QuantityUnit

from ..database import session
from ..fields import CountField, DongField, line
from ..filters import LABELS
from ..locales import localized
from ..shop.forms import ShopForm
from .request_forms import NEEDED, Seen


class WantedForm(ShopForm):
    """One line; what is left empty is none."""

    class Meta(ShopForm.Meta):
        csrf = False

    description = line(_("What is wanted"), 500)
    category = SelectField(_("Product group"), validate_choice=True)
    product = line(_("A certain product (the end of its address)"), 255)
    unit = SelectField(
        _("Unit"), choices=[SelectChoice(value=one, label=LABELS[QuantityUnit][one]) for one in QuantityUnit]
    )
    least = CountField(_("At least"))
    most = CountField(_("At most"))
    target = DongField(_("Target price of a unit (đồng)"))
    substitutes = BooleanField(_("Something like it may be offered too"))

    def __init__(self, number: int, choices: list[tuple[str, str]], known: dict[str, Any] | None = None):
        prefix = f"line-{number}-"
        sent = web.form if known is None else None
        super().__init__(formdata=sent, prefix=prefix, data=known or {})
        self.number, self.product_id = number, None
        self.category.choices = [("", _("Choose")), *choices]

    @property
    def is_empty(self) -> bool:
        return not (self.description.data or self.product.data or self.least.data or self.most.data)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.product.data:
            slug = self.product.data.rstrip("/").rsplit("/", 1)[-1].partition("?")[0]
            shown = Product.slug == slug, Product.state == ProductState.PUBLISHED
            self.product_id = session().scalar(select(Product.id).where(*shown))
            if self.product_id is None:
                self.product.errors = [str(_("There is no such product on sale."))]
                valid = False
        for field in (self.least, self.most):
            if field.value is None and not field.errors:
                field.errors = [str(NEEDED)]
                valid = False
        return valid

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            self.unit.data,
            self.least.value,
            self.most.value,
            self.description.data,
            self.product_id,
            self.category.data or None,
            self.target.value,
            self.substitutes.data,
        )


class LinesForm(Seen, ShopForm):
    """All lines of a request, and one empty one more."""

    seen = HiddenField()

    def __init__(self, lines: Sequence[RequestLine] | None = None, seen: int = 0):
        """From the lines of a request, or, without them, from what was sent."""
        choices = set_choices()
        if lines is None:
            super().__init__()
            numbers = [n for n in range(1, MOST_LINES + 1) if f"line-{n}-unit" in web.form]
            self.parts = [WantedForm(n, choices) for n in numbers]
        else:
            super().__init__(formdata=None, data={"seen": str(seen)})
            self.parts = [WantedForm(n, choices, _line_data(one)) for n, one in enumerate(lines, 1)]
        self._spare(choices)

    def _spare(self, choices: list[tuple[str, str]]) -> None:
        number = max((part.number for part in self.parts), default=0) + 1
        if number <= MOST_LINES and not any(part.is_empty for part in self.parts):
            asked = {"product": web.args.get("product", "")[:255]} if number == 1 else {}
            self.parts.append(WantedForm(number, choices, {"substitutes": True} | asked))

    def validate(self, extra_validators=None) -> bool:
        parts = [part.validate() for part in self.parts if not part.is_empty]
        return super().validate(extra_validators) and all(parts)

    @property
    def wanted(self) -> list[Wanted]:
        return [part.wanted for part in self.parts if not part.is_empty]


def _line_data(one: RequestLine) -> dict[str, Any]:
    return {
        "description": one.description,
        "category": one.category_code or "",
        "product": one.product.slug if one.product else "",
        "unit": one.unit,
        "least": str(one.quantity_from),
        "most": str(one.quantity_to),
        "target": str(one.target_price) if one.target_price else "",
        "substitutes": one.substitutes,
    }


def set_choices() -> list[tuple[str, str]]:
    """Product sets in the order of the catalogue."""
    sets = select(Category).where(Category.level == CategoryLevel.SET)
    found = session().scalars(sets).all()
    return [(one.code, localized(one, "name")) for one in sorted(found, key=lambda one: one.position)]
