"""The demo's retailers: several kinds, everybody's role, and one that waits for an officer."""

from sqlalchemy import select

from marketplace.accounts.company_people import companies_of, people_of_company
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.accounts.stores import Store
from marketplace.accounts.users import find_user
from marketplace.sourcing.spending import limits_of, rules_of
from marketplace.tax_codes import read_tax_code
from storefront.demo.retailers import MANAGER, add_missing_retailers
from tests import world
from tests.world import NOW


def test_they_deal_have_stores_and_people_and_are_added_once(session, undone, tmp_path):
    assert add_missing_retailers(undone, tmp_path, NOW) == 0
    world.producer(session, sample=True)
    session.commit()
    assert add_missing_retailers(undone, tmp_path, NOW) == 6
    assert add_missing_retailers(undone, tmp_path, NOW) == 0
    found = session.scalars(select(Retailer)).all()
    assert all(one.sample and (tmp_path / one.registration_file).exists() for one in found)
    deals = [one for one in found if one.may_deal]
    assert {one.kind for one in deals} == set(RetailerKind)
    assert {one.retailer_id for one in session.scalars(select(Store))} == {one.id for one in deals}
    assert sum(one.waits for one in found) == 1
    [(main, role)] = companies_of(session, Retailer, find_user(session, MANAGER).id)
    assert role == RetailerRole.MANAGER
    assert {one.retailer_role for _, one in people_of_company(session, main)} == set(RetailerRole)
    codes = [one.tax_code for one in found]
    assert len(set(codes)) == len(codes) == 7
    # The office 00 does not exist.
    assert all(code.startswith("00") and read_tax_code(code, "").number == code for code in codes)
    assert rules_of(session, main.id) and limits_of(session, main.id)
