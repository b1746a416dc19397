"""/office/remittances: what carriers have paid out of the cash they collected, from their files."""

import json

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.orders.bank_matching import COUNTED, Match
from marketplace.orders.carriers import CarrierKey
from marketplace.orders.remittance_matching import MatchedParcel, match_parcels, take_parcels
from marketplace.payments.remittances import RemittanceLine, is_header, read_remittance

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..shop.progress_words import carrier_name
from ..uploads import shown_errors, uploaded_table
from . import office
from .pages import office_page

_LONGEST_LIST = 400_000
_MATCHES = {
    Match.MATCHED: lazy_gettext("Fits"),
    Match.TOO_LITTLE: lazy_gettext("Too little"),
    Match.TOO_MUCH: lazy_gettext("Too much"),
    Match.LATE: lazy_gettext("Parcel was cancelled or came back, still counted"),
    Match.KNOWN: lazy_gettext("Counted before"),
    Match.UNKNOWN: lazy_gettext("Unknown parcel"),
}


class RemittanceForm(ShopForm):
    carrier = SelectField(lazy_gettext("Carrier"), [DataRequired(lazy_gettext("Please choose a carrier."))])


class TakeForm(ShopForm):
    """What the dry run found: an officer may write down each of these lines anyway."""

    lines = HiddenField()


@office.get("/remittances")
def remittances() -> Response:
    return _page(_form())


def _form() -> RemittanceForm:
    form = RemittanceForm()
    form.carrier.choices = [(key.value, carrier_name(key)) for key in CarrierKey]
    return form


def _page(form: RemittanceForm, status: int = 200, problem: str = "", **more) -> Response:
    context = {"rows": None, "errors_found": [], "take": None} | more
    crumbs = [Crumb(_("Cash collected by carriers"))]
    return office_page(
        "office/remittances/index.html", status, crumbs=crumbs, form=form, problem=problem, **context
    )


@office.post("/remittances")
@limiter.limit("30 per minute")
def check_remittance() -> Response:
    """The dry run: what each line of the file would do. Writes nothing."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    try:
        remittance = read_remittance(uploaded_table("file", is_header), form.carrier.data)
    except Refused as refusal:
        return _page(form, 422, translated(refusal))
    if remittance.errors:
        told = _("Nothing was counted: please mend these places.")
        return _page(form, 422, told, errors_found=shown_errors(remittance.errors))
    matched = match_parcels(session(), remittance.lines)
    session().rollback()
    return _page(form, rows=_shown(matched), take=TakeForm(formdata=None, lines=_written(matched)))


def _shown(matched: list[MatchedParcel]) -> list[dict]:
    return [
        {
            "row": one.line.row,
            "amount": one.line.amount,
            "text": one.line.parcel,
            "match": one.match,
            "label": _MATCHES[one.match],
        }
        for one in matched
    ]


def _written(matched: list[MatchedParcel]) -> str:
    kept = [one.line for one in matched if one.match in COUNTED]
    return json.dumps([[line.row, line.parcel, line.amount, line.source] for line in kept])


@office.post("/remittances/receipts")
@limiter.limit("30 per minute")
def take_remittance() -> Response:
    form = TakeForm()
    try:
        lines = _read(form.lines.data or "")
    except (ValueError, TypeError, AttributeError, RecursionError):
        lines = None
    if lines is None or not form.validate():
        return _page(_form(), 422, _("The form had expired. Please try once more."))
    counted = take_parcels(session(), match_parcels(session(), lines), now())
    flash(_("%(count)s payments counted.", count=counted), "good")
    return redirect(url_for("office.remittances"), 303)


def _read(text: str) -> list[RemittanceLine]:
    if len(text) > _LONGEST_LIST:
        raise ValueError(text)
    lines = []
    for row, parcel, amount, source in json.loads(text):
        if not (type(row) is type(amount) is int and 0 < amount < 10**13 and 0 < len(parcel) <= 60):
            raise ValueError(text)
        if not source.startswith("remittance:") or len(source) > 200:
            raise ValueError(text)
        lines.append(RemittanceLine(row, parcel, amount, source))
    return lines
