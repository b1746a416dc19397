"""The register in the office: search, acts with a second officer, revoking many, and the file that changes nothing."""

import time
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from catalog.acts import Act
from catalog.recognitions import Recognition
from marketplace.register.proposals import Proposal
from storefront.office import register
from tests import people as making
from tests import world
from tests.marketplace.register.lists.making import outcomes, planned, uploaded
from tests.people import signed_in
from tests.shopping import hidden
from tests.world import TODAY

PATH = "/office/register"


@pytest.fixture
def second(app, session):
    return signed_in(app, making.officer(session, "hai@vidu.vn", "Trần Thị Hai"))


@pytest.fixture
def row(session) -> Recognition:
    product = world.product(session, "Chè Sổ", by=world.producer(session, "HTX Sổ"))
    made = world.recognition(session, product, 4, decision_no="12/QĐ-UBND")
    session.refresh(made, ["product"])
    session.commit()
    return made


RULING = {"decision_no": "99/QĐ-UBND", "decided_on": "20/11/2026", "effective_on": "", "document": ""}
RULING |= {"ground": "Không nộp hồ sơ đánh giá lại"}


def act(client, row, name: str, address: str, **fields):
    path = f"{PATH}/{row.code}"
    token = hidden(client.get(path).text, f"{name}-csrf_token")
    data = {f"{name}-{key}": text for key, text in fields.items()} | {f"{name}-csrf_token": token}
    return client.post(f"{path}/{address}", data=data)


def decide(client, path: str, decision: str = "approve", reasons: str = ""):
    text = client.get(path).text
    fields = {"csrf_token": hidden(text, "csrf_token"), "seen": hidden(text, "seen")}
    return client.post(path + "/decision", data=fields | {"decision": decision, "reasons": reasons})


def correction(row, **changed) -> dict:
    return {
        "stars": str(row.stars), "decision_no": row.decision_no, "decided_on": f"{row.decided_on:%d/%m/%Y}",
        "expires_on": f"{row.expires_on:%d/%m/%Y}", "issuer": row.issuer, "evidence": row.evidence, "document": "",
        "ground": "Ghi nhầm",
    } | changed  # fmt: skip


@pytest.mark.parametrize("words", ["che so", "HTX Sổ", "12/qđ-ubnd", "code"])
def test_the_register_is_searched(officer, row, words):
    asked = row.code.lower() if words == "code" else words
    assert "Chè Sổ" in officer.get(f"{PATH}?q={asked}").text
    assert "Chè Sổ" not in officer.get(f"{PATH}?q=khac").text


@pytest.mark.parametrize(("most", "said"), [(1, "Hơn 1 công nhận"), (2, "<p>2 công nhận")])
def test_counting_ends_where_nobody_turns_pages_any_more(officer, session, row, monkeypatch, most, said):
    world.recognition(session, row.product, 3, decision_no="13/QĐ-UBND")
    session.commit()
    monkeypatch.setattr(register, "MOST_COUNTED", most)
    assert said in officer.get(PATH).text


def test_another_province_sees_none_of_it(app, session, row):
    other = signed_in(app, making.officer(session, "xa@vidu.vn", province="91"))
    assert "Chè Sổ" not in other.get(PATH).text
    assert other.get(f"{PATH}/{row.code}").status_code == 404
    assert other.post(f"{PATH}/{row.code}/revocation").status_code == 404


def test_a_revocation_waits_for_a_second_officer(officer, second, client, row, session):
    proposed = act(officer, row, "revocation", "revocation", **RULING)
    assert proposed.status_code == 303
    assert session.scalars(select(Act)).all() == []
    assert client.get(f"/verify/{row.code}").text.count("outcome--valid")
    assert decide(second, proposed.location).status_code == 303
    assert session.scalars(select(Act)).one().decision_no == "99/QĐ-UBND"
    text = client.get(f"/verify/{row.code}").text
    assert "outcome--revoked" in text
    assert "Không nộp hồ sơ đánh giá lại" in text


def test_what_was_decided_meanwhile_is_told(officer, second, app, session, row):
    third = signed_in(app, making.officer(session, "ba@vidu.vn", "Ba"))
    path = act(officer, row, "revocation", "revocation", **RULING).location
    text = third.get(path).text
    fields = {"csrf_token": hidden(text, "csrf_token"), "seen": hidden(text, "seen"), "decision": "approve"}
    decide(second, path, "reject", "Chưa đủ")
    answer = third.post(path + "/decision", data=fields)
    assert answer.status_code == 422
    assert session.scalars(select(Act)).all() == []


def test_a_correction_takes_the_place_and_the_old_row_stays_in_the_history(
    officer, second, client, row, session
):
    path = act(officer, row, "correction", "corrections", **correction(row, stars="3")).location
    decide(second, path)
    rows = session.scalars(select(Recognition).order_by(Recognition.id)).all()
    assert [(r.stars, r.corrects_id) for r in rows] == [(4, None), (3, rows[0].id)]
    assert "outcome--superseded" in client.get(f"/verify/{rows[0].code}").text
    assert "outcome--valid" in client.get(f"/verify/{rows[1].code}").text
    product = client.get(f"/products/{row.product.slug}").text
    assert "Đã được đính chính" in product
    assert client.get("/products?stars=3").text.count("Chè Sổ")
    assert not client.get("/products?stars=4").text.count("card__name")
    assert "correction-csrf_token" not in officer.get(f"{PATH}/{row.code}").text


@pytest.mark.parametrize(
    "changed", [{"stars": "2"}, {"decided_on": "31/12/2026"}, {"expires_on": "1/1/2020"}, {"issuer": ""}, {}]
)
def test_a_correction_that_is_none_keeps_what_was_typed(officer, row, changed):
    answer = act(officer, row, "correction", "corrections", **correction(row, **changed) | {"document": ""})
    assert answer.status_code == 422
    assert "Ghi nhầm" in answer.text


def test_an_extension_follows_the_rules_in_force(officer, second, row, session):
    path = act(officer, row, "extension", "extensions", **RULING).location
    decide(second, path)
    made = session.scalars(select(Act)).one()
    assert made.expires_on == row.expires_on + timedelta(days=180)
    assert act(officer, row, "extension", "extensions", **RULING).status_code == 422


def test_the_rules_of_before_knew_no_extension(officer, row):
    fields = RULING | {"decided_on": "1/5/2026"}
    assert act(officer, row, "extension", "extensions", **fields).status_code == 422


def test_a_recognition_is_entered_by_hand(officer, second, session, row):
    fields = {name: text for name, text in correction(row).items() if name != "ground"}
    fields |= {"decision_no": "77/QĐ-UBND", "stars": "5"}
    page = f"{PATH}/new?product={row.product.slug}"
    token = hidden(officer.get(page).text, "csrf_token")
    answer = officer.post(f"{PATH}?product={row.product.slug}", data=fields | {"csrf_token": token})
    assert answer.status_code == 303
    decide(second, answer.location)
    assert (
        session.scalars(select(Recognition.stars).where(Recognition.decision_no == "77/QĐ-UBND")).one() == 5
    )


def test_47_products_are_revoked_in_one_go(officer, second, session, client):
    begun = time.monotonic()
    makers = [world.producer(session, f"HTX số {i}") for i in range(27)]
    rows = []
    for i in range(47):
        product = world.product(session, f"Đặc sản {i}", by=makers[i % 27])
        rows.append(world.recognition(session, product, 3))
        session.refresh(rows[-1], ["product"])
    session.commit()
    lines = [f"{i + 1}. Đặc sản {i}; Hợp tác xã số {i % 27}" for i in range(38)]
    lines += [f"https://chophien.example/products/{row.product.slug}" for row in rows[38:40]]
    lines += [f"https://chophien.example/en/verify/{rows[40].code}", f"/office/register/{rows[41].code}"]
    lines += [row.code for row in rows[42:]]
    page = f"{PATH}/revocations"
    token = hidden(officer.get(page).text, "csrf_token")
    preview = officer.post(
        page + "/preview", data={"csrf_token": token, "lines": "\n".join([*lines, "Không có"])}
    )
    assert preview.text.count(" checked") == 47
    assert "47 trên 48 dòng đã rõ." in preview.text
    assert "Dòng 48, “Không có”: không tìm thấy" in preview.text
    assert "\nKhông có</textarea>" in preview.text
    ids = [str(row.id) for row in rows]
    fields = {f"ruling-{name}": text for name, text in RULING.items()}
    token = hidden(preview.text, "ruling-csrf_token")
    answer = officer.post(page, data=fields | {"ruling-csrf_token": token, "recognition": ids})
    assert answer.status_code == 303
    assert decide(second, answer.location).status_code == 303
    assert len(session.scalars(select(Act)).all()) == 47
    assert "card__badges" not in client.get("/products").text
    assert time.monotonic() - begun < 60


def test_a_name_of_two_products_is_said_with_its_line(session, officer):
    for maker in ("HTX Một", "HTX Hai"):
        product = world.product(session, "Chè Trùng", by=world.producer(session, maker))
        world.recognition(session, product, 3)
    session.commit()
    page = f"/en{PATH}/revocations"
    token = hidden(officer.get(page).text, "csrf_token")
    lines = "\nChè Trùng\nChè Trùng; HTX Hai\nChè"
    preview = officer.post(page + "/preview", data={"csrf_token": token, "lines": lines}).text
    assert "Line 2, “Chè Trùng”: several products have this name." in preview
    assert "Line 3," not in preview
    assert "Line 4, “Chè”: not found" in preview
    assert preview.count('" checked') == 1


def test_strangers_ids_are_left_out_of_a_revocation(app, session, officer, row):
    other = signed_in(app, making.officer(session, "xa@vidu.vn", province="91"))
    page = f"{PATH}/revocations"
    token = hidden(other.get(page).text, "csrf_token")
    fields = {f"ruling-{name}": text for name, text in RULING.items()} | {"ruling-csrf_token": token}
    assert other.post(page, data=fields | {"recognition": [str(row.id)]}).status_code == 422
    assert session.scalars(select(Proposal)).all() == []


def test_only_who_proposed_it_takes_it_back(officer, second, row, session):
    path = act(officer, row, "revocation", "revocation", **RULING).location
    token = hidden(second.get(path).text, "csrf_token")
    assert second.post(path + "/withdrawal", data={"csrf_token": token}).status_code == 422
    token = hidden(officer.get(path).text, "csrf_token")
    assert officer.post(path + "/withdrawal", data={"csrf_token": token}).status_code == 303
    assert session.scalars(select(Proposal)).one().state == "withdrawn"


def test_the_exported_register_imported_again_changes_nothing(officer, session):
    for i, stars in enumerate((3, 4, 5)):
        product = world.product(session, f"Chè xuất {i}", by=world.producer(session, f"HTX Xuất {i}"))
        world.recognition(session, product, stars, date(2026, 1, 1 + i))
        world.recognition(session, product, 3, date(2024, 1, 1 + i), expires_on=date(2026, 12, 1 + i))
    session.commit()
    data = officer.get("/office/register.xlsx").data
    plan = planned(session, uploaded(session, data), TODAY)
    assert outcomes(plan) == ["same"] * 6
    assert plan.recognitions == []


def test_audit_has_a_row_for_each_act(officer, second, row, session):
    from marketplace.audit import Entry

    path = act(officer, row, "revocation", "revocation", **RULING).location
    decide(second, path)
    found = session.execute(select(Entry.action, Entry.user_id).order_by(Entry.id)).all()
    actions = [action for action, _ in found]
    assert actions[-3:] == ["proposal.submitted", "proposal.approved", "recognition.revoked"]
    users = dict(found)
    assert users["proposal.submitted"] != users["proposal.approved"]
