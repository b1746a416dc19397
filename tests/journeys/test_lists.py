"""A recognition list at the office, by two officers: checked, corrected, written, undone, and ten of it revoked."""

import pytest

from marketplace.accounts.users import find_user
from tests import people
from tests.journeys.market import OFFICER
from tests.journeys.steps import main_button, send
from tests.journeys.test_desks import bring_in
from tests.letters import do_jobs
from tests.marketplace.register.lists.making import DECISION, workbook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SECOND = "hai@vidu.vn"
IMPORTS = "/office/register/imports"
_ROWS, _WRONG, _REVOKED = 12, 3, 10
_MAKER = "HTX Hành Trình"


@pytest.fixture
def officers(visit_market, market):
    """Two windows, each of an officer of the province."""
    with market.app.extensions["database"].writing() as session:
        if find_user(session, SECOND) is None:
            people.officer(session, SECOND, "Trần Thị Hai")
    windows = visit_market(1280, "vi"), visit_market(1280, "en")
    for window, email in zip(windows, (OFFICER, SECOND), strict=True):
        bring_in(window, market, email)
    return windows


def rows(wrong: int = 0) -> list[list]:
    """`wrong` of them have no stars that can be read."""
    return [
        [
            i,
            f"Chè hành trình {i}",
            _MAKER,
            "Xã Văn Chấn, tỉnh Lào Cai",
            "đẹp" if i <= wrong else "4 sao",
            DECISION,
            "",
        ]
        for i in range(1, _ROWS + 1)
    ]


def upload(officer, name: str, content: bytes) -> None:
    officer.open(IMPORTS)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    officer.page.set_input_files("[name=file]", {"name": name, "mimeType": kind, "buffer": content})
    officer.page.select_option("[name=evidence]", "A")
    send(officer, main_button("/imports"), IMPORTS + "/[0-9A-Z]+$")


def confirm(officer) -> None:
    """What was proposed last, which is all that waits."""
    officer.open("/office/register/proposals")
    send(officer, "main ul.rows a, main tbody a", r"/proposals/\d+$")
    send(officer, 'button[value="approve"]')


def public(visitor) -> int:
    visitor.open("/products")
    return visitor.page.get_by_text("Chè hành trình").count()


def written(officer, market) -> None:
    """Left to the worker, whose end the page sees by itself."""
    send(officer, main_button("/batch"))
    do_jobs(market.app)
    officer.page.wait_for_selector('form[action$="/undoing"]')


def test_a_list_goes_in_and_out_and_ten_are_revoked(officers, visit_market, market):
    first, second = officers
    guest = visit_market(1280, "vi")
    upload(first, "phu-luc.xlsx", workbook(rows(_WRONG)))
    path = first.page.url.removeprefix(first.address)
    for left in range(_WRONG, 0, -1):
        first.open(path + "?show=error")
        wrong = first.page.locator("main tbody th a")
        assert wrong.count() == left
        send(first, "main tbody th a", r"/rows/\d+$")
        first.page.fill("[name=stars]", "4 sao")
        send(first, main_button("/rows/"))
    assert first.page.locator("main .tag--bad").count() == 0
    written(first, market)
    assert public(guest) == 0
    confirm(second)
    assert public(guest) == _ROWS

    first.open(path)
    send(first, main_button("/undoing"))
    assert public(guest) == _ROWS
    confirm(second)
    assert public(guest) == 0

    upload(first, "phu-luc-sua.xlsx", workbook(rows()))
    written(first, market)
    confirm(second)
    revoke_ten(first)
    confirm(second)
    first.open("/office/register?q=hanh+trinh")
    assert first.page.locator("main tbody .tag--bad").count() == _REVOKED


def revoke_ten(officer) -> None:
    officer.open("/office/register/revocations")
    lines = [f"{product}; {_MAKER}" for _, product, *_ in rows()[:_REVOKED]]
    officer.page.fill("[name=lines]", "\n".join(lines))
    send(officer, main_button("/preview"))
    assert officer.page.locator("main tbody input:checked").count() == _REVOKED
    typed = {"decision_no": "52/QĐ-UBND", "decided_on": "01/9/2026", "ground": "Ngừng sản xuất"}
    for name, text in typed.items():
        officer.page.fill(f"[name=ruling-{name}]", text)
    # The folded form above, of the lines, is not meant.
    send(officer, 'form[action$="/revocations"] button.button--main')
