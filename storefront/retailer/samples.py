"""/retailer/samples: those asked for by state, and asking for another one."""

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from catalog.products import Product
from marketplace.accounts.stores import Store
from marketplace.permissions import RetailerAction
from marketplace.sourcing.requests import SourcingRequest
from marketplace.sourcing.sample_steps import PER_PAGE, ask, count_samples, page_of_samples
from marketplace.sourcing.samples import Sample, SampleState

from ..clock import now
from ..database import session
from ..locales import localized
from ..sample_views import sample_row
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..sourcing_steps import do_step
from ..tabs import state_tabs
from . import retailer
from .access import me, named_retailer
from .choosing import product_on_sale, products_like
from .pages import retailer_page
from .sample_forms import AskForm
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "samples",
        RetailerAction.SAMPLES,
        lazy_gettext("Samples"),
        lazy_gettext("Taste, look and measure before you buy"),
    )
)


def samples_crumb() -> Crumb:
    return Crumb(_("Samples"), link("/retailer/samples"))


@retailer.get("/samples")
def samples() -> Response:
    mine = Sample.retailer_id == named_retailer().id
    counts = count_samples(session(), mine)
    state = request.args.get("state", "")
    which = (mine, Sample.state == state) if state in list(SampleState) else (mine,)
    total = counts.get(state, 0) if state in list(SampleState) else sum(counts.values())
    url = link("/retailer/samples?")
    pager = Pager(
        lambda page: f"{url}state={state}&page={page}", page_number(request.args.get("page")), total, PER_PAGE
    )
    return retailer_page(
        "samples.html",
        tabs=state_tabs(url, state, counts, SampleState),
        rows=[sample_row(one) for one in page_of_samples(session(), pager.page, *which)],
        pager=pager,
        crumbs=[Crumb(_("Samples"))],
    )


@retailer.get("/samples/new")
def new_sample() -> Response:
    slug = request.args.get("product", "")
    if not slug:
        words = request.args.get("q", "")
        return retailer_page(
            "new_sample.html",
            product=None,
            words=words[:80],
            found=[
                (link(f"/retailer/samples/new?product={one.slug}"), localized(one, "name"), one.producer.name)
                for one in products_like(words)
            ],
            crumbs=[samples_crumb(), Crumb(_("Ask for a sample"))],
        )
    product = product_on_sale(slug) or abort(404)
    given = {"product": product.slug, "request": request.args.get("request", "")[:40]}
    return _ask_page(product, AskForm(product, stores_of_mine(), formdata=None, data=given))


def _ask_page(product: Product, form: AskForm, status: int = 200, problem: str = "") -> Response:
    return retailer_page(
        "new_sample.html",
        status,
        product=product,
        name=localized(product, "name"),
        asked=_request(form),
        form=form,
        problem=problem,
        crumbs=[samples_crumb(), Crumb(_("Ask for a sample"))],
    )


def stores_of_mine() -> list[Store]:
    """Where deliveries can go, of the named retailer."""
    mine = Store.retailer_id == named_retailer().id, Store.closed_at.is_(None)
    return list(session().scalars(select(Store).where(*mine).order_by(Store.code, Store.id)))


def _request(form: AskForm) -> SourcingRequest | None:
    code = (form.request.data or "")[:40]
    mine = SourcingRequest.code == code, SourcingRequest.retailer_id == named_retailer().id
    return session().scalar(select(SourcingRequest).where(*mine)) if code else None


@retailer.post("/samples")
@limiter.limit("60 per hour")
def ask_sample() -> Response:
    product = product_on_sale(request.form.get("product", "")) or abort(404)
    form = AskForm(product, stores_of_mine())
    if not form.validate():
        return _ask_page(product, form, 422)
    asked = _request(form)
    wish = form.wish(asked.id if asked else None)

    def again(problem: str) -> Response:
        return _ask_page(product_on_sale(product.slug) or abort(404), form, 422, problem)

    url = link("/retailer/samples?state=asked")
    return do_step(
        lambda: ask(session(), named_retailer(), me().id, wish, now()),
        _("The producer is asked."),
        url,
        again,
    )
