"""Every letter has its templates, and every announcement somebody to tell."""

import pytest

from marketplace.audit import ANNOUNCED
from storefront.letters.registry import ANNOUNCEMENTS, LETTERS, letter
from storefront.work.registry import CALLS, HANDLERS, TIMERS, calls, handles, timer
from tests.conftest import ROOT

# Theirs are templates/mail/parts/note.txt and note.html.
NOTES = {name for name, content in LETTERS.items() if "Note" in str(content.__annotations__["return"])}


@pytest.mark.parametrize("name", sorted(LETTERS.keys() - NOTES))
def test_every_letter_has_its_templates(name):
    """One without HTML is for telephones, and has no foot."""
    folder = ROOT / "templates" / "mail"
    text = (folder / f"{name}.txt").read_text("utf-8")
    assert (folder / f"{name}.html").exists() == ("mail/parts/foot.txt" in text)


def test_every_template_belongs_to_a_letter():
    found = {path.stem for path in (ROOT / "templates" / "mail").glob("*.txt")}
    assert found == LETTERS.keys() - NOTES


def test_what_is_announced_is_what_somebody_announces():
    assert ANNOUNCEMENTS.keys() == ANNOUNCED
    assert "order.placed" in ANNOUNCED


def test_nothing_is_registered_twice():
    with pytest.raises(ValueError, match="two letters"):
        letter("order_placed")(lambda session, facts: None)
    with pytest.raises(ValueError, match="two handlers"):
        handles("letter")(lambda session, job, now: None)
    with pytest.raises(ValueError, match="two handlers"):
        calls("announce")(lambda database, job, now: None)
    with pytest.raises(ValueError, match="two timers"):
        timer("tidy", every=TIMERS["tidy"].every)(lambda database, now: None)
    assert not HANDLERS.keys() & CALLS.keys()
