"""Rights to use a mark in the office: decisions on one or several at once, and granting a new one."""

from flask import Response

from catalog.marks import Mark

from ..mark_rights.desk import RightsDesk
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import within_reach
from .marks import find_mark, mark_page, marks_crumb
from .pages import office_page


def _crumbs(mark: Mark) -> list[Crumb]:
    return [marks_crumb(), Crumb(mark.name, link(f"/office/marks/{mark.slug}"))]


_DESK = RightsDesk(
    find_mark,
    within_reach,
    mark_page,
    office_page,
    "office/marks/grant.html",
    "office/marks/grant_list.html",
    "office.one_mark",
    _crumbs,
)


@office.post("/marks/<slug>/acts")
@limiter.limit("60 per minute")
def rule_on_rights(slug: str) -> Response:
    return _DESK.rule(slug)


@office.get("/marks/<slug>/authorisations/new")
def new_right(slug: str) -> Response:
    return _DESK.new_right(slug)


@office.post("/marks/<slug>/authorisations")
@limiter.limit("60 per minute")
def grant(slug: str) -> Response:
    return _DESK.grant(slug)


@office.get("/marks/<slug>/authorisations/list")
def new_rights(slug: str) -> Response:
    return _DESK.new_list(slug)


@office.post("/marks/<slug>/authorisations/list")
@limiter.limit("20 per minute")
def grant_rights(slug: str) -> Response:
    return _DESK.grant_list(slug)
