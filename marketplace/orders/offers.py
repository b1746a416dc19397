"""What a basket would cost now: lines by producer, discounts, delivery and arrival, and what has changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant, is_sold
from catalog.register import Proofs, proofs_of
from catalog.resting import missing_of, rests_on_papers
from marketplace.phones import read_phone

from ..stock import Stock
from .baskets import MAX_QUANTITY, Basket, BasketLine
from .collection import Chosen, Points, chosen_in
from .delivery import DeliveryQuote, DeliveryRate, all_rates, chargeable_grams, quote, rates_on, reaches
from .discounts import Discount, discounts, find_vouchers, times_used
from .vouchers import Bearer, Voucher

_product = contains_eager(BasketLine.variant).contains_eager(Variant.product)
# Made once: building a statement costs more than running it.
_LINES = (
    select(BasketLine, func.coalesce(Stock.on_hand - Stock.reserved, 0), rests_on_papers(Product.set_code))
    .join(BasketLine.variant)
    .join(Variant.product)
    .outerjoin(Stock, Stock.variant_id == BasketLine.variant_id)
    .where(BasketLine.basket_id == bindparam("basket"))
    .order_by(BasketLine.id)
    .options(
        _product.joinedload(Product.producer).joinedload(Producer.commune).joinedload(Place.province),
        _product.joinedload(Product.category),
    )
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class OfferLine:
    """A basket line against the catalogue of today; `left` are the pieces in stock that nobody has ordered.

    `reached` is False where the producer does not send it as far as the place of delivery; `missing` are the
    kinds of papers that it can't be sold without and that are not in force.
    """

    line: BasketLine
    left: int
    proofs: Proofs
    in_season: bool = True
    reached: bool = True
    missing: frozenset[str] = frozenset()

    @property
    def variant(self) -> Variant:
        return self.line.variant

    @property
    def product(self) -> Product:
        return self.line.variant.product

    @property
    def sold(self) -> bool:
        """Whether it is still offered at all."""
        return is_sold(self.product, self.product.producer)

    @cached_property
    def can_buy(self) -> int:
        """How many of it may be bought, 0 for none."""
        sold = self.sold and self.in_season and not self.missing
        return min(self.left, MAX_QUANTITY) if sold else 0

    @cached_property
    def fits(self) -> bool:
        return self.reached and self.line.quantity <= self.can_buy

    @property
    def price_changed(self) -> bool:
        return self.line.seen_price != self.variant.price

    @property
    def total(self) -> int:
        return self.variant.price * self.line.quantity


@dataclass
class OfferPart:
    """One producer's lines; `delivery` is None until the place of delivery is known.

    `discounts` are the vouchers that take something off its goods, `discount` how many dong in all. `chosen` is where
    they are collected, None: they are sent; `lost` says that what was chosen can't be had any more.
    """

    producer: Producer
    lines: list[OfferLine] = field(default_factory=list)
    delivery: DeliveryQuote | None = None
    discounts: list[Discount] = field(default_factory=list)
    chosen: Chosen | None = None
    lost: bool = False

    @property
    def subtotal(self) -> int:
        return sum(line.total for line in self.lines if line.fits)

    @property
    def discount(self) -> int:
        return sum(discount.amounts[self.producer.id] for discount in self.discounts)

    @property
    def total(self) -> int:
        """With delivery, once its place is known."""
        return self.subtotal - self.discount + (self.delivery.fee if self.delivery else 0)

    def discount_borne_by(self, bearer: Bearer) -> int:
        """Dong off its goods that the operator, or the producer, goes without."""
        mine = [discount for discount in self.discounts if discount.voucher.bearer == bearer]
        return sum(discount.amounts[self.producer.id] for discount in mine)

    @property
    def grams(self) -> int:
        """What the carrier charges for: the weight of the parcel, or its bulk; nothing of what is collected."""
        if self.chosen:
            return 0
        packs = [(line.variant, line.line.quantity) for line in self.lines if line.fits]
        grams = sum(variant.weight * quantity for variant, quantity in packs)
        return chargeable_grams(grams, sum(pack.cubic_mm * n for pack, n in packs if pack.weight))

    @property
    def delivers_free(self) -> bool:
        """Whether the goods, before any voucher, come to what the producer sends for nothing."""
        return bool(self.producer.free_delivery_from) and self.missing_to_free_delivery == 0

    @property
    def missing_to_free_delivery(self) -> int:
        """Dong of goods; 0 where that is reached, never is, or there is nothing to send."""
        enough = self.producer.free_delivery_from
        return max(0, enough - self.subtotal) if enough and self.grams else 0


@dataclass
class Offer:
    """`vouchers` are those of the basket, also those that take nothing off as things are."""

    parts: list[OfferPart]
    vouchers: list[Discount] = field(default_factory=list)

    @property
    def lines(self) -> list[OfferLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def reaches_all(self) -> bool:
        return all(line.reached for line in self.lines)

    @property
    def needs_address(self) -> bool:
        """Whether something is sent; what all is collected needs a name and a telephone alone."""
        return any(part.chosen is None for part in self.parts)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.lines) and all(line.fits for line in self.lines)

    @property
    def subtotal(self) -> int:
        return sum(part.subtotal for part in self.parts)

    @property
    def discount(self) -> int:
        return sum(part.discount for part in self.parts)

    @property
    def discounts(self) -> list[Discount]:
        """The vouchers that do take something off."""
        return [voucher for voucher in self.vouchers if voucher.amount]

    @property
    def delivery(self) -> int | None:
        fees = [part.delivery.fee for part in self.parts if part.delivery]
        return sum(fees) if len(fees) == len(self.parts) else None

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + (self.delivery or 0)

    @property
    def needs_adult(self) -> bool:
        return any(line.product.category.adults_only for line in self.lines)


def offer_for(
    session: Session,
    basket: Basket,
    destination: Place | None,
    day: date,
    rates: Sequence[DeliveryRate] | None = None,
    points: Points | None = None,
) -> Offer:
    """The offer for `basket` on `day`, delivered to a commune (or a province, for an estimate).

    `rates` are all of delivery, where the caller has them at hand; `points` those of the producers from whom the basket
    says something is to be collected.
    """
    chosen = chosen_in(basket, points or {})
    found = session.execute(_LINES, {"basket": basket.id}).all()
    set_committed_value(basket, "lines", [line for line, _left, _rests in found])
    products = {line.variant.product for line, _left, _rests in found}
    proofs = proofs_of(session, {product.id: product.producer_id for product in products})
    missing = missing_of(session, {line.variant.product for line, _left, rests in found if rests}, day)
    parts: dict[int, OfferPart] = {}
    for line, left, _rests in found:
        product = line.variant.product
        offered = OfferLine(
            line,
            left,
            proofs[product.id],
            product.is_sold_in(day),
            destination is None
            or chosen.get(product.producer_id) is not None
            or reaches(product.ships_to, product.producer.commune, destination),
            frozenset(missing.get(product.id, ())),
        )
        parts.setdefault(product.producer_id, OfferPart(product.producer)).lines.append(offered)
    for id, part in parts.items():
        part.chosen, part.lost = chosen.get(id), id in chosen and chosen[id] is None
    _quote_delivery(session, parts, destination, day, rates)
    return Offer(list(parts.values()), _take_off(session, basket, parts, day))


def _quote_delivery(
    session: Session,
    parts: dict[int, OfferPart],
    destination: Place | None,
    day: date,
    rates: Sequence[DeliveryRate] | None,
) -> None:
    """Of each part that is sent, once it is known where to; what is collected costs nothing and comes on its day."""
    sent = [part for part in parts.values() if part.chosen is None]
    for part in parts.values():
        if part.chosen:
            part.delivery = DeliveryQuote(0, part.chosen.day, part.chosen.day, 0)
    if destination and sent:
        in_force = rates_on(rates or all_rates(session), day)
        for part in sent:
            origin, free = part.producer.commune, part.delivers_free
            part.delivery = quote(in_force, origin, destination, part.grams, day, free)


def _take_off(session: Session, basket: Basket, parts: dict[int, OfferPart], day: date) -> list[Discount]:
    """The vouchers of the basket, each noted in the parts it takes something off."""
    vouchers = find_vouchers(session, basket.voucher_codes)
    goods = {id: part.subtotal for id, part in parts.items()}
    found = discounts(vouchers, goods, _used_by_buyer(session, basket, vouchers), day)
    for discount in found:
        for producer_id in discount.amounts:
            parts[producer_id].discounts.append(discount)
    return found


def _used_by_buyer(session: Session, basket: Basket, vouchers: list[Voucher]) -> dict[int, int]:
    """How often this account, or the telephone number typed at checkout, has used the vouchers that count."""
    counted = [voucher.id for voucher in vouchers if voucher.per_buyer_allowed]
    if not counted:
        return {}
    typed = (basket.address or {}).get("phone", "")
    try:
        phone = read_phone(typed) if typed else ""
    except ValueError:
        phone = ""
    return times_used(session, counted, phone, basket.user_id)
