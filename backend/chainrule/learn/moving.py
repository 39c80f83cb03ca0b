"""The parameters and their optimizer's state, moved update by update.

Where a rule works entry by entry, all parameters lie in one vector, and the rule runs once for all of them: the same
numbers, at the price of one array.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from ..graph import Shape
from ..limits import Limits
from .rule import UpdateRule

__all__ = ["Parameters", "parameters"]

FEW = 8  # numbers up to which Python's own floats are faster than a vector


class Parameters(Protocol):
    """`values` are the present ones by name: floats, and arrays that a later update may write into."""

    values: dict[str, Any]

    def take(self, gradients: Sequence[Any]) -> None:
        """The gradients of all parameters, in order."""

    def move(self, lr: float, t: int, total: int) -> None:
        """Update `t`, counted from 1, along the gradients taken last."""

    def states(self) -> dict[str, dict[str, Any]]:
        """The rule's states, each by parameter: copies."""

    def norm(self) -> float:
        """The length of the whole gradient taken last."""


def parameters(rule: UpdateRule, values: Mapping[str, Any], limits: Limits) -> Parameters:
    """The kind that is fastest for these."""
    arrays = any(np.ndim(value) for value in values.values())
    vector = rule.elementwise and (arrays or len(values) > FEW)
    return _Vector(rule, values, limits) if vector else _OneByOne(rule, values, limits)


class _OneByOne:
    def __init__(self, rule: UpdateRule, values: Mapping[str, Any], limits: Limits) -> None:
        self.values = {name: np.array(value) if np.ndim(value) else float(value) for name, value in values.items()}
        self._steppers = {name: rule.stepper(np.shape(value), limits) for name, value in values.items()}
        self._gradients: Sequence[Any] = ()

    def take(self, gradients: Sequence[Any]) -> None:
        self._gradients = gradients

    def move(self, lr: float, t: int, total: int) -> None:
        for (name, stepper), gradient in zip(self._steppers.items(), self._gradients, strict=True):
            self.values[name] = stepper.step(self.values[name], gradient, lr, float(t), float(total))

    def states(self) -> dict[str, dict[str, Any]]:
        tables_by_name: dict[str, dict[str, Any]] = {}
        for name, stepper in self._steppers.items():
            for state, value in stepper.states.items():
                tables_by_name.setdefault(state, {})[name] = np.array(value) if np.ndim(value) else value
        return tables_by_name

    def norm(self) -> float:
        result = [each * each if type(each) is float else float(np.vdot(each, each)) for each in self._gradients]
        return math.sqrt(sum(result))


class _Vector:
    def __init__(self, rule: UpdateRule, values: Mapping[str, Any], limits: Limits) -> None:
        shapes: dict[str, Shape] = {name: np.shape(value) for name, value in values.items()}
        ends = np.cumsum([math.prod(shape) for shape in shapes.values()]).tolist()
        self._parts = [
            (name, slice(end - math.prod(shape), end), shape)
            for (name, shape), end in zip(shapes.items(), ends, strict=True)
        ]
        self._all = np.concatenate([np.ravel(value) for value in values.values()]).astype(np.float64)
        self._gradient = np.zeros_like(self._all)
        self._into = [self._gradient[part].reshape(shape) for _, part, shape in self._parts]
        self._stepper = rule.stepper(self._all.shape, limits)
        self.values = self._split(self._all)
        self._scalars = [(name, part.start) for name, part, shape in self._parts if not shape]

    def take(self, gradients: Sequence[Any]) -> None:
        for into, gradient in zip(self._into, gradients, strict=True):
            into[...] = gradient

    def move(self, lr: float, t: int, total: int) -> None:
        self._all[:] = self._stepper.step(self._all, self._gradient, lr, float(t), float(total))
        for name, place in self._scalars:
            self.values[name] = float(self._all[place])

    def states(self) -> dict[str, dict[str, Any]]:
        return {state: self._split(value.copy()) for state, value in self._stepper.states.items()}

    def norm(self) -> float:
        return math.sqrt(self._gradient.dot(self._gradient))

    def _split(self, vector: np.ndarray) -> dict[str, Any]:
        """Views of a vector, by parameter; a float where it is one number."""
        return {
            name: vector[part].reshape(shape) if shape else float(vector[part.start])
            for name, part, shape in self._parts
        }
