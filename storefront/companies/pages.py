"""What the pages at the desks of companies share."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from marketplace.accounts.companies import Company
from marketplace.phones import shown_phone
from marketplace.submissions import SubmissionState

from ..filters import label
from ..joining.pages import STATES
from ..shop.pages import Crumb, home_crumb, link, private_page
from .access import may_do, me, mine, naming, others, shown
from .desks import DESKS, here


def company_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    """A page below the desk, with its visitor's name and companies on it."""
    desk = here()
    trail = [home_crumb(), Crumb(str(desk.words.desk), link(desk.path)), *crumbs]
    who = {"user": me(), "companies": mine(), "may": may_do, "naming": naming, "desk": desk}
    who |= {"shown": shown(), "switch": others()}
    return private_page(template, status, crumbs=trail, **who, **context)


def state_words(company: Company) -> Any:
    return STATES[SubmissionState(company.state)]


def inactive(companies: list[Any]) -> list[tuple[str, str]]:
    """Of those that may commit to nothing: why, and where that is said."""
    return [
        (f"{one.name}: {_halt_words(one)}", link(f"/{one.noun}/join/{one.id}"))
        for one in companies
        if not one.is_active
    ]


def _halt_words(company: Company) -> Any:
    return _("suspended by an officer") if company.suspended_at else state_words(company)


def company_facts(of: Company) -> list[tuple[str, str]]:
    """Label and text of everything that an officer reads; the commune and its province are loaded."""
    contact = [of.contact_name, shown_phone(of.phone) if of.phone else "", of.email]
    place = [of.street, of.commune.full_name, of.commune.province.name]
    facts = [
        (_("Kind"), label(DESKS[of.noun].kinds(of.kind))),
        (_("Tax code"), of.tax_code),
        (_("Place"), ", ".join(filter(None, place))),
        (_("Contact"), " · ".join(filter(None, contact))),
        (_("About"), of.about),
    ]
    if "registration_number" in of.needed:
        facts.insert(2, (_("Number of the business registration"), of.registration_number))
    return facts
