"""The read API under /api/v1: the public catalogue for programs; docs/api.md is its page."""

from flask import Blueprint, Response, request

from .. import page_cache
from ..problems import asked_by_a_program

api = Blueprint("api", __name__, url_prefix="/api/v1")

from . import document, product, products, suggestions  # noqa: E402  the views need the blueprint

__all__ = ["api", "document", "product", "products", "suggestions"]


@api.after_request
def _same_for_everybody(response: Response) -> Response:
    """Whoever asks gets the same bytes, which may be kept as long as the catalogue and the day stay;
    unless the view has said something else."""
    if response.status_code == 200 and "Cache-Control" not in response.headers:
        return page_cache.public(response)
    return response


@api.after_app_request
def _open_to_all_sites(response: Response) -> Response:
    """Pages of other sites may read what is public: no cookie is looked at here. Errors too, so that they can be told."""
    if asked_by_a_program():
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    return response
