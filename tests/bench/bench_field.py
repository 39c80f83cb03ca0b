"""How fluently the field and the strip of nine networks follow a run: `python tests/bench/bench_field.py`.

Chromium without a GPU; "Run" goes through all updates of a network on 200 moons. For each picture the table holds how
often a second it was drawn, the 95th percentile and the longest of its frames in milliseconds, how much work the page's
own thread had with each (CPU time: 33 ms are the budget of 30 frames a second), and how many updates were drawn. Needs
playwright and a Chromium. Frames of a busy machine mean little, which CPU time does not mind: the load is printed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import threading
import time
from urllib.parse import urlencode

from playwright.sync_api import CDPSession, Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WINDOW = {"desktop": (1440, 900), "phone": (390, 844)}
PICTURES = ("field", "strip")
SOURCE = """units = 16
lam = 0.001
X, y = moons(200, noise=0.2, seed=1)
W1 = randn(2, units)
b1 = zeros(units)
W2 = randn(units)
b2 = 0
h = relu(X @ W1 + b1)
p = sigmoid(h @ W2 + b2)
L = -mean(y*log(p) + (1 - y)*log(1 - p)) + lam*(sum(W1**2) + sum(W2**2))"""
TRAIN = {"optimizer": "adam", "settings": {"lr": 0.05}, "iterations": 150}

# When the page drew: one entry for each frame in which the update of the slider is another one.
RECORD = """() => {
  window.drawn_ = [];
  let before = null;
  const slider = document.querySelector('#learn input[aria-label=Update]');
  const tick = (now) => {
    if (slider.value !== before) window.drawn_.push(now);
    before = slider.value;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""

ENDED = "(slider => slider.value === slider.max)(document.querySelector('#learn input[aria-label=Update]'))"


def work(session: CDPSession) -> float:
    """Seconds of CPU time that the page's thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def measure(page: Page, session: CDPSession, picture: str) -> tuple[list[float], float]:
    """Milliseconds between one drawn update and the next while the run is played; and of CPU time for each."""
    page.locator(f"button[data-picture={picture}]").click()
    ready = ".strip-cell svg" if picture == "strip" else ".field .point"
    page.wait_for_selector(ready)
    if picture == "strip":
        page.locator(".strip-cell svg").nth(8).wait_for()
    page.wait_for_timeout(1500)
    page.evaluate("window.drawn_.length = 0")
    before = work(session)
    page.locator("#learn").get_by_role("button", name="Run", exact=True).click()
    # Asked seldom: a look into the page at each frame would be measured too.
    while not page.evaluate(ENDED):
        page.wait_for_timeout(250)
    times: list[float] = page.evaluate("window.drawn_.slice()")
    return [b - a for a, b in itertools.pairwise(times)], 1000 * (work(session) - before) / len(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=WINDOW, default="desktop")
    size = parser.parse_args().size
    import uvicorn

    from chainrule.api.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM_PATH", path), args=FLAGS)
        width, height = WINDOW[size]
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{address}/?{urlencode({'source': SOURCE, 'train': json.dumps(TRAIN), 't': 0})}")
        page.wait_for_selector(".field .point", timeout=120_000)
        page.evaluate(RECORD)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        print(f"{'picture':8} {'1/s':>6} {'p95 ms':>7} {'max ms':>7} {'CPU ms':>7} {'drawn':>6}  load")
        for picture in PICTURES:
            found, each = measure(page, session, picture)
            found.sort()
            rate, late = 1000 / statistics.mean(found), found[int(0.95 * (len(found) - 1))]
            row = f"{picture:8} {rate:6.1f} {late:7.1f} {found[-1]:7.1f} {each:7.1f} {len(found) + 1:6}"
            print(f"{row}  {os.getloadavg()[0]:.1f}", flush=True)
        browser.close()
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main()
