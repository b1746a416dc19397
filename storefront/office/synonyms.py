"""The synonyms desk: the list in force to edit, its former versions, and what changed from one to the next."""

from datetime import datetime
from difflib import unified_diff
from itertools import islice
from typing import NamedTuple

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import format_datetime, lazy_gettext
from flask_babel import gettext as _
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from catalog.records import Refused
from catalog.search.synonym_lists import (
    MAX_LENGTH,
    SynonymList,
    current_synonyms,
    edit_synonyms,
    newest_versions,
    version_before,
)
from marketplace.accounts.users import names_behind

from ..clock import now
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import office
from .pages import office_page
from .synonym_format import FORMAT

_VERSIONS_SHOWN = 50
_CHANGES_SHOWN = 1000
# Percent signs make nine bytes of a Vietnamese letter.
_MOST_BYTES = 10 * MAX_LENGTH


class VersionForm(ShopForm):
    """`based_on` is the version in force that the officer has seen."""

    based_on = HiddenField()

    @property
    def version(self) -> int:
        """-1, which no list has, for what is no number: such a form counts as stale."""
        text = self.based_on.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class SynonymsForm(VersionForm):
    text = TextAreaField(
        lazy_gettext("Synonyms"),
        [DataRequired(lazy_gettext("The list is empty: nothing would be left of it."))],
    )

    def tell(self, refusal: Refused) -> None:
        """Say what is wrong, and quote the line: lines have no numbers in a form."""
        self.text.errors = [translated(refusal)]
        line = refusal.facts.get("line")
        if line:
            quoted = self.text.data.splitlines()[line - 1].strip()[:200]
            self.text.errors.append(_("It reads: “%(text)s”", text=quoted))


class VersionView(NamedTuple):
    """One line of the history."""

    id: int
    at: str
    who: str


class Change(NamedTuple):
    """A line of a comparison: `sign` is "+", "-", " ", or "@" where unchanged lines are left out."""

    sign: str
    text: str


@office.get("/synonyms")
def synonyms() -> Response:
    id, text = current_synonyms(session())
    return _page(SynonymsForm(based_on=str(id), text=text))


@office.post("/synonyms")
@limiter.limit("60 per minute")
def save_synonyms() -> Response:
    request.max_form_memory_size = _MOST_BYTES
    form = SynonymsForm()
    if not form.validate():
        return _page(form, 422)
    try:
        saved = edit_synonyms(session(), form.text.data, now(), form.version)
    except Refused as refusal:
        form.tell(refusal)
        return _page(form, 422)
    return _done(saved)


@office.get("/synonyms/<int:id>")
def synonyms_version(id: int) -> Response:
    version, current = _find(id), current_synonyms(session())[0]
    before = version_before(session(), id)
    title = _("Version %(number)s", number=id)
    return office_page(
        "office/synonyms/show.html",
        version=_views([(id, version.created_at)])[0],
        text=version.text,
        before=before.id if before else None,
        changes=_changes(before.text, version.text) if before else [],
        form=VersionForm(based_on=str(current)),
        is_current=id == current,
        title=title,
        crumbs=[Crumb(_("Synonyms"), link("/office/synonyms")), Crumb(title)],
    )


@office.post("/synonyms/<int:id>/restoration")
@limiter.limit("60 per minute")
def restore_synonyms(id: int) -> Response:
    """Put a former version in force again, as a new one."""
    form, version = VersionForm(), _find(id)
    if not form.validate():
        abort(422)
    return _done(edit_synonyms(session(), version.text, now(), form.version))


def _find(id: int) -> SynonymList:
    # Beyond this no database has a number.
    version = session().get(SynonymList, id) if id < 2**31 else None
    return version or abort(404)


def _done(saved: bool) -> Response:
    if saved:
        flash(_("The list is saved. Searches use it from now on."), "good")
    else:
        flash(_("Nothing was changed: this list is in force already."), "warn")
    return redirect(url_for("office.synonyms"), 303)


def _page(form: SynonymsForm, status: int = 200) -> Response:
    """The form; where the list has changed meanwhile, with what sets it apart from the text in the form."""
    current, in_force = current_synonyms(session())
    stale = form.version != current
    typed = form.text.data or ""
    # Now the officer has been told: the next press is meant.
    form.based_on.data = str(current)
    return office_page(
        "office/synonyms/edit.html",
        status,
        form=form,
        format=FORMAT,
        limit=MAX_LENGTH,
        current=current,
        stale=stale,
        changes=_changes(in_force, typed) if stale else [],
        versions=_views(newest_versions(session(), _VERSIONS_SHOWN)),
        crumbs=[Crumb(_("Synonyms"))],
    )


def _views(versions: list[tuple[int, datetime]]) -> list[VersionView]:
    names = names_behind(session(), "synonyms.edited", [id for id, _at in versions])
    return [
        VersionView(id, format_datetime(at, "HH:mm, dd/MM/yyyy"), names.get(id, "")) for id, at in versions
    ]


def _changes(before: str, after: str) -> list[Change]:
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    shown = [Change(line[0], line[1:]) for line in islice(lines, 2, 2 + _CHANGES_SHOWN)]
    return [*shown, Change("@", "")] if len(shown) == _CHANGES_SHOWN else shown
