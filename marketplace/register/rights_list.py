"""Granting a right to use a mark to many producers at once: a list with a line for each, all of it or nothing."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from catalog.marks import Mark
from catalog.producers import Producer
from catalog.records import Refused
from catalog.text import clean, fold

from .mark_rights import RightWanted, check_right, grant_right

MOST_LINES = 500
_PARTS = re.compile(r"[;\t]")


@dataclass(frozen=True)
class ListedRight:
    """A line: whom it names and under which permit, or the `problem` with it. `number` counts from 1."""

    number: int
    text: str
    permit_no: str = ""
    producer: Producer | None = None
    problem: Refused | None = None


def read_list(session: Session, text: str, within: Callable[[Select], Select]) -> list[ListedRight]:
    """Each line: a producer by its name or the address of its page, and after a semicolon or a tab the number of its permit.

    `within` narrows the producers to those that may be decided on. Raises Refused for an empty list and one too long.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if clean(line)]
    if not lines:
        raise Refused("Please write at least one line.")
    if len(lines) > MOST_LINES:
        raise Refused("At most %(limit)s lines at once.", limit=MOST_LINES)
    written = [(number, line, *_parts(line)) for number, line in lines]
    found = _producers(session, {name for *_, name, _permit in written}, within)
    read = [_line(number, line, found.get(name, []), permit) for number, line, name, permit in written]
    return _told_twice(read)


def _parts(line: str) -> tuple[str, str]:
    """What names the producer, and the permit."""
    name, *rest = _PARTS.split(line, maxsplit=1)
    return clean(name), clean(rest[0])[:100] if rest else ""


def _slug(name: str) -> str:
    """The end of an address; of a name something that no producer's address is."""
    return clean(name).rstrip("/").rsplit("/", 1)[-1].lower()


def _producers(
    session: Session, names: set[str], within: Callable[[Select], Select]
) -> dict[str, list[Producer]]:
    """Who is meant by each name, in one statement."""
    keys, slugs = {fold(name) for name in names}, {_slug(name) for name in names}
    query = select(Producer).where(or_(Producer.key.in_(keys), Producer.slug.in_(slugs)))
    by_key, by_slug = defaultdict(list), {}
    for one in session.scalars(within(query).order_by(Producer.id)):
        by_key[one.key].append(one)
        by_slug[one.slug] = one
    return {name: [by_slug[_slug(name)]] if _slug(name) in by_slug else by_key[fold(name)] for name in names}


def _line(number: int, text: str, found: list[Producer], permit: str) -> ListedRight:
    if len(found) == 1:
        return ListedRight(number, text, permit, found[0])
    if found:
        problem = Refused("Several producers have this name: please write the address of the page of one.")
    else:
        problem = Refused("There is no such producer within your reach.")
    return ListedRight(number, text, permit, problem=problem)


def _told_twice(read: list[ListedRight]) -> list[ListedRight]:
    times = Counter((one.producer.id, one.permit_no) for one in read if one.producer)
    twice = Refused("This producer stands on the list twice.")
    return [
        replace(one, problem=twice) if one.producer and times[one.producer.id, one.permit_no] > 1 else one
        for one in read
    ]


def checked_list(
    session: Session, mark: Mark, listed: Sequence[ListedRight], wanted: RightWanted, by: int
) -> list[ListedRight]:
    """The same lines, each with what the register says against it. Writes nothing."""
    return [_checked(session, mark, one, wanted, by) for one in listed]


def _checked(session: Session, mark: Mark, one: ListedRight, wanted: RightWanted, by: int) -> ListedRight:
    if one.producer is None or one.problem:
        return one
    try:
        check_right(session, mark, one.producer, replace(wanted, permit_no=one.permit_no), by)
    except Refused as refusal:
        return replace(one, problem=refusal)
    return one


def grant_list(
    session: Session, mark: Mark, listed: Sequence[ListedRight], wanted: RightWanted, by: int, now: datetime
) -> int:
    """Grant what every line asks for; the mark is locked. Returns how many. Raises Refused while any line has a problem."""
    if any(one.problem for one in listed):
        raise Refused("Nothing was granted: please mend the lines that are marked.")
    for one in listed:
        if one.producer:
            grant_right(session, mark, one.producer, replace(wanted, permit_no=one.permit_no), by, now)
    return len(listed)
