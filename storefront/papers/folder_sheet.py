"""The cover sheet of a folder of papers: whose they are, and what is inside."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from catalog.producers import Producer
from marketplace.pdf import Column, Paper

from ..documents import DocumentView
from ..filters import day as day_text
from .parts import footer, operator_lines, seller_lines

# A paper that is asked for, how it stands, and the source of the rule.
AskedRow = tuple[str, str, str]


def cover_sheet(
    producer: Producer,
    papers: Sequence[tuple[DocumentView, str]],
    day: date,
    now: datetime,
    asked: Sequence[AskedRow] = (),
) -> bytes:
    """`papers` with the names of their files."""
    title = _("Papers of %(producer)s", producer=producer.name)
    sheet = Paper(title, footer(title), now)
    sheet.heading(title, _("as of %(day)s", day=day_text(day)))
    if producer.sample:
        sheet.text(_("Sample data: these papers are made up."), bold=True)
    sheet.columns((_("Producer"), seller_lines(producer)), (_("Compiled on"), operator_lines()))
    columns = [
        Column(_("Paper"), 3.2),
        Column(_("For"), 2.2),
        Column(_("Issued on"), 1.3),
        Column(_("Valid until"), 1.3),
        Column(_("Seen by an officer"), 1.2),
    ]
    sheet.table(columns, [_row(view, name) for view, name in papers])
    if asked:
        sheet.space(4)
        sheet.text(_("What supermarkets ask for on %(day)s", day=day_text(day)), bold=True)
        heads = [Column(_("Paper"), 2.8), Column(_("How it stands"), 2.2), Column(_("Source of the rule"), 4)]
        sheet.table(heads, [list(row) for row in asked])
    sheet.space(2)
    sheet.text(
        _(
            "The officers of the market compare papers with what is typed; the issuer alone can say that one is genuine."
        ),
        small=True,
    )
    return sheet.output()


def _row(view: DocumentView, file_name: str) -> list[str]:
    details = [" · ".join(text for text in (view.number, view.issuer) if text), file_name]
    return [
        "\n".join([view.name, *(text for text in details if text)]),
        view.about,
        day_text(view.valid_from),
        day_text(view.last_day) if view.last_day else _("no end"),
        _("yes") if view.state == "accepted" else _("no"),
    ]
