"""Sentences about the backward half of a backward graph, whose gates compute as all gates do."""

from __future__ import annotations

from html import escape
from typing import Any

from .. import graph
from ..formula import symbol
from ..number import shape_text
from ..sentences import tr
from .scene import StepText, number_text, shape_in_words
from .templates import EQUALS, gradient, table

__all__ = ["back_copy", "back_reason", "begin"]


def begin(name: str, box: str, value: Any, *, is_given: bool, shape: graph.Shape, loss: str) -> StepText:
    """The backward half begins. `box`: the leaf that holds dL/d(output); `is_given`: the request gave it."""
    slope, why = f"∂{loss}/∂{name}", tr("From here on every value is a gradient of the pass before.")
    left = gradient(symbol(loss), symbol(name), escape(name))
    if shape:
        start = tr("the gradient that was given") if is_given else tr("1 for every entry")
        words = tr("The backward half starts at {0} with {1} ({2}): {3}.", name, slope, shape_in_words(shape), start)
        return StepText(words, table([(left, f"{EQUALS}<mtext>{shape_text(shape)}</mtext>")]), words, why)
    ending = tr(", which was given") if is_given else tr(": every quantity changes exactly as much as itself")
    text, words = (
        tr(
            "The backward half starts at {0} with {1} = {2}{3}.",
            name,
            slope,
            number_text(how, f"{box}.value", value),
            ending,
        )
        for how in "tp"
    )
    return StepText(text, table([(left, EQUALS + number_text("m", f"{box}.value", value))]), words, why)


def back_reason(label: str, saved: int, *, adds: bool) -> str:
    """Return the reason why a gate of the backward half is there.

    Args:
        label: what is written on the gate, or the name of the leaf, whose gradient it helps to compute.
        saved: how many values of the forward half it reads.
        adds: it adds up what several uses of one value hand back.
    """
    if adds:
        return tr("{0} is used in several places of the forward pass: what they hand back is added up here.", label)
    uses = {0: tr("no saved value"), 1: tr("one saved value")}.get(saved, tr("{0} saved values", saved))
    return tr(
        "A part of what the {0} gate hands back: upstream × local. It reads {1} of the forward pass.", label, uses
    )


def back_copy(*, saved: bool) -> str:
    """Return the reason why a copy gate stands in the backward half."""
    if saved:
        return tr("The value is saved once, and read in several places of the backward pass.")
    return tr("One gradient goes to several places, as when an add gate hands it unchanged to all its inputs.")
