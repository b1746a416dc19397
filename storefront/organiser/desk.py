"""The desk: the fairs of the organisers for whom somebody acts, the next ones first."""

from flask import Response
from flask_babel import gettext as _

from marketplace.accounts.organisers import Organiser
from marketplace.fairs.fair_lists import fairs_of
from marketplace.fairs.fairs import Fair, FairPhase
from marketplace.submissions import SubmissionState

from ..clock import today
from ..database import session
from ..filters import day, label
from ..joining.pages import STATES
from ..shop.forms import ShopForm
from ..shop.pages import link
from . import organiser
from .access import my_organisers
from .pages import fair_name, organiser_page


@organiser.get("")
def desk() -> Response:
    mine = fairs_of([one.id for one in my_organisers()])
    # Drafts without days come first.
    found = session().scalars(mine.order_by(Fair.starts_on.desc().nulls_first(), Fair.id.desc()))
    return organiser_page(
        "desk.html",
        fairs=[_row(fair) for fair in found],
        unapproved=[_unapproved(one) for one in my_organisers() if not one.may_publish],
        button=ShopForm(formdata=None),
        crumbs=[],
    )


def _unapproved(one: Organiser) -> tuple[str, str]:
    """Why it announces nothing, and where that is said."""
    words = _("suspended by an officer") if one.suspended_at else str(STATES[SubmissionState(one.state)])
    return f"{one.name}: {words}", link(f"/organiser/join/{one.id}")


def _row(fair: Fair) -> dict[str, str]:
    phase = fair.phase(today())
    return {
        "name": fair_name(fair),
        "url": link(f"/organiser/fairs/{fair.slug}"),
        "days": days_of(fair),
        "phase": phase,
        "words": label(FairPhase(phase)),
    }


def days_of(fair: Fair) -> str:
    """ "5/12/2026 – 9/12/2026", nothing while it has no days."""
    if not (fair.starts_on and fair.ends_on):
        return ""
    return f"{day(fair.starts_on)} – {day(fair.ends_on)}"
