"""Who may come in: every page of the producers asks here first, so none can forget to."""

from flask import Response, abort, g, redirect, request, url_for
from flask_babel import gettext as _

from catalog.producers import Producer
from marketplace.accounts.memberships import memberships_of
from marketplace.permissions import Action, may

from ..database import session
from ..errors import error_page
from ..login import signed_in
from . import producer
from .rights import action_of


@producer.before_request
def members_only() -> Response | None:
    user = signed_in()
    if user is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=wanted), 303)
    g.roles = memberships_of(session(), user.id)
    if not g.roles:
        return error_page(403, _("This page is for members of a producer only."))
    action = action_of(request.endpoint or "")
    g.producers = [one for one, role in g.roles if action and may(role, action)]
    if not g.producers:
        return error_page(
            403, _("Your role with this producer does not include this. Its owner can change that.")
        )
    return None


@producer.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def my_producers() -> list[Producer]:
    """The producers for whom the visitor may do what this page does; never empty."""
    return g.producers


def may_do(action: Action | str, producer_id: int | None = None) -> bool:
    """Whether the visitor may do this for the producer, or for any of theirs."""
    return any(may(role, action) for one, role in g.roles if producer_id in (None, one.id))


def chosen_producers() -> list[Producer]:
    """One of them where the address names it, all of them otherwise."""
    slug = request.args.get("producer", "")
    return [one for one in my_producers() if one.slug == slug] or my_producers()


def named_producer() -> Producer:
    """The producer that the address names, the first without a name; 404 for somebody else's."""
    slug = request.args.get("producer")
    mine = [one for one in my_producers() if slug in (None, one.slug)]
    return mine[0] if mine else abort(404)
