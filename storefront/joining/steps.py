"""The steps: each is kept when it is sent, so that the rest can wait for another day and another telephone."""

from flask import Response, request
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.profiles import Profile, settle
from marketplace.payments.bank_accounts import add_account, present_account
from marketplace.phones import shown_phone

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.address_choices import commune_fits, with_choices
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import joining
from .access import me, open_profile, producer_of
from .forms import AccountForm, BusinessForm, ContactForm, PlaceForm
from .pages import STEPS, go_on, step_keys, step_page

_FORMS = {"business": BusinessForm, "place": PlaceForm, "contact": ContactForm, "account": AccountForm}
_STEP = "/<int:id>/<any(business, place, contact, account):step>"


@joining.get(_STEP)
def step(id: int, step: str) -> Response:
    profile = open_profile(id)
    return _page(profile, step, _filled(profile, step))


@joining.post(_STEP)
@limiter.limit("120 per hour")
def save_step(id: int, step: str) -> Response:
    profile = open_profile(id)
    form = _typed(profile, step)
    if request.form.get("action") == "communes":
        return _page(profile, step, form)
    if not form.validate() or (step == "place" and not commune_fits(form)):
        return _page(profile, step, form, 422)
    try:
        _TAKE[step](profile, form)
        settle(session(), profile, me(), now())
    except Refused as refusal:
        session().rollback()
        return _page(open_profile(id), step, form, 422, translated(refusal))
    session().flush()
    session().refresh(profile, ["producer"])
    return go_on(profile, step)


def _typed(profile: Profile, step: str) -> ShopForm:
    return _ready(_FORMS[step](), profile)


def _ready(form: ShopForm, profile: Profile) -> ShopForm:
    """With its choices; a code that is known need not be typed again."""
    if isinstance(form, BusinessForm):
        form.tax_code.flags.required = not profile.tax_text
    return with_choices(form) if isinstance(form, PlaceForm) else form


def _filled(profile: Profile, step: str) -> ShopForm:
    """The form with what is known; a personal number is not, and stays as it is where the field is left empty."""
    facts = {
        name: getattr(profile, name)
        for name in ("kind", "name", "tax_code", "street", "contact_name", "email")
    }
    facts["phone"] = shown_phone(profile.phone) if profile.phone else ""
    if profile.commune:
        facts |= {"province": profile.commune.province_code, "commune": profile.commune_code}
    if step == "account" and profile.producer_id:
        account = present_account(session(), profile.producer_id, now())
        facts |= {name: getattr(account, name) for name in ("bin", "number", "holder")} if account else {}
    if step == "contact":
        facts["contact_name"] = profile.contact_name or me().name
        facts["email"] = profile.email or me().email or ""
        facts["phone"] = facts["phone"] or (shown_phone(me().phone) if me().phone else "")
    return _ready(_FORMS[step](formdata=None, data=facts), profile)


def take_business(profile: Profile, form: BusinessForm) -> None:
    profile.kind, profile.name = form.kind.data, form.name.data
    if form.tax_code.kept:
        profile.take_tax_code(form.tax_code.kept)


def _take_place(profile: Profile, form: PlaceForm) -> None:
    profile.commune_code, profile.street = form.commune.data, form.street.data


def _take_contact(profile: Profile, form: ContactForm) -> None:
    profile.contact_name, profile.phone = form.contact_name.data, form.phone.international
    profile.email = form.email.data.lower()


def _take_account(profile: Profile, form: AccountForm) -> None:
    producer = producer_of(profile)
    if form.is_empty:
        return
    if producer is None or "account" not in step_keys(profile):
        raise Refused("Please fill in the business and its place first.")
    add_account(session(), producer, form.bin.data, form.number.data, form.holder.data, now())


_TAKE = {
    "business": take_business,
    "place": _take_place,
    "contact": _take_contact,
    "account": _take_account,
}


def _page(profile: Profile, step: str, form: ShopForm, status: int = 200, problem: str = "") -> Response:
    return step_page(
        form,
        status,
        key=step,
        steps={key: STEPS[key] for key in step_keys(profile)},
        profile=profile,
        problem=problem,
        known_tax_code=profile.tax_text,
        crumbs=[
            Crumb(profile.name or _("New application"), link(f"/producer/join/{profile.id}")),
            Crumb(str(STEPS[step])),
        ],
    )
