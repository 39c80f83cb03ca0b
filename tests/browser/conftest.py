"""A real browser against the real service. Every page must end without a console error or a refused policy."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, Playwright, expect, sync_playwright

expect.set_options(timeout=20_000)  # a film that is drawn beside other tests on two cores takes its time
PATIENCE = 60_000  # ms, of everything that a page waits for
SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
PUBLIC = "chainrule.test"
NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
# What the browser of the tests refuses, and not the page: a deck would keep the screen on.
_REFUSED = ("Service Worker registration blocked by Playwright", "Wake Lock permission request denied")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # An address that others can reach, as far as the page can tell.
    f"--host-resolver-rules=MAP {PUBLIC} 127.0.0.1",
]


def find_chromium(playwright: Playwright) -> str:
    """Return the path of a browser. The one without windows goes first: opening a page costs it less than half."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    for path in (os.environ.get("CHROMIUM_PATH"), *map(shutil.which, names), playwright.chromium.executable_path):
        if path and os.path.exists(path):
            return path
    pytest.fail("No Chromium: set CHROMIUM_PATH, `apt-get install chromium`, or `playwright install chromium`.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """The address of the service, running in a thread on a port that was free."""
    from chainrule.api.app import create_app

    with running(create_app()) as address:
        yield address


@contextmanager
def running(app: Any, port: int = 0) -> Iterator[str]:
    """The address of an ASGI application while it is served; 0 takes a free port."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        assert time.monotonic() < deadline, "the service did not start in time"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@dataclass
class Opener:
    """Opens pages and remembers what they complained about."""

    browser: Browser
    service: str
    stack: ExitStack
    complaints: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()  # what this test makes go wrong on purpose

    def __call__(self, path: str = "/", size: str = "desktop", *, ready: bool = True, **options: Any) -> Page:
        """A page in a context of its own: nothing typed before, nothing remembered."""
        width, height = SIZES[size]
        phone = size == "phone"
        # A service worker would stand between the page and what a test does to its requests.
        options = {"is_mobile": phone, "has_touch": phone, "service_workers": "block", **options}
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        self.stack.callback(context.close)
        return self.again(context.new_page(), path, ready=ready)

    def again(self, page: Page, path: str, *, ready: bool = True) -> Page:
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self._hear("error", str(error)))
        page.goto(self.service + path)
        if ready:
            wait_ready(page)
        return page

    def _hear(self, kind: str, text: str) -> None:
        # A refused policy is written to the console as an error too.
        if kind in ("error", "warning") and not any(part in text for part in (*self.allowed, *_REFUSED)):
            self.complaints.append(f"{kind}: {text}")


def press_tool(page: Page, selector: str) -> None:
    """Press a button of the header; on a phone it stands in the list below More."""
    more = page.locator("#more-button")
    if more.is_visible() and not page.locator(selector).is_visible():
        more.click()
    page.locator(selector).click()


def wait_ready(page: Page) -> None:
    page.wait_for_selector(".cr-svg .node")
    page.wait_for_selector("#editor[data-editor=codemirror]", state="attached")
    page.evaluate("document.fonts.ready")


@pytest.fixture
def opened(browser: Browser, service: str) -> Iterator[Opener]:
    with ExitStack() as stack:
        opener = Opener(browser, service, stack)
        yield opener
    assert opener.complaints == []


def until(page: Page | Frame, condition: str, seconds: float = 20, pause: float = 0.04) -> None:
    """Waits for a condition in JavaScript. (The policy refuses Playwright's own wait.)"""
    deadline = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"did not come true: {condition}"
        page.wait_for_timeout(1000 * pause)


def becomes(page: Page | Frame, read: Callable[[], object], wanted: object, seconds: float = 20) -> None:
    """Wait until what is read is what is wanted; fail with what it was instead."""
    deadline = time.monotonic() + seconds
    while (now := read()) != wanted:
        if time.monotonic() > deadline:
            assert now == wanted
        page.wait_for_timeout(40)


Look = TypeVar("Look")
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def steady(page: Page | Frame, read: Callable[[], Look], seconds: float = 20) -> Look:
    """Return what is read once it is the same in four looks, with frames that the page draws between them."""
    deadline = time.monotonic() + seconds
    looks = [read()]
    while len(looks) < 4 or any(look != looks[-1] for look in looks[-4:]):
        assert time.monotonic() < deadline, f"does not come to rest: {looks[-4:]}"
        page.evaluate(FRAMES)
        page.wait_for_timeout(20)
        looks.append(read())
    return looks[-1]


WINDOW = """(() => {
    const {width, height} = document.querySelector('#stage').getBoundingClientRect();
    return [width, height, document.querySelector('#stage .viewport').getAttribute('transform')].join();
})()"""


def still(page: Page) -> None:
    """Wait until the window of the graph and the part of the graph that it shows move no more."""
    steady(page, lambda: page.evaluate(WINDOW))


def box_of(page: Page, part: Locator) -> dict[str, float]:
    """Where a part of the page stands (px) once it has come to rest."""
    found = steady(page, part.bounding_box)
    assert found is not None
    return dict(found)


def labels(page: Page, kind: str) -> list[str]:
    """The numbers of one kind ("value", "gradient") that can be seen on the wires."""
    return page.eval_on_selector_all(
        f".cr-svg .labels .{kind}",
        "all => all.filter(e => getComputedStyle(e).display !== 'none' && +getComputedStyle(e).opacity > 0.05)"
        ".map(e => e.textContent).filter(text => text !== '')",
    )


def gradients(page: Page) -> dict[str, str]:
    """What the value panel says of each variable's gradient."""
    return page.eval_on_selector_all(
        "#value-list > li.scalar",
        "all => Object.fromEntries(all.map(e => [e.dataset.name, e.querySelector('.gradient').textContent]))",
    )


def position(page: Page) -> int:
    return int(page.get_attribute(".cr-track", "aria-valuenow") or -1)


def retype(page: Page, source: str) -> None:
    """Types another formula over the one in the editor."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)
