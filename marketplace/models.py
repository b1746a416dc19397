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
from marketplace.accounts import (
    addresses,
    consents,
    data_requests,
    favourites,
    memberships,
    one_time_codes,
    second_factor,
    sign_ups,
    users,
)
from marketplace.orders import baskets, delivery, orders, reviews, shipments, stock, vouchers
from marketplace.payments import bank_accounts, cash_on_delivery, events, payments, refunds, terms

__all__ = [
    "acts",
    "addresses",
    "audit",
    "bank_accounts",
    "baskets",
    "cash_on_delivery",
    "categories",
    "consents",
    "data_requests",
    "delivery",
    "events",
    "favourites",
    "jobs",
    "letters",
    "marks",
    "memberships",
    "one_time_codes",
    "orders",
    "payments",
    "pictures",
    "places",
    "producers",
    "products",
    "recognitions",
    "refunds",
    "reviews",
    "search_tables",
    "searches",
    "second_factor",
    "shipments",
    "sign_ups",
    "stock",
    "stories",
    "synonym_lists",
    "terms",
    "timers",
    "users",
    "versions",
    "vouchers",
]
