"""The Jacobian of a gate or a closed function, formed for once: to be looked at, never to compute with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .evaluate import Pass, gradients_of, plan
from .graph import Shape
from .limits import DEFAULT, Deadline, Limits
from .number import short

__all__ = ["SIDE", "Slope", "formed", "place_block", "broadcast_jacobian", "structure_of", "why_never", "bytes_text"]

SIDE = 64  # rows and columns up to which the matrix is given
LARGE_BYTES = (64 * 4096) ** 2 * 4  # y = x @ w with N = 64, D = M = 4096, in 32-bit numbers: 256 GB


@dataclass(frozen=True, slots=True)
class Slope:
    """A matrix of d(output entry)/d(input entry) in C order, and what it is like."""

    matrix: np.ndarray[Any, Any]
    structure: str  # "zero", "identity", "diagonal", "permutation", "block" or "dense"
    blocks: int  # parts that have nothing to do with one another; 0 where nothing depends on anything


def formed(
    run: Pass,
    outputs: Sequence[int],
    first: int,
    inputs: Sequence[Sequence[tuple[int, int]]],
    *,
    raw: bool,
    limits: Limits = DEFAULT,
) -> Slope:
    """Return d(values of nodes `outputs`)/d(values entering at `inputs`): one backward pass for each output entry.

    Args:
        first: the first node of the gate or function.
        inputs: for each value that enters the (node, slot) places inside by which it does.
        raw: what enters has been broadcast to the gate's shape before.

    Raises:
        LimitError: `seconds`.
    """
    nodes, evaluation_plan = run.graph.nodes, plan(run.graph)
    deadline = Deadline(limits.seconds)
    rows = []
    for output in outputs:
        shape = nodes[output].shape
        for entry in range(math.prod(shape)):
            seed: Any = 1.0
            if shape:
                seed = np.zeros(shape)
                seed.flat[entry] = 1.0
            with np.errstate(all="ignore"):
                _, downstream = gradients_of(evaluation_plan, run.values, output, seed, deadline, limits, first)
                rows.append(_row(replace(run, downstream=downstream), inputs, raw))
    return structure_of(np.array(rows, dtype=np.float64))


def _row(run: Pass, inputs: Sequence[Sequence[tuple[int, int]]], raw: bool) -> np.ndarray[Any, Any]:
    """Return the gradients at all inputs, flattened one after another."""
    row = []
    for ports in inputs:
        terms = [_entering(run, node, slot, raw) for node, slot in ports]
        row.append(np.ravel(sum(terms[1:], terms[0])))
    return np.concatenate(row)


def _entering(run: Pass, node: int, slot: int, raw: bool) -> Any:
    row = run.downstream[node]
    if raw:
        there = row and row[slot] is not None
        return np.broadcast_to(row[slot] if there else 0.0, run.graph.nodes[node].shape)
    return run.contribution(node, slot)


def broadcast_jacobian(argument: Shape, result: Shape) -> Slope:
    """Return the Jacobian of a broadcast gate: every entry of the output is a copy of one of the input."""
    places = np.broadcast_to(np.arange(math.prod(argument)).reshape(argument), result).ravel()
    return structure_of(np.eye(math.prod(argument))[places])


def place_block(count: int) -> Slope:
    """Return the Jacobian block of a copy: the identity."""
    return structure_of(np.eye(count))


def structure_of(matrix: np.ndarray[Any, Any]) -> Slope:
    """Return the matrix with the structure that its zeros show."""
    used = matrix != 0  # NaN counts as an entry
    rows, columns = matrix.shape
    blocks = _blocks(used)
    if not used.any():
        return Slope(matrix, "zero", 0)
    single = bool((used.sum(axis=0) == 1).all() and (used.sum(axis=1) == 1).all())
    if rows == columns and not used[~np.eye(rows, dtype=bool)].any():
        ones = bool((np.diagonal(matrix) == 1).all())
        return Slope(matrix, "identity" if ones else "diagonal", blocks)
    if single and bool((matrix[used] == 1).all()):
        return Slope(matrix, "permutation", blocks)
    return Slope(matrix, "block" if blocks > 1 else "dense", blocks)


def _blocks(used: np.ndarray[Any, Any]) -> int:
    """Count the connected parts of rows and columns."""
    left = set(np.flatnonzero(used.any(axis=1)).tolist())
    blocks = 0
    while left:
        blocks += 1
        stack = [left.pop()]
        while stack:
            columns = used[stack.pop()]
            result = left.intersection(np.flatnonzero(used[:, columns].any(axis=1)).tolist())
            left -= result
            stack.extend(result)
    return blocks


WHY = {
    "zero": "No entry of the input moves any entry of the output here: the gradient is 0, whatever comes from above.",
    "identity": "Every entry is handed on as it is, so the upstream gradient is the downstream gradient.",
    "diagonal": "Each input entry moves its own output entry only: all else is 0. The gate multiplies entry by entry.",
    "permutation": "Entries only change places. The gate puts each gradient back where its value came from.",
    "block": "It falls into {blocks} parts that have nothing to do with one another; outside them it is 0. "
    "The gate multiplies the upstream gradient by the parts only.",
    "dense": "Inputs and outputs are mixed, but only the product with the upstream gradient is wanted, and that is "
    "formed directly.",
}


def why_never(structure: str | None, blocks: int, rows: int, columns: int, used: int) -> str:
    """Return the reason why no framework forms this matrix, with its size at these shapes and at the lecture's."""
    reason = WHY[structure].format(blocks=blocks) if structure else WHY["dense"]
    return (
        f"{reason} Formed, its {rows:,} × {columns:,} entries would weigh {bytes_text(rows * columns * 8)}; the gate "
        f"used {bytes_text(used)}. For y = x @ w with N = 64, D = M = 4096 it would weigh {bytes_text(LARGE_BYTES)}, "
        "at 4 bytes a number."
    )


def bytes_text(size: int) -> str:
    """Return a number of bytes in words: 512 bytes, 32 KB, 256 GB (powers of 1024, as the lectures count)."""
    amount, units = float(size), ["bytes", "KB", "MB", "GB", "TB"]
    while amount >= 1024 and len(units) > 1:
        amount /= 1024
        del units[0]
    return f"{short(amount)} {units[0]}" if amount < 1000 else f"{amount:,.0f} {units[0]}"
