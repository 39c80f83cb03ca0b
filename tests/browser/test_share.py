"""The Share dialog: what it offers is taken at its word, target by target."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import zipfile
from html import unescape
from urllib.parse import urlencode

import pptx
import pytest
from decks import NPM, stand
from playwright.sync_api import expect
from pptx.enum.shapes import MSO_SHAPE_TYPE
from share import VALUES, dialog, pick, pick_all, targets
from test_access import faults

from conftest import NEURON, PUBLIC, Opener, becomes, box_of, position, until

STEP = "document.querySelector('chain-rule').step"
LONG = "h0 = x\n" + "".join(f"h{n} = tanh(h{n - 1}*w{n % 7} + {n})  # layer {n}\n" for n in range(1, 120))


def test_every_target_is_filled_in_and_every_address_in_it_answers(opened: Opener) -> None:
    page = dialog(opened, public=True)
    ids = targets(page)
    assert len(ids) >= 17
    asked = 0
    for target in ids:
        text = pick(page, target)
        files = page.locator("#share .share-files button").count()
        assert text or files, target
        assert "undefined" not in text
        for link in page.locator("#share .share-extras a").all():
            text += f' "{link.get_attribute("href")}"'
        for found in re.findall(rf"https?://{PUBLIC}[^\s\"'>]+", unescape(text)):
            # In Markdown a bracket ends the address.
            markdown = target in ("picture", "marp", "obsidian")
            address = found.partition(")")[0] if markdown else found
            if address != opened.service:
                asked += 1
                assert page.evaluate("async (url) => (await fetch(url)).status", address) == 200, address
    assert asked > 15


def test_the_link_opens_the_same_graph_values_view_and_step(opened: Opener) -> None:
    page = dialog(opened, view="functions", step=5, notation="bar")
    link = pick(page, "link").removeprefix(opened.service)
    again = opened(link)
    becomes(again, lambda: position(again), 5)
    for group, word in (("views", "functions"), ("notations", "bar")):
        expect(again.locator(f"#{group} [aria-pressed=true]")).to_have_attribute(f"data-{group[:-1]}", word)
    read = "[...document.querySelectorAll('#value-list .number')].map(e => e.value).join()"
    becomes(again, lambda: again.evaluate(read), page.evaluate(read))


def test_a_long_program_gets_a_short_link_with_all_its_values(opened: Opener) -> None:
    page = dialog(opened, source=LONG, values='{"x":0.5,"w1":2}', step=100)
    link = pick(page, "link")
    assert "/?z=" in link
    assert len(link) < len(LONG) / 2
    again = opened(link.removeprefix(opened.service))
    becomes(again, lambda: position(again), 100)
    read = "[...document.querySelectorAll('#value-list .number')].map(e => e.ariaLabel + e.value).sort().join()"
    becomes(again, lambda: again.evaluate(read), page.evaluate(read))
    assert again.locator(".is-default").count() == 0  # defaults are written out: another day they might be others


def test_the_frame_and_the_element_work_as_pasted_on_a_foreign_page(opened: Opener) -> None:
    page = dialog(opened)
    for target in ("iframe", "moodle", "component"):
        there = stand(opened, {"/": f"<!doctype html><title>Blog</title>{pick(page, target)}"})
        inner = there.frames[-1]
        inner.wait_for_selector("chain-rule .cr-svg .node")
        until(inner, f"{STEP} === 9")


@pytest.mark.parametrize("version", ["5", "6"])
@pytest.mark.parametrize("kind", ["classic", "module"])
def test_the_reveal_snippet_works_as_pasted(opened: Opener, version: str, kind: str) -> None:
    """Into the template that reveal.js itself comes with: one classic script, and `Reveal.initialize`."""
    page = dialog(opened, source="x*y", values='{"x":2,"y":3}', step=1)
    pick(page, "reveal")
    slide, *starts = pick_all(page)
    assert len(starts) == 2
    start = starts[("classic", "module").index(kind)]
    deck = f"""<!doctype html><link rel="stylesheet" href="/npm/reveal{version}/dist/reveal.css">
    <div class="reveal"><div class="slides"><section>{slide}</section><section>After</section></div></div>
    <script src="/npm/reveal{version}/dist/reveal.js"></script>{start}"""
    there = stand(opened, {"/": deck})
    until(there, "document.querySelectorAll('[data-chainrule-step]').length === 2")
    until(there, f"{STEP} === 1")
    after = "document.querySelector('section.present').innerText === 'After'"
    for wanted in ([2, False], [3, False], [3, True]):
        there.keyboard.press("PageDown")
        becomes(there, lambda: there.evaluate(f"[{STEP}, {after}]"), wanted)
        there.wait_for_timeout(80)  # and goes no further
        assert there.evaluate(f"[{STEP}, {after}]") == wanted


def test_the_python_of_the_notebook_runs(opened: Opener) -> None:
    page = dialog(opened, source="a = x*y\na + 1", values='{"x":2,"y":3}', step=2, view="units")
    code = pick(page, "jupyter")
    found: dict[str, object] = {}
    exec(
        compile(code.replace("Widget(", "shown = Widget(").replace("import shown = ", "import "), "cell", "exec"), found
    )
    shown = found["shown"]
    assert (shown.step, shown.view, shown.trace["value"]) == (2, "units", 7)  # type: ignore[attr-defined]


def test_an_address_of_this_machine_is_not_given_to_who_cannot_reach_it(opened: Opener) -> None:
    page = dialog(opened, step=0)
    for target, who in (("notion", "Notion"), ("google", "Google Slides"), ("readme", "GitHub")):
        assert pick(page, target) == ""
        expect(page.locator("#share .share-note")).to_contain_text(f"{who} fetches the address from the internet")
        assert page.locator("#share .share-files button").count() > 0
    assert "/embed?" in pick(page, "iframe")
    expect(page.locator("#share .share-note")).to_contain_text("is this machine")
    assert pick(page, "jupyter")
    assert page.locator("#share .share-note").count() == 0


def test_a_format_that_the_server_cannot_draw_is_not_offered(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    gone = "imageio_ffmpeg"
    monkeypatch.setattr("chainrule.export.table.find_spec", lambda name: None if name == gone else there(name))
    page = dialog(opened, step=0)
    pick(page, "keynote")
    assert "MP4, moving" not in page.locator("#share .share-files button").all_inner_texts()
    expect(page.locator("#share .share-files")).to_contain_text("This server cannot draw: MP4, moving.")


def test_a_picture_shows_the_last_step_unless_another_was_chosen(opened: Opener) -> None:
    page = dialog(opened, step=0)
    assert "step=17" in pick(page, "picture")
    field = page.locator("#share .share-options input[type=number]")
    assert field.input_value() == "17"
    field.fill("0")
    field.press("Enter")
    assert "step=0" in pick_all(page)[0]
    assert "step=" not in pick(page, "iframe")


def test_files_are_drawn_saved_and_cancelled(opened: Opener) -> None:
    page = dialog(opened, step=2)
    pick(page, "powerpoint")
    with page.expect_download(timeout=180_000) as saving:  # 18 pictures, by one process, beside whatever else runs
        page.get_by_role("button", name="PPTX, pictures").click()
    with zipfile.ZipFile(saving.value.path()) as deck:
        assert sum(name.startswith("ppt/slides/slide") for name in deck.namelist()) == 18
    expect(page.locator(".share-told")).to_contain_text("chainrule-exp-w0-x0-w1-x1-w2-pictures.pptx is saved")
    pick(page, "offline")
    with page.expect_download() as saving:
        page.get_by_role("button", name="HTML file").click()
    assert saving.value.suggested_filename == "chainrule-exp-w0-x0-w1-x1-w2.html"
    pick(page, "keynote")
    held = []
    page.route("**/api/v1/render.gif", lambda route: held.append(route))
    page.get_by_role("button", name="GIF").click()
    page.wait_for_selector(".share-told progress")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".share-told")).to_have_text("Cancelled.")
    for route in held:
        with contextlib.suppress(Exception):
            route.abort()


def test_the_picture_is_copied_to_the_clipboard(opened: Opener) -> None:
    page = dialog(opened, step=2)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pick(page, "word")
    page.get_by_role("button", name="Copy picture").click()
    expect(page.locator(".share-told")).to_contain_text("The picture is copied")
    found = page.evaluate(
        """async () => { const [item] = await navigator.clipboard.read(); const blob = await item.getType("image/png");
        const picture = await createImageBitmap(blob); return [item.types.join(), picture.width > 1000]; }"""
    )
    assert found == ["image/png", True]
    page.route("**/api/v1/render.png", lambda route: route.fulfill(status=503, json={"detail": "Too busy."}))
    opened.allowed = ("status of",)
    page.get_by_role("button", name="Copy picture").click()
    expect(page.locator(".share-told")).to_have_text("Too busy.")


def test_what_cannot_be_drawn_says_why(opened: Opener) -> None:
    opened.allowed = ("status of",)
    page = dialog(opened, step=2)
    pick(page, "picture")
    page.route(
        "**/api/v1/render.png", lambda route: route.fulfill(status=503, json={"detail": "Too busy.", "hint": "Wait."})
    )
    page.get_by_role("button", name="PNG").click()
    expect(page.locator(".share-told")).to_have_text("Too busy. Wait.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dialog_passes_axe_and_is_driven_by_the_keyboard(opened: Opener, theme: str) -> None:
    page = opened(f"/?{urlencode({'source': NEURON, 'values': VALUES})}", color_scheme=theme)
    page.get_by_role("button", name="Share").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#share .share-options")
    until(page, "document.activeElement.name === 'share-target'")
    page.evaluate((NPM / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        page.wait_for_selector("#share .share-detail:not([aria-busy])")
        page.wait_for_timeout(400)
        found = page.evaluate(
            "axe.run('#share', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], iframes: false})"
        )
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert position(page) == 0  # the arrows were the dialog's
    page.keyboard.press("Escape")
    until(page, "document.activeElement.id === 'share-button'")
    expect(page.locator("#share iframe")).to_have_count(0)  # the close event comes after the key


def test_the_quarto_extension_comes_whole(opened: Opener) -> None:
    page = opened(f"/?{urlencode({'source': 'x*y', 'values': '{}'})}")
    data = page.evaluate("async () => [...new Uint8Array(await (await fetch('/quarto-chainrule.zip')).arrayBuffer())]")
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        names = {name.removeprefix("_extensions/chainrule/") for name in archive.namelist()}
    assert names == {"_extension.yml", "chainrule.lua", "de.js", "player.iife.js", "reveal-chainrule.iife.js"}


@pytest.mark.parametrize(("target", "file"), [("slidev", "ChainRule.vue"), ("quarto", "quarto-chainrule.zip")])
def test_a_file_without_which_nothing_works_comes_before_the_text(opened: Opener, target: str, file: str) -> None:
    page = dialog(opened, public=True)
    pick(page, target)
    link = page.locator("#share .share-extras a", has_text=file)
    text = page.locator("#share .share-text, #share pre, #share textarea").first
    assert box_of(page, link)["y"] < box_of(page, text)["y"]
    expect(page.locator("#share .share-extras")).to_contain_text("Download:")


def test_a_formula_half_typed_shares_the_picture_that_is_there(opened: Opener) -> None:
    opened.allowed = ("status of 4",)
    page = opened("/?" + urlencode({"source": "x*y", "values": '{"x":2,"y":3}'}))
    page.locator("#editor .cm-content").fill("x*")
    page.wait_for_selector("#stage.stale")
    page.get_by_role("button", name="Share").click()
    page.wait_for_selector("#share .share-options")
    assert "source=x*y&" in pick(page, "link")


def test_an_exercise_is_saved_for_the_place_where_the_teacher_is(opened: Opener) -> None:
    page = dialog(opened)
    pick(page, "exercise")
    for label, name in (("Moodle XML", "moodle.xml"), ("SCORM 1.2", "scorm.zip")):
        with page.expect_download() as download:
            page.locator("#share").get_by_role("button", name=label).click()
        assert download.value.suggested_filename == f"chainrule-exp-w0-x0-w1-x1-w2-exercise.{name}"
    page.locator("#share").get_by_label("Leaves out").select_option("value,downstream")
    page.locator("#share").get_by_label("Variants").fill("3")
    page.locator("#share").get_by_label("Variants").press("Enter")
    expect(page.locator("#share").get_by_text("each with numbers of its own")).to_be_visible()
    with page.expect_download() as download:
        page.locator("#share").get_by_role("button", name="JSON").click()
    with open(download.value.path()) as file:
        variants = json.load(file)["variants"]
    assert [row["seed"] for row in variants] == [0, 1, 2]
    assert {blank["kind"] for blank in variants[0]["exercise"]["blanks"]} == {"value", "downstream"}
    assert variants[0]["exercise"]["values"] != variants[1]["exercise"]["values"]


def test_a_lesson_is_saved_as_a_deck(opened: Opener) -> None:
    page = opened("/?lang=de#lesson=first-graph", reduced_motion="reduce")
    until(page, "document.body.dataset.scene === 'ready'")
    page.get_by_role("button", name="Teilen").click()
    pick(page, "lesson")
    for label, name in (
        ("reveal.js-Folien in einer Datei", "first-graph.html"),
        ("Markdown für Marp", "first-graph.md"),
    ):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == name
        text = download.value.path().read_text()
        assert "Ein erster Graph" in text
        assert "A first graph" not in text


def test_a_lesson_of_ones_own_is_saved_as_a_deck(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    text = (
        "---\ntitle: Meine\nlang: de\n---\n## Eins\nsource: f = x*y\nvalues: {x: 2, y: 3}\ndo: step last\n> Spiele.\n"
    )
    picker = page.locator("input[type=file]")
    picker.set_input_files({"name": "Meine.md", "mimeType": "text/markdown", "buffer": text.encode()})
    until(page, "document.body.dataset.scene === 'ready'")
    expect(page.locator(".lesson-todo")).to_have_text("Spiele weiter bis zum Ende.")
    page.get_by_role("button", name="Share").click()
    pick(page, "lesson")
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown for Marp").click()
    assert "Spiele weiter bis zum Ende." in download.value.path().read_text()


def test_an_exercise_is_a_link_and_a_frame_that_marks_itself(opened: Opener) -> None:
    page = dialog(opened, source="f = x*y + y", values='{"x":2,"y":3}', step=0)
    link, frame = pick(page, "exercise").split("\n\n")
    address = unescape(re.search(r'src="([^"]+)"', frame)[1])  # type: ignore[index]
    there = stand(opened, {"/": f"<!doctype html><title>Blog</title>{frame}"})
    inside = there.frame_locator("iframe")
    fields = inside.locator("ol input")
    expect(fields).to_have_count(5)
    assert "ask=downstream" in address
    fields.first.fill("1")
    inside.get_by_role("button", name="Check").click()
    expect(inside.locator("body")).to_contain_text("Right.")
    again = opened.again(page.context.new_page(), link.removeprefix(opened.service))
    expect(again.locator(".predict-ask")).to_be_visible()


def test_the_check_and_the_hessian_are_saved_as_tables(opened: Opener) -> None:
    page = dialog(opened, source="x**2*y", values='{"x":2,"y":3}', step=1)
    pick(page, "check")
    beginnings = {"Check as CSV": "name,analytic", "Hessian as CSV": ",x,y\r\nx,6,4", "Hessian as SVG": "<svg"}
    for label, beginning in beginnings.items():
        with page.expect_download() as download:
            page.locator("#share").get_by_role("button", name=label).click()
        with open(download.value.path(), newline="") as file:
            assert file.read().startswith(beginning)


FIT = {"source": "L = (w*x + b - t)**2", "values": '{"w": 1, "x": 2, "b": 0, "t": 5}', "train": "{}", "t": 7}


def test_a_run_is_shared_in_the_language_and_the_colours_of_the_dialog(opened: Opener) -> None:
    """In a frame, as an element, and as slides whose shapes can be edited, which take a second and no minute."""
    page = opened(f"/?{urlencode({**FIT, 'lang': 'de'})}")
    page.wait_for_selector(".loss-curve")
    page.locator("#share-button").click()
    page.wait_for_selector("#share .share-options")
    pick(page, "run")
    page.locator("#share .share-options select").select_option(index=2)
    becomes(page, lambda: "theme=dark" in pick_all(page)[0], True)
    frame, element, slide_of_reveal = pick_all(page)
    assert "<chain-rule" in slide_of_reveal
    assert "lang=de" in frame
    assert 'theme="dark"' in element
    with page.expect_download() as saving:
        page.get_by_role("button", name="PowerPoint, eine Folie pro Update").click()
    slide = pptx.Presentation(saving.value.path()).slides[0]
    assert slide.shapes.title.text.startswith("Update 0 von 37: Verlust 9.00")
    assert any(shape.shape_type == MSO_SHAPE_TYPE.GROUP for shape in slide.shapes)
    for text in (frame, element):
        there = stand(opened, {"/": f"<!doctype html><title>Blog</title>{text}"})
        there.wait_for_selector("iframe, chain-rule")
        inner = there.frames[-1]
        until(inner, "document.querySelector('chain-rule')?.shadowRoot?.querySelector('.cr-svg .node')")
        until(inner, "document.querySelector('chain-rule').shadowRoot.textContent.includes('Update 7 von 37')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_target(opened: Opener, scheme: str) -> None:
    page = opened(f"/?{urlencode({'source': NEURON, 'values': VALUES})}", color_scheme=scheme, reduced_motion="reduce")
    page.locator("#share-button").click()
    page.wait_for_selector("#share .share-options")
    found = {}
    for target in targets(page):
        pick(page, target)
        if wrong := faults(page):
            found[target] = wrong
    assert found == {}
