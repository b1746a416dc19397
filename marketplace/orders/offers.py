"""What a basket would cost now: lines by producer, delivery and arrival, and every change since it was seen."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product, Variant, is_shown
from catalog.register import Proofs, proofs_of

from .baskets import MAX_QUANTITY, Basket, BasketLine
from .delivery import DeliveryQuote, all_rates, quote, rates_on
from .stock import left


@dataclass(frozen=True)
class OfferLine:
    """A basket line against the catalogue of today; `left` are the pieces in stock that nobody has ordered."""

    line: BasketLine
    left: int
    proofs: Proofs

    @property
    def variant(self) -> Variant:
        return self.line.variant

    @property
    def product(self) -> Product:
        return self.line.variant.product

    @property
    def sold(self) -> bool:
        """Whether it is still offered at all."""
        return is_shown(self.product, self.product.producer)

    @property
    def can_buy(self) -> int:
        """How many of it may be bought, 0 for none."""
        return min(self.left, MAX_QUANTITY) if self.sold else 0

    @property
    def fits(self) -> bool:
        return self.line.quantity <= self.can_buy

    @property
    def price_changed(self) -> bool:
        return self.line.seen_price != self.variant.price

    @property
    def total(self) -> int:
        return self.variant.price * self.line.quantity


@dataclass
class OfferPart:
    """One producer's lines; `delivery` is None until the place of delivery is known."""

    producer: Producer
    lines: list[OfferLine] = field(default_factory=list)
    delivery: DeliveryQuote | None = None

    @property
    def subtotal(self) -> int:
        return sum(line.total for line in self.lines if line.fits)

    @property
    def grams(self) -> int:
        return sum(line.variant.weight * line.line.quantity for line in self.lines if line.fits)


@dataclass
class Offer:
    parts: list[OfferPart]

    @property
    def lines(self) -> list[OfferLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.lines) and all(line.fits for line in self.lines)

    @property
    def subtotal(self) -> int:
        return sum(part.subtotal for part in self.parts)

    @property
    def delivery(self) -> int | None:
        fees = [part.delivery.fee for part in self.parts if part.delivery]
        return sum(fees) if len(fees) == len(self.parts) else None

    @property
    def total(self) -> int:
        return self.subtotal + (self.delivery or 0)

    @property
    def needs_adult(self) -> bool:
        return any(line.product.category.adults_only for line in self.lines)


def offer_for(session: Session, basket: Basket, destination: Place | None, day: date) -> Offer:
    """The offer for `basket` on `day`, delivered to a commune (or a province, for an estimate)."""
    lines = session.scalars(_lines_of(basket)).all()
    stock = left(session, [line.variant_id for line in lines])
    proofs = proofs_of(session, {line.variant.product_id: line.variant.product.producer_id for line in lines})
    parts: dict[int, OfferPart] = {}
    for line in lines:
        offered = OfferLine(line, stock.get(line.variant_id, 0), proofs[line.variant.product_id])
        producer = offered.product.producer
        parts.setdefault(producer.id, OfferPart(producer)).lines.append(offered)
    if destination and parts:
        rates = rates_on(all_rates(session), day)
        for part in parts.values():
            part.delivery = quote(rates, part.producer.commune, destination, part.grams, day)
    return Offer(list(parts.values()))


def _lines_of(basket: Basket):
    product = joinedload(BasketLine.variant).joinedload(Variant.product)
    return (
        select(BasketLine)
        .where(BasketLine.basket_id == basket.id)
        .order_by(BasketLine.id)
        .options(
            product.joinedload(Product.producer).joinedload(Producer.commune).joinedload(Place.province),
            product.joinedload(Product.category),
        )
        .execution_options(populate_existing=True)
    )
