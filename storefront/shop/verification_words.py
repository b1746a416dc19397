"""The plain words in which /verify answers."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.marks import Authorisation
from catalog.recognitions import Recognition, RecognitionFacts
from catalog.standing import ActKind, Standing

from ..filters import day as day_text


def superseded_by(later: RecognitionFacts) -> str:
    return _(
        "The badge now shows the later one: OCOP %(stars)s stars, decision %(number)s.",
        stars=later.stars,
        number=later.decision_no,
    )


def corrected_by(later: Recognition) -> str:
    return _(
        "This entry was corrected. The one that counts: OCOP %(stars)s stars, decision %(number)s, code %(code)s.",
        stars=later.stars,
        number=later.decision_no,
        code=grouped(later.code),
    )


def headline(outcome: str, right: Recognition | Authorisation | None) -> str:
    if isinstance(right, Recognition):
        return {
            "valid": _("Valid: this product is recognised today"),
            "superseded": _("Superseded: a later recognition counts today"),
            "expired": _("Lapsed: this recognition has ended"),
            "suspended": _("Suspended: this recognition does not count today"),
            "revoked": _("Revoked: this recognition was withdrawn"),
            "not_yet": _("Not yet in force"),
        }[outcome]
    return {
        "valid": _("Valid: this producer may use the mark today"),
        "expired": _("Lapsed: the right to use the mark has ended"),
        "suspended": _("Suspended: the mark may not be used today"),
        "revoked": _("Revoked: the right to use the mark was withdrawn"),
        "not_yet": _("Not yet in force"),
        "unknown": _("We do not know this code"),
    }[outcome]


def sentence(outcome: str, now_: Standing | None) -> str:
    if outcome == "unknown":
        return _(
            "Compare it with the code on the page or the packet: letters and digits, nothing else. If it is the same, do not trust the badge and tell us."
        )
    until = day_text(now_.until) if now_ and now_.until else None
    return {
        "valid": _("It holds until the end of %(day)s.", day=until)
        if until
        else _("It holds without an end date."),
        "expired": _("It held until the end of %(day)s. Since then no badge may be shown.", day=until),
        "suspended": _(
            "The authority has suspended it for the time being. No badge is shown until it is reinstated."
        ),
        "revoked": _("It held until the end of %(day)s. After that no badge may be shown.", day=until),
        "not_yet": _("The decision is recorded, but its first day has not come."),
    }[outcome]


def history(right: Recognition | Authorisation) -> list["HistoryRow"]:
    first = right.decided_on if isinstance(right, Recognition) else right.valid_from
    opening = _("Recognised") if isinstance(right, Recognition) else _("Right to use the mark granted")
    return [HistoryRow(first, opening), *(HistoryRow(act.effective_on, _act_text(act)) for act in right.acts)]


@dataclass(frozen=True)
class HistoryRow:
    date: date
    text: str


def _act_text(act) -> str:
    ground = f": {act.ground}" if act.ground else ""
    decision = _("decision %(number)s", number=act.decision_no)
    if act.kind == ActKind.EXTEND:
        what = _("Extended until the end of %(day)s", day=day_text(act.expires_on))
    else:
        what = {
            ActKind.SUSPEND: _("Suspended"),
            ActKind.REINSTATE: _("Reinstated"),
            ActKind.REVOKE: _("Revoked"),
        }[ActKind(act.kind)]
    return f"{what} ({decision}){ground}"


def proves() -> list[str]:
    return [
        _("The register holds this decision or permit, for this product and this producer."),
        _("How it stands at the moment of the check."),
    ]


def does_not_prove() -> list[str]:
    return [
        _("That the packet in your hand comes from this producer: compare name and address on the label."),
        _("That this very batch is good: the recognition judged the product, not the packet."),
    ]
