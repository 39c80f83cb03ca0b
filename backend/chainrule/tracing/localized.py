"""A trace in the language of the moment: the sentences that are made in English are translated at the end."""

from __future__ import annotations

from dataclasses import replace

from ..graph import ROUND
from ..sentences import language, sentence, translated
from .document import Function, Node, Trace

__all__ = ["localized", "said_of_round"]

_ROUNDS = (sentence("round"), sentence("round {0}"), sentence("round × {0}"), sentence("round {0}…{1}"))


def localized(trace: Trace) -> Trace:
    """The words of steps are made in the language already; titles and notices are kept with what was read."""
    if language() == "en":
        return trace
    return replace(
        trace,
        nodes=[_node(node) for node in trace.nodes],
        functions=[_function(function) for function in trace.functions],
        notices=[replace(each, text=translated(each.text)) for each in trace.notices],
        health=[replace(each, text=translated(each.text)) for each in trace.health],
        alternatives=[replace(each, text=translated(each.text)) for each in trace.alternatives],
    )


def _node(node: Node) -> Node:
    if node.op == ROUND and node.kind == "function":
        return replace(node, title=said_of_round(node.title), label=said_of_round(node.label))
    return replace(node, title=translated(node.title))


def _function(function: Function) -> Function:
    return replace(function, name=said_of_round(function.name))


def said_of_round(label: str) -> str:
    """Return the label of a round of a loop, or of several, in the language of the moment; any other as it is."""
    return translated(label) if label.partition(" ")[0] == ROUND else label
