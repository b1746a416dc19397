"""The desk of organisers of fairs: only the people of an organiser see it, and only its own fairs."""

from flask import Blueprint

organiser = Blueprint("organiser", __name__, url_prefix="/organiser")

from . import access, desk, fair, join  # noqa: E402  the views need the blueprint they register on

__all__ = ["access", "desk", "fair", "join", "organiser"]
