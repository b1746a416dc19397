"""Writing a listing step by step: drafts are kept as one writes, and nobody overwrites what others have written."""

from typing import Any

from flask import Response, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from catalog.listing_texts import shown_story
from catalog.products import Product
from catalog.records import Refused
from catalog.revisions import Stale, draft_facts, newest_revision, save_draft, stamp

from ..clock import VIETNAM, now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, asked_by_script, link
from . import producer
from .listing_access import my_listing
from .listing_forms import FORMS, StepForm
from .listing_views import claims_view, missing_view, set_choices, steps_view
from .listing_words import STEPS
from .pages import producer_page

_STEP = "any(basics,text,label,story)"


@producer.get(f"/products/<int:id>/<{_STEP}:step>")
def listing_step(id: int, step: str) -> Response:
    product = my_listing(id)
    newest = newest_revision(session(), product.id)
    facts = draft_facts(session(), product, newest)
    return _page(product, step, FORMS[step].filled(_of(FORMS[step], facts), stamp(newest)))


@producer.post(f"/products/<int:id>/<{_STEP}:step>")
@limiter.limit("240 per minute")
def save_listing_step(id: int, step: str) -> Response:
    product, form = my_listing(id), FORMS[step]()
    if step == "basics":
        form.set_code.choices = set_choices(session())
    if not form.validate():
        return _refused(product, step, form)
    try:
        save_draft(session(), product, form.seen.data or "", form.facts(), now())
    except Stale as stale:
        return _stale(product, step, form, translated(stale))
    except Refused as refusal:
        session().rollback()
        return _refused(my_listing(id), step, form, translated(refusal))
    return _saved(product, step)


def _saved(product: Product, step: str) -> Response:
    session().flush()
    if asked_by_script():
        newest = newest_revision(session(), product.id)
        claims = claims_view(session(), product, draft_facts(session(), product, newest))
        return jsonify(
            seen=stamp(newest),
            at=f"{now().astimezone(VIETNAM):%H:%M}",
            next=_next_url(product, step),
            claims=[{"sentence": one.sentence, "reason": one.reason} for one in claims],
        )
    if request.form.get("then") == "next":
        return redirect(_next_url(product, step), 303)
    flash(_("The draft is kept."), "good")
    return redirect(url_for("producer.listing_step", id=product.id, step=step), 303)


def _next_url(product: Product, step: str) -> str:
    steps = [*STEPS]
    return link(f"/producer/products/{product.id}/{steps[steps.index(step) + 1]}")


def _refused(product: Product, step: str, form: StepForm, problem: str = "") -> Response:
    if asked_by_script():
        errors = {name: str(one[0]) for name, one in form.errors.items() if one}
        return jsonify(problem=problem or _("Please check the places marked below."), errors=errors), 422
    return _page(product, step, form, 422, problem)


def _stale(product: Product, step: str, form: StepForm, problem: str) -> Response:
    """Both texts side by side; a second press keeps what is in the form."""
    if asked_by_script():
        return jsonify(problem=problem, stale=True), 409
    newest = newest_revision(session(), product.id)
    theirs = FORMS[step].typed(_of(FORMS[step], draft_facts(session(), product, newest)))
    form.seen.data = stamp(newest)
    differing = [
        (field, theirs[name] or "")
        for name, field in form.fact_fields().items()
        if (theirs[name] or "") != (field.data or "")
    ]
    return _page(product, step, form, 409, problem, differing)


def _of(form: type[StepForm], facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if hasattr(form, name)}


def _page(
    product: Product,
    step: str,
    form: StepForm,
    status: int = 200,
    problem: str = "",
    theirs: list | None = None,
) -> Response:
    if step == "basics":
        form.set_code.choices = set_choices(session())
    newest = newest_revision(session(), product.id)
    facts = draft_facts(session(), product, newest)
    lacking, _words = missing_view(session(), product, facts)
    return producer_page(
        f"producer/listings/{step}.html",
        status,
        product=product,
        step=step,
        steps=steps_view(product, lacking, step),
        form=form,
        problem=problem,
        theirs=theirs or [],
        locked=newest is not None and newest.state == "submitted",
        claims=claims_view(session(), product, facts),
        shown_story=step == "story" and shown_story(session(), product.id) is not None,
        crumbs=[
            Crumb(_("Products"), link("/producer/products")),
            Crumb(product.name, link(f"/producer/products/{product.id}")),
            Crumb(str(STEPS[step])),
        ],
    )
