"""Second derivatives where a shorter formula would fail: several zeros, singular matrices, squares out of range."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
import torch

import chainrule
from chainrule.directions import hessian, hessian_vector_product
from chainrule.errors import ChainruleError
from chainrule.evaluate import forward, plan
from chainrule.graph import INPUT
from chainrule.read import backward_graph
from test_directions import graph_and_values


@pytest.mark.parametrize(
    ("source", "shape", "function"),
    [
        ("prod(x)", (300,), lambda x: x.prod()),
        ("sum(prod(x, axis=0)**2)", (200, 3), lambda x: (x.prod(0) ** 2).sum()),
        ("sum(cumprod(x)*x)", (300,), lambda x: (x.cumprod(0) * x).sum()),
        ("sum(cumprod(x, axis=1)*x)", (3, 200), lambda x: (x.cumprod(1) * x).sum()),
    ],
)
def test_second_derivatives_of_long_products_are_right_at_several_zeros(
    source: str, shape: tuple[int, ...], function: Any
) -> None:
    rng = np.random.default_rng(5)
    x, v = 1 + 0.1 * rng.normal(size=shape), rng.normal(size=shape)
    x.flat[[5, 66, 200]] = 0.0
    graph, numbers = graph_and_values(source, {"x": x})
    wanted = torch.autograd.functional.hvp(function, torch.tensor(x), torch.tensor(v))[1].numpy()
    product = hessian_vector_product(graph, numbers, {"x": v})["x"]
    np.testing.assert_allclose(product, wanted, rtol=1e-9, atol=1e-12 * np.abs(wanted).max())


def test_the_determinant_of_a_large_singular_matrix_has_its_second_derivatives() -> None:
    """An entry of the Hessian is, up to its sign, what is left of the matrix without two rows and two columns."""
    a = np.random.default_rng(9).normal(size=(9, 9))
    a[1] = 2 * a[0]
    graph, numbers = graph_and_values("det(A)", {"A": a})
    matrix = hessian(graph, numbers, ["A"]).matrix.reshape(9, 9, 9, 9)
    minor = np.linalg.det(np.delete(np.delete(a, (0, 3), axis=0), (2, 7), axis=1))
    np.testing.assert_allclose(matrix[0, 2, 3, 7], minor, rtol=1e-9)
    np.testing.assert_allclose(matrix[0, 7, 3, 2], -minor, rtol=1e-9)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_an_angle_has_its_gradient_where_squares_are_no_numbers(size: float) -> None:
    graph, numbers = graph_and_values("arctan2(y, x)", {"y": size, "x": size})
    leaves = [node.id for node in graph.nodes if node.op == INPUT]
    both = backward_graph(graph, leaves)
    results = forward(plan(both.graph, ()), numbers)
    assert sorted(results[both.gradients[leaf]] for leaf in leaves) == pytest.approx([-0.5 / size, 0.5 / size])


@pytest.mark.parametrize(("rows", "singular"), [(5, True), (9, True), (13, False), (13, True)])
def test_a_singular_determinant_has_second_derivatives_or_a_sentence(rows: int, singular: bool) -> None:
    matrix = np.random.default_rng(3).normal(size=(rows, rows))
    if singular:
        matrix[-1] = matrix[0]  # to the last digit; elimination leaves rounding where the inverse should fail
    ask = partial(chainrule.hessian, "det(A) + y**2", {"A": matrix, "y": 1.0})
    if rows > 12 and singular:
        with pytest.raises(ChainruleError, match="singular"):
            ask()
        with pytest.raises(ChainruleError, match="singular"):
            chainrule.hvp("det(A)", {"A": matrix}, {"A": np.eye(rows)})
        assert chainrule.hessian("det(A) + y**2", {"A": matrix, "y": 1.0}, wrt=["y"]).matrix == 2
        return
    second = ask().matrix[0, rows + 1]  # by A[0, 0] and A[1, 1]: the determinant of what is left without their lines
    assert second == pytest.approx(np.linalg.det(matrix[2:, 2:]), rel=1e-9, abs=1e-12)
