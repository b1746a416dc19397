"""Fields that read amounts, percentages, counts and days as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from storefront.fields import CountField, DayField, DongField, PercentField

HOSTILE = ["'; DROP TABLE", "<b>1</b>", "🍵", "9" * 5000, "1" * 41, "--1", "1e3", "NaN", "²"]


class Sample(Form):
    dong = DongField("Dong")
    percent = PercentField("Percent")
    count = CountField("Count")
    day = DayField("Day")


def read(app, name: str, text: str):
    """The value read, and the sentences told."""
    with app.test_request_context(environ_overrides={"chophien.locale": "en"}):
        form = Sample(MultiDict({name: text}))
        form.validate()
        return form[name].value, [str(error) for error in form[name].errors]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("250k", 250_000),
        ("250.000", 250_000),
        (" 250,000 ₫ ", 250_000),
        ("1,5 triệu", 1_500_000),
        ("0", 0),
        ("", None),
        ("   ", None),
    ],
)
def test_an_amount_is_read(app, text, value):
    assert read(app, "dong", text) == (value, [])


@pytest.mark.parametrize("text", ["-5", "1.5", "ten", "12,34k", "999999999999999", *HOSTILE])
def test_what_is_no_amount_is_told_and_kept(app, text):
    value, errors = read(app, "dong", text)
    assert (value, errors) == (
        None,
        ["This is no amount in whole đồng. Write it like 250000, 250.000 or 250k."],
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("10", 1000), ("7,5", 750), ("12.25 %", 1225), ("100%", 10_000), ("0", 0), ("", None)],
)
def test_a_percentage_is_read(app, text, value):
    assert read(app, "percent", text) == (value, [])


@pytest.mark.parametrize("text", ["101", "100,01", "-1", "10,123", "%", "ten", "١٠", *HOSTILE])
def test_what_is_no_percentage_is_told(app, text):
    assert read(app, "percent", text) == (None, ["This is no percentage. Write it like 10 or 7,5."])


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("1.000", 1000), ("12 000", 12_000), ("", None)])
def test_a_count_is_read(app, text, value):
    assert read(app, "count", text) == (value, [])


@pytest.mark.parametrize("text", ["1.5", "-1", "1.00", "9999999999", "٣", *HOSTILE])
def test_what_is_no_count_is_told(app, text):
    assert read(app, "count", text) == (None, ["This is no whole number."])


@pytest.mark.parametrize("text", ["2026-11-21", "21/11/2026", "21.11.2026", "ngày 21 tháng 11 năm 2026"])
def test_a_day_is_read(app, text):
    assert read(app, "day", text) == (date(2026, 11, 21), [])


@pytest.mark.parametrize("text", ["31/02/2026", "11/2026", "1/1/26", "2026-13-01", "9999-01-01", *HOSTILE])
def test_what_is_no_day_is_told(app, text):
    assert read(app, "day", text) == (
        None,
        ["This is no full date. Write it like 05/08/2026 or 2026-08-05."],
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_stays_in_the_field(app, text):
    with app.test_request_context(environ_overrides={"chophien.locale": "en"}):
        form = Sample(MultiDict({"dong": text}))
        assert not form.validate()
        assert form.dong._value()


@given(st.integers(0, 10_000))
def test_every_percentage_with_two_decimals_is_read_exactly(hundredths):
    assert PercentField.read(f"{hundredths // 100},{hundredths % 100:02}") == hundredths
