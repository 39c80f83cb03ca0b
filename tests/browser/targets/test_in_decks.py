"""Slidev, Marp, reveal.js, Beamer and PowerPoint: what Share gives, in the real tool, driven as a clicker does."""

from __future__ import annotations

import json
from pathlib import Path

import pptx
import pypdf
import pytest
from decks import NPM as FRONT
from decks import blank, stand
from playwright.sync_api import Page
from share import dialog, pick, pick_all
from tools import (
    NPM,
    PROGRAM,
    ROOT,
    STEP,
    VALUES,
    chromium,
    node,
    npm_version,
    program,
    run,
    saw,
    site,
    steps_of,
    version,
)

import chainrule
from chainrule.number import number
from conftest import Opener, becomes, until

LAST = steps_of(PROGRAM, VALUES)
THEIRS = ("fonts.g", "ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def given(opened: Opener, target: str, step: int = 0) -> list[str]:
    page = dialog(opened, source=PROGRAM, values=VALUES, step=step)
    pick(page, target)
    return pick_all(page)


def download(page: Page, target: str, button: str, to: Path) -> Path:
    """Save the file at a path, or in a folder under the name that it comes with."""
    pick(page, target)
    with page.expect_download(timeout=60_000) as saving:
        page.get_by_role("button", name=button, exact=True).click()
    path = to / saving.value.suggested_filename if to.is_dir() else to
    saving.value.save_as(path)
    return path


def test_slidev_makes_a_click_of_each_step(opened: Opener, tmp_path: Path) -> None:
    (text,) = given(opened, "slidev")
    components = tmp_path / "components"
    components.mkdir()
    shipped = ROOT / "frontend" / "integrations" / "slidev" / "ChainRule.vue"
    (components / "ChainRule.vue").write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(NPM)
    slides = f"# Before\n\n---\n\n# Backpropagation\n\n<v-click>first</v-click>\n\n{text}\n\n---\n\n# After\n"
    (tmp_path / "slides.md").write_text(slides, encoding="utf-8")
    node(str(NPM / "@slidev/cli/bin/slidev.mjs"), "build", "slides.md", "--out", "dist", cwd=tmp_path)
    opened.allowed = THEIRS
    page = blank(opened, (1280, 720))
    step = "[...document.querySelectorAll('chain-rule')].find(e => e.checkVisibility())?.step"
    with site(tmp_path / "dist") as address:
        page.goto(f"{address}/2")
        until(page, f"{step} === 0", 30)
        page.wait_for_timeout(500)
        for wanted in range(LAST + 1):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(250)
            becomes(page, lambda: page.evaluate(step), wanted)
        page.keyboard.press("ArrowRight")
        until(page, "location.href.includes('/3')")
        page.goto(f"{address}/2?clicks=4")
        until(page, f"{step} === 3", 30)
        picture = page.locator("chain-rule:visible")
        picture.get_by_role("button", name="Step forward").click()
        until(page, "location.search === '?clicks=5'")
        lowest = picture.get_by_role("button", name="Step forward").bounding_box()
        assert lowest is not None
        assert lowest["y"] + lowest["height"] < 720 * 0.96, "inside the slide, above the deck's own buttons"
        page.keyboard.press("ArrowRight")
        until(page, f"{step} === 5")
        page.goto(f"{address}/presenter/2?clicks=3")
        until(page, f"{step} === 2", 30)
    saw(
        "Slidev",
        npm_version("@slidev/cli"),
        f"a program with a comment, a blank line and a loop: {LAST} clicks, steps 0 to {LAST}, then the next slide; "
        "a link to a click, the picture's own buttons and the presenter view agree",
    )


@pytest.mark.parametrize("kind", ["html", "pdf", "picture"])
def test_marp_takes_both_texts(opened: Opener, tmp_path: Path, kind: str) -> None:
    frame, picture = given(opened, "marp")
    text = picture if kind == "picture" else frame
    (tmp_path / "deck.md").write_text(f"---\nmarp: true\n---\n\n# Before\n\n---\n\n{text}\n", encoding="utf-8")
    made = tmp_path / ("deck.html" if kind == "html" else "deck.pdf")
    words = ["--no-stdin", "--html", "--allow-local-files", "deck.md", "-o", str(made)]
    words += ["--pdf"] if kind != "html" else []
    environment = {"CHROME_PATH": chromium(), "CHROME_NO_SANDBOX": "1"}
    node(str(FRONT / "@marp-team/marp-cli/marp-cli.js"), *words, cwd=tmp_path, env=environment)
    name = f"Marp, {'HTML' if kind == 'html' else 'PDF of the frame' if kind == 'pdf' else 'PDF of the picture'}"
    tried = npm_version("@marp-team/marp-cli", FRONT)
    if kind == "html":
        page = stand(opened, {"/": made.read_text(encoding="utf-8")}, size=(1280, 720))
        page.keyboard.press("PageDown")
        page.wait_for_selector("iframe")
        inner = page.frames[-1]
        inner.wait_for_selector("chain-rule .cr-svg .node")
        page.frame_locator("iframe").get_by_role("button", name="Step forward").click()
        until(inner, f"{STEP} === 1")
        saw(name, tried, "the frame plays on its slide and takes the clicker after a click")
        return
    pages = pypdf.PdfReader(made).pages
    assert len(pages) == 2
    words_on = pages[1].extract_text()
    if kind == "picture":
        trace = chainrule.trace(PROGRAM, json.loads(VALUES))
        assert all(number(float(edge.downstream)) in words_on for edge in trace.edges)  # type: ignore[arg-type]
        saw(name, tried, "the last step, with every gradient")
    else:
        assert "tanh" in words_on
        saw(name, tried, "the frame's graph at its step")


@pytest.mark.parametrize("version_of_reveal", ["5", "6"])
def test_reveal_takes_the_element_inside_its_markdown_too(opened: Opener, version_of_reveal: str) -> None:
    slide, classic, _ = given(opened, "reveal")
    markdown = f"<section data-markdown><textarea data-template>\n## Backpropagation\n\n{slide}\n</textarea></section>"
    name = f"reveal{version_of_reveal}"
    deck = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A deck</title>
    <link rel="stylesheet" href="/npm/{name}/dist/reveal.css">
    <div class="reveal"><div class="slides">{markdown}<section>After</section></div></div>
    <script src="/npm/{name}/dist/reveal.js"></script><script src="/npm/{name}/{MARKDOWN[version_of_reveal]}"></script>
    {classic}"""
    page = stand(opened, {"/": deck})
    until(page, f"document.querySelectorAll('[data-chainrule-step]').length === {LAST}", 20)
    now = f"[{STEP}, document.querySelector('section.present').innerText === 'After']"
    for wanted in (*([at, False] for at in range(1, LAST + 1)), [LAST, True]):
        page.keyboard.press("PageDown")
        becomes(page, lambda: page.evaluate(now), wanted)
        page.wait_for_timeout(80)  # and goes no further
        assert page.evaluate(now) == wanted
    page.goto(page.url.partition("#")[0] + "?print-pdf")
    until(page, f"document.querySelectorAll('.pdf-page').length === {LAST + 2}", 30)
    saw(
        f"reveal.js {version_of_reveal}",
        npm_version(name, FRONT),
        f"in its Markdown: {LAST} fragments by clicker, then the next slide; print-pdf has {LAST + 2} pages",
    )


MARKDOWN = {"5": "plugin/markdown/markdown.js", "6": "dist/plugin/markdown.js"}


@pytest.mark.parametrize("way", [0, 1])
def test_beamer_pages_through_the_pdf_and_through_the_tikz(opened: Opener, tmp_path: Path, way: int) -> None:
    latex = program("pdflatex", "texlive-latex-extra lmodern")
    page = dialog(opened, source=PROGRAM, values=VALUES, step=0)
    download(page, "beamer", ("PDF, a page for each step", "TikZ picture, with overlays")[way], tmp_path)
    text = pick_all(page)[way]
    preamble = "\\documentclass{beamer}\n\\usepackage{tikz,amsmath,amssymb}\n\\begin{document}\n"
    (tmp_path / "deck.tex").write_text(f"{preamble}{text}\n\\end{{document}}\n", encoding="utf-8")
    run(latex, "-interaction=nonstopmode", "-halt-on-error", "deck.tex", cwd=tmp_path)
    pages = pypdf.PdfReader(tmp_path / "deck.pdf").pages
    assert len(pages) == LAST + 1
    assert all("Backpropagation" in one.extract_text() for one in pages)
    assert len({one.extract_text() for one in pages}) == len(pages)
    name = ("Beamer, PDF", "Beamer, TikZ by `\\input`")[way]
    saw(name, version(latex, "--version", pattern=r"TeX Live \d+"), f"{len(pages)} overlays, each with another picture")


@pytest.mark.parametrize("kind", ["PPTX, shapes to edit", "PPTX, pictures"])
def test_powerpoint_slides_open_in_libreoffice(opened: Opener, tmp_path: Path, kind: str) -> None:
    office = program("soffice", "libreoffice-impress")
    page = dialog(opened, source=PROGRAM, values=VALUES, step=0)
    file = download(page, "powerpoint", kind, tmp_path / "graph.pptx")
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run(office, home, "--headless", "--convert-to", "pdf", "graph.pptx", cwd=tmp_path)
    pages = pypdf.PdfReader(tmp_path / "graph.pdf").pages
    deck = pptx.Presentation(str(file))
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert len(pages) == len(notes) == LAST + 1
    assert all(notes[1:])
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    for title, one in zip(titles, pages, strict=True):
        assert "".join(title.split())[:20] in "".join(one.extract_text().split())
    seen = f"{len(pages)} slides, the sentences as titles and in the notes"
    if "shapes" in kind:
        numbers = [number(float(node.value)) for node in chainrule.trace(PROGRAM, json.loads(VALUES)).nodes]  # type: ignore[arg-type]
        assert all(one in pages[-1].extract_text() for one in numbers)
        seen += ", every number is text"
    saw(f"LibreOffice, {kind}", version(office, "--version"), seen)
