"""Whether the process lives (/healthz) and whether database, listing and search answer (/readyz)."""

from datetime import datetime

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from marketplace.jobs import oldest_due, standing

from .clock import clock
from .database import session
from .words import search_backend

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def readyz() -> Response:
    """503 with a word on what is missing, while a load balancer should send nobody here.

    Without its index search still answers plainly: that is told, and keeps nobody away.
    """
    try:
        columns = current_app.extensions["listing_index"].at_present(session())
        search = search_backend().health(session())
        jobs = _jobs(clock().now())
    except SQLAlchemyError:
        return Response("database: no answer\n", 503, mimetype="text/plain")
    lines = [
        f"ok: {len(columns)} products at version {columns.version}",
        f"search ({search.backend}): {search.problem}"
        if search.problem
        else f"search ({search.backend}): {search.documents} products at version {search.version}",
        jobs,
    ]
    return Response("\n".join([*lines, ""]), mimetype="text/plain")


def _jobs(now: datetime) -> str:
    """Since when the oldest due job has waited: with a living worker it is a matter of seconds."""
    oldest = oldest_due(session(), now)
    left = standing(session(), now).left
    waited = (
        f"the oldest has been due for {(now - oldest).total_seconds():.0f} s" if oldest else "none is due"
    )
    return f"jobs: {waited}" + (f", {left} left after several tries" if left else "")
