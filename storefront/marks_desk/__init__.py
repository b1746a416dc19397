"""The desk of the people of a mark's managing body: the marks that are theirs, and who may use them."""

from flask import Blueprint

marks_desk = Blueprint("marks_desk", __name__, url_prefix="/marks-desk")

from . import access, marks, rights  # noqa: E402  the views need the blueprint they register on

__all__ = ["access", "marks", "marks_desk", "rights"]
