"""/retailer/requests/<code>/comparison: all quotes beside each other, and how much of each is awarded, saved at once."""

from collections.abc import Collection, Mapping
from types import SimpleNamespace

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _

from catalog.document_kinds import DocumentKind
from catalog.records import Refused
from marketplace.sourcing.awards import Pick, award, check_picks, fit, sums_of
from marketplace.sourcing.comparison import Cell, Column, Comparison, compare
from marketplace.sourcing.requests import RequestState, SourcingRequest
from marketplace.sourcing.terms import Handover

from ..clock import now, today
from ..database import session
from ..fields import read_count
from ..filters import day, label, number
from ..locales import localized, translated
from ..quote_views import line_view, quote_state
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import retailer
from .access import me
from .catalogue import complete_today
from .pages import retailer_page
from .request_forms import ButtonForm
from .requests import find_mine, locked_mine, request_crumbs, request_url

# So many quotes stand beside each other; what is typed for others is carried along.
PER_PAGE = 20


@retailer.get("/requests/<code>/comparison")
def comparison(code: str) -> Response:
    one = find_mine(code)
    if one.state == RequestState.DRAFT:
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
    found = compare(session(), one, now()) if unsealed else Comparison([], [])
    pager = Pager(
        lambda n: f"{link(request_url(one))}/comparison?page={n}", page, len(found.columns), PER_PAGE
    )
    shown = found.columns[(pager.page - 1) * PER_PAGE :][:PER_PAGE]
    here = {cell_name(column, id) for column in shown for id in column.cells}
    complete = complete_today(_goods_of(shown))
    may_award = unsealed and one.state == RequestState.OPEN
    return retailer_page(
        "requests/comparison.html",
        status,
        one=one,
        unsealed=unsealed,
        may_award=may_award,
        columns=[_head(one, column) for column in shown],
        rows=[_row(line, shown, typed, may_award, complete) for line in found.lines],
        carried={name: text for name, text in typed.items() if name not in here},
        sums=_sums(found, picks) if picks else [],
        checked=_signature(picks) if picks else "",
        button=ButtonForm(formdata=None, seen=one.revision),
        pager=pager,
        problem=problem,
        crumbs=[*request_crumbs(one), Crumb(_("Comparison"))],
    )


def cell_name(column: Column, line_id: int) -> str:
    return f"pick-{column.quote.id}-{column.version.number}-{line_id}"


def _head(one: SourcingRequest, column: Column) -> SimpleNamespace:
    quote, version = column.quote, column.version
    days = _("%(count)s days", count=version.lead_days)
    return SimpleNamespace(
        name=quote.producer.name,
        url=link(f"/retailer/quotes/{quote.code}"),
        state=quote_state(quote, one, version, today()),
        until=day(version.valid_until),
        delivery=f"{label(Handover(version.handover))}, {days}",
        payment=_("%(count)s days after the invoice", count=version.payment_days),
    )


def _goods_of(columns: Collection[Column]) -> set[int]:
    """Ids of the products that are offered."""
    return {cell.line.variant.product_id for column in columns for cell in column.cells.values()}


def _row(
    line, columns: list[Column], typed: Mapping[str, str], may_award: bool, complete: Collection[int]
) -> SimpleNamespace:
    view = line_view(line)
    view.cells = [_cell(column, column.cells.get(line.id), typed, may_award, complete) for column in columns]
    return view


def _cell(
    column: Column, cell: Cell | None, typed: Mapping[str, str], may_award: bool, complete: Collection[int]
) -> SimpleNamespace | None:
    """`complete` are the products with every paper that supermarkets ask for today."""
    if cell is None:
        return None
    line, standing = cell.line, cell.standing
    name = cell_name(column, line.request_line_id)
    return SimpleNamespace(
        name=name,
        typed=typed.get(name, ""),
        may_award=may_award and column.awardable,
        producer=column.quote.producer.name,
        goods=f"{localized(line.variant.product, 'name')}, {localized(line.variant, 'pack')}",
        net=cell.net,
        gross=cell.gross,
        per_measure=cell.per_measure,
        measure=line.variant.priced_unit,
        vat=line.vat_percent,
        quantity=number(line.quantity),
        minimum=number(line.minimum),
        stars=standing.stars,
        marks=[mark for _kind, mark in standing.marks],
        lacking=[label(DocumentKind(kind)) for kind in sorted(standing.lacking)],
        complete=line.variant.product_id in complete,
        cheapest=cell.is_cheapest,
    )


def _sums(found: Comparison, picks: list[Pick]) -> list[SimpleNamespace]:
    """For each line what it comes to, and how that stands to what is wanted."""
    sums, price = sums_of(picks), {}
    for column in found.columns:
        for id, cell in column.cells.items():
            price[column.quote.id, id] = cell.gross
    found_sums = []
    for line in found.lines:
        quantity, view = sums.get(line.id, 0), line_view(line)
        total = sum(
            price.get((pick.quote_id, line.id), 0) * pick.quantity
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
