"""Functions, methods and classes as they stand in a repository: no call, no values, parameters of every kind.

The oracle is NumPy: it runs the same text with the values that were assumed, and a call of the function.
"""

from __future__ import annotations

import math
import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError
from uncalled_programs import REFUSED, UNCALLED, Uncalled


@pytest.mark.parametrize("case", UNCALLED, ids=lambda case: case.name)
def test_a_function_without_a_call_computes_what_numpy_does(case: Uncalled) -> None:
    trace = chainrule.trace(case.source, defaults=True)
    names: dict[str, Any] = {"np": np, "math": math, "random": random, "SimpleNamespace": SimpleNamespace}
    if case.source.lstrip("@").startswith(("def", "class")):
        exec(case.source, names)  # the tests' own text
    values = {name: np.array(value) if np.ndim(value) else value for name, value in trace.values.items()}
    expected = eval(case.call, names | values)
    np.testing.assert_allclose(np.asarray(trace.value), np.asarray(expected), rtol=1e-9)
    assert {name: np.shape(trace.values[name]) for name, _ in case.shapes} == dict(case.shapes)
    verdicts = {hand.name: hand.verdict for hand in trace.hand_gradients}
    assert "wrong" not in verdicts.values()
    assert all(verdicts[name] == "right" for name in case.right)


@pytest.mark.parametrize(("source", "sentence"), REFUSED)
def test_what_the_text_does_not_define_is_named(source: str, sentence: str) -> None:
    with pytest.raises(ChainruleError) as problem:
        chainrule.trace(source, defaults=True)
    assert str(problem.value).startswith(sentence)
    assert "Paste" in (problem.value.hint or "")
