"""Taking up an invitation to act for a producer, the body that manages a mark, an organiser of fairs or a retailer: the link was sent to a contact, and is good once."""

from flask import Response, current_app, flash, redirect, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.company_people import accept_for_company, role_offered
from marketplace.accounts.invitations import Invitation, accept, invitation_of
from marketplace.accounts.mark_people import accept_for_mark
from marketplace.accounts.memberships import ProducerRole

from ..clock import now
from ..database import session
from ..filters import label
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import joining
from .access import me
from .pages import joining_page


@joining.get("/invitations/<token>")
@limiter.limit("60 per hour")
def invitation(token: str) -> Response:
    found = _find(token)
    return _page(token, found, 200 if found else 404)


@joining.post("/invitations/<token>")
@limiter.limit("30 per hour")
def accept_invitation(token: str) -> Response:
    found, form = _find(token), ShopForm()
    if found is None or not form.validate():
        return _page(token, found, 422)
    try:
        goal = _take_up(found)
    except Refused as refusal:
        session().rollback()
        return _page(token, _find(token), 422, translated(refusal))
    flash(_("You act for %(name)s now.", name=found.about.name), "good")
    return redirect(goal, 303)


def _take_up(found: Invitation) -> str:
    """Where the new role is used. Raises Refused."""
    if found.mark_id:
        accept_for_mark(session(), found, me(), now())
        return url_for("marks_desk.desk")
    if found.organiser_id or found.retailer_id:
        accept_for_company(session(), found, me(), now())
        return url_for("organiser.desk" if found.organiser_id else "retailer.desk")
    accept(session(), found, me(), now())
    return url_for("producer.desk", producer=found.producer.slug)


def _find(token: str) -> Invitation | None:
    return invitation_of(session(), current_app.config["SECRET_KEY"], token[:1000], now())


def _role(found: Invitation) -> str:
    if found.mark_id:
        return _("Managing body of the mark")
    is_company = found.organiser_id or found.retailer_id
    return label(role_offered(found) if is_company else ProducerRole(found.role))


def _page(token: str, found: Invitation | None, status: int, problem: str = "") -> Response:
    return joining_page(
        "invitation.html",
        status,
        token=token,
        name=found.about.name if found else "",
        inviter=found.user.name if found else "",
        role=_role(found) if found else "",
        is_good=found is not None,
        form=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("Invitation"))],
    )
