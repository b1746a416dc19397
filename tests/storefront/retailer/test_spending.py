"""Approvals and limits in a browser."""

import pytest

from marketplace.accounts.company_people import people_of_company
from marketplace.accounts.memberships import RetailerRole
from marketplace.sourcing.spending import limits_of, rules_of
from tests.people import fill

PAGE = "/en/retailer/spending"
RULES = {f"approvals_{n}": "1" for n in range(3)}


def test_rules_are_kept_and_shown(session, desk, member):
    member(RetailerRole.APPROVER, desk.own)
    fields = RULES | {"amount_0": "10tr", "amount_1": "200.000.000", "approvals_1": "2"}
    assert fill(desk.client, PAGE, f"{PAGE}/rules", **fields).status_code == 303
    assert {one.from_amount: one.approvals for one in rules_of(session, desk.own.id)} == {
        10_000_000: 1,
        200_000_000: 2,
    }
    assert 'value="200000000"' in desk.client.get(PAGE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount_0": "nhiều"}, "This is no amount in whole đồng."),
        ({"amount_0": "1tr", "amount_1": "1000000"}, "The same amount stands twice."),
        ({"amount_0": "1tr", "approvals_0": "3"}, "Only 1 of your people may approve."),
        ({"amount_0": "1tr", "approvals_0": "9"}, "Please choose one of these."),
    ],
)
def test_wrong_rules_are_said_and_nothing_is_kept(session, desk, fields, said):
    answer = fill(desk.client, PAGE, f"{PAGE}/rules", **(RULES | fields))
    assert answer.status_code == 422 and said in answer.text
    assert rules_of(session, desk.own.id) == []


def test_a_limit_is_kept_and_taken_away(session, desk, member):
    member(RetailerRole.BUYER, desk.own)
    boss, buyer = (user.id for user, _one in people_of_company(session, desk.own))
    fields = {f"limit_{boss}": "", f"limit_{buyer}": "5tr"}
    assert fill(desk.client, PAGE, f"{PAGE}/limits", **fields).status_code == 303
    assert limits_of(session, desk.own.id) == {buyer: 5_000_000}
    fields[f"was_{buyer}"] = "5000000"
    wrong = fill(desk.client, PAGE, f"{PAGE}/limits", **(fields | {f"limit_{buyer}": "-1"}))
    assert wrong.status_code == 422 and "This is no amount in whole đồng." in wrong.text
    assert fill(desk.client, PAGE, f"{PAGE}/limits", **(fields | {f"limit_{buyer}": ""})).status_code == 303
    assert limits_of(session, desk.own.id) == {}


def test_who_saves_an_older_page_overwrites_nobodys_limit(session, desk, member):
    member(RetailerRole.BUYER, desk.own)
    boss, buyer = (user.id for user, _one in people_of_company(session, desk.own))
    old = {f"limit_{boss}": "", f"limit_{buyer}": "", f"was_{boss}": "", f"was_{buyer}": ""}
    assert fill(desk.client, PAGE, f"{PAGE}/limits", **(old | {f"limit_{buyer}": "5tr"})).status_code == 303
    # Another limit is written without a word about this one.
    assert fill(desk.client, PAGE, f"{PAGE}/limits", **(old | {f"limit_{boss}": "9tr"})).status_code == 303
    assert limits_of(session, desk.own.id) == {boss: 9_000_000, buyer: 5_000_000}
    for was in ("", "1", "nhiều", "9" * 30):
        told = fill(desk.client, PAGE, f"{PAGE}/limits", **{f"limit_{buyer}": "7tr", f"was_{buyer}": was})
        assert told.status_code == 422 and "changed meanwhile" in told.text
        assert 'value="7tr"' in told.text and f'name="was_{buyer}" type="hidden" value="5000000"' in told.text
    assert limits_of(session, desk.own.id) == {boss: 9_000_000, buyer: 5_000_000}


@pytest.mark.parametrize("was", ["", "1:1", "nhiều", "10000000", ":", "9" * 30])
def test_who_saves_older_rules_is_told(session, desk, was):
    assert fill(desk.client, PAGE, f"{PAGE}/rules", **(RULES | {"amount_0": "10tr"})).status_code == 303
    told = fill(desk.client, PAGE, f"{PAGE}/rules", **(RULES | {"amount_0": "20tr", "was": was}))
    assert told.status_code == 422 and "changed meanwhile" in told.text and 'value="20tr"' in told.text
    assert 'value="10000000:1"' in told.text
    again = fill(desk.client, PAGE, f"{PAGE}/rules", **(RULES | {"amount_0": "20tr", "was": "10000000:1"}))
    assert again.status_code == 303
    assert [one.from_amount for one in rules_of(session, desk.own.id)] == [20_000_000]
