"""The same networks as people write them: by rows or columns, in every order of the error, with their own names."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

ACTIVATIONS = {
    "sigmoid": ("1 / (1 + np.exp(-{z}))", "{a} * (1 - {a})"),
    "tanh": ("np.tanh({z})", "(1 - {a}**2)"),
    "relu": ("np.maximum(0, {z})", "({z} > 0)"),
}


class Names(NamedTuple):
    """Names of the gradients: of the output's error, of the net values, of the hidden values, of a parameter `{}`."""

    error: str
    second: str
    hidden: str
    first: str
    parameter: str | None  # None: the update has the gradient in it


NAMES = (
    Names("error", "dZ2", "dA1", "dZ1", "d{}"),
    Names("output_error", "output_delta", "hidden_error", "hidden_delta", None),
    Names("error", "delta2", "error1", "delta1", "{}_grad"),
    Names("err", "d_output", "error_hidden", "d_hidden", "grad_{}"),
    Names("dL_dA2", "dL_dZ2", "dL_dA1", "dL_dZ1", "dL_d{}"),
    Names("l2_error", "l2_delta", "l1_error", "l1_delta", None),
)


class Form(NamedTuple):
    """One way of writing a network with one hidden layer, trained on xor."""

    columns: bool  # an example is a column
    target_first: bool  # the error is Y - A2, and the updates are added
    loss: str  # "squares", "cross entropy" or "linear": squares of an output without an activation
    mean: str  # where the 1/m stands: "", "weights", "error", or "2/m" in the error
    hidden: str
    names: Names
    is_loop: bool

    def __str__(self) -> str:
        return "-".join(map(str, (*self[:5], NAMES.index(self.names), self.is_loop)))


def forms(count: int, seed: int = 0) -> list[Form]:
    """Return `count` of all forms, drawn at random."""
    sides = ([False, True], [False, True], ["squares", "cross entropy", "linear"], ["", "weights", "error", "2/m"])
    every = [Form(*each) for each in itertools.product(*sides, ACTIVATIONS, NAMES, [False, True])]
    return random.Random(seed).sample(every, count)


def program(form: Form) -> str:
    """Return the program: its data, forward pass, backward pass and updates."""
    data = ["import numpy as np", "np.random.seed(1)", "X = np.array([[0., 0], [0, 1], [1, 0], [1, 1]])"]
    data += ["Y = np.array([[0.], [1], [1], [0]])"]
    if form.columns:
        data += ["X, Y = X.T, Y.T", "W1 = np.random.randn(3, 2)", "b1 = np.zeros((3, 1))", "W2 = np.random.randn(1, 3)"]
    else:
        data += ["W1 = np.random.randn(2, 3)", "b1 = np.zeros((1, 3))", "W2 = np.random.randn(3, 1)"]
    data += ["b2 = np.zeros((1, 1))", "lr = 0.5"]
    lines = [*_forward(form), *_backward(form)]
    body = ["for i in range(1000):", *("    " + line for line in lines)] if form.is_loop else lines
    return "\n".join([*data, *body])


def _forward(form: Form) -> list[str]:
    activation = ACTIVATIONS[form.hidden][0].format(z="Z1")
    last = "Z2" if form.loss == "linear" else ACTIVATIONS["sigmoid"][0].format(z="Z2")
    if form.columns:
        return ["Z1 = W1 @ X + b1", f"A1 = {activation}", "Z2 = W2 @ A1 + b2", f"A2 = {last}"]
    return ["Z1 = X @ W1 + b1", f"A1 = {activation}", "Z2 = A1 @ W2 + b2", f"A2 = {last}"]


def _backward(form: Form) -> list[str]:
    error, second, hidden, first, parameter = form.names
    difference = "(Y - A2)" if form.target_first else "(A2 - Y)"
    difference += {"error": " / 4", "2/m": " * 2 / 4"}.get(form.mean, "")
    lines = [f"{error} = {difference}", f"{second} = {error} * A2 * (1 - A2)"]
    if form.loss != "squares":
        lines = [f"{second} = {difference}"]
    over = " / 4" if form.mean == "weights" else ""
    axis = 1 if form.columns else 0
    products = (f"{second} @ A1.T", f"W2.T @ {second}", f"{first} @ X.T")
    if not form.columns:
        products = (f"A1.T @ {second}", f"{second} @ W2.T", f"X.T @ {first}")
    sums = [f"np.sum({each}, axis={axis}, keepdims=True){over}" for each in (second, first)]
    slope = ACTIVATIONS[form.hidden][1].format(z="Z1", a="A1")
    gradients = {"W2": f"{products[0]}{over}", "b2": sums[0], "W1": f"{products[2]}{over}", "b1": sums[1]}
    sign = "+" if form.target_first else "-"
    middle = [f"{hidden} = {products[1]}", f"{first} = {hidden} * {slope}"]
    if parameter is None:
        return [*lines, *middle, *(f"{name} {sign}= lr * ({gradients[name]})" for name in gradients)]
    named = {name: f"{parameter.format(name)} = {gradients[name]}" for name in gradients}
    steps = [f"{name} = {name} {sign} lr * {parameter.format(name)}" for name in gradients]
    return [*lines, named["W2"], named["b2"], *middle, named["W1"], named["b1"], *steps]


class Slip(NamedTuple):
    """A mistake that people make: what is written in place of what, in the line of which gradient."""

    name: str
    line: str
    written: str
    instead: str


SLIPS = (
    Slip("no slope", "dZ1", r" \* \(1 - A1\*\*2\)", ""),
    Slip("slope at the net value", "dZ1", r"A1\*\*2", "Z1**2"),
    Slip("net value for value", "dW2", "A1", "Z1"),
    Slip("mean for sum", "db2", r"np\.sum", "np.mean"),
    Slip("mean for sum", "db1", r"np\.sum", "np.mean"),
    Slip("sign", "dW1", "= ", "= -1 * "),
    Slip("twice", "dW2", "= ", "= 2 * "),
)


def slips(form: Form) -> Iterator[tuple[Slip, str]]:
    """Yield the program with each mistake that it has a place for."""
    text = program(form)
    for slip in SLIPS:
        line = re.search(rf"(?m)^ *{slip.line} = .*$", text)
        if line is not None and re.search(slip.written, line[0]):
            wrong = re.sub(slip.written, lambda _: slip.instead, line[0], count=1)  # noqa: B023
            yield slip, text.replace(line[0], wrong, 1)
