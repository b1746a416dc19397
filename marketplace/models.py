"""Every table of the shop: importing this module makes all of them known."""

from catalog import (
    acts,
    categories,
    marks,
    pictures,
    places,
    producers,
    products,
    recognitions,
    stories,
    versions,
)
from marketplace import audit
from marketplace.orders import baskets, delivery, orders, stock

__all__ = [
    "acts",
    "audit",
    "baskets",
    "categories",
    "delivery",
    "marks",
    "orders",
    "pictures",
    "places",
    "producers",
    "products",
    "recognitions",
    "stock",
    "stories",
    "versions",
]
