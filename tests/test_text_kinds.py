"""Notebooks, diffs, MATLAB, R, C and JavaScript: what Python text they become."""

from __future__ import annotations

import ast

import pytest

import chainrule
from chainrule.errors import SourceError
from chainrule.read.text import read_text


@pytest.mark.parametrize(
    "source",
    [
        "```python\ny = np.exp(x)\nz = 2*y\n```",
        "Here is the code:\n```\ny = np.exp(x)\nz = 2*y\n```\nIt works.",
        ">>> y = np.exp(x)\n>>> y\n2.7\n>>> z = 2*y",
        "In [1]: y = np.exp(x)\nOut[1]: 2.7\n\nIn [2]: z = 2*y",
        "%matplotlib inline\n!pip install numpy\ny = np.exp(x)\n%%time\nz = 2*y\nnp.exp?",
        "    y = np.exp(x)\n    z = 2*y",
        "y = np.exp(x)\n    z = 2*y",
        "@@ -1,2 +1,2 @@\n y = np.exp(x)\n-z = 3*y\n+z = 2*y",
        "+ y = np.exp(x)\n+ z = 2*y",
        "1 y = np.exp(x)\n2\n3 z = 2*y",
        "This is the forward pass of the model\ny = np.exp(x)\nz = 2*y",
        "y = np.exp(x)\r\nz = 2*y\r\n",
    ],
)
def test_what_stands_around_code_is_left_out(source: str) -> None:
    read = read_text(source)
    kept = [statement for statement in read.statements if isinstance(statement, ast.Assign)]
    assert [ast.unparse(statement) for statement in kept] == ["y = np.exp(x)", "z = 2 * y"]
    lines = source.replace("\r", "").split("\n")
    spans = [read.span(statement) for statement in kept]
    assert [lines[span.line - 1][span.column : span.end_column] for span in spans] == ["y = np.exp(x)", "z = 2*y"]


def test_sentences_that_are_left_out_are_said() -> None:
    assert [note.code for note in read_text("The loss of the model is\nL = (y - t)^2").notices] == ["prose"]


def test_print_of_python_2_is_the_call_it_is_now() -> None:
    read = read_text("x = 2\nprint x, 'a' # b\nprint(x)")
    assert [ast.unparse(statement) for statement in read.statements] == ["x = 2", "print(x, 'a')", "print(x)"]


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("J = (1/m)*sum(-y.*log(h));", "J = 1/m*sum(-y*log(h), axis=0)"),
        ("grad = X'*(h - y)/m", "grad = X.T*(h - y)/m"),
        ("f = @(x) x.^2 + 1;\ny = f(t)", "def f(x): return x**2 + 1\ny = f(t)"),
        ("A = [1 2; 3 4];\nb = [5; 6];", "A = array([[1, 2], [3, 4]])\nb = array([5, 6])"),
        ("A = [1 2\n3 4];", "A = array([[1, 2], [3, 4]])"),
        ("y = [1 -2 3] .* x", "y = array([1, -2, 3])*x"),
        ("y = x(1)*x(2) + x(end-1)", "y = x[0]*x[1] + x[-2]"),
        ("y = A(2, :) + x(2:end)' - x(1:2:5)", "y = A[1, :] + x[1:].T - x[0:5:2]"),
        ("y = sum(A(:).^2)", "y = sum(A.T.reshape(-1)**2, axis=0)"),
        ("x = A \\ b", "x = solve(A, b)"),
        ("w = zeros(3,1);\nn = size(X, 1);\nk = numel(x);", "w = zeros(3)\nn = (X.shape + (1,))[0]\nk = x.size"),
        ("m = max(0, x) + max(x) + sum(X, 2);", "m = maximum(0, x) + max(x, axis=0) + sum(X, axis=1)"),
        ("G = d * a';", "G = outer(d, a) if d.ndim == 1 and a.ndim == 1 else d*a.T"),
        ("B = A.^2 + A'.^2;\nC = A^2;", "B = A**2 + A.T**2\nC = A@A if A.ndim == 2 else A**2"),
        ("X1 = [ones(3, 1) X];", "X1 = column_stack([ones(3), X])"),
        ("s = std(x);\nv = x ~= 3;", "s = std(x, axis=0, ddof=1)\nv = x != 3"),
        ("L = 0.5 * ... % half\n  (t - y)^2; % squared", "L = 0.5*(t - y)**2"),
        ("y = sigmoid.(W*x .+ b)", "y = sigmoid(W*x + b)"),
        ("syms x\nf = x^2;\ndiff(f, x)", "f = x**2\ngrad(f, x)"),
        ("x = 1:3;\ndisp(x)\ny = lambda.*x;", "x = arange(1, 3 + 1)\ny = lambda_*x"),
        (
            "for i = 1:3\n  if x(i) > 0\n    s = s + x(i);\n  elseif x(i) < -1\n    s = 0;\n"
            "  else\n    s += 1;\n  end\nend",
            "for i in range(1, 3 + 1):\n    if x[i - 1] > 0:\n        s = s + x[i - 1]\n    elif x[i - 1] < -1:\n"
            "        s = 0\n    else:\n        s += 1",
        ),
        (
            "function [J, g] = cost(w, X)\n% COST of a model\n  J = sum(w.^2);\n  g = 2*w;\nend",
            "def cost(w, X):\n    J = sum(w**2, axis=0)\n    g = 2*w\n    return J, g",
        ),
        ("while abs(x) > 1e-3 x = x/2; end", "while abs(x) > 1e-3:\n    x = x/2"),
    ],
)
def test_matlab_becomes_python(source: str, python: str) -> None:
    read = read_text(source, ["x", "A", "X", "b", "w", "y", "h", "d", "a", "W", "lambda"])
    assert read.dialect == "matlab"
    assert read.text == python


def test_a_star_of_matlab_is_a_product_by_shape_and_a_dotted_one_is_not() -> None:
    read = read_text("y = A*x + w.*x;")
    left, right = read.statements[0].value.left, read.statements[0].value.right  # type: ignore[attr-defined]
    assert read.is_product_by_shape(left)
    assert not read.is_product_by_shape(right)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a = {1, 2; 3, 4};\nb = a.*2", "Cell arrays"),
        ("x = [1 2; 3", "never closed"),
        ("y = x .* ", "stops too early"),
        ("switch x\n y = 1;\nend", "`switch`"),
        ("[1 2; 4] = w.*x", "Nothing can be assigned"),
    ],
)
def test_matlab_that_is_not_read_says_so(source: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        read_text(source)


@pytest.mark.parametrize(
    ("source", "python", "dialect"),
    [
        ("float y = 1.0f / (1.0f + expf(-x));", "y = 1.0/(1.0 + exp(-x))", "c"),
        (
            "var f = function(x, y) {\n  return x * y;\n};\nf(-2, 3); // -6",
            "def f(x, y):\n    return x*y\nf(-2, 3)",
            "c",
        ),
        ("const s = x => 1 / (1 + Math.exp(-x));", "def s(x): return 1/(1 + exp(-x))", "c"),
        ("var z = x > 0 ? x : 0.1*x;", "z = (x if x > 0 else 0.1*x)", "c"),
        (
            "let s = 0;\nfor (let i = 0; i < 3; i++) {\n  s += x[i];\n}",
            "s = 0\nfor i in range(0, 3):\n    s += x[i]",
            "c",
        ),
        (
            "double f(double x) {\n  if (x > 1 && x < 3) { return pow(x, 2); } else return -x;\n}\nf(y)",
            "def f(x):\n    if x > 1 and x < 3:\n        return power(x, 2)\n    else:\n        return -x\nf(y)",
            "c",
        ),
        ("y <- 1/(1+exp(-x))", "y = 1/(1 + exp(-x))", "calculator"),
        ("s <- function(z) 1/(1 + exp(-z))\ny <- s(w %*% x)", "def s(z): return 1/(1 + exp(-z))\ny = s(w@x)", "r"),
        ("x <- c(1, 2)\ns <- sum(x^2) + x[1]", "x = array([1, 2])\ns = sum(x**2) + x[0]", "r"),
        (
            "f <- function(x) {\n  y <- x^2 # square\n  return(y)\n}\nfor (i in 1:3) {\n  s <- s + f(i)\n}",
            "def f(x):\n    y = x**2\n    return (y)\nfor i in range(1, 3 + 1):\n    s = s + f(i)",
            "r",
        ),
    ],
)
def test_languages_with_braces_become_python(source: str, python: str, dialect: str) -> None:
    read = read_text(source)
    assert read.dialect == dialect
    assert read.text == python


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("class A extends B { constructor() { this.x = 1; } }", "`class` of C and JavaScript"),
        ("for (var i = 3; i > 0; i--) { x = 1; }", "count up by one"),
        ("var f = {a: 1};", "`{` is not read"),
    ],
)
def test_braces_that_are_not_read_say_so(source: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        read_text(source)


@pytest.mark.parametrize(
    ("source", "dialect"),
    [
        ("L = x*y", "numpy"),
        ("2x + sin x", "calculator"),
        (r"\frac{1}{1+e^{-x}}", "latex"),
        ("function y = f(x)\n  y = x.^2;\nend", "matlab"),
        ("import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x**2\ny.backward()", "torch"),
    ],
)
def test_a_trace_names_the_language_of_its_text(source: str, dialect: str) -> None:
    assert chainrule.trace(source, defaults=True).dialect == dialect


def test_main_is_the_program_itself() -> None:
    python = "def main():\n    x = 0.5\n    w = 2.0\n    loss = (w*x - 3)**2\n    print(loss)\n\nmain()\n"
    c = "int main() {\n  double x = 0.5, w = 2.0;\n  double loss = (w*x - 3)*(w*x - 3);\n  return 0;\n}\n"
    for source in (python, c):
        trace = chainrule.trace(source)
        assert trace.value == 4
        assert trace.gradients == {"x": -8, "w": -2}
