"""Calendar files, read back by a library as calendars of other people read them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from marketplace.fairs.fairs import FairState
from storefront.calendar_files import Entry, calendar_file
from tests import world
from tests.world import NOW

HOSTILE = "Hội chợ, xuân; \\ “Tết”\r\nATTENDEE:mailto:x@vidu.vn\nEND:VEVENT\x00\x07\u2028BEGIN:VALARM"


def entry(**facts) -> Entry:
    return Entry(
        **{
            "uid": "u1",
            "sequence": 3,
            "stamped": NOW,
            "first": date(2026, 12, 20),
            "last": date(2026, 12, 24),
            "opens": datetime(2026, 1, 1, 8).time(),
            "closes": datetime(2026, 1, 1, 21).time(),
            "name": "Hội chợ",
            "place": "Quảng trường",
            "text": "Vui",
            "url": "https://chophien.example/fairs/x",
            "theme": "Tết",
            "is_off": False,
        }
        | facts
    )


def read(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).events


def openings(event: icalendar.Event) -> list[datetime]:
    """The openings in universal time, as the rule of the event gives them; Vietnam has no summer time."""
    first = event.start.astimezone(UTC)
    count = event["RRULE"]["COUNT"][0] if "RRULE" in event else 1
    return [first + timedelta(days=n) for n in range(count)]


def test_every_day_is_there_and_the_last_one_too():
    (event,) = read(calendar_file("Hội chợ", [entry()]))
    assert event["RRULE"]["FREQ"] == ["DAILY"]
    assert openings(event) == [datetime(2026, 12, day, 1, tzinfo=UTC) for day in range(20, 25)]
    assert event.end - event.start == timedelta(hours=13)


def test_a_fair_of_one_day_is_not_repeated():
    (event,) = read(calendar_file("Hội chợ", [entry(last=date(2026, 12, 20))]))
    assert "RRULE" not in event


@pytest.mark.parametrize(
    ("zone", "hour", "day"),
    [("Europe/Berlin", 2, 20), ("America/Los_Angeles", 17, 19), ("Asia/Tokyo", 10, 20)],
)
def test_somebody_in_another_zone_reads_the_same_moment(zone, hour, day):
    content = calendar_file("Hội chợ", [entry()])
    (event,) = read(content)
    there = event.start.astimezone(ZoneInfo(zone))
    assert (there.hour, there.day) == (hour, day)


def test_the_zone_is_written_out():
    calendar = icalendar.Calendar.from_ical(calendar_file("Hội chợ", [entry()]))
    (zone,) = calendar.timezones
    assert zone["TZID"] == calendar.events[0]["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    offsets = [part["TZOFFSETTO"].to_ical() for part in zone.subcomponents]
    assert offsets[-1] == "+0700"
    # A program that knows no zones by name takes this one.
    zone["TZID"] = "Elsewhere"
    assert zone.to_tz().utcoffset(datetime(2026, 12, 20, 8)) == timedelta(hours=7)


def test_hostile_words_stay_words():
    content = calendar_file(HOSTILE, [entry(name=HOSTILE, place=HOSTILE, text=HOSTILE, theme=HOSTILE)])
    calendar = icalendar.Calendar.from_ical(content)
    (event,) = calendar.events
    assert not event.subcomponents
    assert "ATTENDEE" not in event
    assert event["SUMMARY"].splitlines()[1] == "ATTENDEE:mailto:x@vidu.vn"
    assert event["SUMMARY"].startswith("Hội chợ, xuân; \\ “Tết”")
    assert not set(map(chr, range(32))) - {"\r", "\n"} & set(content.decode())


def test_lines_end_and_fold_as_the_standard_says():
    content = calendar_file("Hội chợ", [entry(text="Đặc sản vùng miền " * 50)])
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, content.split(b"\r\n"))) <= 75
    (event,) = read(content)
    assert event["DESCRIPTION"] == "Đặc sản vùng miền " * 50


def test_the_file_of_a_fair(client, session):
    fair = world.fair(session, about="Vui; vẻ, lắm")
    session.commit()
    answer = client.get(f"/fairs/{fair.slug}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = read(answer.data)
    assert event["SUMMARY"] == fair.name
    assert event["URL"] == f"https://chophien.example/fairs/{fair.slug}"
    assert event["LOCATION"] == "Quảng trường, 1 Trần Phú, Xã Văn Chấn, Tỉnh Lào Cai"
    assert "Vui; vẻ, lắm" in event["DESCRIPTION"]
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")


@pytest.mark.parametrize(
    ("state", "said"), [(FairState.POSTPONED, "Postponed"), (FairState.CANCELLED, "Cancelled")]
)
def test_what_is_off_keeps_its_uid_and_is_struck_out(client, session, state, said):
    fair = world.fair(session)
    session.commit()
    (before,) = read(client.get("/en/fairs/calendar.ics").data)
    fair.move(state)
    fair.reason, fair.revision = "Bão số 9", 2
    session.commit()
    (after,) = read(client.get("/en/fairs/calendar.ics").data)
    assert after["UID"] == before["UID"]
    assert (after["SEQUENCE"], after["STATUS"]) == (2, "CANCELLED")
    assert after["SUMMARY"] == f"{said}: {fair.name}"
    assert after["DESCRIPTION"].startswith("Bão số 9")


def test_a_subscription_of_a_province(client, session):
    world.fair(session, name="Ở Hà Nội", commune_code=world.BA_DINH)
    world.fair(session, name="Ở Lào Cai")
    world.fair(session, name="Nháp", state="draft")
    world.fair(
        session, name="Năm kia", starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 2), applications_until=None
    )
    session.commit()

    def summaries(query: str) -> set[str]:
        return {str(event["SUMMARY"]) for event in read(client.get(f"/fairs/calendar.ics{query}").data)}

    assert summaries("?province=01") == {"Ở Hà Nội"}
    assert summaries("?province=Lào+Cai") == {"Ở Lào Cai"}
    assert summaries("") == summaries("?province=zz") == {"Ở Hà Nội", "Ở Lào Cai"}
    name = icalendar.Calendar.from_ical(client.get("/fairs/calendar.ics?province=01").data)["X-WR-CALNAME"]
    assert name == "Hội chợ ở Hà Nội"


def test_a_calendar_that_asks_again_is_told_that_nothing_has_changed(app, client, session):
    fair = world.fair(session)
    session.commit()
    first = client.get("/fairs/calendar.ics")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/fairs/calendar.ics", headers=known).status_code == 304
    # Something else has changed, and the page is made anew: its bytes are the same.
    world.producer(session)
    session.commit()
    again = client.get("/fairs/calendar.ics", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    fair.name, fair.revision = "Đổi tên", 2
    session.commit()
    assert client.get("/fairs/calendar.ics", headers=known).status_code == 200
