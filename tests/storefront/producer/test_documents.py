"""The vault: a paper from the form to the officer and back, what is kept when a form comes back, who opens files."""

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from catalog.documents import Audience, Document, DocumentState
from marketplace.accounts.memberships import add_member
from tests import people, world
from tests.hostile_pdfs import locked, paper
from tests.letters import letters_to
from tests.markup import Page
from tests.people import browser, signed_in
from tests.shopping import hidden
from tests.world import NOW

NEW = "/en/producer/papers/new"
FORM = {
    "kind": "food_safety",
    "product": "",
    "title": "",
    "number": "12/2026/GCN",
    "issuer": "Sở Nông nghiệp và Môi trường Lào Cai",
    "valid_from": "05/08/2026",
    "valid_until": "05/08/2029",
    "audience": "officers",
}


def photograph() -> bytes:
    data = io.BytesIO()
    Image.effect_noise((800, 1100), 60).convert("RGB").save(data, "JPEG")
    return data.getvalue()


def send(client, content: bytes | None = None, name: str = "giay.pdf", path: str = NEW, **changed):
    token = hidden(client.get(path).text, "csrf_token")
    file = {"file": (io.BytesIO(content), name)} if content is not None else {}
    return client.post(path, data={"csrf_token": token} | FORM | changed | file)


def opened(client, path: str) -> int:
    """The status of a file's address; the file is closed again."""
    with client.get(path) as answer:
        return answer.status_code


def decide(officer, code: str, decision: str, **fields):
    address = f"/en/office/papers/{code}"
    page = officer.get(address).text
    sent = {"csrf_token": hidden(page, "csrf_token"), "seen": hidden(page, "seen"), "decision": decision}
    return officer.post(f"{address}/decision", data=sent | fields)


def only(session) -> Document:
    session.expire_all()
    return session.scalars(select(Document)).one()


@pytest.fixture
def officer(app, session):
    return signed_in(app, people.officer(session))


@pytest.fixture
def stranger(app, session):
    """Acts for another producer."""
    user = people.user(session, "khac@vidu.vn")
    add_member(session, user, world.producer(session), NOW)
    session.commit()
    return signed_in(app, user)


@pytest.mark.parametrize(
    ("content", "name", "type"), [(paper(), "a.pdf", "pdf"), (photograph(), "a.jpg", "jpeg")]
)
def test_from_the_vault_to_the_officer_and_back(app, session, seller, officer, content, name, type):
    answer = send(seller, content, name)
    assert answer.status_code == 303
    made = only(session)
    assert (made.state, made.file.rpartition(".")[2]) == (DocumentState.SUBMITTED, type)

    queue = Page(officer.get("/en/office/papers").text)
    assert f"/en/office/papers/{made.code}" in queue.links
    assert decide(officer, made.code, "approve").status_code == 303
    assert only(session).state == DocumentState.ACCEPTED
    assert "In force" in seller.get(f"/en/producer/papers/{made.code}").text
    assert [letter.subject for letter in letters_to(app, "lan@vidu.vn")] == [
        "Đã chấp nhận: Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm 12/2026/GCN"
    ]


def test_a_returned_paper_says_why(app, session, seller, officer):
    send(seller, paper())
    code = only(session).code
    empty = decide(officer, code, "return")
    assert empty.status_code == 422
    assert "Please write the reasons" in empty.text
    assert decide(officer, code, "return", reasons="Ảnh bị mờ").status_code == 303
    page = seller.get(f"/en/producer/papers/{only(session).code}").text
    assert "An officer returned it: Ảnh bị mờ" in page
    assert "Ảnh bị mờ" in letters_to(app, "lan@vidu.vn")[0].text


def test_permits_of_marks_are_a_queue_of_their_own_and_lead_to_the_mark(session, seller, officer):
    send(seller, paper(), kind="mark_permit", number="07/GP-CDDL")
    code = only(session).code
    assert code not in officer.get("/en/office/papers").text
    waits = officer.get("/en/office/mark-permits").text
    assert f"/office/papers/{code}" in waits
    assert "07/GP-CDDL" in waits
    answer = decide(officer, code, "approve")
    assert answer.location.endswith(f"/office/papers/{code}")
    assert 'href="/en/office/marks"' in officer.get(answer.location).text
    assert code not in officer.get("/en/office/mark-permits").text


def test_two_officers_at_once_the_second_is_told(session, seller, officer):
    send(seller, paper())
    code = only(session).code
    seen = hidden(officer.get(f"/en/office/papers/{code}").text, "seen")
    decide(officer, code, "approve")
    second = decide(officer, code, "return", seen=seen, reasons="Số không khớp")
    assert second.status_code == 422
    assert "changed meanwhile" in second.text
    assert "Số không khớp" in second.text
    assert only(session).state == DocumentState.ACCEPTED


def test_the_officer_sees_what_a_newer_paper_changes(session, seller, officer):
    send(seller, paper())
    old = only(session)
    decide(officer, old.code, "approve")
    send(seller, paper("Bản mới"), path=f"{NEW}?replaces={old.code}", number="99/2027/GCN")
    newer = session.scalars(select(Document).where(Document.replaces_id == old.id)).one()
    page = Page(officer.get(f"/en/office/papers/{newer.code}").text)
    row = next(e for e in page.find("tr") if "Number on the paper" in e.text)
    assert [e.text.split()[2].rstrip("]") for e in row.inside if e.tag == "del"] == ["12", "2026"]
    assert "replaces a former one" in officer.get("/en/office/papers").text


def test_a_form_sent_back_keeps_the_file_and_what_was_typed(session, seller):
    answer = send(seller, paper(), number="", valid_until="hôm qua")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "Please write the number that is printed on the paper." in page.errors
    assert any("full date" in error for error in page.errors)
    assert "We have kept your file." in answer.text
    assert page.value("issuer") == FORM["issuer"]
    again = send(seller, None, kept=page.value("kept"))
    assert again.status_code == 303
    assert only(session).pages == 1


def test_a_kept_file_serves_its_own_producer_alone(session, seller, stranger):
    kept = Page(send(seller, paper(), number="").text).value("kept")
    answer = send(stranger, None, kept=kept)
    assert answer.status_code == 422
    assert "Please choose a file" in answer.text
    assert send(seller, None, kept=kept[:-2] + "xx").status_code == 422
    assert session.scalar(select(func.count()).select_from(Document)) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Please choose a file, or photograph the paper."),
        (locked("x"), "This PDF is locked with a password."),
        (b"%PDF-1.4 nothing", "This PDF is damaged."),
        (b"hello", "This is not a picture we can read"),
        (b"", "The file is empty."),
    ],
)
def test_a_bad_file_gets_a_sentence_and_nothing_is_written(session, seller, content, sentence):
    answer = send(seller, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(select(func.count()).select_from(Document)) == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "Please choose what kind of paper it is."),
        ({"kind": "letter"}, "Please choose one of these."),
        ({"product": "999999"}, "Please choose one of these."),
        ({"kind": "lab_test"}, "A paper of this kind is about one product"),
        ({"valid_until": ""}, "A paper of this kind has a last day"),
        ({"valid_until": "01/01/2020"}, "The last day lies before the first one."),
        ({"audience": "nobody"}, "Please choose one of these."),
        ({"number": "x" * 201}, "at most 200 characters"),
        ({"valid_from": ""}, "Please write the day on which it was issued."),
    ],
)
def test_what_is_wrong_stands_at_its_field(session, seller, changed, sentence):
    answer = send(seller, paper(), **changed)
    assert answer.status_code == 422
    assert any(sentence in error for error in Page(answer.text).errors)
    assert session.scalar(select(func.count()).select_from(Document)) == 0


def test_a_newer_paper_is_filed_from_the_older_one(session, seller):
    send(seller, paper())
    old = only(session)
    path = f"{NEW}?replaces={old.code}"
    page = Page(seller.get(path).text)
    assert page.chosen("kind") == "food_safety"
    assert page.value("issuer") == FORM["issuer"]
    assert page.value("number") == ""
    assert send(seller, paper("Bản mới"), path=path, number="13/2027").status_code == 303
    assert "There is a newer one." in seller.get(f"/en/producer/papers/{old.code}").text
    newer = session.scalars(select(Document).where(Document.replaces_id == old.id)).one()
    assert "Former papers" in seller.get(f"/en/producer/papers/{newer.code}").text
    again = send(seller, paper("Bản khác"), path=path, number="14/2027")
    assert again.status_code == 422
    assert "replaced by a newer one" in again.text


def test_who_opens_the_file(app, session, seller, stranger, officer):
    send(seller, paper())
    code = only(session).code
    with seller.get(f"/en/producer/papers/{code}/file") as file:
        assert file.status_code == 200
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith(
        "attachment; filename=food-safety-certificate-12-2026-gcn.pdf"
    )
    assert "no-store" in file.headers["Cache-Control"]
    assert opened(officer, f"/office/papers/{code}/file") == 200
    assert opened(stranger, f"/producer/papers/{code}/file") == 404
    assert stranger.get(f"/producer/papers/{code}").status_code == 404
    assert stranger.get(f"{NEW}?replaces={code}").status_code == 404
    assert opened(browser(app), f"/producer/papers/{code}/file") == 303


def test_what_is_kept_for_oneself_no_officer_finds(session, seller, officer):
    send(seller, paper(), audience="producer")
    code = only(session).code
    assert officer.get(f"/office/papers/{code}").status_code == 404
    assert opened(officer, f"/office/papers/{code}/file") == 404
    address = f"/en/producer/papers/{code}"
    token = hidden(seller.get(address).text, "csrf_token")
    seller.post(f"{address}/audience", data={"csrf_token": token, "audience": "public", "shows_file": "y"})
    shown = only(session)
    assert (shown.audience, shown.shows_file, shown.state) == (Audience.PUBLIC, True, DocumentState.SUBMITTED)
    assert officer.get(f"/office/papers/{code}").status_code == 200


def test_officers_of_another_province_find_nothing(app, session, seller):
    send(seller, paper())
    code = only(session).code
    elsewhere = signed_in(app, people.officer(session, "xa@vidu.vn", province="91"))
    assert elsewhere.get(f"/office/papers/{code}").status_code == 404
    assert opened(elsewhere, f"/office/papers/{code}/file") == 404
    assert code not in elsewhere.get("/office/papers").text
