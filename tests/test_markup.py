"""Every page as a whole: an id stands once, and labels and descriptions point at something that is there."""

import pytest

from tests.markup import faults
from tests.test_budgets import BUYER, OFFICER, SELLER, World
from tests.test_matrix import ask, rows, stage

__all__ = ["stage"]
# What a page looks like does not depend on where its rows are kept.
on_one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p id="a"></p><p id="a"></p>', "id a stands 2 times"),
        ('<label for="b">B</label>', "label for=b: not there"),
        ('<p id="a"></p><input aria-describedby="a c">', "input aria-describedby=c: not there"),
    ],
)
def test_faults_are_found(html, fault):
    assert faults(html) == [fault]


@on_one_database
@pytest.mark.parametrize(
    ("person", "pages"),
    [("buyer", BUYER), ("seller", SELLER), ("officer", OFFICER)],
    ids=["buyer", "seller", "officer"],
)
def test_pages_with_several_of_everything_have_no_fault(app, session, person, pages):
    made = World(app, session)
    made.grow(2)
    found = []
    for page in pages:
        answer = made.clients[person].get(page.format(**made.names))
        if answer.mimetype == "text/html":
            found += [f"{page}: {fault}" for fault in faults(answer.text)]
    assert not found, "\n".join(found)


@on_one_database
def test_no_page_and_no_refused_form_has_a_fault(app, undone, stage):
    found = []
    for row in rows():
        attempt = undone.connection.begin_nested()
        answer = ask(app, stage, row, row.owner)
        if answer.mimetype == "text/html" and answer.status_code in (200, 422):
            found += [f"{row.method} {row.path} {row.form}: {fault}" for fault in faults(answer.text)]
        answer.close()
        attempt.rollback()
    assert not found, "\n".join(found)
