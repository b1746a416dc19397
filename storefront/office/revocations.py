"""/office/register/revocations: one decision that revokes many: paste or upload, look, propose."""

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField

from catalog.recognitions import Recognition
from catalog.records import Refused
from catalog.standing import ActKind
from marketplace.register.acting import propose_revocation
from marketplace.register.matching import Line, lines_of, lines_of_file, match
from marketplace.register.within import current_within

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..ruling_form import RulingForm
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import office
from .access import officer
from .pages import office_page, register_crumb
from .recognitions import proposed
from .register import recognition_row

_LONGEST = 400_000


class LinesForm(ShopForm):
    lines = TextAreaField(
        lazy_gettext("Products, codes or addresses, one a line"),
        filters=[lambda text: (text or "")[:_LONGEST]],
    )


@office.get("/register/revocations")
def revocations() -> Response:
    return _page(LinesForm(formdata=None))


@office.post("/register/revocations/preview")
@limiter.limit("30 per minute")
def preview_revocation() -> Response:
    """What each line means. Writes nothing."""
    form = LinesForm()
    if not form.validate():
        return _page(form, 422)
    file = request.files.get("file")
    try:
        lines = (
            lines_of_file(file.read(), file.filename) if file and file.filename else lines_of(form.lines.data)
        )
        if not lines:
            raise Refused("Please paste some lines or choose a file.")
        match(session(), lines, current_within(officer().province_code))
    except Refused as refusal:
        return _page(form, 422, translated(refusal))
    form.lines.data = "\n".join(line.text for line in lines) if file and file.filename else form.lines.data
    ruling = RulingForm(formdata=None, prefix="ruling-")
    return _page(form, matched=_matched(lines), unclear=_unclear(lines), lines=len(lines), ruling=ruling)


def _page(form: LinesForm, status: int = 200, problem: str = "", **more) -> Response:
    context = {"matched": None, "ruling": None, "unclear": [], "lines": 0} | more
    return office_page(
        "office/register/revocations.html",
        status,
        form=form,
        problem=problem,
        crumbs=[register_crumb(), Crumb(_("Revoke several"))],
        **context,
    )


def _unclear(lines: list[Line]) -> list[str]:
    """A sentence for each line that means nothing, or more than one product."""
    said = []
    for line in lines:
        facts = {"number": line.number, "text": line.text}
        if not line.found:
            said.append(_("Line %(number)s, “%(text)s”: not found within your reach.", **facts))
        elif not line.is_clear:
            said.append(
                _("Line %(number)s, “%(text)s”: several products have this name. Choose below.", **facts)
            )
    return said


def _matched(lines: list[Line]) -> list[dict]:
    """Each line with the recognitions it may mean; chosen is the newest in force of a line that is clear."""
    seen: set[int] = set()
    found = []
    for line in lines:
        rows = [row for row in line.found if not any(act.kind == ActKind.REVOKE for act in row.acts)]
        in_force = [row for row in rows if row.standing(today()).in_force] or rows
        chosen = in_force[:1] if line.is_clear and in_force and in_force[0].id not in seen else []
        seen.update(row.id for row in chosen)
        found.append(
            {
                "text": f"{line.number}. {line.text}",
                "rows": [recognition_row(row) | {"chosen": row in chosen} for row in rows[:10]],
                "revoked": bool(line.found) and not rows,
            }
        )
    return found


@office.post("/register/revocations")
@limiter.limit("30 per minute")
def revoke_several() -> Response:
    form = RulingForm(prefix="ruling-")
    ids = [
        int(text)
        for text in request.form.getlist("recognition")
        if text.isascii() and text.isdigit() and len(text) < 10
    ]
    chosen = _chosen(ids[:2000])
    problem = ""
    if form.validate():
        try:
            return proposed(
                propose_revocation(session(), chosen, form.ruling(), signed_in().id, now(), today())
            )
        except Refused as refusal:
            session().rollback()
            problem = translated(refusal)
            chosen = _chosen(ids[:2000])
    rows = [
        {"text": "", "rows": [recognition_row(row) | {"chosen": True}], "revoked": False} for row in chosen
    ]
    return _page(LinesForm(formdata=None), 422, problem, matched=rows, ruling=form)


def _chosen(ids: list[int]) -> list[Recognition]:
    """Those of them within reach; a stranger's is not found."""
    found: list[Recognition] = []
    for start in range(0, len(ids), 500):
        query = current_within(officer().province_code).where(Recognition.id.in_(ids[start : start + 500]))
        found += session().scalars(query.order_by(Recognition.id)).unique()
    return found
