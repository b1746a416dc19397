"""What each line of a bank statement would do, in words; for templates/components/matched_lines.html."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from marketplace.payments.bank_matching import COUNTED, Match, MatchedLine

MATCHES = {
    Match.MATCHED: _("Fits"),
    Match.TOO_LITTLE: _("Too little"),
    Match.TOO_MUCH: _("Too much"),
    Match.LATE: _("Too late, still counted"),
    Match.KNOWN: _("Counted before"),
    Match.UNKNOWN: _("Not for an order"),
}


def shown_lines(matched: Iterable[MatchedLine]) -> list[dict]:
    return [
        {
            "row": one.line.row,
            "amount": one.line.amount,
            "text": one.line.text[:80],
            "match": one.match,
            "counts": one.match in COUNTED,
            "label": MATCHES[one.match],
        }
        for one in matched
    ]
