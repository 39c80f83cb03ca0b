"""The small formula language: read, made simpler, put to numbers, printed three ways."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.formula import (
    Bin,
    Call,
    FormulaError,
    Neg,
    Num,
    NumberPlace,
    Tree,
    Var,
    compiled,
    holds,
    latex,
    latex_symbol,
    mathml,
    names,
    parse,
    plain,
    simplify,
    substitute,
    symbol,
)
from chainrule.formula.closures import _closure
from chainrule.formula.tree import fold, same
from chainrule.ops import OPS

CORE = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mrow", "msqrt", "msub", "msup", "mtable", "mtd", "mtext", "mtr",
    "munder",
}  # fmt: skip
STRINGS = [(row.name, text) for row in OPS.values() for text in (row.equation, *row.local, *row.rule)]


def well_formed(markup: str) -> ElementTree.Element:
    """MathML Core and nothing else, each element with as many children as it must have."""
    root = ElementTree.fromstring(f"<math>{markup}</math>")
    for element in root.iter():
        assert element.tag in CORE, element.tag
        assert set(element.attrib) <= {
            "accent", "class", "data-n", "data-of", "form", "stretchy", "mathvariant", "display", "displaystyle",
        }  # fmt: skip
        if element.tag in ("mfrac", "msup", "msub", "munder", "mover"):
            assert len(element) == 2, ElementTree.tostring(element)
        if element.tag in ("mi", "mn", "mo", "mtext"):
            assert element.text
            assert not len(element)
    return root


@pytest.mark.parametrize(("row", "text"), STRINGS)
def test_every_formula_of_the_op_table_is_read_and_printed(row: str, text: str) -> None:
    for tree in (parse(text), simplify(parse(text))):
        well_formed(mathml(tree))
        assert latex(tree)
        assert plain(tree)
        assert latex(tree).count("{") == latex(tree).count("}")


@pytest.mark.parametrize("row", [row for row in OPS.values() if row.slots != 0], ids=lambda row: row.name)
def test_every_gate_says_why(row: object) -> None:
    why = row.why  # type: ignore[attr-defined]
    assert why
    assert all(sentence.endswith((".", "?")) for sentence in why)


@pytest.mark.parametrize(
    ("text", "given", "shown"),
    [
        ("b * a ** (b - 1)", {"b": 2}, "2a"),
        ("b * a ** (b - 1)", {"b": 3}, "3a²"),
        ("where(b == 0, 0, b * a ** (b - 1))", {"b": 2}, "2a"),
        ("where(b == 0, 0, b * a ** (b - 1))", {"b": 0}, "0"),
        ("1 / b", {"b": 2}, "0.5"),
        ("1 / b", {"b": 3}, "1 / 3"),
        ("-(a / b) / b", {"a": 1}, "−1 / b²"),
        ("-1 * a", {}, "−a"),
        ("a - -b", {}, "a + b"),
        ("a + b", {"b": -2}, "a − 2"),
        ("a - (b - c)", {}, "a − (b − c)"),
        ("-(a - b)", {}, "b − a"),
        ("a * b", {"b": -1}, "−a"),
        ("a * (b * 1 + 0)", {}, "a · b"),
        ("where(a >= b, where(a <= c, 1, 0), 0)", {}, "1 if a ≥ b and a ≤ c, otherwise 0"),
        ("where(a > b, 1, where(a == b, 0.5, 0))", {"a": 1, "b": 1}, "0.5"),
        ("2 * (3 * a)", {}, "6a"),
        ("a / 0", {}, "a / 0"),
    ],
)
def test_known_constants_are_worked_in(text: str, given: dict[str, float], shown: str) -> None:
    assert plain(simplify(substitute(parse(text), {name: Num(float(x)) for name, x in given.items()}))) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 - out ** 2", "1 - {out}^{2}"),
        ("(a + b) * c", r"\left(a + b\right) \cdot c"),
        ("(a / b) ** 2", r"\left(\frac{a}{b}\right)^{2}"),
        ("exp(-a)", "e^{-a}"),
        ("-(a + b)", r"-\left(a + b\right)"),
        ("a - (-b)", r"a - \left(-b\right)"),
        ("g @ b.T", r"g \, b^{\mathsf{T}}"),
        ("maximum(0, a)", r"\max\left(0, a\right)"),
        ("sqrt(abs(a))", r"\sqrt{\left|a\right|}"),
        ("2 * a", r"2\,a"),
        ("2 * 3", r"2 \times 3"),
        ("where(a > 0, 1, 0)", r"\begin{cases}1 & \text{if } a > 0 \\ 0 & \text{otherwise}\end{cases}"),
        ("sum(a, axis=0)", r"\operatorname{sum}\left(a, \mathrm{axis}=0\right)"),
    ],
)
def test_latex(text: str, shown: str) -> None:
    assert latex(parse(text), {"out": "{out}"}) == shown


@pytest.mark.parametrize(
    ("name", "markup", "tex"),
    [
        ("x", "<mi>x</mi>", "x"),
        ("w0", "<msub><mi>w</mi><mn>0</mn></msub>", "w_{0}"),
        ("x_1", "<msub><mi>x</mi><mn>1</mn></msub>", "x_{1}"),
        ("w₀", "<msub><mi>w</mi><mn>0</mn></msub>", "w_{0}"),
        ("grad_h", "<msub><mi>grad</mi><mi>h</mi></msub>", r"\mathrm{grad}_{h}"),
        ("sigma", "<mi>σ</mi>", r"\sigma"),
        ("alpha_0_1", "<msub><mi>α</mi><mi>0,1</mi></msub>", r"\alpha_{0,1}"),
        ("_x", "<mi>_x</mi>", r"\mathrm{\_x}"),
        ("__", "<mi>__</mi>", r"\mathrm{\_\_}"),
    ],
)
def test_names(name: str, markup: str, tex: str) -> None:
    assert symbol(name) == markup
    assert latex_symbol(name) == tex


def test_a_number_of_the_trace_keeps_its_place() -> None:
    place = NumberPlace("e3.local", "−0.37")
    assert mathml(place) == '<mn data-n="e3.local">−0.37</mn>'
    after = mathml(Bin("*", Num(2.0), place))
    assert '<mn data-n="e3.local" class="signed">(−0.37)</mn>' in after
    assert plain(Bin("**", place, Num(2.0))) == "(−0.37)²"
    assert plain(Bin("+", place, NumberPlace("e4.local", "0.50"))) == "−0.37 + 0.50"
    assert plain(Bin("-", Var("a"), NumberPlace("e4.local", "1.2e−5"))) == "a − (1.2e−5)"
    assert latex(NumberPlace("e4.local", "1.2e−5")) == r"1.2 \times 10^{-5}"


def test_markup_is_escaped() -> None:
    assert symbol("<b>&") == "<mi>&lt;b&gt;&amp;</mi>"
    well_formed(mathml(parse("where(a < b, a, b)")))
    well_formed(mathml(NumberPlace('"><script>', "1")))


def test_names_of_a_formula() -> None:
    assert names(parse("where(a > b, out, a)")) == {"a", "b", "out"}


@pytest.mark.parametrize(
    "text", ["a +", "lambda: 1", "a if b else c", "'text'", "f(**a)", "f(a)(b)", "[x for x in a]", ""]
)
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize(
    ("condition", "numbers", "truth"),
    [
        ("a == b", {"a": 1.0, "b": 1.0}, True),
        ("a == b", {"a": 1.0, "b": 2.0}, False),
        ("a == b or a == c", {"a": 1.0, "b": 2.0, "c": 1.0}, True),
        ("a < 0 and out != out", {"a": -1.0, "out": math.nan}, True),
        ("a == 0", {"a": np.array([1.0, 0.0])}, True),
        ("a == 0 and b == 0", {"a": np.array([1.0, 0.0]), "b": np.array([0.0, 1.0])}, False),
        ("a / b > 1", {"a": 0.0, "b": 0.0}, False),
        ("1 / a > 5", {"a": 0.0}, True),
        ("a ** b > 1", {"a": 1e300, "b": 300.0}, True),
        ("not a > 1", {"a": 0.5}, True),
        ("0 < a < 1", {"a": 0.5}, True),
        ("abs(a) > 1", {"a": np.array([[-3.0]])}, True),
    ],
)
def test_conditions(condition: str, numbers: dict[str, object], truth: bool) -> None:
    assert holds(condition, numbers) is truth


def test_a_condition_cannot_reach_anything_else() -> None:
    for text in ("open(a)", "a.__class__()", "__import__(a)"):
        with pytest.raises(FormulaError):
            holds(text, {"a": 1.0})
    with pytest.raises(KeyError):
        holds("b > 1", {"a": 1.0})


@pytest.mark.parametrize("row", OPS.values(), ids=lambda row: row.name)
def test_every_condition_of_the_op_table_can_be_asked(row: object) -> None:
    for values in (dict.fromkeys("abcd", 0.5), dict.fromkeys("abcd", np.array([0.5, -0.5]))):
        for cause in row.nonfinite_causes:  # type: ignore[attr-defined]
            assert holds(cause.when, {**values, "out": math.inf}) in (True, False)
        for kink in row.kinks:  # type: ignore[attr-defined]
            assert kink.at is not None or holds(kink.when, {**values, "out": 1.0}) in (True, False)


whole = st.integers(-4, 4).map(lambda n: Num(float(n)))
trees = st.recursive(
    whole | st.sampled_from([Var("a"), Var("b"), Var("c")]),
    lambda below: st.one_of(
        st.builds(Neg, below),
        st.builds(Bin, st.sampled_from(["+", "-", "*", "/"]), below, below),
        st.builds(lambda base, power: Bin("**", base, Num(power)), below, st.sampled_from([1.0, 2.0, 3.0, -1.0])),
        st.builds(lambda yes, no: Call("where", (Bin(">", Var("a"), Var("b")), yes, no)), below, below),
        st.builds(lambda x: Call("tanh", (x,)), below),
    ),
    max_leaves=12,
)
NUMBERS = {"a": 0.7, "b": -1.3, "c": 2.1}


def put(tree: Tree) -> float:
    with np.errstate(all="ignore"):
        return float(fold(tree, _closure)(NUMBERS))


@settings(deadline=None)
@given(trees)
def test_simpler_is_equal(tree: Tree) -> None:
    before = put(tree)
    if math.isfinite(before):
        assert put(simplify(tree)) == pytest.approx(before, rel=1e-9, abs=1e-9)
    assert same(simplify(simplify(tree)), simplify(tree))


@settings(deadline=None)
@given(trees)
def test_brackets_stand_where_reading_needs_them(tree: Tree) -> None:
    """What is printed reads back as the same value."""
    text = plain(tree)
    if " if " in text:
        return  # cases are not written as Python writes them
    text = text.translate(str.maketrans({"−": "-", "·": "*", "×": "*", "^": "**"}))
    text = text.replace("²", "**2").replace("³", "**3")
    text = re.sub(r"(?<=[\d)])(?=[a-z(])", "*", text)
    expected, found = put(tree), put(parse(text))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@settings(deadline=None)
@given(trees)
def test_everything_prints_well_formed(tree: Tree) -> None:
    well_formed(mathml(tree))
    well_formed(mathml(tree, arrays=True))
    assert latex(tree).count("{") == latex(tree).count("}")


def test_depth_is_no_matter() -> None:
    tree: Tree = Var("a")
    for _ in range(2_000):
        tree = Bin("+", Neg(tree), Num(1.0))
    assert len(plain(tree)) > 2_000
    assert latex(simplify(tree))
    assert mathml(substitute(tree, {"a": Num(1.0)}))
    assert same(tree, substitute(tree, {}))


def test_compiled_is_cached_and_reads_constants() -> None:
    assert compiled("pi * a") is compiled("pi * a")
    assert compiled("pi * a")({"a": 1.0}) == math.pi
    assert compiled("sum(a) / 2")({"a": np.ones((2, 3))}) == 3.0


def test_several_names_together_are_written_by_their_ends() -> None:
    assert symbol("w_1…w_12") == f"<mrow>{symbol('w_1')}<mo>…</mo>{symbol('w_12')}</mrow>"
