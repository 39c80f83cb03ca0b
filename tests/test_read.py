"""The language: what is read, what is refused, and where the caret stands."""

from __future__ import annotations

import pytest

import chainrule
from chainrule.errors import ChainruleError, LimitError
from chainrule.limits import Limits
from reading import read as parse


def value(source: str, **values: object) -> object:
    return chainrule.trace(source, values=values).value


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("2*x^2", {"x": 3}, 18.0),
        ("-x**2", {"x": 3}, -9.0),
        ("2**-x", {"x": 1}, 0.5),
        ("x×y − 1", {"x": 2, "y": 3}, 5.0),
        ("x·y ÷ 2", {"x": 2, "y": 3}, 3.0),
        ("x² + y³", {"x": 2, "y": 1}, 5.0),
        ("x⁻¹", {"x": 4}, 0.25),
        ("√x + √(y)", {"x": 4, "y": 9}, 5.0),
        ("w₀*x₁", {"w0": 2, "x1": 5}, 10.0),
        ("σ(x)", {"x": 0}, 0.5),
        ("½*x", {"x": 4}, 2.0),
        ("np.exp(x) # a comment", {"x": 0}, 1.0),
        ("import numpy as np\nfrom math import exp\nnp.maximum(x, 0) + math.exp(0)", {"x": -1}, 1.0),
        ("import jax.numpy as jnp\njnp.tanh(x)", {"x": 0}, 0.0),
        ("a = x + 1; b = a*a; b", {"x": 2}, 9.0),
        ("x, y = 2, 3\nx*y", {}, 6.0),
        ("a = b = 3\na + b", {}, 6.0),
        ("x = 2\nx += 3\nx *= x\nx", {}, 25.0),
        ("def f(a, b=2):\n    '''doc'''\n    c = a*b\n    return c + 1\nf(x) + f(x, b=3)", {"x": 2}, 12.0),
        ("g = lambda t: t*t\ng(g(x))", {"x": 2}, 16.0),
        ("def outer(a):\n    return inner(a) + 1\ndef inner(a):\n    return a*2\nouter(x)", {"x": 3}, 7.0),
        ("x if x > 0 else 0*x", {"x": 3}, 3.0),
        ("(x > 0) * y", {"x": 3, "y": 5}, 5.0),
        ("max(x, y, 7)", {"x": 3, "y": 5}, 7.0),
        ("y = x*2\nprint('y is', y)\ny", {"x": 3}, 6.0),
        ("h = x\nfor t in range(3):\n    h = h*2\nh", {"x": 1}, 8.0),
        ("pi*x", {"x": 1}, 3.141592653589793),
        ("pi*x", {"x": 1, "pi": 3}, 3.0),
        ("np.square(x) + np.reciprocal(y)", {"x": 3, "y": 2}, 9.5),
        ("F = m*a\nF", {"m": 2, "a": 3}, 6.0),
        ("x.dot(y)", {"x": [1, 2], "y": [3, 4]}, 11.0),
        ("x.reshape(1, -1).shape[1] * y", {"x": [1, 2, 3], "y": 2}, 6.0),
        ("x.sum() / x.size + len(x)", {"x": [2, 4]}, 5.0),
        ("x[1:, ::-1].sum(axis=0)[0]", {"x": [[1, 2], [3, 4]]}, 4.0),
        ("np.array([[1, 2], [3, x]]).T[1, 0]", {"x": 9}, 2.0),
        ("sum(np.zeros((2, 3)) + np.ones(3) + np.eye(3)[0])", {}, 8.0),
        ("sum(np.arange(4) * x)", {"x": 2}, 12.0),
        ("np.random.randn(2, 3).shape[1] + 0*x", {"x": 2}, 3.0),
        ("x.mean(axis=1, keepdims=True).shape[1] * 1.0 + 0*sum(x)", {"x": [[1, 2], [3, 4]]}, 1.0),
        ("torch.sum(x, dim=0)[1]", {"x": [[1, 2], [3, 4]]}, 6.0),
        ("np.vstack([x, y])[1, 0] + np.hstack([x, y])[3] * 10", {"x": [1, 2], "y": [3, 4]}, 43.0),
        ("np.clip(x, a_min=0, a_max=None) + x.clamp(max=-1)", {"x": 2}, 1.0),
        ("sum(np.broadcast_to(x, (3, 2)))", {"x": [1, 2]}, 9.0),
        (
            "x.transpose(-1, -2).shape[2] + torch.transpose(x, 0, 1).shape[0] + 0*sum(x)",
            {"x": [[[1, 2, 3], [4, 5, 6]]]},
            4.0,
        ),
        ("1/(1+e^(-x))", {"x": 0}, 0.5),
        ("e^x", {"e": 3, "x": 2}, 9.0),
        ("log(|x| + ε) + |y|", {"x": -1, "y": -2, "ε": 0}, 2.0),
        ("||x||^2", {"x": [3, 4]}, 25.0),
        ("f(x, y) = x*y + 1\nf(2, t)", {"t": 3}, 7.0),
        ("g = x\ng[x < 0] = 0\nsum(g)", {"x": [-1, 2]}, 2.0),
        ("2x + 1", {"x": 3}, 7.0),
        ("x y", {"x": 3, "y": 4}, 12.0),
        ("f(x) = x**2", {"x": 3}, 9.0),
        ("x and y", {"x": 3, "y": 4}, 4.0),
        ("x or y", {"x": 3, "y": 4}, 3.0),
        ("sum([i*x for i in range(3)])", {"x": 2}, 6.0),
        ("if x > 0:\n    y = x*2\nelse:\n    y = 0*x\ny", {"x": 3}, 6.0),
        ("while x < 10:\n    x = x*2\nx", {"x": 1}, 16.0),
        ("for t in range(5):\n    x = x*2\n    if t > 2: break\nx", {"x": 1}, 16.0),
        ("for t in range(1001):\n    x = x + 1\nx", {"x": 1}, 1002.0),
        ("def f(x, n):\n    return x if n == 0 else x*f(x, n - 1)\nf(x, 3)", {"x": 2}, 16.0),
        (
            "class A:\n    def __init__(self, w): self.w = w\n    def go(self, x): return self.w*x\nA(2).go(x)",
            {"x": 3},
            6.0,
        ),
    ],
)
def test_what_is_read(source: str, values: dict[str, object], expected: float) -> None:
    assert value(source, **values) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("source", "code", "place", "hint"),
    [
        ("np.sigmod(w * x)", "unknown-function", (1, 3, 9), "sigmoid"),
        ("sigmod(x)", "unknown-function", (1, 0, 6), "sigmoid"),
        ("f(x)", "unknown-function", (1, 0, 1), "f*("),
        ("x +", "syntax", (1, 2, 3), "follow"),
        ("(x + 1", "syntax", (1, 0, 1), "closing"),
        ("x + 1)", "syntax", (1, 5, 6), None),
        ("x = = 2", "syntax", None, None),
        ("x.foo()", "unknown-method", (1, 2, 5), None),
        ("x.summ()", "unknown-method", (1, 2, 6), ".sum"),
        ("exp(x, y)", "arguments", (1, 0, 9), None),
        ("exp()", "arguments", (1, 0, 5), None),
        ("class A: pass", "empty", None, None),
        ("while x: pass", "limit", (1, 0, 13), "become false"),
        ("[i for i in x]", "shape", (1, 12, 13), "list of values"),
        ("def f(x):\n    return f(x)\nf(x)", "limit", None, "without an end"),
        ("x > 1", "x", None, None),
        ("1e999 * x", "number", (1, 0, 5), None),
        ("'abc", "syntax", (1, 0, 1), None),
        ("x ☃ y", "character", (1, 2, 3), None),
        ("[[1, 2], [3]] + x", "ragged", (1, 0, 13), "Give every row"),
        ("", "empty", None, "(x + y) * z"),
        ("import numpy as np", "empty", None, None),
        ("x.reshape(y)", "shape", (1, 0, 12), None),
        ("x[0.5]", "not-whole", (1, 0, 6), "int("),
        ("sum(x, axis=1)", "shape", (1, 0, 14), None),
        ("relu(x, y=2)", "unknown-setting", None, None),
        ("len(x)", "shape", None, None),
        ("__import__('os')", "not-in-language", None, None),
        ("x.__class__", "unknown-method", None, None),
    ],
)
def test_what_is_refused(source: str, code: str, place: tuple[int, int, int] | None, hint: str | None) -> None:
    if code == "x":
        assert value(source, x=3) == 1.0  # a lone comparison is its mask
        return
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace(source, values={"x": 1.0, "y": 2.0, "w": 1.0})
    error = caught.value
    assert (error.code, error.status // 100) == (code, 4)
    if place is not None:
        assert error.span is not None
        assert (error.span.line, error.span.column, error.span.end_column) == place
    if hint is not None:
        assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("source", "code", "detail"),
    [
        ("from foo import bar\nbar(x)", "unknown-function", "`bar` is not read here: nothing of `foo` is."),
        ("import foo\nfoo(x)", "unknown-function", "`foo` is not read here."),
        ("import math\nmath(x)", "not-in-language", "`math` is a module, not a function."),
        ("from os import system\nsystem('ls')", "empty", "`system` is left out."),
        ("import pandas as pd\nd = pd.read_csv('a')\nd.sum()", "empty", "`pd` is left out."),
        ("x.shape", "empty", "The last line only shows a size."),
        ("while x > 0:\n    x = x + 1", "limit", "has not ended after 3,334 rounds"),
        ("while x > 0: pass", "limit", "has not ended after"),
        ("ones(1).reshape(2)", "shape", "has 1 entry and"),
    ],
)
def test_a_refusal_says_what_stands_in_the_way(source: str, code: str, detail: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace(source, values={"x": 1.0})
    assert caught.value.code == code
    assert detail in caught.value.detail
    assert "*" not in (caught.value.hint or "")


def test_a_loop_that_does_not_fit_is_drawn_for_one_round() -> None:
    trace = chainrule.trace("for t in range(20000):\n    x = x*0.5 + y\nx", values={"x": 1, "y": 2})
    assert trace.value == 2.5
    assert [notice.code for notice in trace.notices] == ["loop"]


def test_the_caret_stands_under_the_operator_that_does_not_fit() -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace("y = relu(x) @ w", values={"x": [[1, 2], [3, 4]], "w": [[1, 2, 3]]})
    error = caught.value
    assert error.code == "shape"
    assert error.format_with_caret("y = relu(x) @ w").splitlines()[1].startswith(" " * 12 + "^ ")
    assert "2×2" in error.detail
    assert "1×3" in error.detail


def test_positions_are_those_of_the_text_as_typed() -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace("α²·β +\n  sigmod(x)".replace("+\n", "+ "), values={"α": 1, "β": 2, "x": 1})
    assert caught.value.span is not None
    assert caught.value.span.column == "α²·β +   sigmod".index("sigmod")


def test_missing_values_are_listed_and_near_names_offered() -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace("w0*x0 + b", values={"w0": 1, "X0": 2})
    assert caught.value.code == "missing-values"
    assert "`x0`, `b`" in caught.value.detail
    assert "X0" in (caught.value.hint or "")


def test_defaults_give_new_names_a_marked_value_of_a_fitting_shape() -> None:
    trace = chainrule.trace("W @ x + b", defaults=True)
    assert [node.name for node in trace.nodes if node.default] == ["W", "x", "b"]
    assert [len(trace.values["W"]), len(trace.values["x"]), len(trace.values["b"])] == [4, 3, 4]


def test_the_output_is_the_last_expression_or_assignment_or_the_name_asked_for() -> None:
    assert chainrule.trace("a = x*2\nb = a + 1", values={"x": 1}).value == 3
    assert chainrule.trace("a = x*2\nb = a + 1\na", values={"x": 1}).value == 2
    assert chainrule.trace("a = x*2\nb = a + 1", values={"x": 1}, output="a").value == 2
    assert chainrule.trace("a = x*2\nb = a + 1", values={"x": 1}, output="a").named["b"].gradient == 0
    with pytest.raises(ChainruleError, match="no `c`"):
        chainrule.trace("a = x*2", values={"x": 1}, output="c")


@pytest.mark.parametrize(
    ("source", "limits", "name"),
    [
        ("x" * 20, Limits(source_characters=19), "source_characters"),
        ("((x))", Limits(bracket_depth=1), "bracket_depth"),
        ("x+x+x+x", Limits(gates=3), "gates"),
        ("zeros((100, 100))", Limits(array_elements=9_999), "array_elements"),
        ("zeros((10**9, 1))", Limits(), "array_elements"),
        ("x + y", Limits(names=1), "names"),
        ("abc", Limits(name_characters=2), "name_characters"),
        ("ones((50, 50)) @ ones((50, 50))", Limits(multiply_adds=100_000), "multiply_adds"),
        ("ones(60) + ones(60)", Limits(total_elements=100), "total_elements"),
        ("[x, y, x, y] + 1", Limits(gate_arguments=3), "gate_arguments"),
        ("-" * 101 + "x", Limits(), "sign_run"),
        ("x" + "**x" * 1001, Limits(), "chained"),
    ],
)
def test_every_limit_says_its_name_and_number(source: str, limits: Limits, name: str) -> None:
    with pytest.raises(LimitError) as caught:
        parse(source, {"x": (), "y": (), "abc": ()}, limits=limits)
    assert f"`{name}` is {getattr(limits, name):,}" in caught.value.detail


def test_a_chain_of_ten_thousand_statements_needs_no_recursion() -> None:
    limits = Limits(source_characters=10**6, gates_drawn=20_000)
    source = "y = x\n" + "y = y*a\ny = y+b\n" * 5_000 + "y"
    trace_free = parse(source, {"x": (), "a": (), "b": ()}, limits=limits)
    assert len(trace_free.nodes) == 10_003
    from chainrule.evaluate import evaluate

    run = evaluate(trace_free, {"x": 1.0, "a": 1.0, "b": 0.0})
    assert run.gradients[trace_free.names["x"]] == 1.0
    assert run.gradients[trace_free.names["a"]] == 5_000.0


def test_a_training_loop_is_one_round_with_its_notes() -> None:
    source = (
        "w = w0\nfor t in range(2000):\n    y = w*x\n    loss = (y - 1)**2\n"
        "    grad_w = 2*(y - 1)*x\n    w -= 0.1*grad_w"
    )
    trace = chainrule.trace(source, values={"w0": 2, "x": 3})
    assert {notice.code for notice in trace.notices} >= {"loop", "update"}
    assert trace.value == 25
    assert [(each.name, each.verdict) for each in trace.hand_gradients] == [("grad_w", "right")]


def test_what_a_loop_moves_is_in_the_order_of_the_text() -> None:
    """Not in that of a set, which another process has otherwise: equal requests have equal documents everywhere."""
    names = "abcdefgh"
    starts = "".join(f"{name} = {at}.0\n" for at, name in enumerate(names, 1))
    steps = "".join(f"    d{name} = {name}*x\n    {name} = {name} + d{name}\n" for name in names)
    graph = parse(f"{starts}x = 2.0\nfor i in range(2):\n{steps}a*b*c*d*e*f*g*h")
    assert [node.name for node in graph.nodes if node.op == "literal" and node.name] == [*names, "x"]


def test_a_wrong_hand_written_gradient_is_pointed_at() -> None:
    source = "y = W @ x\nloss = sum(y**2)\ngrad_y = 2*y\ngrad_W = outer(x, grad_y)"
    trace = chainrule.trace(source, values={"W": [[1, 2], [3, 4]], "x": [1, -2]})
    right, wrong = trace.hand_gradients
    assert right.verdict == "right"
    assert (wrong.verdict, wrong.mistake) == ("wrong", "transpose")
    assert wrong.index == [0, 1]
    assert "entries differ" in wrong.text
    flipped = chainrule.trace("loss = (x - t)**2\ngrad_x = -2*(x - t)", values={"x": 3, "t": 1})
    assert "sign" in flipped.hand_gradients[0].text


def test_a_formula_that_computes_on_with_dx_is_not_a_backward_pass() -> None:
    trace = chainrule.trace("a = x*y\nda = a + x\nf = da*2", values={"x": 1, "y": 2})
    assert trace.hand_gradients == []
    assert trace.value == 6


@pytest.mark.parametrize("at", [-2.0, 0.5, 3.0])
def test_the_pieces_of_sympy_are_what_sympy_has(at: float) -> None:
    import sympy

    source = "from sympy import *\nx = symbols('x')\nf = Piecewise((x**2, x < 0), (sin(x), x <= 1), (2*x, True))\nf"
    names: dict[str, object] = {}
    exec(source, names)
    trace = chainrule.trace(source, values={"x": at})
    symbol = names["x"]
    assert trace.value == pytest.approx(float(sympy.sympify(names["f"]).subs(symbol, at)))
    assert trace.gradients["x"] == pytest.approx(float(sympy.diff(names["f"], symbol).subs(symbol, at)))
