"""Marks in the office: found, read by every officer, put right by the central one."""

import io

import pytest
from sqlalchemy import select

from catalog.marks import Mark, MarkKind
from catalog.versions import current_version
from marketplace.audit import Entry
from tests import hostile_pdfs, world
from tests import people as making
from tests.people import browser, fill, signed_in
from tests.shopping import hidden

PATH = "/office/marks"


@pytest.fixture
def central(app, session):
    return signed_in(app, making.officer(session, "trunguong@vidu.vn", "Trung Ương", province=None))


@pytest.fixture
def mark(session) -> Mark:
    made = world.mark(session, "Suối Thử", product="Chè", owner="UBND tỉnh Lào Cai", number="00999")
    session.commit()
    return made


FACTS = {
    "name": "Suối Thử",
    "product": "Chè",
    "product_en": "Tea",
    "owner": "UBND tỉnh Lào Cai",
    "manager": "Sở Khoa học và Công nghệ",
}
FACTS |= {
    "territory": "Xã Văn Chấn, Lào Cai\n00004",
    "territory_text": "huyện Văn Chấn cũ",
    "number": "00999",
}
FACTS |= {"decision_no": "1/QĐ-SHTT", "registered_on": "01/02/2020"}


def save(client, mark, **changed):
    page = f"{PATH}/{mark.slug}/edit"
    seen = changed.pop("seen", None) or hidden(client.get(page).text, "seen")
    return fill(client, page, f"{PATH}/{mark.slug}", seen=seen, **FACTS | changed)


def read(session, mark) -> Mark:
    session.expire_all()
    return session.get(Mark, mark.id)


@pytest.mark.parametrize("words", ["suoi thu", "CHÈ", "ubnd tỉnh", "00999"])
def test_marks_are_searched(officer, mark, words):
    assert "Suối Thử" in officer.get(f"{PATH}?q={words}").text
    assert "Suối Thử" not in officer.get(f"{PATH}?q=khac").text
    assert "Suối Thử" not in officer.get(f"{PATH}?q={words}&kind=trademark").text


def test_what_the_central_office_saves_is_public_at_once_and_audited(app, session, central, mark):
    guest = browser(app)
    assert "Sở Khoa học" not in guest.get(f"/marks/{mark.slug}").text
    before = current_version(session)
    session.rollback()
    assert save(central, mark, number_checked="y").status_code == 303
    text = guest.get(f"/marks/{mark.slug}").text
    assert "Sở Khoa học và Công nghệ" in text
    assert "Hà Nội" in text
    saved = read(session, mark)
    session.refresh(saved, ["territory"])
    assert sorted(place.code for place in saved.territory) == [world.BA_DINH, world.VAN_CHAN]
    assert saved.number_checked
    assert current_version(session) > before
    entry = session.scalars(select(Entry).where(Entry.action == "mark.changed")).one()
    assert entry.facts["manager"] == ["", "Sở Khoa học và Công nghệ"]
    assert entry.facts["territory"] == [[], [world.BA_DINH, world.VAN_CHAN]]
    assert entry.user_id


def test_a_territory_alone_moves_the_version(session, central, mark):
    save(central, mark)
    before = current_version(session)
    session.rollback()
    save(central, mark, territory="Lào Cai")
    assert current_version(session) > before


def test_saving_what_is_there_writes_nothing(session, central, mark):
    save(central, mark)
    before = current_version(session)
    session.rollback()
    assert save(central, mark).status_code == 303
    assert current_version(session) == before
    assert len(session.scalars(select(Entry).where(Entry.action == "mark.changed")).all()) == 1


def test_the_form_holds_what_the_mark_says(session, central, mark):
    save(central, mark)
    text = central.get(f"{PATH}/{mark.slug}/edit").text
    assert "Xã Văn Chấn, Lào Cai" in text
    assert 'value="01/02/2020"' in text


def test_provinces_read_and_do_not_edit(officer, session, mark):
    assert officer.get(f"{PATH}/{mark.slug}").status_code == 200
    assert officer.get(f"{PATH}/{mark.slug}/edit").status_code == 403
    assert officer.post(f"{PATH}/{mark.slug}", data=FACTS).status_code == 403
    assert read(session, mark).manager == ""


def test_an_odd_number_only_warns(session, central, mark):
    answer = save(central, mark, number="GI 12")
    assert answer.status_code == 303
    assert read(session, mark).number == "GI 12"
    assert "tag--bad" in central.get(f"{PATH}/{mark.slug}").text


@pytest.mark.parametrize(
    "changed",
    [
        {"territory": "Xã Không Có, Lào Cai"},
        {"territory": "Tỉnh Không Có"},
        {"territory": "99999"},
        {"registered_on": "31/02/2020"},
        {"number": "", "number_checked": "y"},
    ],
)
def test_bad_input_keeps_what_was_typed(session, central, mark, changed):
    answer = save(central, mark, **changed)
    assert answer.status_code == 422
    assert "huyện Văn Chấn cũ" in answer.text
    assert 'role="alert"' in answer.text
    assert read(session, mark).manager == ""


def test_a_mark_does_not_end_before_it_begins(session, central):
    mark = world.mark(session, kind=MarkKind.COLLECTIVE)
    session.commit()
    assert save(central, mark, expires_on="31/01/2020").status_code == 422
    assert save(central, mark, expires_on="31/01/2030").status_code == 303
    assert f"{read(session, mark).expires_on}" == "2030-01-31"


def test_an_indication_has_no_last_day(session, central, mark):
    assert save(central, mark, expires_on="31/01/2030").status_code == 303
    assert read(session, mark).expires_on is None


def test_the_second_of_two_officers_is_told(session, central, mark):
    seen = hidden(central.get(f"{PATH}/{mark.slug}/edit").text, "seen")
    save(central, mark, manager="Người thứ nhất")
    answer = save(central, mark, seen=seen, manager="Người thứ hai")
    assert answer.status_code == 422
    assert "Người thứ hai" in answer.text
    assert read(session, mark).manager == "Người thứ nhất"
    again = save(central, mark, seen=hidden(answer.text, "seen"), manager="Người thứ hai")
    assert again.status_code == 303


def test_a_mark_that_is_not_there(central):
    for path in ("/khong-co", "/khong-co/edit"):
        assert central.get(PATH + path).status_code == 404


def pdf(content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), "quy-che.pdf"


def test_name_and_what_it_protects_are_put_right_and_the_address_stays(central, session, mark, client):
    words = {"name": "Suối Mới", "name_en": "New Stream", "protects": "Lá một búp", "protects_en": "One bud"}
    assert save(central, mark, **words).status_code == 303
    changed = read(session, mark)
    assert {name: getattr(changed, name) for name in words} == words
    assert "Suối Mới" in client.get(f"/marks/{mark.slug}").text
    assert "One bud" in client.get(f"/en/marks/{mark.slug}").text
    facts = session.scalars(select(Entry).where(Entry.action == "mark.changed")).one().facts
    assert facts["name"] == ["Suối Thử", "Suối Mới"]
    assert facts["protects"] == ["", "Lá một búp"]


def test_a_mark_keeps_a_name(central, session, mark):
    answer = save(central, mark, name=" ")
    assert answer.status_code == 422
    assert read(session, mark).name == "Suối Thử"


def test_the_rules_of_use_are_kept_shown_and_taken_off(central, session, mark, client):
    assert client.get(f"/marks/{mark.slug}/rules.pdf").status_code == 404
    address = "https://suoithu.example/quy-che"
    assert save(central, mark, rules=pdf(hostile_pdfs.paper("Quy chế")), rules_url=address).status_code == 303
    kept = read(session, mark).rules_file
    page = client.get(f"/marks/{mark.slug}").text
    assert f'href="/marks/{mark.slug}/rules.pdf"' in page
    assert f'href="{address}"' in page
    file = client.get(f"/marks/{mark.slug}/rules.pdf")
    assert file.mimetype == "application/pdf"
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file.data.startswith(b"%PDF-")
    file.close()
    save(central, mark, product="Chè khác", rules_url=address)
    assert read(session, mark).rules_file == kept, "a form without a file keeps the file"
    save(central, mark, without_file="y")
    assert (read(session, mark).rules_file, read(session, mark).rules_url) == ("", "")
    assert client.get(f"/marks/{mark.slug}/rules.pdf").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rules": (b"GIF89a", "x.pdf")}, "Please choose the file once more"),
        ({"rules": (b"", "x.pdf")}, "The file is empty."),
        ({"rules": (hostile_pdfs.locked("x"), "x.pdf")}, "Please choose the file once more"),
        ({"rules_url": "javascript:alert(1)"}, "The address of the rules begins with"),
        ({"rules_url": "https://"}, "The address of the rules begins with"),
    ],
    ids=["no pdf", "empty", "locked", "script", "no host"],
)
def test_rules_that_cannot_be_kept_change_nothing(central, session, mark, wrong, sentence):
    if "rules" in wrong:
        content, name = wrong["rules"]
        wrong = {"rules": (io.BytesIO(content), name)}
    page = f"/en{PATH}/{mark.slug}/edit"
    seen = hidden(central.get(page).text, "seen")
    sent = FACTS | {"seen": seen, "owner": "Ai đó"} | wrong
    answer = fill(central, page, f"/en{PATH}/{mark.slug}", **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Ai đó"' in answer.text, "what was typed stays"
    assert (read(session, mark).rules_file, mark.rules_url, mark.owner) == ("", "", "UBND tỉnh Lào Cai")
