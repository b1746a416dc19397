"""The form of a quote for both sides: a part for each line of the request, the terms, and how long it holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request as web
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.products import Variant
from catalog.records import Refused
from marketplace.sourcing.quote_steps import LONGEST_REMARKS, Offer, Offered
from marketplace.sourcing.quotes import QuoteVersion
from marketplace.sourcing.requests import RequestLine
from marketplace.sourcing.terms import VAT_RATES, Handover, ReturnRule, Terms
from marketplace.sourcing.units import packs_per_unit

from .fields import CountField, DayField, DongField, PercentField
from .filters import LABELS
from .locales import localized
from .shop.forms import ShopForm

_NEEDED = _("Please fill this in.")
Packs = Mapping[int, tuple[Variant, int | None]]


class TermsForm(ShopForm):
    """The terms on which goods change hands."""

    handover = SelectField(
        _("Handover"), choices=[SelectChoice(value=one, label=LABELS[Handover][one]) for one in Handover]
    )
    discount = PercentField(_("Discount off the price (per cent)"))
    payment_days = CountField(_("Paid within (days after the invoice)"), [DataRequired(_NEEDED)])
    shelf_life = CountField(_("Shelf life left at delivery (per cent)"), [DataRequired(_NEEDED)])
    returns = SelectField(
        _("Returns"), choices=[SelectChoice(value=one, label=LABELS[ReturnRule][one]) for one in ReturnRule]
    )
    lead_days = CountField(_("Days from the order to the delivery"), [DataRequired(_NEEDED)])

    def terms(self) -> Terms:
        return Terms(
            self.handover.data,
            self.discount.value or 0,
            self.payment_days.value,
            self.shelf_life.value,
            self.returns.data,
            self.lead_days.value,
        )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        limits = (
            (self.discount, 9000),
            (self.payment_days, 180),
            (self.shelf_life, 100),
            (self.lead_days, 365),
        )
        for field, most in limits:
            if field.value is not None and field.value > most:
                field.errors = [str(_("This is more than can be agreed on."))]
                valid = False
        return valid


def terms_data(terms: Terms) -> dict[str, Any]:
    """As the form shows them."""
    return {
        "handover": terms.handover,
        "discount": f"{terms.discount_bp / 100:g}".replace(".", ",") if terms.discount_bp else "",
        "payment_days": str(terms.payment_days),
        "shelf_life": str(terms.shelf_life_percent),
        "returns": terms.returns,
        "lead_days": str(terms.lead_days),
    }


class LineForm(ShopForm):
    """What is offered for one line; without a pack nothing is."""

    class Meta(ShopForm.Meta):
        csrf = False

    variant = SelectField(_("Your pack"), coerce=str, validate_choice=True)
    price = DongField(_("Price of a unit before tax (đồng)"))
    quantity = CountField(_("Up to (units)"))
    minimum = CountField(_("At least (units)"))
    vat = SelectField(
        _("Value added tax"), choices=[SelectChoice(value=str(rate), label=f"{rate}%") for rate in VAT_RATES]
    )

    def __init__(self, line: RequestLine, packs: Packs, **data: str):
        formdata = web.form if web.method == "POST" and not data else None
        super().__init__(formdata=formdata, prefix=f"line-{line.id}-", data=data)
        self.line = line
        fitting = [variant for variant, case in packs.values() if _fits(line, variant, case)]
        self.variant.choices = [
            ("", _("Nothing for this line")),
            *(
                (str(one.id), f"{localized(one.product, 'name')}, {localized(one, 'pack')}")
                for one in fitting
            ),
        ]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for field in (self.price, self.quantity):
            if self.variant.data and field.value is None and not field.errors:
                field.errors = [str(_NEEDED)]
                valid = False
        return valid

    @property
    def offered(self) -> Offered:
        return Offered(
            self.line.id,
            int(self.variant.data),
            self.quantity.value,
            self.price.value,
            1 if self.minimum.value is None else self.minimum.value,
            int(self.vat.data),
        )


def _fits(line: RequestLine, variant: Variant, case_pack: int | None) -> bool:
    if line.product_id and not line.substitutes and variant.product_id != line.product_id:
        return False
    try:
        packs_per_unit(line.unit, variant, case_pack)
    except Refused:
        return False
    return True


class QuoteForm(TermsForm):
    """A whole offer. `seen` is the version that was read; `way` is for the calculator alone and kept nowhere."""

    seen = HiddenField()
    valid_until = DayField(_("The offer holds until"), [DataRequired(_NEEDED)])
    way = DongField(_("What bringing all of it there costs you (đồng; only for this calculation)"))
    remarks = TextAreaField(
        _("A word beside it"),
        [Length(max=LONGEST_REMARKS, message=_("Please write at most %(max)d characters."))],
    )

    def __init__(
        self,
        lines: Sequence[RequestLine],
        packs: Packs,
        *,
        seen: int = 0,
        known: dict[str, Any] | None = None,
    ):
        """`known`: what the form shows when it is not sent; of lines by the id of the request's line."""
        if known is None:
            super().__init__()
            self.parts = [LineForm(line, packs) for line in lines]
        else:
            offered: dict[int, dict[str, str]] = known.pop("lines")
            super().__init__(formdata=None, data=known | {"seen": str(seen)})
            self.parts = [
                LineForm(line, packs, **{"variant": ""} | offered.get(line.id, {})) for line in lines
            ]

    @property
    def version(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def validate(self, extra_validators=None) -> bool:
        parts = [part.validate() for part in self.parts]
        return super().validate(extra_validators) and all(parts)

    def offer(self) -> Offer:
        lines = [part.offered for part in self.parts if part.variant.data]
        return Offer(lines, self.valid_until.value, self.terms(), self.remarks.data or "")

    @property
    def whole_errors(self) -> list[tuple[str, str, str]]:
        """Id, label and sentence of all that is wrong, those of lines too."""
        forms = [self, *self.parts]
        fields = [field for form in forms for field in form if field.errors and field.name != "csrf_token"]
        return [(field.id, str(field.label.text), str(field.errors[0])) for field in fields]


def data_of(version: QuoteVersion) -> dict[str, Any]:
    """A version as the form shows it."""
    lines = {
        line.request_line_id: {
            "variant": str(line.variant_id),
            "price": str(line.price),
            "quantity": str(line.quantity),
            "minimum": str(line.minimum),
            "vat": str(line.vat_percent),
        }
        for line in version.lines
    }
    said = {"valid_until": version.valid_until.isoformat(), "lines": lines}
    return terms_data(version.terms) | said
