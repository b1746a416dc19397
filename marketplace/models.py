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
from marketplace.orders import baskets, delivery, orders, stock

__all__ = [
    "acts",
    "addresses",
    "audit",
    "baskets",
    "categories",
    "consents",
    "data_requests",
    "delivery",
    "favourites",
    "jobs",
    "letters",
    "marks",
    "memberships",
    "one_time_codes",
    "orders",
    "pictures",
    "places",
    "producers",
    "products",
    "recognitions",
    "search_tables",
    "searches",
    "second_factor",
    "sign_ups",
    "stock",
    "stories",
    "synonym_lists",
    "timers",
    "users",
    "versions",
]
