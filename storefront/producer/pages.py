"""What the views of the producers share."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from ..login import signed_in
from ..shop.pages import Crumb, home_crumb, link, private_page
from .access import may_do, my_producers


def producer_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    """A page below the desk, with the member's name and producers on it."""
    trail = [home_crumb(), Crumb(_("My sales"), link("/producer")), *crumbs]
    who = {"user": signed_in(), "producers": my_producers(), "may": may_do}
    return private_page(template, status, crumbs=trail, **who, **context)
