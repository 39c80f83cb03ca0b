"""Rounds of a long loop fold: the first and the last stand open, those between are one box, and no number changes."""

from __future__ import annotations

import re

import numpy as np
import pytest

import chainrule

NUMBERS = {"w": 1.1, "b": 0.1, "u": 0.3, "a": 2.0, "W": [[0.5, 0.1, 0.2], [0.3, 0.4, 0.1], [0.2, 0.2, 0.2]]}

TANH = "h = 0.5\nfor t in range(60):\n    h = tanh(w*h + b)"
LOOPS = {
    "a state": (TANH, "for t × 58", 1),
    "a state and a loss": (
        "h = 0.5\nL = 0\nfor t in range(60):\n    h = tanh(w*h + b)\n    L = L + (h - 1)**2",
        "for t × 58",
        1,
    ),
    "a vector and a number": (
        "h = np.zeros(3)\nL = 0\nfor t in range(60):\n    h = np.tanh(W @ h + b)\n    L += np.sum(h**2)",
        "for t × 58",
        2,
    ),
    "entries": (
        "xs = np.linspace(0, 1, 60)\nh = 0\nfor t in range(60):\n    h = np.tanh(w*h + u*xs[t])",
        "for t × 58",
        1,
    ),
    "a function written out": ("x = 0.3\nfor i in range(60):\n    x = 1/(1 + exp(-(w*x)))", "for i × 58", 1),
    "a function of the program": (
        "def cell(h, w, b):\n    return tanh(w*h + b)\nh = 0.5\nfor t in range(60):\n    h = cell(h, w, b)",
        "cell × 58",
        1,
    ),
    "inside a function": (
        "def rnn(w, b):\n    h = 0.5\n    for t in range(60):\n        h = tanh(w*h + b)\n    return h\n"
        "y = rnn(w, b)**2",
        "for t × 58",
        1,
    ),
    "while": ("x = 1.0\nwhile x < 1000:\n    x = 1.1*x + w*0.01*x", "while × 64", 1),
    "a loop in a loop": (
        "h = 0.5\nfor t in range(30):\n    for k in range(3):\n        h = tanh(w*h + b)",
        "for t × 28",
        1,
    ),
}


def traced(source: str, **options: object) -> chainrule.Trace:
    values = {name: NUMBERS[name] for name in NUMBERS if re.search(rf"\b{name}\b", source)}
    return chainrule.trace(source, values=values, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", LOOPS)
def test_the_rounds_between_are_one_box_and_no_number_changes(case: str) -> None:
    source, label, boxes = LOOPS[case]
    folded = traced(source)
    assert [node.label for node in folded.nodes].count(label) == boxes
    assert len(folded.nodes) < 40
    names = sorted({call.name.partition(" × ")[0] for call in folded.functions})
    one_by_one = traced(source, open=[*names, *(node.id for node in folded.nodes if node.count > 1)])
    assert len(one_by_one.nodes) > 100
    for name, gradient in folded.gradients.items():
        assert np.allclose(np.asarray(gradient), np.asarray(one_by_one.gradients[name]), rtol=1e-9, atol=1e-300)
    assert folded.value == one_by_one.value


def test_the_box_opens_round_by_round() -> None:
    folded = traced(TANH)
    (row,) = (node for node in folded.nodes if node.count > 1)
    apart = traced(TANH, open=[row.id])
    rounds = [node for node in apart.nodes if node.op == "for t"]
    assert len(rounds) == 58
    first = traced(TANH, open=[row.id, rounds[0].id])
    assert sum(node.op == "tanh" for node in first.nodes) == 3
    assert [node.label for node in first.nodes if node.op == "for t"] == ["for t × 57"]


def test_short_loops_and_rounds_of_mixed_results_stay_as_they_are() -> None:
    short = traced("h = 0.5\nfor t in range(5):\n    h = tanh(w*h + b)")
    assert sum(node.op == "tanh" for node in short.nodes) == 5
    mixed = traced("h = np.ones(3)\nL = 0\nfor t in range(30):\n    L = L + sum(h)\n    h = np.tanh(h*L)")
    assert not any(function.name.startswith("for t") for function in mixed.functions if function.count > 1)


def test_the_notice_says_that_they_fold() -> None:
    (notice,) = traced(TANH).notices
    assert notice.code == "unrolled"
    assert "They fold" in notice.text
