"""The page of one list: what the office's views of it share."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField

from catalog.recognitions import Evidence
from catalog.records import Refused
from marketplace.register.lists.fields import TWICE, Field
from marketplace.register.lists.imports import ImportState, ListImport, find_import
from marketplace.register.lists.plan import ListPlan, Outcome, PlannedRow
from marketplace.register.lists.progress import job_of, writing_of
from marketplace.register.lists.service import dry_run, read_import
from marketplace.register.lists.tables import ListTable

from ..clock import today
from ..database import session
from ..fields import DayField, line
from ..filters import label
from ..list_words import OUTCOMES, STATES, column_text, reasons
from ..locales import translated
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..shop.reference import reference
from .access import officer
from .pages import office_page, register_crumb

_PER_PAGE = 50
_FILTERS = ("", "error", "warning", "new", "update", "same", "kept", "skipped")


class ReadingForm(ShopForm):
    """What holds for the whole list where its rows say nothing else."""

    decision = line(lazy_gettext("Number of the decision"), 100)
    day = DayField(lazy_gettext("Day of the decision"))
    issuer = line(lazy_gettext("Issued by"))
    set = SelectField(lazy_gettext("Product set"), validate_choice=False)


def find_list(code: str, *, lock: bool = False) -> ListImport:
    found = find_import(session(), code[:40], officer().province_code, lock=lock)
    if found is None:
        abort(404)
    return found


def list_page(
    imported: ListImport, status: int = 200, problem: str = "", form: ReadingForm | None = None
) -> Response:
    if imported.state == ImportState.WRITING:
        return _writing_page(imported, status, problem)
    table = read_import(session(), imported)
    open_ = imported.state == ImportState.UPLOADED
    plan = dry_run(session(), imported, table, today()) if open_ else ListPlan()
    wanted = request.args.get("show", "")
    wanted = wanted if wanted in _FILTERS else ""
    rows = [row for row in plan.rows if _is(row, wanted)]
    pager = _pager(imported, wanted, len(rows))
    shown = rows[(pager.page - 1) * _PER_PAGE : pager.page * _PER_PAGE]
    counts = plan.counts() if open_ else imported.counts
    return office_page(
        "office/imports/show.html",
        status,
        imported=imported,
        state=STATES[ImportState(imported.state)],
        evidence=label(Evidence(imported.evidence)),
        open=open_,
        problem=problem or (_why_not_written(imported) if open_ else ""),
        counts=[(key, _filter_text(key), counts.get(key, 0)) for key in _FILTERS if key],
        total=len(plan.rows) if open_ else sum(v for k, v in counts.items() if k != "warning"),
        writable=len(plan.recognitions),
        show=wanted,
        rows=[row_view(row) for row in shown],
        pager=pager,
        table=table,
        columns=_columns(table),
        choices=[("", _("(not used)")), *((key, column_text(key)) for key in _keys())],
        defaults=imported.defaults(table),
        reading=form or _reading_form(imported),
        empty=ShopForm(formdata=None),
        crumbs=_crumbs(imported),
    )


def _writing_page(imported: ListImport, status: int, problem: str) -> Response:
    """How far the worker is with it, which loads itself again."""
    writing = writing_of(session(), imported)
    job = job_of(session(), writing) if writing else None
    return office_page(
        "office/imports/writing.html",
        status,
        imported=imported,
        evidence=label(Evidence(imported.evidence)),
        problem=problem,
        writing=writing,
        failed=bool(job and job.tries),
        left=bool(job and job.due_at is None),
        crumbs=_crumbs(imported),
    )


def _why_not_written(imported: ListImport) -> str:
    writing = writing_of(session(), imported)
    return translated(writing.refused) if writing and writing.refused else ""


def _crumbs(imported: ListImport) -> list[Crumb]:
    return [register_crumb(), Crumb(_("Lists"), link("/office/register/imports")), Crumb(imported.name)]


def _pager(imported: ListImport, wanted: str, total: int) -> Pager:
    base = link(f"/office/register/imports/{imported.code}")

    def url(number: int) -> str:
        asked = ({"show": wanted} if wanted else {}) | ({"page": number} if number > 1 else {})
        return base + (f"?{urlencode(asked)}" if asked else "")

    return Pager(url, page_number(request.args.get("page")), total, _PER_PAGE)


def _is(row: PlannedRow, wanted: str) -> bool:
    return not wanted or (row.has_warning if wanted == "warning" else str(row.outcome) == wanted)


def _filter_text(key: str) -> str:
    return _("With a warning") if key == "warning" else str(OUTCOMES[Outcome(key)])


def _keys() -> list[str]:
    return [str(field) for field in Field] + [f"{field}_2" for field in Field if field in TWICE]


def _columns(table: ListTable) -> list[tuple[int, str, str]]:
    """Place, name in the file, and key of each column that has a name."""
    return [
        (place, name, table.columns[place].key if place in table.columns else "")
        for place, name in enumerate(table.names)
        if name
    ]


def _reading_form(imported: ListImport) -> ReadingForm:
    said = imported.terms
    day = f"{date.fromisoformat(said['day']):%d/%m/%Y}" if said.get("day") else ""
    form = ReadingForm(
        formdata=None,
        decision=said.get("decision", ""),
        day=day,
        issuer=said.get("issuer", ""),
        set=said.get("set", ""),
    )
    return with_sets(form)


def with_sets(form: Any) -> Any:
    form.set.choices = [("", _("(not said)")), *set_choices()]
    return form


def set_choices() -> list[tuple[str, str]]:
    names = reference()
    found = [(str(n), node.text) for node in names.categories.values() if node.depth == 2 for n in node.sets]
    return [(number, f"{number} · {text}") for number, text in sorted(found, key=lambda one: int(one[0]))]


def row_view(row: PlannedRow) -> dict[str, Any]:
    recognised = [found for found in row.row.blocks.values() if found]
    return {
        "number": row.row.number,
        "product": row.row.product or row.row.cells.get("product", ""),
        "producer": row.row.producer or row.row.cells.get("producer", ""),
        "recognised": [(found.stars, found.number, found.day) for found in recognised],
        "outcome": str(row.outcome),
        "outcome_text": str(OUTCOMES[row.outcome]),
        "warned": row.has_warning,
        "reasons": reasons(row),
        "is_data": bool(row.row.cells),
    }


def changed(imported: ListImport, change: Callable[[], object], told: str, to: str = "") -> Response:
    try:
        change()
    except Refused as refusal:
        session().rollback()
        return list_page(find_list(imported.code), 422, translated(refusal))
    flash(told, "good")
    return redirect(to or url_for("office.one_import", code=imported.code), 303)
