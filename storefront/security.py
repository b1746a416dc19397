"""Security headers, the same-origin check of every form, and rate limits."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from .database import SAFE_METHODS

_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

# Of a page that reads codes with the camera.
CAMERA = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")

limiter = Limiter(get_remote_address, headers_enabled=True)

View = TypeVar("View", bound=Callable)
_SIGNED: set[str] = set()


def signed_by_sender(view: View) -> View:
    """Marks a view that checks a signature itself: it is called by programs, not from our pages."""
    _SIGNED.add(f"{view.__module__}.{view.__qualname__}")
    return view


def _is_signed() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and f"{view.__module__}.{view.__qualname__}" in _SIGNED


class SecureWhereHttps(SecureCookieSessionInterface):
    """Cookies are Secure exactly where the visitor came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init(app: Flask, *, rate_limits: bool, rate_limit_storage: str) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="visit",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Set only when it changes: never on a public page, where a shared cache would give it to others.
        SESSION_REFRESH_EACH_REQUEST=False,
        # A form's token is good as long as the visit: an address takes some people more than an hour.
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_ENABLED=rate_limits,
        RATELIMIT_STORAGE_URI=rate_limit_storage,
        RATELIMIT_STRATEGY="moving-window",
    )
    app.session_interface = SecureWhereHttps()
    limiter.init_app(app)
    app.before_request(refuse_nul)
    app.before_request(refuse_other_origins)
    app.after_request(_add_headers)


def refuse_nul() -> None:
    """No address of ours holds a NUL, and PostgreSQL can't even be asked for one."""
    if "\0" in request.path:
        abort(404)


def refuse_other_origins() -> None:
    """Let a writing request through only from our own pages.

    Public forms carry no token, or their pages could not be cached for everybody; browsers say
    where a form comes from instead, and the cookies are SameSite. A client that says nothing is refused.
    """
    # Where no view answers there is nothing to protect, and 404 or 405 says more.
    if request.method in SAFE_METHODS or request.routing_exception or _is_signed():
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if _host_of(origin) != request.host:
        abort(403)


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:  # a bracket that is never closed
        return None


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
