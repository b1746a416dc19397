"""The desks of companies that join, and what differs between them: the kind of record, its roles, and the words."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _

from marketplace.accounts.companies import Company
from marketplace.accounts.company_people import ROLES
from marketplace.accounts.memberships import OrganiserRole, RetailerRole
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.permissions import OrganiserAction, RetailerAction, organiser_may, retailer_may


@dataclass(frozen=True)
class Words:
    """What the pages of a desk say; `needs` are lines, and `meanwhile` is for who waits for an officer."""

    desk: Any
    outsiders: Any
    join: Any
    join_title: Any
    join_lead: Any
    own: Any
    needs: tuple[Any, ...]
    about: Any
    tax_hint: Any
    contact: Any
    halted: Any
    meanwhile: Any
    roles: dict[StrEnum, Any]
    office: Any
    office_lead: Any
    office_known: Any
    why: Any
    decided: Any
    suspended: Any


@dataclass(frozen=True)
class Desk:
    """`usual_role` is offered first to who is invited."""

    kind: type[Company]
    kinds: type[StrEnum]
    actions: type[StrEnum]
    may: Callable[[str, StrEnum | str], bool]
    usual_role: StrEnum
    words: Words

    @property
    def noun(self) -> str:
        """The name of its blueprint, and of a company in its addresses."""
        return self.kind.noun

    @property
    def path(self) -> str:
        return f"/{self.noun}"

    @property
    def roles(self) -> type[StrEnum]:
        return ROLES[self.kind]


_ORGANISERS = Desk(
    Organiser,
    OrganiserKind,
    OrganiserAction,
    organiser_may,
    OrganiserRole.STEWARD,
    Words(
        desk=_("Fairs that we organise"),
        outsiders=_("This page is for the people of organisers of fairs only."),
        join=_("Organise fairs here"),
        join_title=_("Organise fairs here"),
        join_lead=_(
            "For authorities, trade promotion centres, associations and enterprises: publish a fair, let booths to producers, and let visitors in. An officer looks at who you are before anything is announced."
        ),
        own=_("Your organisers"),
        needs=(
            _("the name and tax code, as on your papers; an authority may have no tax code"),
            _("the commune where you have your office"),
            _("somebody to call"),
        ),
        about=_("About you (everybody may read it)"),
        tax_hint=_("10 digits, 13 for a branch; an authority without one leaves it empty."),
        contact=_("How you are reached, and what everybody may read about you. It holds at once."),
        halted=_("Your fairs stay to be seen, but take no applications, and nothing new can be announced."),
        meanwhile=_("You can prepare your fairs meanwhile; nothing is announced before the approval."),
        roles={
            OrganiserRole.MANAGER: _("everything"),
            OrganiserRole.STEWARD: _("sees the fairs and lets people in"),
        },
        office=_("Organisers of fairs"),
        office_lead=_("Who wants to publish fairs here. The oldest first."),
        office_known=_("Approved"),
        why=_("Why (the organiser reads it)"),
        decided=_("Decided. The organiser is told."),
        suspended=_("Suspended: its fairs take no applications, and nothing new is announced."),
    ),
)
_RETAILERS = Desk(
    Retailer,
    RetailerKind,
    RetailerAction,
    retailer_may,
    RetailerRole.BUYER,
    Words(
        desk=_("Sourcing"),
        outsiders=_("This page is for the people of retailers only."),
        join=_("Buy wholesale"),
        join_title=_("Buy wholesale for shops and supermarkets"),
        join_lead=_(
            "For supermarkets, shops, distributors, kitchens and exporters: see wholesale prices and papers, ask many producers for quotes at once, agree on contracts and order. An officer verifies your company first."
        ),
        own=_("Your companies"),
        needs=(
            _("the name and tax code of the company, as on your papers"),
            _("the business registration, as a PDF or photographed"),
            _("the commune where you have your office"),
            _("somebody to call"),
        ),
        about=_("About you (producers read it)"),
        tax_hint=_("10 digits, 13 for a branch."),
        contact=_("How you are reached, and what producers may read about you. It holds at once."),
        halted=_("You can read what you have, but ask for nothing, agree to nothing and order nothing."),
        meanwhile=_("You can enter your stores and invite your people meanwhile."),
        roles={
            RetailerRole.MANAGER: _("everything"),
            RetailerRole.BUYER: _("asks for quotes, agrees on contracts and orders"),
            RetailerRole.APPROVER: _("agrees to orders above your rules, and pays"),
            RetailerRole.RECEIVER: _("writes down what arrives at a store, and what is wrong with it"),
            RetailerRole.QUALITY: _("scores samples and goods"),
        },
        office=_("Retailers"),
        office_lead=_("Who wants to buy wholesale. The oldest first."),
        office_known=_("Verified"),
        why=_("Why (the retailer reads it)"),
        decided=_("Decided. The retailer is told."),
        suspended=_("Suspended: it asks for nothing, agrees to nothing and orders nothing."),
    ),
)
DESKS = {desk.noun: desk for desk in (_ORGANISERS, _RETAILERS)}


def here() -> Desk:
    """The desk that this page belongs to."""
    return DESKS[request.blueprints[-1]]
