"""Names of symbols: set the same by formulas, exports and the page (`frontend/tests/shared` reads the same table)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import chainrule
from chainrule.formula.mathml import symbol
from chainrule.formula.plain import latex_symbol
from chainrule.formula.split_name import name_length, split_name

CASES = json.loads((Path(__file__).parent / "split_names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "base", "index"), CASES)
def test_a_name_has_one_base_and_one_index(name: str, base: str, index: str) -> None:
    assert split_name(name) == (base, index)


@pytest.mark.parametrize(("name", "letters"), [("alpha", 1), ("x_hat", 1), ("W_f", 1.85), ("learning_rate", 13)])
def test_a_name_is_as_wide_as_it_is_set(name: str, letters: float) -> None:
    assert name_length(name) == pytest.approx(letters)


def test_the_box_of_a_greek_letter_is_as_wide_as_that_of_another_letter() -> None:
    nodes = chainrule.trace("alpha * x", {"alpha": 1, "x": 2}).nodes
    assert len({node.width for node in nodes if node.kind == "leaf"}) == 1


@pytest.mark.parametrize(
    ("name", "mathml", "tex"),
    [
        ("W_f", "<msub><mi>W</mi><mi>f</mi></msub>", "W_{f}"),
        ("h_t_minus_1", "<msub><mi>h</mi><mi>t−1</mi></msub>", "h_{t-1}"),
        ("sigma2", "<msub><mi>σ</mi><mn>2</mn></msub>", r"\sigma_{2}"),
        ("learning_rate", "<mi>learning_rate</mi>", r"\mathrm{learning\_rate}"),
        ("x_hat", '<mover accent="true"><mi>x</mi><mo stretchy="false">^</mo></mover>', r"\hat{x}"),
        (
            "sigma_bar_1",
            '<msub><mover accent="true"><mi>σ</mi><mo stretchy="false">¯</mo></mover><mn>1</mn></msub>',
            r"\bar{\sigma}_{1}",
        ),
        ("W1[0,2]", "<msub><mi>W</mi><mi>1,02</mi></msub>", "W_{1,02}"),
    ],
)
def test_formulas_set_them_so(name: str, mathml: str, tex: str) -> None:
    assert symbol(name) == mathml
    assert latex_symbol(name) == tex


@pytest.mark.parametrize("name", ["lambda", "lambda_", "λ"])
def test_a_value_for_a_greek_letter_is_used_however_it_is_spelled(name: str) -> None:
    trace = chainrule.trace("L = lambda_ * y**2", {name: 0.5, "y": 2})
    assert trace.value == 2
    assert trace.notices == []
