"""What the views of the office share."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from ..login import signed_in
from ..shop.pages import Crumb, home_crumb, link, private_page


def office_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    """A page below the desk, with the officer's name on it."""
    trail = [home_crumb(), Crumb(_("Office"), link("/office")), *crumbs]
    return private_page(template, status, user=signed_in(), crumbs=trail, **context)


def register_crumb() -> Crumb:
    return Crumb(_("Register"), link("/office/register"))
