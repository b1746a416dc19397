"""What is done about the rights to a mark, step by step; the office and the mark's own people differ in what they reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from catalog.marks import Mark
from catalog.producers import Producer
from catalog.records import Refused
from catalog.standing import ActKind
from catalog.text import clean
from marketplace.register.mark_rights import grant_right
from marketplace.register.rights_list import ListedRight, checked_list, grant_list, read_list
from marketplace.register.territories import lies_outside

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..shop.pages import Crumb
from .forms import RightForm, RightsListForm, right_form, rights_list_form, rights_ruling_form
from .views import Reach, producer_with, producers_named, products_of, rule_on_ticked, ticked


@dataclass(frozen=True)
class RightsDesk:
    """`find` answers with the mark, held where it is to be changed, or with 404; `mark_page` shows it, with a form as it
    was typed. `page` makes a page of `grant_template` or `list_template`; `home` is the endpoint of the mark's page."""

    find: Callable[[str], Mark]
    reach: Reach
    mark_page: Callable[..., Response]
    page: Callable[..., Response]
    grant_template: str
    list_template: str
    home: str
    crumbs: Callable[[Mark], list[Crumb]]

    def rule(self, slug: str) -> Response:
        """One decision on all that is ticked."""
        mark, form = self.find(slug), rights_ruling_form(sent=True)
        if not form.validate():
            return self.mark_page(mark, 422, typed=form, ticked=ticked())
        try:
            kind = ActKind(form.step.data)
            rule_on_ticked(mark, self.reach, kind, form.ruling(), signed_in().id, now(), today())
        except Refused as refusal:
            session().rollback()
            return self.mark_page(self.find(slug), 422, translated(refusal), form, ticked())
        flash(_("Entered. Badges follow from the day on which it takes effect."), "good")
        return self._back(slug)

    def new_right(self, slug: str) -> Response:
        mark, producer = self.find(slug), self._producer()
        form = right_form(mark, products_of(producer), sent=False) if producer else None
        return self._grant_page(mark, producer, form)

    def grant(self, slug: str) -> Response:
        mark, producer = self.find(slug), self._producer() or abort(404)
        form = right_form(mark, products_of(producer), sent=True)
        if not form.validate():
            return self._grant_page(mark, producer, form, 422)
        try:
            grant_right(session(), mark, producer, form.wanted(), signed_in().id, now())
        except Refused as refusal:
            session().rollback()
            return self._grant_page(self.find(slug), self._producer(), form, 422, translated(refusal))
        flash(_("Granted."), "good")
        if lies_outside(producer, mark.territory):
            said = _("The producer's commune lies outside the territory of the mark. Please look once more.")
            flash(said, "warn")
        return self._back(slug)

    def new_list(self, slug: str) -> Response:
        mark = self.find(slug)
        return self._list_page(mark, rights_list_form(mark, sent=False))

    def grant_list(self, slug: str) -> Response:
        """Look at a list first, and grant all of it or nothing."""
        mark = self.find(slug)
        form = rights_list_form(mark, sent=True)
        if not form.validate():
            return self._list_page(mark, form, 422)
        try:
            listed = read_list(session(), form.lines.data, self.reach)
            listed = checked_list(session(), mark, listed, form.wanted(), signed_in().id)
            if request.form.get("action") != "grant":
                return self._list_page(mark, form, listed=listed)
            count = grant_list(session(), mark, listed, form.wanted(), signed_in().id, now())
        except Refused as refusal:
            session().rollback()
            return self._refused_list(slug, form, translated(refusal))
        flash(ngettext("%(num)s right is granted.", "%(num)s rights are granted.", count), "good")
        return self._back(slug)

    def _refused_list(self, slug: str, form: RightsListForm, problem: str) -> Response:
        """With what is wrong in which line, as far as it can be read."""
        mark = self.find(slug)
        try:
            listed = read_list(session(), form.lines.data, self.reach)
        except Refused:
            listed = []
        listed = checked_list(session(), mark, listed, form.wanted(), signed_in().id)
        return self._list_page(mark, form, 422, problem, listed)

    def _list_page(
        self,
        mark: Mark,
        form: RightsListForm,
        status: int = 200,
        problem: str = "",
        listed: Sequence[ListedRight] = (),
    ) -> Response:
        rows = [
            SimpleNamespace(
                number=one.number,
                producer=one.producer.name if one.producer else one.text,
                permit=one.permit_no,
                problem=translated(one.problem) if one.problem else "",
                outside=one.producer is not None and lies_outside(one.producer, mark.territory),
            )
            for one in listed
        ]
        return self.page(
            self.list_template,
            status,
            mark=mark,
            form=form,
            rows=rows,
            ready=bool(rows) and not any(row.problem for row in rows),
            problem=problem,
            crumbs=[*self.crumbs(mark), Crumb(_("Grant rights by a list"))],
        )

    def _back(self, slug: str) -> Response:
        return redirect(url_for(self.home, slug=slug), 303)

    def _producer(self) -> Producer | None:
        """The one whose right it is to be; 404 for a stranger's, None where none is chosen yet."""
        slug = request.args.get("producer", "")[:255]
        return (producer_with(slug, self.reach) or abort(404)) if slug else None

    def _grant_page(
        self,
        mark: Mark,
        producer: Producer | None,
        form: RightForm | None,
        status: int = 200,
        problem: str = "",
    ) -> Response:
        words = clean(request.args.get("q", ""))[:100]
        return self.page(
            self.grant_template,
            status,
            mark=mark,
            producer=producer,
            outside=producer is not None and lies_outside(producer, mark.territory),
            form=form,
            q=words,
            found=producers_named(words, self.reach),
            problem=problem,
            crumbs=[*self.crumbs(mark), Crumb(_("Grant a right"))],
        )
