"""/organiser/fairs/<slug>/programme: what there is to see and hear, day by day."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.fairs.fair_steps import programme_of
from marketplace.fairs.fairs import Fair, ProgrammeItem
from marketplace.fairs.programme import add_item, change_item, find_item, remove_item
from marketplace.permissions import OrganiserAction

from ..database import session
from ..fields import DayField, TimeField, line
from ..filters import day
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import organiser
from .access import find_fair
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "programme",
        OrganiserAction.FAIRS,
        lazy_gettext("Programme"),
        lazy_gettext("What there is to see and hear, day by day"),
    )
)
_NEEDED = lazy_gettext("Please fill this in.")


class SeenForm(ShopForm):
    """A button of an item."""

    seen = HiddenField()


class ItemForm(SeenForm):
    """`seen` is the version of the item that whoever writes has read."""

    day = DayField(lazy_gettext("Day"), [DataRequired(_NEEDED)])
    starts_at = TimeField(lazy_gettext("Begins at"), [DataRequired(_NEEDED)])
    ends_at = TimeField(lazy_gettext("Ends at"), [DataRequired(_NEEDED)])
    title = line(lazy_gettext("What happens"), 200, needed=_NEEDED)
    place = line(lazy_gettext("Where at the fair"), 120)

    @classmethod
    def of_item(cls, item: ProgrammeItem) -> "ItemForm":
        facts = {"title": item.title, "place": item.place, "day": item.day.isoformat()}
        facts |= {name: f"{getattr(item, name):%H:%M}" for name in ("starts_at", "ends_at")}
        return cls(formdata=None, data=facts | {"seen": item.version})

    def written(self) -> tuple:
        return (self.day.value, self.starts_at.value, self.ends_at.value, self.title.data, self.place.data)


@organiser.get("/fairs/<slug>/programme")
def programme(slug: str) -> Response:
    return _page(find_fair(slug))


@organiser.post("/fairs/<slug>/programme")
@limiter.limit("240 per hour")
def add_programme_item(slug: str) -> Response:
    fair, form = find_fair(slug), ItemForm()
    if not form.validate():
        return _page(fair, 422, form=form)
    return _do(slug, lambda: add_item(session(), fair, *form.written()), _("Added."), form)


@organiser.get("/fairs/<slug>/programme/<int:id>")
def programme_item(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    item = _find(fair, id)
    return _page(fair, form=ItemForm.of_item(item), item=item)


@organiser.post("/fairs/<slug>/programme/<int:id>")
@limiter.limit("240 per hour")
def change_programme_item(slug: str, id: int) -> Response:
    fair, form = find_fair(slug), ItemForm()
    item = _find(fair, id)
    if not form.validate():
        return _page(fair, 422, form=form, item=item)
    return _do(
        slug, lambda: change_item(fair, item, form.seen.data or "", *form.written()), _("Saved."), form, id
    )


@organiser.post("/fairs/<slug>/programme/<int:id>/removal")
@limiter.limit("240 per hour")
def remove_programme_item(slug: str, id: int) -> Response:
    fair = find_fair(slug)
    item = _find(fair, id)
    form = SeenForm()
    if not form.validate():
        return _page(fair, 422, _("The form had expired. Please try once more."))
    return _do(slug, lambda: remove_item(session(), fair, item, form.seen.data or ""), _("Removed."))


def _find(fair: Fair, id: int) -> ProgrammeItem:
    return find_item(session(), fair, id) or abort(404)


def _do(
    slug: str, step: Callable, said: str, form: ItemForm | None = None, id: int | None = None
) -> Response:
    try:
        step()
    except Refused as refusal:
        session().rollback()
        fair = find_fair(slug)
        item = find_item(session(), fair, id) if id else None
        if form and item:
            # Whoever sends once more has read how it stands now.
            form.seen.data = item.version
        return _page(fair, 422, translated(refusal), form, item)
    flash(said, "good")
    return redirect(url_for("organiser.programme", slug=slug), 303)


def _when(item: ProgrammeItem) -> str:
    return f"{day(item.day)}, {item.starts_at:%H:%M} – {item.ends_at:%H:%M}"


def _page(
    fair: Fair,
    status: int = 200,
    problem: str = "",
    form: ItemForm | None = None,
    item: ProgrammeItem | None = None,
) -> Response:
    here = link(f"/organiser/fairs/{fair.slug}/programme")
    first = {"day": fair.starts_on.isoformat()} if fair.starts_on else {}
    return organiser_page(
        "programme.html",
        status,
        fair=fair,
        rows=[
            (one.id, _when(one), one.title, one.place, one.version)
            for one in programme_of(session(), fair.id)
        ],
        stands=f"{item.title}, {_when(item)}, {item.place}".rstrip(", ") if item and problem else "",
        form=form or ItemForm(formdata=None, data=first),
        item=item,
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[
            fair_crumb(fair),
            Crumb(_("Programme"), here if item else None),
            *([Crumb(item.title)] if item else []),
        ],
    )
