"""Writing a fair step by step: each step is kept when it is sent, and of two people the second is told."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.records import Refused
from marketplace.fairs.fair_rules import missing
from marketplace.fairs.fair_steps import Stale, begin, rules_of, write, write_rules
from marketplace.fairs.fairs import Fair, FairState
from marketplace.permissions import OrganiserAction

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link, on_to
from . import organiser
from .access import find_fair, me, named_organiser
from .fair_forms import BasicsForm, DaysForm, StepForm, VisitorsForm
from .pages import fair_crumb, organiser_page
from .rule_form import applications_form
from .sections import SECTIONS, Section

STEPS = {
    "basics": lazy_gettext("Name and place"),
    "days": lazy_gettext("Days and hours"),
    "applications": lazy_gettext("Who may exhibit"),
    "visitors": lazy_gettext("Registration and tickets"),
}
_TEXTS = {
    "basics": lazy_gettext("Theme, hosts, permit number, venue"),
    "days": lazy_gettext("Opening, build-up and tear-down"),
    "applications": lazy_gettext("When producers apply, by which rules, and how booths are paid"),
    "visitors": lazy_gettext("How many may register, and what a ticket costs"),
}
SECTIONS[:0] = [
    Section(f"steps/{step}", OrganiserAction.FAIRS, title, _TEXTS[step]) for step, title in STEPS.items()
]
_STEP = "any(basics, days, applications, visitors)"


@organiser.get("/fairs/new")
def new_fair() -> Response:
    return _page(None, "basics", BasicsForm(formdata=None, seen="0").ready())


@organiser.post("/fairs")
@limiter.limit("40 per hour")
def begin_fair() -> Response:
    form = BasicsForm().ready()
    if request.form.get("action") == "communes":
        return _page(None, "basics", form)
    if not form.validate():
        return _page(None, "basics", form, 422)
    try:
        made = begin(session(), named_organiser(), form.facts(), now())
    except Refused as refusal:
        session().rollback()
        return _page(None, "basics", form, 422, translated(refusal))
    return on_to(_after(made, "basics"))


@organiser.get(f"/fairs/<slug>/steps/<{_STEP}:step>")
def fair_step(slug: str, step: str) -> Response:
    fair = find_fair(slug)
    return _page(fair, step, _filled(fair, step))


@organiser.post(f"/fairs/<slug>/steps/<{_STEP}:step>")
@limiter.limit("240 per hour")
def write_fair_step(slug: str, step: str) -> Response:
    fair, form = find_fair(slug), form_of(step)().ready()
    if request.form.get("action") == "communes":
        return _page(fair, step, form)
    if not form.validate():
        return _page(fair, step, form, 422)
    try:
        _write(fair, form)
    except Stale as stale:
        session().rollback()
        return _stale(find_fair(slug), step, form, translated(stale))
    except Refused as refusal:
        session().rollback()
        return _page(find_fair(slug), step, form, 422, translated(refusal))
    flash(_("Saved."), "good")
    return on_to(_after(fair, step))


def _write(fair: Fair, form: StepForm) -> None:
    write(session(), fair, form.revision, form.facts())
    if rules := form.rules():
        write_rules(session(), fair, rules)


def form_of(step: str) -> type[StepForm]:
    fixed: dict[str, type[StepForm]] = {"basics": BasicsForm, "days": DaysForm, "visitors": VisitorsForm}
    return fixed.get(step) or applications_form()


def _filled(fair: Fair, step: str) -> StepForm:
    return form_of(step).filled(fair, rules_of(session(), fair.id))


def _stale(fair: Fair, step: str, form: StepForm, problem: str) -> Response:
    """What was typed stays, beside what is there now; the next press is meant for what both now see."""
    known = _filled(fair, step)
    theirs = [
        (one.label.text, _written(known[one.name]))
        for one in form
        if one.name not in ("seen", "csrf_token") and one.data != known[one.name].data
    ]
    form.seen.data = str(fair.revision)
    return _page(fair, step, form, 422, problem, theirs)


def _written(field) -> str:
    """As people read it: the words of a choice, not its value."""
    chosen = field.data if isinstance(field.data, list) else [field.data]
    words = dict(choice[:2] for choice in _choices(field))
    return ", ".join(str(words.get(one, one)) for one in chosen if one)


def _choices(field) -> list:
    return list(field.iter_choices()) if getattr(field, "choices", None) else []


def _after(fair: Fair, step: str) -> str:
    """A draft goes on with the next step; what is announced goes back to the fair's page."""
    keys = list(STEPS)
    later = keys[keys.index(step) + 1 :] if fair.state == FairState.DRAFT else []
    if later:
        return url_for("organiser.fair_step", slug=fair.slug, step=later[0])
    return url_for("organiser.one_fair", slug=fair.slug)


def _page(
    fair: Fair | None,
    step: str,
    form: StepForm,
    status: int = 200,
    problem: str = "",
    theirs: list[tuple[str, str]] | None = None,
) -> Response:
    return organiser_page(
        f"steps/{step}.html",
        status,
        fair=fair,
        of=None if fair else named_organiser(),
        key=step,
        steps=STEPS,
        lacking=missing(fair) if fair else {},
        form=form,
        person=me().id,
        theirs=theirs or [],
        problem=problem,
        url=(
            url_for("organiser.write_fair_step", slug=fair.slug, step=step)
            if fair
            else url_for("organiser.begin_fair", organiser=named_organiser().slug)
        ),
        crumbs=[
            *([fair_crumb(fair)] if fair else [Crumb(_("New fair"), link("/organiser/fairs/new"))]),
            Crumb(str(STEPS[step])),
        ],
    )
