"""Letters about an account: confirming a contact, a forgotten password, and what its owner has to know.

A code or link is made when the letter is written, and stands in no job.
"""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.contacts import email_token, phone_subject
from marketplace.accounts.data_requests import DataRequest
from marketplace.accounts.one_time_codes import OneTimeCode
from marketplace.accounts.resets import reset_subject, reset_token
from marketplace.accounts.sign_ups import SignUp, sign_up_token
from marketplace.accounts.users import User

from ..clock import now
from ..settings import Settings
from .notes import Note, note, settings
from .registry import letter


@letter("sign_up")
def sign_up(session: Session, facts: dict) -> Note | None:
    row = session.get(SignUp, facts["sign_up"])
    if row is None:
        return None
    token = sign_up_token(row, _secret(), now())
    return note(
        _("Confirm your account"),
        _("Hello %(name)s,", name=row.name),
        _("Somebody, we think you, wants an account with this address. Open it within a day:"),
        _("If it was not you, do nothing: there is no account without you."),
        link=(url_for("account.confirmation_link", token=token, _external=True), _("Open my account")),
    )


@letter("sign_up_known")
def sign_up_known(session: Session, facts: dict) -> Note:
    return note(
        _("You have an account already"),
        _("Somebody tried to open an account with your address, which has one already. Nothing was changed."),
        _("If it was you, just sign in; a forgotten password can be replaced there."),
        link=(url_for("account.sign_in", _external=True), _("Sign in")),
    )


@letter("sign_up_code")
def sign_up_code(session: Session, facts: dict) -> Note | None:
    return _code_note(session, f"sign-up:{facts['sign_up']}")


@letter("sign_up_code_known")
def sign_up_code_known(session: Session, facts: dict) -> Note:
    name = settings().shop_name
    return note(name, _("%(shop)s: this number has an account already. Just sign in.", shop=name))


@letter("reset")
def reset(session: Session, facts: dict) -> Note | None:
    user = session.get(User, facts["user"])
    if user is None or user.email is None:
        return None
    token = reset_token(user, _secret(), now())
    return note(
        _("A new password"),
        _("Hello %(name)s,", name=user.name),
        _("Somebody, we think you, asked for a new password. This link is good for an hour:"),
        _("If it was not you, do nothing: your password stays as it is."),
        link=(url_for("account.reset_link", token=token, _external=True), _("Set a new password")),
    )


@letter("reset_unknown")
def reset_unknown(session: Session, facts: dict) -> Note:
    return note(
        _("No account with this address"),
        _("Somebody asked for a new password for this address, but no account has it."),
        _("If it was you, try the other address or the telephone number you may have used."),
        link=(url_for("account.sign_up", _external=True), _("Open an account")),
    )


@letter("reset_code")
def reset_code(session: Session, facts: dict) -> Note | None:
    user = session.get(User, facts["user"]) if facts["user"] else None
    return _code_note(session, reset_subject(user.phone)) if user and user.phone else None


@letter("new_email")
def new_email(session: Session, facts: dict) -> Note | None:
    user = session.get(User, facts["user"])
    if user is None or user.erased_at:
        return None
    token = email_token(user, facts["contact"], _secret(), now())
    return note(
        _("Confirm your new address"),
        _("Hello %(name)s,", name=user.name),
        _("This shall be the e-mail address of your account. It counts once you confirm it:"),
        _("If it was not you, do nothing: nothing is changed."),
        link=(url_for("account.email_link", token=token, _external=True), _("Confirm this address")),
    )


@letter("new_email_known")
def new_email_known(session: Session, facts: dict) -> Note:
    return note(
        _("Somebody tried to use your address"),
        _("Somebody wanted to give your e-mail address to another account. Nothing was changed."),
        _("If it was you: sign in with this address, or change it there first."),
    )


@letter("new_phone")
def new_phone(session: Session, facts: dict) -> Note | None:
    user = session.get(User, facts["user"])
    return _code_note(session, phone_subject(user, facts["contact"])) if user else None


@letter("new_phone_known")
def new_phone_known(session: Session, facts: dict) -> Note:
    name = settings().shop_name
    return note(
        name,
        _("%(shop)s: somebody tried to use your number for another account. Nothing was changed.", shop=name),
    )


@letter("contact_changed")
def contact_changed(session: Session, facts: dict) -> Note:
    return note(
        _("Your account has another contact now"),
        _("The e-mail address or telephone number of your account was changed from this one to another."),
        _("If it was not you, please write to us at once: %(contact)s", contact=_operator(settings())),
    )


@letter("account_erased")
def account_erased(session: Session, facts: dict) -> Note:
    return note(
        _("Your account is erased"),
        _(
            "Your name, contacts, addresses and favourites are gone. Orders stay as contracts for three years."
        ),
        _("If it was not you, please write to us at once: %(contact)s", contact=_operator(settings())),
    )


@letter("request_answered")
def request_answered(session: Session, facts: dict) -> Note | None:
    asked = session.get(DataRequest, facts["request"])
    if asked is None or not asked.answer:
        return None
    return note(
        _("The answer to your request"),
        asked.answer,
        link=(url_for("account.data", _external=True), _("All my requests")),
    )


def _code_note(session: Session, subject: str) -> Note | None:
    """The six digits, while they are good."""
    code = session.scalar(select(OneTimeCode).where(OneTimeCode.subject == subject))
    if code is None or code.expires_at <= now():
        return None
    shop = settings().shop_name
    sentence = _(
        "%(code)s is your code at %(shop)s, good for ten minutes. Tell it nobody.",
        code=code.digits(_secret()),
        shop=shop,
    )
    return note(shop, sentence)


def _secret() -> str:
    return settings().secret_key


def _operator(of: Settings) -> str:
    return of.operator_email or of.operator_phone or of.operator_name
