"""The parts of which every queue of the office is made."""

from datetime import timedelta

import pytest
from flask import render_template_string
from flask_babel import force_locale

from marketplace.submissions import Decision
from storefront.clock import now
from storefront.office.differences import Piece, compared, differences
from storefront.office.queues import DecisionForm, Waiting, decision_form, waiting_text
from tests.markup import Page
from tests.world import NOW


@pytest.fixture
def request_context(app):
    with app.test_request_context(), force_locale("vi"):
        yield


@pytest.mark.parametrize(
    ("waited", "text"),
    [
        (timedelta(days=3, hours=5), "chờ 3 ngày"),
        (timedelta(hours=25), "chờ 1 ngày"),
        (timedelta(hours=5), "chờ 5 giờ"),
        (timedelta(minutes=5), "vừa gửi đến"),
        (timedelta(hours=-1), "vừa gửi đến"),
    ],
)
def test_a_clock_says_how_long_something_waits(request_context, waited, text):
    assert waiting_text(NOW - waited, NOW) == text


def test_a_row_warns_after_the_term_in_words_too(request_context):
    rows = [
        Waiting("Cũ", "/1", now() - timedelta(days=3, minutes=1)),
        Waiting("Mới", "/2", now() - timedelta(days=2)),
    ]
    html = render_template_string(
        '{% from "components/queue.html" import queue %}{{ queue(rows) }}', rows=rows
    )
    late, fresh = Page(html).find("li")
    assert "trễ" in late.text.lower() or "quá hạn" in late.text.lower()
    assert "tag--bad" not in str([one.attributes for one in fresh.inside])


def test_words_that_changed_are_marked_and_the_rest_is_not():
    before, after = compared("Hợp tác xã Chè Suối", "Hợp tác xã Trà Suối")
    assert before == [Piece(" ", "Hợp tác xã "), Piece("-", "Chè"), Piece(" ", " Suối")]
    assert after == [Piece(" ", "Hợp tác xã "), Piece("+", "Trà"), Piece(" ", " Suối")]


@pytest.mark.parametrize(
    ("before", "after"), [("", "mới"), ("cũ", ""), ("a  b", "a b"), ("x " * 4000, "y " * 4000)]
)
def test_the_pieces_are_the_texts(before, after):
    former, latter = compared(before, after)
    assert "".join(piece.text for piece in former) == before
    assert "".join(piece.text for piece in latter) == after


def test_a_comparison_reads_without_colour_and_without_running_anything(request_context):
    found = differences([("Tên", "Chè", "<b>Trà</b>"), ("Loại", "HTX", "HTX"), ("Tổ", "", "Tổ 2")])
    assert [one.is_changed for one in found] == [True, False, True]
    html = render_template_string(
        '{% from "components/diff.html" import diff %}{{ diff(found) }}', found=found
    )
    page = Page(html)
    assert page.find("del")[0].text.startswith("[bỏ:")
    assert page.find("ins")[0].text.startswith("[thêm:")
    assert "<b>" not in html


def test_a_decision_needs_a_button_and_reasons_unless_it_approves(app):
    def errors(**fields) -> set[str]:
        with app.test_request_context(method="POST", data=fields):
            form = DecisionForm(meta={"csrf": False})
            return set() if form.validate() else set(form.errors)

    assert errors(decision="approve", seen="1") == set()
    assert errors(decision="return", reasons=" ") == {"reasons"}
    assert errors(decision="reject", reasons="Vì thế") == set()
    assert errors(decision="") == errors(decision="delete") == {"decision"}


@pytest.mark.parametrize(("seen", "revision"), [("3", 3), ("", -1), ("x", -1), ("9" * 12, -1), ("-1", -1)])
def test_a_form_that_names_no_revision_is_stale(app, seen, revision):
    with app.test_request_context(method="POST", data={"seen": seen}):
        assert DecisionForm(meta={"csrf": False}).revision == revision


def test_what_was_typed_stays_in_the_form_for_what_is_there_now(app):
    with app.test_request_context(
        method="POST", data={"seen": "1", "reasons": "Thiếu", "decision": "return"}
    ):
        form = decision_form(2, DecisionForm())
        assert (form.revision, form.reasons.data, form.choice) == (2, "Thiếu", Decision.RETURN)
