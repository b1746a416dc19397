"""Every action that any code notes has words, in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.accounts.producer_claims import ProducerClaim
from marketplace.accounts.profiles import Profile
from marketplace.accounts.retailers import Retailer
from marketplace.fairs.applications import ApplicationState
from marketplace.misuse import ReportState
from marketplace.orders.orders import SubOrderState
from marketplace.orders.returns import ReturnState
from marketplace.register.mark_rights import ACTIONS as OF_RIGHTS
from marketplace.register.proposals import Proposal
from storefront.audit_words import ACTIONS, action_words, actions_like

ROOT = Path(__file__).parent.parent.parent
# Steps of a submission, and where an action is put together from its parts.
STEPS = ("submitted", "taken_back", "withdrawn", "approved", "returned", "rejected")
MADE_UP = {
    "marketplace/fairs/places.py": [f"application.{to}" for to in ApplicationState],
    "marketplace/misuse.py": [f"misuse.{state}" for state in (ReportState.UPHELD, ReportState.NOT_UPHELD)],
    "marketplace/orders/life.py": [f"sub_order.{to}" for to in SubOrderState if to != SubOrderState.PENDING],
    "marketplace/orders/return_requests.py": [f"return.{ReturnState.ASKED}"],
    "marketplace/orders/return_steps.py": [f"return.{to}" for to in ReturnState],
    "marketplace/register/mark_rights.py": list(OF_RIGHTS.values()),
    "marketplace/sourcing/request_steps.py": [
        f"request.{step}" for step in ("published", "awarded", "closed", "cancelled")
    ],
    "marketplace/submissions.py": [
        f"{kind.noun}.{step}" for kind in (Proposal, ProducerClaim, Profile, Retailer) for step in STEPS
    ],
}


def noted() -> Iterator[tuple[str, str | None]]:
    """File and action of each note of a record, None for one that is no plain text."""
    for stratum in ("catalog", "marketplace"):
        for path in sorted((ROOT / stratum).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                match node:
                    case ast.Call(func=ast.Attribute(attr="note"), args=[ast.Constant(str() as action)]):
                        yield path.relative_to(ROOT).as_posix(), action
                    case ast.Call(
                        func=ast.Attribute(attr="note"), args=[ast.Name() | ast.Subscript() | ast.JoinedStr()]
                    ):
                        yield path.relative_to(ROOT).as_posix(), None


def plain_texts(path: str) -> set[str]:
    """The texts of a file that look like actions: what a name may stand for."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    nouns = "|".join({action.partition(".")[0] for action in ACTIONS})
    return {text for text in texts if re.fullmatch(rf"({nouns})\.[a-z_]+", text)}


def test_every_action_that_is_noted_has_words():
    found = list(noted())
    assert len(found) > 80
    assert sorted({action for _, action in found if action} - set(ACTIONS)) == []
    without = {path for path, action in found if action is None}
    named = {action for path in without for action in [*MADE_UP.get(path, []), *plain_texts(path)]}
    assert sorted(named - set(ACTIONS)) == []


@pytest.mark.parametrize("path", MADE_UP)
def test_actions_that_are_put_together_have_words(path):
    assert sorted(set(MADE_UP[path]) - set(ACTIONS)) == []


def test_words_are_those_of_the_reader(app):
    with app.test_request_context("/office/audit"):
        assert action_words("recognition.revoked") == "Thu hồi một công nhận"
        assert actions_like("thu hoi mot") == ["recognition.revoked"]
        assert actions_like(" ") == []
    with app.test_request_context("/en/office/audit", environ_overrides={"chophien.locale": "en"}):
        assert action_words("recognition.revoked") == "A recognition was revoked"
    assert action_words("unknown.action") == ""
