"""What a dry run hands to its form comes back as it was, and a form never gets more than it can send."""

from urllib.parse import quote_plus

import pytest
from werkzeug import Request

from catalog.records import Refused
from storefront.dry_runs import ShownLine, read_back, written


def lines(count: int) -> list[ShownLine]:
    return [
        ShownLine(row, 132_000, f"K7M2-9QXD-AB-{row}", f"remittance:ghn:{row}") for row in range(1, count + 1)
    ]


def test_lines_come_back_as_they_were():
    assert read_back(written(lines(3)), "remittance:") == lines(3)
    assert read_back(written([]), "remittance:") == []


def test_lines_of_another_source_do_not():
    assert read_back(written(lines(3)), "bank:0123:") is None


def test_more_than_a_form_can_send_is_refused_at_once():
    fits = next(count for count in range(20_000, 0, -50) if is_written(count))
    sent = f"csrf_token={'x' * 200}&producer={'y' * 100}&lines={quote_plus(written(lines(fits)))}"
    assert fits >= 2000
    assert len(sent) < Request.max_form_memory_size
    assert len(read_back(written(lines(fits)), "remittance:")) == fits


def is_written(count: int) -> bool:
    try:
        return bool(written(lines(count)))
    except Refused:
        return False


@pytest.mark.parametrize("text", [None, "", "{", "0", '"text"', "[0]", "[[]]", "[null]"])
def test_what_is_no_list_of_lines_is_none(text):
    assert read_back(text, "") is None
