"""What the views of the organisers share."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from marketplace.fairs.fairs import Fair

from ..companies.pages import company_page
from ..shop.pages import Crumb, link


def organiser_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    """A page below the desk; `template` below templates/organiser."""
    return company_page(f"organiser/{template}", status, crumbs=crumbs, **context)


def fair_crumb(fair: Fair) -> Crumb:
    """The way back to the page of the fair."""
    return Crumb(fair_name(fair), link(f"/organiser/fairs/{fair.slug}"))


def fair_name(fair: Fair) -> str:
    return fair.name or _("A fair without a name so far")
