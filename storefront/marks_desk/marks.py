"""The marks that somebody manages, and one of them with everybody's right to use it."""

from collections.abc import Collection
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import func, select

from catalog.marks import Authorisation, Mark, MarkKind

from ..clock import today
from ..database import session
from ..filters import label
from ..mark_rights.forms import RightsRulingForm, rights_ruling_form
from ..mark_rights.views import rights_page
from ..shop.pages import Crumb, home_crumb, link, private_page
from . import marks_desk
from .access import everywhere, find_mark, me, own_marks


@marks_desk.get("")
def desk() -> Response:
    found = session().scalars(own_marks().order_by(Mark.name, Mark.id)).all()
    mine = Authorisation.mark_id.in_([mark.id for mark in found])
    counts = select(Authorisation.mark_id, func.count()).where(mine).group_by(Authorisation.mark_id)
    rights = dict(session().execute(counts).all())
    rows = [
        {
            "name": mark.name,
            "url": link(f"/marks-desk/{mark.slug}"),
            "kind": label(MarkKind(mark.kind)),
            "in_force": mark.term.covers(today()),
            "rights": rights.get(mark.id, 0),
        }
        for mark in found
    ]
    return desk_page("marks_desk/index.html", rows=rows, crumbs=[])


@marks_desk.get("/<slug>")
def one_mark(slug: str) -> Response:
    return mark_page(find_mark(slug))


def mark_page(
    mark: Mark,
    status: int = 200,
    problem: str = "",
    typed: RightsRulingForm | None = None,
    ticked: Collection[int] = (),
) -> Response:
    rights, pager = rights_page(mark, f"/marks-desk/{mark.slug}", everywhere, today())
    return desk_page(
        "marks_desk/show.html",
        status,
        mark=mark,
        kind=label(MarkKind(mark.kind)),
        in_force=mark.term.covers(today()),
        rights=rights,
        pager=pager,
        form=typed or rights_ruling_form(sent=False),
        ticked=ticked,
        problem=problem,
        crumbs=[Crumb(mark.name)],
    )


def desk_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    trail = [home_crumb(), Crumb(_("Desk of marks"), link("/marks-desk")), *crumbs]
    return private_page(template, status, user=me(), crumbs=trail, **context)
