"""The workbook of a producer's listings: to download, to try, to write."""

from types import SimpleNamespace

from flask import Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.register.listing_columns import HEADS, is_header
from marketplace.register.listing_export import workbook_rows
from marketplace.register.listing_workbook import RowOutcome, import_workbook
from marketplace.workbooks import workbook_bytes

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..uploads import uploaded_table
from . import producer
from .access import named_producer
from .pages import producer_page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 300


@producer.get("/workbook")
def workbook() -> Response:
    return _page()


@producer.get("/workbook.xlsx")
@limiter.limit("30 per minute")
def workbook_file() -> Response:
    owner = named_producer()
    rows = workbook_rows(session(), owner.id)
    response = make_response(workbook_bytes(_("Products"), [*HEADS.values()], rows, now()))
    response.mimetype = _XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{owner.slug}-{today():%Y%m%d}.xlsx"'
    return response


@producer.post("/workbook")
@limiter.limit("20 per minute")
def read_workbook() -> Response:
    owner, form = named_producer(), ShopForm()
    if not form.validate():
        return _page(422, str(form.csrf_token.errors[0]))
    try:
        outcomes = import_workbook(session(), owner, uploaded_table("file", is_header), now())
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal))
    wrong = any(one.errors for one in outcomes)
    rows = [_row(one) for one in outcomes]
    if wrong or request.form.get("do") != "write":
        # Everything was done in earnest and is taken back: so a trial says what writing would do.
        session().rollback()
        problem = _("Nothing is written: please mend the rows below.") if wrong else ""
        return _page(422 if wrong else 200, problem, rows)
    changed = sum(1 for one in outcomes if one.new or one.changed)
    flash(
        _(
            "Written: %(changed)s rows changed, %(same)s are as before.",
            changed=changed,
            same=len(rows) - changed,
        ),
        "good",
    )
    return redirect(url_for("producer.listings", producer=owner.slug), 303)


def _row(one: RowOutcome) -> SimpleNamespace:
    errors = [f"{column}: {translated(why)}" for column, why in one.errors]
    what = _("new") if one.new else ", ".join(one.changed) or _("as before")
    return SimpleNamespace(
        row=one.row, name=one.name, what=what, errors=errors, same=not (one.new or one.changed or errors)
    )


def _page(status: int = 200, problem: str = "", rows: list[SimpleNamespace] | None = None) -> Response:
    owner = named_producer()
    return producer_page(
        "producer/workbook.html",
        status,
        owner=owner,
        form=ShopForm(formdata=None),
        problem=problem,
        rows=sorted(rows, key=lambda row: not row.errors)[:_SHOWN] if rows else None,
        same=sum(row.same for row in rows or []),
        crumbs=[Crumb(_("Products"), link("/producer/products")), Crumb(_("Workbook"))],
    )
