"""What becomes of a cell: a value, perhaps with remarks, or a reason why there is none. Words: storefront/list_words.py."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing an officer is told about a cell; `code` has its sentence where people are spoken to."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    value: Value
    remarks: tuple[str, ...] = ()


class Unreadable(Exception):
    """The cell says nothing that could be used."""

    def __init__(self, code: str, **facts: Any):
        super().__init__(code)
        self.remark = Remark(code, facts)


class NotForTheRegister(Exception):
    """The cell says that this row is none for the register, for example that it did not pass."""

    def __init__(self, code: str):
        super().__init__(code)
        self.remark = Remark(code)
