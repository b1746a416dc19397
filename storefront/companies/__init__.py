"""What every desk of a company has, of organisers as of retailers: joining, its people, and how it is reached.

`company` is part of the blueprint of each desk; companies/desks.py says what differs between them.
"""

from flask import Blueprint

company = Blueprint("company", __name__)

from . import contact, join, people  # noqa: E402  the views need the blueprint they register on

__all__ = ["company", "contact", "join", "people"]
