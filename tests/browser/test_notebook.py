"""A real notebook in a real JupyterLab: the picture plays, Python hears of it, and a still picture stays behind."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbconvert
import nbformat
import pytest
from decks import blank, stand
from playwright.sync_api import Page, WebSocket, expect

import chainrule
from chainrule.notebook import Widget
from conftest import Opener, becomes, until

CELLS = [
    "from chainrule.notebook import Widget\ngraph = Widget('x*y', {'x': 2, 'y': 3}, editable=True, height=420)\ngraph",
    "graph.step = 2",
    "print('step', graph.step, 'x', graph.values['x'], 'df/dy', graph.document.gradients['y'])",
]
STEP = "document.querySelector('chain-rule')?.step"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab that shows graph.ipynb."""
    cells = [
        {"id": f"c{at}", "cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
        for at, text in enumerate(CELLS)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "graph.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    source = str(Path(chainrule.__file__).parents[1])
    private = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    words = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--no-browser"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyterlab",
            *words,
            "--allow-root",
            "--LabApp.news_url=",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            f"--ServerApp.root_dir={tmp_path}",
        ],
        env={**os.environ, **private, "PYTHONPATH": source, "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, "JupyterLab ended by itself"
            assert time.monotonic() < deadline, "JupyterLab did not start in time"
            try:
                urlopen(f"{address}/api", timeout=2).close()
                break
            except (URLError, OSError):
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def run_cell(page: Page) -> None:
    """Runs the chosen cell and goes on to the next."""
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Enter")


def run_first_cell(page: Page) -> None:
    """JupyterLab loses a key that is pressed while it still arranges itself: pressed until the cell has its number."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").first
    for _ in range(6):
        cell.click()
        run_cell(page)
        try:
            expect(cell.locator(".jp-InputPrompt").first).to_have_text(re.compile(r"\[[\d*]+\]"), timeout=5_000)
            return
        except AssertionError:
            continue
    raise AssertionError("the first cell did not run")


def test_the_widget_and_python_keep_step_both_ways(opened: Opener, lab: str) -> None:
    opened.allowed = ("",)  # JupyterLab's own console is its own affair
    page = blank(opened, (1200, 900))
    to_python: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: to_python.append(frame if isinstance(frame, bytes) else frame.encode()))

    page.on("websocket", listen)
    page.goto(f"{lab}/lab/tree/graph.ipynb?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.click(timeout=60_000)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=60_000)
    run_first_cell(page)
    page.wait_for_selector("chain-rule .cr-svg .node", timeout=60_000)
    until(page, f"{STEP} === 0")
    run_cell(page)  # graph.step = 2
    until(page, f"{STEP} === 2", 20)
    page.locator("chain-rule").get_by_role("button", name="Step forward").click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    until(page, f"{STEP} === 3")
    page.get_by_role("slider", name="x", exact=True).fill("4")
    becomes(page, lambda: any(re.search(rb'"x": ?4\b', frame) for frame in to_python), True)
    page.locator(".jp-CodeCell").nth(2).locator(".jp-InputArea-editor").click()
    run_cell(page)
    output = page.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea-output")
    output.wait_for(timeout=20_000)
    until(page, "document.querySelectorAll('.jp-CodeCell')[2].innerText.includes('df/dy')", 20)
    expect(output).to_have_text("step 3 x 4 df/dy 4.0")
    until(page, f"{STEP} === 3")


def test_readers_without_scripts_get_the_step_as_a_picture() -> None:
    widget = Widget("x*y", {"x": 2, "y": 3}, step=1, theme="dark")
    data, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["image/svg+xml"].startswith("<svg")
    assert "6.00" in data["image/svg+xml"]
    assert "#14171c" in data["image/svg+xml"]
    traced = Widget(chainrule.trace("x*y", values={"x": 2, "y": 3}))
    assert traced.trace["value"] == 6


def test_a_widget_speaks_the_language_it_is_told(opened: Opener) -> None:
    opened.allowed = ("404",)  # the fonts: a notebook has none
    widget = Widget("x*y", {"x": 2, "y": 3}, step=3, lang="de")
    state = {name: getattr(widget, name) for name in ("trace", "step", "values", "height", "controls", "editable")}
    model = f"{{get: name => ({json.dumps(state)})[name], set() {{}}, save_changes() {{}}, on() {{}}, off() {{}}}}"
    start = f'import widget from "./widget.js"; widget.render({{model: {model}, el: document.body}});'
    page = stand(opened, {"/": "<!doctype html><title>Notebook</title>", "/widget.js": widget._esm})
    page.evaluate(
        "text => {const s = document.createElement('script'); s.type = 'module'; s.textContent = text;"
        "document.head.append(s)}",
        start,
    )
    player = page.locator("chain-rule")
    player.locator(".cr-svg .node").first.wait_for()
    assert player.get_by_role("button", name="Schritt vor").count() == 1
    assert "vertauscht die Werte" in player.locator(".cr-status").inner_text()
    assert "vertauscht die Werte" in widget._repr_mimebundle_()[0]["image/svg+xml"]
    assert "chainruleCatalogue={" not in Widget("x")._esm
    with pytest.raises(TypeError, match="lang"):
        Widget("x", lang="fr")


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match=r"'thema'.*theme"):
        Widget("x*y", {"x": 2, "y": 3}, thema="dark")
    with pytest.raises(chainrule.ChainruleError, match="no step 99"):
        Widget("x*y", {"x": 2, "y": 3}, step=99)


def test_a_notebook_with_a_widget_and_a_trace_becomes_latex_without_inkscape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no Inkscape, whatever this machine has
    bundles = [Widget("x*y", {"x": 2, "y": 3}, step=1)._repr_mimebundle_()[0]]
    bundles.append(chainrule.trace("x*y", values={"x": 2, "y": 3})._repr_mimebundle_())  # type: ignore[attr-defined]
    outputs = [nbformat.v4.new_output("display_data", bundle) for bundle in bundles]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x*y", outputs=outputs)])
    text, resources = nbconvert.LatexExporter().from_notebook_node(notebook)
    pictures = [name for name in resources["outputs"] if name.endswith(".pdf")]
    assert len(pictures) == 2
    assert all(name in text and resources["outputs"][name].startswith(b"%PDF") for name in pictures)


def test_a_changed_trait_moves_the_picture_and_a_wrong_one_says_so() -> None:
    widget = Widget("x*y", {"x": 2, "y": 3})
    widget.values = {"x": 5, "y": 3}
    assert (widget.trace["value"], widget.document.gradients) == (15, {"x": 3, "y": 5})
    widget.source = "x + y"
    assert widget.trace["value"] == 8
    with pytest.raises(chainrule.ChainruleError, match="sigmod"):
        widget.source = "sigmod(x)"
