"""A whole lecture: a presenter and three screens in real browsers, nginx, Redis, two processes; one of them dies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect
from test_follow import STEP, follow, present

from conftest import Opener, position, until
from hall import MISSING, Hall, hall

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
NOTICED = 2.0  # seconds for which anybody may see that something went wrong


@pytest.fixture
def stood(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("hall")) as made:
        yield made


def test_nobody_notices_for_longer_than_two_seconds_that_a_process_died(browser: Browser, stood: Hall) -> None:
    with ExitStack() as stack:
        # The browser itself says that a stream broke.
        opened = Opener(browser, stood.address, stack, allowed=("net::ERR", "Failed to load resource"))
        lecture, code = present(opened)
        screens = [follow(opened, code, size) for size in ("phone", "phone", "desktop")]

        def move() -> float:
            """One step of the presenter; the seconds until the last screen has it."""
            wanted = position(lecture) + 1
            started = time.monotonic()
            lecture.keyboard.press("ArrowRight")
            for screen in screens:
                until(screen, f"{STEP} === {wanted}")
            return time.monotonic() - started

        quiet = [move() for _ in range(3)]
        assert max(quiet) < NOTICED
        stood.kill(0)
        after = [move() for _ in range(3)]
        assert max(after) < NOTICED + max(quiet)
        for screen in screens:
            expect(screen.locator("#standing")).to_have_text("Following")
        late = follow(opened, code)
        until(late, f"{STEP} === {position(lecture)}")
        lecture.get_by_role("button", name="Ask the hall").click()
        lecture.get_by_role("button", name="Ask", exact=True).click()
        for screen, text in zip(screens, ("1", "-2", "1.0"), strict=True):
            screen.locator("#answer").fill(text)
            screen.get_by_role("button", name="Send").click()
        expect(lecture.locator(".live-count")).to_have_text("3 have answered")
        lecture.get_by_role("button", name="Show the answers").click()
        expect(screens[0].locator(".answer-bar").first).to_contain_text("67 %")
        print(f"moves: {max(quiet):.2f} s, after a process died: {max(after):.2f} s")
    assert opened.complaints == []
