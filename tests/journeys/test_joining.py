"""A household joins from a telephone, an officer approves it at a desk, and buyers find its page."""

import pytest

from marketplace.accounts.users import find_user
from tests.journeys.market import OFFICER
from tests.journeys.steps import send, sign_up
from tests.journeys.test_desks import bring_in
from tests.world import VAN_CHAN

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SAVE = "form.form button.button--main"


def choose_place(page) -> None:
    page.select_option("[name=province]", "15")
    commune = page.locator(f'[name=commune] option[value="{VAN_CHAN}"]')
    if page.locator('button[value="communes"]').is_visible():
        page.locator('button[value="communes"]').click()
    commune.wait_for(state="attached")
    page.select_option("[name=commune]", VAN_CHAN)
    page.fill("[name=street]", "Bản Đêu 2")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without"])
def test_a_household_joins_from_a_telephone(visit_market, market, javascript):
    name = f"Hộ Giàng Thị Mỷ {'một' if javascript else 'hai'}"
    email = f"my{int(javascript)}@vidu.vn"
    phone = visit_market(390, javascript=javascript)
    if javascript:
        sign_up(phone, market, email, "Giàng Thị Mỷ")
    else:
        _known(market, email)
        bring_in(phone, market, email)
    page = phone.page
    phone.open("/producer/join/new")
    page.check("[name=kind][value=household]")
    page.fill("[name=name]", name)
    page.fill("[name=tax_code]", "015099012346")
    send(phone, SAVE, "/place$")
    choose_place(page)
    send(phone, SAVE, "/contact$")
    page.fill("[name=contact_name]", "Giàng Thị Mỷ")
    page.fill("[name=phone]", "0912 345 678")
    send(phone, SAVE, "/account$")
    send(phone, SAVE, r"/join/\d+$")
    assert not page.locator("[name=agreed]").is_checked()
    page.check("[name=agreed]")
    send(phone, SAVE, r"/join/\d+$")
    assert page.locator('[data-state="submitted"]').count() == 1

    desk = visit_market(1280)
    bring_in(desk, market, OFFICER)
    desk.open("/office/profiles")
    send(desk, f'.queue a:has-text("{name}")')
    send(desk, 'button[value="approve"]', "/office/profiles$")

    phone.open("/producer/profile")
    assert name in page.content()
    phone.open(f"/producers/ho-giang-thi-my-{'mot' if javascript else 'hai'}")
    assert name in page.content()


def _known(market, email: str) -> None:
    from marketplace.accounts.users import add_user
    from tests.people import PASSWORD
    from tests.world import NOW

    with market.app.extensions["database"].transaction() as session:
        if find_user(session, email) is None:
            add_user(session, email, "Giàng Thị Mỷ", PASSWORD, NOW)
