"""Browsers that have signed in to an account before: their tries are counted apart from those of strangers.

A stranger who uses up the tries locks out nobody.
"""

import hashlib

from flask import g, request
from flask import session as cookie

from catalog.records import Refused
from marketplace.accounts.users import User, read_contact


def tried_account() -> str:
    """What wrong passwords are counted by: the account that is tried, however it is written, and by whom."""
    sign = _sign_of(request.form.get("contact", "")[:400])
    return f"{sign} {_who(sign)}"


def tried_second_step() -> str:
    """What wrong codes are counted by."""
    id = (cookie.get("half_signed_in") or {}).get("user")
    return f"user {id} {_who(f'user {id}')}"


def was_wrong(_response) -> bool:
    """Only tries that failed use up any."""
    return g.get("wrong_try", False)


def count_as_wrong() -> None:
    g.wrong_try = True


def remember_browser(user: User) -> None:
    # The cookie stays after signing out, perhaps on somebody else's computer: it must not name the person.
    contacts = [contact for contact in (user.email, user.phone) if contact]
    cookie["known_as"] = [*(_sign_of(contact) for contact in contacts), f"user {user.id}"]


def _who(sign: str) -> str:
    return "known" if sign in cookie.get("known_as", []) else "stranger"


def _sign_of(contact: str) -> str:
    try:
        kept = read_contact(contact)
    except Refused:
        kept = contact.strip().lower()
    return hashlib.blake2b(kept.encode(), digest_size=12).hexdigest()
