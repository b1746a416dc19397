"""The rows of a list that an officer should look at, as a workbook."""

from flask import Response
from flask_babel import gettext as _

from marketplace.register.lists.plan import Outcome
from marketplace.register.lists.service import dry_run, read_import
from marketplace.workbooks import workbook_bytes

from ..clock import now, today
from ..database import session
from ..list_words import OUTCOMES, reasons
from ..papers.parts import XLSX, download
from . import office
from .import_page import find_list


@office.get("/register/imports/<code>/errors.xlsx")
def import_errors(code: str) -> Response:
    """The rows that are wrong or warn, as they stand in the file, with what is said of them."""
    imported = find_list(code)
    table = read_import(session(), imported)
    plan = dry_run(session(), imported, table, today())
    cells, width = dict(table.rows), len(table.names)
    rows = [
        [
            row.row.number,
            str(OUTCOMES[row.outcome]),
            " ".join(reasons(row)),
            *(cells.get(row.row.number, []) + [""] * width)[:width],
        ]
        for row in plan.rows
        if row.row.notes and row.outcome is not Outcome.SKIPPED
    ]
    header = [_("Row"), _("Outcome"), _("Reasons"), *table.names]
    book = workbook_bytes(_("Rows to look at"), header, rows, now())
    return download(book, XLSX, f"dong-can-xem-{imported.code}.xlsx")
