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
from catalog.search import searches, synonym_lists
from catalog.search.postgres import tables as search_tables
from marketplace import audit, jobs, letters, timers
from marketplace.accounts import memberships, users
from marketplace.orders import baskets, delivery, orders, shipments, stock
from marketplace.payments import fees, ledger, taxes

__all__ = [
    "acts",
    "audit",
    "baskets",
    "categories",
    "delivery",
    "fees",
    "jobs",
    "ledger",
    "letters",
    "marks",
    "memberships",
    "orders",
    "pictures",
    "places",
    "producers",
    "products",
    "recognitions",
    "search_tables",
    "searches",
    "shipments",
    "stock",
    "stories",
    "synonym_lists",
    "taxes",
    "timers",
    "users",
    "versions",
]
