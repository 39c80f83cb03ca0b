"""Choices of a scene, each made with one click: lists of options, put in their places in its program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["PLACE", "TABLES", "ChoiceList", "ChoiceOption", "Choose", "options_from"]

PLACE = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """One thing to choose."""

    label: str
    """Text of its button."""
    text: str
    """Text that it puts into the program."""


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list of which one option is chosen."""

    name: str
    """Its place in the template is `<name>`."""
    options: list[ChoiceOption]
    """Options in the order of their buttons; a scene begins with the first."""


@dataclass(frozen=True, slots=True)
class Choose:
    """A program with places, and what can stand there."""

    template: str
    """The program; `<name>` stands where the chosen option of that list goes."""
    lists: list[ChoiceList]
    """Lists in the order in which they are shown."""

    def source(self, labels: Sequence[str]) -> str:
        """The program with an option of each list in its place. Raises: KeyError."""
        texts = {}
        for each, label in zip(self.lists, labels, strict=True):
            texts[each.name] = {option.label: option.text for option in each.options}[label]
        return PLACE.sub(lambda match: texts.get(match[1], match[0]), self.template)

    def names(self, name: str) -> bool:
        """Return whether the program or an option of it holds a name."""
        texts = [self.template, *(option.text for each in self.lists for option in each.options)]
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for text in texts)

    @property
    def first(self) -> str:
        """The program with which the scene begins."""
        return self.source([each.options[0].label for each in self.lists])


def _options(**texts: str) -> list[ChoiceOption]:
    return [ChoiceOption(label, text) for label, text in texts.items()]


_UNARY = {
    "x": "x", "−x": "-x", "|x|": "abs(x)", "x²": "x**2", "x³": "x**3", "√x": "sqrt(x)", "βx": "beta*x",
    "x + β": "x + beta",
    "log(|x| + ε)": "log(abs(x) + 1e-3)", "exp x": "exp(x)", "sin x": "sin(x)", "cos x": "cos(x)", "sinh x": "sinh(x)",
    "cosh x": "cosh(x)", "tanh x": "tanh(x)", "arcsinh x": "arcsinh(x)", "arctan x": "arctan(x)", "sinc x": "sinc(x)",
    "max(x, 0)": "maximum(x, 0)", "min(x, 0)": "minimum(x, 0)", "σ(x)": "sigmoid(x)",
    "log(1 + exp x)": "log(1 + exp(x))",
    "exp(−x²)": "exp(-x**2)", "erf x": "erf(x)", "β": "beta",
}  # fmt: skip
_BINARY = {
    "a · b": "a*b", "a + b": "a + b", "a − b": "a - b", "a / (b + ε)": "a/(b + 1e-3)", "max(a, b)": "maximum(a, b)",
    "min(a, b)": "minimum(a, b)", "σ(a) · b": "sigmoid(a)*b", "exp(−β(a − b)²)": "exp(-beta*(a - b)**2)",
    "exp(−β|a − b|)": "exp(-beta*abs(a - b))", "βa + (1 − β)b": "beta*a + (1 - beta)*b",
}  # fmt: skip
TABLES = {"unary": _options(**_UNARY), "binary": _options(**_BINARY)}
"""Lists that a file can name instead of writing them: the search space in which Swish was found."""


def options_from(table: str, first: str) -> list[ChoiceOption]:
    """The options of a table, the one with the label `first` before the others."""
    return sorted(TABLES[table], key=lambda option: option.label != first)
