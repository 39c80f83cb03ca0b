"""Hand-written functions are found, look-alikes are not, and no number moves when one is closed."""

from __future__ import annotations

import math
import random
import re
import time
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.examples import EXAMPLES
from chainrule.graph import Graph
from chainrule.recognize.idioms import SPELLINGS
from chainrule.recognize.search import recognise
from reading import read as parse

SHAPES: dict[str, tuple[int, ...]] = {
    **dict.fromkeys("suvpt", (3,)),
    **dict.fromkeys(("S", "Y", "P", "T"), (2, 3)),
    "Q": (3, 3),
}

WRITTEN = """
1/(1+exp(-z)) :: sigmoid
1/(exp(-z)+1) :: sigmoid
exp(z)/(1+exp(z)) :: sigmoid
exp(z)/(exp(z)+1) :: sigmoid
e = exp(z); e/(1+e) :: sigmoid
(1+exp(-z))**-1 :: sigmoid
1/(1+1/exp(z)) :: sigmoid
1/(1+np.exp(-1*z)) :: sigmoid
1/(1+np.e**(-z)) :: sigmoid
0.5*(1+tanh(z/2)) :: sigmoid
(tanh(0.5*z)+1)/2 :: sigmoid
1.0 - 1/(exp(z)+1) :: sigmoid
net = w*x + b; e = exp(-net); y = 1/(1+e) :: sigmoid
(exp(z)-exp(-z))/(exp(z)+exp(-z)) :: tanh
(exp(z)-1/exp(z))/(exp(-z)+exp(z)) :: tanh
(exp(2*z)-1)/(exp(2*z)+1) :: tanh
2/(1+exp(-2*z))-1 :: tanh
2*sigmoid(2*z)-1 :: tanh
log(1+exp(z)) :: softplus
log1p(exp(z)) :: softplus
-log(sigmoid(-z)) :: softplus
maximum(0, z) :: relu
np.maximum(z, 0) :: relu
max(z, 0) :: relu
where(z > 0, z, 0) :: relu
where(z <= 0, 0, z) :: relu
z*(z > 0) :: relu
(abs(z)+z)/2 :: relu
minimum(maximum(0, z), 6) :: relu6
clip(z, 0, 6) :: relu6
maximum(0.1*z, z) :: leaky_relu
where(0 < z, z, z*0.01) :: leaky_relu
where(z > 0, z, a*z) :: prelu
where(z > 0, z, exp(z) - 1) :: elu
where(z > 0, z, 0.5*(exp(z) - 1)) :: elu
z*sigmoid(z) :: swish
z/(1+exp(-z)) :: swish
1/(1+exp(-z))*z :: swish
z*sigmoid(1.702*z) :: swish
z*sigmoid(b*z) :: swish
z*minimum(maximum(z+3, 0), 6)/6 :: hardswish
0.5*z*(1+erf(z/sqrt(2))) :: gelu
z/2*(erf(z/2**0.5)+1) :: gelu
0.5*z*(1+tanh(sqrt(2/pi)*(z+0.044715*z**3))) :: gelu_tanh
0.5*z*(1+tanh(0.7978845608*(0.044715*z*z*z+z))) :: gelu_tanh
z*tanh(log(1+exp(z))) :: mish
z/(1+abs(z)) :: softsign
exp(s)/sum(exp(s)) :: softmax
e = exp(s); p = e/e.sum() :: softmax
e = exp(s - max(s)); e/sum(e) :: softmax
exp(S)/exp(S).sum(axis=1, keepdims=True) :: softmax
exp(S)/sum(exp(S), axis=0) :: softmax
log(exp(s)/sum(exp(s))) :: log_softmax
s - log(sum(exp(s))) :: log_softmax
log(sum(exp(s))) :: logsumexp
m = max(s); m + log(sum(exp(s - m))) :: logsumexp
p_ = exp(s)/sum(exp(s)); -log(sum(p_*u)) :: cross_entropy
-sum(u*log(softmax(s))) :: cross_entropy
-np.mean(np.sum(Y*np.log(np.exp(S)/np.sum(np.exp(S), axis=1, keepdims=True)), axis=1)) :: cross_entropy
sum(maximum(0, s - sum(s*u) + 1)*(1 - u)) :: hinge
mean((p - t)**2) :: mse
np.square(p - t).sum()/3 :: mse
1/3*np.sum((p - t)**2) :: mse
np.sum((p - t)**2)*(1/3) :: mse
((P - T)*(P - T)).mean() :: mse
sum((p - t)**2) :: squared_error
d = p - t; d @ d :: squared_error
0.5*sum((t - p)**2) :: half_squared_error
sum(s**2) :: l2
sqrt(sum(s*s)) :: norm
"""
CASES = [tuple(line.split(" :: ")) for line in WRITTEN.strip().splitlines()]

ALIKE = """
1/(1+exp(z))
1/(2+exp(-z))
1/(1-exp(-z))
2/(1+exp(-z))
w/(1+exp(-z))
1/(1+exp(-z*z))
1/(1+exp(-z))**2
exp(z)/(1+exp(w))
exp(z)/(2+exp(z))
e = exp(-z); 1/(1+e) + e
d = 1 + exp(-z); d*(1/d)
0.5*(1+tanh(z/3))
0.5*(1-tanh(z/2))
(exp(z)+exp(-z))/(exp(z)-exp(-z))
(exp(z)-exp(-w))/(exp(z)+exp(-w))
(exp(3*z)-1)/(exp(2*z)+1)
3/(1+exp(-2*z))-1
log(2+exp(z))
log(1+exp(z)+exp(w))
log(1-exp(z))
log1p(exp(z)+1)
maximum(1, z)
maximum(w, z)
minimum(0, z)
where(z > 1, z, 0)
where(z > 0, 0, z)
where(z > 0, w, 0)
w*(z > 0)
maximum(2*z, z)
maximum(0.1*z, w)
maximum(-0.5, minimum(z, 1))
z/(1+exp(-w))
z/(1+abs(w))
0.5*z*(1+erf(z))
0.5*z*(1+tanh(z+0.05*z**3))
exp(s)/sum(exp(u))
exp(s)/sum(s)
exp(Q)/sum(exp(Q), axis=1)
exp(S)/sum(exp(S), axis=0).mean()
e = exp(s); e/sum(e) + e
log(sum(s))
mean((p - t)**3)
sum((p - t)**2)/2.5*0 + p[0]*t[0]
mean(p - t)
3/sum((p - t)**2)
sum(p*t)
sqrt(sum(s))
"""
LOOKALIKES = ALIKE.strip().splitlines()
INSIDE = {"relu", "sigmoid", "softmax", "l2", "squared_error"}  # may stand inside a look-alike of something larger


def read(source: str) -> Graph:
    return recognise(parse(source, SHAPES, defaults=True))


def found(source: str) -> list[str]:
    return [call.function for call in read(source).calls if call.recognised]


def test_there_are_enough_of_both() -> None:
    assert len(CASES) >= 30
    assert len(LOOKALIKES) >= 30


@pytest.mark.parametrize(("source", "function"), CASES)
def test_a_function_written_out_is_found(source: str, function: str) -> None:
    graph = read(source)
    (call,) = [call for call in graph.calls if call.output == graph.output and call.parent is None]
    assert (call.function, call.recognised) == (function, True)
    assert all(graph.nodes[arg].call != call.id for arg in call.args)


@pytest.mark.parametrize("source", LOOKALIKES)
def test_a_lookalike_is_left_alone(source: str) -> None:
    graph = read(source)
    assert not any(call.output == graph.output for call in graph.calls), found(source)
    assert set(found(source)) <= INSIDE


def test_every_spelling_of_the_table_finds_itself() -> None:
    for spelling in SPELLINGS:
        head, _, formula = spelling.text.partition(" = ")
        function, _, inside = head.rstrip(")").partition("(")
        numbers = {name: (max(low, 0) + min(high, 1)) / 2 + 0.013 for name, low, high in spelling.between}
        for name, value in numbers.items():
            formula = re.sub(rf"\b{name}\b", f"{value:.3f}", formula)
        names = [name.strip() for name in inside.split(",") if name.strip() not in numbers]
        graph = recognise(parse(formula, dict.fromkeys(names, (2, 3) if spelling.arrays else ())))
        assert function in [call.function for call in graph.calls if call.output == graph.output], spelling.text


@pytest.mark.parametrize(("source", "function"), CASES)
@pytest.mark.parametrize("at", [-1.3, 0.7])
def test_the_closed_gates_formula_is_its_slope(source: str, function: str, at: float) -> None:
    """`local` of a recognised call, put to numbers, is what the backward pass multiplies with."""
    graph = read(source)
    call = next(call for call in graph.calls if call.output == graph.output)
    if graph.nodes[graph.output].shape or any(graph.nodes[arg].shape for arg in call.args):
        assert len(call.local) in (0, len(call.args))
        return
    values = {name: at if name == "z" else 0.3 for name in "zabwx"}
    used = {node.name: values[node.name] for node in graph.nodes if node.op == "input" and node.name is not None}
    trace = chainrule.trace(source, values=used, view="functions")
    box = trace.nodes[[node.id for node in trace.nodes].index(trace.output)]
    edges = [edge for edge in trace.edges if edge.target == box.id]
    assert len(edges) == len(call.args) == len(call.params)
    numbers = {name: edge.value for name, edge in zip(call.params, edges, strict=True)}
    for formula, edge in zip(call.local, edges, strict=bool(call.local)):
        slope = chainrule.trace(formula, values={**numbers, "out": box.value}).value
        assert math.isclose(slope, edge.local, rel_tol=1e-9, abs_tol=1e-12)


def test_frames_nest_and_know_one_another() -> None:
    graph = read("def neuron(w, x, b): return 1/(1+exp(-(w*x + b)))\ny = neuron(w0, x0, b0)\ny*sigmoid(y)")
    calls = [(call.function, call.parent, call.recognised) for call in graph.calls]
    assert calls == [("neuron", None, False), ("sigmoid", 0, True), ("swish", None, True), ("sigmoid", 2, False)]
    for call in graph.calls:
        assert call.id == graph.calls.index(call)
        assert call.parent is None or call.parent < call.id


def test_an_own_function_that_is_one_idiom_gets_its_formula_and_no_second_frame() -> None:
    (call,) = read("def squash(a): return 1/(1+exp(-a))\nsquash(w*x)").calls
    assert (call.function, call.local, call.recognised) == ("squash", ("(1 - out)*out",), False)


def test_nothing_is_claimed_inside_the_prelude() -> None:
    assert found("softplus(x) + hardswish(x) + gelu(x) + elu(x)") == []


@pytest.mark.parametrize(
    "source",
    [
        "x - x + exp(x)*0",
        "x/x + exp(x)/exp(x)",
        "exp(x) - exp(x)",
        "where(x > 0, x, exp(x) - exp(x))",
        "exp(x)/0",
        "exp(x)*(1/0)",
        "0/0 + exp(x)",
        "exp(x)**0",
        "relu(x) - 0*relu(-x)",
        "x*exp(x)/(0*x)",
        "2**0.5**-1000/exp(x)",
        "exp(x)**(0/0)",
        "log(0*exp(x))",
        "sqrt(-1)*exp(x)",
        "(exp(x) - 1)*1e308*10",
        "exp(x)/(exp(x)-exp(x))",
        "-(-(-(-exp(x))))",
    ],
)
def test_odd_numbers_do_no_harm(source: str) -> None:
    read(source)
    read(f"1/(1+exp(-({source})))")


def test_random_programs_are_searched_without_harm() -> None:
    """Frames nest, hold what they say, and let nothing out but their result."""
    rng = random.Random(5)
    forms = (
        "{0}+{1}",
        "{0}-{1}",
        "{0}*{1}",
        "{0}/{1}",
        "-{0}",
        "exp({0})",
        "log({0})",
        "1/{0}",
        "{0}**2",
        "1+{0}",
        "abs({0})",
        "tanh({0})",
        "maximum({0}, 0)",
        "where({0} > 0, {0}, {1})",
        "sqrt({0})",
        "2*{0}",
        "{0}/2",
        "erf({0})",
    )
    for _ in range(300):
        names = ["x", "y"]
        lines = []
        for i in range(15):
            first, second = rng.choice(names[-3:]), rng.choice(names[-4:])
            lines.append(f"v{i} = " + rng.choice(forms).format(first, second))
            names.append(f"v{i}")
        graph = read("\n".join(lines))
        users: dict[int, set[int]] = {}
        for node in graph.nodes:
            for arg in node.args:
                users.setdefault(arg, set()).add(node.id)
        for call in graph.calls:
            members = {node.id for node in graph.nodes if call.id in chain(graph, node.call)}
            assert call.output in members
            for at in members - {call.output}:
                assert users[at] <= members | {node.id for node in graph.nodes if node.id > graph.output}
            entering = {arg for at in members for arg in graph.nodes[at].args} - members
            assert entering == set(call.args)


def chain(graph: Graph, call: int | None) -> list[int]:
    found = []
    while call is not None:
        found.append(call)
        call = graph.calls[call].parent
    return found


def test_names_inside_stay_visible() -> None:
    graph = read("net = w*x + b\ne = exp(-net)\ny = 1/(1+e)")
    assert graph.nodes[graph.names["e"]].name == "e"
    assert graph.nodes[graph.names["e"]].call == 0
    assert graph.calls[0].args == (graph.names["net"],)


def numbers(trace: Any) -> Any:
    boxes = {node.id: (node.value, node.gradient) for node in trace.nodes if node.id.startswith("n")}
    return trace.value, trace.gradients, {name: (one.value, one.gradient) for name, one in trace.named.items()}, boxes


def assert_same(open_: Any, closed: Any) -> None:
    first, second = numbers(open_), numbers(closed)
    assert repr(first[:3]) == repr(second[:3])
    for box in first[3].keys() & second[3].keys():
        assert repr(first[3][box]) == repr(second[3][box])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.name))
def test_no_number_moves_in_an_example(example: Any) -> None:
    def traced(**how: Any) -> Any:
        return chainrule.trace(example.source, values=example.values, upstream=example.upstream, **how)

    plain = traced()
    assert_same(plain, traced(view="functions"))
    for function in plain.functions:
        assert_same(plain, traced(closed=[function.id]))
        assert_same(plain, traced(view="functions", open=[function.id]))


FORMS = ("1/(1+exp(-{0}))", "maximum(0, {0})", "{0}*sigmoid({0})", "log(1+exp({0}))", "tanh({0}) + {1}", "{0}*{1}",
         "{0} - 0.5*{1}", "own({0}, {1})", "sin({0})", "{0}/(2 + {1}*{1})", "exp({0})/(1+exp({0}))")  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_no_number_moves_in_a_random_program(seed: int) -> None:
    rng = random.Random(seed)
    names = ["x", "y", "z"]
    lines = ["def own(a, b): return a*b/(1 + abs(a))"]
    for i in range(12):
        form = rng.choice(FORMS)
        lines.append(f"v{i} = " + form.format(rng.choice(names[-4:]), rng.choice(names)))
        names.append(f"v{i}")
    lines.append("sum(v11)" if seed % 2 else " + ".join(names[3:]))
    shape = (3,) if seed % 2 else ()
    draw = np.random.default_rng(seed)
    values = {name: draw.normal(size=shape).tolist() if shape else float(draw.normal()) for name in "xyz"}
    source = "\n".join(lines)
    graph = read(source)
    used = {node.name for node in graph.nodes if node.op == "input"}
    values = {name: value for name, value in values.items() if name in used}
    plain = chainrule.trace(source, values=values)
    assert_same(plain, chainrule.trace(source, values=values, view="functions"))
    for function in rng.sample(plain.functions, min(3, len(plain.functions))):
        assert_same(plain, chainrule.trace(source, values=values, closed=[function.id]))


def test_two_thousand_gates_are_searched_in_a_moment() -> None:
    source = "\n".join(["h = x", *(f"h = 1/(1+exp(-(w{i}*h + b{i})))" for i in range(330))])
    graph = parse(source, defaults=True)
    recognise(graph)
    started = time.process_time()
    assert len(recognise(graph).calls) == 330
    assert time.process_time() - started < 1.5  # about 0.15 s on a free core


def test_a_value_that_is_used_elsewhere_is_never_hidden_in_a_closed_function() -> None:
    assert found("e = exp(-z); 1/(1+e) + e") == []
    assert found("e = exp(s); e/sum(e) + e") == []


def test_functions_of_the_program_inside_a_recognised_one_are_its_children() -> None:
    graph = read("def e(t):\n    return exp(-1*t)\ndef d(t):\n    return 1 + e(t)\n1/d(z)")
    calls = {call.function: call for call in graph.calls}
    assert [calls[name].parent for name in ("e", "d")] == [calls[name].id for name in ("d", "sigmoid")]


def test_a_largest_entry_that_passes_no_gradient_is_part_of_a_softmax() -> None:
    assert found("e = exp(s - stop_gradient(max(s))); e/sum(e)") == ["softmax"]
