"""What was searched for is counted by day: words only, and none that could be personal."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from catalog.search.searches import (
    KEPT,
    Search,
    count_missed,
    forget_old,
    missed,
    popular,
    record,
    worth_counting,
)
from tests.world import TODAY

LONG_AGO = date(2000, 1, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nước mắm", "nước mắm"),
        ("  Nước   MẮM\t", "nước mắm"),
        ("nu\u031bo\u031b\u0301c", "nước"),
        ("gạo st25 5kg", "gạo st25 5kg"),
        ("chè 12345", "chè 12345"),
        ("mật ong 500 ml 2 chai", "mật ong 500 ml 2 chai"),
        ("a" * 60, "a" * 60),
    ],
)
def test_words_are_counted_in_one_form(typed, kept):
    assert worth_counting(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "?!…",
        "2024",
        "🐟🐟",
        "an@vidu.vn",
        "gửi an @ vidu",
        "gọi 0912345678",
        "gọi 0912 345 678",
        "gọi 0912.345.678",
        "gọi (091) 234-5678",
        "gọi +84 91 234 56 78",
        "cccd 001-099-012-345",
        "số 1 2 3 4 5 6 nhà",
        "tk ٠١٢٣٤٥٦",
        "a" * 61,
        "\x00\x01",
    ],
)
def test_what_could_be_personal_or_says_nothing_is_not(typed):
    assert worth_counting(typed) is None


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_counts_add_up(session):
    record(session, TODAY, {("mắm cá linh", False): 2, ("chè", True): 1})
    record(session, TODAY, {("mắm cá linh", False): 3})
    record(session, days_ago(1), {("mắm cá linh", False): 1})
    record(session, TODAY, {})
    rows = session.execute(select(Search.day, Search.words, Search.found, Search.count)).all()
    assert set(rows) == {
        (TODAY, "mắm cá linh", False, 5),
        (TODAY, "chè", True, 1),
        (days_ago(1), "mắm cá linh", False, 1),
    }


def test_words_that_differ_in_their_diacritics_are_counted_apart(session):
    record(session, TODAY, {("dứa", False): 1, ("dừa", False): 1, ("dua", False): 1})
    assert len(missed(session, LONG_AGO, 10)) == 3


def test_what_is_missed_most_comes_first(session):
    record(session, days_ago(3), {("sầu riêng", False): 2, ("rượu ngô", False): 4, ("chè", True): 9})
    record(session, days_ago(1), {("sầu riêng", False): 3, ("chè", False): 1})
    assert missed(session, LONG_AGO, 10) == [
        ("sầu riêng", 5, days_ago(1)),
        ("rượu ngô", 4, days_ago(3)),
        ("chè", 1, days_ago(1)),
    ]
    assert [row.words for row in missed(session, LONG_AGO, 1)] == ["sầu riêng"]
    assert count_missed(session, LONG_AGO) == 3


def test_only_days_of_the_span_count(session):
    record(session, days_ago(7), {("cũ", False): 9})
    record(session, days_ago(6), {("mới", False): 1})
    assert [row.words for row in missed(session, days_ago(6), 10)] == ["mới"]
    assert count_missed(session, days_ago(6)) == 1
    assert count_missed(session, TODAY) == 0


def test_popular_is_what_was_found_often_and_on_two_days(session):
    record(session, TODAY, {("một tối", True): 50, ("chè", True): 3, ("hiếm", True): 1, ("mắm", True): 1})
    record(session, days_ago(1), {("chè", True): 2, ("hiếm", True): 1, ("không có", False): 50})
    record(session, days_ago(1), {("mắm", False): 9})
    assert popular(session, LONG_AGO, 3, 10) == [("chè", 5, TODAY)]
    assert [row.words for row in popular(session, LONG_AGO, 1, 10)] == ["chè", "hiếm"]
    assert popular(session, TODAY, 1, 10) == []


def test_old_counts_are_forgotten(session):
    for day in (TODAY, TODAY - KEPT, TODAY - KEPT - timedelta(days=1)):
        record(session, day, {("chè", True): 1, ("mắm", False): 1})
    assert forget_old(session, TODAY) == 2
    assert session.scalar(select(func.min(Search.day))) == TODAY - KEPT
