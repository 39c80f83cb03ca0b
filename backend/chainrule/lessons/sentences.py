"""Places in a sentence, such as `{value of f}`: the engine's numbers, so that no sentence can say a wrong one.

    {value of q}  {gradient of x}  {local of q into f}  {term 1 of x}  {shape of W}  {pattern of f}
    {loss after 10}  {value of w after 10}  {gradient of w after 10}  {lr after 10}
    {count of steps | gates | wires | leaves}  {paths of x}  {= 2*x + 1}
Each takes `, 4 decimals` at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..number import as_given, shape_text
from ..ops.op import Pattern
from ..sentences import tr
from .context import SceneContext, value_text
from .places import PhraseError

__all__ = ["PLACE", "fill"]

PLACE = re.compile(r"\{([^{}]*)\}")
_DECIMALS = re.compile(r"(.+), (\d{1,2}) decimals?")
_AFTER = re.compile(r"(loss|lr|(?:value|gradient) of (\S+)) after (\d{1,6})")
_LITERAL = re.compile(r"-?[\d.]+(e-?\d+)?")
_OF = re.compile(r"(\w+) of (.+)")


def fill(context: SceneContext, sentence: str) -> str:
    """The sentence with the engine's numbers in its places. Raises: PhraseError, ChainruleError."""
    if re.search(r"[{}]", PLACE.sub("", sentence)):
        hint = "Write a place as `{value of f}`, with both braces."
        raise PhraseError("A brace of this sentence has no partner.", hint)
    blanks = {context.places.of(phrase) for phrase in context.blanks}

    def one(match: re.Match[str]) -> str:
        phrase = " ".join(match[1].split())
        if not phrase.startswith("=") and _gives_away(context, phrase, blanks):
            hint = "Leave it out of the sentence, or ask for something else."
            raise PhraseError(f"`{{{phrase}}}` says what the scene asks for.", hint)
        return _text(context, phrase)

    return PLACE.sub(one, sentence)


def _gives_away(context: SceneContext, phrase: str, blanks: set[Any]) -> bool:
    try:
        return context.places.of(phrase) in blanks
    except PhraseError:
        return False


def _text(context: SceneContext, phrase: str) -> str:
    decimals = None
    if match := _DECIMALS.fullmatch(phrase):
        phrase, decimals = match[1], int(match[2])
    if phrase.startswith("="):
        formula = phrase[1:].strip()
        number = context.number(formula)
        return as_given(number) if _LITERAL.fullmatch(formula) and decimals is None else value_text(number, decimals)
    if match := _AFTER.fullmatch(phrase):
        return value_text(_after(context, match), decimals)
    match = _OF.fullmatch(phrase)
    if match is not None and match[1] in NUMBERS_BY_WORD:
        number = NUMBERS_BY_WORD[match[1]](context, match[2])
        return number if isinstance(number, str) else value_text(number, decimals)
    return value_text(context.place_number(context.places.of(phrase)), decimals)


def _after(context: SceneContext, match: re.Match[str]) -> Any:
    run, update = context.run, int(match[3])
    (rows,) = np.nonzero(run.iterations == update)
    if not rows.size:
        last = run.iterations[-1]
        if run.ended == "converged":
            hint = f"Write the last update: `loss after {last}`."
            raise PhraseError(f"The training has no update {update}: it has converged at {last}.", hint)
        raise PhraseError(f"The training has no update {update}: its last is {last}.")
    if match[2] is None:
        return (run.loss if match[1] == "loss" else run.learning_rate)[rows[0]]
    name, _, index = match[2].partition("[")
    table = run.values if match[1].startswith("value") else run.gradients
    if name not in table:
        raise PhraseError(f"`{name[:60]}` is no parameter of the training.")
    result = table[name][rows[0]]
    try:
        return result[tuple(int(part) for part in index.rstrip("]").split(","))] if index else result
    except (ValueError, IndexError):
        raise PhraseError(f"`{name[:40]}` has no entry [{index[:20]}.") from None


def _value(context: SceneContext, words: str) -> Any:
    try:
        return context.array_of(words, "value")
    except PhraseError:
        return context.place_number(context.places.of(f"value of {words}"))


def _gradient(context: SceneContext, words: str) -> Any:
    try:
        return context.array_of(words, "gradient")
    except PhraseError:
        return context.place_number(context.places.of(f"gradient of {words}"))


def _shape(context: SceneContext, words: str) -> str:
    shape = context.places.node(words).shape
    return shape_text(tuple(shape)) if shape else tr("a number")


def _pattern(context: SceneContext, words: str) -> str:
    node = context.places.node(words)
    for pattern in Pattern:
        if pattern == node.pattern:
            return tr(pattern.heading)
    raise PhraseError(f"`{words[:60]}` is no gate.")


def _count(context: SceneContext, words: str) -> float:
    trace = context.trace
    counts = {
        "steps": len(trace.steps),
        "forward steps": context.forward_steps,
        "gates": sum(node.kind in ("gate", "function") and node.form != "copy" for node in trace.nodes),
        "leaves": sum(node.kind == "leaf" for node in trace.nodes),
        "wires": context.places.wires,
    }
    if words not in counts:
        raise PhraseError(f"What can be counted is {', '.join(counts)}.")
    return float(counts[words])


def _paths(context: SceneContext, words: str) -> float:
    return float(context.places.paths_from(words))


NUMBERS_BY_WORD: Mapping[str, Callable[[SceneContext, str], Any]] = {
    "value": _value,
    "gradient": _gradient,
    "shape": _shape,
    "pattern": _pattern,
    "count": _count,
    "paths": _paths,
}
