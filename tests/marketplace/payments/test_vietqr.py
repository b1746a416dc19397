"""VietQR payloads: the published vectors in both directions, and everything that must be refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.payments.vietqr import MOST_DONG, Transfer, checksum, payload, read_payload

VECTORS = json.loads((Path(__file__).parent / "data/vietqr_vectors.json").read_text("utf-8"))
VALID = [vector for vector in VECTORS if vector["expected_valid"]]


def transfer_of(vector: dict) -> Transfer:
    return Transfer(
        vector["bin"],
        vector.get("account") or vector["card"],
        vector["amount"],
        vector.get("purpose", ""),
        vector.get("bill", ""),
        "card" in vector,
    )


def named(vector: dict) -> str:
    return vector["name"]


@pytest.mark.parametrize("vector", VALID, ids=named)
def test_a_vector_is_read_and_written_letter_by_letter(vector):
    assert read_payload(vector["payload"]) == transfer_of(vector)
    if "bill" not in vector or "purpose" in vector:
        assert payload(transfer_of(vector)) == vector["payload"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if not v["expected_valid"]], ids=named)
def test_a_malformed_vector_is_refused(vector):
    with pytest.raises(ValueError):
        read_payload(vector["payload"])


def test_the_checksum_has_its_check_value():
    assert checksum("123456789") == "29B1"


@pytest.mark.parametrize("vector", VALID, ids=named)
def test_one_changed_letter_is_noticed(vector):
    text = vector["payload"]
    for i in range(len(text)):
        with pytest.raises(ValueError):
            read_payload(text[:i] + chr(ord(text[i]) ^ 1) + text[i + 1 :])


@given(
    st.from_regex(r"\d{6}", fullmatch=True).filter(str.isascii),
    st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=1, max_size=19),
    st.integers(1, MOST_DONG),
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ ", min_size=1, max_size=25),
)
def test_what_is_written_is_read_back(bin, account, amount, purpose):
    asked = Transfer(bin, account, amount, purpose)
    text = payload(asked)
    assert read_payload(text) == asked
    assert text.isascii()
    assert f"{len(str(amount)):02d}{amount}" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"bin": "97043"},
        {"bin": "97043x"},
        {"bin": "٩٧٠٤٣٦"},
        {"account": ""},
        {"account": "12 34"},
        {"account": "1" * 20},
        {"amount": 0},
        {"amount": -5},
        {"amount": 10**13},
        {"purpose": "chuyển tiền"},
        {"purpose": "x" * 26},
        {"purpose": "a\nb"},
        {"bill": "é"},
    ],
    ids=str,
)
def test_what_a_bank_would_not_read_is_refused(wrong):
    usual = {"bin": "970436", "account": "0123456789", "amount": 1000, "purpose": "CP1"}
    with pytest.raises(ValueError):
        payload(Transfer(**usual | wrong))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    with pytest.raises(ValueError):
        read_payload(text)


@given(st.text("0123456789", max_size=120))
def test_fields_that_point_beyond_the_text_are_refused(digits):
    text = f"{digits}6304"
    with pytest.raises(ValueError):
        read_payload(text + checksum(text))
