"""What is done about the rights to a mark, step by step; the office and the mark's own people differ in what they reach."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.marks import Mark
from catalog.producers import Producer
from catalog.records import Refused
from catalog.standing import ActKind
from catalog.text import clean
from marketplace.register.mark_rights import grant_right
from marketplace.register.territories import lies_outside

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..shop.pages import Crumb
from .forms import RightForm, right_form, rights_ruling_form
from .views import Reach, producer_with, producers_named, products_of, rule_on_ticked, ticked


@dataclass(frozen=True)
class RightsDesk:
    """`find` answers with the mark, held where it is to be changed, or with 404; `mark_page` shows it, with a form as it
    was typed. `page` makes a page of `grant_template`; `home` is the endpoint of the mark's page."""

    find: Callable[[str], Mark]
    reach: Reach
    mark_page: Callable[..., Response]
    page: Callable[..., Response]
    grant_template: str
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
