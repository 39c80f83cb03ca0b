"""Tangents, second derivatives and the graph of the backward pass, held to PyTorch in float64 and to the engine."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from chainrule.directions import gradcheck, hessian, hessian_vector_product, tangents
from chainrule.errors import InputError, LimitError
from chainrule.evaluate import Pass, evaluate, forward, plan
from chainrule.graph import INPUT, Graph
from chainrule.limits import Limits
from chainrule.read import Request, backward_graph, read
from programs import ARRAYS, NAMES, agree, array_values, scalar_program


def graph_and_values(source: str, values: dict[str, Any]) -> tuple[Graph, dict[str, Any]]:
    arrays = {name: np.asarray(value, float) if np.ndim(value) else float(value) for name, value in values.items()}
    return read(source, Request(arrays)), arrays


def a_pass(source: str, values: dict[str, Any]) -> Pass:
    return evaluate(*graph_and_values(source, values))


def torch_function(source: str, names: list[str]) -> Any:
    *statements, last = [line for line in source.split("\n") if line.strip()]

    def run(*args: Any) -> Any:
        scope = {**NAMES, **dict(zip(names, args, strict=True))}
        exec("\n".join(statements), scope)
        left, equals, right = last.partition(" = ")
        return eval(right if equals and left.isidentifier() else last, scope)

    return run


CASES = [
    *[(*scalar_program(seed), f"scalar {seed}") for seed in range(120)],
    *[(source, array_values(shapes, 1), source[:40]) for source, shapes in ARRAYS],
]
every_program = pytest.mark.parametrize(("source", "values"), [case[:2] for case in CASES], ids=[c[2] for c in CASES])


@every_program
def test_tangents_are_those_of_pytorch(source: str, values: dict[str, Any]) -> None:
    graph, numbers = graph_and_values(source, values)
    results = forward(plan(graph, ()), numbers)
    rng = np.random.default_rng(3)
    moves = {name: rng.normal(size=np.shape(value)) for name, value in numbers.items()}
    leaves = {node.name: node.id for node in graph.nodes if node.op == INPUT}
    direction = {leaves[name]: move if np.ndim(move) else float(move) for name, move in moves.items() if name in leaves}
    found = tangents(graph, results, direction)[graph.output]
    primal = tuple(torch.tensor(value, dtype=torch.float64) for value in numbers.values())
    tangent = tuple(torch.tensor(move, dtype=torch.float64) for move in moves.values())
    _, wanted = torch.autograd.functional.jvp(torch_function(source, list(values)), primal, tangent)
    agree(np.zeros(np.shape(wanted)) if found is None else found, wanted.numpy(), source)


@every_program
def test_backward_graph_gives_the_gradients_of_the_engine(source: str, values: dict[str, Any]) -> None:
    graph, numbers = graph_and_values(source, values)
    wrt = [node.id for node in graph.nodes if node.op == INPUT]
    made = backward_graph(graph, wrt)
    results = forward(plan(made.graph, ()), numbers)
    wanted = evaluate(graph, numbers).gradients
    for leaf in wrt:
        scale = max(1.0, float(np.abs(np.asarray(wanted[leaf])).max(initial=0.0)))
        np.testing.assert_allclose(results[made.gradients[leaf]], wanted[leaf], rtol=1e-12, atol=1e-12 * scale)


@every_program
def test_hessians_and_their_products_are_those_of_pytorch(source: str, values: dict[str, Any]) -> None:
    graph, numbers = graph_and_values(source, values)
    names = [node.name for node in graph.nodes if node.op == INPUT and node.name is not None]
    found = hessian(graph, numbers, names)
    function = torch_function(source, names)

    def total(*args: Any) -> Any:
        return function(*args).sum()

    primal = tuple(torch.tensor(numbers[name], dtype=torch.float64) for name in names)
    blocks = torch.autograd.functional.hessian(total, primal)
    sizes = [int(np.size(numbers[name])) for name in names]
    wanted = np.block(
        [
            [block.reshape(rows, columns).numpy() for block, columns in zip(row, sizes, strict=True)]
            for row, rows in zip(blocks, sizes, strict=True)
        ]
    )
    agree(found.matrix, wanted, source)
    rng = np.random.default_rng(5)
    vector = [rng.normal(size=np.shape(numbers[name]))[()] for name in names]
    product = hessian_vector_product(graph, numbers, dict(zip(names, vector, strict=True)))
    flat = np.concatenate(
        [np.ravel(product[name]) if name in product else np.zeros(np.size(numbers[name])) for name in names]
    )
    agree(flat, wanted @ np.concatenate([np.ravel(each) for each in vector]), source)


def test_the_hessian_of_a_quadratic_is_its_matrix() -> None:
    graph, numbers = graph_and_values("0.5*(3*x**2 + 2*x*y + 5*y**2)", {"x": 1, "y": -2})
    found = hessian(graph, numbers)
    assert found.names == ["x", "y"]
    assert found.matrix.tolist() == [[3.0, 1.0], [1.0, 5.0]]
    np.testing.assert_allclose(found.eigenvalues, [4 - 2**0.5, 4 + 2**0.5])


def test_a_hessian_over_its_limit_says_which() -> None:
    graph, numbers = graph_and_values("sum(x**2)", {"x": [1.0] * 20})
    with pytest.raises(LimitError, match="hessian_entries"):
        hessian(graph, numbers, limits=Limits(hessian_entries=10))


def test_a_hessian_of_an_unknown_name_lists_those_there_are() -> None:
    graph, numbers = graph_and_values("x*y", {"x": 1, "y": 2})
    with pytest.raises(InputError, match="no variable `z`"):
        hessian(graph, numbers, ["z"])


@pytest.mark.parametrize(("source", "values"), [case[:2] for case in CASES[::7]], ids=[c[2] for c in CASES[::7]])
def test_gradients_pass_the_numerical_check(source: str, values: dict[str, Any]) -> None:
    for check in gradcheck(a_pass(source, values)).checks:
        assert check.kinks or np.allclose(check.analytic, check.numeric, rtol=1e-5, atol=1e-7)


def test_the_error_falls_with_the_square_of_a_central_step_and_then_rises() -> None:
    (check,) = gradcheck(a_pass("exp(x)", {"x": 1})).checks
    error = dict(check.by_h)
    assert len(error) == 17
    assert error[1e-2] / error[1e-3] == pytest.approx(100, rel=0.05)
    assert error[1e-16] == 1.0  # x + h is x
    assert check.error < 1e-9


def test_the_error_of_a_forward_step_falls_with_the_step() -> None:
    (check,) = gradcheck(a_pass("exp(x)", {"x": 1}), kind="forward").checks
    error = dict(check.by_h)
    assert error[1e-2] / error[1e-3] == pytest.approx(10, rel=0.05)


def test_a_kink_is_noticed_with_both_slopes() -> None:
    (check,) = gradcheck(a_pass("abs(x)", {"x": 0})).checks
    ((place, below, above),) = check.kinks
    assert place == ()
    assert (below, above) == pytest.approx((-1, 1))
    (smooth,) = gradcheck(a_pass("x**2", {"x": 0})).checks
    assert smooth.kinks == []


@pytest.mark.parametrize(
    ("source", "values", "settings", "verdict"),
    [
        ("x**3", {"x": 2.0}, {}, "agree"),
        ("x**3", {"x": 2.0}, {"h": 1.0}, "expected"),
        ("x**3", {"x": 0.0}, {}, "expected"),
        ("x**3", {"x": 2.0}, {"h": 1e-16}, "lost"),
        ("sin(x)", {"x": 1.0}, {"h": 1.0, "kind": "forward"}, "expected"),
        ("sin(1000*x)", {"x": 1.0}, {}, "expected"),
        ("sin(1e5*x)", {"x": 0.3}, {}, "expected"),
        ("1e17 + x", {"x": 1.0}, {}, "lost"),
        ("x**2", {"x": 1e150}, {}, "lost"),
        ("x**2", {"x": 1e-200}, {}, "zero"),
        ("sigmoid(x)", {"x": 40.0}, {}, "zero"),
        ("relu(x)", {"x": 1e-7}, {}, "kink"),
        ("relu(x)", {"x": 1e-6}, {}, "expected"),
        ("relu(x) + x", {"x": 1e-2}, {"h": 1.0}, "expected"),
        ("x - floor(x)", {"x": 2.0}, {}, "jump"),
        ("sign(x)", {"x": 0.0}, {}, "jump"),
        ("1/x", {"x": 1e-6}, {}, "infinite"),
        ("log(x)", {"x": 1e-5}, {}, "infinite"),
        ("cbrt(x)", {"x": 0.0}, {}, "differ"),  # infinite, and the quotient is not
        ("1/x", {"x": 0.0}, {}, "infinite"),
        ("sum(inv(x))", {"x": [[1.0, 1.0], [1.0, 1.0]]}, {}, "infinite"),
        ("(x - mean(x))/sqrt(var(x) + 1e-5)", {"x": [1.0, 3.0, 4.0]}, {}, "zero"),  # the terms of the sum cancel
        ("sum(x*x)", {"x": [3.0, 0.0, -2.0]}, {}, "agree"),
    ],
)
def test_the_check_says_what_it_can_tell_and_no_more(
    source: str, values: dict[str, Any], settings: dict[str, Any], verdict: str
) -> None:
    (check,) = gradcheck(a_pass(source, values), **settings).checks
    assert (check.verdict, check.agrees) == (verdict, verdict != "differ")


@pytest.mark.parametrize("h", [1.0, 1e-2, 1e-5, 1e-8])
@pytest.mark.parametrize("kind", ["central", "forward"])
@pytest.mark.parametrize("factor", [-1.0, 1.5, 0.0])
def test_a_wrong_gradient_is_never_explained_by_the_step(h: float, kind: Any, factor: float) -> None:
    for source, x in (("x**3", 2.0), ("exp(x)*x", 0.7), ("tanh(x) + 2*x", -0.4)):
        run = a_pass(source, {"x": x})
        gradient = next(run.gradients[node.id] for node in run.graph.nodes if node.name == "x")
        (check,) = gradcheck(run, h=h, kind=kind, gradients={"x": factor * float(gradient)}).checks
        assert check.verdict == "differ" or h == 1.0


def test_passes_are_counted() -> None:
    graph, numbers = graph_and_values("sum(W @ x)", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 2.0]})
    assert gradcheck(evaluate(graph, numbers)).numeric_passes == 12
    assert gradcheck(evaluate(graph, numbers), kind="forward").numeric_passes == 7


def test_a_check_of_too_many_entries_says_the_limit() -> None:
    with pytest.raises(LimitError, match="check_entries"):
        gradcheck(evaluate(*graph_and_values("sum(x**2)", {"x": [1.0] * 20}), limits=Limits(check_entries=10)))


SQUARE = [[2.0, 0.5, 0.1], [0.4, 1.0, 0.3], [0.2, 0.35, -1.0]]
WEIGHTS = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)


@pytest.mark.parametrize(
    ("source", "function"),
    [
        ("w, v = np.linalg.eigh((A + A.T)/2)\nsum((c @ v)**4) + sum(w**3)", lambda a: torch.linalg.eigh((a + a.T) / 2)),
        ("u, s, vh = np.linalg.svd(A)\nsum((c @ u)**4) + sum(s**3)", lambda a: torch.linalg.svd(a)[:2][::-1]),
        ("q, r = np.linalg.qr(A)\nsum((c @ q)**4) + sum(r**3)", lambda a: torch.linalg.qr(a)[::-1]),
    ],
    ids=["eigh", "svd", "qr"],
)
def test_hessians_through_decompositions_are_those_of_pytorch(source: str, function: Any) -> None:
    """Of vectors only numbers that their signs do not change."""
    graph, numbers = graph_and_values(f"import numpy as np\n{source}", {"A": SQUARE, "c": WEIGHTS.tolist()})

    def total(a: torch.Tensor) -> torch.Tensor:
        numbers_of_it, vectors = function(a)
        return ((WEIGHTS @ vectors) ** 4).sum() + (numbers_of_it**3).sum()

    expected = torch.autograd.functional.hessian(total, torch.tensor(SQUARE, dtype=torch.float64)).reshape(9, 9).numpy()
    np.testing.assert_allclose(
        hessian(graph, numbers, ["A"]).matrix, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max()
    )


ZEROS = [[1.0, 0.0, 2.0], [0.0, 0.0, 3.0]]


@pytest.mark.parametrize(
    ("source", "values", "function"),
    [
        ("prod(x)", [0.0, 2.0, 0.0], lambda x: x.prod()),
        ("sum(prod(x, axis=1, keepdims=True)*x)", ZEROS, lambda x: (x.prod(1, keepdim=True) * x).sum()),
        ("sum(prod(x, axis=(0, 2))**2)", [ZEROS], lambda x: (x[0].prod(1) ** 2).sum()),
        ("sum(cumprod(x)**2)", ZEROS, lambda x: (x.flatten().cumprod(0) ** 2).sum()),
        ("sum(cumprod(x, axis=0)**2)", ZEROS, lambda x: (x.cumprod(0) ** 2).sum()),
        ("sum(cumprod(x, axis=-1)**2)", ZEROS, lambda x: (x.cumprod(1) ** 2).sum()),
        ("det(x)", [[1.0, 1.0], [1.0, 1.0]], lambda x: x[0, 0] * x[1, 1] - x[0, 1] * x[1, 0]),
    ],
)
def test_second_derivatives_of_products_are_right_where_factors_are_0(
    source: str, values: list[Any], function: Any
) -> None:
    """A quotient by the factor is 0/0 there, and of two zeros the mixed derivative is not 0."""
    graph, numbers = graph_and_values(source, {"x": values})
    start = torch.tensor(values, dtype=torch.float64)
    wanted = torch.autograd.functional.hessian(function, start).reshape(start.numel(), -1).numpy()
    np.testing.assert_allclose(hessian(graph, numbers, ["x"]).matrix, wanted, rtol=1e-9, atol=1e-12)


def test_a_long_running_product_has_its_gradient_where_a_factor_is_0() -> None:
    graph, numbers = graph_and_values("sum(cumprod(x))", {"x": [1.5] * 80 + [0.0] + [0.5] * 80})
    (leaf,) = (node.id for node in graph.nodes if node.op == INPUT)
    both = backward_graph(graph, [leaf])
    results = forward(plan(both.graph, ()), numbers)
    np.testing.assert_allclose(results[both.gradients[leaf]], evaluate(graph, numbers).gradients[leaf], rtol=1e-12)


def test_the_hessian_through_eigenvectors_of_any_matrix_is_the_difference_of_gradients() -> None:
    source = "import numpy as np\nw, v = np.linalg.eig(A)\nsum((c @ v)**4)"
    square, weights = np.array(SQUARE), WEIGHTS.numpy()

    def slope(a: Any) -> Any:
        graph, numbers = graph_and_values(source, {"A": a, "c": weights})
        run = evaluate(graph, numbers)
        return np.ravel(run.gradients[next(node.id for node in graph.nodes if node.name == "A")])

    columns = []
    for place in np.ndindex(3, 3):
        step = np.zeros((3, 3))
        step[place] = 1e-5
        columns.append((slope(square + step) - slope(square - step)) / 2e-5)
    graph, numbers = graph_and_values(source, {"A": square, "c": weights})
    np.testing.assert_allclose(hessian(graph, numbers, ["A"]).matrix, np.array(columns), rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(
    ("source", "values", "second"),
    [
        ("softplus(x)", {"x": 0.0}, 0.25),
        ("softplus(x, 3)", {"x": 0.0}, 0.75),
        ("logsigmoid(x)", {"x": 0.0}, -0.25),
        ("logaddexp(x, y)", {"x": 1.0, "y": 1.0}, 0.25),
        ("binary_cross_entropy_with_logits(x*y, t)", {"x": 0.0, "y": 2.0, "t": 1.0}, 1.0),
        ("weighted_bce_with_logits(x*y, t, 3)", {"x": 0.0, "y": 2.0, "t": 1.0}, 3.0),
        ("relu(x) + softplus(x)", {"x": 0.0}, 0.25),
        ("sinc(x)", {"x": 0.0}, -(np.pi**2) / 3),
        ("sinc(x)", {"x": 1e-5}, -(np.pi**2) / 3 + np.pi**4 / 10 * 1e-10),
        ("(1 + y**2)**x + x*x", {"x": 0.0, "y": 0.0}, 2.0),
    ],
)
def test_functions_without_a_kink_have_second_derivatives_everywhere(
    source: str, values: dict[str, Any], second: float
) -> None:
    """Where two kinks of their gates cancel, a formula loses its digits, or an exponent is 0."""
    graph, numbers = graph_and_values(source, values)
    assert hessian(graph, numbers, ["x"]).matrix == pytest.approx(np.array([[second]]), rel=1e-12)
    assert hessian_vector_product(graph, numbers, {"x": 1.0})["x"] == pytest.approx(second, rel=1e-12)


def test_the_mixed_derivative_of_a_power_is_there_where_the_exponent_is_0() -> None:
    graph, numbers = graph_and_values("(1 + x**2)**y", {"x": 1.5, "y": 0.0})
    assert hessian(graph, numbers).matrix[0, 1] == pytest.approx(3 / 3.25)
