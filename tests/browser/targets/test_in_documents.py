"""Papers and notebooks: Pandoc with the Quarto filter, Markdown to PDF and Word, Typst, Jupyter and marimo."""

from __future__ import annotations

import json
import os
import re
import sys
import zipfile
from html import unescape
from pathlib import Path

import bundle
import nbformat
import pypdf
import pytest
from decks import blank, stand
from share import dialog, pick, pick_all
from test_notebook import run_first_cell
from tools import (
    BIN,
    PROGRAM,
    ROOT,
    VALUES,
    free_port,
    pip_version,
    program,
    run,
    saw,
    served,
    steps_of,
    version,
    with_chainrule,
)

from conftest import Opener, becomes, until

LAST = steps_of(PROGRAM, VALUES)
SHORTCODE = r"\{\{< chainrule (.*) >\}\}"
FILTER = ROOT / "frontend" / "integrations" / "quarto" / "_extensions" / "chainrule" / "chainrule.lua"

# As much of Quarto as stands between a shortcode and the filter: each argument goes through an attribute of Pandoc's
# Markdown, in double quotes, and comes out as Pandoc reads that.
HARNESS = """
quarto = {doc = {is_format = function(name) return (FORMATS)[name] or false end, add_html_dependency = function() end}}
local shortcodes = dofile(EXTENSION)
function Span(span)
  if span.classes[1] ~= "shortcode" then return nil end
  local args, kwargs = {}, {}
  for _, inner in ipairs(span.content) do
    if inner.t == "Span" then
      local key = inner.attributes["data-key"]
      if key then kwargs[key] = inner.attributes["data-value"] else args[#args + 1] = inner.attributes["data-value"] end
    end
  end
  local named = setmetatable(kwargs, {__index = function() return "" end})
  local made = shortcodes["chainrule"](args, named, {})
  return made.t == "RawBlock" and pandoc.RawInline(made.format, made.text) or made.content
end
"""


def given(opened: Opener, target: str, step: int = 0) -> list[str]:
    page = dialog(opened, source=PROGRAM, values=VALUES, step=step)
    pick(page, target)
    return pick_all(page)


def through_quarto(shortcode: str, to: str, formats: str, folder: Path) -> str:
    found = re.fullmatch(SHORTCODE, shortcode)
    assert found is not None
    spans = []
    for key, single, double in re.findall(r"""(?:([\w-]+)=)?(?:'([^']*)'|"([^"]*)")""", found[1]):
        value = (single or double).replace("\\", "\\\\").replace('"', '\\"')
        spans.append(f'[]{{{f"data-key={key} " if key else ""}data-value="{value}"}}')
    harness = HARNESS.replace("FORMATS", formats).replace("EXTENSION", json.dumps(str(FILTER)))
    (folder / "harness.lua").write_text(harness, encoding="utf-8")
    (folder / "deck.md").write_text(f"Before\n\n[{' '.join(spans)}]{{.shortcode}}\n", encoding="utf-8")
    pandoc = program("pandoc", "pandoc")
    return run(pandoc, "deck.md", "-t", to, "-L", "harness.lua", "--extract-media=media", cwd=folder).stdout


def test_a_quarto_shortcode_hands_on_the_program_unchanged(opened: Opener, tmp_path: Path) -> None:
    head, shortcode = given(opened, "quarto")
    assert "revealjs-plugins: [chainrule]" in head
    html = through_quarto(shortcode, "html", '{["html:js"] = true}', tmp_path)
    assert unescape(html.partition('source="')[2].partition('"')[0]) == PROGRAM
    script = f'<script src="{opened.service}/player.iife.js"></script>'
    page = stand(opened, {"/": f"<!doctype html><title>Quarto</title>{script}{html}"})
    until(page, "document.querySelector('chain-rule')?.trace !== null", 20)
    assert page.evaluate("document.querySelector('chain-rule').trace.steps.length") == LAST
    paper = through_quarto(shortcode, "latex", '{["pdf"] = true}', tmp_path)
    name = re.search(r"\\includegraphics(?:\[.*\])?\{([\w./-]+\.pdf)\}", paper)  # a name that TeX can load
    assert name is not None
    (page_of_picture,) = pypdf.PdfReader(tmp_path / name[1]).pages
    assert page_of_picture.extract_text().count("tanh") == 2
    seen = f"a program with a comment, a loop and quotes arrives unchanged, {LAST} steps; in PDF a picture"
    saw("Quarto's filter, in Pandoc", version("pandoc", "--version"), seen)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_markdown_picture_goes_through_pandoc(opened: Opener, tmp_path: Path, kind: str) -> None:
    pandoc, latex = program("pandoc", "pandoc"), program("pdflatex", "texlive-latex-extra lmodern")
    text = given(opened, "picture")[0]
    (tmp_path / "paper.md").write_text(f"# A paper\n\n{text}\n", encoding="utf-8")
    run(pandoc, "paper.md", "-o", f"paper.{kind}", f"--pdf-engine={latex}", cwd=tmp_path)
    if kind == "pdf":
        images = [image for one in pypdf.PdfReader(tmp_path / "paper.pdf").pages for image in one.images]
        assert len(images) == 1
    else:
        with zipfile.ZipFile(tmp_path / "paper.docx") as file:
            assert sum(name.startswith("word/media/") for name in file.namelist()) == 1
            assert 'descr="Computational graph of' in file.read("word/document.xml").decode()
    seen = {"pdf": "the picture of the last step", "docx": "the picture, with its alternative text"}[kind]
    saw(f"Markdown by Pandoc to {kind.upper()}", version(pandoc, "--version"), seen)


def test_a_notebook_becomes_html_slides_and_a_pdf(opened: Opener, tmp_path: Path) -> None:
    """Run by a real kernel, converted by nbconvert without Inkscape, set by XeLaTeX."""
    latex = program("xelatex", "texlive-xetex texlive-fonts-recommended texlive-plain-generic")
    (code,) = given(opened, "jupyter", step=3)
    traced = f"import chainrule\nchainrule.trace({PROGRAM!r}, values={VALUES})"
    cells = [nbformat.v4.new_code_cell(text) for text in (code, traced)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "graph.ipynb")
    environment = with_chainrule(
        JUPYTER_CONFIG_DIR=str(tmp_path / "config"), IPYTHONDIR=str(tmp_path / "ipython"), TEXMFVAR=str(tmp_path)
    )
    convert = [sys.executable, "-m", "nbconvert", "graph.ipynb"]
    run(*convert, "--execute", "--to", "notebook", "--inplace", cwd=tmp_path, env=environment)
    for kind in ("html", "slides", "latex"):
        run(*convert, "--to", kind, cwd=tmp_path, env=environment)
    assert "<svg" in (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "<svg" in (tmp_path / "graph.slides.html").read_text(encoding="utf-8")
    run(latex, "-interaction=nonstopmode", "-halt-on-error", "graph.tex", cwd=tmp_path, env=environment)
    pages = pypdf.PdfReader(tmp_path / "graph.pdf").pages
    drawn = "".join(page.extract_text() for page in pages)
    assert drawn.count("tanh") >= 3
    saw(
        "nbconvert",
        version(sys.executable, "-m", "nbconvert", "--version"),
        "widget and trace become HTML, slides and, without Inkscape, a PDF by XeLaTeX",
    )


def test_jupyterlab_plays_the_widget(opened: Opener, tmp_path: Path) -> None:
    opened.allowed = ("",)  # its own console is its own affair
    (code,) = given(opened, "jupyter", step=3)
    kernel = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
    }  # else it is asked for
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=kernel)
    nbformat.write(notebook, tmp_path / "graph.ipynb")
    port = free_port()
    private = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    words = ("--no-browser", "--allow-root", "--LabApp.news_url=", f"--ServerApp.root_dir={tmp_path}")
    words += (f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=")
    command = (sys.executable, "-m", "jupyterlab", *words)
    with served(*command, port=port, path="/api", cwd=tmp_path, env=with_chainrule(**private)) as home:
        page = blank(opened, (1200, 900))
        page.goto(f"{home}/lab/tree/graph.ipynb?reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.click(timeout=60_000)
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=60_000)
        run_first_cell(page)
        page.locator("chain-rule .cr-svg .node").first.wait_for(timeout=60_000)
        step = "document.querySelector('chain-rule').step"
        becomes(page, lambda: page.evaluate(step), 3)
        page.locator("chain-rule").get_by_role("button", name="Step forward").click()
        becomes(page, lambda: page.evaluate(step), 4)
    seen = "Share's cell, run: the widget opens at its step and plays"
    saw("JupyterLab", version(sys.executable, "-m", "jupyterlab", "--version"), seen)


def test_marimo_plays_the_widget(opened: Opener, tmp_path: Path) -> None:
    opened.allowed = ("",)  # its own console is its own affair
    (code,) = given(opened, "jupyter", step=3)
    assert '"""' not in code, "whose lines would not be the cell's to indent"
    body = "\n".join(f"    {line}" for line in code.replace("\nWidget(", "\ngraph = Widget(").splitlines())
    app = f"import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n{body}\n    graph\n    return (graph,)\n"
    (tmp_path / "notebook.py").write_text(app, encoding="utf-8")
    port = free_port()
    words = [BIN / "marimo", "run", "notebook.py", "--headless", "--no-token", "--port", str(port)]
    environment = with_chainrule(HOME=str(tmp_path))
    with served(*words, port=port, cwd=tmp_path, env=environment) as home:
        page = blank(opened, (1200, 900))
        page.goto(home)
        page.locator("chain-rule .cr-svg .node").first.wait_for(timeout=60_000)
        step = page.locator("chain-rule").evaluate("element => element.step")
        assert step == 3
        page.locator("chain-rule").get_by_role("button", name="Step forward").click()
        becomes(page, lambda: page.locator("chain-rule").evaluate("element => element.step"), 4)
    saw("marimo", pip_version("marimo"), "the widget opens at its step and plays")


# No theme: those are fetched from a network. The pages are read and resolved all the same.
MYST = {
    "myst.yml": "version: 1\nproject: {title: Notes}\nsite: {template: ./bare}\n",
    "bare/template.yml": "myst: v1\ntitle: Bare\nversion: 1.0.0\nkind: site\nbuild: {install: 'true', start: 'true'}\n",
}


def test_mystmd_reads_the_frame_and_the_figure(opened: Opener, tmp_path: Path) -> None:
    _, frame, figure = given(opened, "myst", step=3)
    for name, text in {**MYST, "index.md": f"# Notes\n\n{frame}\n\n{figure}\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = bundle.find_node()
    assert found is not None
    run(BIN / "myst", "build", "--site", cwd=tmp_path, env={**(found.environment or os.environ), "CI": "true"})
    document = json.loads((tmp_path / "_build/site/content/index.json").read_text(encoding="utf-8"))
    block = document["mdast"]["children"][0]["children"]
    (iframe,), (container,) = ([one for one in block if one["type"] == kind] for kind in ("iframe", "container"))
    (image,) = (one for one in container["children"] if one["type"] == "image")
    assert image["alt"].startswith("Computational graph of")
    assert "<svg" in (tmp_path / "_build/site/public" / image["url"].lstrip("/")).read_text(encoding="utf-8")
    page = blank(opened, (700, 400))
    page.goto(iframe["src"])
    until(page, f"document.querySelector('chain-rule')?.trace?.steps.length === {LAST}", 20)
    assert page.evaluate("document.querySelector('chain-rule').trace.source") == PROGRAM
    saw("Jupyter Book 2, mystmd", pip_version("mystmd"), "`iframe` and `figure` keep a program with blank lines")


def test_typst_sets_the_picture(opened: Opener, tmp_path: Path) -> None:
    page = dialog(opened, source=PROGRAM, values=VALUES, step=0)
    text = pick(page, "typst")
    with page.expect_download(timeout=60_000) as saving:
        page.get_by_role("button", name="SVG of this step", exact=True).click()
    saving.value.save_as(tmp_path / saving.value.suggested_filename)
    (tmp_path / "paper.typ").write_text(text, encoding="utf-8")
    code = "import typst; typst.compile('paper.typ', output='paper.pdf')"
    run(BIN / "python", "-c", code, cwd=tmp_path)
    (made,) = pypdf.PdfReader(tmp_path / "paper.pdf").pages
    assert "Backpropagation" in made.extract_text()
    saw("Typst", pip_version("typst"), "`image` sets the SVG")
