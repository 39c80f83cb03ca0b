"""Verdicts of a trace on gradients written by hand, beside those of the oracle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import texts
from .agreement import same_gradients, short_text
from .answer import Answer
from .names import canonical, tail
from .outcome import Undecided, Wrong
from .program import NOT_WRONG, Program
from .within import held_by_names, is_held

__all__ = ["MISTAKES", "check_planted_verdicts", "check_verdicts", "true_verdict"]

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


def check_verdicts(program: Program, trace: Any, answer: Answer, values: Mapping[str, Any], notes: list[str]) -> None:
    checks = trace.hand_gradients
    left, missing = list(checks), []
    for name, of in program.grads.items():
        mine = [check for check in checks if canonical(check.name) == canonical(name)]
        mine = mine or [check for check in checks if tail(check.name) == tail(name)]
        left = [check for check in left if check not in mine]
        words = [check.verdict for check in mine]
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
        _inside(program, left, values)
    elif wrong := [check for check in left if check.verdict == "wrong"]:
        raise Wrong(f"`{wrong[0].name}` is called wrong, and it is no hand-written gradient: {wrong[0].text}"[:200])
    if missing:
        raise Undecided("no verdict on " + ", ".join(missing))


def _inside(program: Program, checks: list[Any], values: Mapping[str, Any]) -> None:
    """Gradients that stand under no name at the end, by what their names hold in the program and in the correct one."""
    assert program.correct is not None
    mine = held_by_names(program, program.source if program.twin is None else program.twin, values)
    right = held_by_names(program, program.correct, values)
    for check in checks:
        name = check.name.replace('"', "'")
        arrays = [
            by_name.get(name) or [a for key, each in by_name.items() if tail(key) == tail(name) for a in each]
            for by_name in (mine, right)
        ]
        if not all(arrays) or check.verdict not in ("right", "wrong"):
            continue
        common = any(a.shape == b.shape and same_gradients(a, b, loose=False) for a in arrays[0] for b in arrays[1])
        if check.verdict == "right" and not common:
            raise Wrong(
                f"`{check.name}` is called right, and the correct program has other numbers: {check.text}"[:220]
            )
        if check.verdict == "wrong" and check.yours is not None:
            index = tuple(check.index or ())
            if is_held(check.yours, index, arrays[1]) and not is_held(check.true, index, arrays[1]):
                raise Wrong(f"`{check.name}` is called wrong, and the correct program has it so: {check.text}"[:220])
            if not is_held(check.true, index, arrays[1]):
                raise Wrong(
                    f"`{check.name}` is wrong, and held to another number than the right one: {check.text}"[:220]
                )


def check_planted_verdicts(program: Program, trace: Any) -> None:
    """Where the arrays are too large to compare: the verdicts that the row says."""
    for name in program.grads:
        words = [check.verdict for check in trace.hand_gradients if canonical(check.name) == canonical(name)]
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
    verdict = "right" if same_gradients(number, true, loose=True) else "wrong"
    if (verdict == "wrong") != (name in program.mistakes):
        raise texts.NoAnswer(f"the row means `{name}` to be otherwise: {short_text(number)}, true {short_text(true)}")
    return verdict


def _words(name: str, mistake: str, check: Any) -> str | None:
    """What is missing in the words about a wrong gradient: the planted mistake, or that it only inherits one."""
    if mistake == "inherits":
        return None if check.inherits else f"`{name}` is not said to inherit its fault: {check.text}"
    text = f"{check.mistake or ''} {check.text}"
    if re.search(MISTAKES[mistake], text, re.I):
        return None
    return f"`{name}`: the words do not name the {mistake} mistake: {text}"
