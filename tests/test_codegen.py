"""Generated code is run, and gives the gradients of the trace; its lines light up with the steps."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.codegen import LANGUAGES, Code, generate
from chainrule.codegen.assemble import program
from chainrule.codegen.names import NameAllocator, identifier
from chainrule.errors import ChainruleError
from chainrule.evaluate import evaluate
from chainrule.examples import EXAMPLES, Example
from chainrule.graph import INPUT, Graph, GraphNode
from chainrule.ops import Op
from chainrule.request import TraceRequest
from chainrule.view import view as drawn
from ops_support import COMPUTING, points
from programs import ARRAYS, agree, array_values, scalar_program

RUN = [language for language in LANGUAGES if language != "latex"]
Gradients = dict[str, Any]


def run(code: Code) -> Gradients:
    """What the program says the gradients are: what it prints by name, else its variables d<name>."""
    printed: Gradients = {}

    def note(*words: Any) -> None:
        if len(words) == 2:
            printed[words[0]] = words[1]

    scope: dict[str, Any] = {"print": note, "__name__": "generated"}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.filterwarnings("ignore", message="The .grad attribute")
        exec(compile(code.text, code.file, "exec"), scope)
    if code.language == "numpy":
        printed = {name[1:]: value for name, value in scope.items() if name[0] == "d" and name[1:] in scope}
        # Where d<name> is a value of the text, its gradient is grad_<name>.
        apart = {name.removeprefix("grad_"): value for name, value in scope.items() if name.startswith("grad_")}
        printed |= {name: value for name, value in apart.items() if name in scope}
    return {name: None if grad is None else np.asarray(grad) for name, grad in printed.items()}


def check(source: str, values: dict[str, Any], language: str, upstream: Any = None, **settings: Any) -> Code:
    trace = chainrule.trace(source, values=values, upstream=upstream, **settings)
    code = generate(TraceRequest(source, values, upstream=upstream, **settings), language)
    found = run(code)
    for name, wanted in trace.gradients.items():
        got = found.get(identifier(name))
        if got is None:
            assert name not in trace.values or not np.any(wanted), f"{name} is missing in\n{code.text}"
        else:
            agree(got, full(wanted, got), f"{name} of\n{code.text}")
    every_step_has_lines(code, len(trace.steps))
    return code


def full(wanted: Any, got: Any) -> Any:
    """What travels as a summary is held to the corner only."""
    return got if hasattr(wanted, "corner") else wanted


def every_step_has_lines(code: Code, steps: int) -> None:
    count = len(code.text.splitlines())
    assert all(1 <= line.number <= count for line in code.lines)
    assert {step for line in code.lines for step in line.steps} == set(range(steps)), code.text


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_example_runs_and_gives_the_gradients_of_the_trace(example: Example, language: str) -> None:
    for view in dict.fromkeys((example.view, "gates", "functions")):
        check(example.source, example.values, language, example.upstream, view=view)


@pytest.mark.parametrize("op", COMPUTING, ids=lambda op: op.name)
def test_every_row_hands_back_the_gradients_of_its_vjp(op: Op) -> None:
    """Each trial of the row as a graph of one gate, its arguments leaves; what is upstream is drawn at random."""
    for trial, args, upstream in points(op):
        shapes = [np.shape(arg) for arg in args]
        leaves = [GraphNode(i, INPUT, (), {}, shape, None, f"x{i}", None) for i, shape in enumerate(shapes)]
        out = op.shape(*shapes, **trial.params)
        gate = GraphNode(len(args), op.name, tuple(range(len(args))), trial.params, out, None, "f", None)
        graph = Graph("", (*leaves, gate), gate.id, {})
        done = evaluate(graph, {f"x{i}": arg for i, arg in enumerate(args)}, upstream)
        for language in RUN:
            row = LANGUAGES[language]
            code = row.write(program(graph, drawn(graph)), done).code(language, row.title, row.file, [])
            found = run(code)
            for leaf in leaves:
                got = found[f"x{leaf.id}"]
                wanted = done.gradients[leaf.id]
                agree(np.zeros(leaf.shape) if got is None else got, wanted, f"{op.name} {trial}\n{code.text}")


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("block", range(5))
def test_random_scalar_programs(block: int, language: str) -> None:
    for seed in range(block * 40, block * 40 + 40):
        source, values = scalar_program(seed)
        check(source, values, language, view="functions" if seed % 2 else "gates")


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize(("source", "shapes"), ARRAYS)
def test_array_programs(source: str, shapes: dict[str, tuple[int, ...]], language: str) -> None:
    for view in ("gates", "functions"):
        check(source, array_values(shapes, 1), language, view=view)


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("source", ["sum((x @ w + b)**2)", "sum(max(x, axis=1) * w[0])", "tanh(x) @ w"])
def test_the_units_view_is_written_in_scalars(source: str, language: str) -> None:
    values = {
        "x": [[1.0, 2.0], [0.5, -1.0]],
        "w": [[0.3, 1.0], [2.0, -0.7]],
        **({"b": [1.0, 2.0]} if "b" in source else {}),
    }
    trace = chainrule.trace(source, values=values, view="units")
    code = generate(TraceRequest(source, values, view="units"), language)
    found = run(code)
    for name, wanted in trace.gradients.items():
        for place, number in np.ndenumerate(np.asarray(wanted)):
            got = found.get(f"{name}_{'_'.join(map(str, place))}")
            agree(0.0 if got is None else got, number, code.text)
    every_step_has_lines(code, len(trace.steps))


# Names that mean something to Python, NumPy or the generated code itself, or that Python reads as one another.
CLASHING = (
    "x = 2; dx = x*x; dx*x",
    "np1 = x*y; f = np1 + sum(x); f*y",
    "lambda1 = x; df = lambda1*y; f = df + x; f",
    "mul1 = x + y; x*y*mul1",
    "add1 = x*y; exp1 = exp(add1); d = exp1 + x; dd = d*d; dd + y",
    "ctx = x; self = ctx*y; gate = self*x; Graph = gate + x; Formula = Graph*y; Formula",
    "AddGate = x*y; MultiplyGate = AddGate + x; gradients = MultiplyGate*y; graph = gradients + 1; graph*graph",
    "out = x*y; result = out + x; result*out",
    "a = x; b = a*y; c = a/b; c + a",
    "α = x*y; β = α + x; β*α",
    "fi = x*y; h = fi + x; h = h*fi; h = h + x; h",
    "print = x*y; torch = print + x; np = torch*y; math = np + x; math*print",
)


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("source", CLASHING)
def test_names_that_clash_are_told_apart(source: str, language: str) -> None:
    check(source.replace("; ", "\n"), {"x": 1.5, "y": -0.7} if "x = 2" not in source else {}, language)


@pytest.mark.parametrize(
    "name",
    ["lambda", "import os", "x;import os", "a b", "1x", "", "\n", "__import__('os')", "W[0,1]", "x\u2028y", "ﬁ", "é",
     "名前", "np", "print", "x#", "'", '"', "\\", "None", "match", "x\x00", "₀", "²"],
)  # fmt: skip
def test_whatever_the_name_an_identifier_comes_out(name: str) -> None:
    import keyword

    word = identifier(name)
    assert word.isidentifier()
    assert not keyword.iskeyword(word)
    assert word == NameAllocator().take(name)


def test_a_name_is_given_once() -> None:
    names = NameAllocator()
    assert [names.take("x"), names.take("x"), names.take("x", "y"), names.numbered("x"), names.numbered("l2")] == [
        "x", "x_2", "y", "x1", "l2_1",
    ]  # fmt: skip


EDGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("x", {"x": 2.0}),
    ("x", {"x": [1.0, 2.0]}),
    ("3 + 4", {}),
    ("2*3 + x", {"x": 1.0}),
    ("x / y", {"x": 1.0, "y": 0.0}),
    ("x ** y", {"x": 0.0, "y": 0.0}),
    ("log(x) + sqrt(x)", {"x": 0.0}),
    ("exp(x) * y", {"x": 1000.0, "y": 2.0}),
    ("(1 - exp(x)) * exp(x)", {"x": 800.0}),
    ("relu(x) * y", {"x": 0.0, "y": 3.0}),
    ("where(x > 0, sqrt(x), 0)", {"x": 0.0}),
    ("sum(x[[0, 0, 1]] * x[0])", {"x": [1.0, 2.0, 3.0]}),
    ("sum(x[:, 1] * x[0, 0])", {"x": [[1.0, 2.0], [3.0, 4.0]]}),
    ("sum(x[None, ..., 0] * y)", {"x": [[1.0, 2.0], [3.0, 4.0]], "y": 2.0}),
    ("prod(x, axis=0)", {"x": [[1.0, 2.0], [3.0, 4.0]]}),
    ("prod(x)*2", {"x": [2.0, 0.0, 3.0]}),
    ("sum(prod(x, axis=1))", {"x": [[0.0, 2.0, 0.0], [3.0, 0.0, 4.0], [1.0, 2.0, 3.0]]}),
    ("sum(prod(x, axis=0, keepdims=True) * y)", {"x": [[0.0, 2.0], [3.0, 4.0]], "y": [1.0, 5.0]}),
    ("stop(x) * x", {"x": 3.0}),
    ("x.T", {"x": 3.0}),
    ("sum(randn(2, 3) * x)", {"x": [1.0, 2.0, 3.0]}),
    ("sum(zeros((50, 60)) + ones((60,)) * x)", {"x": 2.0}),
    ("x * 0.1e-7 - 1e300 * x", {"x": -3.0}),
    ("\n".join(f"x{i + 1} = x{i} + 1" for i in range(400)), {"x0": 1.0}),
    ("+".join(["1"] * 400) + "+ x", {"x": 1.0}),
)  # fmt: skip


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize(("source", "values"), EDGES, ids=lambda case: str(case)[:40])
def test_edges(source: str, values: dict[str, Any], language: str) -> None:
    trace = chainrule.trace(source, values=values)
    found = run(generate(TraceRequest(source, values), language))
    for name, wanted in trace.gradients.items():
        got = found[name]
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(0.0 if got is None else got, plain(wanted), rtol=1e-9, err_msg=source)


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, str) else value


@pytest.mark.parametrize("language", RUN)
def test_functions_closed_for_want_of_room_are_written_in_full(language: str) -> None:
    lines = [f"x{i + 1} = sigmoid(softmax([x{i}, 0.5]))[0]" for i in range(40)]
    check("\n".join(lines), {"x0": 0.3}, language)


def test_closed_functions_use_their_closed_gradient() -> None:
    text = generate(TraceRequest("sigmoid(x)*y", {"x": 2.0, "y": 1.0}, view="functions")).text
    assert "a = 1 / (1 + np.exp(-x))" in text
    assert "dx = da * ((1 - a) * a)" in text


def test_code_calls_values_as_the_picture_does() -> None:
    request = TraceRequest("sigmoid(w*x + b)", {"w": 2.0, "x": -1.0, "b": 3.0})
    letters = {edge.letter for edge in chainrule.trace(request.source, values=request.values).edges} - {""}
    assert letters == {"a", "c", "d", "g", "h"}
    for language in LANGUAGES:
        text = generate(request, language).text
        assert all(re.search(rf"\b{letter}\b", text) for letter in letters), language
        assert "mul1" not in text
        assert "v_{1}" not in text


def test_a_derivation_is_written_as_on_a_blackboard() -> None:
    matrix = generate(TraceRequest("W@x", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 2.0]}), "latex").text
    assert r"\frac{\partial L}{\partial f} \, x^{\mathsf{T}}" in matrix
    assert "outer" not in matrix
    neuron = generate(TraceRequest("sigmoid(w*x)", {"w": 2.0, "x": -0.2}), "latex").text
    assert r"e^{0.40} \approx 1.49" in neuron  # the numbers as they are written do not make it
    assert r"2.00 \times (-0.20) = -0.40" in neuron
    assert neuron.count(r"\partial f}{\partial f}") == 1  # the first step alone speaks of it


def test_a_value_used_twice_collects_its_terms() -> None:
    code = generate(TraceRequest("x*x + x", {"x": 2.0}))
    lines = code.text.splitlines()
    assert [line for line in lines if line.startswith("dx ")] == [
        "dx = 0.0",
        "dx += df",
        "dx += da * x",
        "dx += da * x",
    ]
    steps = chainrule.trace("x*x + x", values={"x": 2.0}).steps
    lit = {lines[line.number - 1]: [steps[step].kind for step in line.steps] for line in code.lines}
    assert lit["dx += df"] == ["backward", "accumulate"]


def test_broadcasting_is_undone_by_a_sum() -> None:
    text = generate(TraceRequest("sum(x + b)", {"x": [[1.0, 2.0], [3.0, 4.0]], "b": [1.0, 2.0]})).text
    assert "db = da.sum(axis=0)" in text


# Where PyTorch or NumPy gets constants alone, or a setting that it does not know.
CONSTANT: tuple[str, ...] = (
    "sigmoid(1.2)", "selu(1.9)*z", "prelu(z, 1.9)", "hypot(3, z)*z", "hypot(sqrt(2), z)",
    "where(1.9 > 0.7, z, 2*z)", "where(z > 1, 2, 3)*z", "where(2 > z, 2, 3)*z", "(-2)**z + 0*z", "sqrt(2)**z",
    "clip(2, z, 3*z)*z", "outer(3, v)*z", "outer(v, 3)*z", "maximum(1/(1 - 1), z)*0 + z", "stack([1, z, 1])*z",
    "leaky_relu(-2, z)*z", "kron(3, v)*z",
    "sum(where(v > z, 1, 0) - mean(v))*z", "huber(2, z)", "softplus(0.3, z)", "swish(z, 2)", "elu(-1, z)",
)  # fmt: skip
TWICE = ("logaddexp", "hypot", "swish", "prelu", "maxout", "leaky_relu", "elu", "softplus", "smooth_l1", "huber")
FALLING = (
    "x[::-1]", "x[::-2]*z", "x[3:0:-2]*z", "x[-2::-1]*z", "x[:-3:-1]*z", "x[10::-1]", "w[::-1, 0]*z",
    "w[..., ::-1]*z", "w[0, ::-1]*z", "w[[0, 1, 0], ::-1]*z", "w[::-1, [1, 0]]*z", "w[None, ::-1, None]*z",
    "sum(w[::-1, ::-1] * w)", "w[::-1] @ x[2::-1]",
)  # fmt: skip
SOURCES = (
    *CONSTANT, *FALLING, *(f"{name}(z, z)*z" for name in TWICE), *(f"q = 2*v\nsum({name}(q, q)*v)" for name in TWICE),
)  # fmt: skip


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("source", SOURCES)
def test_constants_repeated_arguments_and_falling_slices_run(source: str, language: str) -> None:
    values = {"z": 0.7, "v": [0.4, -1.5], "x": [1.0, 2.0, 3.0, 4.0, 5.0], "w": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]}
    for view in ("gates", "functions"):
        trace = chainrule.trace(source, values=values, view=view)
        code = generate(TraceRequest(source, values, view=view), language)
        found = run(code)
        for name in trace.values:
            wanted, got = np.asarray(plain(trace.gradients[name])), found.get(name)
            np.testing.assert_allclose(np.zeros(wanted.shape) if got is None else got, wanted, 1e-9, 1e-12, code.text)
        every_step_has_lines(code, len(trace.steps))


@pytest.mark.parametrize("language", RUN)
def test_a_program_whose_output_moves_with_nothing_runs(language: str) -> None:
    for source in ("where(z > 1, 2, 3)", "argmax(v)*1.0", "sign(z)", "q = stop(z)\nq*2"):
        found = run(generate(TraceRequest(source, {"z": 0.7, "v": [0.4, -1.5]}), language))
        assert not any(np.any(gradient) for gradient in found.values() if gradient is not None) or language == "numpy"


def test_the_derivation_shows_gradients_that_have_no_formula() -> None:
    graph = Graph("", (*[GraphNode(i, INPUT, (), {}, (), None, f"x{i}", None) for i in range(3)],
                       GraphNode(3, "nth", (0, 1, 2), {}, (), None, "f", None)), 3, {})  # fmt: skip
    done = evaluate(graph, {"x0": 1.0, "x1": 3.0, "x2": 2.0})
    row = LANGUAGES["latex"]
    code = row.write(program(graph, drawn(graph)), done).code("latex", row.title, row.file, [])
    gradients = [line for line in code.text.splitlines() if "partial" in line]
    assert sum("&= 1.00" in line for line in gradients) == 2, code.text  # the seed, and the one that was taken


def test_the_derivation_of_a_function_with_one_variable_twice_adds_its_slopes() -> None:
    text = generate(TraceRequest("logaddexp(x, x)", {"x": 3.0}, view="functions"), "latex").text
    last = text.splitlines()[-2]
    assert last.count("1 + e^") == 4  # both slopes, and both with their numbers
    assert last.endswith("= 1.00")


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("name", ["s", "t", "h", "out"])
def test_a_variable_may_be_the_output_whatever_its_name(name: str, language: str) -> None:
    check(name, {name: 2.0}, language, 6.0)
    check(name, {name: [2.0, 1.0]}, language, [6.0, 0.5])


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(ChainruleError, match="no language `cobol`"):
        generate(TraceRequest("x", {"x": 1.0}), "cobol")


def compiled(documents: list[str], folder: Path) -> None:
    body = "\n\n".join(documents)
    (folder / "all.tex").write_text(
        "\\documentclass{article}\\usepackage[paperwidth=200cm,paperheight=200cm,margin=1cm]{geometry}"
        f"\\usepackage{{amsmath,amssymb}}\\allowdisplaybreaks\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=folder,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-3000:]


def test_every_derivation_compiles(tmp_path: Path) -> None:
    asked = [(e.source, e.values, e.upstream, e.view) for e in EXAMPLES]
    asked += [(source.replace("; ", "\n"), {"x": 1.5, "y": -0.7}, None, "gates") for source in CLASHING[1:]]
    asked += [(source, array_values(shapes, 1), None, "functions") for source, shapes in ARRAYS]
    asked += [(source, values, None, "gates") for source, values in EDGES[:18]]
    documents = []
    for source, values, upstream, view in asked:
        code = generate(TraceRequest(source, values, upstream=upstream, view=view), "latex")
        every_step_has_lines(code, len(chainrule.trace(source, values=values, upstream=upstream, view=view).steps))
        assert code.text.isascii()
        assert code.text.count("{") == code.text.count("}")
        assert "\n\n" not in code.text
        documents.append(code.text)
    if shutil.which("pdflatex"):
        compiled(documents, tmp_path)


def test_the_service_answers_code(client: Any) -> None:
    fields = {"source": "q = x + y\nq*z", "values": {"x": -2, "y": 5, "z": -4}}
    posted = client.post("/api/v1/code", {**fields, "language": "torch"})
    assert posted.status == 200
    assert posted.json()["title"] == "PyTorch"
    assert "f = q * z" in posted.json()["text"]
    got = client.get("/api/v1/code", source=fields["source"], values='{"x": -2, "y": 5, "z": -4}')
    assert got.json()["language"] == "numpy"
    assert got.json()["lines"][0] == {"number": 7, "steps": [0]}
    for wrong, status in (({"language": "cobol"}, 422), ({"language": 3}, 422), ({"colour": 1}, 422)):
        assert client.post("/api/v1/code", {**fields, **wrong}).status == status


def test_the_command_line_prints_code(capsys: pytest.CaptureFixture[str]) -> None:
    from chainrule.cli import main

    assert main(["code", "x*y", "--set", "x=2", "--set", "y=3", "--language", "torch-function"]) == 0
    assert "class Formula(torch.autograd.Function):" in capsys.readouterr().out
    assert main(["code", "x*"]) == 1


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("view", ["gates", "functions"])
def test_behind_a_condition_stands_0_and_not_0_times_infinity(language: str, view: str) -> None:
    for source in ("where(sqrt(x) > 1, x, 2*x)", "where(log(x) < -5, x, x**2)"):
        check(source, {"x": 0.0}, language, view=view)
