"""The forms of a request's lines: what is wanted, how much of it, and which product where it must be a certain one."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request as web
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from catalog.categories import Category, CategoryLevel
from catalog.products import Product
from catalog.text import clean
from marketplace.sourcing.request_writing import MOST_LINES, Wanted
from marketplace.sourcing.requests import RequestLine
from marketplace.sourcing.units import QuantityUnit

from ..database import session
from ..fields import CountField, DongField, line
from ..filters import LABELS
from ..locales import localized
from ..shop.forms import ShopForm
from .product_choice import ProductChoice, products_at
from .request_forms import NEEDED, Seen


class WantedForm(ShopForm):
    """One line; what is left empty is none."""

    class Meta(ShopForm.Meta):
        csrf = False

    description = line(_("What is wanted"), 500)
    category = SelectField(_("Product group"), validate_choice=True)
    product = line(_("A certain product: words of its name"), 255)
    unit = SelectField(
        _("Unit"), choices=[SelectChoice(value=one, label=LABELS[QuantityUnit][one]) for one in QuantityUnit]
    )
    least = CountField(_("At least"))
    most = CountField(_("At most"))
    target = DongField(_("Target price of a unit (đồng)"))
    substitutes = BooleanField(_("Something like it may be offered too"))

    def __init__(
        self,
        number: int,
        choices: list[tuple[str, str]],
        products: Mapping[str, Product],
        known: dict[str, Any] | None = None,
    ):
        """As sent, or with what is `known`; `products` by slug are those that may be chosen."""
        self.number, self.prefix, self.has_looked = number, f"line-{number}-", False
        super().__init__(formdata=web.form if known is None else None, prefix=self.prefix, data=known or {})
        self.category.choices = [("", _("Choose")), *choices]
        ticked = web.form.get(f"{self.prefix}chosen") if known is None else known.get("chosen")
        shown = web.form.get(f"{self.prefix}shown", "") if known is None else ""
        self.choice = ProductChoice(self.product.data or "", clean(shown), ticked, products)
        if known is not None and (gone := self.choice.gone()):
            self.product.errors = [str(gone)]

    @property
    def is_empty(self) -> bool:
        return self.choice.is_empty and not (self.description.data or self.least.data or self.most.data)

    def look(self) -> bool:
        """Show the products that the words find; whether there are any. The page opens there."""
        self.has_looked = True
        if self.product.validate(self) and (wrong := self.choice.look()):
            self.product.errors = [str(wrong)]
        return not self.product.errors

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.product.errors and (wrong := self.choice.decide()):
            self.product.errors, valid = [str(wrong)], False
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
            self.choice.product_id,
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
            products = products_at({web.form.get(f"line-{n}-chosen", "")[:255] for n in numbers} - {""})
            self.parts = [WantedForm(n, choices, products) for n in numbers]
        else:
            super().__init__(formdata=None, data={"seen": str(seen)})
            products = products_at({one.product.slug for one in lines if one.product})
            self.parts = [WantedForm(n, choices, products, _line_data(one)) for n, one in enumerate(lines, 1)]
        self._spare(choices)

    def _spare(self, choices: list[tuple[str, str]]) -> None:
        number = max((part.number for part in self.parts), default=0) + 1
        if number <= MOST_LINES and not any(part.is_empty for part in self.parts):
            asked = web.args.get("product", "")[:255] if number == 1 else ""
            products = products_at({asked} - {""})
            known = {"substitutes": True} | ({"chosen": asked} if asked in products else {})
            self.parts.append(WantedForm(number, choices, products, known))

    def looking(self) -> WantedForm | None:
        """The line whose button for finding a product was pressed."""
        pressed = web.form.get("action", "")
        return next((part for part in self.parts if pressed == f"find-{part.number}"), None)

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
        "chosen": one.product.slug if one.product else "",
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
