"""TikZ and Beamer: the exported sources are compiled by LaTeX, and the pages say the numbers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from chainrule.export import render
from export_support import every_example, numbers_at_the_end, traced


@pytest.fixture(scope="module")
def pdflatex() -> Callable[[bytes, Path], Path]:
    def compile(source: bytes, folder: Path) -> Path:
        (folder / "made.tex").write_bytes(source)
        words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "made.tex"]
        try:
            done = subprocess.run(words, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
        except FileNotFoundError:
            pytest.fail("No pdflatex: apt-get install --no-install-recommends texlive-latex-extra lmodern")
        assert done.returncode == 0, done.stdout[-1500:]
        assert "Missing character" not in done.stdout
        return folder / "made.pdf"

    return compile


@every_example
def test_tikz_compiles(name: str, tmp_path: Path, pdflatex: Callable[[bytes, Path], Path]) -> None:
    trace = traced(name)
    made = pypdf.PdfReader(pdflatex(render(trace, "tex", formula=True, caption=True), tmp_path))
    (page,) = made.pages
    flat = re.sub(r"\s+", "", page.extract_text()).replace("-", "−")
    plain = {word for word in numbers_at_the_end(trace) if word.replace("−", "").replace(".", "").isdigit()}
    assert all(word in flat for word in plain)
    assert page.mediabox.width == pytest.approx(-(-trace.width // 1), abs=1) or trace.width < 420


@pytest.mark.parametrize(
    ("name", "notation"), [("sigmoid-neuron", "bar"), ("copy-gate", "delta"), ("matmul", "partial")]
)
def test_beamer_overlays_are_the_steps(
    name: str, notation: Any, tmp_path: Path, pdflatex: Callable[[bytes, Path], Path]
) -> None:
    trace = traced(name)
    source = render(trace, "tex", step="all", formula=True, caption=True, notation=notation, theme="dark")
    pages = pypdf.PdfReader(pdflatex(source, tmp_path)).pages
    assert len(pages) == len(trace.steps) + 1
    assert len({page.extract_text() for page in pages}) == len(pages)


@pytest.mark.parametrize("step", ["last", "all"])
def test_a_tikz_fragment_is_input_into_a_deck(
    step: Any, tmp_path: Path, pdflatex: Callable[[bytes, Path], Path]
) -> None:
    trace = traced("sigmoid-neuron")
    fragment = render(trace, "tex", step=step, fragment=True, formula=True, transparent=True)
    assert b"\\documentclass" not in fragment
    (tmp_path / "chainrule.tex").write_bytes(fragment)
    frame = r"\begin{frame}{Backpropagation}\centering\resizebox{\textwidth}{!}{\input{chainrule.tex}}\end{frame}"
    deck = rf"\documentclass{{beamer}}\usepackage{{tikz,amsmath,amssymb}}\begin{{document}}{frame}\end{{document}}"
    pages = pypdf.PdfReader(pdflatex(deck.encode(), tmp_path)).pages
    assert len(pages) == (len(trace.steps) + 1 if step == "all" else 1)
    assert all("Backpropagation" in page.extract_text() for page in pages)
    assert "0.20" in pages[-1].extract_text()
