"""Lists in the office: uploaded, corrected, written, confirmed by a second officer, undone."""

import io
import re

import pytest
from sqlalchemy import select

from catalog.products import Product
from catalog.recognitions import Recognition
from marketplace.register.lists.imports import ImportState, ListImport
from marketplace.register.proposals import Proposal
from marketplace.spreadsheets import read_sheets
from tests import people as making
from tests.letters import do_jobs
from tests.marketplace.register.lists.making import DECISION, ROWS, csv_file, workbook
from tests.people import browser, signed_in
from tests.shopping import hidden

PATH = "/office/register/imports"


@pytest.fixture
def second(app, session):
    """A browser of another officer of the same province."""
    return signed_in(app, making.officer(session, "hai@vidu.vn", "Trần Thị Hai"))


def upload(officer, data: bytes, name: str = "ds.xlsx", **fields):
    token = hidden(officer.get(PATH).text, "csrf_token")
    fields = {"csrf_token": token, "evidence": "A", "file": (io.BytesIO(data), name)} | fields
    return officer.post(PATH, data=fields, content_type="multipart/form-data")


def post(client, path: str, to: str, **fields):
    """A form of the page `path`, sent to another address."""
    token = hidden(client.get(path).text, "csrf_token")
    return client.post(to, data={"csrf_token": token} | fields)


@pytest.fixture
def path(officer) -> str:
    return upload(officer, workbook()).location


def test_a_dry_run_shows_every_row_and_writes_nothing(officer, path, session):
    text = officer.get(path).text
    assert all(row[1] in text for row in ROWS)
    assert "Chưa ghi gì" in text
    assert session.scalars(select(Recognition)).all() == []
    assert "Write 3 recognitions" in officer.get("/en" + path).text


def test_a_list_goes_in_with_a_second_officer_and_out_with_one(app, officer, second, path, client, session):
    assert post(officer, path, path + "/batch").status_code == 303
    do_jobs(app)
    assert client.get("/products?q=suoi+giang").text.count('class="card"') == 0
    proposal = session.scalars(select(Proposal)).one()
    decision = f"/office/register/proposals/{proposal.id}"
    assert "Bạn đã đề nghị" in officer.get(decision).text
    refused = post(second, decision, decision + "/decision", seen="1", decision="approve")
    assert refused.status_code == 422
    answer = post(
        second,
        decision,
        decision + "/decision",
        seen=hidden(second.get(decision).text, "seen"),
        decision="approve",
    )
    assert answer.status_code == 303
    page = client.get("/products").text
    assert "Chưa bán trên sàn" in page
    slug = session.scalars(select(Product.slug).where(Product.name == ROWS[0][1])).one()
    product = client.get(f"/products/{slug}").text
    assert "Chưa bán trên sàn" in product
    assert 'name="quantity"' not in product
    assert client.get(f"/api/v1/products/{slug}").json["stock"] == "not_sold"
    assert client.get("/api/v1/products").json["items"][0]["price"] is None
    # Out again: proposed by one, confirmed by the other.
    assert post(second, path, path + "/undoing").status_code == 303
    undoing = session.scalars(select(Proposal).order_by(Proposal.id.desc())).first()
    decision = f"/office/register/proposals/{undoing.id}"
    seen = hidden(officer.get(decision).text, "seen")
    assert post(officer, decision, decision + "/decision", seen=seen, decision="approve").status_code == 303
    session.expire_all()
    assert session.scalars(select(ListImport)).one().state == ImportState.UNDONE
    assert client.get(f"/products/{slug}").status_code == 404
    assert "Chưa bán trên sàn" not in client.get("/products").text


def test_nobody_confirms_their_own(app, officer, path, session):
    post(officer, path, path + "/batch")
    do_jobs(app)
    proposal = session.scalars(select(Proposal)).one()
    decision = f"/office/register/proposals/{proposal.id}"
    with officer.session_transaction() as cookie:
        cookie["csrf_token"] = "x"
    token = hidden(officer.get(path).text, "csrf_token")
    data = {"csrf_token": token, "seen": str(proposal.revision), "decision": "approve"}
    answer = officer.post(decision + "/decision", data=data)
    assert answer.status_code == 422
    session.expire_all()
    assert session.scalars(select(ListImport)).one().state == ImportState.WAITING


def test_who_wrote_a_list_takes_it_back_before_it_counts(app, officer, path, session):
    post(officer, path, path + "/batch")
    do_jobs(app)
    assert post(officer, path, path + "/undoing").status_code == 303
    session.expire_all()
    assert session.scalars(select(ListImport)).one().state == ImportState.UNDONE
    assert session.scalars(select(Proposal)).one().state == "withdrawn"


def test_a_rejected_list_is_taken_out(app, officer, second, path, session):
    post(officer, path, path + "/batch")
    do_jobs(app)
    decision = f"/office/register/proposals/{session.scalars(select(Proposal)).one().id}"
    seen = hidden(second.get(decision).text, "seen")
    answer = post(
        second, decision, decision + "/decision", seen=seen, decision="reject", reasons="Sai danh sách"
    )
    assert answer.status_code == 303
    session.expire_all()
    assert session.scalars(select(ListImport)).one().state == ImportState.UNDONE


def test_a_row_is_corrected_on_its_page(officer, session):
    rows = [[1, "Sản vật lạ", "HTX A", "xã Văn Chấn", "đẹp", DECISION, ""]]
    path = upload(officer, workbook(rows)).location
    page = officer.get(path + "/rows/5").text
    assert "Sản vật lạ" in page
    form = {
        "product": "Sản vật lạ",
        "producer": "HTX A",
        "commune": "04672",
        "set": "7",
        "kind": "cooperative",
    }
    form |= {"stars": "4", "decision": DECISION, "decided_on": "", "expires_on": ""}
    assert post(officer, path + "/rows/5", path + "/rows/5", **form).status_code == 303
    assert session.scalars(select(ListImport)).one().corrections == {"5": {"stars": "4", "set": "7"}}
    assert "Write 1 recognition<" in officer.get("/en" + path).text
    post(officer, path + "/rows/5", path + "/rows/5", leave_out="1", **form)
    assert "Đã bỏ" in officer.get(path).text or "Bỏ qua" in officer.get(path).text


def test_columns_and_terms_are_set_on_the_page(officer, session):
    header = ["STT", "Tên hàng hoá", "Tên chủ thể", "Địa chỉ", "Hạng sao", "Sản phẩm"]
    rows = [[1, "Chè một", "HTX A", "xã Văn Chấn", "3", "x1"]]
    path = upload(officer, workbook(rows, header=header)).location
    answer = post(
        officer, path, path + "/reading",
        **{"column-1": "product", "column-5": "", "decision": "77/QĐ-UBND", "day": "5/8/2026", "issuer": "", "set": "11"},
    )  # fmt: skip
    assert answer.status_code == 303
    text = officer.get(path).text
    assert "Chè một" in text
    assert "77/QĐ-UBND" in text


def test_the_errors_come_as_a_workbook_without_formulas(officer):
    rows = [[1, "=HYPERLINK(1)", "HTX A", "xã Văn Chấn", "đẹp", "@SUM(1)", "+1"]]
    path = upload(officer, csv_file(rows), "ds.csv").location
    answer = officer.get(path + "/errors.xlsx")
    sheet = read_sheets(answer.data, "x.xlsx")[0]
    assert sheet.rows[1][1][4] == "=HYPERLINK(1)"
    import zipfile

    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "ds.xlsx", "trống"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "ds.xlsx", "không phải"),
        (b"PK\x03\x04 rac", "ds.xlsx", "hỏng"),
        (b"a,b\n1,2\n", "ds.csv", "Không trang tính nào"),
    ],
)
def test_what_is_no_list_gets_a_sentence(officer, session, data, name, sentence):
    answer = upload(officer, data, name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(ListImport)).all() == []


def test_another_province_finds_nothing(app, session, officer, path):
    other = signed_in(app, making.officer(session, "xa@vidu.vn", province="91"))
    assert other.get(path).status_code == 404
    assert other.get(path + "/rows/5").status_code == 404
    assert other.get(path + "/errors.xlsx").status_code == 404
    central = signed_in(app, making.officer(session, "tw@vidu.vn", province=None))
    assert central.get(path).status_code == 200


def test_guests_are_asked_in(app, path):
    assert browser(app).get(path).status_code == 303
    assert re.match(r"/office/register/imports/\w{8}$", path)
