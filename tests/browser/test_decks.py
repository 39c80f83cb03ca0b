"""Real decks, driven with the keys that a clicker sends: reveal.js 5 and 6, Marp, and a deck opened from disk."""

from __future__ import annotations

import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import pytest
from decks import NPM, blank, reveal, stand
from playwright.sync_api import Page

import chainrule
from chainrule.lessons import LessonCollection
from chainrule.lessons.decks import DeckAppearance, deck
from chainrule.lessons.decks.slides import slides_of
from chainrule.limits import DEFAULT
from conftest import Opener, becomes, until

sys.path.insert(0, str(NPM.parent))
import bundle

QUESTION = {"source": "x*y", "values": '{"x":2,"y":3}'}  # three steps: the product, the 1, the swap
STEP = "document.querySelector('chain-rule').step"
VERSIONS = pytest.mark.parametrize("version", ["5", "6"])
SLIDES = """<section><h2>Before</h2></section>
<section><p class="fragment" id="first">first</p>
<chain-rule data-fragments source="x*y" values='{"x":2,"y":3}' controls style="height:360px"></chain-rule>
<p class="fragment" id="last">last</p></section>
<section><h2>After</h2></section>"""


def plugged(opened: Opener, version: str, address: str = "/", config: str = "") -> Page:
    plugin = f"{opened.service}/reveal-chainrule.js"
    page = stand(opened, {"/": reveal(version, SLIDES, plugin=plugin, config=config)}, address)
    until(page, "window.started")
    return page


def place(page: Page) -> tuple[int, int, int]:
    """The slide, the step of the picture, and how many other fragments can be seen."""
    slide = page.evaluate("deck.getIndices().h")
    others = page.evaluate("document.querySelectorAll('p.fragment.visible').length")
    return slide, page.evaluate(STEP), others


def go(page: Page, keys: str, *way: tuple[int, int, int]) -> None:
    """Press the keys once for each place of the way; the deck comes there and goes no further."""
    for wanted in way:
        page.keyboard.press(keys)
        becomes(page, lambda: place(page), wanted)
        page.wait_for_timeout(60)
        assert place(page) == wanted


@VERSIONS
def test_the_clicker_walks_through_slides_fragments_and_steps_in_order(opened: Opener, version: str) -> None:
    page = plugged(opened, version)
    way = [(1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 2, 1), (1, 3, 1), (1, 3, 2), (2, 3, 2)]
    go(page, "PageDown", *way)
    go(page, "PageUp", *reversed(way[:-1]), (0, 0, 0))


@VERSIONS
def test_keys_and_controls_inside_the_picture_move_the_deck(opened: Opener, version: str) -> None:
    page = plugged(opened, version, "/#/1/0")
    page.locator("chain-rule").get_by_role("button", name="Step forward").click()
    becomes(page, lambda: place(page), (1, 1, 1))
    until(page, "deck.getIndices().f === 1")
    go(page, "ArrowRight", (1, 2, 1), (1, 3, 1))
    go(page, "ArrowLeft", (1, 2, 1))
    page.locator("chain-rule").get_by_role("button", name="Back to the start").click()
    until(page, "deck.getIndices().f === 0")
    go(page, "PageDown", (1, 1, 1), (1, 2, 1), (1, 3, 1), (1, 3, 2), (2, 3, 2))


@VERSIONS
def test_a_link_to_a_step_opens_it(opened: Opener, version: str) -> None:
    page = plugged(opened, version, "/#/1/0/2", "fragmentInURL: true")
    becomes(page, lambda: place(page), (1, 2, 1))


@VERSIONS
def test_the_printed_deck_has_a_page_for_each_step(opened: Opener, version: str) -> None:
    page = plugged(opened, version, "/?print-pdf")
    until(page, "document.querySelectorAll('.pdf-page chain-rule').length === 6")
    steps = "[...document.querySelectorAll('.pdf-page chain-rule')].map(e => e.step).join()"
    until(page, f"{steps} === '0,0,1,2,3,3'")
    drawn = "[...document.querySelectorAll('.pdf-page chain-rule')].every(e => e.shadowRoot.querySelector('.node'))"
    until(page, drawn)


@VERSIONS
@pytest.mark.parametrize("order", ["RevealChainrule, RevealMarkdown", "RevealMarkdown, RevealChainrule"])
def test_the_plugin_stands_before_or_behind_the_one_that_makes_the_slides(
    opened: Opener, version: str, order: str
) -> None:
    picture = SLIDES.split("\n")[2]
    markdown = {"5": "plugin/markdown/markdown.js", "6": "dist/plugin/markdown.js"}[version]
    deck = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A deck</title>
    <link rel="stylesheet" href="/npm/reveal{version}/dist/reveal.css">
    <div class="reveal"><div class="slides"><section data-markdown><textarea data-template>
## Backpropagation

{picture}

---

## After
</textarea></section></div></div>
    <script src="/npm/reveal{version}/dist/reveal.js"></script>
    <script src="/npm/reveal{version}/{markdown}"></script>
    <script src="{opened.service}/reveal-chainrule.iife.js"></script>
    <script>Reveal.initialize({{plugins: [{order}]}}).then(() => {{ window.started = true; }});</script>"""
    page = stand(opened, {"/": deck})
    until(page, "window.started")
    steps = []
    for _ in range(4):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(60)
        steps.append((page.evaluate(STEP), page.locator("section.present h2").last.inner_text()))
    assert steps == [*((step, "Backpropagation") for step in (1, 2, 3)), (3, "After")]


@VERSIONS
def test_a_frame_without_any_plugin_keeps_the_step_with_the_clicker(opened: Opener, version: str) -> None:
    frame = f'<iframe src="{opened.service}/embed?{escape(urlencode(QUESTION))}" width="900" height="420"></iframe>'
    slides = f"<section>Before</section><section>{frame}</section><section>After</section>"
    page = stand(opened, {"/": reveal(version, slides)})
    until(page, "window.started")
    inner = page.frames[1]
    inner.wait_for_selector("chain-rule .cr-svg .node", state="attached")
    slide, step = "deck.getIndices().h", "document.querySelector('chain-rule').step"
    there = [(1, 0), (1, 1), (1, 2), (1, 3), (2, 3), (2, 3)]
    back = [(1, 3), (1, 2), (1, 1), (1, 0), (0, 0), (0, 0)]
    for key, wanted in zip(["PageDown"] * 6 + ["PageUp"] * 6, there + back, strict=True):
        page.keyboard.press(key)
        becomes(page, lambda: (page.evaluate(slide), inner.evaluate(step)), wanted)
        page.wait_for_timeout(150)  # and goes no further
        assert (page.evaluate(slide), inner.evaluate(step)) == wanted
    page.keyboard.press("PageDown")
    until(page, f"{slide} === 1")
    page.keyboard.press("Escape")  # a key of the deck's own
    until(page, "deck.isOverview()")


def test_a_marp_deck_shows_the_frame_and_the_moving_picture(opened: Opener, tmp_path: Path) -> None:
    """The deck that is shipped, made into HTML by Marp itself."""
    text = (NPM.parent / "integrations" / "marp" / "deck.md").read_text(encoding="utf-8")
    source, made = tmp_path / "deck.md", tmp_path / "deck.html"
    source.write_text(text.replace("https://HOST", opened.service), encoding="utf-8")
    marp = NPM / "@marp-team" / "marp-cli" / "marp-cli.js"
    node = bundle.find_node()
    assert node is not None
    words = [*node.node, str(marp), "--no-stdin", "--html", str(source), "-o", str(made)]
    subprocess.run(words, check=True, capture_output=True, timeout=120, env=node.environment)
    page = stand(opened, {"/": made.read_text(encoding="utf-8")}, size=(1280, 720))
    page.keyboard.press("PageDown")
    page.wait_for_selector("iframe")
    inner = page.frames[-1]
    inner.wait_for_selector("chain-rule .cr-svg .node")
    until(page, "location.hash === '#2'")
    page.frame_locator("iframe").get_by_role("button", name="Step forward").click()
    until(page, "document.activeElement.localName === 'iframe'")
    until(inner, f"{STEP} === 1")
    for key, step in (("PageDown", 2), ("PageDown", 3), ("PageUp", 2)):
        page.keyboard.press(key)
        until(inner, f"{STEP} === {step}")
    page.evaluate("document.activeElement.blur()")
    page.mouse.click(5, 5)
    page.keyboard.press("PageDown")
    until(page, "location.hash === '#3'")
    until(page, "[...document.images].some(image => image.complete && image.naturalWidth > 100)")


def test_a_deck_opened_from_disk_plays_without_any_server(opened: Opener, tmp_path: Path) -> None:
    """Everything beside the deck: reveal.js, the classic script, and the trace inside the element."""
    static = Path(__file__).resolve().parents[2] / "backend" / "chainrule" / "static"
    for path in (static / "reveal-chainrule.iife.js", NPM / "reveal5/dist/reveal.js", NPM / "reveal5/dist/reveal.css"):
        shutil.copy(path, tmp_path / path.name)
    trace = chainrule.trace("x*y", values={"x": 2, "y": 3}).to_json().decode().replace("<", "\\u003c")
    (tmp_path / "deck.html").write_text(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Deck</title>
        <link rel="stylesheet" href="reveal.css">
        <div class="reveal"><div class="slides"><section>Before</section><section>
        <chain-rule data-fragments controls style="height:420px"><script type="application/json">{trace}</script>
        </chain-rule></section></div></div>
        <script src="reveal.js"></script><script src="reveal-chainrule.iife.js"></script>
        <script>window.deck = new Reveal({{plugins: [RevealChainrule]}});
        deck.initialize().then(() => {{ window.started = true; }});</script>""",
        encoding="utf-8",
    )
    page = blank(opened, offline=True)
    page.goto((tmp_path / "deck.html").as_uri())
    until(page, "window.started")
    go(page, "PageDown", *((1, step, 0) for step in range(4)))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_lesson_is_walked_as_slides_from_disk_by_the_clicker_alone(
    opened: Opener, tmp_path: Path, theme: Literal["light", "dark"]
) -> None:
    """The one file holds reveal.js, the player and the traces; a scene's steps are its fragments."""
    lesson = LessonCollection().lesson("two-paths")
    path = tmp_path / "slides.html"
    path.write_bytes(deck(lesson, "html", DeckAppearance(theme)))
    page = blank(opened, (1280, 720), offline=True)
    page.goto(path.as_uri())
    until(page, "window.Reveal && Reveal.isReady()")
    seen = [page.evaluate("Reveal.getIndices().h")]
    steps = {}
    now = "[Reveal.getIndices().h, Reveal.getIndices().f, Reveal.getCurrentSlide().querySelector('chain-rule')?.step]"
    while not page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
        before = page.evaluate(f"{now}.join()")
        page.keyboard.press("PageDown")
        until(page, f"{now}.join() !== '{before}'")
        page.wait_for_timeout(60)
        slide = page.evaluate("Reveal.getIndices().h")
        seen.append(slide)
        steps[slide] = page.evaluate("Reveal.getCurrentSlide().querySelector('chain-rule').step")
    assert sorted(set(seen)) == list(range(len(lesson.scenes) + 1))
    assert steps == {at: slide.end for at, slide in enumerate(slides_of(lesson, DEFAULT), 1)}
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 29)"
    assert dark == (theme == "dark")
    arrows = page.evaluate("getComputedStyle(document.querySelector('.reveal .controls')).color")
    assert arrows == ("rgb(232, 234, 238)" if dark else "rgb(29, 33, 41)")  # seen on the ground of the slides


def test_a_slide_of_a_lesson_has_room_for_its_graph_under_whatever_stands_above(opened: Opener, tmp_path: Path) -> None:
    path = tmp_path / "slides.html"
    path.write_bytes(deck(LessonCollection().lesson("output-layers"), "html", DeckAppearance("light")))
    page = blank(opened, (1280, 720), offline=True)
    page.goto(path.as_uri())
    until(page, "window.Reveal && Reveal.isReady()")
    room = """() => {
        const slide = Reveal.getCurrentSlide(), graph = slide.querySelector("chain-rule"), scale = Reveal.getScale();
        const [whole, box] = [slide, graph].map(each => each.getBoundingClientRect());
        const words = graph.shadowRoot.querySelector(".cr-caption");
        return {height: box.height / scale, below: (whole.bottom - box.bottom) / scale,
                words: parseFloat(getComputedStyle(words).fontSize)};
    }"""
    heights = []
    for at in range(1, page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate(f"Reveal.slide({at})")
        found = page.evaluate(room)
        assert 0 <= found["below"] < 30
        assert found["words"] >= 14.4  # 2 % of a slide's height
        heights.append(found["height"])
    assert min(heights) > 200
    assert max(heights) > 540
