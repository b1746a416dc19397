"""What people did not find is shown to officers, as a page and as a table."""

import csv
import io
from datetime import timedelta

import pytest

from catalog.search.searches import record
from tests.markup import Page
from tests.world import TODAY


@pytest.fixture
def searched(session) -> None:
    for days, count in ((0, 3), (6, 4), (7, 10)):
        record(session, TODAY - timedelta(days=days), {("mắm cá linh", False): count, ("chè", True): 1})
    record(session, TODAY, {("=1+1", False): 2, ("<b>sầu riêng</b>", False): 1})
    session.commit()


def rows(page: Page, section: str) -> list[str]:
    inside = next(e for e in page.find("section") if e.attributes["aria-labelledby"] == section).inside
    return [element.text for element in inside if element.tag == "tr"][1:]


@pytest.mark.parametrize(
    ("query", "count"), [("?days=7", 7), ("", 17), ("?days=365", 17), ("?days=x", 17), ("?days=8", 17)]
)
def test_words_are_counted_over_the_days_asked_for(officer, searched, query, count):
    page = Page(officer.get(f"/en/office/searches{query}").text)
    assert rows(page, "missed")[0] == f"mắm cá linh{count}21 Nov 2026"
    assert rows(page, "missed")[1:] == ["=1+1221 Nov 2026", "<b>sầu riêng</b>121 Nov 2026"]
    assert rows(page, "popular") == [f"chè{2 if count == 7 else 3}21 Nov 2026"]
    assert len(page.find("a", aria_current="true")) == 1


def test_words_lead_to_their_search(officer, searched):
    page = Page(officer.get("/en/office/searches").text)
    assert "/en/products?q=m%E1%BA%AFm+c%C3%A1+linh" in page.links or any(
        "q=m%E1%BA%AFm" in a for a in page.links
    )


def test_no_searches_are_told_in_words(officer):
    page = Page(officer.get("/en/office/searches").text)
    assert "Nothing was searched for in vain in this time." in page.one("main").text
    assert not page.find("table")


def test_the_table_is_safe_to_open(officer, searched):
    answer = officer.get("/en/office/searches.csv?days=7")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="missed-2026-11-21-7.csv"'
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert table == [
        ["Words", "Searches", "Last day"],
        ["mắm cá linh", "7", "2026-11-21"],
        ["'=1+1", "2", "2026-11-21"],
        ["<b>sầu riêng</b>", "1", "2026-11-21"],
    ]


def test_the_desk_counts_what_is_missed(officer, searched):
    assert "3 searches without result" in Page(officer.get("/en/office").text).one("main").text
