"""Forms in which a retailer writes a contract: its head, and one line."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, SelectMultipleField, TextAreaField, widgets
from wtforms.validators import DataRequired

from catalog.document_kinds import DocumentKind
from catalog.products import Variant
from marketplace.sourcing.contract_drafts import LONGEST_NUMBER, Head, LineFacts
from marketplace.sourcing.contracts import Contract, ContractLine
from marketplace.sourcing.terms import VAT_RATES, Handover, ReturnRule, Terms
from marketplace.sourcing.units import QuantityUnit

from ..fields import CountField, DayField, DongField, PercentField, line
from ..filters import label
from ..locales import localized
from ..sourcing_steps import MOST, NEEDED, SeenForm

# What a supermarket asks for most often stands ticked in a new draft.
USUAL_PAPERS = (DocumentKind.FOOD_SAFETY, DocumentKind.SELF_DECLARATION)


class PapersField(SelectMultipleField):
    """Boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


def _count(text: object, default: str = "") -> CountField:
    return CountField(text, [DataRequired(NEEDED)], default=default)


class HeadForm(SeenForm):
    """`producer` and `award` name whom a new draft is with, or what it follows from."""

    producer = HiddenField()
    award = HiddenField()
    number = line(_("Your number for the contract"), LONGEST_NUMBER, needed=NEEDED)
    starts_on = DayField(_("First day"), [DataRequired(NEEDED)])
    ends_on = DayField(_("Last day"), [DataRequired(NEEDED)])
    handover = SelectField(_("Handover"))
    discount = PercentField(_("Discount in per cent"), default="0")
    payment_days = _count(_("To be paid so many days after the invoice"), "30")
    shelf_life_percent = _count(_("Shelf life left at delivery, in per cent"), "67")
    returns = SelectField(_("Returns"), default=ReturnRule.FAULTY)
    lead_days = _count(_("Days from the order to the ramp"), "7")
    papers = PapersField(_("Papers that must be in force at every call-off"))
    remarks = TextAreaField(_("Remarks"), [MOST], filters=[lambda text: (text or "").strip()])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.handover.choices = [(one.value, label(one)) for one in Handover]
        self.returns.choices = [(one.value, label(one)) for one in ReturnRule]
        self.papers.choices = [
            (one.value, label(one)) for one in DocumentKind if one is not DocumentKind.OTHER
        ]

    def head(self) -> Head:
        terms = Terms(
            self.handover.data,
            self.discount.value or 0,
            self.payment_days.value or 0,
            self.shelf_life_percent.value or 0,
            self.returns.data,
            self.lead_days.value or 0,
        )
        days = self.starts_on.value, self.ends_on.value
        return Head(
            self.number.data, *days, terms, frozenset(self.papers.data or ()), self.remarks.data or ""
        )


def written_terms(terms: Terms) -> dict[str, Any]:
    """As the fields show them."""
    percent = f"{terms.discount_bp / 100:g}"
    numbers = ("payment_days", "shelf_life_percent", "lead_days")
    return {"handover": terms.handover, "returns": terms.returns, "discount": percent} | {
        name: str(getattr(terms, name)) for name in numbers
    }


def written_head(one: Contract, kinds: Iterable[str]) -> dict[str, Any]:
    days = {"starts_on": one.starts_on.isoformat(), "ends_on": one.ends_on.isoformat()}
    rest = {"number": one.number, "remarks": one.remarks, "papers": sorted(kinds), "seen": one.revision}
    return written_terms(one.terms) | days | rest


class LineForm(SeenForm):
    """Dong a unit before tax; the price moves between its lowest and its highest one."""

    variant = SelectField(_("Product and pack"), [DataRequired(NEEDED)], coerce=int)
    unit = SelectField(_("Counted in"), default=QuantityUnit.PACK)
    quantity = _count(_("Units in the season"))
    minimum = _count(_("Units in one call-off, at least"), "1")
    price = DongField(_("Price of a unit, before tax"), [DataRequired(NEEDED)])
    price_floor = DongField(_("Lowest price"))
    price_ceiling = DongField(_("Highest price"))
    vat_percent = SelectField(_("Value added tax"), coerce=int, default=0)

    def __init__(self, variants: Sequence[Variant], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.variant.choices = [
            (one.id, f"{localized(one.product, 'name')}, {localized(one, 'pack')}") for one in variants
        ]
        self.unit.choices = [(one.value, label(one)) for one in QuantityUnit]
        self.vat_percent.choices = [(rate, f"{rate}%") for rate in VAT_RATES]

    def facts(self) -> LineFacts:
        """Without a corridor of its own the price is fixed."""
        price = self.price.value or 0
        floor, ceiling = self.price_floor.value, self.price_ceiling.value
        return LineFacts(
            self.unit.data,
            self.quantity.value or 0,
            self.minimum.value or 0,
            price,
            price if floor is None else floor,
            price if ceiling is None else ceiling,
            self.vat_percent.data,
        )


def written_line(one: ContractLine) -> dict[str, Any]:
    numbers = ("quantity", "minimum", "price", "price_floor", "price_ceiling")
    rest = {"variant": one.variant_id, "unit": one.unit, "vat_percent": one.vat_percent}
    return rest | {name: str(getattr(one, name)) for name in numbers}
