"""Papers that wait for an officer: a queue, one paper beside the one it replaces, accepting and returning it."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import case, func, select

from catalog.document_kinds import DocumentKind
from catalog.document_rules import read_rules
from catalog.documents import Document, DocumentState
from catalog.filing import decide_document, history_of, with_owners
from catalog.records import Refused
from marketplace.submissions import Decision

from ..clock import now, today
from ..database import session
from ..documents import DocumentView, document_file, found
from ..filters import day, label
from ..locales import localized, translated
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import office
from .access import within_reach
from .differences import differences
from .pages import office_page
from .queues import DecisionForm, Waiting, decision_form

_PER_PAGE = 30
_WAITS = Document.state == DocumentState.SUBMITTED
# A queue of their own: what follows from a permit is a right that an officer enters.
_IS_PERMIT = Document.kind == DocumentKind.MARK_PERMIT


class PaperForm(DecisionForm):
    """A paper is accepted or goes back; what was accepted can only go back."""

    allowed = (Decision.APPROVE, Decision.RETURN)


def count_waiting() -> tuple[int, int]:
    """How many papers wait, and how many permits of marks, in one statement."""
    permits = func.sum(case((_IS_PERMIT, 1), else_=0))
    query = select(func.count(), permits).select_from(Document).join(Document.producer)
    every, permits = session().execute(within_reach(query.where(_WAITS))).one()
    return every - (permits or 0), permits or 0


@office.get("/papers")
def documents() -> Response:
    return _queue("/office/papers", permits=False)


@office.get("/mark-permits")
def mark_permits() -> Response:
    return _queue("/office/mark-permits", permits=True)


def _queue(path: str, *, permits: bool) -> Response:
    pager = plain_pager(path, page_number(request.args.get("page")), count_waiting()[permits], _PER_PAGE)
    query = with_owners().join(Document.producer).where(_WAITS, _IS_PERMIT if permits else ~_IS_PERMIT)
    oldest = within_reach(query).order_by(Document.submitted_at, Document.id)
    page = oldest.offset((pager.page - 1) * _PER_PAGE).limit(_PER_PAGE)
    rows = [_row(one) for one in session().scalars(page)]
    title = _("Permits of marks") if permits else _("Papers")
    return office_page(
        "office/papers/index.html",
        rows=rows,
        pager=pager,
        title=title,
        permits=permits,
        crumbs=[Crumb(title)],
    )


def _row(one: Document) -> Waiting:
    title = one.title or label(DocumentKind(one.kind))
    about = localized(one.product, "name") if one.product else _("All products")
    number = _("No. %(number)s", number=one.number) if one.number else ""
    detail = " · ".join(text for text in (one.producer.name, about, number) if text)
    tag = _("replaces a former one") if one.replaces_id else ""
    return Waiting(title, link(f"/office/papers/{one.code}"), one.submitted_at, detail, tag)


@office.get("/papers/<code>")
def document(code: str) -> Response:
    return _page(_find(code))


@office.get("/papers/<code>/file")
@limiter.limit("240 per minute")
def document_file_for_office(code: str) -> Response:
    return document_file(_find(code))


@office.post("/papers/<code>/decision")
@limiter.limit("120 per minute")
def decide_paper(code: str) -> Response:
    one, form = _find(code, to_change=True), PaperForm()
    if not form.validate():
        return _page(one, 422, form)
    accepted = form.choice is Decision.APPROVE
    try:
        decide_document(session(), one, accepted, form.reasons.data, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), 422, form, translated(refusal))
    flash(
        _("The paper is accepted. The producer is told.")
        if accepted
        else _("The paper is returned. The producer reads why."),
        "good",
    )
    return redirect(_after(one, accepted), 303)


def _after(one: Document, accepted: bool) -> str:
    if one.kind != DocumentKind.MARK_PERMIT:
        return url_for("office.documents")
    # Of an accepted permit the right is still to be entered: its page says where.
    return url_for("office.document", code=one.code) if accepted else url_for("office.mark_permits")


def _find(code: str, *, to_change: bool = False) -> Document:
    """Within the officer's reach; what the producer keeps for itself is not found."""
    query = with_owners().join(Document.producer).where(Document.code == code[:40])
    query = within_reach(query.where(Document.state != DocumentState.KEPT))
    return found(session().scalar(query.with_for_update(of=Document) if to_change else query))


def _page(one: Document, status: int = 200, form: PaperForm | None = None, problem: str = "") -> Response:
    rules, history = read_rules(session()), history_of(session(), one)
    former = next((older for older in history if older.state == DocumentState.ACCEPTED), None)
    view = DocumentView.of(one, rules, today())
    form = decision_form(one.revision, form or PaperForm(formdata=None))
    if view.state == DocumentState.ACCEPTED:
        form.allowed = (Decision.RETURN,)
    return office_page(
        "office/papers/show.html",
        status,
        paper=view,
        former=DocumentView.of(former, rules, today()) if former else None,
        differences=differences(_fields(former, one)) if former else None,
        waits=view.state in (DocumentState.SUBMITTED, DocumentState.ACCEPTED),
        is_permit=one.kind == DocumentKind.MARK_PERMIT,
        problem=problem,
        form=form,
        crumbs=[_queue_crumb(one), Crumb(view.name)],
    )


def _queue_crumb(one: Document) -> Crumb:
    if one.kind == DocumentKind.MARK_PERMIT:
        return Crumb(_("Permits of marks"), link("/office/mark-permits"))
    return Crumb(_("Papers"), link("/office/papers"))


def _fields(former: Document, one: Document) -> list[tuple[str, str, str]]:
    """What is printed on both, with the names of the fields."""

    def printed(paper: Document) -> list[str]:
        until = day(paper.valid_until) if paper.valid_until else ""
        kind = label(DocumentKind(paper.kind))
        return [kind, paper.title, paper.number, paper.issuer, day(paper.valid_from), until]

    names = [
        _("Kind of paper"),
        _("What it is called"),
        _("Number on the paper"),
        _("Issued by"),
        _("Issued on"),
        _("Valid until"),
    ]
    return list(zip(names, printed(former), printed(one), strict=True))
