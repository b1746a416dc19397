"""What the views of the organisers share."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from marketplace.fairs.fairs import Fair

from ..shop.pages import Crumb, home_crumb, link, private_page
from .access import may_do, me, my_organisers


def organiser_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    """A page below the desk, with its visitor's name and organisers on it; `template` below templates/organiser."""
    trail = [home_crumb(), Crumb(_("Fairs that we organise"), link("/organiser")), *crumbs]
    who = {"user": me(), "organisers": my_organisers(), "may": may_do}
    return private_page(f"organiser/{template}", status, crumbs=trail, **who, **context)


def fair_crumb(fair: Fair) -> Crumb:
    """The way back to the page of the fair."""
    return Crumb(fair_name(fair), link(f"/organiser/fairs/{fair.slug}"))


def fair_name(fair: Fair) -> str:
    return fair.name or _("A fair without a name so far")
