"""The examples as traces, and what their last picture must say: for the tests of exported files."""

from __future__ import annotations

import functools

import pytest

import chainrule
from chainrule.examples import EXAMPLES
from chainrule.number import number

NAMES = [example.name for example in EXAMPLES]
every_example = pytest.mark.parametrize("name", NAMES)


@functools.cache
def traced(name: str) -> chainrule.Trace:
    example = next(example for example in EXAMPLES if example.name == name)
    return chainrule.trace(example.source, example.values, upstream=example.upstream, view=example.view)


def numbers_at_the_end(trace: chainrule.Trace) -> set[str]:
    """What the last picture must say: every scalar on a wire, forward and backward."""
    scalars = [edge for edge in trace.edges if not edge.shape]
    return {number(float(x)) for edge in scalars for x in (edge.value, edge.downstream)}
