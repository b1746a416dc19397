"""Which letters there are, and which of them tell whom of what has happened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from marketplace.audit import ANNOUNCED, Entry

Facts = dict[str, Any]
Content = Callable[[Session, Facts], Facts | None]
Announcement = Callable[[Session, Entry, datetime], None]

LETTERS: dict[str, Content] = {}
ANNOUNCEMENTS: dict[str, list[Announcement]] = {}


def letter(name: str) -> Callable[[Content], Content]:
    """Gives what templates/mail/<name>.txt and .html show, or None when there is nothing to say any more."""

    def register(content: Content) -> Content:
        if name in LETTERS:
            raise ValueError(f"there are two letters by the name of {name}")
        LETTERS[name] = content
        return content

    return register


def announces(action: str) -> Callable[[Announcement], Announcement]:
    """Sends the letters that tell of this action, once for each entry of the audit."""

    def register(announcement: Announcement) -> Announcement:
        ANNOUNCED.add(action)
        ANNOUNCEMENTS.setdefault(action, []).append(announcement)
        return announcement

    return register
