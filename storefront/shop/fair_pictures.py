"""/fairs/<slug>/share.png: the picture that other sites show beside a link to a fair."""

from flask import Response, current_app
from flask_babel import format_date
from flask_babel import gettext as _

from .. import page_cache
from ..clock import today
from ..security import limiter
from ..share_picture import Poster, draw_poster
from . import shop
from .fair_page import find_published
from .fair_views import FairView
from .fairs import month_text


@shop.get("/fairs/<slug>/share.png")
@limiter.limit("60 per minute")
def fair_picture(slug: str) -> Response:
    view = FairView.of(find_published(slug), today())
    poster = Poster(
        month=month_text(view.first),
        day=str(view.first.day),
        weekday=format_date(view.first, "EEEE"),
        is_sunday=view.first.isoweekday() == 7,
        name=view.name,
        days=_("%(days)s, open %(hours)s", days=view.days, hours=view.hours),
        place=f"{view.venue}, {view.place.text}, {view.province.text}",
        shop=current_app.extensions["settings"].shop_name,
        sign=view.tags[0].text if view.is_off else "",
    )
    return page_cache.public(Response(draw_poster(poster), mimetype="image/png"))
