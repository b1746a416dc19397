"""/office/marks: the marks of all four kinds, what the register holds of each, and putting it right."""

from collections.abc import Collection
from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from catalog.marks import Authorisation, Mark, MarkKind
from catalog.records import Refused
from catalog.text import clean, fold
from marketplace.register.mark_changes import change_mark, is_odd_number, state_seen
from marketplace.register.territories import read_territory, territory_lines

from ..clock import today
from ..database import session
from ..documents import LARGEST_REQUEST, uploaded_pdf
from ..errors import error_page
from ..filters import label
from ..locales import translated
from ..mark_rights.forms import RightsRulingForm, rights_ruling_form
from ..mark_rights.views import rights_page
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..shop.reference import reference
from . import office
from .access import officer, within_reach
from .mark_forms import MarkForm, mark_form
from .pages import office_page

_PER_PAGE = 50


@office.get("/marks")
def marks() -> Response:
    words, kind = clean(request.args.get("q", ""))[:100], request.args.get("kind", "")
    found = _found(words, kind)
    pager = Pager(
        lambda page: _url(words, kind, page), page_number(request.args.get("page")), len(found), _PER_PAGE
    )
    shown = found[(pager.page - 1) * _PER_PAGE : pager.page * _PER_PAGE]
    return office_page(
        "office/marks/index.html",
        q=words,
        kind=kind,
        kinds=[(one, label(one)) for one in MarkKind],
        rows=[_row(mark, count) for mark, count in shown],
        pager=pager,
        crumbs=[Crumb(_("Marks"))],
    )


def _found(words: str, kind: str) -> list[tuple[Mark, int]]:
    """Marks with the number of rights written down for each. Marks have no key to search by, and are few."""
    count = select(func.count()).where(Authorisation.mark_id == Mark.id).scalar_subquery()
    query = select(Mark, count).order_by(Mark.kind, Mark.name, Mark.id)
    if kind in set(MarkKind):
        query = query.where(Mark.kind == kind)
    key = fold(words)
    return [(mark, rights) for mark, rights in session().execute(query) if key in _searched(mark)]


def _searched(mark: Mark) -> str:
    return fold(" ".join((mark.name, mark.product, mark.owner, mark.manager, mark.number, mark.decision_no)))


def _url(words: str, kind: str, page: int) -> str:
    asked = {"q": words, "kind": kind, "page": page if page > 1 else None}
    wanted = urlencode({key: value for key, value in asked.items() if value})
    return link("/office/marks") + (f"?{wanted}" if wanted else "")


def _row(mark: Mark, rights: int) -> dict:
    return {
        "name": mark.name,
        "url": link(f"/office/marks/{mark.slug}"),
        "kind": label(MarkKind(mark.kind)),
        "product": mark.product,
        "number": mark.number,
        "checked": mark.number_checked,
        "in_force": mark.term.covers(today()),
        "rights": rights,
    }


@office.get("/marks/<slug>")
def one_mark(slug: str) -> Response:
    return mark_page(find_mark(slug))


def mark_page(
    mark: Mark,
    status: int = 200,
    problem: str = "",
    typed: RightsRulingForm | None = None,
    ticked: Collection[int] = (),
) -> Response:
    rights, pager = rights_page(mark, f"/office/marks/{mark.slug}", within_reach, today())
    return office_page(
        "office/marks/show.html",
        status,
        mark=mark,
        kind=label(MarkKind(mark.kind)),
        in_force=mark.term.covers(today()),
        odd=is_odd_number(mark.kind, mark.number),
        territory=_lines(mark).splitlines(),
        may_edit=is_central(),
        rights=rights,
        pager=pager,
        form=typed or rights_ruling_form(sent=False),
        ticked=ticked,
        problem=problem,
        crumbs=[marks_crumb(), Crumb(mark.name)],
    )


def find_mark(slug: str) -> Mark:
    """With its territory; held where something is to be changed, so that of two officers the second is told."""
    query: Select = select(Mark).where(Mark.slug == slug[:255]).options(selectinload(Mark.territory))
    if request.method == "POST":
        query = query.with_for_update(of=Mark).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def marks_crumb() -> Crumb:
    return Crumb(_("Marks"), link("/office/marks"))


def is_central() -> bool:
    return officer().province_code is None


def _lines(mark: Mark) -> str:
    return territory_lines(mark.territory, {one.code: one.name for one in reference().provinces.values()})


# Putting it right


@office.get("/marks/<slug>/edit")
def edit_mark(slug: str) -> Response:
    if not is_central():
        return central_only()
    mark = find_mark(slug)
    return _edit_page(mark, mark_form(mark, _lines(mark)))


@office.post("/marks/<slug>")
@limiter.limit("60 per minute")
def save_mark(slug: str) -> Response:
    if not is_central():
        return central_only()
    request.max_content_length = LARGEST_REQUEST
    mark = find_mark(slug)
    form = mark_form(mark)
    if not form.validate():
        return _edit_page(mark, form, 422)
    # A file takes its time to be cleaned: nobody else has to wait for it.
    session().rollback()
    try:
        stored = uploaded_pdf("rules")
        mark = find_mark(slug)
        rules = stored or ("" if form.without_file.data else mark.rules_file)
        territory = read_territory(session(), form.territory.data)
        changed = change_mark(mark, form.wanted(rules), territory, form.seen.data)
    except Refused as refusal:
        session().rollback()
        mark = find_mark(slug)
        # Now the officer has been told: the next press is meant.
        form.seen.data = state_seen(mark)
        return _edit_page(mark, form, 422, translated(refusal))
    _tell(mark, changed)
    return redirect(url_for("office.one_mark", slug=slug), 303)


def central_only() -> Response:
    return error_page(403, _("Marks are edited by the central office."))


def _tell(mark: Mark, changed: bool) -> None:
    if is_odd_number(mark.kind, mark.number):
        flash(
            _("The number looks odd: “%(number)s”. Please compare it once more.", number=mark.number), "warn"
        )
    flash(_("Saved.") if changed else _("Nothing was changed."), "good" if changed else "warn")


def _edit_page(mark: Mark, form: MarkForm, status: int = 200, problem: str = "") -> Response:
    return office_page(
        "office/marks/edit.html",
        status,
        mark=mark,
        form=form,
        problem=problem,
        crumbs=[marks_crumb(), Crumb(mark.name, link(f"/office/marks/{mark.slug}")), Crumb(_("Edit"))],
    )
