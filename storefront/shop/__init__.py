"""The public shop: what consumers see and press."""

from flask import Blueprint

shop = Blueprint("shop", __name__)

from . import (  # noqa: E402  the views need the blueprint they register on
    about,
    basket,
    cancellations,
    checkout,
    delivery_page,
    documents,
    fees_page,
    home,
    marks,
    media,
    orders,
    papers,
    payments,
    places,
    producers,
    product,
    products,
    questions,
    ranking_page,
    returns,
    reviews,
    verification,
    vouchers,
)

__all__ = [
    "about",
    "basket",
    "cancellations",
    "checkout",
    "delivery_page",
    "documents",
    "fees_page",
    "home",
    "marks",
    "media",
    "orders",
    "papers",
    "payments",
    "places",
    "producers",
    "product",
    "products",
    "questions",
    "ranking_page",
    "returns",
    "reviews",
    "shop",
    "verification",
    "vouchers",
]
