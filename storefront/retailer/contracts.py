"""/retailer/contracts: those that are written, running or over, and drafting another one."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.producers import Producer
from catalog.records import Refused
from marketplace.permissions import RetailerAction
from marketplace.sourcing.contract_drafts import (
    award_for_contract,
    awards_without_contract,
    begin_contract,
    begin_from_award,
)
from marketplace.sourcing.contract_lists import PER_PAGE, count_contracts, page_of_contracts
from marketplace.sourcing.contracts import Contract, ContractState

from ..clock import now
from ..contract_views import contract_rows
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..tabs import state_tabs
from . import retailer
from .access import me, named_retailer
from .choosing import producer_at_work, producers_like
from .contract_forms import USUAL_PAPERS, HeadForm, written_terms
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "contracts",
        RetailerAction.CONTRACTS,
        lazy_gettext("Contracts"),
        lazy_gettext("For a season: prices, harvests, papers, call-offs"),
    )
)


def contracts_crumb() -> Crumb:
    return Crumb(_("Contracts"), link("/retailer/contracts"))


@retailer.get("/contracts")
def contracts() -> Response:
    mine = Contract.retailer_id == named_retailer().id
    counts = count_contracts(session(), mine)
    state = request.args.get("state", "")
    known = state in list(ContractState)
    which = (mine, Contract.state == state) if known else (mine,)
    total = counts.get(ContractState(state), 0) if known else sum(counts.values())
    url = link("/retailer/contracts?")
    asked = page_number(request.args.get("page"))
    pager = Pager(lambda page: f"{url}state={state}&page={page}", asked, total, PER_PAGE)
    return retailer_page(
        "contracts.html",
        tabs=state_tabs(url, state, counts, ContractState),
        rows=contract_rows(page_of_contracts(session(), pager.page, *which)),
        pager=pager,
        crumbs=[Crumb(_("Contracts"))],
    )


@retailer.get("/contracts/new")
def new_contract() -> Response:
    """With a producer, from an award, or first the choice of one of these."""
    if award := request.args.get("award"):
        _award, version, producer = award_for_contract(session(), named_retailer().id, award[:40]) or abort(
            404
        )
        data = {"award": award[:40], "papers": list(USUAL_PAPERS)} | written_terms(version.terms)
        return _new_page(producer, HeadForm(formdata=None, data=data))
    if slug := request.args.get("producer"):
        producer = producer_at_work(slug) or abort(404)
        data = {"producer": producer.slug, "papers": list(USUAL_PAPERS)}
        return _new_page(producer, HeadForm(formdata=None, data=data))
    words = request.args.get("q", "")
    return retailer_page(
        "choose_for_contract.html",
        words=words[:80],
        found=[
            (link(f"/retailer/contracts/new?producer={one.slug}"), one.name, "")
            for one in producers_like(words)
        ],
        awards=[
            (
                link(f"/retailer/contracts/new?award={version.quote.code}"),
                version.quote.request.title,
                producer.name,
            )
            for _award, version, producer in awards_without_contract(session(), named_retailer().id)
        ],
        crumbs=[contracts_crumb(), Crumb(_("New contract"))],
    )


def _new_page(producer: Producer, form: HeadForm, status: int = 200, problem: str = "") -> Response:
    return retailer_page(
        "contract_head.html",
        status,
        title=_("New contract"),
        producer=producer.name,
        form=form,
        action=link(f"/retailer/contracts?retailer={named_retailer().code}"),
        from_award=bool(form.award.data),
        problem=problem,
        crumbs=[contracts_crumb(), Crumb(_("New contract"))],
    )


@retailer.post("/contracts")
@limiter.limit("60 per hour")
def draft_contract() -> Response:
    form = HeadForm()
    of_award = award_for_contract(session(), named_retailer().id, (form.award.data or "")[:40])
    producer = of_award[2] if of_award else producer_at_work(form.producer.data or "")
    if producer is None:
        abort(404)
    if not form.validate():
        return _new_page(producer, form, 422)
    try:
        made = _begin(form, producer, of_award)
    except Refused as refusal:
        session().rollback()
        return _new_page(session().get_one(Producer, producer.id), form, 422, translated(refusal))
    flash(_("The draft is there. Now write what is in it."), "good")
    return redirect(link(f"/retailer/contracts/{made.code}"), 303)


def _begin(form: HeadForm, producer: Producer, of_award: tuple | None) -> Contract:
    if of_award:
        return begin_from_award(session(), named_retailer(), of_award[0], me().id, form.head(), now())
    return begin_contract(session(), named_retailer(), producer, me().id, form.head(), now())
