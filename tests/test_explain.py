"""Every step is said in words and in a formula, and both carry the numbers of the trace."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.explain import Operand, StepText, accumulate, backward, compute, loss_name, notices, seed
from chainrule.explain.gates import gate_of, slot_names
from chainrule.explain.scene import dotted
from chainrule.explain.templates import compute_template
from chainrule.formula import parse, symbol
from chainrule.formula.closures import FUNCTIONS, _closure
from chainrule.formula.tree import fold
from chainrule.graph import FunctionCall
from chainrule.number import number
from chainrule.ops import OPS
from chainrule.ops.op import Op, Trial
from test_formula import well_formed

PLACE = re.compile(r"\{([\w-]+\.\w+)\}")
SCALARS = [row for row in OPS.values() if row.elementwise and row.slots != 0]
LETTERS = "abcd"


def filled(said: StepText, numbers: dict[str, float]) -> None:
    """The words with their places filled are the beginning of the text; the formula holds the same numbers."""
    text = PLACE.sub(lambda found: number(numbers[found[1]]), said.words)
    assert said.text.startswith(text)
    assert "{" not in said.text
    assert "%(" not in said.text + said.math + said.words + said.why
    for element in well_formed(said.math).iter("mn"):
        place = element.get("data-n")
        if place is not None:
            shown = number(numbers[place])
            signed = element.get("class") == "signed" and (shown[0] == "−" or "e" in shown)
            assert element.text == (f"({shown})" if signed else shown)
        else:
            assert element.get("class") is None


def operands(values: Sequence[float], locals_: Sequence[float], upstream: float, **more: Any) -> list[Operand]:
    return [
        Operand(f"e{i}", more.get("names", {}).get(i), x, (), upstream, local, upstream * local)
        for i, (x, local) in enumerate(zip(values, locals_, strict=True))
    ]


def places(box: str, wires: Sequence[Operand], value: float) -> dict[str, float]:
    found = {f"{box}.value": value}
    for wire in wires:
        for field in ("value", "upstream", "local", "downstream"):
            found[f"{wire.edge}.{field}"] = getattr(wire, field)
    return found


def slopes(row: Op, out: float, values: Sequence[float]) -> list[float]:
    if callable(row.vjp):
        return [float(row.vjp(slot, 1.0, out, *values)) for slot in range(len(values))]
    return [float(vjp(1.0, out, *values)) for vjp in row.vjp]


def inside(row: Op, number: float) -> bool:
    """Whether the row is tested at a number: it may be defined on a part of the line."""
    return not row.trials or row.trials[0].low < number < row.trials[0].high


@pytest.mark.parametrize("names", [{}, {0: "w0", 1: "grad_h"}, {0: "x", 1: "x", 2: "x", 3: "x"}])
@pytest.mark.parametrize("row", SCALARS, ids=lambda row: row.name)
def test_every_scalar_gate_is_explained(row: Op, names: dict[int, str]) -> None:
    values = [0.7 if inside(row, 0.7) else 1.7, -0.4, 1.3, -2.5][: row.slots or 3]
    if row.slots == 2:
        values = [1.7, 0.4]
    with np.errstate(all="ignore"):
        out = float(row.forward(*values))
        wires = operands(values, slopes(row, out, values), -1.5, names=names)
    numbers = places("n9", wires, out)
    filled(compute(row, "n9", wires, out), numbers)
    filled(said := backward(row, "n9", wires, out, name="q", loss="L"), numbers)
    assert said.why
    for wire in wires[:4]:
        assert f'data-n="{wire.edge}.downstream"' in said.math


@pytest.mark.parametrize("row", SCALARS, ids=lambda row: row.name)
def test_the_slope_shown_is_the_slope_of_the_row(row: Op) -> None:
    """Working constants in and simplifying changes no number."""
    if not row.local or row.slots is None:
        return
    values = [1.7, 0.4, 1.3, -2.5][: row.slots] if row.slots > 1 else [0.6 if inside(row, 0.6) else 1.7]
    out = float(row.forward(*values))
    slots = slot_names(len(values))
    numbers = {**dict(zip(slots, values, strict=True)), **dict(zip(LETTERS, values, strict=False)), "out": out}
    for fixed in itertools.product((False, True), repeat=len(values)):
        constants = tuple(x if constant else None for x, constant in zip(values, fixed, strict=True))
        for slot, constant in enumerate(fixed):
            shown = gate_of(row).slope(slot, len(values), constants)
            assert shown is not None
            if constant or any(word in row.equation + row.local[0] for word in ("erf", "gamma")):
                continue
            given = parse(row.local[slot if len(row.local) > 1 else 0])
            assert fold(shown, _closure)(numbers) == pytest.approx(fold(given, _closure)(numbers), rel=1e-12)


@pytest.mark.parametrize("row", [row for row in OPS.values() if row.slots != 0], ids=lambda row: row.name)
def test_every_gate_is_explained_on_arrays(row: Op) -> None:
    trials = row.trials or (Trial(((2, 3),) * (row.slots or 1)),)
    for trial in trials:
        inner = 0.6 if inside(row, 0.6) else 1.7
        entries = [0.0 if slot in trial.whole else inner for slot in range(len(trial.shapes))]
        arguments: list[Any] = [
            np.full(shape, entry) if shape else entry for shape, entry in zip(trial.shapes, entries, strict=True)
        ]
        params = {**row.params, **trial.params}
        with np.errstate(all="ignore"):
            value = np.asarray(row.forward(*arguments, **params))
        rules = row.rules(*trial.shapes, **params)
        wires = [
            Operand(
                f"e{i}", f"x{i}", x, np.shape(x), value, value if row.elementwise else None, x,
                rules[min(i, len(rules) - 1)] if rules else None,
            )
            for i, x in enumerate(arguments)
        ]  # fmt: skip
        if not value.ndim and not any(map(np.ndim, arguments)):
            continue
        for said in (
            compute(row, "n1", wires, value, name="y", shape=value.shape),
            backward(row, "n1", wires, value, name="y", shape=value.shape, loss="L", params=params),
        ):
            well_formed(said.math)
            assert "%(" not in said.text + said.math + said.words + said.why


def one(x: float = 2.0, name: str | None = "x", local: float = 1.0, edge: str = "e0") -> Operand:
    return Operand(edge, name, x, (), 3.0, local, 3.0 * local)


def test_multiply_swaps_and_names_the_other_value() -> None:
    said = backward(OPS["mul"], "n1", [one(2.0, "w", -1.0), one(-1.0, "x", 2.0, "e1")], -2.0)
    assert said.text == (
        "The × gate swaps the values: w gets 3.00 × −1.00 (the value of x) = −3.00 "
        "and x gets 3.00 × 2.00 (the value of w) = 6.00."
    )
    assert said.words.startswith("The × gate swaps the values: w gets {e0.upstream} × {e0.local} (the value of x)")


def test_add_distributes() -> None:
    both = [one(2.0, None), one(5.0, None, 1.0, "e1")]
    assert backward(OPS["add"], "n1", both, 7.0).text.endswith(
        "hands its upstream gradient 3.00 unchanged to both its inputs."
    )
    three = [one(2.0, "x"), one(5.0, None, 1.0, "e1")]
    assert backward(OPS["add"], "n1", three, 7.0).text.endswith("unchanged to x and the second input.")


def test_max_says_where_it_all_goes_and_what_a_tie_does() -> None:
    won = backward(OPS["maximum"], "n1", [one(4.0, "x", 0.0), one(5.0, "y", 1.0, "e1")], 5.0)
    assert won.text.endswith("x gets 0.00 and y gets 3.00. All of it goes to y.")
    assert "All of it" not in won.words
    tie = backward(OPS["maximum"], "n1", [one(5.0, "x", 0.5), one(5.0, "y", 0.5, "e1")], 5.0)
    assert "half" in tie.text
    assert "PyTorch" in tie.text


def test_a_constant_inside_the_gate_is_worked_in() -> None:
    inverse = backward(OPS["div"], "n1", [Operand(None, None, 1.0), one(2.0, "x", -0.25)], 0.5, label="1/x")
    assert inverse.text == "The 1/x gate: upstream 3.00 × local −0.25 = downstream −0.75, for x."
    assert '<mo form="prefix">−</mo><mfrac><mn>1</mn><msup><mi>x</mi><mn>2</mn></msup></mfrac>' in inverse.math
    square = backward(OPS["pow"], "n1", [one(-3.0, "x", -6.0), Operand(None, None, 2.0)], 9.0, label="^2")
    assert '<mn>2</mn><mo>×</mo><mn data-n="e0.value" class="signed">(−3.00)</mn>' in square.math


def test_the_exponential_reads_as_in_the_lecture() -> None:
    said = backward(OPS["exp"], "n1", [one(-1.0, None, 0.3679)], 0.3679)
    assert (
        '<msup><mi>e</mi><mi>a</mi></msup><mo>=</mo><msup><mi>e</mi><mn data-n="e0.value">−1.00</mn></msup>'
        in said.math
    )


def test_the_same_name_twice_is_told_apart() -> None:
    said = compute(OPS["mul"], "n1", [one(3.0), one(3.0, "x", 3.0, "e1")], 9.0, name="y")
    assert said.text == "The × gate takes the first x = 3.00 and the second x = 3.00 and gives y = 9.00."
    assert said.math.count("<msup><mi>x</mi>") == 2


def test_matmul_shows_why_the_shapes_match() -> None:
    x, w, g = np.ones((2, 4)), np.ones((4, 3)), np.ones((2, 3))
    wires = [Operand("e0", "x", x, (2, 4), g, None, x, "g @ b.T"), Operand("e1", "w", w, (4, 3), g, None, w, "a.T @ g")]
    said = backward(OPS["matmul"], "n1", wires, g, name="y", shape=(2, 3), loss="L")
    assert said.text == "Back through the @ gate: x gets ∂L/∂y wᵀ (2×4) and w gets xᵀ ∂L/∂y (4×3)."
    under = [element[1].text for element in well_formed(said.math).iter("munder")]
    assert under == ["(2×4)", "(2×3)", "(3×4)", "(4×3)", "(4×2)", "(2×3)"]


def test_arrays_are_told_entry_by_entry() -> None:
    a = np.ones((2, 3))
    wire = Operand("e0", "h", a, (2, 3), a, a, a)
    other = Operand("e1", None, a, (2, 3), a, a, a)
    said = backward(OPS["tanh"], "n1", [wire], a, name="y", shape=(2, 3), loss="L")
    assert said.text == "The tanh gate multiplies entry by entry: h gets upstream ⊙ (1 − y²) (2×3)."
    said = backward(OPS["mul"], "n1", [wire, other], a, shape=(2, 3), loss="L")
    assert "h gets upstream ⊙ the second input (2×3) and the second input gets upstream ⊙ h (2×3)" in said.text
    said = backward(OPS["add"], "n1", [wire, other], a, shape=(2, 3), loss="L")
    assert said.text.endswith("(2×3) unchanged to h and the second input.")
    said = compute(OPS["add"], "n1", [wire, other], a, shape=(2, 3))
    assert said.text == "The + gate takes h (2×3) and a 2×3 array and gives a 2×3 array."


def test_the_dot_of_a_tangent_stands_over_one_letter_and_clear_of_several() -> None:
    """As an accent it lies between the tops of "df", where nobody sees it."""
    assert dotted(symbol("w1")).startswith('<msub><mover accent="true"><mi>w</mi>')
    assert dotted(symbol("df")) == '<mover accent="false"><mi>df</mi><mo>˙</mo></mover>'


def test_a_broadcast_value_keeps_its_name_under_a_tilde() -> None:
    b, a = np.ones(3), np.ones((2, 3))
    wire = Operand("e0", "b", b, (3,), a, None, b, "sum(g, axis=0, keepdims=True)")
    said = backward(OPS["broadcast"], "b1", [wire], a, name="b", shape=(2, 3), loss="L")
    assert '<mover accent="true"><mi>b</mi>' in said.math
    assert said.text == "Back through the broadcast gate: b gets ∂L/∂b̃ summed over axis 0 (3 entries)."


def test_rules_are_shortened_to_be_read() -> None:
    a, g = np.ones(3), 1.0
    rule = "broadcast_to(g, (3,)) * (a == broadcast_to(out, (3,))) / sum((a == broadcast_to(out, (3,))))"
    said = backward(OPS["amax"], "n1", [Operand("e0", "s", a, (3,), g, None, a, rule)], 1.0, name="m", loss="L")
    assert "s gets ∂L/∂m in equal shares if s = m, otherwise 0 (3 entries)" in said.text
    rule = "zeros((3,)).at[1:].add(g)"
    said = backward(
        OPS["index"], "n1", [Operand("e0", "s", a, (3,), a[1:], None, a, rule)], a[1:], name="m", shape=(2,)
    )
    assert "s gets ∂f/∂m if index 1:, otherwise 0 (3 entries)" in said.text


@pytest.mark.parametrize(
    ("source", "values", "words"),
    [
        ("y = a[1:3]\nL = sum(y**2)", {"a": [1.0, 2, 3, 4]}, "a gets ∂L/∂y at index 1 to 2, otherwise 0"),
        ("y = A[:, 1]\nL = sum(y**2)", {"A": [[1.0, 2], [3, 4]]}, "A gets ∂L/∂y at index 1 of axis 1, otherwise 0"),
        ("c = concatenate([a, b])\nL = sum(c**2)", {"a": [1.0, 2], "b": [3.0]}, "b gets index 2 of ∂L/∂c"),
        ("p = pad(a, 1)\nL = sum(p**2)", {"a": [1.0, 2]}, "a gets index 1 to 2 of ∂L/∂p"),
        (
            "import torch.nn.functional as F\ny = F.avg_pool1d(x, 2)\nL = y.sum()",
            {"x": [[[1.0, 2, 3, 4]]]},
            "x gets ∂L/∂y, shared equally by the entries of each window",
        ),
    ],
)
def test_rules_of_parts_and_pools_are_words(source: str, values: dict[str, object], words: str) -> None:
    assert any(words in step.text for step in chainrule.trace(source, values=values).steps)


def test_a_closed_function_has_one_gate() -> None:
    closed = FunctionCall(0, "sigmoid", None, (1,), 2, None, ("(1 - out) * out",), ("z",))
    filled(compute(closed, "f0", [one(1.0)], 0.73, name="s"), {"e0.value": 1.0, "f0.value": 0.73})
    said = backward(closed, "f0", [one(1.0, "x", 0.2)], 0.73, name="s")
    filled(said, places("f0", [one(1.0, "x", 0.2)], 0.73))
    assert "sigmoid is closed" in said.why
    whole = FunctionCall(1, "softmax", None, (1,), 2, None, (), ("s",))
    wire = Operand("e0", "s", np.ones(3), (3,), np.ones(3), None, np.ones(3))
    assert "Open it" in backward(whole, "f1", [wire], np.ones(3), name="p", shape=(3,), loss="L").why
    mixed = [wire, Operand(None, None, np.ones((2, 2)))]
    well_formed(compute(whole._replace(params=("s", "t")), "f1", mixed, np.ones(3), shape=(3,)).math)


def test_seed_says_where_the_one_comes_from() -> None:
    said = seed("f", "e9", 1.0)
    assert said.text == (
        "The backward pass starts at f: ∂f/∂f = 1.00. If f changes by a little, f changes by exactly that."
    )
    filled(said, {"e9.downstream": 1.0})
    given = seed("f", "e9", -2.0, is_given=True, loss="L")
    assert "given: ∂L/∂f = −2.00" in given.text
    filled(given, {"e9.downstream": -2.0})
    for said in (
        seed("y", "e9", np.ones(3), shape=(3,), loss="L"),
        seed("y", "e9", np.ones(3), is_given=True, shape=(3,), loss="L"),
    ):
        well_formed(said.math)
        assert "(3 entries)" in said.text


def test_terms_are_added_one_by_one() -> None:
    terms = [(f"e{i}", float(-i)) for i in range(1, 7)]
    for turn in range(1, 7):
        total = -float(sum(range(1, turn + 1)))
        said = accumulate("x", "e0", terms[:turn], 6, total)
        filled(said, {"e0.sum": total, **{f"{edge}.downstream": x for edge, x in terms}})
        assert ("complete" in said.text) == (turn == 6)
    assert accumulate("x", "e0", terms[:1], 2, -1.0).text == (
        "x is used in 2 places. Term 1 of 2 adds −1.00: 0.00 + −1.00 = −1.00."
    )
    assert '<mo form="infix">+=</mo>' in said.math
    well_formed(accumulate(None, "e0", [("e1", np.ones(3))], 2, np.ones(3), shape=(3,)).math)


def test_a_gate_of_very_many_inputs_is_told_in_short_and_not_kept() -> None:
    many = [one(1.0, f"x{i}", 1.0, f"e{i}") for i in range(2000)]
    before = compute_template.cache_info().currsize
    said = compute(OPS["addn"], "n1", many, 2000.0)
    assert said.text == ("The Σ gate takes x0 = 1.00, x1 = 1.00, x2 = 1.00, x3 = 1.00 and 1996 more and gives 2000.0.")
    assert len(said.math) < 2000
    assert compute_template.cache_info().currsize == before


def test_gradients_are_marked_for_the_notation_of_the_page() -> None:
    said = backward(OPS["exp"], "n1", [one(-1.0, "w_0", 0.37)], 0.37, name="q", loss="L")
    marked = [element for element in well_formed(said.math).iter("mrow") if element.get("class") == "d"]
    assert [element.get("data-of") for element in marked] == ["w_0", "q"]
    for element in marked:
        assert [child.tag for child in element] == ["mfrac"]
        assert len(element[0]) == len(element[0][0]) == len(element[0][1]) == 2


@pytest.mark.parametrize(
    ("name", "shape", "given", "taken", "letter"),
    [
        ("f", (), False, (), "f"),
        ("L", (), False, ("f",), "L"),
        ("L", (), True, ("f",), "J"),
        ("q", (), False, ("q",), "q"),
        ("y", (2, 3), False, ("y",), "L"),
        ("f", (), True, ("f", "L"), "J"),
    ],
)
def test_the_letter_gradients_are_of(
    name: str, shape: tuple[int, ...], given: bool, taken: tuple[str, ...], letter: str
) -> None:
    assert loss_name(name, shape, is_given=given, reserved=taken) == letter


@pytest.mark.parametrize(
    ("op", "values", "out", "codes"),
    [
        ("relu", [0.0], 0.0, ["kink"]),
        ("relu", [1.0], 1.0, []),
        ("relu", [np.array([1.0, 0.0])], np.array([1.0, 0.0]), ["kink"]),
        ("maxn", [1.0, 2.0, 2.0], 2.0, ["kink"]),
        ("div", [1.0, 0.0], math.inf, ["div-by-zero"]),
        ("div", [0.0, 0.0], math.nan, ["zero-over-zero"]),
        ("exp", [1000.0], math.inf, ["exp-overflow"]),
        ("mul", [1e200, 1e200], math.inf, ["overflow"]),
        ("mul", [math.inf, 0.0], math.nan, []),
        ("pow", [-2.0, 0.5], math.nan, ["negative-base-fraction-power"]),
        ("tanh", [0.5], math.nan, ["not-finite"]),
    ],
)
def test_notices(op: str, values: list[Any], out: Any, codes: list[str]) -> None:
    found = notices(OPS[op], values, out)
    assert [code for code, _ in found] == codes
    assert all(text.endswith(".") for _, text in found)


def test_numbers_follow_without_a_new_sheet() -> None:
    first = backward(OPS["tanh"], "n1", [one(0.5, "x", 0.79)], 0.46)
    second = backward(OPS["tanh"], "n1", [one(-0.5, "x", 0.79)], -0.46)
    assert first.words == second.words
    assert first.math != second.math


def test_conditions_use_functions_that_exist() -> None:
    assert all(callable(function) for function in FUNCTIONS.values())


def test_the_last_gate_says_no_gradient_by_itself() -> None:
    """∂f/∂q = z, and not ∂f/∂q = ∂f/∂f · ∂f/∂q; a gate before it has the chain rule."""
    trace = chainrule.trace("q = x + y\nf = q*z", values={"x": -2, "y": 5, "z": -4})
    last, before = (step.math for step in trace.steps if step.kind == "backward")
    own = "<mfrac><mrow><mo>∂</mo><mi>f</mi></mrow><mrow><mo>∂</mo><mi>f</mi></mrow></mfrac>"
    assert own not in last
    assert last.count('class="d"') == 2
    assert "<mo>·</mo>" in before


def test_a_value_without_a_name_has_the_letter_of_the_picture_in_every_sentence() -> None:
    steps = chainrule.trace("sigmoid(w*x + b)", values={"w": 2.0, "x": -1.0, "b": 3.0}).steps
    sentences = [step.text for step in steps]
    assert "The + gate takes a = −2.00 and b = 3.00 and gives c = 1.00." in sentences
    assert "The + gate hands its upstream gradient 0.20 unchanged to a and b." in sentences
    assert not [text for text in sentences if "its input" in text or "the first input" in text]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("sum(cumsum(x)*x)", "x gets ∂f/∂a, summed from each entry to the last (3 entries)"),
        ("sum(sort(x)*x)", "x gets ∂f/∂a, each entry back at its place (3 entries)"),
        ("sum(x.reshape(1, 3))", "x gets ∂f/∂a in its own shape (3 entries)"),
        ("max(x)*2", "x gets ∂f/∂a in equal shares if x = a, otherwise 0 (3 entries)"),
        ("sum(x)*2", "x gets ∂f/∂a, copied to every place (3 entries)"),
    ],
)
def test_a_rule_is_said_in_mathematics_and_not_in_code(source: str, sentence: str) -> None:
    steps = chainrule.trace(source, values={"x": [1.0, 3.0, 2.0]}).steps
    assert [step.text for step in steps if sentence in step.text] != [], [step.text for step in steps]
    code = ("flip", "gather", "reshape(", "broadcast_to", "expand_dims", "argsort", "axis=")
    for step in steps:
        assert not [word for word in code if word in step.text.replace("reshape gate", "") or word in step.math]


@pytest.mark.parametrize(
    ("source", "equation"),
    [
        ("y = conv(x, k)", "y=x ∗ k"),
        ("y = max_pool(x, 2)", "y=the largest entry of each window of x"),
        ("y = avg_pool2d(x, 2)", "y=the mean of each window of x"),
        ("y = A.T", "y=AT"),
        ("y = concatenate([u, v])", "y=[u, v]"),
        ("y = stack([u, v])", "y=u, v, one behind the other"),
        ("y = pad(A, 1)", "y=A with a border"),
        ("y = A.reshape(4)", "y=A in a new shape"),
        ('y = einsum("ij,jk->ik", A, B)', "y=sums of products of entries of A, B"),
    ],
)
def test_a_value_is_computed_in_mathematics_and_not_in_code(source: str, equation: str) -> None:
    images = {"x": [[[[1.0, 2.0], [3.0, 4.0]]]], "k": [[[[1.0, 2.0], [0.0, 1.0]]]]}
    arrays = {"A": [[1.0, 2.0], [3.0, 4.0]], "B": [[1.0, 0.0], [2.0, 1.0]], "u": [1.0, 2.0], "v": [3.0, 4.0]}
    values = {name: value for name, value in (images | arrays).items() if re.search(rf"\b{name}\b", source)}
    steps = chainrule.trace(source, values).steps
    forward = [re.sub("<[^>]+>", "", step.math).replace("\u00a0", " ") for step in steps if step.phase == "forward"]
    assert equation in forward


def test_an_index_of_several_axes_is_said_in_words() -> None:
    steps = chainrule.trace(
        "sum(pad(A, 1)[0, 1:3]) + sum(stack([u, u])[0])", {"A": [[1, 2], [3, 4]], "u": [1, 2]}
    ).steps
    sentences = " ".join(step.text for step in steps)
    assert "at index 0" in sentences
    assert "if index 0, 1 to 2, otherwise 0" in sentences
    assert "gets index 1 to 2, 1 to 2 of" in sentences


def test_long_words_of_a_rule_stand_on_two_lines() -> None:
    steps = chainrule.trace('sum(einsum("ij,jk->ik", A, A))', {"A": [[1, 2], [3, 4]]}).steps
    maths = [step.math for step in steps if "summed" in step.math]
    assert maths
    assert all("<mtr><mtd></mtd><mtd><mrow><mtext>summed" in math for math in maths)
