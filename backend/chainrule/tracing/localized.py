"""A trace in the language of the moment: the sentences that are made in English are translated at the end."""

from __future__ import annotations

from dataclasses import replace

from ..sentences import language, translated
from .document import Node, Trace

__all__ = ["localized"]


def localized(trace: Trace) -> Trace:
    """The words of steps are made in the language already; titles and notices are kept with what was read."""
    if language() == "en":
        return trace
    return replace(
        trace,
        nodes=[_node(node) for node in trace.nodes],
        notices=[replace(each, text=translated(each.text)) for each in trace.notices],
        health=[replace(each, text=translated(each.text)) for each in trace.health],
        alternatives=[replace(each, text=translated(each.text)) for each in trace.alternatives],
    )


def _node(node: Node) -> Node:
    return replace(node, title=translated(node.title))
