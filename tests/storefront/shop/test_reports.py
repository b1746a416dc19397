"""Reports of misuse from public pages: by anybody, about what the page shows, with a number under which the answer stands."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from catalog.codes import grouped
from catalog.marks import MarkTerritory
from marketplace.accounts.memberships import add_member
from marketplace.accounts.notices import Notice
from marketplace.misuse import MisuseReport
from tests import people, world
from tests.letters import do_jobs
from tests.people import fill, signed_in
from tests.world import NOW

TOLD = {"kind": "stars", "text": "Túi ghi 5 sao"}


@pytest.fixture
def tea(session):
    made = world.product(session, "Chè Báo Cáo")
    session.commit()
    return made


def only(session) -> MisuseReport:
    session.expire_all()
    return session.scalars(select(MisuseReport)).one()


def send(client, about: str = "", **told):
    return fill(client, f"/en/reports/new{about}", f"/en/reports{about}", **(TOLD | told))


def photograph() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "brown").save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "tui.jpg"


def test_a_guest_reports_what_a_page_shows_and_reads_the_number(client, session, tea):
    answer = send(client, f"?product={tea.slug}")
    made = only(session)
    assert answer.location == f"/en/reports/{made.number}"
    assert (made.product_id, made.producer_id, made.province_code) == (tea.id, tea.producer_id, "15")
    assert (made.kind, made.text, made.contact, made.user_id) == ("stars", "Túi ghi 5 sao", "", None)
    page = client.get(answer.location)
    assert grouped(made.number) in page.text
    assert "Túi ghi 5 sao" not in page.text, "whoever has the number reads nothing of it"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert client.get(f"/en/reports/{grouped(made.number).lower()}").status_code == 200


def test_pages_lead_to_the_form_about_themselves(client, session, tea):
    mark = world.mark(session, "Núi Báo")
    code = world.recognition(session, tea).code
    session.commit()
    for page, about in (
        (f"/products/{tea.slug}", f"product={tea.slug}"),
        (f"/marks/{mark.slug}", f"mark={mark.slug}"),
        (f"/verify/{code}", f"code={code}"),
        ("/verify/ZZ99", "code=ZZ99"),
    ):
        assert f'href="/en/reports/new?{about}"' in client.get(f"/en{page}").text
        form = client.get(f"/en/reports/new?{about}")
        assert form.status_code == 200
        assert f'action="/en/reports?{about}"' in form.text


def test_a_report_about_a_code_knows_what_stands_behind_it(client, session, tea):
    mark = world.mark(session, "Núi Báo")
    right = world.authorisation(session, tea, mark)
    session.commit()
    send(client, f"?code={right.code}", kind="mark")
    made = only(session)
    assert (made.mark_id, made.product_id, made.producer_id) == (mark.id, tea.id, tea.producer_id)
    assert made.code == right.code


def test_a_code_that_nobody_has_given_can_be_reported_too(client, session):
    assert send(client, "?code=zz99-made-up").status_code == 303
    made = only(session)
    assert (made.code, made.producer_id, made.province_code) == ("ZZ99MADEUP", None, None)


def test_a_mark_of_one_province_is_the_business_of_its_office(client, session):
    mark = world.mark(session, "Núi Báo")
    session.add(MarkTerritory(mark_id=mark.id, place_code=world.VAN_CHAN))
    session.commit()
    send(client, f"?mark={mark.slug}", kind="mark")
    assert only(session).province_code == "15"
    session.add(MarkTerritory(mark_id=mark.id, place_code=world.BA_DINH))
    session.commit()
    send(client, f"?mark={mark.slug}", kind="origin")
    assert session.scalars(select(MisuseReport.province_code).order_by(MisuseReport.id)).all() == ["15", None]


def test_elsewhere_somebody_says_where(client, session):
    answer = send(client, text="Ở đâu?")
    assert answer.status_code == 422
    assert "Please write where you have seen it." in answer.text
    assert "Ở đâu?" in answer.text, "what was typed stays"
    assert send(client, place="Chợ Đồng Xuân, sạp 12").status_code == 303
    assert only(session).place == "Chợ Đồng Xuân, sạp 12"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": ""}, "Please choose what is wrong."),
        ({"kind": "stern"}, "Please choose one of these."),
        ({"text": " \n "}, "Please describe what you have seen."),
        ({"text": "a" * 2001}, "Please write at most 2000 characters."),
        ({"contact": "mai@"}, "This e-mail address is not complete."),
    ],
)
def test_wrong_input_is_said_and_nothing_is_kept(client, session, tea, wrong, sentence):
    refused(send(client, f"?product={tea.slug}", **wrong), session, sentence)


def test_a_file_that_is_no_picture_is_said_and_nothing_is_kept(client, session, tea):
    file = io.BytesIO(b"PK\x03\x04"), "x.jpg"
    refused(send(client, f"?product={tea.slug}", picture=file), session, "picture")


def refused(answer, session, sentence: str) -> None:
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(MisuseReport)).all() == []


def test_without_a_good_token_nothing_is_written(client, session, tea):
    answer = client.post(f"/en/reports?product={tea.slug}", data=TOLD)
    assert answer.status_code == 422
    assert session.scalars(select(MisuseReport)).all() == []


def test_an_unknown_product_or_mark_or_number_is_not_found(client):
    for path in ("/reports/new?product=khong-co", "/reports/new?mark=khong-co", "/reports/0000000000"):
        assert client.get(path).status_code == 404


def test_the_same_report_pressed_twice_is_one(client, session, tea):
    first, second = (send(client, f"?product={tea.slug}") for _ in range(2))
    assert first.location == second.location == f"/en/reports/{only(session).number}"
    send(client, f"?product={tea.slug}", text="Túi khác")
    assert len(session.scalars(select(MisuseReport)).all()) == 2


def test_somebody_signed_in_finds_their_address_in_the_form(app, session, tea):
    binh = people.user(session)
    browser = signed_in(app, binh)
    assert 'value="binh@vidu.vn"' in browser.get(f"/reports/new?product={tea.slug}").text
    send(browser, f"?product={tea.slug}", contact="binh@vidu.vn")
    assert (only(session).user_id, only(session).contact) == (binh.id, "binh@vidu.vn")


def test_a_picture_goes_in_through_the_door_for_officers_alone(app, client, session, tea):
    officer = signed_in(app, people.officer(session))
    send(client, f"?product={tea.slug}", picture=photograph())
    made = only(session)
    assert made.picture.endswith("-40.webp")
    shown = officer.get(f"/office/reports/{made.number}/picture")
    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    assert shown.headers["Cache-Control"] == "private, no-store"
    shown.close()
    assert client.get(f"/office/reports/{made.number}/picture").status_code == 303


def test_officers_of_the_province_hear_of_it_and_the_producer_does_not(app, client, session, tea):
    here, there = people.officer(session), people.officer(session, "xa@vidu.vn", province="91")
    seller = people.user(session, "lan@vidu.vn")
    add_member(session, seller, session.get_one(world.Producer, tea.producer_id), NOW)
    session.commit()
    send(client, f"?product={tea.slug}")
    do_jobs(app)
    told = session.scalars(select(Notice)).all()
    assert [(one.user_id, one.path) for one in told] == [(here.id, f"/office/reports/{only(session).number}")]
    assert there.id != here.id
