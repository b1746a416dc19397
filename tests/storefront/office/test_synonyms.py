"""The synonyms desk: what is saved is in force, what is wrong is told and kept, and nobody overwrites unawares."""

import pytest
from sqlalchemy import select

from catalog.search.synonym_lists import MAX_LENGTH, SynonymList, current_synonyms, edit_synonyms
from catalog.search.synonyms import parse_synonyms
from marketplace.audit import Entry
from storefront.office.synonym_format import FORMAT
from tests.markup import Page
from tests.world import NOW

FIRST = "lợn, heo\nngan, vịt xiêm\n"


@pytest.fixture
def first(session) -> int:
    edit_synonyms(session, FIRST, NOW)
    session.commit()
    return current_synonyms(session)[0]


def opened(client, path: str = "/en/office/synonyms") -> dict:
    """The form as the browser has it, with its line ends."""
    page = Page(client.get(path).text)
    names = [name for name in ("csrf_token", "based_on", "text") if page.find(name=name)]
    return {name: page.value(name).replace("\n", "\r\n") for name in names}


def save(client, **changed):
    return client.post("/en/office/synonyms", data=opened(client) | changed)


def in_force(session) -> str:
    session.expire_all()
    return current_synonyms(session)[1]


def test_the_form_shows_the_list_in_force_and_how_it_is_written(officer, first):
    page = Page(officer.get("/en/office/synonyms").text)
    assert page.value("text") == FIRST
    assert page.value("based_on") == str(first)
    assert len(page.one("dl", "examples").inside) > 10
    assert f"Version {first}" in page.one("ol", "rows").text


def test_every_example_of_the_format_can_be_read():
    synonyms = parse_synonyms("\n".join(example for example, _meaning in FORMAT))
    assert len(synonyms.groups) == 5
    assert synonyms.protected
    assert synonyms.former


def test_an_edit_is_in_force_and_noted_with_the_officer(officer, session, first, an):
    answer = save(officer, text="lợn, heo\r\nbò, bê\r\n")
    assert (answer.status_code, answer.location) == (303, "/en/office/synonyms")
    assert in_force(session) == "lợn, heo\nbò, bê\n"
    page = Page(officer.get(answer.location).text)
    assert "Searches use it from now on" in page.one("p", "notice--good").text
    assert "Nguyễn Thị An" in page.one("ol", "rows").text
    entry = session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert (entry.action, entry.user_id) == ("synonyms.edited", an.id)


def test_an_edit_makes_new_pages(app, officer, client, first):
    cache = app.extensions["page_cache"]
    before = cache.database.catalogue_version()
    save(officer, text="lợn, heo")
    assert cache.database.catalogue_version() == before + 1


def test_nothing_changed_is_no_version(officer, session, first):
    answer = officer.post("/en/office/synonyms", data=opened(officer))
    assert answer.status_code == 303
    assert "in force already" in officer.get(answer.location).text
    assert current_synonyms(session)[0] == first


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "lợn, heo\r\n\r\n  một mình\r\n",
            "Line 3: a group needs at least two members. It reads: “một mình”",
        ),
        ("gà,, vịt", "Line 1: there is an empty member between two commas. It reads: “gà,, vịt”"),
        ("", "The list is empty: nothing would be left of it."),
        (" \r\n ", "The list is empty: nothing would be left of it."),
        ("# " + "ậ" * MAX_LENGTH, "The list is longer than 200000 characters."),
        ("<script>x</script>", "It reads: “<script>x</script>”"),
    ],
)
def test_what_is_wrong_is_told_and_kept(officer, session, first, text, error):
    answer = save(officer, text=text)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert error in page.errors[0]
    assert page.value("text").split() == text.split()
    assert in_force(session) == FIRST


def test_a_list_beyond_any_size_is_refused(officer, first):
    assert save(officer, text="ậ" * 10 * MAX_LENGTH).status_code == 413


@pytest.mark.parametrize("based_on", ["0", "", "x", "-1", "٣", "9" * 30])
def test_a_stale_form_is_told_and_keeps_its_text(officer, session, first, based_on):
    answer = save(officer, text="bò, bê", based_on=based_on)
    assert answer.status_code == 422
    assert in_force(session) == FIRST


def test_two_officers_at_once_and_the_second_saves_only_knowingly(officer, session, first):
    mine = opened(officer)
    save(officer, text=FIRST + "bò, bê")
    told = officer.post("/en/office/synonyms", data=mine | {"text": FIRST + "gà, kê"})
    page = Page(told.text)
    assert told.status_code == 422
    assert page.errors == ["Somebody has saved another version meanwhile."]
    assert page.value("text").split() == (FIRST + "gà, kê").split()
    section = page.one("section", "notice--warn")
    assert [e.text for e in section.inside if e.tag in ("del", "ins")] == ["− bò, bê", "+ gà, kê"]
    assert in_force(session).endswith("bò, bê\n")

    again = {name: page.value(name) for name in ("csrf_token", "based_on", "text")}
    assert officer.post("/en/office/synonyms", data=again).status_code == 303
    assert in_force(session).endswith("gà, kê\n")


def test_without_the_token_nothing_is_saved_and_the_text_stays(officer, session, first):
    answer = save(officer, text="bò, bê", csrf_token="made.up")
    assert answer.status_code == 422
    assert Page(answer.text).value("text") == "bò, bê"
    assert in_force(session) == FIRST


def test_a_version_shows_what_it_changed(officer, session, first):
    save(officer, text="lợn, heo\r\n-- bò, bê\r\n")
    second = current_synonyms(session)[0]
    page = Page(officer.get(f"/en/office/synonyms/{second}").text)
    assert [e.text for e in page.find() if e.tag in ("del", "ins")] == ["− ngan, vịt xiêm", "+ -- bò, bê"]
    assert page.one("pre").text == "lợn, heo -- bò, bê"
    assert not page.find("form", action=f"/en/office/synonyms/{second}/restoration")
    assert not Page(officer.get(f"/en/office/synonyms/{first}").text).find("ol", "changes")


def test_a_former_version_can_be_put_in_force_again_as_a_new_one(officer, session, first):
    save(officer, text="bò, bê")
    second = current_synonyms(session)[0]
    form = opened(officer, f"/en/office/synonyms/{first}")
    assert officer.post(f"/en/office/synonyms/{first}/restoration", data=form).status_code == 303
    id, text = current_synonyms(session)
    assert (id > second, text) == (True, FIRST)
    assert session.get(SynonymList, second).text == "bò, bê\n"


def test_a_restoration_is_told_too_when_somebody_was_quicker(officer, session, first):
    save(officer, text="bò, bê")
    form = opened(officer, f"/en/office/synonyms/{first}")
    save(officer, text="gà, kê")
    answer = officer.post(f"/en/office/synonyms/{first}/restoration", data=form)
    assert answer.status_code == 422
    assert "Somebody has saved another version meanwhile" in answer.text
    assert in_force(session) == "gà, kê\n"
    assert officer.post(f"/en/office/synonyms/{first}/restoration").status_code == 422


def test_the_page_asks_the_database_a_constant_number_of_times(officer, session, first, statements):
    def asked() -> int:
        statements.clear()
        officer.get("/office/synonyms")
        return len(statements)

    few = asked()
    for number in range(30):
        edit_synonyms(session, f"lợn, heo, số {number}", NOW)
        session.commit()
    assert asked() == few <= 6


def test_a_change_of_everything_makes_no_endless_page(officer, session, first):
    edit_synonyms(session, "\n".join(f"từ {number}, chữ {number}" for number in range(5000)), NOW)
    session.commit()
    page = Page(officer.get(f"/office/synonyms/{current_synonyms(session)[0]}").text)
    assert 900 < len([e for e in page.one("ol", "changes").inside if e.tag == "li"]) < 1100
