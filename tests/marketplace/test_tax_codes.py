"""Tax codes are checked by their own digits; personal numbers are kept as a fingerprint."""

import pytest

from marketplace.tax_codes import TaxCode, read_tax_code

SECRET = "chìa khóa thử"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0314409058", "0314409058"),
        ("03 1440 9058", "0314409058"),
        ("0314409058-002", "0314409058-002"),
        ("0314409058002", "0314409058-002"),
        ("0100233488", "0100233488"),
    ],
)
def test_codes_of_businesses_are_kept_as_they_are_printed(text, kept):
    assert read_tax_code(text, SECRET) == TaxCode(number=kept)


@pytest.mark.parametrize(
    "text",
    [
        "0314409059",
        "0341409058",
        "0300000000",
        "0314409058-000",
        "0314409058-01",
        "031440905",
        "",
        "abcdefghij",
        "000099012345",
        "٠٣١٤٤٠٩٠٥٨",
    ],
)
def test_what_is_no_tax_code_is_refused(text):
    with pytest.raises(ValueError):
        read_tax_code(text, SECRET)


def test_one_wrong_digit_is_always_found():
    right = "0314409058"
    for place in range(10):
        for digit in "0123456789":
            if digit != right[place]:
                with pytest.raises(ValueError):
                    read_tax_code(right[:place] + digit + right[place + 1 :], SECRET)


def test_a_personal_number_is_kept_as_a_keyed_hash_and_four_digits():
    kept = read_tax_code("015 099 012 345", SECRET)
    assert (kept.number, kept.last) == ("", "2345")
    assert "015099012345" not in repr(kept)
    assert kept == read_tax_code("015099012345", SECRET)
    assert kept.hash != read_tax_code("015099012345", "chìa khác").hash
    assert kept.hash != read_tax_code("015099112345", SECRET).hash
