"""Whom a step of a fair concerns: the people of producers that apply or exhibit, and of the organiser."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.memberships import Membership, ProducerRole
from ..accounts.users import User
from ..permissions import ALLOWED, Action, OrganiserAction, organiser_people_who_may
from .applications import OPEN, Application, ApplicationState
from .fairs import Fair, FairState


def applicants(session: Session, fair: Fair) -> list[User]:
    """Of the producers whose application is open, or was cancelled with the fair; each once."""
    states = {ApplicationState.CANCELLED} if fair.state == FairState.CANCELLED else OPEN
    theirs = select(Application.producer_id).where(
        Application.fair_id == fair.id, Application.state.in_(states)
    )
    roles = [role for role in ProducerRole if Action.FAIRS in ALLOWED[role]]
    people = select(Membership.user_id).where(
        Membership.producer_id.in_(theirs), Membership.producer_role.in_(roles)
    )
    return list(session.scalars(select(User).where(User.id.in_(people)).order_by(User.id)))


def own_people(session: Session, fair: Fair) -> list[User]:
    """Of the organiser, those who write its fairs."""
    return organiser_people_who_may(session, fair.organiser_id, OrganiserAction.FAIRS)
