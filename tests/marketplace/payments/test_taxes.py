"""What is withheld: from household sellers alone, at the rates of the day, by activity."""

from datetime import date, timedelta

import pytest

from catalog.producers import ProducerKind
from marketplace.payments.taxes import (
    Activity,
    Tax,
    TaxRate,
    activity_of,
    all_taxes,
    load_taxes,
    tax_lines,
    taxes_on,
)
from tests.world import TODAY

SOLD = {Activity.GOODS: 100_050}


def amounts(lines) -> dict[tuple, int]:
    return {(line["tax"], line["activity"]): line["amount"] for line in lines}


def test_a_household_has_both_taxes_withheld(session):
    lines = tax_lines(taxes_on(all_taxes(session), TODAY), ProducerKind.HOUSEHOLD, SOLD)
    assert lines == [
        {"tax": "personal_income", "activity": "goods", "base": 100_050, "basis_points": 50, "amount": 500},
        {"tax": "value_added", "activity": "goods", "base": 100_050, "basis_points": 100, "amount": 1_001},
    ]


@pytest.mark.parametrize("kind", [kind for kind in ProducerKind if kind != ProducerKind.HOUSEHOLD])
def test_others_pay_their_taxes_themselves(session, kind):
    assert tax_lines(taxes_on(all_taxes(session), TODAY), kind, SOLD) == []


def test_goods_and_services_have_rates_of_their_own(session):
    sold = {Activity.GOODS: 100_000, Activity.SERVICES: 1_000_000}
    assert amounts(tax_lines(taxes_on(all_taxes(session), TODAY), ProducerKind.HOUSEHOLD, sold)) == {
        (Tax.PERSONAL_INCOME, Activity.GOODS): 500,
        (Tax.PERSONAL_INCOME, Activity.SERVICES): 20_000,
        (Tax.VALUE_ADDED, Activity.GOODS): 1_000,
        (Tax.VALUE_ADDED, Activity.SERVICES): 50_000,
    }


@pytest.mark.parametrize(
    ("set_code", "activity"), [("26", Activity.SERVICES), ("1", Activity.GOODS), ("22", Activity.GOODS)]
)
def test_tourism_is_a_service(set_code, activity):
    assert activity_of(set_code) is activity


def test_a_new_rate_holds_from_its_day_on(session):
    facts = {"tax": Tax.VALUE_ADDED, "activity": Activity.GOODS, "basis": "thử"}
    session.add(TaxRate(valid_from=TODAY, basis_points=150, **facts))
    session.flush()

    def rate(day: date) -> int:
        return next(
            r.basis_points
            for r in taxes_on(all_taxes(session), day)
            if (r.tax, r.activity) == (Tax.VALUE_ADDED, "goods")
        )

    assert [rate(TODAY + timedelta(days=days)) for days in (-1, 0, 1)] == [100, 150, 150]


def test_before_the_first_rate_nothing_is_withheld(session):
    assert taxes_on(all_taxes(session), date(2025, 6, 30)) == []


def test_loading_twice_adds_nothing(session):
    assert load_taxes(session) == 0
    assert len(taxes_on(all_taxes(session), TODAY)) == 4
