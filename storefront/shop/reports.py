"""Anybody reports misuse of stars or a mark, and reads under the report's number what came of it."""

from typing import NamedTuple

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from catalog.codes import grouped, read_code
from catalog.marks import Authorisation, Mark
from catalog.products import SHOWN, Product
from catalog.recognitions import Recognition
from catalog.records import Refused
from marketplace.misuse import KEPT, About, MisuseReport, ReportKind, ReportState, Told, report_misuse

from ..clock import now
from ..database import session
from ..filters import label
from ..locales import locale, localized, translated
from ..login import signed_in
from ..private_pictures import LARGEST_REQUEST, uploaded_name
from ..security import limiter
from . import shop
from .pages import Crumb, home_crumb, link, private_page
from .report_forms import ReportForm, SeenElsewhereForm
from .verification import find_right, kept_code


class _Subject(NamedTuple):
    """What the report is about, its name, and the part of the address that says so."""

    about: About
    name: str
    query: str


@shop.get("/reports/new")
def new_report() -> Response:
    subject = _subject()
    form = _form(subject)(formdata=None)
    user = signed_in()
    if user is not None and user.email:
        form.contact.data = user.email
    return _form_page(subject, form)


@shop.post("/reports")
@limiter.limit("5 per minute; 20 per hour")
def post_report() -> Response:
    request.max_content_length = LARGEST_REQUEST
    subject = _subject()
    form = _form(subject)()
    if not form.validate():
        return _form_page(subject, form, 422)
    # A picture takes its time to be written: nobody else has to wait for it.
    session().rollback()
    try:
        picture = uploaded_name("picture")
        user = signed_in()
        made = report_misuse(
            session(), _subject().about, _told(form, picture), user.id if user else None, now()
        )
    except Refused as refusal:
        session().rollback()
        return _form_page(_subject(), form, 422, translated(refusal))
    return redirect(url_for("shop.report", number=made.number), 303)


def _told(form: ReportForm, picture: str) -> Told:
    kind = ReportKind(form.kind.data)
    return Told(kind, form.text.data, form.place.data, form.contact.data, locale(), picture)


@shop.get("/reports/<number>")
@limiter.limit("60 per minute")
def report(number: str) -> Response:
    """Whoever has the number reads how it stands, and nothing of what was written or by whom."""
    found = session().scalar(select(MisuseReport).where(MisuseReport.number == read_code(number[:40])))
    if found is None:
        abort(404)
    return _page(
        "shop/reports/show.html",
        200,
        number=grouped(found.number),
        state=found.state,
        state_label=label(ReportState(found.state)),
        received_at=found.received_at,
        decided_at=found.decided_at,
        reasons=found.reasons,
        has_contact=bool(found.contact),
        crumbs=[home_crumb(), Crumb(_("Report %(number)s", number=grouped(found.number)))],
    )


def _subject() -> _Subject:
    """What the address says; 404 for a product or mark that is not there."""
    slug = request.args.get("product", "")[:255]
    if slug:
        return _of_product(slug)
    slug = request.args.get("mark", "")[:255]
    if slug:
        mark = session().scalar(select(Mark).where(Mark.slug == slug)) or abort(404)
        return _Subject(About(mark=mark), localized(mark, "name"), f"mark={mark.slug}")
    code = kept_code(request.args.get("code", "")[:40])
    return _of_code(code) if code else _Subject(About(), "", "")


def _of_product(slug: str) -> _Subject:
    query = select(Product).join(Product.producer).options(contains_eager(Product.producer))
    product = session().scalar(query.where(Product.slug == slug, SHOWN)) or abort(404)
    about = About(product=product, producer=product.producer)
    return _Subject(
        about, f"{localized(product, 'name')}, {product.producer.name}", f"product={product.slug}"
    )


def _of_code(code: str) -> _Subject:
    """Behind a code nobody has given there is nothing, and that may be just what is reported."""
    right = find_right(code)
    name = _("Code %(code)s", code=grouped(code))
    if isinstance(right, Recognition):
        about = About(product=right.product, producer=right.product.producer, code=code)
        name = f"{name}: {localized(right.product, 'name')}, {right.product.producer.name}"
    elif isinstance(right, Authorisation):
        about = About(right.product, right.mark, right.producer, code)
        name = f"{name}: {localized(right.mark, 'name')}, {right.producer.name}"
    else:
        about = About(code=code)
    return _Subject(about, name, f"code={code}")


def _form(subject: _Subject) -> type[ReportForm]:
    return ReportForm if any(subject.about) else SeenElsewhereForm


def _form_page(subject: _Subject, form: ReportForm, status: int = 200, problem: str = "") -> Response:
    return _page(
        "shop/reports/new.html",
        status,
        form=form,
        problem=problem,
        name=subject.name,
        action=link("/reports") + (f"?{subject.query}" if subject.query else ""),
        days=KEPT.days,
        crumbs=[home_crumb(), Crumb(_("Report misuse"))],
    )


def _page(template: str, status: int, **context) -> Response:
    response = private_page(template, status, **context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
