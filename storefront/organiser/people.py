"""/organiser/people: who acts for an organiser in which role, inviting others and taking off. For managers alone."""

from collections.abc import Callable

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organiser_people import (
    change_role,
    invite_to_organiser,
    invited_role,
    people_of_organiser,
    remove_from_organiser,
    take_back,
    waiting_for_organiser,
)

from ..clock import now
from ..database import session
from ..filters import LABELS, label, moment
from ..locales import locale, translated
from ..office.mark_people import InviteForm
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import organiser
from .access import me, named_organiser
from .pages import organiser_page

ROLE_WORDS = {
    OrganiserRole.MANAGER: lazy_gettext("everything"),
    OrganiserRole.STEWARD: lazy_gettext("sees the fairs and lets people in"),
}
_CHOOSE = lazy_gettext("Please choose one of these.")


class PersonForm(InviteForm):
    role = RadioField(
        lazy_gettext("Role"),
        [DataRequired(_CHOOSE)],
        choices=[SelectChoice(value=role, label=LABELS[OrganiserRole][role]) for role in OrganiserRole],
        validate_choice=False,
        default=OrganiserRole.STEWARD,
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.role.errors and self.role.data not in set(OrganiserRole):
            self.role.errors = [str(_CHOOSE)]
            return False
        return valid


@organiser.get("/people")
def people() -> Response:
    return _page()


@organiser.post("/people")
@limiter.limit("20 per hour")
def invite_person() -> Response:
    form, of = PersonForm(), named_organiser()
    if not form.validate():
        return _page(422, form=form)
    role = OrganiserRole(form.role.data)
    try:
        invite_to_organiser(session(), of, me(), form.contact.data, role, locale(), now())
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal), form)
    flash(_("The invitation is on its way. Its link is good for seven days."), "good")
    return _back()


@organiser.post("/people/<int:id>/role")
@limiter.limit("60 per hour")
def change_person_role(id: int) -> Response:
    of, said = named_organiser(), request.form.get("role", "")
    if said not in set(OrganiserRole):
        return _page(422, str(_CHOOSE))
    return _do(lambda: change_role(session(), of.id, _number(id), OrganiserRole(said)), _("Saved."))


@organiser.post("/people/<int:id>/removal")
@limiter.limit("60 per hour")
def remove_person(id: int) -> Response:
    of = named_organiser()
    return _do(lambda: remove_from_organiser(session(), of.id, _number(id)), _("Removed."))


@organiser.post("/invitations/<int:id>/removal")
@limiter.limit("60 per hour")
def take_invitation_back(id: int) -> Response:
    def step() -> None:
        if not take_back(session(), named_organiser(), _number(id), now()):
            raise Refused("This step is not possible any more: something has changed meanwhile.")

    return _do(step, _("The invitation is taken back: its link leads nowhere."))


@organiser.post("/membership/removal")
@limiter.limit("30 per hour")
def leave_organiser() -> Response:
    """Anybody may go; the last manager stays."""
    of = named_organiser()
    if not ShopForm().validate():
        return redirect(url_for("organiser.desk"), 303)
    try:
        remove_from_organiser(session(), of.id, me().id)
    except Refused as refusal:
        session().rollback()
        flash(translated(refusal), "wrong")
        return redirect(url_for("organiser.desk"), 303)
    flash(_("You do not act for %(name)s any more.", name=of.name), "good")
    return redirect(url_for("account.overview"), 303)


def _number(id: int) -> int:
    # Beyond this no database has a number; 0 is nobody's.
    return id if id < 2**31 else 0


def _do(step: Callable[[], None], said: str) -> Response:
    if not ShopForm().validate():
        return _page(422, _("The form had expired. Please try once more."))
    try:
        step()
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal))
    flash(said, "good")
    return _back()


def _back() -> Response:
    return redirect(url_for("organiser.people", organiser=request.args.get("organiser")), 303)


def _page(status: int = 200, problem: str = "", form: PersonForm | None = None) -> Response:
    of = named_organiser()
    return organiser_page(
        "people.html",
        status,
        of=of,
        rows=[
            (user.id, user.name, user.contact or "", role, user.id == me().id)
            for user, role in people_of_organiser(session(), of.id)
        ],
        roles=LABELS[OrganiserRole],
        waiting=[
            (one.id, one.contact, label(invited_role(one)), moment(one.expires_at))
            for one in waiting_for_organiser(session(), of.id, now())
        ],
        form=form or PersonForm(formdata=None),
        role_words=ROLE_WORDS,
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("People"))],
    )
