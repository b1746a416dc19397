"""View objects of basket, review and order summary: lines by producer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from catalog.pictures import Picture
from marketplace.orders.collection import CollectionPoint, Points
from marketplace.orders.offers import Offer, OfferLine, OfferPart

from ..collection_words import chosen_text
from ..filters import day as day_text
from ..filters import dong
from ..locales import localized
from .delivery import reach_sentence, season_sentence
from .pages import link
from .paper_views import not_sold_sentence
from .views import BadgeView, PictureView
from .voucher_words import DiscountView, discount_view


@dataclass(frozen=True)
class LineView:
    """Prices in dong; `max_quantity` is what may be bought now."""

    id: int
    product_name: str
    product_url: str | None
    pack: str
    price: int
    quantity: int
    total: int
    picture: PictureView | None
    badges: list[BadgeView]
    max_quantity: int
    problem: str | None


@dataclass(frozen=True)
class GroupView:
    """`collected` is where and when, empty for what is sent; `can_collect` says that it could be."""

    producer_name: str
    producer_url: str
    place_name: str
    lines: list[LineView]
    subtotal: int
    delivery: int | None
    delivery_text: str
    arrival: str
    discounts: list[DiscountView]
    to_free_delivery: str
    collected: str
    can_collect: str


def groups_of(
    offer: Offer, pictures: dict[int, Picture], day: date, points: Points | None = None
) -> list[GroupView]:
    """`points` are those at which things can be ordered, for pages that tell of them."""
    return [_group(part, pictures, day, (points or {}).get(part.producer.id)) for part in offer.parts]


def _group(
    part: OfferPart, pictures: dict[int, Picture], day: date, points: Sequence[CollectionPoint] | None
) -> GroupView:
    producer, delivery = part.producer, part.delivery
    return GroupView(
        producer.name,
        link(f"/producers/{producer.slug}"),
        f"{producer.commune.name}, {producer.commune.province.name}",
        [_line(line, pictures, day) for line in part.lines],
        part.subtotal,
        delivery.fee if delivery else None,
        _("paid by the producer") if delivery and delivery.grams and part.delivers_free else "",
        # What is not sent, like a tour, does not arrive.
        arrival_text(delivery.from_day, delivery.to_day) if delivery and delivery.grams else "",
        [discount_view(discount, discount.amounts[producer.id]) for discount in part.discounts],
        _to_free_delivery(part),
        chosen_text(*part.chosen) if part.chosen else "",
        _can_collect(points[0]) if points else "",
    )


def _can_collect(point: CollectionPoint) -> str:
    return _(
        "Can be collected at booth %(number)s, %(fair)s: you choose on the next page.",
        number=point.booth,
        fair=point.name,
    )


def _to_free_delivery(part: OfferPart) -> str:
    missing = part.missing_to_free_delivery
    if not missing:
        return ""
    return _("%(amount)s more from this producer, and delivery is free.", amount=dong(missing))


def arrival_text(first: date, last: date) -> str:
    return _("arrives %(first)s – %(last)s", first=day_text(first), last=day_text(last))


def _line(offered: OfferLine, pictures: dict[int, Picture], day: date) -> LineView:
    product, variant = offered.product, offered.variant
    picture = pictures.get(product.id)
    return LineView(
        offered.line.id,
        localized(product, "name"),
        link(f"/products/{product.slug}") if offered.sold else None,
        localized(variant, "pack"),
        variant.price,
        offered.line.quantity,
        offered.total,
        PictureView.of(picture) if picture else None,
        [BadgeView.of(badge) for badge in offered.proofs.badges(day)],
        max(offered.can_buy, 1),
        _problem(offered),
    )


def _problem(offered: OfferLine) -> str | None:
    if not offered.sold:
        return _("This product is not sold here any more. Please remove it.")
    if offered.missing:
        return f"{not_sold_sentence(offered.missing)} " + _("Please remove it.")
    if not offered.in_season:
        return f"{season_sentence(offered.product.season)} " + _("Please remove it.")
    if not offered.reached:
        place = offered.product.producer.commune
        sentence = reach_sentence(offered.product.ships_to, place.province.name, place.region)
        return f"{sentence} " + _("Please remove it or choose another address.")
    if offered.can_buy == 0:
        return _("Sold out in the meantime. Please remove it.")
    if not offered.fits:
        return _("Only %(left)s left. Please order fewer.", left=offered.can_buy)
    return None


def changes_of(offer: Offer) -> list[str]:
    """Every price that is not the one the visitor saw last."""
    return [
        _(
            "%(product)s: the price was %(before)s and is now %(now)s.",
            product=localized(line.product, "name"),
            before=dong(line.line.seen_price),
            now=dong(line.variant.price),
        )
        for line in offer.lines
        if line.price_changed
    ]
