"""The oracle: runs the text of a row with the real library and says what comes out and what its gradients are.

Gradients come from PyTorch, JAX or micrograd where the program is theirs, else from central differences with one step
of Richardson's extrapolation, and from SymPy for formulas that are given as such.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np

from .answer import Answer
from .arrays import Float, as_array
from .execution import Execution, Moves
from .executions import execution, float64
from .names import find
from .program import LATER, Program
from .symbolic import symbolic
from .texts import NoAnswer, free_names, set_at_the_top

__all__ = ["run", "under_the_names_of"]

ENTRIES = 200  # of an array whose gradient is found by differences


def run(
    program: Program, *, given: Mapping[str, Any], pins: Mapping[str, Any], wanted: Iterable[str], named: bool = True
) -> Answer:
    """Run the row with `given` for its free names and `pins` for what it draws at random.

    wanted: the names whose gradients are asked for; named: whether the values of all names are.
    Raises NoAnswer if the row cannot be run.
    """
    text = program.source if program.twin is None else program.twin
    given = under_the_names_of(text, given)
    if program.written_for == "sympy":
        return symbolic(program, text, given)
    with warnings.catch_warnings(), np.errstate(all="ignore"), float64(program.written_for):
        warnings.simplefilter("ignore")
        runs = execution(program, text, given, pins)
        for name in given.keys() & set_at_the_top(text):
            runs = runs.without(name)
        return _answer(runs, [*wanted, *program.grads.values()], named)


def under_the_names_of(text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values under the spelling that the text has for their names: `lambda_` for λ, `yhat` for ŷ."""
    given = dict(values)
    for name in free_names(text) - given.keys():
        if (key := find(name, given)) is not None:
            given = {name if other == key else other: value for other, value in given.items()}
    return given


def _answer(runs: Execution, wanted: Iterable[str], named: bool) -> Answer:
    program = runs.program
    names, moves = runs.run({})
    changed = {name for name, first in moves.first.items() if _changed(first, moves.bound[name])}
    found = Answer(shared=moves.shared | changed)
    lists = {name for name in changed if isinstance(moves.bound[name], list)}
    sought = [name for name in dict.fromkeys(wanted) if name in moves.bound and name not in lists]
    for out, loss in ((program.out, program.loss), *program.also):
        out = runs.last if out in (None, LATER) else out
        value = as_array(runs.evaluate(out, names))
        if value is None:
            raise NoAnswer(f"the output `{out}` is no number")
        gradients = {}
        if not program.large:
            gradients = runs.exact(sought, out, loss, names, moves)
            if runs.by_differences(gradients):
                gradients |= _differences(runs, [name for name in sought if name not in gradients], out, loss, moves)
        found.outputs.append((value, gradients))
    if named:
        arrays = {name: as_array(value) for name, value in names.items() if not name.startswith("__")}
        found.named = {name: array for name, array in arrays.items() if array is not None and array.size <= 4_096}
    for name, of in program.grads.items():
        mine, true = as_array(_at_the_end(runs, name, names)), found.outputs[0][1].get(of)
        if mine is not None and true is not None:
            found.truth[name] = mine, -true if name in program.negative else true
    return found


def _at_the_end(runs: Execution, name: str, names: dict[str, Any]) -> Any:
    """What a name or an entry (`grads['W1']`, `layer.dW`) is at the end; None: there is none."""
    try:
        return names.get(name) if name.isidentifier() else runs.evaluate(name, names)
    except NoAnswer:
        return None


def _changed(first: Any, last: Any) -> bool:
    """Whether an array or a list has other entries than it had."""
    if isinstance(last, list):
        return len(first) != len(last) or any(before is not after for before, after in zip(first, last, strict=True))
    return not np.array_equal(first, last)


# Gradients by differences.


def _differences(runs: Execution, sought: Iterable[str], out: str, loss: str | None, moves: Moves) -> dict[str, Float]:
    found = {}
    for name in sought:
        here = as_array(runs.given[name] if name in runs.given else moves.bound[name])
        boolean = getattr(getattr(moves.bound[name], "dtype", None), "kind", "") == "b"
        if here is None or here.size > ENTRIES or boolean or name in runs.program.labels:
            continue

        def value(delta: Float, name: str = name) -> float:
            return float(runs.objective(out, loss, runs.run({name: delta})[0]))

        try:
            found[name] = differences(value, here)
        except (NoAnswer, TypeError, ValueError):  # a whole number that the program needs as one
            continue
    return found


def differences(value: Callable[[Float], float], here: Float) -> Float:
    """The gradient of `value(delta)` at 0, one entry at a time; nan where the two sides differ (a kink)."""
    found = np.empty(here.shape)
    middle = cache(lambda: value(np.zeros(here.shape)))
    for place in np.ndindex(here.shape):
        found[place] = _slope(value, middle, here, place)
    return found


def _slope(value: Callable[[Float], float], middle: Callable[[], float], here: Float, place: tuple[int, ...]) -> float:
    def at(h: float) -> float:
        delta = np.zeros(here.shape)
        delta[place] = h
        return value(delta)

    for relative in (1e-3, 1e-5):
        h = relative * max(abs(float(here[place])), 0.1)
        outer = (at(h) - at(-h)) / (2 * h)
        right, left = at(h / 2), at(-h / 2)
        inner = (right - left) / h
        is_smooth = abs(outer - inner) <= 1e-4 * max(1.0, abs(inner))
        if is_smooth and abs(right - 2 * middle() + left) / (h / 2) <= 0.02 * max(1.0, abs(inner)):
            return (4 * inner - outer) / 3
    return float("nan")
