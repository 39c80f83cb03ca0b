"""Asks Chainrule for the trace of a row and says how it compares with the oracle."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

import chainrule
from chainrule import ChainruleError

from . import oracle, texts
from .agreement import as_array, same_gradients, same_values, short_text
from .answer import Answer
from .names import find
from .outcome import Outcome, Undecided, Wrong
from .program import LATER, Program
from .repairs import is_refused_again
from .verdicts import check_planted_verdicts, check_verdicts

__all__ = ["judge"]

FAMILIES = {
    "source": "SourceError",
    "shape": "ShapeError",
    "value": "InputError",
    "limit": "LimitError",
}
USELESS = (
    "Is an operator or a bracket missing?",
    "Remove it or write it in letters.",
    "Check the commas and brackets.",
)
"""Hints that name neither what was written nor the way on."""

INTERNAL = ("classdef", "functiondef", "GeneratorExp", "ListComp", "Starred", "NoneType", "ast.", "dtype('")
SECONDS = 2.0


def judge(program: Program) -> Outcome:
    start = time.thread_time()
    try:
        trace = _traced(program)
    except ChainruleError as error:
        return _refused(program, error, time.thread_time() - start)
    except Exception as error:
        return Outcome("crashed", f"{type(error).__name__}: {error}"[:200], time.thread_time() - start)
    seconds = time.thread_time() - start
    if program.refused is not None and not program.either:
        value = str(trace.value)[:60]
        return Outcome("wrong", f"no graph can exist, drawn with value {value}", seconds)
    try:
        if program.refused is not None and program.twin is None:
            _drawn(trace)
            return Outcome("right", "drawn", seconds)
        notes = _compared(program, trace)
    except Wrong as error:
        return Outcome("wrong", str(error), seconds)
    except Undecided as error:
        return Outcome("undecided", str(error), seconds)
    except texts.NoAnswer as error:
        if program.defaults:
            return Outcome("wrong", f"the library does not run it with these defaults: {error}"[:200], seconds)
        return Outcome("oracle", str(error)[:200], seconds)
    if seconds > SECONDS:
        return Outcome("wrong", f"right, but it took {seconds:.1f} s", seconds)
    return Outcome("right", "", seconds, notes)


def _traced(program: Program) -> Any:
    """The trace; names that are spelled otherwise by the reader (`w_0` for w₀) are passed under its own spelling."""
    options = {} if program.upstream is None else {"upstream": program.upstream}
    try:
        return chainrule.trace(program.source, values=dict(program.values), defaults=program.defaults, **options)
    except ChainruleError as error:
        if error.code != "missing-values":
            raise
        first = error
    free = chainrule.trace(program.source, values=dict(program.values), defaults=True)
    names = _leaves(free)
    values = {find(name, names) or name: value for name, value in program.values.items()}
    if values == dict(program.values):
        raise first
    return chainrule.trace(program.source, values=values, defaults=program.defaults, **options)


def _refused(program: Program, error: ChainruleError, seconds: float) -> Outcome:
    sentence = f"[{error.code}] {error.detail}"
    helped = (bool(error.hint) and error.hint not in USELESS) or getattr(error, "fix", None) is not None
    leaked = [word for word in INTERNAL if word in f"{error.detail} {error.hint}"]
    if leaked:
        return Outcome("refused", f"in words of the machine, {leaked[0]}: {sentence}"[:160], seconds)
    if is_refused_again(program.source, program.values, error):
        return Outcome("refused", f"with a fix that leads to the same error: {sentence}"[:160], seconds)
    if program.refused is None and not program.either:
        return Outcome("refused", f"{sentence} {error.hint or ''}".strip()[:160], seconds)
    if not helped:
        return Outcome(
            "refused", f"rightly, but with no hint that helps and no fix: {sentence} {error.hint or ''}"[:160], seconds
        )
    family = FAMILIES.get(program.refused or "any")
    if family is not None and family not in {base.__name__ for base in type(error).__mro__}:
        return Outcome("refused", f"as a {type(error).__name__}, not a {family}: {sentence}"[:160], seconds)
    return Outcome("right", sentence, seconds)


# What the trace says, as numbers.


def _leaves(trace: Any) -> dict[str, Any]:
    """The value of every leaf with a name."""
    leaves = {node.name: node.value for node in trace.nodes if node.kind == "leaf" and node.name}
    for name in trace.gradients:
        if name not in leaves and name in trace.named:
            leaves[name] = trace.named[name].value
    return leaves


# The comparison.


def _compared(program: Program, trace: Any) -> tuple[str, ...]:
    leaves = _leaves(trace)
    values = {name: value for name, leaf in leaves.items() if (value := as_array(leaf)) is not None}
    text = program.source if program.twin is None else program.twin
    values_by_name = oracle.under_the_names_of(text, program.values)
    for name in sorted(texts.free_names(text)):
        if name not in values_by_name and (key := find(name, values)) is not None:
            values_by_name[name] = values[key]
    keys = _wanted(program, trace, text, values_by_name)
    pins = _pins(program, trace, values)
    named = {} if program.large else {find(name, trace.named): name for name in trace.named}
    names = [*keys, *(name for name in _middle(program, trace) if name not in keys)]
    answer = oracle.run(program, given=values_by_name, pins=pins, wanted=names, named=bool(named))
    if program.large:
        _shape_alone(answer, trace)
        check_planted_verdicts(program, trace)
        return ()
    _drawn(trace)
    gradients = _output(program, trace, answer)
    notes: list[str] = []
    if gradients is not None and program.out != LATER:
        aliases = {name for name in answer.shared if name not in values_by_name}
        _gradients(program, trace, {name: key for name, key in keys.items() if name not in aliases}, gradients)
        _named(program, trace, answer, gradients, text)
    _phantoms(program, trace, text, keys)
    _bounds(program, trace, values)
    check_verdicts(program, trace, answer, values_by_name, notes)
    return tuple(notes)


def _wanted(program: Program, trace: Any, text: str, values_by_name: Mapping[str, Any]) -> dict[str, str]:
    """The leaves whose gradient is compared: name in the twin -> name in the trace."""
    keys = {}
    for name in values_by_name:
        if name in program.labels or name in program.skip:
            continue
        key = find(name, trace.gradients)
        if key is not None:
            keys[name] = key
        elif name in texts.free_names(text):
            raise Wrong(f"the gradients have no `{name}`: {', '.join(trace.gradients) or 'none'}")
    keys = {name: key for name, key in keys.items() if key not in program.skip}
    used = set(keys.values())
    for key in trace.gradients:
        if key not in used and key not in program.skip:
            keys[key] = key
    return keys


def _middle(program: Program, trace: Any) -> list[str]:
    """Names of small values in between, whose gradient is compared as well."""
    if program.written_for == "sympy":
        return []
    small = [
        name
        for name, row in trace.named.items()
        if name not in trace.gradients and int(np.prod(row.shape)) <= 6 and row.gradient is not None
    ]
    return small[:4]


def _pins(program: Program, trace: Any, values: Mapping[str, NDArray[np.float64]]) -> dict[str, Any]:
    """What the trace drew for the names that the row says: the first version of each, an update comes later."""
    pins: dict[str, Any] = {}
    for name in program.pin:
        nodes = (node.value for node in trace.nodes if name == node.name or name in node.names)
        value = values[name] if name in values else as_array(next(nodes, None))
        if value is None and not program.large and (key := find(name, trace.named)) is not None:
            value = as_array(trace.named[key].value)
        if value is not None:
            pins[name] = value
        elif not program.large:
            raise Wrong(f"there is no `{name}` in the trace: {', '.join(values) or 'no leaf'}")
    return pins


def _drawn(trace: Any) -> None:
    if not any(node.kind in ("gate", "function") for node in trace.nodes):
        raise Wrong("a picture without a gate")


def _shape_alone(answer: Answer, trace: Any) -> None:
    shape = next(node.shape for node in trace.nodes if node.id == trace.output)
    if list(answer.outputs[0][0].shape) != list(shape):
        raise Wrong(f"shape {shape}, right {list(answer.outputs[0][0].shape)}")


def _output(program: Program, trace: Any, answer: Answer) -> dict[str, NDArray[np.float64]] | None:
    if program.out == LATER:
        return None
    value = as_array(trace.value)
    if value is None:
        raise Wrong("the value is too large to compare")
    for right, gradients in answer.outputs:
        if same_values(value, right, program.loose):
            return gradients
    raise Wrong(f"value {short_text(value)}, right {short_text(answer.outputs[0][0])}")


def _gradients(
    program: Program, trace: Any, keys: Mapping[str, str], gradients: Mapping[str, NDArray[np.float64]]
) -> None:
    for name, key in keys.items():
        right = gradients.get(name)
        mine = as_array(trace.gradients[key])
        if right is None or mine is None:
            continue
        if not same_gradients(mine, right, program.loose):
            raise Wrong(f"gradient of `{key}` {short_text(mine)}, right {short_text(right)}")


def _named(
    program: Program, trace: Any, answer: Answer, gradients: Mapping[str, NDArray[np.float64]], text: str
) -> None:
    if program.written_for == "sympy":
        return
    once = texts.bound_once(text)
    for name, row in trace.named.items():
        mine = as_array(row.value)
        right = answer.named.get(name)
        if mine is None or right is None or name in program.skip or name not in once:
            continue
        if not same_values(mine, right, program.loose):
            raise Wrong(f"`{name}` is {short_text(mine)}, right {short_text(right)}")
        slope, true = as_array(row.gradient), gradients.get(name)
        if name in trace.gradients or name in answer.shared or slope is None or true is None:
            continue
        if not same_gradients(slope, true, program.loose):
            raise Wrong(f"gradient of `{name}` {short_text(slope)}, right {short_text(true)}")


def _phantoms(program: Program, trace: Any, text: str, keys: Mapping[str, str]) -> None:
    """A leaf that nobody wrote: `int` in `x.astype(int)`."""
    for key in trace.gradients:
        if key in ("int", "float", "bool", "True", "False", "np", "torch", "jnp", "None", "self"):
            raise Wrong(f"`{key}` is drawn as a variable")


def _bounds(program: Program, trace: Any, values: Mapping[str, NDArray[np.float64]]) -> None:
    for name, (low, high) in program.within.items():
        value = values[name] if name in values else as_array(trace.named[name].value) if name in trace.named else None
        if value is None or not bool(np.all((value >= low) & (value <= high))):
            raise Wrong(f"`{name}` must lie in [{low}, {high}]: {value}")
