"""Joining: what somebody with an account fills in, step by step, to sell here; and changes of it later."""

from flask import Blueprint

joining = Blueprint("joining", __name__, url_prefix="/producer/join")

from . import access, claims, invitations, overview, profile, steps  # noqa: E402  the views need the blueprint they register on

__all__ = ["access", "claims", "invitations", "joining", "overview", "profile", "steps"]
