"""Whole public pages in memory, keyed by catalogue version, day in Vietnam, language and address with host.

Correct by construction: the version moves in the transaction that changes anything public, and the
day is part of the key, so nothing is ever cleared by hand. Anonymous pages are the same bytes for all.
"""

import gzip
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from cachetools import LRUCache
from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_accept_header, parse_etags

from .clock import Clock
from .database import Database
from .settings import Settings

_KEY = "chophien.page_key"
_NEVER = (
    "/media/",
    "/basket",
    "/checkout",
    "/orders",
    "/office",
    "/marks-desk",
    "/account",
    "/sign-",
    "/healthz",
    "/readyz",
)
_NOT_MODIFIED = ("Cache-Control", "ETag", "Vary", "Content-Security-Policy", "Access-Control-Allow-Origin")
# Made anew for each answer, or (the count of a rate limit) the business of one visitor.
_NOT_KEPT = ("Content-Length", "ETag", "Retry-After")
_COUNTED = "X-RateLimit-"


@dataclass(frozen=True)
class Page:
    headers: list[tuple[str, str]]
    etag: str
    plain: bytes

    @cached_property
    def packed(self) -> bytes:
        """Compressed when first asked for."""
        return gzip.compress(self.plain, 5, mtime=0)


class PageCache:
    """WSGI middleware in front of the application; the application stores pages with `keep`.

    `named` says that the shop has a public name, so that no page depends on the host it was asked for by.
    `on_hit` are told of every page that the application does not see.
    """

    def __init__(self, app, database: Database, clock: Clock, megabytes: int, named: bool = False):
        self.app = app
        self.named = named
        self.clock = clock
        self.database = database
        self.pages: LRUCache = LRUCache(megabytes * 2**20, getsizeof=_size)
        self.lock = threading.Lock()
        self.on_hit: list[Callable[[dict], None]] = []

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"].startswith(_NEVER):
            return self.app(environ, start_response)
        try:
            key = self.key(environ)
        except SQLAlchemyError:
            # The application has an error page for this; the cache has not.
            return self.app(environ, start_response)
        with self.lock:
            page = self.pages.get(key)
        if page is None:
            environ[_KEY] = key
            return self.app(environ, start_response)
        for told in self.on_hit:
            told(environ)
        return _answer(page, environ, start_response)

    def key(self, environ) -> tuple:
        environ["chophien.today"] = today = self.clock.today()
        environ["chophien.version"] = version = self.database.catalogue_version()
        # A page names its own host where no public name is set, so a forged one must not reach anybody else.
        host = "" if self.named else environ.get("HTTP_HOST", "")
        address = environ["SCRIPT_NAME"], environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        return version, today, environ["wsgi.url_scheme"], host, *address

    def keep(self, key: tuple, response: Response) -> Page:
        plain = response.get_data()
        etag = f'"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'
        headers = [
            (name, value)
            for name, value in response.headers
            if name not in _NOT_KEPT and not name.startswith(_COUNTED)
        ]
        page = Page(headers, etag, plain)
        with self.lock:
            if _size(page) <= self.pages.maxsize:
                self.pages[key] = page
        return page


def _size(page: Page) -> int:
    # Room for the compressed copy too, which is at most a third.
    return len(page.plain) * 4 // 3 + 1000


def _is_known(page: Page, environ) -> bool:
    """Whether the visitor has these bytes already."""
    return parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(page.etag.strip('"'))


def _answer(page: Page, environ, start_response):
    if _is_known(page, environ):
        kept = [(name, value) for name, value in page.headers if name in _NOT_MODIFIED]
        start_response("304 Not Modified", [*kept, ("ETag", page.etag)])
        return [b""]
    body, headers = _dressed(page, environ)
    start_response("200 OK", [*page.headers, *headers])
    return [body]


def _dressed(page: Page, environ) -> tuple[bytes, list[tuple[str, str]]]:
    """The body as this visitor can take it, and the headers that go with it."""
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING"))
    packed = accepted["gzip"] > 0
    body = page.packed if packed else page.plain
    headers = [("ETag", page.etag), ("Content-Length", str(len(body)))]
    return body, [*headers, ("Content-Encoding", "gzip")] if packed else headers


def init(app: Flask, database: Database, clock: Clock, settings: Settings) -> None:
    cache = PageCache(app.wsgi_app, database, clock, settings.page_cache_mb, named=bool(settings.public_url))
    app.wsgi_app = cache  # type: ignore[method-assign]
    app.extensions["page_cache"] = cache

    @app.after_request
    def _keep(response: Response) -> Response:
        key = request.environ.get(_KEY)
        if not key or not cache.pages.maxsize or response.status_code != 200 or not _is_public(response):
            return response
        page = cache.keep(key, response)
        body, headers = _dressed(page, request.environ)
        response.set_data(body)
        response.headers.update(headers)
        # Made anew, and still what it was: calendars ask again and again.
        return response.make_conditional(request.environ) if _is_known(page, request.environ) else response


def _is_public(response: Response) -> bool:
    return response.headers.get("Cache-Control") == PUBLIC


# Browsers and shared caches may keep the page but ask each time whether it still holds.
PUBLIC = "public, no-cache"


def public(response: Response) -> Response:
    """Mark a page as the same for everybody."""
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Vary"] = "Accept-Encoding"
    return response
