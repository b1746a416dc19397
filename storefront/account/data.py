"""Personal data: taking it away, consents, and requests to the office."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts import consents, data_requests
from marketplace.accounts.consents import Purpose
from marketplace.accounts.data_requests import RequestKind
from marketplace.csv_files import csv_bytes
from marketplace.orders.personal_data import export

from ..clock import VIETNAM, now, today
from ..database import session
from ..locales import locale
from ..security import limiter
from ..shop.forms import ShopForm
from . import account
from .forms import ConsentForm, RequestForm
from .pages import account_page, flash_good, me, my_key, tell


@account.get("/account/data")
def data() -> Response:
    agrees = consents.agrees(session(), me().id, Purpose.MARKETING)
    return _page(ConsentForm(marketing=agrees), RequestForm())


def _page(consent_form: ConsentForm, request_form: RequestForm, status: int = 200) -> Response:
    return account_page(
        "data.html",
        status,
        here=_("Personal data"),
        form=ShopForm(formdata=None),
        consent_form=consent_form,
        request_form=request_form,
        requests=[_view(asked) for asked in data_requests.requests_of(session(), me().id)],
    )


def _view(asked: data_requests.DataRequest) -> dict[str, Any]:
    kind = RequestKind(asked.kind)
    received = asked.received_at.astimezone(VIETNAM)
    by_itself = kind in (RequestKind.EXPORT, RequestKind.ERASURE)
    answer = "" if by_itself else asked.answer
    done = asked.answered_at is not None
    return {"kind": kind, "text": asked.text, "received": received, "due": asked.due_on, "answer": answer} | {
        "done": done
    }


@account.post("/account/data/export")
@limiter.limit("20 per hour", key_func=my_key)
def export_data() -> Response:
    """The file itself, and a line in the register of requests."""
    if not ShopForm().validate():
        return _page(ConsentForm(formdata=None), RequestForm(formdata=None), 422)
    data_requests.enter_done(session(), me(), RequestKind.EXPORT, now(), today())
    session().flush()
    rows = export(session(), me().id)
    as_csv = request.form.get("format") == "csv"
    content = _zip_of(rows) if as_csv else json.dumps(rows, ensure_ascii=False, indent=1, default=_plain)
    response = Response(content, mimetype="application/zip" if as_csv else "application/json")
    name = f"chophien-{today()}.{'zip' if as_csv else 'json'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(value: object) -> str:
    """Moments and days as ISO 8601."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")


def _zip_of(tables: dict[str, list[dict[str, Any]]]) -> bytes:
    """One CSV file for each table with rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            if rows:
                archive.writestr(f"{name}.csv", csv_bytes(list(rows[0]), [_cells(row) for row in rows]))
    return out.getvalue()


def _cells(row: dict[str, Any]) -> list[object]:
    lists = (list, dict)
    return [
        json.dumps(value, ensure_ascii=False) if isinstance(value, lists) else value for value in row.values()
    ]


@account.post("/account/consents")
@limiter.limit("20 per minute")
def answer_consents() -> Response:
    form = ConsentForm()
    if not form.validate():
        return _page(form, RequestForm(formdata=None), 422)
    consents.answer(session(), me(), Purpose.MARKETING, form.marketing.data, locale(), now())
    flash_good(_("Your answer is kept."))
    return redirect(url_for("account.data"), 303)


@account.post("/account/requests")
@limiter.limit("10 per hour", key_func=my_key)
def ask_office() -> Response:
    form = RequestForm()
    agrees = consents.agrees(session(), me().id, Purpose.MARKETING)
    if not form.validate():
        return _page(ConsentForm(formdata=None, marketing=agrees), form, 422)
    kind = RequestKind(form.kind.data)
    try:
        asked = data_requests.ask(session(), me(), kind, form.text.data, now(), today())
    except Refused as refusal:
        tell(form.text, refusal)
        return _page(ConsentForm(formdata=None, marketing=agrees), form, 422)
    flash_good(
        _("Your request is with the office, which answers by %(day)s.", day=asked.due_on.strftime("%d/%m/%Y"))
    )
    return redirect(url_for("account.data"), 303)
