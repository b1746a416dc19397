"""Who may come in: everybody with an account, to what is their own or their producer's."""

from flask import Response, abort, g, redirect, request, url_for

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.accounts.memberships import memberships_of
from marketplace.accounts.profile_lists import profiles_of
from marketplace.accounts.profiles import Profile
from marketplace.accounts.users import User
from marketplace.permissions import Action, may

from ..database import session
from ..login import signed_in
from . import joining


@joining.before_request
def signed_in_only() -> Response | None:
    user = signed_in()
    if user is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=wanted), 303)
    g.roles = memberships_of(session(), user.id)
    return None


@joining.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def me() -> User:
    user = signed_in()
    if user is None:
        raise RuntimeError("nobody is signed in")
    return user


def may_do(action: Action, producer_id: int | None) -> bool:
    """Whether the visitor may do this for the producer."""
    return any(may(role, action) for one, role in g.roles if one.id == producer_id)


def writable_ids() -> list[int]:
    """The producers of which the visitor may say something."""
    return [one.id for one, role in g.roles if may(role, Action.PROFILE)]


def my_profiles() -> list[Profile]:
    return list(session().scalars(profiles_of(me().id, writable_ids())))


def my_profile(id: int) -> Profile:
    """404 for what is not there, and for somebody else's. Held until the request ends where it may be changed."""
    query = profiles_of(me().id, writable_ids()).where(Profile.id == id)
    if request.method == "POST":
        query = query.with_for_update(of=Profile)
    # Beyond this no database has a number.
    return (session().scalar(query) if id < 2**31 else None) or abort(404)


def open_profile(id: int) -> Profile:
    """One that may still be written. Raises Refused where an officer has it, or has decided."""
    found = my_profile(id)
    if not found.is_open:
        raise Refused("An officer is looking at it now. Take it back first to change something.")
    return found


def producer_of(profile: Profile) -> Producer | None:
    return session().get(Producer, profile.producer_id) if profile.producer_id else None
