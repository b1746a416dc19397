"""Who bears a lost dispute over a card payment: a dated rule, by the reason that the buyer's bank gives."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class DisputeRule:
    """For orders paid from `valid_from` on. What is about the goods the producer bears, all else the operator."""

    valid_from: date
    producer_bears: frozenset[str]


@cache
def all_rules() -> list[DisputeRule]:
    """Oldest first."""
    rows = tomllib.loads((files(__package__) / "dispute_rules.toml").read_text("utf-8"))["rule"]
    rules = [DisputeRule(row["valid_from"], frozenset(row["producer_bears"])) for row in rows]
    return sorted(rules, key=lambda rule: rule.valid_from)


def rule_on(day: date) -> DisputeRule | None:
    """The rule in force on `day`."""
    return next((rule for rule in reversed(all_rules()) if rule.valid_from <= day), None)


def producer_bears(reason: str, day: date) -> bool:
    """Whether a dispute for this reason over what was paid on `day` is at the producer's cost."""
    rule = rule_on(day)
    return rule is not None and reason in rule.producer_bears
