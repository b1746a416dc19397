"""/retailer/requests/<code>/comparison: all quotes beside each other, and how much of each is awarded, saved at once."""

from collections.abc import Mapping
from types import SimpleNamespace

from flask import Response, abort, current_app, flash, redirect, request
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.sourcing.awards import Pick, award, check_picks, fit, sums_of
from marketplace.sourcing.comparison import NOTHING, Comparison, compare
from marketplace.sourcing.request_lists import find_head
from marketplace.sourcing.requests import RequestState, SourcingRequest

from ..clock import now
from ..database import session
from ..fields import read_count
from ..filters import label, number
from ..locales import translated
from ..quote_views import line_view
from ..security import limiter
from ..shop.pages import Crumb, columns, link
from ..shop.paging import Pager, page_number
from . import retailer
from .access import me, my_retailer_ids
from .catalogue import complete_today
from .grid_views import cell_name, heads_of, rows_of
from .pages import retailer_page
from .request_forms import ButtonForm
from .requests import find_mine, locked_mine, request_crumbs, request_url

# So many quotes stand beside each other; what is typed for others is carried along.
PER_PAGE = 16


@retailer.get("/requests/<code>/comparison")
def comparison(code: str) -> Response:
    one = find_head(session(), code[:40], SourcingRequest.retailer_id.in_(my_retailer_ids()))
    if one is None or one.state == RequestState.DRAFT:
        abort(404)
    return _page(one, {}, page_number(request.args.get("page")))


@retailer.post("/requests/<code>/comparison")
@limiter.limit("120 per hour")
def award_request(code: str) -> Response:
    """Says first how the sums stand to what is wanted; what was read so is then awarded, whole or not at all."""
    one, form, typed = locked_mine(code), ButtonForm(), _typed()
    action = request.form.get("action", "")
    page = page_number(action[5:] if action.startswith("page-") else request.form.get("page"))
    if not form.validate():
        return _page(find_mine(code), typed, page, 422, _("The form had expired. Please try once more."))
    if action.startswith("page-"):
        return _page(find_mine(code), typed, page)
    try:
        picks = _picks(typed)
        check_picks(session(), one, picks, now())
        if action != "award" or request.form.get("checked") != _signature(picks):
            return _page(find_mine(code), typed, page, picks=picks)
        award(session(), one, me(), picks, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(find_mine(code), typed, page, 422, translated(refusal))
    flash(_("Awarded. The producers are told."), "good")
    return redirect(request_url(one), 303)


def _typed() -> dict[str, str]:
    """What stands in the cells, by their names: pick-<quote>-<version>-<line>."""
    return {
        name: text.strip()[:20]
        for name, text in request.form.items()
        if name.startswith("pick-") and text.strip()
    }


def _picks(typed: Mapping[str, str]) -> list[Pick]:
    """Raises Refused for what is no quantity."""
    found = []
    for name, text in typed.items():
        parts = name.split("-")[1:]
        if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts):
            raise Refused("One of these quotes is not there any more.")
        try:
            quantity = read_count(text)
        except ValueError:
            raise Refused("“%(text)s” is no whole number.", text=text) from None
        if quantity:
            found.append(Pick(*map(int, parts), quantity))
    return found


def _signature(picks: list[Pick]) -> str:
    """What was read before it is confirmed."""
    each = sorted((pick.quote_id, pick.version, pick.request_line_id, pick.quantity) for pick in picks)
    return ";".join("-".join(map(str, one)) for one in each)


def _page(
    one: SourcingRequest,
    typed: Mapping[str, str],
    page: int,
    status: int = 200,
    problem: str = "",
    picks: list[Pick] | None = None,
) -> Response:
    unsealed = one.is_unsealed(now())
    found = _compared(one, page) if unsealed else NOTHING
    pager = Pager(lambda n: f"{link(request_url(one))}/comparison?page={n}", page, len(found.ranks), PER_PAGE)
    if unsealed and pager.page != page:
        found = _compared(one, pager.page)
    shown = found.columns
    here = {cell_name(column, id) for column in shown for id in column.cells}
    heads = heads_of(one, shown)
    complete = complete_today({cell.product_id for column in shown for cell in column.cells.values()})
    may_award = unsealed and one.state == RequestState.OPEN
    return retailer_page(
        "requests/comparison.html",
        status,
        one=one,
        unsealed=unsealed,
        may_award=may_award,
        columns=heads,
        rows=rows_of(found.lines, shown, heads, typed, may_award, complete),
        carried={name: text for name, text in typed.items() if name not in here},
        sums=_sums(found, picks) if picks else [],
        checked=_signature(picks) if picks else "",
        button=ButtonForm(formdata=None, seen=one.revision),
        pager=pager,
        problem=problem,
        crumbs=[*request_crumbs(one), Crumb(_("Comparison"))],
    )


def _compared(one: SourcingRequest, page: int) -> Comparison:
    shown = slice((page - 1) * PER_PAGE, page * PER_PAGE)
    return compare(session(), one, now(), shown, columns(), current_app.extensions["rankings"])


def _sums(found: Comparison, picks: list[Pick]) -> list[SimpleNamespace]:
    """For each line what it comes to, and how that stands to what is wanted."""
    sums, found_sums = sums_of(picks), []
    for line in found.lines:
        quantity, view = sums.get(line.id, 0), line_view(line)
        total = sum(
            found.gross(pick.quote_id, line.id) * pick.quantity
            for pick in picks
            if pick.request_line_id == line.id
        )
        fits = fit(line, quantity)
        found_sums.append(
            SimpleNamespace(
                name=view.name,
                wanted=view.quantity,
                sum=f"{number(quantity)} {view.unit}",
                fit=fits,
                words=label(fits),
                total=total,
            )
        )
    return found_sums
