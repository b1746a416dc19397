"""Lists of companies and of their people: in pages, found by words without accents, with the same statements at any length."""

import re

from sqlalchemy import insert

from marketplace.accounts.memberships import Membership
from marketplace.accounts.users import User
from storefront.list_pages import PER_PAGE
from tests import people, world
from tests.people import signed_in
from tests.world import NOW

MANY = PER_PAGE + 20


def counted(client, statements, path: str) -> tuple[int, str]:
    client.get(path)
    statements.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    return len(statements), answer.text


def rows(text: str) -> list[str]:
    return re.findall(r'<li><a href="[^"]+">([^<]+)<', text.partition("<main")[2].partition("</main")[0])


def test_an_officer_turns_pages_and_finds_a_company_by_name_or_tax_code(app, session, case, statements):
    officer = signed_in(app, people.officer(session))
    case.make(session, "Công ty 00", commune_code=world.VAN_CHAN)
    session.commit()
    few, _text = counted(officer, statements, case.office)
    for n in range(1, MANY):
        case.make(session, f"Công ty {n:02}", commune_code=world.VAN_CHAN, tax_code="0100233488")
    case.make(session, "Hồng Đào Việt", commune_code=world.VAN_CHAN, tax_code="0314409058")
    session.commit()
    many, first = counted(officer, statements, case.office)
    assert many == few <= 8
    assert rows(first) == [f"Công ty {n:02}" for n in range(PER_PAGE)]
    second = officer.get(f"{case.office}?page=2").text
    assert rows(second) == [*(f"Công ty {n:02}" for n in range(PER_PAGE, MANY)), "Hồng Đào Việt"]
    for words in ("hong dao", "0314409058", "ĐÀO  hồng"):
        assert rows(officer.get(case.office, query_string={"q": words}).text) == ["Hồng Đào Việt"]
    assert "Nothing was found" in officer.get(f"{case.office}?q=khongco").text
    assert rows(officer.get(f"{case.office}?q=cong+ty&page=2").text)[0] == f"Công ty {PER_PAGE}"


def test_the_people_of_a_company_stand_in_pages_and_are_found(session, case, desk, statements):
    path = f"{case.desk}/people"
    few, _text = counted(desk.client, statements, path)
    ids = session.scalars(
        insert(User).returning(User.id),
        [
            {"email": f"n{n}@vidu.vn", "name": f"Người {n:02}", "password_hash": "", "email_verified_at": NOW}
            | {"language": "vi", "created_at": NOW}
            for n in range(MANY)
        ],
    ).all()
    role = {f"{case.noun}_id": desk.own.id, f"{case.noun}_role": case.usual_role, "role": case.noun}
    session.execute(insert(Membership), [role | {"user_id": id, "created_at": NOW} for id in ids])
    session.commit()
    many, first = counted(desk.client, statements, path)
    assert many == few <= 7
    assert len(rows(first)) == PER_PAGE and "Người 69" not in first
    assert "Người 69" in desk.client.get(f"{path}?page=2").text
    assert rows(desk.client.get(f"{path}?q=nguoi+69").text) == ["Người 69"]
