"""What the steps of whole programs with arrays say."""

from __future__ import annotations

from typing import Any

import pytest

import chainrule

MATRIX, VECTOR = [[1, 2], [3, 4]], [1, 2]


@pytest.mark.parametrize(
    ("source", "values", "sentence"),
    [
        ("x + b", {"x": MATRIX, "b": VECTOR}, "b gets ∂L/∂b̃ summed over axis 0 (2 entries)."),
        ("x * c", {"x": MATRIX, "c": 2}, "c gets ∂L/∂c̃ summed over all entries = 10.00."),
        ("x + b", {"x": MATRIX, "b": VECTOR}, "The + gate hands its upstream gradient (2×2) unchanged to x and b."),
        ("x - y", {"x": VECTOR, "y": VECTOR}, "hands its upstream gradient back: x gets upstream (2 entries) and y"),
        ("x * y", {"x": VECTOR, "y": VECTOR}, "multiplies entry by entry: x gets upstream ⊙ y (2 entries)"),
    ],
)
def test_a_step_says_where_its_gradient_goes(source: str, values: dict[str, Any], sentence: str) -> None:
    texts = [step.text for step in chainrule.trace(source, values=values).steps]
    assert any(sentence in text for text in texts), texts


def test_einsum_and_windows_are_said_without_code() -> None:
    sums = chainrule.trace("L = sum(np.einsum('ij,j->i', W, x))", values={"W": [[1, 2], [3, 4]], "x": [1, 2]})
    assert any("x gets ∂L/∂a[i] · W[i, j], summed over i" in step.text for step in sums.steps)
    source = "import torch.nn.functional as F\nL = F.conv2d(x, w).sum()"
    windows = chainrule.trace(source, values={"x": [[[[1, 2], [3, 4]]]], "w": [[[[1.0]]]]})
    assert any("w gets each window of x times its entry of ∂L/∂a, added up" in step.text for step in windows.steps)
