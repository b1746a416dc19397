"""People's own pages: signing up and in, their account, addresses, favourites, orders and data."""

from flask import Blueprint

account = Blueprint("account", __name__)

from . import (  # noqa: E402  the views need the blueprint they register on
    access,
    addresses,
    contacts,
    data,
    erasure,
    favourites,
    forgotten,
    notices,
    orders,
    overview,
    password,
    second_factor,
    second_step,
    sign_in,
    sign_up,
    tickets,
)

__all__ = [
    "access",
    "account",
    "addresses",
    "contacts",
    "data",
    "erasure",
    "favourites",
    "forgotten",
    "notices",
    "orders",
    "overview",
    "password",
    "second_factor",
    "second_step",
    "sign_in",
    "sign_up",
    "tickets",
]
