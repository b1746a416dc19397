"""The outline of a product's dossier for re-evaluation, filled in with what the market knows: a draft to go on from."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _

from catalog.producers import Producer, ProducerKind
from catalog.products import Product
from catalog.recognitions import RecognitionFacts
from catalog.stories import Story, plain_text
from marketplace.pdf import Column, Paper

from ..filters import day as day_text
from ..filters import label
from ..locales import localized
from .parts import footer, operator_lines, seller_lines


class Check(NamedTuple):
    """Something a dossier needs; `detail` says what there is, `kind` which paper would settle it."""

    name: str
    done: bool
    detail: str
    kind: str = ""


def dossier_pdf(
    product: Product,
    producer: Producer,
    recognition: RecognitionFacts | None,
    story: Story | None,
    checks: Sequence[Check],
    sales: Sequence[tuple[str, str]],
    day: date,
    now: datetime,
) -> bytes:
    title = _("Outline of the dossier for re-evaluation")
    paper = Paper(title, footer(title), now)
    paper.heading(title, f"{localized(product, 'name')} · {day_text(day)}")
    paper.text(_("A draft: check every line before you hand it in."), bold=True)
    paper.columns((_("Producer"), seller_lines(producer)), (_("Prepared on"), operator_lines()))
    paper.section(_("1. The product"))
    paper.facts(_product_facts(product, recognition))
    paper.section(_("2. The producer"))
    paper.facts(
        [
            (_("Kind"), label(ProducerKind(producer.kind))),
            (_("Since"), str(producer.since or "")),
            (_("About us"), localized(producer, "intro")),
        ]
    )
    paper.section(_("3. Papers and what is missing"))
    columns = [Column(_("Needed"), 3), Column(_("There is"), 3.4), Column(_("State"), 1.2)]
    paper.table(columns, [[one.name, one.detail, _("there") if one.done else _("missing")] for one in checks])
    paper.section(_("4. Sales of this product on the market"))
    paper.facts(sales)
    paper.section(_("5. The story of the product"))
    paper.text(plain_text(story.body) if story else _("There is none yet."))
    return paper.output()


def _product_facts(product: Product, recognition: RecognitionFacts | None) -> list[tuple[str, str]]:
    decided = _("none in force")
    if recognition is not None:
        decided = _(
            "%(stars)s stars, decision %(number)s of %(day)s, %(issuer)s",
            stars=recognition.stars,
            number=recognition.decision_no,
            day=day_text(recognition.decided_on),
            issuer=recognition.issuer,
        )
    return [
        (_("Product"), localized(product, "name")),
        (_("Product set"), localized(product.category, "name")),
        (_("Recognition"), decided),
        (_("Ingredients"), product.ingredients),
        (_("Storage"), product.storage),
        (_("Shelf life"), product.shelf_life),
        (_("Declaration number"), product.declaration_no),
    ]
