"""The desk of organisers of fairs: only the people of an organiser see it, and only its own fairs."""

from flask import Blueprint

organiser = Blueprint("organiser", __name__, url_prefix="/organiser")

from . import access, booths, desk, fair, join, one_booth, plan  # noqa: E402  the views need the blueprint

__all__ = ["access", "booths", "desk", "fair", "join", "one_booth", "organiser", "plan"]
