"""Forward mode: each row's tangent against its vjp, whole programs against PyTorch."""

from __future__ import annotations

import itertools
import zlib
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from chainrule.directions import plan_tangents
from chainrule.ops import OPS, Op
from chainrule.ops.tangent import slope, tangent
from chainrule.read import Request, read
from ops_support import COMPUTING, close, draw, gradient, points

computing = pytest.mark.parametrize("op", COMPUTING, ids=lambda op: op.name)


@computing
def test_tangent_and_vjp_of_a_row_are_one_slope_from_two_ends(op: Op) -> None:
    """<jvp(v), u> = <v, vjp(u)>, for the tangents of all arguments at once and for each alone."""
    rng = np.random.default_rng(zlib.crc32(op.name.encode()))
    for trial, args, upstream in points(op):
        out = op.forward(*args, **trial.params)
        moves = [draw(rng, -1.0, 1.0, np.shape(arg)) for arg in args]
        slots = [slot for slot in range(len(args)) if slot not in op.stops]
        terms = [np.sum(gradient(op, slot, upstream, out, args, trial.params) * moves[slot]) for slot in slots]
        for slot, term in zip(slots, terms, strict=True):
            alone = [move if each == slot else None for each, move in enumerate(moves)]
            moved = np.broadcast_to(tangent(op, alone, out, args, **trial.params), np.shape(out))
            close(np.sum(upstream * moved), term)
        if slots:
            moved = np.broadcast_to(tangent(op, moves, out, args, **trial.params), np.shape(out))
            close(np.sum(upstream * moved), sum(terms))


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_a_choice_of_two_moves_as_the_sum_of_its_slopes_says_at_ties_and_nan_too(name: str) -> None:
    row, corners = OPS[name], [-1.0, 0.0, -0.0, 2.0, np.inf, -np.inf, np.nan]
    for a, b, t_a in itertools.product(corners, corners, [1.0, np.inf]):
        for shape in ((), (3,)):  # beside two entries that differ and two that tie
            x, y, t, u = (
                np.array([each, other, 5.0]) if shape else each
                for each, other in ((a, 1.0), (b, 2.0), (t_a, 7.0), (3.0, 8.0))
            )
            terms = [slope(row, 0)(t, 0.0, x, y), slope(row, 1)(u, 0.0, x, y)]
            np.testing.assert_array_equal(tangent(row, [t, u], 0.0, [x, y]), terms[0] + terms[1])


@pytest.mark.parametrize("settings", [{}, {"keepdims": True}, {"axis": 0}, {"axis": (1,), "keepdims": True}])
def test_the_largest_entries_move_by_the_mean_where_they_tie(settings: dict[str, Any]) -> None:
    a, t = np.array([[2.0, 5.0, 5.0], [2.0, 1.0, 5.0]]), np.arange(6.0).reshape(2, 3)
    out = OPS["amax"].forward(a, **settings)
    moved, seed = tangent(OPS["amax"], [t], out, [a], **settings), np.ones(np.shape(out))
    assert np.shape(moved) == np.shape(out)
    close(np.sum(moved), np.sum(slope(OPS["amax"], 0)(seed[()], out, a, **settings) * t))


def test_the_steps_of_a_direction_are_settled_once_and_hold_only_what_moves() -> None:
    graph = read("(x + y)*z + y*2", Request({"x": 1.0, "y": 2.0, "z": np.ones(3)}))
    leaves = {node.name: node.id for node in graph.nodes if node.name is not None}
    plan = graph.fact(plan_tangents)
    steps = plan.steps_for({leaves["x"]: 1.0})
    assert steps is graph.fact(plan_tangents).steps_for([leaves["x"]])
    assert [graph.nodes[node].op for node, *_ in steps] == ["add", "mul", "add"]
    assert len(plan.steps_for([leaves["y"]])) == 4


@pytest.mark.parametrize("size", [3, 12])
def test_a_determinant_moves_by_its_cofactors_at_singular_matrices_too(size: int) -> None:
    rng = np.random.default_rng(size)
    for rank in (size, size - 1, size - 2):
        a = rng.normal(size=(2, size, rank)) @ rng.normal(size=(2, rank, size))
        t, row = rng.normal(size=a.shape), OPS["det"]
        out = row.forward(a)
        wanted = np.sum(t * slope(row, 0)(np.ones(2), out, a), axis=(-2, -1))
        np.testing.assert_allclose(tangent(row, [t], out, [a]), wanted, rtol=1e-9, atol=1e-9 * np.abs(a).max() ** size)


@pytest.mark.parametrize(
    "entries", [[2.0, 3.0, 4.0], [0.0, 3.0, 4.0], [0.0, 0.0, 4.0], [1e-200, 1e-200, 3.0], [np.inf, 2.0]]
)
def test_a_product_moves_by_its_other_factors_where_it_is_0_too(entries: list[float]) -> None:
    a, row = np.array(entries), OPS["prod"]
    t = np.arange(1.0, 1.0 + len(a))
    out = row.forward(a)
    wanted = np.sum(t * slope(row, 0)(1.0, out, a))
    np.testing.assert_allclose(tangent(row, [t], out, [a]), wanted, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "zeros"), [("arctan2", (0.0, 0.0)), ("pow", (0.0, 0.0)), ("pow", (0.0, 2.0)), ("pow", (2.0, 0.0))]
)
def test_one_entry_at_a_kink_changes_nothing_for_the_others(name: str, zeros: tuple[float, float]) -> None:
    """Arrays without such an entry take a shorter way."""
    row, (a, b), t = OPS[name], np.array([[1.5, 0.5, 2.0], [0.7, 2.5, 1.0]]), np.array([1.0, 2.0, 3.0])
    plain = tangent(row, [t, t], row.forward(a, b), [a, b])
    a, b = np.append(a, zeros[0]), np.append(b, zeros[1])
    with np.errstate(all="ignore"):
        moved = tangent(row, [np.append(t, 1.0), np.append(t, 1.0)], row.forward(a, b), [a, b])
        ends = [tangent(row, [1.0, 1.0], row.forward(*zeros), list(zeros))]
    np.testing.assert_allclose(moved, [*plain, *ends], rtol=1e-14)


@pytest.mark.parametrize("name", ["maximum", "minimum", "mul", "clip", "pow", "mod", "cosh", "sinc", "lgamma"])
def test_a_large_gate_moves_as_the_slopes_of_its_entries_say(name: str) -> None:
    """Large arrays share the forward pass and choose by bits; one entry at a time is Python's own arithmetic."""
    row, rng, corners = OPS[name], np.random.default_rng(3), [0.0, -0.0, 2.0, -2.5, 1e300, np.inf, -np.inf, np.nan]
    with np.errstate(all="ignore"):
        args = [np.append(rng.uniform(-3, 3, size=40_000), each) for each in np.meshgrid(*[corners] * (row.slots or 1))]
        moves = [rng.normal(size=arg.size) for arg in args]
        out = row.forward(*args)
        moved = np.broadcast_to(tangent(row, moves, out, args), out.shape)
        for place in [*range(0, 40_000, 997), *range(40_000, out.size)]:
            entry = [np.float64(arg[place]) for arg in args]
            wanted = sum(slope(row, slot)(moves[slot][place], out[place], *entry) for slot in range(len(args)))
            np.testing.assert_allclose(moved[place], wanted, rtol=1e-12, err_msg=str(entry))


@pytest.mark.parametrize("entries", [[], [0.0], [0.0, 0.0], [1e-200], [1e300, 1e-300]])
@pytest.mark.parametrize("scale", [1.0, 1e-3, 1e3])
def test_products_of_many_factors_move_by_the_product_rule_where_they_underflow(
    entries: list[float], scale: float
) -> None:
    rng = np.random.default_rng(len(entries))
    a = rng.permutation(np.append(rng.normal(size=700) * scale, entries))
    t = rng.normal(size=a.size)
    with localcontext(prec=40):
        product, moved = Decimal(1), [Decimal(0)]
        for factor, move in zip(map(Decimal, a), map(Decimal, t), strict=True):
            moved.append(moved[-1] * factor + product * move)
            product *= factor
    wanted = np.array([*map(float, moved[1:])])
    with np.errstate(all="ignore"):
        running = tangent(OPS["cumprod"], [t], np.cumprod(a), [a])
        whole = tangent(OPS["prod"], [np.stack([t, t])], np.prod([a, a], axis=1), [np.stack([a, a])], axis=1)
    near = np.isfinite(wanted)
    np.testing.assert_allclose(running[near], wanted[near], rtol=1e-9, atol=1e-300)
    if near[-1]:
        np.testing.assert_allclose(whole, [wanted[-1]] * 2, rtol=1e-9, atol=1e-300)
