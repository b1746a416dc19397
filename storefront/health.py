"""Whether the process lives (/healthz) and whether database and listing index answer (/readyz)."""

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from .database import session

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def readyz() -> Response:
    """503 with a word on what is missing, while a load balancer should send nobody here."""
    try:
        columns = current_app.extensions["listing_index"].at_present(session())
    except SQLAlchemyError:
        return Response("database: no answer\n", 503, mimetype="text/plain")
    return Response(f"ok: {len(columns)} products at version {columns.version}\n", mimetype="text/plain")
