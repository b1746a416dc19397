"""/producer/applications/<code>/leads and /sign: who let an exhibitor know of their interest, and the sign that leads to it."""

from flask import Response
from flask_babel import gettext as _

from marketplace.fairs.application_lists import place_of
from marketplace.fairs.interests import Interest
from marketplace.fairs.interests import leads as leads_of
from marketplace.phones import shown_contact
from marketplace.workbooks import workbook_bytes

from ..clock import VIETNAM, now
from ..database import session
from ..filters import moment
from ..papers.parts import XLSX, download
from ..qr_codes import qr_svg
from ..security import limiter
from ..shop.pages import absolute_url
from . import producer
from .fair_meetings import find_stand, stand_crumbs
from .pages import producer_page


@producer.get("/applications/<code>/leads")
def leads(code: str) -> Response:
    one, fair = find_stand(code)
    return producer_page(
        "producer/fairs/leads.html",
        one=one,
        fair=fair,
        rows=[_row(lead) for lead in leads_of(session(), one.id)],
        crumbs=stand_crumbs(one, fair, _("Who is interested")),
    )


@producer.get("/applications/<code>/leads.xlsx")
@limiter.limit("30 per minute")
def leads_file(code: str) -> Response:
    one, fair = find_stand(code)
    heads = [_("Name"), _("Contact"), _("What they write"), _("When")]
    rows = [
        [lead.user.name, shown_contact(lead.user.contact or ""), lead.message, _when(lead)]
        for lead in leads_of(session(), one.id)
    ]
    content = workbook_bytes(_("Who is interested"), heads, rows, now())
    return download(content, XLSX, f"khach-quan-tam-{fair.slug}.xlsx")


def _when(lead: Interest):
    """In Vietnam: workbooks know no time zones."""
    return lead.shared_at.astimezone(VIETNAM).replace(tzinfo=None) if lead.shared_at else ""


def _row(lead: Interest) -> dict[str, str]:
    contact = lead.user.contact or ""
    return {
        "name": lead.user.name,
        "contact": shown_contact(contact),
        "url": f"mailto:{contact}" if "@" in contact else f"tel:{contact}",
        "message": lead.message,
        "at": moment(lead.shared_at) if lead.shared_at else "",
    }


@producer.get("/applications/<code>/sign")
def booth_sign(code: str) -> Response:
    """Its code leads to the page in the language of the shop: visitors choose theirs there."""
    one, fair = find_stand(code)
    place = place_of(one)
    address = absolute_url(f"/fairs/{fair.slug}/booths/{one.code}")
    return producer_page(
        "producer/fairs/sign.html",
        one=one,
        fair=fair,
        booth=place.booth.number if place else "",
        qr=qr_svg(address),
        address=address,
        crumbs=stand_crumbs(one, fair, _("Sign of the booth")),
    )
