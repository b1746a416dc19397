"""/checkout/collection: whether each producer's goods are sent, or collected at its booth and on which day."""

from datetime import date
from types import SimpleNamespace

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.orders.baskets import Basket
from marketplace.orders.collection import CollectionPoint, Points, choose, is_decided, wanting
from marketplace.orders.offers import Offer, OfferPart, offer_for

from ..clock import now, today
from ..collection import points_for
from ..collection_words import until_text, where_text
from ..database import session
from ..fair_words import hours_text, weekday_text
from ..locales import translated
from ..security import limiter
from . import shop
from .destination import destination_of
from .forms import ShopForm
from .pages import Crumb, home_crumb, link, private_page
from .reference import reference
from .visitor import basket_to_change, basket_to_read


def offer_of(basket: Basket) -> Offer:
    """What the basket would cost now, sent to the address typed so far or collected where that was chosen."""
    rates = reference().tariffs.rates
    return offer_for(session(), basket, destination_of(basket), today(), rates, chosen_points(basket))


def chosen_points(basket: Basket) -> Points:
    """The points of the producers from whom something is to be collected; no statement where there are none."""
    return points_for(session(), wanting(basket), now())


def is_undecided(basket: Basket, offer: Offer) -> bool:
    """Whether there are goods that could be collected, and nobody has said yet."""
    ids = [part.producer.id for part in offer.parts]
    open_ = [id for id in ids if not is_decided(basket, id)]
    return bool(points_for(session(), open_, now())) or any(part.lost for part in offer.parts)


@shop.get("/checkout/collection")
def collection() -> Response:
    basket = basket_to_read(lines=False)
    return _page(basket) if basket else redirect(url_for("shop.basket"), 303)


@shop.post("/checkout/collection")
@limiter.limit("60 per minute")
def choose_collection() -> Response:
    """Keep what was chosen for each producer, and go on to the address."""
    basket = basket_to_change(lines=False)
    if basket is None:
        return redirect(url_for("shop.basket"), 303)
    if not ShopForm().validate():
        return _page(basket, 422, _("The form had expired. Please try once more."))
    offer = offer_of(basket)
    points = _all_points(offer)
    try:
        for part in offer.parts:
            id = part.producer.id
            if id in points or is_decided(basket, id):
                choose(basket, id, points, *_typed(id))
    except Refused as refusal:
        session().rollback()
        again = basket_to_read(lines=False)
        return _page(again, 422, translated(refusal)) if again else redirect(url_for("shop.basket"), 303)
    return redirect(url_for("shop.checkout"), 303)


def _typed(producer_id: int) -> tuple[str, date | None]:
    """Source and day; a day that is none can't be had."""
    source = request.form.get(f"how-{producer_id}", "")[:40]
    try:
        return source, date.fromisoformat(request.form.get(f"day-{producer_id}-{source}", ""))
    except ValueError:
        return source, None


def _all_points(offer: Offer) -> Points:
    return points_for(session(), [part.producer.id for part in offer.parts], now())


def _page(basket: Basket, status: int = 200, problem: str = "") -> Response:
    offer = offer_of(basket)
    points = _all_points(offer)
    if not points and not any(part.lost for part in offer.parts):
        return redirect(url_for("shop.checkout" if offer.lines else "shop.basket"), 303)
    if not problem and any(part.lost for part in offer.parts):
        problem = _("What you wanted to collect can't be collected there any more. Please choose once more.")
    return private_page(
        "shop/checkout/collection.html",
        status,
        form=ShopForm(formdata=None),
        problem=problem,
        groups=[_group(part, points.get(part.producer.id, ())) for part in offer.parts],
        crumbs=[home_crumb(), Crumb(_("Basket"), link("/basket")), Crumb(_("How you get it"))],
    )


def _group(part: OfferPart, points) -> SimpleNamespace:
    chosen = part.chosen
    return SimpleNamespace(
        id=part.producer.id,
        name=part.producer.name,
        is_sent=chosen is None,
        points=[_point(point, chosen.day if chosen and chosen.point is point else None) for point in points],
    )


def _point(point: CollectionPoint, day: date | None) -> SimpleNamespace:
    return SimpleNamespace(
        source=point.source,
        where=where_text(point),
        place=point.place,
        hours=hours_text(point.opens_at, point.closes_at),
        until=until_text(point),
        is_chosen=day is not None,
        days=[(one.isoformat(), weekday_text(one), one == day) for one in point.days],
    )
