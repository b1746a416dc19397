"""Granting rights to use a mark by a list: looked at line by line, then all of it or nothing."""

import pytest
from sqlalchemy import select

from catalog.marks import Authorisation
from marketplace.accounts.memberships import add_member
from marketplace.register.rights_list import MOST_LINES
from tests import world
from tests.markup import Page
from tests.people import browser, fill
from tests.world import NOW

FACTS = {"basis": "permit", "granted_by": "Sở Khoa học và Công nghệ", "valid_from": "01/11/2026"}
FACTS |= {"valid_until": "01/11/2029"}


@pytest.fixture
def makers(session):
    made = [world.producer(session, f"Hợp tác xã Núi {name}") for name in ("Một", "Hai", "Ba")]
    for one in made:
        world.product(session, by=one)
    session.commit()
    return made


@pytest.fixture
def mark(session):
    made = world.mark(session, "Núi Thử")
    session.commit()
    return made


def send(client, mark, lines: str, action: str = "grant", **changed):
    path = f"/en/office/marks/{mark.slug}/authorisations/list"
    return fill(client, path, path, lines=lines, action=action, **FACTS | changed)


def permits(session) -> list[str]:
    return sorted(session.scalars(select(Authorisation.permit_no)))


def outcomes(page: str) -> list[str]:
    """The last cell of each line."""
    return [row.find("td")[-1].text for row in Page(page).one("tbody").find("tr")]


def test_a_list_is_looked_at_and_granted_and_badges_follow(app, session, officer, mark, makers):
    lines = f"{makers[0].name}; 1/GP\n\n/producers/{makers[1].slug}\t2/GP\n{makers[2].slug};3/GP"
    looked_at = send(officer, mark, lines, "check")
    assert looked_at.status_code == 200
    assert looked_at.text.count("can be granted") == 3
    assert "Grant 3 rights" in looked_at.text
    assert "1/GP" in Page(looked_at.text).one("textarea").text, "what was typed stays"
    assert permits(session) == []
    assert send(officer, mark, lines).status_code == 303
    assert permits(session) == ["1/GP", "2/GP", "3/GP"]
    assert "Núi Thử" in browser(app).get(f"/producers/{makers[0].slug}").text


def test_one_wrong_line_and_nothing_is_granted(session, officer, mark, makers):
    session.add(world.producer(session, makers[2].name))
    abroad = world.producer(session, "Hợp tác xã Đảo", commune_code=world.PHU_QUOC)
    session.commit()
    lines = [f"{makers[0].name};1/GP", "Không ai;2/GP", f"{makers[2].name};3/GP", f"{abroad.name};4/GP"]
    answer = send(officer, mark, "\n".join([*lines, makers[1].name, *[f"{makers[1].slug};5/GP"] * 2]))
    assert answer.status_code == 422
    assert "Nothing was granted" in answer.text
    wrong = ("no such producer", "Several producers have this name", "no such producer")
    for sentence in (*wrong, "A permit has a number", "stands on the list twice"):
        assert sentence in answer.text
    assert answer.text.count("can be granted") == 1
    assert permits(session) == []


def test_what_the_register_has_already_is_told_in_its_line(session, officer, mark, makers):
    assert send(officer, mark, f"{makers[0].slug};1/GP").status_code == 303
    answer = send(officer, mark, f"{makers[0].slug};1/GP\n{makers[1].slug};2/GP")
    assert answer.status_code == 422
    assert "The register has this right already." in answer.text
    assert permits(session) == ["1/GP"]


def test_nobody_grants_to_their_own_producer(session, officer, an, mark, makers):
    add_member(session, an, makers[0], NOW)
    session.commit()
    answer = send(officer, mark, f"{makers[0].slug};1/GP")
    assert answer.status_code == 422
    assert "another officer has to decide" in answer.text


@pytest.mark.parametrize(
    ("lines", "changed", "sentence"),
    [
        ("", {}, "Please fill this in."),
        (" \n;;\n", {}, "no such producer"),
        ("a;1\n" * (MOST_LINES + 1), {}, "At most 500 lines"),
        ("<b>'\"; DROP\u202e", {}, "no such producer"),
        ("a" * 60_001, {}, "at most 60000 characters"),
        ("x;1", {"valid_from": "32/13/2026"}, "This is no full date"),
        ("x;1", {"basis": "owner"}, "Please choose one of these."),
    ],
)
def test_wrong_lists_get_a_sentence_and_stay(session, officer, mark, lines, changed, sentence):
    answer = send(officer, mark, lines, **changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert permits(session) == []


def test_a_long_list_asks_once_for_its_producers(session, officer, mark, statements):
    made = [world.producer(session, f"Tổ hợp tác Mẫu {n}") for n in range(40)]
    session.commit()
    counts = []
    for some in (made[:2], made[2:]):
        statements.clear()
        assert (
            send(officer, mark, "\n".join(f"{one.slug};{one.id}/GP" for one in some), "check").status_code
            == 200
        )
        counts.append(len([one for one in statements if "FROM producers" in one and "IN (" in one]))
    assert counts[0] == counts[1]
