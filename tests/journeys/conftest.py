"""A shop full of demo products on a real server, and a real browser to walk through it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from catalog.categories import load_categories
from catalog.place_data import load_places
from catalog.recognition_terms import load_terms
from catalog.search.feeding import catch_up
from catalog.search.whoosh_backend import WhooshBackend
from marketplace import migrations
from marketplace.orders.delivery import load_rates
from storefront import assets
from storefront.clock import Clock
from storefront.database import Database
from storefront.demo import load_demo
from storefront.demo.pictures import draw_missing_pictures
from tests.journeys.market import Market, running_market
from tests.markup import faults
from tests.server import running_server

# Chromium has no sandbox as root; without the other switches it looks for hosts of its maker at every start.
_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PICTURES = 8
# What axe judges but for the words: elements with their attributes, a row of equal ones once, the window and its colours.
_SHAPE = """() => {
  const valued = /^(class|role|type|lang)$/;
  const shape = one => {
    const attributes = [...one.attributes].map(each => each.name + (valued.test(each.name) ? each.value : ""));
    const inside = [...one.children].map(shape).filter((each, i, all) => each !== all[i - 1]);
    return `${one.tagName}[${attributes}](${inside})${one.textContent.trim() ? "" : " empty"}`;
  };
  return [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, shape(document.documentElement)].join();
}"""
# What contrast comes of: each colour of a text with its size, on all that is painted behind it.
_PAINTS = """() => {
  const behind = new Map([[null, ""]]);
  const grounds = one => {
    if (!behind.has(one)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one);
      const own = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none" && opacity === "1"
        ? "" : `/${backgroundColor} ${backgroundImage} ${opacity}`;
      behind.set(one, grounds(one.parentElement) + own);
    }
    return behind.get(one);
  };
  return [...new Set([...document.body.querySelectorAll("*")].map(one => {
    const { color, fontSize, fontWeight } = getComputedStyle(one);
    return `${color} ${fontSize} ${fontWeight}${grounds(one)}`;
  }))];
}"""
_passed: set[str] = set()
_painted: set[str] = set()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("demo-shop")
    assets.build(data_dir)
    shutil.copytree(data_dir / "static", folder / "static")
    url = f"sqlite:///{folder / 'shop.db'}"
    database, clock = Database(url), Clock()
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        load_places(session)
        load_categories(session)
        load_rates(session)
        load_terms(session)
        load_demo(session, clock.now(), clock.today())
    draw_missing_pictures(database, folder / "pictures", lambda _: None, at_most=_PICTURES)
    backend = WhooshBackend(folder / "search")
    with backend.writing(), database.reading() as session:
        catch_up(session, backend, lambda done, total: None)
    database.engine.dispose()
    with running_server(folder, url) as port:
        address = f"http://127.0.0.1:{port}"
        with urlopen(f"{address}/readyz", timeout=120) as answer:
            assert answer.read().startswith(b"ok")
        yield address


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[Market]:
    with running_market(tmp_path_factory.mktemp("market"), data_dir) as market:
        yield market


@pytest.fixture
def visit_market(visit, market: Market):
    """Opens a window as `visit` does, on the market."""

    def open_window(*how, **more) -> Visitor:
        visitor = visit(*how, **more)
        visitor.address = market.address
        return visitor

    return open_window


def _chromium() -> str:
    """The one without a window where there is one."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "`./run test` installs chromium"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=_SWITCHES)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser window; every page it looks at is judged by axe, where scripts run, and must log no error."""

    page: Page
    address: str
    prefix: str = ""
    javascript: bool = True
    seen: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + self.prefix + path)
        self.look()

    def look(self) -> None:
        """Wait for the page and let axe judge it, which is itself a script."""
        self.page.wait_for_load_state("load")
        self.seen.append(self.page.url)
        if not self.javascript:
            return
        self._judge()
        assert not (wrong := faults(self.page.content())), (self.page.url, wrong)
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{self.page.url} is {width} px wider than the window"

    def _judge(self) -> None:
        """By axe, unless a page of the same shape has passed in such a window before: it takes most of a second.

        Two thirds of that go to contrast, which is judged where colours meet that have not met before.
        """
        shape = self.page.evaluate(_SHAPE)
        if shape in _passed:
            return
        paints = set(self.page.evaluate(_PAINTS))
        rules = {"color-contrast": {"enabled": not paints <= _painted}}
        options = {"resultTypes": ["violations"], "rules": rules}
        violations = Axe().run(self.page, options=options).response["violations"]
        assert not violations, (self.page.url, [(v["id"], v["nodes"][0]["html"]) for v in violations])
        _passed.add(shape)
        _painted.update(paints)


@pytest.fixture
def visit(browser: Browser, address: str):
    """Opens a window of this width (pixels) and language; console errors fail the test at its end."""
    contexts, errors = [], []

    def note(message: ConsoleMessage) -> None:
        # A form that is sent back with what is wrong in it is no error of ours.
        # Nor is one of two who write at once, and a connection that the test itself breaks off.
        expected = ("status of 422", "status of 409", "ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not any(text in message.text for text in expected):
            errors.append(f"{message.location.get('url')}: {message.text}")

    def open_window(width: int, language: str = "vi", javascript: bool = True, dark: bool = False) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return Visitor(page, address, "/en" if language == "en" else "", javascript)

    yield open_window
    for context in contexts:
        context.close()
    assert not errors
