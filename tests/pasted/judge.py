"""Asks Chainrule for the trace of a row and says how it compares with the oracle."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

import chainrule
from chainrule import ChainruleError

from . import oracle, texts
from .answer import Answer
from .names import canonical, find, tail
from .program import LATER, NOT_WRONG, Program
from .within import held_by_names, is_held

__all__ = ["MISTAKES", "Outcome", "judge", "true_verdict"]

Kind = Literal["right", "crashed", "wrong", "undecided", "refused", "oracle"]

MISTAKES: dict[str, str] = {
    "upstream": r"upstream|chain rule|times d|factor",
    "overwrote": r"add|overw|accumul|\+=|used (twice|in)",
    "transpose": r"transpos|\.T\b",
    "mean": r"mean|divid|1/n|average|sum",
    "sign": r"sign|negat|minus",
    "mask": r"mask|relu|where|0 where|dead",
    "factor": r"twice|half|times too|factor|too (large|small|big)",
    "operand": r"operand|swap|other (input|factor)|instead of",
    "axis": r"axis|axes|shape|rows|columns",
    "local": r"local|derivative|slope|chain rule|factor",
    "other": r"is wrong",
}
"""What the words about a wrong gradient must speak of, by the kind of its planted mistake."""

FAMILIES = {
    "source": "SourceError",
    "shape": "ShapeError",
    "value": "ValueProblem",
    "limit": "LimitError",
}
USELESS = (
    "Is an operator or a bracket missing?",
    "Remove it or write it in letters.",
    "Check the commas and brackets.",
)
"""Hints that name neither what was written nor the way on."""

INTERNAL = ("classdef", "functiondef", "GeneratorExp", "ListComp", "Starred", "NoneType", "ast.", "dtype('")
RELATIVE, ABSOLUTE = 2e-6, 1e-8
SECONDS = 2.0


@dataclass(frozen=True)
class Outcome:
    """How a row came out. crashed: no ChainruleError; oracle: the row itself cannot be run, a fault of the table.

    notes: what is not as it should be but does not make the row fail: an error without a hint, words that do not name
    the planted mistake.
    """

    kind: Kind
    reason: str
    seconds: float = 0.0
    notes: tuple[str, ...] = ()


class Wrong(Exception):
    """What the trace says is not so."""


class Undecided(Exception):
    """A verdict that a person could give is missing."""


def judge(program: Program) -> Outcome:
    start = time.process_time()
    try:
        trace = _traced(program)
    except ChainruleError as error:
        return _refused(program, error, time.process_time() - start)
    except Exception as problem:
        return Outcome("crashed", f"{type(problem).__name__}: {problem}"[:200], time.process_time() - start)
    seconds = time.process_time() - start
    if program.refused is not None and not program.either:
        value = str(trace.value)[:60]
        return Outcome("wrong", f"no graph can exist, drawn with value {value}", seconds)
    try:
        if program.refused is not None and program.twin is None:
            _drawn(trace)
            return Outcome("right", "drawn", seconds)
        notes = _compared(program, trace)
    except Wrong as problem:
        return Outcome("wrong", str(problem), seconds)
    except Undecided as problem:
        return Outcome("undecided", str(problem), seconds)
    except texts.NoAnswer as problem:
        if program.defaults:
            return Outcome("wrong", f"the library does not run it with these defaults: {problem}"[:200], seconds)
        return Outcome("oracle", str(problem)[:200], seconds)
    if seconds > SECONDS:
        return Outcome("wrong", f"right, but it took {seconds:.1f} s", seconds)
    return Outcome("right", "", seconds, notes)


def _traced(program: Program) -> Any:
    """The trace; names that are spelled otherwise by the reader (`w_0` for w₀) are given under its own spelling."""
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
    said = f"[{error.code}] {error.detail}"
    helped = (bool(error.hint) and error.hint not in USELESS) or getattr(error, "fix", None) is not None
    leaked = [word for word in INTERNAL if word in f"{error.detail} {error.hint}"]
    if leaked:
        return Outcome("refused", f"in words of the machine, {leaked[0]}: {said}"[:160], seconds)
    if program.refused is None and not program.either:
        return Outcome("refused", f"{said} {error.hint or ''}".strip()[:160], seconds)
    if not helped:
        return Outcome(
            "refused", f"rightly, but with no hint that helps and no fix: {said} {error.hint or ''}"[:160], seconds
        )
    family = FAMILIES.get(program.refused or "any")
    if family is not None and family not in {base.__name__ for base in type(error).__mro__}:
        return Outcome("refused", f"as a {type(error).__name__}, not a {family}: {said}"[:160], seconds)
    return Outcome("right", said, seconds)


# What the trace says, as numbers.


def _array(value: Any) -> NDArray[np.float64] | None:
    if isinstance(value, str):
        return np.array(float(value))
    if value is None or hasattr(value, "large") or isinstance(value, dict):
        return None
    if isinstance(value, list):
        return np.array(_numbers(value), dtype=float)
    return np.array(value, dtype=float)


def _numbers(value: Any) -> Any:
    return [_numbers(part) for part in value] if isinstance(value, list) else float(value)


def _leaves(trace: Any) -> dict[str, Any]:
    """The value of every leaf with a name."""
    found = {node.name: node.value for node in trace.nodes if node.kind == "leaf" and node.name}
    for name in trace.gradients:
        if name not in found and name in trace.named:
            found[name] = trace.named[name].value
    return found


# The comparison.


def _compared(program: Program, trace: Any) -> tuple[str, ...]:
    leaves = _leaves(trace)
    values = {name: value for name, leaf in leaves.items() if (value := _array(leaf)) is not None}
    text = program.source if program.twin is None else program.twin
    given = oracle.under_the_names_of(text, program.values)
    for name in sorted(texts.free_names(text)):
        if name not in given and (key := find(name, values)) is not None:
            given[name] = values[key]
    wanted = _wanted(program, trace, text, given)
    pins = _pins(program, trace, values)
    named = {} if program.large else {find(name, trace.named): name for name in trace.named}
    sought = [*wanted, *(name for name in _middle(program, trace) if name not in wanted)]
    answer = oracle.run(program, given=given, pins=pins, wanted=sought, named=bool(named))
    if program.large:
        _shape_alone(answer, trace)
        _planted_verdicts(program, trace)
        return ()
    _drawn(trace)
    found = _output(program, trace, answer)
    notes: list[str] = []
    if found is not None and program.out != LATER:
        aliases = {name for name in answer.shared if name not in given}
        _gradients(program, trace, {name: key for name, key in wanted.items() if name not in aliases}, found)
        _named(program, trace, answer, found, text)
    _phantoms(program, trace, text, wanted)
    _bounds(program, trace, values)
    _verdicts(program, trace, answer, given, notes)
    return tuple(notes)


def _wanted(program: Program, trace: Any, text: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The leaves whose gradient is compared: name in the twin -> name in the trace."""
    wanted = {}
    for name in given:
        if name in program.labels or name in program.skip:
            continue
        key = find(name, trace.gradients)
        if key is not None:
            wanted[name] = key
        elif name in texts.free_names(text):
            raise Wrong(f"the gradients have no `{name}`: {', '.join(trace.gradients) or 'none'}")
    wanted = {name: key for name, key in wanted.items() if key not in program.skip}
    taken = set(wanted.values())
    for key in trace.gradients:
        if key not in taken and key not in program.skip:
            wanted[key] = key
    return wanted


def _middle(program: Program, trace: Any) -> list[str]:
    """Names of small values in between, whose gradient is compared as well."""
    if program.written_for == "sympy":
        return []
    small = [
        name
        for name, found in trace.named.items()
        if name not in trace.gradients and int(np.prod(found.shape)) <= 6 and found.gradient is not None
    ]
    return small[:4]


def _pins(program: Program, trace: Any, values: Mapping[str, NDArray[np.float64]]) -> dict[str, Any]:
    """What the trace drew for the names that the row says: the first version of each, an update comes later."""
    pins: dict[str, Any] = {}
    for name in program.pin:
        nodes = (node.value for node in trace.nodes if name == node.name or name in node.names)
        drawn = values[name] if name in values else _array(next(nodes, None))
        if drawn is None and not program.large and (key := find(name, trace.named)) is not None:
            drawn = _array(trace.named[key].value)
        if drawn is not None:
            pins[name] = drawn
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
    value = _array(trace.value)
    if value is None:
        raise Wrong("the value is too large to compare")
    for right, gradients in answer.outputs:
        if _same(value, right, program.loose):
            return gradients
    raise Wrong(f"value {_short(value)}, right {_short(answer.outputs[0][0])}")


def _gradients(
    program: Program, trace: Any, wanted: Mapping[str, str], gradients: Mapping[str, NDArray[np.float64]]
) -> None:
    for name, key in wanted.items():
        right = gradients.get(name)
        mine = _array(trace.gradients[key])
        if right is None or mine is None:
            continue
        if not _alike(mine, right, program.loose):
            raise Wrong(f"gradient of `{key}` {_short(mine)}, right {_short(right)}")


def _named(
    program: Program, trace: Any, answer: Answer, gradients: Mapping[str, NDArray[np.float64]], text: str
) -> None:
    if program.written_for == "sympy":
        return
    once = texts.bound_once(text)
    for name, shown in trace.named.items():
        mine = _array(shown.value)
        right = answer.named.get(name)
        if mine is None or right is None or name in program.skip or name not in once:
            continue
        if not _same(mine, right, program.loose):
            raise Wrong(f"`{name}` is {_short(mine)}, right {_short(right)}")
        slope, true = _array(shown.gradient), gradients.get(name)
        if name in trace.gradients or name in answer.shared or slope is None or true is None:
            continue
        if not _alike(slope, true, program.loose):
            raise Wrong(f"gradient of `{name}` {_short(slope)}, right {_short(true)}")


def _phantoms(program: Program, trace: Any, text: str, wanted: Mapping[str, str]) -> None:
    """A leaf that nobody wrote: `int` in `x.astype(int)`."""
    for key in trace.gradients:
        if key in ("int", "float", "bool", "True", "False", "np", "torch", "jnp", "None", "self"):
            raise Wrong(f"`{key}` is drawn as a variable")


def _bounds(program: Program, trace: Any, values: Mapping[str, NDArray[np.float64]]) -> None:
    for name, (low, high) in program.within.items():
        drawn = values[name] if name in values else _array(trace.named[name].value) if name in trace.named else None
        if drawn is None or not bool(np.all((drawn >= low) & (drawn <= high))):
            raise Wrong(f"`{name}` must lie in [{low}, {high}]: {drawn}")


def _verdicts(program: Program, trace: Any, answer: Answer, given: Mapping[str, Any], notes: list[str]) -> None:
    checks = _checks(trace)
    left, missing = list(checks), []
    for name, of in program.grads.items():
        mine = [check for check in checks if canonical(check.name) == canonical(name)]
        mine = mine or [check for check in checks if tail(check.name) == tail(name)]
        left = [check for check in left if check not in mine]
        words = [_verdict(check) for check in mine]
        if of == NOT_WRONG:
            if "wrong" in words:
                raise Wrong(f"`{name}` is called wrong, and nobody can say that: {mine[0].text}"[:200])
            continue
        expected = true_verdict(program, answer, name)
        other = "wrong" if expected == "right" else "right"
        if other in words:
            raise Wrong(f"`{name}` is {expected} and called {other}: {mine[words.index(other)].text}"[:220])
        if expected not in words:
            missing.append(f"`{name}` ({expected})")
        elif expected == "wrong" and (note := _words(name, program.mistakes[name], mine[0])):
            notes.append(note)
    if program.correct is not None:
        _inside(program, left, given)
    elif wrong := [check for check in left if _verdict(check) == "wrong"]:
        raise Wrong(f"`{wrong[0].name}` is called wrong, and it is no hand-written gradient: {wrong[0].text}"[:200])
    if missing:
        raise Undecided("no verdict on " + ", ".join(missing))


def _inside(program: Program, checks: list[Any], given: Mapping[str, Any]) -> None:
    """Gradients that stand under no name at the end, by what their names hold in the program and in the correct one."""
    assert program.correct is not None
    mine = held_by_names(program, program.source if program.twin is None else program.twin, given)
    right = held_by_names(program, program.correct, given)
    for check in checks:
        name = check.name.replace('"', "'")
        arrays = [
            held.get(name) or [a for key, each in held.items() if tail(key) == tail(name) for a in each]
            for held in (mine, right)
        ]
        if not all(arrays) or _verdict(check) not in ("right", "wrong"):
            continue
        common = any(a.shape == b.shape and _alike(a, b, loose=False) for a in arrays[0] for b in arrays[1])
        if _verdict(check) == "right" and not common:
            raise Wrong(
                f"`{check.name}` is called right, and the correct program has other numbers: {check.text}"[:220]
            )
        if _verdict(check) == "wrong" and check.yours is not None:
            index = tuple(check.index or ())
            if is_held(check.yours, index, arrays[1]) and not is_held(check.true, index, arrays[1]):
                raise Wrong(f"`{check.name}` is called wrong, and the correct program has it so: {check.text}"[:220])
            if not is_held(check.true, index, arrays[1]):
                raise Wrong(
                    f"`{check.name}` is wrong, and held to another number than the right one: {check.text}"[:220]
                )


def _planted_verdicts(program: Program, trace: Any) -> None:
    """Where the arrays are too large to compare: the verdicts that the row says."""
    for name in program.grads:
        words = [_verdict(check) for check in _checks(trace) if canonical(check.name) == canonical(name)]
        expected = "wrong" if name in program.mistakes else "right"
        if words and expected not in words:
            raise Wrong(f"`{name}` is {expected} and called {words[0]}")
        if not words:
            raise Undecided(f"no verdict on `{name}` ({expected})")


def true_verdict(program: Program, answer: Answer, name: str) -> str:
    """The oracle's verdict on a hand-written gradient. Raises NoAnswer where it is not the one that the row plants."""
    if name not in answer.truth:
        raise texts.NoAnswer(f"no true gradient for `{name}`")
    number, true = answer.truth[name]
    verdict = "right" if _alike(number, true, loose=True) else "wrong"
    if (verdict == "wrong") != (name in program.mistakes):
        raise texts.NoAnswer(f"the row means `{name}` to be otherwise: {_short(number)}, true {_short(true)}")
    return verdict


def _checks(trace: Any) -> list[Any]:
    checks = getattr(trace, "hand_gradients", None)
    return list(trace.checks if checks is None else checks)


def _verdict(check: Any) -> str:
    return getattr(check, "verdict", None) or ("right" if check.equal else "wrong")


def _words(name: str, mistake: str, check: Any) -> str | None:
    """What is missing in the words about a wrong gradient: the planted mistake, or that it only inherits one."""
    if mistake == "inherits":
        return None if getattr(check, "inherits", None) else f"`{name}` is not said to inherit its fault: {check.text}"
    said = f"{getattr(check, 'mistake', '') or ''} {check.text}"
    if re.search(MISTAKES[mistake], said, re.I):
        return None
    return f"`{name}`: the words do not name the {mistake} mistake: {said}"


def _same(mine: NDArray[np.float64], right: NDArray[np.float64], loose: bool) -> bool:
    """Values that agree to rounding."""
    if mine.shape != right.shape:
        if not loose or mine.size != right.size:
            return False
        mine, right = mine.ravel(), right.ravel()
    scale = float(np.abs(right[np.isfinite(right)]).max(initial=0.0))
    return bool(np.allclose(mine, right, rtol=1e-8, atol=1e-10 * max(scale, 1e-2), equal_nan=True))


def _alike(mine: NDArray[np.float64], right: NDArray[np.float64], loose: bool) -> bool:
    """Gradients that agree to what central differences can tell; a kink of the oracle (nan) judges nothing."""
    if mine.shape != right.shape:
        if not loose or mine.size != right.size:
            return False
        mine, right = mine.ravel(), right.ravel()
    judged = ~np.isnan(right)
    scale = float(np.abs(right[np.isfinite(right)]).max(initial=0.0))
    atol = ABSOLUTE + 1e-7 * scale
    return bool(np.allclose(mine[judged], right[judged], rtol=RELATIVE, atol=atol, equal_nan=True))


def _short(array: NDArray[np.float64]) -> str:
    return np.array2string(array, precision=5, threshold=8, separator=", ").replace("\n", "")
