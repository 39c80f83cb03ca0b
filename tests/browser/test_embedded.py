"""The picture in other people's pages: frames, sandboxes, messages, the element, files from disk, and oEmbed."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from decks import NPM, blank, host, stand
from playwright.sync_api import Frame, Page, expect

import chainrule
from conftest import NEURON, Opener, becomes, until

VALUES = '{"w0":2,"x0":-1,"w1":-3,"x1":-2,"w2":-3}'
STEP = "document.querySelector('chain-rule').step"
LISTEN = "<script>window.said = []; onmessage = (event) => said.push(event.data);</script>"


def frame(opened: Opener, attributes: str = "", **query: Any) -> str:
    address = f"{opened.service}/embed?{urlencode({'source': NEURON, 'values': VALUES, **query})}"
    return f'<iframe title="A graph" src="{escape(address)}" width="900" height="480" {attributes}></iframe>'


def framed(opened: Opener, html: str, **options: Any) -> tuple[Page, Frame]:
    page = stand(opened, {"/": f'<!doctype html><html lang="en"><title>Blog</title>{LISTEN}<p>{html}</p>'}, **options)
    inner = page.frames[1]
    inner.wait_for_selector("chain-rule .cr-svg .node")
    return page, inner


def said(page: Page, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.said")
    assert all(message["source"] == "chainrule" and message["v"] == 1 for message in found)
    return [message for message in found if message["type"] == kind]


def tell(page: Page, method: str, *arguments: Any) -> None:
    message = {"target": "chainrule", "v": 1, "method": method, "args": list(arguments)}
    page.evaluate("message => frames[0].postMessage(message, '*')", message)


def test_statements_for_a_learning_record_store_are_sent_where_they_are_asked_for(opened: Opener) -> None:
    page, inner = framed(opened, frame(opened, source="x*y", values='{"x":2,"y":3}', step=2, xapi=1))
    inner.get_by_role("button", name="Step forward").click()
    verbs = "message.type === 'xapi').map(message => message.statement.verb.display['en-US']).join()"
    until(page, f"said.filter(message => {verbs} === 'initialized,completed'")
    statements = [message["statement"] for message in said(page, "xapi")]
    assert "step=" not in statements[0]["object"]["id"]
    quiet, inner = framed(opened, frame(opened, source="x*y", values='{"x":2,"y":3}'))
    until(quiet, "said.some(message => message.type === 'ready')")
    assert said(quiet, "xapi") == []


def test_a_frame_takes_neither_focus_nor_keys_until_it_is_clicked(opened: Opener) -> None:
    page, inner = framed(opened, f'<input id="mine">{frame(opened, step=2)}')
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("ArrowRight")
    page.focus("#mine")
    page.keyboard.press("ArrowRight")
    assert inner.evaluate(STEP) == 2
    page.evaluate("frames[0].focus()")  # the frame has the keys, but nobody asked for that
    page.keyboard.press("ArrowRight")
    assert inner.evaluate(STEP) == 2
    page.frame_locator("iframe").locator(".cr-caption").click()
    for key in ("ArrowRight", "PageDown", "ArrowLeft", "End", "PageDown"):
        page.keyboard.press(key)
    until(inner, f"{STEP} === 17")
    assert page.evaluate("said.some(word => typeof word === 'string')") is False  # no deck, so no words to one


def test_a_sandboxed_frame_works_and_refuses_nothing(opened: Opener) -> None:
    page, inner = framed(opened, frame(opened, 'sandbox="allow-scripts"', step=5, theme="dark", editable=1))
    assert inner.evaluate("origin") == "null"
    until(inner, f"{STEP} === 5")
    inner.get_by_role("slider", name="w0").fill("3")
    until(page, "said.some(message => message.type === 'values' && message.values.w0 === 3)")
    assert inner.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"


def test_both_sides_speak_and_whatever_is_unknown_is_ignored(opened: Opener) -> None:
    page, inner = framed(opened, frame(opened))
    until(page, "said.some(message => message.type === 'height') && said.some(message => message.type === 'ready')")
    assert said(page, "ready") == [
        {
            "source": "chainrule",
            "v": 1,
            "type": "ready",
            "step": 0,
            "last": 17,
            "title": f"Computational graph of {NEURON}",
        }
    ]
    assert 200 < said(page, "height")[0]["height"] < 2000
    tell(page, "go", 12)
    tell(page, "prev")
    until(page, "said.filter(message => message.type === 'stepchange').length === 2")
    assert [message["step"] for message in said(page, "stepchange")] == [12, 11]
    assert said(page, "stepchange")[-1]["text"]
    for wrong in (
        ("go", "x"),
        ("go", None),
        ("constructor",),
        ("values", {"w0": "2"}),
        ("values", 3),
        ("theme", "red"),
    ):
        tell(page, *wrong)
    page.evaluate(
        "for (const word of [null, 7, 'go', {target: 'chainrule', v: 2, method: 'go', args: [1]},"
        " {method: 'go', args: [1]}]) frames[0].postMessage(word, '*')"
    )
    tell(page, "values", {"w0": 0})
    until(page, "said.filter(message => message.type === 'ready').length === 2")
    until(inner, f"{STEP} === 11")
    until(inner, "document.querySelector('chain-rule').trace.values.w0 === 0")
    tell(page, "theme", "dark")
    until(inner, "document.documentElement.dataset.theme === 'dark'")


def test_a_formula_that_is_wrong_says_so_in_the_frame(opened: Opener) -> None:
    opened.allowed = ("status of 4",)
    page = stand(opened, {"/": f"<!doctype html>{LISTEN}{frame(opened, source='sigmod(x)', values='{}')}"})
    until(page, "said.some(message => message.type === 'error')")
    assert "sigmoid" in said(page, "error")[0]["message"]
    expect(page.frames[1].locator("[role=alert]").last).to_contain_text("sigmoid")


def test_a_packed_link_shows_the_same_graph_values_view_and_step(opened: Opener) -> None:
    from chainrule.api.packed import pack

    lines = "".join(f"h{n} = h{n - 1}*w + {n}\n" for n in range(1, 60))
    source = "h0 = x\n" + lines
    fields = {"source": source, "values": '{"x":2,"w":0.5}', "view": "gates"}
    packed = pack(fields)
    assert len(packed) < len(urlencode(fields)) / 2
    page = opened(f"/embed?z={packed}&step=7", ready=False)
    page.wait_for_selector("chain-rule .cr-svg .node")
    assert page.evaluate(STEP) == 7
    assert page.evaluate("document.querySelector('chain-rule').trace.source") == source
    page = opened(f"/?z={packed}&step=7")
    assert page.get_attribute(".cr-track", "aria-valuenow") == "7"
    assert page.locator("#value-list li").count() == 2
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cr-track")).to_have_attribute("aria-valuenow", "8")
    until(page, "location.href.includes('step=8')")
    page.reload()
    expect(page.locator(".cr-track")).to_have_attribute("aria-valuenow", "8")


def test_one_script_is_all_a_page_needs(opened: Opener) -> None:
    """The element on a foreign page asks the server its script came from; ES module and classic script."""
    tag = f"<chain-rule source='{NEURON}' values='{VALUES}' step='3' view='functions' controls></chain-rule>"
    for script in ('type="module" src="{}/player.js"', 'src="{}/player.iife.js"'):
        page = stand(opened, {"/": f"<!doctype html><script {script.format(opened.service)}></script>{tag}"})
        page.wait_for_selector("chain-rule .cr-svg .node")
        assert page.evaluate(STEP) == 3
        page.evaluate("document.addEventListener('stepchange', event => { window.heard = event.detail.step; })")
        for call, step in (("next()", 4), ("prev()", 3), ("go(1)", 1)):
            page.evaluate(f"document.querySelector('chain-rule').{call}")
            assert page.evaluate("window.heard") == step
        page.evaluate("document.querySelector('chain-rule').play()")
        until(page, "window.heard > 1")
        page.evaluate("document.querySelector('chain-rule').pause()")


def test_the_element_works_from_disk_and_shows_its_child_until_it_is_defined(opened: Opener, tmp_path: Path) -> None:
    static = Path(chainrule.__file__).parent / "static"
    trace = chainrule.trace(NEURON, values={"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}).to_json().decode()
    html = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Disk</title>'
        '<chain-rule step="4" controls editable>'
        f'<script type="application/json">{trace}</script><p id="still">a picture</p></chain-rule>'
    )
    (tmp_path / "plain.html").write_text(html, encoding="utf-8")
    (tmp_path / "player.iife.js").write_bytes((static / "player.iife.js").read_bytes())
    (tmp_path / "page.html").write_text(f'{html}<script src="player.iife.js"></script>', encoding="utf-8")
    page = blank(opened, offline=True)
    page.goto((tmp_path / "plain.html").as_uri())
    assert page.locator("#still").is_visible()
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_selector("chain-rule .cr-svg .node")
    assert page.locator("#still").is_hidden()
    page.locator("chain-rule .cr-caption").click()
    page.evaluate("document.querySelector('chain-rule').values = {w2: 0}")
    assert page.evaluate("document.querySelector('chain-rule').values.w2") == 0
    page.get_by_role("slider", name="w0").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('chain-rule').values.w0") > 2
    assert page.evaluate(STEP) == 4


def test_the_embed_page_passes_axe(opened: Opener) -> None:
    axe = (NPM / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    for theme in ("light", "dark"):
        page = opened(f"/embed?theme={theme}&editable=1&step=9", ready=False, reduced_motion="reduce")
        page.wait_for_selector("chain-rule .cr-svg .node")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_an_oembed_answer_can_be_framed(opened: Opener) -> None:
    page = opened(f"/?{urlencode({'source': 'x*y', 'values': '{}'})}")
    link = page.locator('link[type="application/json+oembed"]').get_attribute("href")
    assert link is not None
    answer = page.evaluate("async (link) => (await fetch(link + '&maxwidth=640')).json()", link)
    assert (answer["type"], answer["width"], answer["height"]) == ("rich", 640, 360)
    other = host(opened, {"/": f"<!doctype html>{answer['html']}"})
    page = blank(opened)
    page.goto(other)
    page.frames[1].wait_for_selector("chain-rule .cr-svg .node")
    assert f"source={quote('x*y')}&" in page.frames[1].url


def test_a_page_opened_from_disk_may_frame_it(opened: Opener, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<!doctype html><title>Disk</title>{frame(opened, step=3)}", encoding="utf-8")
    page = blank(opened)
    page.goto((tmp_path / "page.html").as_uri())
    page.frames[1].wait_for_selector("chain-rule .cr-svg .node")
    assert page.frames[1].evaluate(STEP) == 3


def test_fonts_of_the_service_are_used_on_a_foreign_page(opened: Opener) -> None:
    script = f'<script type="module" src="{opened.service}/player.js"></script>'
    page = stand(opened, {"/": f"<!doctype html>{script}<chain-rule source='x*y' values='{{}}'></chain-rule>"})
    page.wait_for_selector("chain-rule .cr-svg .node")
    until(page, "[...document.fonts].some(face => face.family.includes('DejaVu') && face.status === 'loaded')")


def test_sliders_of_a_graph_too_big_for_the_browser_ask_the_server(opened: Opener) -> None:
    _, inner = framed(opened, frame(opened, source="b + sum(randn(90, 90))", values='{"b":1}', editable=1, step=3))
    assert inner.evaluate("document.querySelector('chain-rule').trace.tape") is None
    before = inner.evaluate("document.querySelector('chain-rule').trace.value")
    inner.get_by_role("slider", name="b").fill("3")
    value = "document.querySelector('chain-rule').trace.value"
    until(inner, f"{value} !== {before}")
    assert abs(inner.evaluate(value) - before - 2) < 1e-9
    assert inner.evaluate(STEP) == 3


def test_functions_open_and_close_in_a_frame_and_the_step_stays(opened: Opener) -> None:
    _, inner = framed(opened, frame(opened, view="functions", step=8))
    around = inner.locator("chain-rule g.frame")
    assert around.count() == 0
    inner.locator("chain-rule .fold.open").click()
    around.wait_for(state="attached")
    until(inner, f"{STEP} > 8")  # as far along, in a picture of more steps
    inner.locator("chain-rule .fold.close").click()
    around.wait_for(state="detached")
    inner.locator("chain-rule .fold.open").wait_for(state="attached")
    until(inner, f"{STEP} === 8")


def test_a_deck_that_shows_its_slides_scaled_has_the_same_picture(opened: Opener) -> None:
    """As the presenter view of Slidev does, where a graph that just passes its zoom buttons stood too high."""
    program = 'source="h = x*w&#10;for i in range(2):&#10;  h = tanh(h)&#10;f = h + 1" values=\'{"x": 0.5, "w": 2}\''
    element = f'<chain-rule {program} controls style="height: 393px; border: 0"></chain-rule>'
    scales = (1, 0.9, 0.5)
    slides = "".join(
        f'<div style="width:868px;height:393px;transform-origin:0 0;transform:scale({k})">{element}</div>'
        for k in scales
    )
    script = f'<script type="module" src="{opened.service}/player.js"></script>'
    page = stand(opened, {"/": f"<!doctype html><title>Deck</title>{script}{slides}"})
    read = """() => [...document.querySelectorAll("chain-rule")]
        .map((one) => one.shadowRoot?.querySelector(".cr-svg .node") && one.shadowRoot.querySelector(".viewport")
          .getAttribute("transform"))"""
    becomes(page, lambda: len(set(page.evaluate(read))) == 1 and None not in page.evaluate(read), True)
