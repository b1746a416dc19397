"""The application factory: what the shop is made of, in the order in which it is put together."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from catalog.listing import ListingIndex
from catalog.search.suggestions import Suggesters
from catalog.wholesale_index import WholesaleIndex
from marketplace.sourcing.quote_ranking import Rankings
from marketplace.sourcing.reliability import ReliabilityIndex

from . import (
    assets,
    commands,
    database,
    errors,
    filters,
    gateways,
    locales,
    login,
    page_cache,
    search_log,
    security,
    site,
    visit_log,
    words,
    work,
)
from .account import account
from .api import api
from .clock import Clock
from .health import health
from .joining import joining
from .letters.mailbox import mailbox
from .marks_desk import marks_desk
from .office import office
from .organiser import organiser
from .producer import producer
from .retailer import retailer
from .settings import Settings
from .shop import shop
from .webhooks import webhooks


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The shop as a WSGI application. Raises WrongSetting with a sentence when it can't start."""
    settings = settings or Settings.from_environment()
    clock = clock or Clock()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=settings.former_secrets,
        MAX_CONTENT_LENGTH=settings.request_max_mb * 2**20,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions |= {
        "settings": settings,
        "clock": clock,
        "listing_index": ListingIndex(),
        "wholesale_index": WholesaleIndex(),
        "reliability_index": ReliabilityIndex(),
        "rankings": Rankings(),
        "suggesters": Suggesters(),
    }

    database.init(app, settings.database_url)
    # After-request steps run in reverse: a page is kept when everything below has put its headers on it.
    page_cache.init(app, app.extensions["database"], clock, settings)
    security.init(app, rate_limits=settings.rate_limits, rate_limit_storage=settings.rate_limit_storage)
    login.init(app)
    gateways.init(app, settings)
    words.init(app, settings)
    search_log.init(app, app.extensions["database"], clock)
    visit_log.init(app, app.extensions["database"], clock)
    locales.init(app, settings.data_dir)
    filters.init(app)
    site.init(app, settings)
    errors.init(app)
    commands.init(app)
    work.init(app)
    app.register_blueprint(health)
    app.register_blueprint(shop)
    app.register_blueprint(account)
    app.register_blueprint(office)
    app.register_blueprint(marks_desk)
    app.register_blueprint(organiser)
    app.register_blueprint(retailer)
    app.register_blueprint(producer)
    app.register_blueprint(joining)
    app.register_blueprint(api)
    app.register_blueprint(webhooks)
    app.register_blueprint(mailbox)

    # From the inside out: the page cache sees the language prefix taken off and the proxy's word applied.
    assets.init(app, settings.data_dir)
    app.wsgi_app = locales.LocalePrefix(app.wsgi_app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    return app
