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
from marketplace.payments import bank_accounts, cash_on_delivery, events, payments, refunds, terms

__all__ = [
    "acts",
    "audit",
    "bank_accounts",
    "baskets",
    "cash_on_delivery",
    "categories",
    "delivery",
    "events",
    "jobs",
    "letters",
    "marks",
    "memberships",
    "orders",
    "payments",
    "pictures",
    "places",
    "producers",
    "products",
    "recognitions",
    "refunds",
    "search_tables",
    "searches",
    "shipments",
    "stock",
    "stories",
    "synonym_lists",
    "terms",
    "timers",
    "users",
    "versions",
]
