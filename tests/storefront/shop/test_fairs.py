"""The list of fairs, and the page of one: what the public sees of it, and on which days."""

from datetime import date

import pytest

from marketplace.accounts.organisers import Organiser
from marketplace.fairs.fairs import FairQuota, FairTheme
from tests import fair_world, world
from tests.markup import Page

FIRST, LAST = date(2026, 12, 20), date(2026, 12, 24)


def names(client, path: str = "/fairs") -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [card.text for card in Page(answer.text).find(class_="fair-card__name")]


def tags(client, path: str) -> list[str]:
    return [tag.text for tag in Page(client.get(path).text).find("span", "tag")]


@pytest.fixture
def several(session):
    """One that has been, one that runs, one that comes, one put off, and a draft."""
    days = {
        "Xong": (date(2026, 11, 1), date(2026, 11, 5)),
        "Đang": (date(2026, 11, 20), date(2026, 11, 22)),
        "Sắp": (FIRST, LAST),
        "Hoãn": (date(2026, 11, 2), date(2026, 11, 3)),
        "Nháp": (FIRST, LAST),
    }
    states = {"Hoãn": "postponed", "Nháp": "draft"}
    made = {}
    for name, (first, last) in days.items():
        applications = {"applications_from": None, "applications_until": None} if name != "Sắp" else {}
        made[name] = world.fair(
            session,
            name=name,
            starts_on=first,
            ends_on=last,
            state=states.get(name, "announced"),
            **applications,
        )
    made["Hoãn"].reason = "Bão số 9"
    session.commit()
    return made


def test_running_and_coming_ones_stand_first(client, several):
    assert names(client) == ["Đang", "Sắp", "Hoãn", "Xong"]
    heads = [head.text for head in Page(client.get("/en/fairs").text).find("h2")]
    assert heads[:2] == ["Running and coming", "Past"]


def test_a_fair_runs_from_the_first_minute_of_vietnam_to_the_last(client, clock, session):
    fair = world.fair(session)
    session.commit()
    path = f"/en/fairs/{fair.slug}"
    clock.go_to(date(2026, 12, 19), 23, 59)
    assert tags(client, path) == ["Coming"]
    clock.go_to(FIRST, 0, 0)
    assert tags(client, path) == ["On today"]
    clock.go_to(LAST, 23, 59)
    assert tags(client, path) == ["On today"]
    clock.go_to(date(2026, 12, 25), 0, 0)
    assert tags(client, path) == ["Finished"]


def test_producers_apply_on_the_days_that_are_said(client, clock, session):
    fair = world.fair(session)
    session.commit()
    path = f"/en/fairs/{fair.slug}"

    def offered() -> bool:
        return bool(Page(client.get(path).text).find("a", href=f"/en/producer/fairs/{fair.slug}"))

    for day, hour, minute, is_open in (
        (date(2026, 10, 31), 23, 59, False),
        (date(2026, 11, 1), 0, 0, True),
        (date(2026, 12, 10), 23, 59, True),
        (date(2026, 12, 11), 0, 0, False),
    ):
        clock.go_to(day, hour, minute)
        assert offered() is is_open
        assert (names(client, "/fairs?open=1") == [fair.name]) is is_open
        assert ("Producers apply until 10 Dec 2026" in tags(client, path)) is is_open


def test_a_suspended_organiser_takes_no_applications(client, session):
    by = world.organiser(session)
    fair = world.fair(session, by)
    by.suspend("Vì thế", world.NOW)
    session.commit()
    assert names(client) == [fair.name]
    assert names(client, "/fairs?open=1") == []
    assert tags(client, f"/en/fairs/{fair.slug}") == ["Coming"]
    assert not Page(client.get(f"/en/fairs/{fair.slug}").text).find(
        "a", href=f"/en/producer/fairs/{fair.slug}"
    )


def test_filters(client, session):
    tet = world.fair(
        session, name="Chợ Tết", theme="tet", starts_on=date(2027, 1, 28), ends_on=date(2027, 2, 3)
    )
    world.fair(session, name="Ở Hà Nội", commune_code=world.BA_DINH)
    session.commit()
    assert names(client, "/fairs?theme=tet") == [tet.name]
    assert names(client, "/fairs?month=2027-01") == names(client, "/fairs?month=2027-02") == [tet.name]
    assert names(client, "/fairs?month=2027-03") == []
    assert names(client, "/fairs?province=01") == names(client, "/fairs?province=Hà+Nội") == ["Ở Hà Nội"]
    assert names(client, "/fairs?province=01&theme=tet") == []


@pytest.mark.parametrize(
    "query", ["theme=x", "month=2027-13", "month=ng%C3%A0y", "province=99", "page=0", "open=2"]
)
def test_nonsense_narrows_nothing(client, session, query):
    world.fair(session, name="Hội")
    session.commit()
    assert names(client, f"/fairs?{query}") == ["Hội"]


def test_pages(client, session):
    for n in range(14):
        world.fair(session, name=f"Hội {n:02}", theme=FairTheme.FOOD)
    session.commit()
    page = Page(client.get("/fairs?theme=food").text)
    assert len(page.find(class_="fair-card__name")) == 12
    more = page.one("a", rel="next").attributes["href"]
    assert names(client, more) == ["Hội 12", "Hội 13"]


def test_a_draft_is_known_to_nobody(client, session, several):
    slug = several["Nháp"].slug
    for end in ("", "/exhibitors", "/share.png", ".ics"):
        assert client.get(f"/fairs/{slug}{end}").status_code == 404
    by = session.get_one(Organiser, several["Nháp"].organiser_id)
    assert names(client, f"/organisers/{by.slug}") == []


@pytest.mark.parametrize(("state", "said"), [("postponed", "is postponed"), ("cancelled", "is cancelled")])
def test_what_is_off_says_so_and_why(client, session, state, said):
    fair = world.fair(session, state=state, reason="Bão số 9\nvào bờ")
    session.commit()
    page = Page(client.get(f"/en/fairs/{fair.slug}").text)
    banner = page.one("div", "notice--wrong")
    assert said in banner.text
    assert "Bão số 9 vào bờ" in banner.text
    assert not page.find("a", href=f"/en/fairs/{fair.slug}.ics")
    assert page.jsonld["eventStatus"] == f"https://schema.org/Event{state.capitalize()}"
    assert not page.find("a", href=f"/en/producer/fairs/{fair.slug}")


def test_the_page_says_all_that_is_published(client, session):
    fair = world.fair(
        session,
        hosts="Ủy ban nhân dân tỉnh",
        about="Dòng một\nDòng hai",
        ticket_price=20_000,
        deposit_percent=30,
    )
    session.add(FairQuota(fair_id=fair.id, province_code="15", most=7))
    fair_world.programme_item(session, fair, FIRST, "Khai mạc")
    fair_world.programme_item(session, fair, LAST, "Bế mạc")
    session.commit()
    page = Page(client.get(f"/en/fairs/{fair.slug}").text)
    text = page.one("main").text
    for said in (
        "20–24 Dec 2026",
        "08:00–21:00",
        "12/GXN-SCT",
        "Ủy ban nhân dân tỉnh",
        "20,000 ₫ a head",
        "30% at once, the rest until 20 Dec 2026",
        "Lào Cai: 7",
        "at least 3 OCOP stars",
        "Yên Bái",
        "Sunday, 20 Dec 2026",
    ):
        assert said in text, said
    assert [item.text for item in page.find("ul", "programme")] == [
        "09:00–10:00 Khai mạc",
        "09:00–10:00 Bế mạc",
    ]


def test_structured_data_and_share_picture(client, session):
    by = world.organiser(session)
    fair = world.fair(session, by, visitor_quota=100, ticket_price=20_000)
    session.commit()
    page = Page(client.get(f"/fairs/{fair.slug}").text)
    data = page.jsonld
    assert (data["startDate"], data["endDate"]) == ("2026-12-20T08:00:00+07:00", "2026-12-24T21:00:00+07:00")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["location"]["address"]["addressRegion"] == "Tỉnh Lào Cai"
    assert data["organizer"]["url"] == f"https://chophien.example/organisers/{by.slug}"
    assert data["offers"][0]["price"] == 20_000
    address = page.one("meta", property="og:image").attributes["content"]
    answer = client.get(address.removeprefix("https://chophien.example"))
    assert answer.mimetype == "image/png"
    assert answer.data[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "A" * 200, "}}]]></script>", "Chợ\u202eTết", "Chữ cỡ lớn " * 20]
)
def test_a_hostile_name_stays_text(client, session, name):
    fair = world.fair(session, name=name)
    session.commit()
    for path in (
        "/fairs",
        f"/fairs/{fair.slug}",
        "/fairs/calendar?month=2026-12",
        f"/fairs/{fair.slug}/exhibitors",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
    assert Page(client.get(f"/fairs/{fair.slug}").text).jsonld["name"] == name
    assert client.get(f"/fairs/{fair.slug}/share.png").status_code == 200


def test_lunar_days_stand_beside_tet_alone(client, session):
    near = world.fair(session, starts_on=date(2027, 1, 28), ends_on=date(2027, 2, 8))
    far = world.fair(session)
    session.commit()
    text = Page(client.get(f"/en/fairs/{near.slug}").text).one("main").text
    assert "day 21 of the last lunar month to day 3 of the first lunar month" in text
    assert "lunar month" not in client.get(f"/en/fairs/{far.slug}").text


def test_the_organiser_has_a_page(client, session):
    by = world.organiser(session)
    world.fair(session, by, name="Hội chợ A")
    world.fair(session, name="Hội chợ của người khác")
    waiting = world.organiser(session, state="submitted", decided_at=None)
    session.commit()
    assert names(client, f"/organisers/{by.slug}") == ["Hội chợ A"]
    assert client.get(f"/organisers/{waiting.slug}").status_code == 404
    assert client.get("/organisers/nobody").status_code == 404


def test_pages_ask_as_much_for_more(app, client, session, statements):
    def asked(path: str) -> int:
        session.commit()
        client.get(path)
        app.extensions["page_cache"].pages.clear()
        statements.clear()
        client.get(path)
        return len(statements)

    first = world.fair(session)
    paths = ("/fairs", "/fairs/calendar?month=2026-12", "/fairs/calendar.ics", f"/fairs/{first.slug}")

    def grow(times: int) -> None:
        for n in range(times):
            world.fair(session)
            fair_world.programme_item(session, first, FIRST, "Khai mạc")
            booth = fair_world.booth(session, first, f"{'ABC'[times % 3]}{n}")
            fair_world.application(session, first, booth, world.producer(session))

    grow(2)
    few = [asked(path) for path in paths]
    grow(7)
    assert [asked(path) for path in paths] == few
    assert max(few) <= 10, few


def test_the_first_page_and_the_place_lead_to_what_comes(client, session, several):
    world.fair(session, name="Ở Hà Nội", commune_code=world.BA_DINH)
    session.commit()
    assert names(client, "/") == ["Đang", "Sắp", "Ở Hà Nội"]
    assert names(client, "/places/15") == ["Đang", "Sắp"]
    assert names(client, "/places/01") == ["Ở Hà Nội"]
    assert names(client, "/places/04672") == []
