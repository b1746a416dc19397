"""Rows of a list: what they would do, and reading one of them as an officer writes it."""

from datetime import date

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField

from catalog.places import communes_of
from marketplace.register.lists.imports import ImportState, ListImport
from marketplace.register.lists.plan import LEAVE_OUT, PlannedRow
from marketplace.register.lists.service import dry_run, read_import

from ..clock import today
from ..database import session
from ..fields import line
from ..list_words import column_text, kinds
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import office
from .import_page import changed, find_list, row_view, set_choices
from .pages import office_page, register_crumb

_AS_WRITTEN = lazy_gettext("(as in the file)")
# What an officer may write into a row in place of its cells.
_CORRECTED = (
    "product",
    "producer",
    "commune",
    "set",
    "kind",
    "stars",
    "decision",
    "decided_on",
    "expires_on",
)


class RowForm(ShopForm):
    product = line(lazy_gettext("Product"))
    producer = line(lazy_gettext("Producer (chủ thể)"))
    commune = SelectField(lazy_gettext("Commune"), validate_choice=False)
    set = SelectField(lazy_gettext("Product set"), validate_choice=False)
    kind = SelectField(lazy_gettext("Kind of producer"), validate_choice=False)
    stars = line(lazy_gettext("Stars"), 60)
    decision = line(lazy_gettext("Decision"))
    decided_on = line(lazy_gettext("Decided on"), 60)
    expires_on = line(lazy_gettext("Last day"), 60)


@office.get("/register/imports/<code>/rows/<int:number>")
def import_row(code: str, number: int) -> Response:
    imported = find_list(code)
    row = _planned_row(imported, number)
    form = RowForm(formdata=None)
    for name, text in _shown(row).items():
        form[name].data = text
    return _row_page(imported, row, form)


@office.post("/register/imports/<code>/rows/<int:number>")
@limiter.limit("120 per minute")
def correct_row(code: str, number: int) -> Response:
    imported = find_list(code, lock=True)
    row, form = _planned_row(imported, number), RowForm()
    if not form.validate():
        return _row_page(imported, row, form, 422)
    texts = {LEAVE_OUT: "1"} if request.form.get(LEAVE_OUT) else _corrections(imported, row, form)
    told = _("Row %(row)s is read like this.", row=number)
    return changed(imported, lambda: imported.correct(number, texts), told)


def _planned_row(imported: ListImport, number: int) -> PlannedRow:
    if imported.state != ImportState.UPLOADED:
        abort(404)
    plan = dry_run(session(), imported, read_import(session(), imported), today())
    found = next((row for row in plan.rows if row.row.number == number and row.row.cells), None)
    if found is None:
        abort(404)
    return found


def _shown(row: PlannedRow) -> dict[str, str]:
    """What the row is read as now, for the fields of the form."""
    texts = {name: _text(row.row.cells.get(name, "")) for name in _CORRECTED}
    read = {"commune": row.row.commune, "set": row.row.set_code, "kind": str(row.row.kind or "")}
    return texts | {name: text for name, text in read.items() if text}


def _text(cell: object) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def _corrections(imported: ListImport, row: PlannedRow, form: RowForm) -> dict[str, str]:
    """What was changed on the page, beside what had been before."""
    before, shown = imported.corrections.get(str(row.row.number), {}), _shown(row)
    texts = {name: text for name, text in before.items() if name != LEAVE_OUT}
    return texts | {
        name: form[name].data or "" for name in _CORRECTED if (form[name].data or "") != shown[name]
    }


def _row_page(imported: ListImport, row: PlannedRow, form: RowForm, status: int = 200) -> Response:
    return office_page(
        "office/imports/row.html",
        status,
        imported=imported,
        row=row_view(row),
        cells=[(column_text(key), _text(value)) for key, value in row.row.cells.items() if column_text(key)],
        form=_with_choices(row, form),
        left_out=bool(row.row.cells.get(LEAVE_OUT)),
        crumbs=[
            register_crumb(),
            Crumb(_("Lists"), link("/office/register/imports")),
            Crumb(imported.name, link(f"/office/register/imports/{imported.code}")),
            Crumb(_("Row %(row)s", row=row.row.number)),
        ],
    )


def _with_choices(row: PlannedRow, form: RowForm) -> RowForm:
    province = row.row.province.code if row.row.province else ""
    communes = (
        [(place.code, place.full_name) for place in session().scalars(communes_of(province))]
        if province
        else []
    )
    # Those that it may be come first.
    communes.sort(key=lambda choice: choice[0] not in row.row.choices)
    written = [(form.commune.data, form.commune.data)] if form.commune.data not in dict(communes) else []
    form.commune.choices = [("", _AS_WRITTEN), *written, *communes]
    form.set.choices = [("", _AS_WRITTEN), *set_choices()]
    form.kind.choices = [("", _AS_WRITTEN), *kinds()]
    return form
