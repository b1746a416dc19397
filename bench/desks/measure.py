"""Every page of the desks in turn with a public listing, in one process, so that noise hits all alike."""

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient

from ..pages import counted

# A download is not a page; what it costs grows with what is asked for.
_NO_PAGES = (".csv", ".xlsx", ".pdf", ".zip", ".json")


@dataclass
class Desk:
    """Seconds and numbers of statements of each page, by address."""

    pages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, int] = field(default_factory=dict)
    listing: list[float] = field(default_factory=list)


def addresses(app: Flask, start: str) -> list[str]:
    """Every page below `start` whose address names no thing."""
    found = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(start) and "GET" in (rule.methods or ()) and not rule.arguments
    }
    return sorted(address for address in found if not address.endswith(_NO_PAGES))


def measured(
    app: Flask, visits: Sequence[tuple[FlaskClient, str]], listings: Sequence[str], rounds: int, seed: int
) -> Desk:
    """`rounds` visits of every page in shuffled order, each after a listing. What redirects is no page."""
    desk, guest, chance = Desk(), app.test_client(), random.Random(seed)
    asked = list(_answered(app, visits, desk))
    for _ in range(rounds):
        chance.shuffle(asked)
        for client, address in asked:
            desk.listing.append(_seconds(guest, chance.choice(listings)))
            desk.pages[address].append(_seconds(client, address))
    return desk


def _answered(
    app: Flask, visits: Sequence[tuple[FlaskClient, str]], desk: Desk
) -> Iterator[tuple[FlaskClient, str]]:
    for client, address in visits:
        client.get(address)  # what is read once and kept in memory is no page's own
        with counted(app.extensions["database"].engine) as seen:
            answer = client.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            desk.statements[address] = len(seen)
            yield client, address
        # Some want the thing they are about named in their query, and are no page without it.
        elif answer.status_code >= 400 and answer.status_code != 404:
            raise RuntimeError(f"{address} was answered with {answer.status_code}")


def _seconds(client: FlaskClient, address: str) -> float:
    begun = time.perf_counter()
    answer = client.get(address)
    seconds = time.perf_counter() - begun
    if answer.status_code != 200:
        raise RuntimeError(f"{address} was answered with {answer.status_code}")
    return seconds
