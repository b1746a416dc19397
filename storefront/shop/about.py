"""What the badges mean."""

from flask import Response
from flask_babel import gettext as _

from . import shop
from .pages import Crumb, home_crumb, public_page


@shop.get("/about/badges")
def about_badges() -> Response:
    return public_page("shop/about_badges.html", crumbs=[home_crumb(), Crumb(_("What the badges mean"))])
