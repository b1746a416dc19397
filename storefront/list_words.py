"""What officers are told about the rows of a recognition list: a sentence for every code of a remark."""

from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from catalog.producers import ProducerKind
from catalog.recognitions import Evidence
from marketplace.register.lists.fields import Field, column_by_key
from marketplace.register.lists.imports import ImportState
from marketplace.register.lists.plan import Outcome, PlannedRow
from marketplace.register.lists.rows import Note

from .filters import label

SENTENCES = {
    # Stars
    "missing": _("This is empty, and the list needs it."),
    "no_stars": _("These are no stars. Write 3, 4 or 5."),
    "not_a_recognised_star": _("One and two stars are a score, no recognition. The register takes 3 to 5 stars."),
    "out_of_range": _("There are at most five stars. Is this a score?"),
    "not_recognised": _("The product was not recognised: the row is left out."),
    "potential_5_is_not_5": _("“Potential 5 stars” is 4 stars: the ministry gives the fifth."),
    "upgrade_text": _("Raised by this decision: the higher number of stars counts."),
    # Days and decisions
    "invalid_date": _("There is no such day: “%(text)s”. Write it like 05/08/2026."),
    "two_digit_year": _("The year has two digits: it was read as 20…"),
    "month_only": _("Only the month is written."),
    "year_only": _("Only the year is written."),
    "day_incomplete": _("The day is not complete. Write it like 05/08/2026."),
    "days_differ": _("The day here and the one in the decision differ."),
    "in_the_future": _("This day is still to come."),
    "ends_before": _("It would end before the day of its decision."),
    "cell_reference": _("“%(text)s” points at another cell. Write what stands there: formulas are never worked out."),
    "no_decision": _("This names no decision: “%(text)s”. Write it like 3981/QĐ-UBND."),
    "normalised_D": _("QD was read as QĐ."),
    "suffix_inferred": _("The number had no ending: it was completed."),
    "issuer_inferred": _("Nobody is named as the issuer: the people's committee of the province is put in."),
    # Producers, products, places
    "no_name": _("This name has neither letters nor digits, or is too long."),
    "carried_down": _("The producer is that of the row above."),
    "commune_inside_name": _("The commune stood in the producer's name: it was taken out."),
    "association": _("An association is no producer of its kind list: it is entered as a production facility."),
    "kind_unknown": _("The name does not tell the kind of producer: it is entered as a production facility."),
    "several_producers": _("The province has several producers of this name. Write the commune."),
    "other_commune": _("Row %(row)s has this producer in another commune; that one counts."),
    "known_elsewhere": _("The register has this producer in %(commune)s; that stays."),
    "commune_missing": _("No commune of the province was found in this row. Choose it here."),
    "commune_ambiguous": _("This may be several communes of today: %(choices)s. Choose one."),
    "province_missing": _("No province is named. Write it here, or set it for the whole list."),
    "province_unknown": _("There is no province “%(text)s”."),
    "outside_reach": _("This is in %(province)s, which is not yours."),
    "set_unknown": _("There is no product set “%(text)s”."),
    "set_guessed": _("The product set (%(set)s · %(name)s) is told from the name. Look whether it is right."),
    "set_missing": _("The list names no product set, and the name does not tell it. Write its number here."),
    "no_phone": _("This is no telephone number: “%(text)s”."),
    "float_cell": _("The telephone number was kept as a number: it was mended."),
    "leading_zero_lost": _("The telephone number had lost its zero: it was put back."),
    # Against the register and the other rows
    "row_twice": _("Row %(row)s says the same already."),
    "rows_contradict": _("Row %(row)s has this decision on this product with other stars or another end."),
    "differs": _("The register has it differently (%(names)s): this would be a correction."),
    "verified_kept": _("The register has this from a better source: the list does not change it."),
    "acted_upon": _("It was extended, suspended or revoked since: correct it by hand."),
    # Rows that are no product
    "total_row": _("A row of totals."),
    "column_index_row": _("The row that numbers the columns."),
    "left_out_by_officer": _("Left out by an officer."),
}  # fmt: skip
OUTCOMES = {
    Outcome.NEW: _("New"),
    Outcome.UPDATE: _("Update"),
    Outcome.SAME: _("Same"),
    Outcome.KEPT: _("Kept as it is"),
    Outcome.SKIPPED: _("Left out"),
    Outcome.ERROR: _("Error"),
}
STATES = {
    ImportState.UPLOADED: _("Being checked"),
    ImportState.WRITING: _("Going into the register"),
    ImportState.WAITING: _("Waits for a second officer"),
    ImportState.IN_FORCE: _("In the register"),
    ImportState.UNDONE: _("Undone"),
}
FIELDS = {
    Field.NUMBER: _("No."),
    Field.PRODUCT: _("Product"),
    Field.PRODUCER: _("Producer (chủ thể)"),
    Field.KIND: _("Kind of producer"),
    Field.ADDRESS: _("Address"),
    Field.COMMUNE: _("Commune"),
    Field.DISTRICT: _("District"),
    Field.PROVINCE: _("Province"),
    Field.PHONE: _("Telephone"),
    Field.SET: _("Product set"),
    Field.SCORE: _("Score"),
    Field.STARS: _("Stars"),
    Field.DECISION: _("Decision"),
    Field.DECIDED_ON: _("Decided on"),
    Field.EXPIRES_ON: _("Last day"),
    Field.ISSUER: _("Issued by"),
    Field.CODE: _("Product code"),
    Field.NOTE: _("Remarks"),
}


def column_text(key: str) -> str:
    """What a column is called: "Stars", "Stars (2nd)"."""
    column = column_by_key(key)
    if column is None:
        return ""
    name = str(FIELDS[column.field])
    return f"{name} (2)" if column.block == 2 else name


def sentence(note: Note) -> str:
    facts = dict(note.remark.facts)
    if "names" in facts:
        facts["names"] = ", ".join(column_text(name) for name in facts["names"].split(", "))
    if "name_en" in facts and str(get_locale()) == "en":
        facts["name"] = facts["name_en"]
    text = str(SENTENCES[note.remark.code])
    return text % facts if facts and "%(" in text else text


def reasons(row: PlannedRow) -> list[str]:
    """What is said of a row, the mistakes first, each with its column."""
    notes = sorted(row.row.notes, key=lambda note: not note.wrong)
    return [f"{column}: {sentence(n)}" if (column := column_text(n.column)) else sentence(n) for n in notes]


def kinds() -> list[tuple[str, str]]:
    return [(str(kind), label(kind)) for kind in ProducerKind]


def evidences() -> list[tuple[str, str]]:
    return [(str(evidence), label(evidence)) for evidence in Evidence]
