"""The public plan: drawn, as a list, and with the names of who is confirmed alone."""

from marketplace.fairs.booths import Booth
from tests import fair_world, world
from tests.markup import Page


def plan_of(client, fair) -> Page:
    answer = client.get(f"/en/fairs/{fair.slug}/plan")
    assert answer.status_code == 200
    return Page(answer.text)


def drawn(page: Page) -> dict[str, str]:
    """State of each booth by its number, as the drawing has it."""
    links = page.find("a", aria_label="", href="")
    booths = [link for link in links if link.attributes["href"].startswith("#booth-")]
    return {
        booth.attributes["aria-label"].partition(",")[0]: next(
            part.attributes["data-state"] for part in booth.inside if "plan__booth" in part.classes
        )
        for booth in booths
    }


def test_what_is_free_held_and_taken(client, session):
    fair = world.fair(session)
    fair_world.booth(session, fair, "A1")
    for number, state in (("A2", "accepted"), ("A3", "confirmed"), ("A4", "no_show")):
        booth = fair_world.booth(session, fair, number)
        maker = world.producer(session, f"Hợp tác xã {number}")
        fair_world.application(session, fair, booth, maker, state=state)
    session.commit()
    page = plan_of(client, fair)
    assert drawn(page) == {"A1": "free", "A2": "held", "A3": "taken", "A4": "held"}
    text = page.one("main").text
    assert "Hợp tác xã A3" in text
    assert "Hợp tác xã A2" not in text
    assert "Hợp tác xã A4" not in text


def test_a_stand_with_room_is_free_and_names_who_is_there(client, session):
    fair = world.fair(session)
    stand = fair_world.booth(session, fair, "T1", places=2)
    fair_world.application(session, fair, stand, world.producer(session, "Hợp tác xã Một"), place=1)
    session.commit()
    assert drawn(plan_of(client, fair)) == {"T1": "free"}
    assert "Hợp tác xã Một" in plan_of(client, fair).one("main").text
    fair_world.application(session, fair, stand, world.producer(session), place=2)
    session.commit()
    assert drawn(plan_of(client, fair)) == {"T1": "taken"}


def test_every_booth_of_the_drawing_leads_to_its_line(client, session):
    fair = world.fair(session)
    for n in range(1, 4):
        fair_world.booth(session, fair, f"A{n}")
    session.commit()
    page = plan_of(client, fair)
    ids = {element.attributes.get("id") for element in page.elements}
    for booth in session.query(Booth):
        assert page.find("a", href=f"#booth-{booth.id}")
        assert f"booth-{booth.id}" in ids


def test_no_plan_yet(client, session):
    fair = world.fair(session)
    session.commit()
    assert "The plan is not drawn yet." in plan_of(client, fair).one("main").text


def test_it_asks_as_much_for_more_booths(app, client, session, statements):
    fair = world.fair(session)

    def asked() -> int:
        session.commit()
        plan_of(client, fair)
        app.extensions["page_cache"].pages.clear()
        statements.clear()
        plan_of(client, fair)
        return len(statements)

    def take(number: str) -> None:
        booth = fair_world.booth(session, fair, number)
        fair_world.application(session, fair, booth, world.producer(session))

    take("A1")
    few = asked()
    for n in range(2, 12):
        take(f"A{n}")
    assert asked() == few <= 7
