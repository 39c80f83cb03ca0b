"""How fluently large pictures pan, zoom and play: `python tests/bench/bench_frames.py [--case NAME] [--gesture NAME]`.

Chromium without a GPU, driven by real wheel, mouse and touch events; the table holds, for each gesture, the median
frames a second, the 95th percentile and the longest of its frames in milliseconds. Needs playwright and a Chromium.
Figures of a busy machine mean little: the load is printed beside them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import random
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, Playwright, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
NODES = """() => [...document.querySelectorAll('.cr-svg .node')].map(({__data__: {node: {x, y}}}) => ({x, y}))"""
CTM = "document.querySelector('.cr-svg .viewport').getScreenCTM()"
WINDOW = {"desktop": (1440, 900), "phone": (390, 844)}


def chain() -> str:
    return "t=x*y;" + ";".join(["t=t+tanh(t*b)"] * 480)


def products() -> str:
    """A wide sum of products, and sums of those: 1,950 gates."""
    terms = [f"a{i}*b{i % 40}" for i in range(900)]
    sums = [f"s{i}=" + "+".join(terms[i : i + 30]) for i in range(0, len(terms), 30)]
    return ";".join(sums) + ";y=" + "+".join(f"s{i}" for i in range(0, len(terms), 30))


def mesh() -> str:
    """A random graph: each gate reads two of the last fifty or so."""
    draw = random.Random(1)
    names, lines, loose = [f"x{i}" for i in range(12)], [], set()
    for i in range(860):
        a, b = (names[max(0, len(names) - 1 - int(draw.expovariate(1 / 25)))] for _ in "ab")
        lines.append(f"v{i}=" + draw.choice(("%s*%s", "%s+%s", "tanh(%s-%s)", "sin(%s)*%s")) % (a, b))
        loose = (loose - {a, b}) | {f"v{i}"}
        names.append(f"v{i}")
    return ";".join(lines) + ";y=" + "+".join(sorted(loose))


def arrays() -> str:
    return "h=x;" + ";".join(["h=tanh(W@h+b)"] * 645) + ";sum(h)"


def calls() -> str:
    """10,000 gates in 1,000 calls of two functions in turn, which open folded and are not drawn as one."""
    body = "(a,b):\n  c=a*b+a\n  d=tanh(c)\n  return d*b+sin(c)+a*0.5\n"
    return f"def f{body}def g{body}t=x\n" + "t=f(t,y)\nt=g(t,y)\n" * 500 + "t"


@dataclass(frozen=True)
class Case:
    name: str
    source: Callable[[], str]
    values: str = "{}"
    view: str = "gates"
    size: str = "desktop"
    dark: bool = False


ARRAYS = json.dumps(
    {
        "x": [[0.5], [-0.2], [0.1]],
        "W": [[0.5, 0.1, -0.3], [0.2, 0.6, 0.1], [-0.1, 0.4, 0.3]],
        "b": [[0.1], [0.2], [0.3]],
    }
)
CASES = (
    Case("chain", chain),
    Case("products", products),
    Case("mesh", mesh),
    Case("arrays", arrays, ARRAYS),
    Case("calls", calls, view="functions"),
    Case("mesh-dark", mesh, dark=True),
    Case("mesh-phone", mesh, size="phone"),
    Case("products-phone-dark", products, size="phone", dark=True),
)

# One entry for each frame the page was given.
RECORD = """() => {
  window.frames_ = [];
  const tick = (now) => { window.frames_.push(now); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""


class Hand:
    """Real events: a wheel and a mouse, or two fingers."""

    def __init__(self, page: Page, touch: bool) -> None:
        self.page, self.touch, self.cdp = page, touch, page.context.new_cdp_session(page)
        box = page.locator(".cr-svg").bounding_box()
        assert box
        self.box = box
        self.x, self.y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def scale(self) -> float:
        return float(self.page.evaluate(f"{CTM}.a"))

    def fingers(self, kind: str, *points: tuple[float, float]) -> None:
        points_ = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points_})

    def zoom(self, to: float, rounds: int = 0) -> None:
        """To this scale; one event a frame, of about 6%, or `rounds` events."""
        doublings = math.log2(to / self.scale())
        count = rounds or max(1, round(abs(doublings) / 0.085))
        if not self.touch:
            self.page.mouse.move(self.x, self.y)
            for _ in range(count):
                self.page.mouse.wheel(0, -doublings / count / 0.002)
            return
        at, most = self.x - 60, 300.0
        while count > 0 and abs(doublings) > 0.01:
            part = max(-1.5, min(1.5, doublings))
            doublings -= part
            begin, end = (most / 2**part, most) if part > 0 else (most, most * 2**part)
            self.fingers("touchStart", (at - begin / 3, self.y), (at + begin * 2 / 3, self.y))
            moves = max(2, round(abs(part) / 0.085))
            for i in range(1, moves + 1):
                now = begin * (end / begin) ** (i / moves)
                self.fingers("touchMove", (at - now / 3, self.y), (at + now * 2 / 3, self.y))
            self.fingers("touchEnd")

    def bring(self, x: float, y: float) -> None:
        """A place of the picture to the middle of the window."""
        for _ in range(80):
            self.page.wait_for_timeout(300)  # where it rests
            k, e, f = self.page.evaluate(f"(m => [m.a, m.e, m.f])({CTM})")
            dx, dy = self.x - e - k * x, self.y - f - k * y
            if abs(dx) + abs(dy) < 4:
                return
            far = max(abs(dx), abs(dy))
            part = min(1.0, 0.9 * self.box["width"] / far)
            moves = max(2, round(far * part / 120))
            self.drag(dx * part / moves, dy * part / moves, moves)

    def drag(self, dx: float, dy: float, moves: int) -> None:
        """One stroke of `moves` events of (dx, dy) px, centred in the picture."""
        x, y = self.x - dx * moves / 2, self.y - dy * moves / 2
        if self.touch:
            self.fingers("touchStart", (x, y))
        else:
            self.page.mouse.move(x, y)
            self.page.mouse.down()
        for i in range(1, moves + 1):
            if self.touch:
                self.fingers("touchMove", (x + dx * i, y + dy * i))
            else:
                self.page.mouse.move(x + dx * i, y + dy * i)
        if self.touch:
            self.fingers("touchEnd")
        else:
            self.page.mouse.up()


def densest(nodes: list[dict[str, Any]]) -> tuple[float, float]:
    """A box in the middle of the square with most boxes: where there is most to draw."""
    squares: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for node in nodes:
        squares.setdefault((int(node["x"] // 1500), int(node["y"] // 1500)), []).append((node["x"], node["y"]))
    found = max(squares.values(), key=len)
    return found[len(found) // 2]


def settle(page: Page) -> None:
    page.wait_for_timeout(1200)


def pan(hand: Hand) -> None:
    """Strokes of half a window to the left, then back, with some up and down."""
    reach = hand.box["width"] * 0.6
    step = -reach / 30
    for way in (1, 1, -1, -1):
        hand.drag(way * step, way * 2, 30)


def zooms(to: float, back: float) -> Callable[[Hand], None]:
    """There, back and there again."""

    def act(hand: Hand) -> None:
        for scale in (to, back, to):
            hand.zoom(scale)

    return act


def play(hand: Hand) -> None:
    hand.page.locator(".cr-stage").press(" ")
    hand.page.wait_for_timeout(2500)
    hand.page.locator(".cr-stage").press(" ")


GESTURES: tuple[tuple[str, float, Callable[[Hand], None]], ...] = (
    ("pan 0.1", 0.1, pan),
    ("pan 0.25", 0.25, pan),
    ("pan 0.4", 0.4, pan),
    ("pan 0.7", 0.7, pan),
    ("pan 1.5", 1.5, pan),
    ("zoom 0.1-0.35", 0.1, zooms(0.35, 0.1)),
    ("zoom 0.35-0.8", 0.35, zooms(0.8, 0.35)),
    ("zoom 0.8-2", 0.8, zooms(2, 0.8)),
    ("play", 0.7, play),
)


def frames(page: Page, act: Callable[[], None]) -> list[float]:
    """Milliseconds of each frame while something is done."""
    page.evaluate("window.frames_.length = 0")
    act()
    page.wait_for_timeout(60)
    times: list[float] = page.evaluate("window.frames_.slice()")
    return [b - a for a, b in itertools.pairwise(times)]


def measure(playwright: Playwright, address: str, case: Case, only: str) -> Iterator[tuple[str, list[float]]]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM_PATH", path), args=FLAGS)
    width, height = WINDOW[case.size]
    phone = case.size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=phone,
        has_touch=phone,
        color_scheme="dark" if case.dark else "light",
    )
    page = context.new_page()
    link = {"source": case.source(), "values": case.values, "view": case.view}
    page.goto(f"{address}/#{urlencode(link)}")
    page.wait_for_selector(".cr-svg .node", timeout=60_000)
    place = densest(page.evaluate(NODES))  # the page's own answer is packed
    settle(page)
    page.locator(".cr-stage").press("End")  # where every number is there
    settle(page)
    page.evaluate(RECORD)
    hand = Hand(page, phone)
    hand.zoom(0.02)
    hand.bring(*place)
    for name, scale, act in GESTURES:
        if only not in name:
            continue
        hand.zoom(scale)
        hand.bring(*place)
        settle(page)
        yield name, frames(page, lambda act=act: act(hand))  # type: ignore[misc]
        settle(page)
    browser.close()


@contextmanager
def served(port: int | None) -> Iterator[str]:
    if port is not None:
        yield f"http://127.0.0.1:{port}"
        return
    import uvicorn

    from chainrule.api.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, help="of a service that runs already")
    parser.add_argument("--case", default="", help="only cases whose name holds this")
    parser.add_argument("--gesture", default="", help="only gestures whose name holds this")
    asked = parser.parse_args()
    with served(asked.port) as address, sync_playwright() as playwright:
        print(f"{'case':20} {'gesture':14} {'fps':>5} {'p95 ms':>7} {'max ms':>7} {'frames':>7}  load")
        for case in CASES:
            if asked.case not in case.name:
                continue
            for name, found in measure(playwright, address, case, asked.gesture):
                ordered = sorted(found)
                p95, median = ordered[int(0.95 * (len(ordered) - 1))], statistics.median(ordered)
                print(
                    f"{case.name:20} {name:14} {1000 / median:5.0f} {p95:7.1f} {ordered[-1]:7.1f} {len(found):7}"
                    f"  {os.getloadavg()[0]:.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
