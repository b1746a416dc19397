"""Letters that invite somebody to act for a producer, the body that manages a mark, an organiser of fairs or a retailer. The link is made when the letter is written."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.invitations import NAMED, Invitation, invitation_token

from ..clock import now
from .notes import Note, note, settings
from .registry import letter


@letter("invitation")
@letter("invitation_to_organiser")
@letter("invitation_to_retailer")
def invitation(session: Session, facts: dict) -> Note | None:
    found = _find(session, facts)
    if found is None:
        return None
    return note(
        _("Invitation to %(name)s", name=found.about.name),
        _("%(inviter)s invites you to act for %(name)s.", inviter=found.user.name, name=found.about.name),
        _("Open this link within seven days; you sign in, or open an account, and accept:"),
        _("If you do not know them, do nothing."),
        link=(_url(found), _("See the invitation")),
    )


@letter("invitation_to_mark")
def invitation_to_mark(session: Session, facts: dict) -> Note | None:
    found = _find(session, facts)
    if found is None:
        return None
    name = found.mark.name
    return note(
        _("Invitation to the desk of “%(name)s”", name=name),
        _(
            "%(inviter)s invites you to decide for the managing body who may use “%(name)s”.",
            inviter=found.user.name,
            name=name,
        ),
        _("Open this link within seven days; you sign in, or open an account, and accept:"),
        _("If you do not know them, do nothing."),
        link=(_url(found), _("See the invitation")),
    )


@letter("invitation_text")
def invitation_text(session: Session, facts: dict) -> Note | None:
    found = _find(session, facts)
    if found is None:
        return None
    shop = settings().shop_name
    said = _("%(shop)s: you are invited to act for %(name)s. Open:", shop=shop, name=found.producer.name)
    return note(shop, f"{said} {_url(found)}")


def _find(session: Session, facts: dict) -> Invitation | None:
    query = select(Invitation).where(Invitation.id == facts["invitation"])
    found = session.scalar(query.options(*NAMED))
    return found if found and found.is_good(now()) else None


def _url(found: Invitation) -> str:
    token = invitation_token(found, settings().secret_key, found.created_at)
    return url_for("joining.invitation", token=token, _external=True)
