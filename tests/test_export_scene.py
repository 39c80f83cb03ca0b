"""What a picture shows at each position, and the golden pictures."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

import chainrule
from chainrule.export import render
from chainrule.export.frame import VisibilityPlan
from chainrule.export.notation import notate
from chainrule.export.palette import palette
from chainrule.export.scene import scene
from chainrule.export.shapes import TextLine
from chainrule.export.variants import spans, variants
from chainrule.request import View

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
CASES = {
    "neuron": ("1/(1+exp(-(w0*x0+w1*x1+w2)))", {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}, 11),
    "copy": ("x * y + x", {"x": 3, "y": -4}, 6),
    "matvec": ("sum(W @ x * x)", {"W": [[1, 2], [3, 4]], "x": [1, -2]}, 5),
}


@pytest.fixture
def sums() -> chainrule.Trace:
    """x is used twice: its gradient comes in two terms."""
    return chainrule.trace("x * y + x", {"x": 3, "y": -4})


def shown(trace: chainrule.Trace, position: int) -> dict[str, str]:
    return {
        item.key: item.runs[0].text
        for item in scene(trace, position).items
        if isinstance(item, TextLine) and item.key.startswith("label:")
    }


def test_before_the_first_step_only_leaves_have_values(sums: chainrule.Trace) -> None:
    leaves = {node.id for node in sums.nodes if node.kind == "leaf"}
    expected = {f"label:{edge.id}:fwd" for edge in sums.edges if edge.source in leaves}
    assert set(shown(sums, 0)) == expected


def test_at_the_end_every_wire_has_both_numbers(sums: chainrule.Trace) -> None:
    assert set(shown(sums, len(sums.steps))) == {f"label:{e.id}:{role}" for e in sums.edges for role in ("fwd", "bwd")}


def test_a_sum_grows_term_by_term(sums: chainrule.Trace) -> None:
    (copy,) = (node.id for node in sums.nodes if node.op == "copy")
    (into,) = (edge.id for edge in sums.edges if edge.target == copy)
    adding = [at for at, step in enumerate(sums.steps, 1) if step.kind == "accumulate"]
    key = f"label:{into}:bwd"
    assert [shown(sums, at).get(key) for at in (adding[0] - 1, *adding)] == [None, "1.00", "−3.00"]
    partial = next(item for item in scene(sums, adding[0]).items if item.key == key)
    assert isinstance(partial, TextLine)
    assert partial.italic


def test_the_number_of_a_gate_comes_with_its_step(sums: chainrule.Trace) -> None:
    plan = VisibilityPlan(sums)
    for position, step in enumerate(sums.steps, 1):
        active = {item.node.id for item in plan.frame(position).nodes if item.active}
        assert active == set(step.nodes)


def test_frames_are_one_size_whatever_the_words() -> None:
    source, values, _ = CASES["neuron"]
    trace = chainrule.trace(source, values)
    pages = re.findall(rb"/MediaBox \[[^\]]*\]", render(trace, "pdf", step="all", formula=True, caption=True))
    assert len(pages) == len(trace.steps) + 1
    assert len(set(pages)) == 1


def test_variants_are_the_frames_again(sums: chainrule.Trace) -> None:
    frames = [scene(sums, at) for at in range(len(sums.steps) + 1)]
    found = variants(frames)
    for index, frame in enumerate(frames):
        again = [item for variant in found if index in variant.frames for item in variant.items]
        assert sorted(map(repr, again)) == sorted(map(repr, frame.items))
    assert spans([0, 1, 2, 5, 7, 8]) == [(0, 2), (5, 5), (7, 8)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_page(theme: str) -> None:
    tokens = (Path(__file__).parent.parent / "frontend" / "src" / "shared" / "tokens.css").read_text(encoding="utf-8")
    colors = palette(theme)  # type: ignore[arg-type]
    light, dark = tokens.partition("@media")[::2]
    for role in ("bg", "ink", "fwd", "bwd", "wire"):
        assert f"--{role}: {colors[role]};" in (light if theme == "light" else dark)


def luminance(color: str) -> float:
    linear = [
        (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
        for c in (x / 255 for x in bytes.fromhex(color[1:]))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "under"),
    [("fwd", "bg"), ("bwd", "bg"), ("ink", "panel"), ("fwd", "fwd@0.26"), ("bwd", "bwd@0.26"), ("mute", "panel")],
)
def test_numbers_can_be_read(theme: str, text: str, under: str) -> None:
    colors = palette(theme)  # type: ignore[arg-type]
    low, high = sorted((luminance(colors[text]), luminance(colors[under])))
    assert (high + 0.05) / (low + 0.05) >= (4.5 if "@" not in under else 3.0)


def test_notation_swaps_the_symbols_of_a_formula() -> None:
    source, values, _ = CASES["neuron"]
    math = chainrule.trace(source, values).steps[-1].math
    assert notate(math, "partial") == math
    bar = ElementTree.fromstring(notate(math, "bar"))
    assert any(mark.find("mover") is not None for mark in bar.iter("mrow") if mark.get("class") == "d")


@pytest.mark.parametrize(
    "case", json.loads((HERE / "error_terms.json").read_text("utf-8")), ids=lambda one: one["text"]
)
def test_error_terms_are_written_as_on_the_page(case: dict[str, Any]) -> None:
    def mark(match: re.Match[str]) -> str:
        over, under = (f"<mrow><mo>∂</mo><mi>{name}</mi></mrow>" for name in ("L", match[1]))
        return f'<mrow class="d" data-of="{match[1]}"><mfrac>{over}{under}</mfrac></mrow>'

    def written(text: str) -> str:
        return re.sub(r"@(\w)", mark, text)

    rows = (f"<mtr><mtd>{written(a)}</mtd><mtd><mo>=</mo>{written(b)}</mtd></mtr>" for a, b in case["rows"])
    math = notate(f"<math><mtable>{''.join(rows)}</mtable></math>", "delta", frozenset("ab"))
    lines = ("".join(row.itertext()) for row in ElementTree.fromstring(math).iter("mtr"))
    assert "; ".join(lines) == case["text"]


@pytest.mark.parametrize("view", ["gates", "functions"])
def test_error_terms_of_a_picture_are_those_of_its_net_values(view: View) -> None:
    source, values, _ = CASES["neuron"]
    trace = chainrule.trace(source, values, view=view)
    assert trace.net_values == ["d"]
    nets = frozenset(trace.net_values)
    delta = [notate(step.math, "delta", nets) for step in trace.steps if step.phase == "backward"]
    assert sum("δ" in math for math in delta) > 1
    assert all("δ" not in notate(step.math, "delta") for step in trace.steps)


def normal(svg: bytes) -> str:
    """One element a line, without the letters: a difference that a person can read."""
    text = re.sub(r"<style>.*?</style>", "", svg.decode())
    return re.sub(r"(?<!^)(<(?!/|tspan))", r"\n\1", text)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", ["svg", "tex"])
def test_golden(name: str, kind: str) -> None:
    """`GOLDEN=accept` takes what is drawn now; what differs is written beside the golden file."""
    source, values, step = CASES[name]
    made = render(chainrule.trace(source, values), kind, step=step)
    text = normal(made) if kind == "svg" else made.decode()
    golden, changed = GOLDEN / f"{name}.{kind}", GOLDEN / f"{name}-changed.{kind}"
    if os.environ.get("GOLDEN") == "accept":
        golden.write_text(text, encoding="utf-8")
    if not golden.exists() or golden.read_text(encoding="utf-8") != text:
        changed.write_text(text, encoding="utf-8")
        pytest.fail(f"{golden.name} differs: see {changed}; GOLDEN=accept takes it")
    changed.unlink(missing_ok=True)
