"""/office/register/imports: recognition lists, from the upload through the dry run into the register and out again."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired

from catalog.recognitions import Evidence
from catalog.records import Refused
from catalog.text import clean
from marketplace.register.acting import propose_undoing, withdraw_release
from marketplace.register.lists.fields import column_by_key
from marketplace.register.lists.imports import ImportState, ListImport, newest_imports
from marketplace.register.lists.progress import ask_writing
from marketplace.register.lists.service import read_import, remember, undo, upload

from ..clock import now
from ..database import session
from ..filters import label
from ..list_words import STATES, evidences
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..shop.reference import reference
from . import office
from .access import officer
from .import_page import ReadingForm, changed, find_list, list_page, with_sets
from .pages import office_page, register_crumb

_SHOWN, _PER_PAGE = 50, 50
_FILTERS = ("", "error", "warning", "new", "update", "same", "kept", "skipped")


class UploadForm(ShopForm):
    """`province` is asked of the central office only."""

    evidence = SelectField(
        lazy_gettext("How is the list founded?"), [DataRequired(lazy_gettext("Please choose one."))]
    )
    province = SelectField(lazy_gettext("Province of the list"), validate_choice=False)


@office.get("/register/imports")
def imports() -> Response:
    return _index(_upload_form())


@office.post("/register/imports")
@limiter.limit("30 per minute")
def upload_list() -> Response:
    form = _upload_form()
    if not form.validate():
        return _index(form, 422)
    file = request.files.get("file")
    if file is None or not file.filename:
        return _index(form, 422, _("Please choose a file."))
    province = officer().province_code or (form.province.data if form.province.data in _provinces() else None)
    try:
        imported = upload(
            session(),
            file.read(),
            clean(file.filename),
            Evidence(form.evidence.data),
            now(),
            province_code=province,
            by=signed_in().id,
        )
    except Refused as refusal:
        session().rollback()
        return _index(_upload_form(), 422, translated(refusal))
    return redirect(url_for("office.one_import", code=imported.code), 303)


def _upload_form() -> UploadForm:
    form = UploadForm()
    form.evidence.choices = [("", _("Please choose one.")), *evidences()]
    every = [("", _("Several: every row names its own"))]
    form.province.choices = [*every, *((code, name) for code, name in _provinces().items())]
    return form


def _provinces() -> dict[str, str]:
    return {code: province.name for code, province in reference().provinces.items()}


def _index(form: UploadForm, status: int = 200, problem: str = "") -> Response:
    found = session().scalars(newest_imports(officer().province_code).limit(_SHOWN)).all()
    return office_page(
        "office/imports/index.html",
        status,
        form=form,
        problem=problem,
        central=officer().province_code is None,
        imports=[(one, STATES[ImportState(one.state)], label(Evidence(one.evidence))) for one in found],
        crumbs=[register_crumb(), Crumb(_("Lists"))],
    )


# One list


@office.get("/register/imports/<code>")
def one_import(code: str) -> Response:
    return list_page(find_list(code))


@office.post("/register/imports/<code>/reading")
@limiter.limit("60 per minute")
def read_list(code: str) -> Response:
    """How the columns are read, and what holds for the whole list."""
    imported, form = find_list(code, lock=True), with_sets(ReadingForm())
    if not form.validate():
        return list_page(imported, 422, form=form)
    columns = {
        place: key
        for place, key in ((name.removeprefix("column-"), text) for name, text in request.form.items())
        if place.isascii() and place.isdigit() and len(place) < 4 and (key == "" or column_by_key(key))
    }
    terms = {"decision": form.decision.data, "issuer": form.issuer.data}
    terms |= {"day": str(form.day.value) if form.day.value else ""}
    terms |= {"set": form.set.data if form.set.data in dict(form.set.choices) else ""}
    return changed(imported, lambda: _read_as(imported, columns, terms), _("The list is read anew."))


def _read_as(imported: ListImport, columns: dict[str, str], terms: dict[str, str]) -> None:
    imported.read_as(columns, terms)
    remember(session(), read_import(session(), imported), columns)


# Into the register and out of it


@office.post("/register/imports/<code>/batch")
@limiter.limit("10 per minute")
def commit_list(code: str) -> Response:
    """The worker writes it; a second officer lets it count."""
    imported, form = find_list(code, lock=True), ShopForm()
    if not form.validate():
        return list_page(imported, 422, str(form.csrf_token.errors[0]))

    def ask() -> None:
        ask_writing(session(), imported, signed_in().id, now())

    return changed(imported, ask, _("The list is being written. You may leave this page meanwhile."))


@office.post("/register/imports/<code>/undoing")
@limiter.limit("10 per minute")
def undo_list(code: str) -> Response:
    """What has not counted yet is undone at once; what counts, once a second officer confirms."""
    imported, form = find_list(code, lock=True), ShopForm()
    if not form.validate():
        return list_page(imported, 422, str(form.csrf_token.errors[0]))
    if imported.state == ImportState.IN_FORCE:
        return changed(
            imported,
            lambda: propose_undoing(session(), imported, signed_in().id, now()),
            _("Its undoing waits for a second officer."),
        )
    return changed(imported, lambda: _take_back(imported), _("The list is undone."))


def _take_back(imported: ListImport) -> None:
    if imported.state in (ImportState.UPLOADED, ImportState.WRITING):
        raise Refused("This list is not in the register.")
    withdraw_release(session(), imported)
    undo(session(), imported, now())
