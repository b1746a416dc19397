"""Fairs in a browser: written in steps, announced, postponed, cancelled and made anew; and who is told."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.memberships import add_member
from marketplace.accounts.users import User
from marketplace.fairs.fair_steps import programme_of, rules_of
from marketplace.fairs.fairs import Fair
from storefront.organiser.sections import SECTIONS
from tests import people, world
from tests.letters import do_jobs, letters_to
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import fill, signed_in
from tests.shopping import hidden

BASICS = {
    "name": "Hội chợ Xuân",
    "theme": "tet",
    "permit_number": "12/GXN",
    "venue": "Quảng trường",
    "province": "15",
    "commune": world.VAN_CHAN,
}
DAYS = {"starts_on": "2027-01-10", "ends_on": "14/01/2027", "opens_at": "08:00", "closes_at": "21h30"}


@pytest.fixture
def fair(session, desk) -> Fair:
    """An announced one of the desk's organiser."""
    made = world.fair(session, desk.own)
    session.commit()
    return made


def path_of(fair: Fair) -> str:
    return f"/en/organiser/fairs/{fair.slug}"


def write(client, fair: Fair, step: str, **fields):
    path = f"{path_of(fair)}/steps/{step}"
    return fill(client, path, **({"seen": fair.revision} | fields))


def press(client, fair: Fair, what: str, **fields):
    """A form of the fair's page; those about calling it off have names of their own."""
    prefix = {"postponement": "postpone-", "cancellation": "cancel-"}.get(what, "")
    token = hidden(client.get(path_of(fair)).text, "csrf_token")
    named = {"csrf_token": token, "seen": fair.revision} | fields
    return client.post(
        f"{path_of(fair)}/{what}", data={f"{prefix}{name}": text for name, text in named.items()}
    )


def begun(session, desk, **changes) -> Fair:
    answer = fill(desk.client, "/en/organiser/fairs/new", "/en/organiser/fairs", **(BASICS | changes))
    assert answer.status_code == 303 and answer.location.endswith("/steps/days")
    return session.scalars(select(Fair).order_by(Fair.id.desc()).limit(1)).one()


def test_a_fair_is_written_step_by_step_and_announced(session, desk):
    fair = begun(session, desk)
    page = desk.client.get(path_of(fair)).text
    assert "Days and hours" in page and "missing" in page and "/announcement" not in page
    assert write(desk.client, fair, "days", **DAYS).status_code == 303
    session.refresh(fair)
    rules = {
        "applications_from": "2026-11-01",
        "applications_until": "2026-12-20",
        "min_stars": "4",
        "groups": ["1", "2"],
        "papers": ["food_safety"],
        "quota_15": "10",
        "hold_hours": "48",
        "deposit_percent": "30",
        "balance_due_on": "2027-01-05",
    }
    assert write(desk.client, fair, "applications", **rules).status_code == 303
    session.refresh(fair)
    assert write(desk.client, fair, "visitors", visitor_quota="5.000", ticket_price="20k").status_code == 303
    session.refresh(fair)
    kept = rules_of(session, fair.id)
    assert (kept.groups, kept.quotas, kept.papers) == ({"1", "2"}, {"15": 10}, {"food_safety"})
    assert (fair.closes_at, fair.visitor_quota, fair.ticket_price) == (time(21, 30), 5000, 20_000)
    answer = press(desk.client, fair, "announcement")
    session.refresh(fair)
    assert answer.status_code == 303 and answer.location.endswith("/hoi-cho-xuan-2027")
    assert fair.name in desk.client.get(f"/en/fairs/{fair.slug}").text
    for step in ("basics", "days", "applications", "visitors"):
        assert desk.client.get(f"{path_of(fair)}/steps/{step}").status_code == 200


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("basics", BASICS | {"name": " "}, "Please write the name."),
        ("basics", BASICS | {"theme": "circus"}, "field__error"),
        ("basics", BASICS | {"commune": world.BA_DINH}, "Please choose a commune or ward of this province."),
        ("days", DAYS | {"ends_on": "2027-01-09"}, "The last day is before the first."),
        ("days", DAYS | {"starts_on": "31/02/2027"}, "This is no full date."),
        ("days", DAYS | {"opens_at": "25:00"}, "This is no time of day."),
        ("days", DAYS | {"closes_at": "07:00"}, "The fair closes before it opens."),
        ("days", DAYS | {"build_up_on": "2027-01-08"}, "Please fill this in."),
        ("applications", {"min_stars": "3", "hold_hours": "0", "deposit_percent": "100"}, "1 to 720 hours"),
        ("applications", {"min_stars": "7", "hold_hours": "9", "deposit_percent": "100"}, "field__error"),
        ("applications", {"min_stars": "3", "hold_hours": "9", "deposit_percent": "50"}, "by when the rest"),
        ("visitors", {"visitor_quota": "nhiều"}, "This is no whole number."),
        ("visitors", {"ticket_price": "20k"}, "Tickets need a limit"),
    ],
)
def test_bad_input_is_said_and_nothing_is_kept(session, desk, step, fields, said):
    fair = begun(session, desk)
    answer = write(desk.client, fair, step, **fields)
    assert answer.status_code == 422 and said in answer.text
    session.refresh(fair)
    assert fair.revision == 1 and fair.starts_on is None


def test_of_two_who_write_at_once_the_second_sees_both_and_decides(session, desk):
    fair = begun(session, desk)
    assert write(desk.client, fair, "basics", **(BASICS | {"venue": "Nhà văn hóa"})).status_code == 303
    answer = write(desk.client, fair, "basics", seen=1, **(BASICS | {"venue": "Sân vận động"}))
    assert answer.status_code == 422
    assert "Somebody else has changed this fair meanwhile." in answer.text
    assert "Nhà văn hóa" in answer.text and "Sân vận động" in answer.text
    assert 'name="seen" type="hidden" value="2"' in answer.text
    session.refresh(fair)
    assert fair.venue == "Nhà văn hóa"


def test_communes_are_shown_without_script(session, desk):
    fields = BASICS | {"commune": "", "action": "communes"}
    answer = fill(desk.client, "/en/organiser/fairs/new", "/en/organiser/fairs", **fields)
    assert answer.status_code == 200 and "Văn Chấn" in answer.text and "Hội chợ Xuân" in answer.text


def test_days_of_an_announced_fair_stand(session, desk, fair):
    answer = write(desk.client, fair, "days", **DAYS)
    assert answer.status_code == 422 and "Please postpone it" in answer.text
    session.refresh(fair)
    assert fair.starts_on == date(2026, 12, 20)


def test_a_programme_is_written_changed_and_shortened(session, desk, fair):
    path = f"{path_of(fair)}/programme"
    item = {"title": "Múa sạp", "day": "2026-12-21", "starts_at": "19:00", "ends_at": "20h30"}
    assert fill(desk.client, path, **item).status_code == 303
    (made,) = programme_of(session, fair.id)
    assert "Múa sạp" in desk.client.get(path).text
    seen = item["seen"] = made.version
    assert fill(desk.client, f"{path}/{made.id}", **(item | {"title": "Múa xòe"})).status_code == 303
    late = fill(desk.client, f"{path}/{made.id}", **(item | {"title": "Hò"}))
    assert late.status_code == 422 and "Somebody else has changed this fair meanwhile." in late.text
    assert "It says now: Múa xòe" in late.text and 'value="Hò"' in late.text
    session.refresh(made)
    assert f'value="{made.version}"' in late.text
    item["seen"] = made.version
    wrong = fill(desk.client, f"{path}/{made.id}", **(item | {"title": "Hát", "ends_at": "18:00"}))
    assert wrong.status_code == 422 and "It ends before it begins." in wrong.text and "Hát" in wrong.text
    outside = fill(desk.client, path, **(item | {"day": "2026-12-30"}))
    assert outside.status_code == 422 and "The fair is not open on that day." in outside.text
    assert "Múa xòe" in desk.client.get(f"/en/fairs/{fair.slug}").text
    assert fill(desk.client, path, f"{path}/{made.id}/removal", seen=seen).status_code == 422
    assert fill(desk.client, path, f"{path}/{made.id}/removal", seen=made.version).status_code == 303
    assert programme_of(session, fair.id) == []
    assert desk.client.get(f"{path}/{made.id}").status_code == 404


@pytest.fixture
def exhibits(session, fair):
    """A confirmed exhibitor of the fair, and its owner."""
    application = exhibitor(session, fair)
    owner = session.get_one(User, application.user_id)
    add_member(session, owner, session.get_one(Producer, application.producer_id), world.NOW)
    session.commit()
    return SimpleNamespace(application=application, owner=owner)


def test_who_exhibits_is_told_that_it_is_postponed_and_of_the_new_days(app, session, desk, fair, exhibits):
    client = signed_in(app, exhibits.owner)
    press(desk.client, fair, "postponement", seen=1, reason="Bão số 9")
    (letter,) = letters_to(app, exhibits.owner.contact)
    assert "Bão số 9" in letter.text and fair.name in letter.subject and f"/fairs/{fair.slug}" in letter.text
    session.refresh(fair)
    assert write(desk.client, fair, "days", **DAYS).status_code == 303
    session.refresh(fair)
    assert press(desk.client, fair, "announcement").status_code == 303
    letter = letters_to(app, exhibits.owner.contact)[-1]
    assert "10/01/2027 – 14/01/2027" in letter.text
    notices = client.get("/en/account/notices").text
    assert f"{fair.name} is postponed." in notices and f"{fair.name}: there are new days." in notices
    session.refresh(exhibits.application)
    assert exhibits.application.state == "confirmed"


def test_who_exhibits_is_told_that_it_is_cancelled_and_the_application_with_it(
    app, session, desk, fair, exhibits
):
    press(desk.client, fair, "cancellation", seen=1, reason="Bão số 9")
    assert any("không diễn ra" in one.text for one in letters_to(app, exhibits.owner.contact))
    assert f"{fair.name} is cancelled." in signed_in(app, exhibits.owner).get("/en/account/notices").text
    session.refresh(exhibits.application)
    assert (exhibits.application.state, exhibits.application.reasons) == ("cancelled", "Bão số 9")


def test_a_letter_that_was_overtaken_is_not_written(app, session, desk, fair, exhibits):
    press(desk.client, fair, "postponement", seen=1, reason="Bão số 9")
    press(desk.client, fair, "cancellation", seen=2, reason="Bão số 10")
    assert all("Bão số 9" not in one.text for one in letters_to(app, exhibits.owner.contact))


def test_a_stale_press_changes_nothing_and_what_was_typed_stays(session, desk, fair):
    answer = press(desk.client, fair, "cancellation", seen=7, reason="Mưa bão")
    assert answer.status_code == 422 and "changed this fair meanwhile" in answer.text
    assert "Mưa bão" in answer.text
    session.refresh(fair)
    assert fair.state == "announced"


@pytest.mark.parametrize("what", ["postponement", "cancellation"])
def test_calling_off_needs_a_reason(session, desk, fair, what):
    answer = press(desk.client, fair, what, seen=1, reason=" ")
    assert answer.status_code == 422 and "Please write why: everybody concerned reads it." in answer.text
    session.refresh(fair)
    assert fair.state == "announced"


def test_a_fair_is_made_anew_on_other_days(session, desk, fair):
    answer = press(desk.client, fair, "clones", starts_on="2027-12-20")
    assert answer.status_code == 303
    made = session.scalars(select(Fair).where(Fair.cloned_from_id == fair.id)).one()
    assert (made.ends_on, made.state) == (date(2027, 12, 24), "draft")
    assert press(desk.client, fair, "clones", starts_on="hôm nào").status_code == 422
    assert press(desk.client, fair, "clones", starts_on="2026-12-21").status_code == 422


def test_a_draft_is_deleted_and_a_published_fair_is_not(session, desk, fair):
    draft = begun(session, desk)
    assert press(desk.client, draft, "removal").location.endswith("/organiser")
    assert session.scalars(select(Fair)).all() == [fair]
    assert press(desk.client, fair, "removal").status_code == 422


def test_an_organiser_that_is_not_approved_prepares_and_does_not_announce(session, desk):
    fair = begun(session, desk)
    write(desk.client, fair, "days", **DAYS)
    session.refresh(fair)
    desk.own.suspend("Vì thế", world.NOW)
    session.commit()
    assert "once an officer has approved you" in desk.client.get(path_of(fair)).text
    answer = press(desk.client, fair, "announcement")
    assert answer.status_code == 422 and "approved and not suspended" in answer.text


def test_another_manager_is_told_of_every_step(app, session, desk, member, fair):
    other = people.user(session, "hai@vidu.vn")
    client = member("manager", desk.own, other)
    press(desk.client, fair, "postponement", seen=1, reason="Bão số 9")
    do_jobs(app)
    assert f"{fair.name} is postponed." in client.get("/en/account/notices").text
    assert letters_to(app, "hai@vidu.vn") == []
    assert signed_in(app, other).get(path_of(fair)).status_code == 200


def test_every_part_of_a_fair_stands_under_a_heading(desk, fair):
    page = desk.client.get(f"/en/organiser/fairs/{fair.slug}").text
    assert [one.path for one in SECTIONS if f'/fairs/{fair.slug}/{one.path}"' not in page] == []
    headings = ["Prepare the fair", "Booths and exhibitors", "Days of the fair", "After the fair"]
    places = [page.index(f"<h2>{heading}</h2>") for heading in headings]
    assert places == sorted(places)
