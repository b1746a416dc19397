"""What the managing body decides: granting a right, and suspending, reinstating or revoking what is ticked."""

from flask import Response

from catalog.marks import Mark

from ..mark_rights.desk import RightsDesk
from ..security import limiter
from ..shop.pages import Crumb, link
from . import marks_desk
from .access import everywhere, find_mark
from .marks import desk_page, mark_page


def _crumbs(mark: Mark) -> list[Crumb]:
    return [Crumb(mark.name, link(f"/marks-desk/{mark.slug}"))]


_DESK = RightsDesk(
    find_mark,
    everywhere,
    mark_page,
    desk_page,
    "marks_desk/grant.html",
    "marks_desk/grant_list.html",
    "marks_desk.one_mark",
    _crumbs,
)


@marks_desk.post("/<slug>/acts")
@limiter.limit("60 per minute")
def rule_on_rights(slug: str) -> Response:
    return _DESK.rule(slug)


@marks_desk.get("/<slug>/authorisations/new")
def new_right(slug: str) -> Response:
    return _DESK.new_right(slug)


@marks_desk.post("/<slug>/authorisations")
@limiter.limit("60 per minute")
def grant(slug: str) -> Response:
    return _DESK.grant(slug)


@marks_desk.get("/<slug>/authorisations/list")
def new_rights(slug: str) -> Response:
    return _DESK.new_list(slug)


@marks_desk.post("/<slug>/authorisations/list")
@limiter.limit("20 per minute")
def grant_rights(slug: str) -> Response:
    return _DESK.grant_list(slug)
