"""/office/remittances: what carriers have paid out of the cash they collected, from their files."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.orders.carriers import CarrierKey
from marketplace.orders.remittance_matching import MatchedParcel, match_parcels, take_parcels
from marketplace.payments.bank_matching import COUNTED, Match
from marketplace.payments.remittances import RemittanceLine, is_header, read_remittance

from ..clock import now
from ..database import session
from ..dry_runs import ShownLine, read_back, written
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from ..shop.progress_words import carrier_name
from ..uploads import shown_errors, uploaded_table
from . import office
from .pages import office_page

_MATCHES = {
    Match.MATCHED: lazy_gettext("Fits"),
    Match.TOO_LITTLE: lazy_gettext("Too little"),
    Match.TOO_MUCH: lazy_gettext("Too much"),
    Match.LATE: lazy_gettext("Parcel was cancelled or came back, still counted"),
    Match.KNOWN: lazy_gettext("Counted before"),
    Match.ELSEWHERE: lazy_gettext("Sent with another carrier: not counted"),
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
    # What producers carry themselves nobody passes on to them.
    carriers = [key for key in CarrierKey if key != CarrierKey.OWN_VEHICLE]
    form.carrier.choices = [(key.value, carrier_name(key)) for key in carriers]
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
    try:
        take = TakeForm(formdata=None, lines=_lines_to_take(matched))
    except Refused as refusal:
        return _page(form, 422, translated(refusal))
    return _page(form, rows=_shown(matched), take=take)


def _shown(matched: list[MatchedParcel]) -> list[dict]:
    return [
        {
            "row": one.line.row,
            "amount": one.line.amount,
            "text": one.line.parcel,
            "match": one.match,
            "counts": one.match in COUNTED,
            "label": _MATCHES[one.match],
        }
        for one in matched
    ]


def _lines_to_take(matched: list[MatchedParcel]) -> str:
    kept = [one.line for one in matched if one.match in COUNTED]
    return written(ShownLine(line.row, line.amount, line.parcel, line.source) for line in kept)


@office.post("/remittances/receipts")
@limiter.limit("30 per minute")
def take_remittance() -> Response:
    form = TakeForm()
    lines = read_back(form.lines.data, "remittance:")
    if lines is None or not form.validate():
        return _page(_form(), 422, _("The form had expired. Please try once more."))
    shown = [RemittanceLine(line.row, line.text, line.amount, line.source) for line in lines]
    counted = take_parcels(session(), match_parcels(session(), shown), now())
    flash(_("%(count)s payments counted.", count=counted), "good")
    return redirect(url_for("office.remittances"), 303)
