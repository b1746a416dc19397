"""Who may come in: the pages of an account are for whoever is signed in to it, and kept nowhere."""

from flask import Response, redirect, request, url_for

from ..login import signed_in
from . import account

# What is asked before anybody is signed in; favourites bring who is not to the sign-in and back.
_OPEN = {
    f"account.{name}"
    for name in (
        "sign_in",
        "open_session",
        "end_session",
        "second_step",
        "take_second_step",
        "sign_up",
        "ask_sign_up",
        "confirmation",
        "confirm_by_code",
        "confirmation_link",
        "confirm_by_link",
        "forgotten",
        "ask_reset",
        "reset_sent",
        "reset_by_code",
        "reset_link",
        "reset_by_link",
        "email_link",
        "confirm_email",
        "add_favourite",
    )
}


@account.before_request
def signed_in_only() -> Response | None:
    if request.endpoint in _OPEN or signed_in():
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("account.sign_in", next=wanted), 303)


@account.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
