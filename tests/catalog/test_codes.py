import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.codes import ALPHABET, grouped, new_code, read_code

CODES = st.text(ALPHABET, max_size=20)


def test_the_alphabet_has_32_signs_and_no_look_alikes():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_a_new_code_has_its_length_and_only_known_signs():
    codes = {new_code(12) for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 12 for code in codes)
    assert {sign for code in codes for sign in code} == set(ALPHABET)


@pytest.mark.parametrize(
    ("code", "printed"), [("", ""), ("K7M2", "K7M2"), ("K7M29QXD", "K7M2-9QXD"), ("K7M29", "K7M2-9")]
)
def test_prints_in_groups_of_four(code, printed):
    assert grouped(code) == printed


@given(CODES)
def test_reads_back_what_it_printed_in_any_case(code):
    assert read_code(grouped(code)) == read_code(grouped(code).lower()) == code


@pytest.mark.parametrize("typed", ["k7m2-9qx1", " K7M2 9QXI ", "k7m2–9qxl", "K7M29QX1\n", "k-7-m-2-9-q-x-i"])
def test_reads_what_a_person_heard_or_typed(typed):
    assert read_code(typed) == "K7M29QX1"


def test_the_letter_o_is_read_as_zero():
    assert read_code("oO0") == "000"
