"""The numbers of a pass as a program needs them: leaves, the seed, and whether Python's own floats will do."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..evaluate import Pass
from ..formula import Bin, Tree, fold
from ..graph import INPUT, LITERAL, GraphNode
from ..ops import OPS
from .program import Program

__all__ = ["careful", "leaf_value", "seeded"]


def careful(program: Program, run: Pass) -> bool:
    """Return whether the program needs NumPy's numbers in place of Python's own floats.

    Python's floats would raise where the pass went on with inf or nan, or lack a method of arrays.
    """
    for gate in program.gates:
        own = [value for value in gate.symbols.values() if isinstance(value, int)]
        if any(
            not program.graph.nodes[node].shape and not OPS[row.op].elementwise for row in gate.rows for node in own
        ):
            return True
        numbers = [run.values[node] for node in (*own, gate.out) if isinstance(run.values[node], float)]
        if not all(map(np.isfinite, [*numbers, *[g for g in (run.gradients[n] for n in own) if isinstance(g, float)]])):
            return True
        if 0.0 in numbers and any(back.tree is not None and _divides(back.tree) for back in gate.backs):
            return True
    return False


def _divides(tree: Tree) -> bool:
    return fold(tree, lambda node, parts: any(parts) or (isinstance(node, Bin) and node.op in ("/", "**")))


def leaf_value(leaf: GraphNode, run: Pass) -> Any:
    """Return the number or array of a leaf; None for seeded random numbers, which are drawn and not copied."""
    return run.values[leaf.id] if leaf.op in (INPUT, LITERAL) else None


def seeded(program: Program, run: Pass) -> Any:
    """Return the upstream gradient, None where it is ones."""
    return None if np.all(run.upstream == 1.0) else run.upstream
