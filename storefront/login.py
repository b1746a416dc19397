"""The door to Flask-Login: who is signed in, told by a cookie that names the user and the generation of sessions."""

from flask import Flask, current_app
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select

from marketplace.accounts.notices import unread
from marketplace.accounts.seals import Seal
from marketplace.accounts.users import User

from .database import session

# Made once, for every page of somebody signed in. Asked for together: the bell on private pages costs no statement of its own.
_MINE = User.id == bindparam("id"), User.session_generation == bindparam("generation")
_SIGNED_IN = select(User, unread(User.id)).where(*_MINE)


class SignedIn(UserMixin):
    """A user as Flask-Login wants one."""

    def __init__(self, user: User, unread: int = 0):
        self.user = user
        self.unread = unread

    def get_id(self) -> str:
        return f"{self.user.id}:{self.user.session_generation}"


def init(app: Flask) -> None:
    manager = LoginManager()
    # Telephones change their address on the way, and a stolen cookie is ended by the generation.
    manager.session_protection = None
    manager.user_loader(_load)
    # Not init_app: its step after every answer reads the cookie, and then no public page could be shared.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.jinja_env.globals["unread_notices"] = unread_notices


def seal() -> Seal:
    """Seals what the database keeps of secrets, and opens it."""
    settings = current_app.extensions["settings"]
    return Seal([settings.secret_key, *settings.former_secrets])


def signed_in() -> User | None:
    return current_user.user if current_user.is_authenticated else None


def unread_notices() -> int:
    """For private pages alone: it reads the cookie."""
    return current_user.unread if current_user.is_authenticated else 0


def sign_in(user: User) -> None:
    # What was handed out before is not good for what comes after.
    cookie.pop("csrf_token", None)
    login_user(SignedIn(user))
    _sign_for(user)


def sign_out() -> None:
    for name in ("csrf_token", "orders", "fresh_order", "half_signed_in", "new_totp_secret", "new_phone"):
        cookie.pop(name, None)
    logout_user()


def _load(key: str) -> SignedIn | None:
    id, generation = (int(part) for part in key.split(":"))
    found = session().execute(_SIGNED_IN, {"id": id, "generation": generation}).one_or_none()
    if found is None:
        return None
    user, waiting = found
    _sign_for(user)
    return SignedIn(user, waiting)


def _sign_for(user: User) -> None:
    """What this request changes is noted with the user's name; see marketplace/audit.py."""
    session().info["user_id"] = user.id
