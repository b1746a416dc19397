"""Each test of what desks of companies share runs for an organiser of fairs and for a retailer."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from marketplace.accounts.companies import Company
from marketplace.accounts.company_people import ROLES, add_person
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.retailers import Retailer
from tests import people, world
from tests.people import signed_in
from tests.world import NOW

_SAID = {
    "tax_code": "0100233488",
    "province": "15",
    "commune": world.VAN_CHAN,
    "street": "1 Trần Phú",
    "contact_name": "Hà",
    "phone": "0912 345 678",
    "email": "Ha@vidu.vn",
    "about": "Từ năm 2010.",
}


@dataclass(frozen=True)
class Case:
    """A kind of company: how one is made, what it says as it joins, and a role that is no manager's."""

    kind: type[Company]
    make: Callable[..., Any]
    form: dict[str, str]
    usual_role: str

    @property
    def noun(self) -> str:
        return self.kind.noun

    @property
    def desk(self) -> str:
        return f"/en/{self.noun}"

    @property
    def office(self) -> str:
        return f"/en/office/{self.kind.__tablename__}"

    @property
    def roles(self):
        return ROLES[self.kind]


_ORGANISER = Case(
    Organiser,
    world.organiser,
    {"kind": "centre", "name": "Trung tâm Xúc tiến"} | _SAID,
    "steward",
)
_RETAILER = Case(
    Retailer,
    world.retailer,
    {"kind": "supermarket", "name": "Siêu thị Xanh", "registration_number": "0100233488"} | _SAID,
    "buyer",
)


@pytest.fixture(params=[_ORGANISER, _RETAILER], ids=lambda case: case.noun)
def case(request) -> Case:
    return request.param


@pytest.fixture
def member(app, session):
    """Makes a browser of somebody with a role for the company."""

    def make(role: str, company: Company, user=None):
        user = user or people.user(session, f"{role}@vidu.vn")
        add_person(session, user, company, NOW, ROLES[type(company)](role))
        session.commit()
        return signed_in(app, user)

    return make


@pytest.fixture
def desk(session, case, member) -> SimpleNamespace:
    """`own` is an approved company, `client` the browser of its manager."""
    own = case.make(session, "Công ty Xanh")
    return SimpleNamespace(own=own, client=member("manager", own))
