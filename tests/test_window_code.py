"""Convolutions and pooling as generated code, in second derivatives and through the unit view, on one small program."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.codegen import generate
from chainrule.request import TraceRequest

SOURCE = """
h = tanh(conv(x, w, stride=(1, 2), padding=1))
u = conv_transpose(h, v, stride=2, output_padding=1, groups=2)
m = max_pool(u, 3, 2, 1)
a = avg_pool(m, 2, 1, 1, False, False)
L = sum(a**3) + sum(avg_pool(u, 2))
"""
RNG = np.random.default_rng(2)
VALUES: dict[str, Any] = {
    "x": RNG.normal(size=(1, 1, 3, 4)).round(2).tolist(),
    "w": RNG.normal(size=(2, 1, 2, 3)).round(2).tolist(),
    "v": RNG.normal(size=(2, 1, 2, 2)).round(2).tolist(),
}


@pytest.mark.parametrize("language", ["numpy", "torch", "torch-function", "modular"])
def test_generated_programs_have_the_gradients_of_the_trace(language: str) -> None:
    trace = chainrule.trace(SOURCE, VALUES)
    code = generate(TraceRequest(SOURCE, VALUES), language).text
    space: dict[str, Any] = {"__name__": "program"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, language, "exec"), space)
    if "dw" in space:
        np.testing.assert_allclose(np.asarray(space["dw"]), trace.gradients["w"], rtol=1e-9)
    elif language == "torch":
        np.testing.assert_allclose(space["w"].grad.numpy(), trace.gradients["w"], rtol=1e-9)
    else:
        assert printed.getvalue()


def test_second_derivatives_pass_through_windows() -> None:
    found = chainrule.hessian(SOURCE, VALUES, wrt=["w"]).matrix
    w = np.array(VALUES["w"])
    for place in range(w.size):
        sides = []
        for h in (1e-5, -1e-5):
            moved = w.copy()
            moved.flat[place] += h
            sides.append(np.ravel(chainrule.trace(SOURCE, {**VALUES, "w": moved}).gradients["w"]))
        np.testing.assert_allclose(found[place], (sides[0] - sides[1]) / 2e-5, rtol=1e-5, atol=1e-6)


def test_the_unit_view_and_forward_mode_have_the_same_numbers() -> None:
    trace = chainrule.trace(SOURCE, VALUES)
    units = chainrule.trace(SOURCE, VALUES, view="units")
    np.testing.assert_allclose(units.gradients["w"], trace.gradients["w"], rtol=1e-9)
    direction = RNG.normal(size=(2, 1, 2, 3))
    tangent = chainrule.jvp(SOURCE, VALUES, {"w": direction})
    assert np.isclose(tangent, np.sum(direction * trace.gradients["w"]), rtol=1e-9)
