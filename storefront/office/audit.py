"""The audit: every entry to be found by who, what, whose and when, page by page and as a file."""

import json
from datetime import date
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Row

from marketplace.audit_search import Wanted, count, entries, page
from marketplace.counting import MOST_COUNTED
from marketplace.csv_files import csv_bytes

from ..audit_words import action_words, actions_like
from ..clock import VIETNAM, today
from ..database import session
from ..fields import read_day
from ..filters import moment
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import office
from .access import officer
from .pages import office_page

_PER_PAGE = 50
_NAMES = ("who", "action", "subject", "subject_id", "producer", "first_day", "last_day")


@office.get("/audit")
def audit() -> Response:
    typed, problems = _typed()
    query = _query(typed)
    total = count(session(), query)
    pager = Pager(
        lambda n: _url("/office/audit", page=n), page_number(request.args.get("page")), total, _PER_PAGE
    )
    rows = page(session(), query, (pager.page - 1) * _PER_PAGE, _PER_PAGE)
    return office_page(
        "office/audit.html",
        422 if problems else 200,
        rows=[_view(row) for row in rows],
        typed={name: request.args.get(name, "")[:100] for name in _NAMES},
        problems=problems,
        pager=pager,
        is_more=total == MOST_COUNTED,
        file_url=_url("/office/audit.csv"),
        crumbs=[Crumb(_("Audit"))],
    )


@office.get("/audit.csv")
@limiter.limit("20 per minute")
def audit_file() -> Response:
    typed, _problems = _typed()
    rows = page(session(), _query(typed), 0, MOST_COUNTED)
    header = (
        _("When"),
        _("Who"),
        _("Action"),
        _("Code of the action"),
        _("Record"),
        _("Number"),
        _("The producer"),
        _("Facts"),
    )
    content = csv_bytes(header, (_line(row) for row in rows))
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{today()}.csv"'
    return response


def _query(wanted: Wanted):
    return entries(wanted, officer().user_id, officer().province_code)


def _typed() -> tuple[Wanted, list[str]]:
    """What is looked for, and a sentence for each field that can't be read; such a field narrows nothing."""
    problems: list[str] = []
    texts = {name: request.args.get(name, "")[:100].strip().replace("\0", "") for name in _NAMES}
    number = texts.pop("subject_id")
    days = {name: _day(texts.pop(name), problems) for name in ("first_day", "last_day")}
    id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if number and id is None:
        problems.append(_("The number of a record has digits alone."))
    return Wanted(**texts, said=actions_like(texts["action"]), subject_id=id, **days), problems


def _day(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return read_day(text)
    except ValueError:
        problems.append(_("This is no full date. Write it like 05/08/2026 or 2026-08-05."))
        return None


def _url(path: str, page: int = 1) -> str:
    query = {name: request.args.get(name, "")[:100] for name in _NAMES} | {"page": page if page > 1 else ""}
    wanted = urlencode({name: value for name, value in query.items() if value})
    return link(path) + (f"?{wanted}" if wanted else "")


def _view(row: Row) -> dict:
    entry = row.Entry
    return {
        "at": moment(entry.at),
        "who": row.who or "",
        "action": entry.action,
        "words": action_words(entry.action),
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "producer": row.producer or "",
        "slug": row.slug or "",
        "facts": [(name, _text(value)) for name, value in entry.facts.items() if value not in (None, "")],
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line(row: Row) -> tuple:
    entry = row.Entry
    at = entry.at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M:%S")
    facts = json.dumps(entry.facts, ensure_ascii=False)
    words = action_words(entry.action)
    return (
        at,
        row.who or "",
        words,
        entry.action,
        entry.subject,
        entry.subject_id,
        row.producer or "",
        facts,
    )
