"""Who runs the shop: what every page says of itself."""

from typing import NamedTuple

from flask import Flask

from .clock import today
from .settings import Settings


class Site(NamedTuple):
    """Who runs the shop, for header and footer."""

    name: str
    operator: str
    address: str
    phone: str
    email: str
    is_demo: bool
    has_mailbox: bool

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        return cls(
            settings.shop_name,
            settings.operator_name,
            settings.operator_address,
            settings.operator_phone,
            settings.operator_email,
            settings.demo,
            settings.has_mailbox,
        )


def init(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals["site"] = Site.of(settings)
    app.context_processor(lambda: {"today": today()})
