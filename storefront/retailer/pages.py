"""What the views of the retailers share."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from ..shop.pages import Crumb, home_crumb, link, private_page
from .access import may_do, me, my_retailers


def retailer_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    """A page below the desk, with its visitor's name and retailers on it; `template` below templates/retailer."""
    trail = [home_crumb(), Crumb(_("Sourcing"), link("/retailer")), *crumbs]
    who = {"user": me(), "retailers": my_retailers(), "may": may_do}
    return private_page(f"retailer/{template}", status, crumbs=trail, **who, **context)
