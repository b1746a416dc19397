"""The form of a pack: what it holds, what it costs, how many there are, and what resellers are offered."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from catalog.products import Product, ShipsTo, Unit, Variant, months_of, season_mask
from catalog.wholesale import (
    MOST_LEAD_DAYS,
    MOST_PIECES,
    MOST_SHELF_LIFE_DAYS,
    MOST_TIERS,
    PriceTier,
    WholesaleTerms,
)
from marketplace.orders.packs import WHOLESALE, Terms
from marketplace.register.columns import MAX_GRAMS, MAX_STOCK
from marketplace.stock import Stock

from ..fields import CountField, DayField, DongField
from ..shop.forms import ShopForm
from ..wholesale_words import KEEPING
from .forms import _at_most, _clean

_NEEDED = DataRequired(_("Please fill this in."))
UNITS = {Unit.GRAM: _("grams"), Unit.MILLILITRE: _("millilitres"), Unit.PIECE: _("pieces")}
REACH = {
    ShipsTo.ANYWHERE: _("The whole country"),
    ShipsTo.REGION: _("The provinces of the same region"),
    ShipsTo.PROVINCE: _("The same province only"),
}
_TIERS = range(1, MOST_TIERS + 1)


class PackForm(ShopForm):
    """Wholesale prices are the fields quantity_1, price_1 and so on, added below."""

    pack = StringField(_("Name of the pack"), [_NEEDED, _at_most(120)], filters=[_clean])
    pack_en = StringField(_("Name in English"), [_at_most(120)], filters=[_clean])
    net = CountField(_("Net content"), [_NEEDED])
    unit = SelectField(
        _("Counted in"), choices=[SelectChoice(key.value, text) for key, text in UNITS.items()]
    )
    weight = CountField(_("Weight of the parcel in grams"), [_NEEDED])
    price = DongField(_("Price"), [_NEEDED])
    on_hand = CountField(_("Pieces on hand"), [_NEEDED])
    sku = StringField(_("Your own code"), [_at_most(64)], filters=[_clean])
    minimum = CountField(_("Smallest wholesale order"))
    case_pack = CountField(_("Pieces in a case"))
    capacity_per_month = CountField(_("Pieces you can make in a month"))
    lead_days = CountField(_("Days from an order to its delivery"))
    supply_from = DayField(_("First day on which you can deliver"))
    shelf_life_days = CountField(_("Days it keeps, freshly made"))
    keeping = SelectField(
        _("How it is kept on the way"),
        choices=[SelectChoice("", _("Not said")), *(SelectChoice(k.value, v) for k, v in KEEPING.items())],
        default="",
    )
    seen_price = HiddenField(filters=[_clean])
    seen_stock = HiddenField(filters=[_clean])

    def validate_net(self, field: CountField) -> None:
        _between(field, 1, MAX_GRAMS)

    def validate_weight(self, field: CountField) -> None:
        _between(field, 0, MAX_GRAMS)

    def validate_price(self, field: DongField) -> None:
        if field.value == 0:
            raise ValidationError(str(_("The price must be above zero.")))

    def validate_on_hand(self, field: CountField) -> None:
        _between(field, 0, MAX_STOCK)

    def validate_minimum(self, field: CountField) -> None:
        _between(field, 1, MOST_PIECES)

    validate_case_pack = validate_capacity_per_month = validate_minimum

    def validate_lead_days(self, field: CountField) -> None:
        _between(field, 0, MOST_LEAD_DAYS)

    def validate_shelf_life_days(self, field: CountField) -> None:
        _between(field, 1, MOST_SHELF_LIFE_DAYS)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for quantity, price in self.tier_fields():
            if bool(quantity.data) != bool(price.data):
                wrong = price if quantity.data else quantity
                wrong.errors = [*wrong.errors, str(_("Quantity and price belong together."))]
                valid = False
        return valid

    def tier_fields(self) -> list[tuple[CountField, DongField]]:
        return [(self[f"quantity_{at}"], self[f"price_{at}"]) for at in _TIERS]

    @property
    def terms(self) -> Terms:
        tiers = [(quantity.value, price.value) for quantity, price in self.tier_fields() if quantity.data]
        return Terms(
            self.pack.data,
            self.pack_en.data,
            self.sku.data,
            self.net.value,
            Unit(self.unit.data),
            self.weight.value,
            self.price.value,
            self.on_hand.value,
            self.minimum.value,
            self.case_pack.value,
            self.capacity_per_month.value,
            self.lead_days.value,
            self.supply_from.value,
            self.shelf_life_days.value,
            self.keeping.data or None,
            tuple(sorted(tiers)),
        )

    @classmethod
    def filled(
        cls, variant: Variant, stock: Stock | None, wholesale: WholesaleTerms | None, tiers: list[PriceTier]
    ) -> "PackForm":
        on_hand = stock.on_hand if stock else 0
        data = {name: getattr(variant, name) for name in ("pack", "pack_en", "unit", "sku")}
        data |= {name: str(getattr(variant, name)) for name in ("net", "weight", "price")}
        data |= {"on_hand": str(on_hand), "seen_stock": str(on_hand), "seen_price": str(variant.price)}
        for name, column in WHOLESALE.items():
            value = getattr(wholesale, column, None)
            data[name] = "" if value is None else f"{value:%d/%m/%Y}" if name == "supply_from" else str(value)
        for at, tier in enumerate(tiers, 1):
            data |= {f"quantity_{at}": str(tier.quantity_from), f"price_{at}": str(tier.price)}
        return cls(formdata=None, data=data)


for _at in _TIERS:
    setattr(PackForm, f"quantity_{_at}", CountField(_("From so many pieces")))
    setattr(PackForm, f"price_{_at}", DongField(_("Price apiece")))


def _between(field: CountField, least: int, most: int) -> None:
    if field.value is not None and not least <= field.value <= most:
        sentence = str(_("Please write a whole number from %(least)s to %(most)s."))
        raise ValidationError(sentence % {"least": least, "most": most})


class SeasonForm(ShopForm):
    """In force at once: neither needs an officer."""

    months = SelectMultipleField(
        _("Months of the season"),
        choices=[SelectChoice(str(n), str(n)) for n in range(1, 13)],
        validators=[Optional()],
    )
    only_in_season = BooleanField(_("Sold in these months only"))
    ships_to = RadioField(
        _("How far it keeps well enough to be sent"),
        choices=[SelectChoice(k.value, v) for k, v in REACH.items()],
    )

    def validate_only_in_season(self, field: BooleanField) -> None:
        if field.data and not self.months.data:
            raise ValidationError(str(_("What is sold in its season only needs its months.")))

    @property
    def season(self) -> int:
        return season_mask([int(month) for month in self.months.data or []])

    @classmethod
    def filled(cls, product: Product) -> "SeasonForm":
        months = [str(month) for month in months_of(product.season_months)]
        data = {"months": months, "only_in_season": product.only_in_season, "ships_to": product.ships_to}
        return cls(formdata=None, data=data)
