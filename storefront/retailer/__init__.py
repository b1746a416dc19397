"""The desk of retailers: only the people of a retailer see it, and only what is its own."""

from flask import Blueprint

retailer = Blueprint("retailer", __name__, url_prefix="/retailer")

from . import access, desk, join, messages, people, spending, stores  # noqa: E402  the views need the blueprint they register on

__all__ = ["access", "desk", "join", "messages", "people", "retailer", "spending", "stores"]
