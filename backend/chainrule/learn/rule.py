"""A rule: an optimizer of the table with its settings, or one that was typed, read into a tape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..compiled import Compiled
from ..errors import ChainruleError, InputError, SourceError, about
from ..graph import INPUT, Graph, Shape
from ..limits import Limits
from ..ops import OPS
from ..read import Request, read
from ..read.suggest import closest
from ..read.text import canonical_name
from .optimizers import OPTIMIZERS, RANGES, Optimizer

__all__ = ["UpdateRule", "Stepper", "read_formula", "rule_for", "setting"]

PROVIDED = ("w", "g", "lr", "t", "T")


@dataclass(frozen=True, slots=True)
class UpdateRule:
    """A rule that moves a parameter. `settings` has every name of the rule that is neither given nor a state."""

    name: str
    text: str
    settings: Mapping[str, float]
    states: tuple[str, ...]
    elementwise: bool  # every entry moves by its own numbers alone
    lr: float

    def stepper(self, shape: Shape, limits: Limits) -> Stepper:
        """Return what moves one parameter of a shape, with a state of its own."""
        return Stepper(self, shape, limits)


class Stepper:
    """The rule for one parameter of one shape: `step` is one update. `states` are the present ones, by name."""

    def __init__(self, rule: UpdateRule, shape: Shape, limits: Limits) -> None:
        names = {**dict.fromkeys(("w", "g", *rule.states), shape), "lr": (), "t": (), "T": ()}
        with about(rule.text):
            graph = read_formula(rule.text, {**names, **dict.fromkeys(rule.settings, ())}, limits)
            places = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
            becomes = {name: graph.names[name] for name in ("w", *rule.states)}
            for name, node in becomes.items():
                if graph.nodes[node].shape != shape:
                    raise SourceError(
                        "bad-rule",
                        f"`{name}` has another shape after the update than before.",
                        span=graph.nodes[node].span,
                        hint="An update keeps the shape of the parameter and of every state.",
                    )
        start: Any = np.zeros(shape) if shape else 0.0
        numbers = {**rule.settings, "lr": rule.lr, "t": 1.0, "T": 1.0}
        leaves = {place: numbers.get(name, start) for name, place in places.items()}
        moving = [places[name] for name in ("w", "g", "lr", "t", "T", *rule.states) if name in places]
        self._tape = Compiled(graph, leaves, moving, [*becomes.values()])
        self._at = {name: places.get(name, -1) for name in PROVIDED}
        self._states = [(name, places[name], becomes[name]) for name in rule.states]
        self._new = becomes["w"]

    @property
    def states(self) -> dict[str, Any]:
        """Return the state variables of the optimizer, by name, each in the parameter's shape."""
        return {name: self._tape.numbers[place] for name, place, _ in self._states}

    def step(self, w: Any, g: Any, lr: float, t: float, total: float) -> Any:
        """The parameter after update `t`, counted from 1."""
        numbers = self._tape.numbers
        for place, value in zip(self._at.values(), (w, g, lr, t, total), strict=True):
            if place >= 0:
                numbers[place] = value
        self._tape.run()
        after = [(place, numbers[node]) for _, place, node in self._states]
        for place, value in after:
            numbers[place] = value
        return numbers[self._new]


def read_formula(text: str, shapes: Mapping[str, Shape], limits: Limits) -> Graph:
    """A rule or a schedule as a graph.

    Raises:
        ChainruleError: it cannot be read, or it chooses its way by a number.
    """
    try:
        graph = read(text, Request(shapes=shapes, limits=limits))
    except InputError as error:
        if error.code != "missing-values":
            raise
        name_list = ", ".join(shapes)
        raise InputError("missing-setting", error.detail, span=error.span, hint=f"It may use {name_list}.") from None
    if graph.guards:
        raise SourceError(
            "bad-rule",
            "Which way this goes depends on a number, and here one formula stands for all numbers.",
            span=graph.guards[0].span,
            hint="Write where(condition, a, b).",
        )
    return graph


def rule_for(optimizer: str | Mapping[str, Any], settings: Mapping[str, Any], limits: Limits) -> UpdateRule:
    """The rule asked for.

    Args:
        optimizer: a name of the table, or {"update": "v = 0.9*v + g; w = w - lr*v"}.
        settings: numbers by name; what is not given has its default.

    Raises:
        InputError: `unknown-optimizer`, `unknown-setting`, `bad-setting`.
        ChainruleError: what is wrong with a rule that was typed.
    """
    if isinstance(optimizer, str):
        return _of_table(optimizer, settings, limits)
    text = optimizer.get("update")
    if not isinstance(text, str) or set(optimizer) != {"update"}:
        raise InputError(
            "unknown-optimizer",
            "An optimizer of your own has one field, `update`, with the rule as text.",
            hint='Write {"update": "v = 0.9*v + g; w = w - lr*v"}.',
        )
    values_by_name = {canonical_name(name): setting(name, value) for name, value in settings.items()}
    return _read("update", text, {"lr": 0.1, **values_by_name}, limits)


def setting(name: str, value: Any) -> float:
    """Raises: InputError `bad-setting`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError("bad-setting", f"`{name[:60]}` is not a finite number.", hint="Write a number such as 0.1.")
    return float(value)


def _check_range(name: str, value: float) -> None:
    """Raises: InputError `bad-setting`: outside the range of the table."""
    lies = RANGES.get(name)
    if lies is None:
        return
    if value < lies.low:
        raise InputError("bad-setting", f"`{name}` is below {lies.low:g}.", hint="It may be 0, or more.")
    if lies.high is not None and (value > lies.high or (value == lies.high and not lies.with_high)):
        text = f"`{name}` is over {lies.high:g}." if lies.with_high else f"`{name}` is not below {lies.high:g}."
        raise InputError("bad-setting", text, hint="It is the share of the old mean that stays, such as 0.9.")


def _of_table(name: str, settings: Mapping[str, Any], limits: Limits) -> UpdateRule:
    row = OPTIMIZERS.get(name)
    if row is None:
        guess = closest(name[:60], [*OPTIMIZERS])
        hint = f"Did you mean `{guess}`?" if guess else f"They are {', '.join(OPTIMIZERS)}."
        raise InputError("unknown-optimizer", f"There is no optimizer `{name[:60]}`.", hint=hint)
    row, settings = _variant(row, settings)
    unknown = [each for each in settings if each not in row.settings]
    if unknown:
        raise InputError(
            "unknown-setting",
            f"`{unknown[0][:60]}` is not a setting of `{row.name}`.",
            hint=f"Its settings are {', '.join((*row.settings, *row.variants, *row.switches))}.",
        )
    numbers = {**row.settings, **{each: setting(each, value) for each, value in settings.items()}}
    for each, value in numbers.items():
        _check_range(each, value)
    text = row.rule(numbers["weight_decay"])
    if not numbers["weight_decay"]:
        del numbers["weight_decay"]
    return _read(row.name, text, numbers, limits)


def _variant(row: Optimizer, settings: Mapping[str, Any]) -> tuple[Optimizer, dict[str, Any]]:
    """The row that has a setting which turns one rule into another: PyTorch's SGD has momentum when it is not 0."""
    left = dict(settings)
    for name in [*row.variants, *row.switches]:
        if name not in left or name in row.settings:
            continue
        switch = left[name]
        if name in row.variants and switch:
            row = OPTIMIZERS[row.variants[name]]
        elif name in row.switches and not switch:
            row = OPTIMIZERS[row.switches[name]]
        if name not in row.settings:
            del left[name]
    return row, left


def _read(name: str, text: str, settings: Mapping[str, float], limits: Limits) -> UpdateRule:
    with about(text):
        names = dict.fromkeys((*PROVIDED, *settings), ())
        try:
            graph = read(text, Request(shapes=names, defaults=True, limits=limits))
        except ChainruleError as error:
            error.source = text
            raise
        inputs = [node for node in graph.nodes if node.op == INPUT and node.name is not None]
        if graph.names.get("w") in (None, *(node.id for node in inputs if node.name == "w")):
            raise SourceError(
                "bad-rule", "The rule does not say what `w` becomes.", hint="Its last line is such as w = w - lr*g."
            )
        states = tuple(
            node.name
            for node in inputs
            if node.name is not None and node.name not in names and graph.names[node.name] != node.id
        )
        missing = [node for node in inputs if node.name not in names and node.name not in states]
        if missing:
            raise InputError(
                "missing-setting",
                f"The rule does not say what `{missing[0].name}` is.",
                span=missing[0].span,
                hint="Give it in `settings`. A state is a name that the rule sets itself.",
            )
        read_formula(text, {**names, **dict.fromkeys(states, ())}, limits)
    used = {node.name for node in inputs}
    used_settings = {each: value for each, value in settings.items() if each in used}
    elementwise = all(OPS[node.op].elementwise for node in graph.nodes if node.args)
    lr = used_settings.pop("lr", settings["lr"])
    return UpdateRule(name, text, used_settings, states, elementwise, lr)
