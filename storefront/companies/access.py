"""Who may come in at a desk of companies, and for which of them a page is: every page there asks here first."""

from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, g, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _

from marketplace.accounts.companies import Company
from marketplace.accounts.company_people import companies_of
from marketplace.accounts.users import User

from ..database import session
from ..errors import error_page
from ..login import signed_in
from .desks import here
from .rights import JOINING, page_name


def let_in(action: StrEnum | None) -> Response | None:
    """The answer for who may not; for others their companies are known from now on. `action` is what the page does."""
    user, desk = signed_in(), here()
    if user is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=wanted), 303)
    g.company_roles = companies_of(session(), desk.kind, user.id)
    is_joining = page_name() in JOINING
    if not g.company_roles and not is_joining:
        return error_page(403, str(desk.words.outsiders))
    action = desk.actions("profile") if is_joining else action
    g.companies = [one for one, role in g.company_roles if action and desk.may(role, action)]
    if not g.companies and not is_joining:
        return error_page(
            403, _("Your role with this company does not include this. Its managers can change that.")
        )
    return None


def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def me() -> User:
    return signed_in() or abort(403)


def mine() -> list[Any]:
    """The companies for which the visitor may do what this page does; empty at most where one joins."""
    return g.companies


def my_ids() -> list[int]:
    return [one.id for one in mine()]


def may_do(action: StrEnum | str, company_id: int | None = None) -> bool:
    """Whether the visitor may do this for the company, or for any of theirs."""
    may = here().may
    return any(may(role, action) for one, role in g.company_roles if company_id in (None, one.id))


def named() -> Any:
    """The company that the page is for: the one in its address, else the one shown last, else the first.

    404 for somebody else's. Of several, what is sent says for which it is: another page may have been opened meanwhile.
    """
    name = request.args.get(here().noun)
    if name is None:
        return abort(404) if request.method == "POST" and len(mine()) > 1 else _shown_last()
    found = next((one for one in mine() if one.address == name), None) or abort(404)
    _remember(found)
    return found


def _shown_last() -> Any:
    kept = cookie.get(here().noun)
    return (
        next((one for one in mine() if one.address == kept), None) or next(iter(mine()), None) or abort(404)
    )


def _remember(company: Company) -> None:
    if request.method == "GET" and len(g.company_roles) > 1:
        cookie[company.noun] = company.address


def about(company_id: int) -> None:
    """Say that the page is about something of this company of the visitor's, whichever was shown before."""
    g.shown = next(one for one in mine() if one.id == company_id)
    _remember(g.shown)


def shown() -> Any:
    """The company that the page is about."""
    if "shown" in g:
        return g.shown
    name = request.args.get(here().noun)
    return next((one for one in mine() if one.address == name), None) or _shown_last()


def others() -> list[tuple[str, str, bool]]:
    """To choose between, where somebody acts for several: name, address, and whether it is the one shown.

    A list or a form stays; what belongs to one company leads to the desk of the other.
    """
    if len(g.company_roles) < 2:
        return []
    stays = mine() if request.method == "GET" and not request.view_args else []
    here_path, desk = request.script_root + request.path, request.script_root + here().path
    return [
        (one.name, f"{here_path if one in stays else desk}?{urlencode(naming(one))}", one is shown())
        for one, _role in g.company_roles
    ]


def naming(company: Company) -> dict[str, str]:
    """What an address says of which company it is."""
    return {company.noun: company.address}
