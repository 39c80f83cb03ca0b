"""Exercises: nothing gives a blank away, right answers are right, and the known mistakes are called by their names."""

from __future__ import annotations

import json
import math
import random
import re
import time
from pathlib import Path
from typing import Any

import pytest

import chainrule
from bench import many_exercises
from bench.bench_exercises import sheet_and_answers
from chainrule.errors import InputError
from chainrule.exercises import (
    MISTAKES,
    BlankSelector,
    Exercise,
    ExerciseRequest,
    Grades,
    document,
    grade,
    make,
)
from chainrule.exercises.answers import ToleranceRule, read_number, readings, why_unreadable
from chainrule.exercises.misconceptions import BlankContext
from chainrule.exercises.quantities import Numbers
from chainrule.request import TraceRequest
from chainrule.sentences import speaking
from programs import scalar_program
from service import Client

TYPED = json.loads((Path(__file__).parent / "typed_numbers.json").read_text(encoding="utf-8"))
ALL = ["value", "local", "downstream", "term"]
CIRCUIT = TraceRequest("f = (x + y)*z + x*2", {"x": -2, "y": 5, "z": -4})


def exercise(source: str, values: dict[str, Any] | None = None, **fields: Any) -> Exercise:
    return make(TraceRequest(source, values or {}), ExerciseRequest(**fields))


def exact(made: Exercise, blank: str) -> float:
    (found,) = (each for each in made.blanks if each.id == blank)
    return made.quantities.exact[made.quantity(found)]


def mark(made: Exercise, **answers: str) -> Any:
    (found,) = (each for each in grade(made, answers).marks if each.id in answers)
    return found


def blank_at(made: Exercise, kind: str, edge: str) -> str:
    return next(each.id for each in made.blanks if each.kind == kind and each.edge == edge)


@pytest.mark.parametrize("seed", range(60))
def test_right_answers_in_any_allowed_rounding_are_right(seed: int) -> None:
    source, values = scalar_program(seed)
    pick = random.Random(seed)
    digits = pick.choice([1, 2, 3])
    try:
        made = exercise(source, values, ask=ALL, digits=digits)
    except InputError:
        return
    numbers = {each.id: exact(made, each.id) for each in made.blanks}
    for rounding in (lambda x: repr(x), lambda x: f"{x:.{digits}f}", lambda x: f"{x:.{digits + 2}f}"):
        grades = grade(made, {id: rounding(number) for id, number in numbers.items()})
        assert grades.score == grades.of, [each for each in grades.marks if not each.right]


def test_right_answers_are_right_by_any_rule_and_in_any_notation(capsys: pytest.CaptureFixture[str]) -> None:
    """As `python tests/bench/many_exercises.py` does with 10,000."""
    assert many_exercises.main(["40"]) == 0
    assert capsys.readouterr().out.startswith("40 exercises")


@pytest.mark.parametrize("seed", range(40))
def test_no_number_of_a_blank_stands_anywhere_in_the_exercise(seed: int) -> None:
    source, values = scalar_program(seed)
    try:
        made = exercise(source, values, ask=ALL, digits=6, count=4, seed=seed)
    except InputError:
        return
    shown = document(made)
    places = json.dumps([shown[name] for name in ("nodes", "edges", "steps", "gradients", "named", "value")])
    numbers = made.quantities.exact
    hidden = {made.quantity(blank) for blank in made.blanks}
    others = {abs(number) for quantity, number in numbers.items() if quantity not in hidden}
    for blank in made.blanks:
        number = exact(made, blank.id)
        if abs(number) not in others and abs(number) > 1e-3 and not float(number * 8).is_integer():
            assert repr(number).lstrip("-") not in places
    assert shown["tape"] is None


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("seed", range(20))
def test_no_one_operation_leads_from_a_number_that_is_there_to_a_blank(kind: Any, seed: int) -> None:
    """A product over its other factor, a sum less its other terms, the same number behind an add gate."""
    source, values = scalar_program(seed)
    try:
        made = exercise(source, values, ask=[kind], digits=6, count=1, seed=seed)
    except InputError:
        return
    (quantity,) = (made.quantity(blank) for blank in made.blanks)
    assert quantity is not None
    quantities, at = made.quantities, made.quantities.index[quantity]
    before, after = (quantities.following({quantity: quantities.exact[quantity] + by}) for by in (0, 0.125))
    places = {each["id"]: each for part in ("nodes", "edges") for each in document(made)[part]}
    for other, index in quantities.index.items():
        entry = quantities.entries[index]
        is_next = at in entry.of or at in [each.entry for each in entry.arguments]
        if is_next and after[other] != before[other]:
            assert places[other.of][other.kind] is None, other


GIVES_AWAY: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("local", "e1", [("e1", "downstream")]),  # the upstream gradient is there
    ("term", "e2", [("e0", "downstream"), ("n0", "gradient")]),  # the sum less the other term
    ("value", "n1", [("e1", "local"), ("e2", "local"), ("n2", "value")]),  # slope of exp, and that of the product
]


@pytest.mark.parametrize(("kind", "at", "hidden"), GIVES_AWAY)
def test_what_gives_a_blank_away_is_not_there(kind: Any, at: str, hidden: list[tuple[str, str]]) -> None:
    place = {"node" if at.startswith("n") else "edge": at}
    made = make(TraceRequest("f = x*exp(x)", {"x": 2}), ExerciseRequest([BlankSelector(kind, **place)]))
    places = {each["id"]: each for part in ("nodes", "edges") for each in document(made)[part]}
    assert [places[id][field] for id, field in hidden] == [None] * len(hidden)
    assert places["e3"]["value"] == (None if kind == "value" else pytest.approx(math.exp(2)))


def test_the_slope_of_a_closed_function_is_not_given_away() -> None:
    request = TraceRequest("s = sigmoid(z)", {"z": 1}, view="functions")
    made = make(request, ExerciseRequest([BlankSelector("local", edge="e0")]))
    answered = document(made)
    assert answered["edges"][0]["downstream"] is answered["gradients"]["z"] is None


def test_a_blank_is_null_under_all_its_names() -> None:
    made = make(CIRCUIT, ExerciseRequest(ask=[BlankSelector("downstream", edge="e4")]))
    shown = document(made)
    edges = {edge["id"]: edge for edge in shown["edges"]}
    assert edges["e4"]["downstream"] is None
    assert edges["e4"]["local"] == 3.0
    assert shown["gradients"]["z"] is None
    assert shown["gradients"]["y"] == -4.0
    assert next(node for node in shown["nodes"] if node["name"] == "z")["gradient"] is None
    (text,) = (step["text"] for step in shown["steps"] if step["kind"] == "backward" and "n4" in step["nodes"])
    assert text.endswith("= ?.")
    assert shown["blanks"][0]["label"] == "The gradient that comes back along z into the × gate"


def test_the_same_request_is_the_same_exercise() -> None:
    request = ExerciseRequest(ask=["downstream"], seed=7, count=3)
    source = TraceRequest("f = x*y + y*z")
    first, again = document(make(source, request)), document(make(source, request))
    assert first == again
    assert first["values"] != document(make(source, ExerciseRequest(ask=["downstream"], seed=8, count=3)))["values"]
    assert len(first["blanks"]) == 3


def test_drawn_values_are_small_and_meet_no_kink() -> None:
    for seed in range(30):
        made = exercise("relu(x*w + b)*v", seed=seed)
        assert all(abs(value) <= 4 for value in made.trace.values.values())
        assert not any(node.notices for node in made.trace.nodes)


@pytest.mark.parametrize(
    "source", ["f = sigmoid(w*x + b)", "f = tanh(w*x + b)*tanh(v*x)", "1/(1 + exp(-(w0*x0 + w1*x1 + w2)))"]
)
def test_drawn_values_meet_no_flat_end(source: str) -> None:
    """At 0.01 for 0.014 a number is nearly lost; all eight wires of the neuron are asked for, whatever the seed."""
    sheets = [exercise(source, seed=seed, ask=["value", "local", "downstream"]) for seed in range(20)]
    for made in sheets:
        assert all(number == 0 or abs(number) >= 0.05 for number in made.quantities.exact.values())
    assert len({len(made.blanks) for made in sheets}) == 1
    assert len({str(made.trace.values) for made in sheets}) > 15


def test_one_slip_counts_once() -> None:
    made = make(CIRCUIT, ExerciseRequest(ask=ALL))
    answers = {blank.id: repr(exact(made, blank.id)) for blank in made.blanks}
    slip = blank_at(made, "downstream", "e3")
    after = blank_at(made, "downstream", "e1")
    answers[slip] = "4"  # the sign lost
    answers[after] = "4"  # handed on as it is
    total = blank_at(made, "downstream", "e0")
    marks = {each.id: each for each in grade(made, answers).marks}
    assert (marks[slip].right, marks[slip].mistake) == (False, "sign-lost")
    assert (marks[after].right, marks[after].follows) == (True, True)
    assert marks[total].right  # -2 is what is true; 6 would follow
    answers[total] = "6"
    assert grade(made, answers).marks[-1].follows


MISTAKEN: list[tuple[str, str, dict[str, float], BlankSelector, str]] = [
    ("overwrote-at-copy", "x*y + x*z", {"x": 2, "y": 3, "z": 5}, BlankSelector("downstream", name="x"), "5"),
    ("mean-at-copy", "x*y + x*z", {"x": 2, "y": 3, "z": 6}, BlankSelector("downstream", name="x"), "4.5"),
    ("product-at-copy", "x*y + x*z", {"x": 2, "y": 3, "z": 5}, BlankSelector("downstream", name="x"), "15"),
    ("difference-at-copy", "x*y + x*z", {"x": 2, "y": 3, "z": 10}, BlankSelector("downstream", name="x"), "-7"),
    ("count-at-copy", "x*y + x*z", {"x": 2, "y": 3, "z": 7}, BlankSelector("downstream", name="x"), "2"),
    ("other-term", "4*x + 2*x", {"x": 7}, BlankSelector("term", edge="e1"), "2"),
    ("sum-for-term", "4*x + 2*x", {"x": 7}, BlankSelector("term", edge="e2"), "6"),
    ("swapped-nothing", "f = (x*y)*3", {"x": 2, "y": 7}, BlankSelector("downstream", name="x"), "6"),
    ("sent-to-both", "max(x, y)*3", {"x": 2, "y": 7}, BlankSelector("downstream", name="x"), "3"),
    ("blocked-winner", "max(x, y)*3", {"x": 2, "y": 7}, BlankSelector("downstream", name="y"), "0"),
    ("split-at-add", "(x + y)*5", {"x": 2, "y": 7}, BlankSelector("downstream", name="x"), "2.5"),
    ("local-only", "(x*y)*3", {"x": 2, "y": 7}, BlankSelector("downstream", name="x"), "7"),
    ("upstream-only", "exp(x)*5", {"x": 1.5}, BlankSelector("downstream", name="x"), "5"),
    ("added-instead", "(x*y)*3", {"x": 2, "y": 7}, BlankSelector("downstream", name="x"), "10"),
    ("divided-instead", "(x*y)*3", {"x": 5, "y": 4}, BlankSelector("downstream", name="x"), "0.75"),
    ("other-operand", "x/y", {"x": 6, "y": 4}, BlankSelector("downstream", name="x"), "-0.375"),
    ("sign-lost", "(x*y)*(-3)", {"x": 2, "y": 7}, BlankSelector("downstream", name="x"), "21"),
    ("own-value", "x*y", {"x": 6, "y": 4}, BlankSelector("local", name="x"), "6"),
    ("output-as-slope", "x**3", {"x": 2}, BlankSelector("local", name="x"), "8"),
    ("slope-at-output", "tanh(x)", {"x": 1}, BlankSelector("local", name="x"), "0.588"),
    ("inverse-slope", "tanh(x)", {"x": 1}, BlankSelector("local", name="x"), "2.38"),
    ("turned-round", "x - y", {"x": 6, "y": 4}, BlankSelector("value", node="n2"), "-2"),
    ("other-gate", "x*y", {"x": 6, "y": 4}, BlankSelector("value", node="n2"), "10"),
    ("factor-two", "x**2", {"x": 5}, BlankSelector("downstream", name="x"), "20"),
]


@pytest.mark.parametrize(("code", "source", "values", "asked", "answer"), MISTAKEN, ids=[row[0] for row in MISTAKEN])
def test_a_known_mistake_is_called_by_its_name(
    code: str, source: str, values: dict[str, float], asked: BlankSelector, answer: str
) -> None:
    made = exercise(source, values, ask=[asked])
    found = mark(made, b1=answer)
    assert not found.right
    assert found.mistake == code
    assert found.sentence


def test_early_rounding_is_told_from_a_wrong_way() -> None:
    made = exercise("(x*y)*z", {"x": 0.445, "y": 1.0, "z": 30.0}, ask=[BlankSelector("downstream", name="y")])
    found = mark(made, b1="13.5")  # 30 * 0.45
    assert (found.right, found.mistake) == (False, "rounded-too-early")


@pytest.mark.parametrize("seed", range(20))
def test_a_wrong_rule_is_recognised_on_any_graph(seed: int) -> None:
    """Each misconception is run on random graphs; where it gives a number of its own, it is named."""
    source, values = scalar_program(1000 + seed)
    try:
        made = exercise(source, values, ask=ALL, digits=6)
    except InputError:
        return
    rule, named, tried = made.request.rule, 0, 0
    for blank in made.blanks:
        quantity = made.quantity(blank)
        assert quantity is not None
        situation = BlankContext(
            made.quantities, made.quantities.exact, quantity, made.quantities.exact[quantity], rule
        )
        for mistake in MISTAKES:
            for wrong in mistake.wrong(situation) if quantity.kind in mistake.kinds else ():
                if wrong is None or not math.isfinite(wrong) or rule.same(situation.right, wrong):
                    continue
                tried += 1
                found = mark(made, **{blank.id: repr(wrong)})
                assert not found.right
                assert found.mistake not in (None, "unknown", "unreadable")
                named += found.mistake == mistake.code
    assert tried == 0 or named / tried > 0.5  # the others give the same number as a more telling one


def test_shapes_patterns_and_the_order_are_asked_for_in_words() -> None:
    made = exercise("sum(W @ x)", {"W": [[1, 2], [3, 4], [5, 6]], "x": [1, 2]}, ask=["shape", "pattern"])
    shapes = {each.label: each.id for each in made.blanks if each.kind == "shape"}
    weights = next(id for label, id in shapes.items() if " W " in label)
    assert mark(made, **{weights: "3 x 2"}).right
    assert mark(made, **{weights: "(3,2)"}).right
    assert mark(made, **{weights: "3"}).mistake == "shape-of-output"
    assert mark(made, **{weights: "2x2"}).mistake == "wrong-shape"
    assert mark(made, **{weights: "large"}).mistake == "unreadable"
    product = next(each.id for each in made.blanks if each.kind == "pattern" and each.node == "n2")
    assert mark(made, **{product: "swap multiplier"}).right
    assert mark(made, **{product: "router"}).mistake == "wrong-pattern"
    shown = document(made)
    assert next(node for node in shown["nodes"] if node["id"] == "n2")["pattern"] is None


def test_an_answer_that_cannot_be_read_is_told_what_to_type() -> None:
    """And what is given there as an example can be read."""
    made = exercise("q = w @ x\nf = sum(q)", {"w": [[1, 2], [3, 4], [5, 6]], "x": [1, 2]}, ask=["shape", "pattern"])
    order = exercise("q = x*y\nf = q + 1", {"x": 2, "y": 3}, ask=["order"])
    lines = exercise("x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = z\ndw = dz*x", {}, ask=["wrong_line"])
    values = exercise("f = x*y", {"x": 2, "y": 3}, ask=["value"])
    examples = {"shape": "3 x 2", "pattern": "swap multiplier", "order": "q", "wrong_line": "3", "value": "1/4"}
    for sheet in (made, order, lines, values):
        for blank in {each.kind: each for each in sheet.blanks}.values():
            told = mark(sheet, **{blank.id: "sqrt?"})
            assert (told.answered, told.right, told.mistake) == (False, False, "unreadable")
            assert re.search(r"\. Type (one|its|the name)", told.sentence), blank.kind
            assert mark(sheet, **{blank.id: examples[blank.kind]}).mistake != "unreadable"
            if blank.kind != "order":
                assert examples[blank.kind] in told.sentence


def test_any_reversed_topological_order_is_right() -> None:
    made = exercise("exp(x)*2 + sin(y)*3", {"x": 1, "y": 2}, ask=["order"])
    first = made.blanks[0]
    gates = {node.label: node.id for node in made.trace.nodes if node.kind == "gate"}
    assert mark(made, **{first.id: gates["×2"]}).right
    assert mark(made, **{first.id: "×3"}).right
    assert mark(made, **{first.id: "exp"}).mistake == "too-early"
    assert mark(made, **{first.id: "+"}).mistake == "done-already"
    assert mark(made, **{first.id: "cosh"}).mistake == "unreadable"


def test_a_gate_may_be_called_by_its_name_and_a_turn_too_early_counts_once() -> None:
    source, values = "q = x*y\nr = q + z\ns = exp(r)\nf = q*s", {"x": 2, "y": 3, "z": -1}
    exercise = chainrule.exercise(source, values=values, ask=["order"])
    ids = [blank.id for blank in exercise.blanks]

    def marks(*names: str) -> list[tuple[bool, bool, str | None]]:
        grades = exercise.grade(dict(zip(ids, names, strict=True)))
        return [(mark.right, mark.follows, mark.mistake) for mark in grades.marks]

    assert marks("s", "r", "q") == [(True, False, None)] * 3
    assert marks("q", "s", "r") == [(False, False, "too-early"), (True, True, None), (True, True, None)]
    # Or on from what the page shows in the place of the wrong one.
    assert marks("q", "r", "q") == [(False, False, "too-early"), (True, False, None), (True, False, None)]
    assert marks("s", "s", "q")[1] == (False, False, "done-already")


def test_an_order_of_ones_own_is_followed() -> None:
    made = exercise("exp(x)*2 + sin(y)*3", {"x": 1, "y": 2}, ask=["order"])
    for order in (["×2", "exp", "×3", "sin"], ["×3", "sin", "×2", "exp"], ["×3", "×2", "sin", "exp"]):
        assert grade(made, {f"b{at}": gate for at, gate in enumerate(order, 1)}).score == 4
    assert grade(made, {"b1": "×3", "b2": "exp"}).marks[1].mistake == "too-early"
    assert grade(made, {"b1": "×3", "b2": "×3"}).marks[1].mistake == "done-already"
    own = next(step.nodes[0] for step in made.trace.steps[made.blanks[0].step :] if step.kind == "backward")
    slip = grade(made, {"b1": "exp", "b2": own}).marks  # on the student's sheet the first in line still has its turn
    assert [(each.mistake, each.follows) for each in slip[:2]] == [("too-early", False), (None, True)]


def test_a_gate_may_be_called_as_a_keyboard_has_it() -> None:
    """By the letter on its wire, too; what the program calls so comes first."""
    made = exercise("f = relu(x*y) + x/y - 3", {"x": 2, "y": 3}, ask=["order"])
    for name, mistake in {"+": None, "d": None, "relu": "too-early", "*": "too-early", "/": "too-early"}.items():
        assert mark(made, b1=name).mistake == mistake, name
    assert mark(made, b1="-3").mistake == "done-already"
    assert mark(made, b1="cosh").mistake == "unreadable"
    named = exercise("relu1 = exp(x)\nReLU = sin(x)\nf = relu(relu1)*ReLU", {"x": 2}, ask=["order"])
    assert mark(named, b1="ReLU").right


def test_what_follows_from_right_numbers_that_were_rounded_is_no_slip() -> None:
    values = {"x": [1, -2, 3], "w": [2, 5, -1]}
    made = make(TraceRequest("L = mean(relu(x)*w)", values, view="units"), ExerciseRequest(["downstream"]))
    rounded = ["0.33", "0.33", "0.33", "0.33", "-.33", "0.99", "1.65", "0", "0.66", "0.33", "-.33", "0", "0.66"]
    answers = {blank.id: answer for blank, answer in zip(made.blanks, rounded, strict=True)}
    marks = grade(made, answers).marks
    assert all(mark.right and not mark.follows for mark in marks)
    assert not any("slip" in mark.sentence for mark in marks)
    assert marks[5].sentence == "Right with the numbers as you rounded them before."  # 0.99 for 1
    slip = {**answers, "b3": "0.5", "b6": "1.5"}  # 3 times what slipped
    assert [(mark.right, mark.follows) for mark in grade(made, slip).marks[2:7:3]] == [(False, False), (True, True)]


@pytest.mark.parametrize("seed", range(40))
def test_who_rounds_every_number_on_the_way_is_right_and_slips_nowhere(seed: int) -> None:
    source, values = scalar_program(9000 + seed)
    made = exercise(source, values, ask=["value", "local", "downstream", "term"])
    quantities, rule = made.quantities, made.request.rule
    rounded: Numbers = {}
    for quantity in sorted(filter(None, map(made.quantity, made.blanks)), key=lambda each: quantities.index[each]):
        rounded[quantity] = rule.rounded(quantities.following(rounded)[quantity])
    answers = {each.id: repr(rounded[q]) for each in made.blanks if (q := made.quantity(each)) is not None}
    assert [(mark.right, mark.follows) for mark in grade(made, answers).marks] == [(True, False)] * len(answers)


@pytest.mark.parametrize("answer", ["torch.Size([3, 2])", "3 by 2", "Size([3, 2])"])
def test_a_shape_is_read_as_a_framework_prints_it(answer: str) -> None:
    made = exercise("sum(W @ x)", {"W": [[1, 2], [3, 4], [5, 6]], "x": [1, 2]}, ask=["shape"])
    ids = [blank.id for blank in made.blanks if " W into" in blank.label]
    assert mark(made, **dict.fromkeys(ids, answer)).right


@pytest.mark.parametrize("answer", ["dw", "dw = dz*w", "dw=dz*w", "Line 6:"])
def test_the_wrong_line_is_also_called_by_its_name_or_text(answer: str) -> None:
    made = exercise("x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 2*z\ndw = dz*w\ndx = dz*w", ask=["wrong_line"])
    assert mark(made, b1=answer).right
    assert mark(made, b1="dx").mistake == "right-line"


def test_a_question_names_a_value_as_the_picture_does() -> None:
    made = exercise("σ = w·x + β\ny_hat = tanh(σ)*theta_1", {"w": 0.5, "x": 1, "β": 0.2, "theta_1": 2})
    asked = " ".join(blank.label for blank in made.blanks)
    for name in ("σ", "β", "θ_1", " w "):
        assert name in asked
    assert not re.search("sigma|beta|theta", asked)
    value = exercise("σ = w*x\ny_hat = tanh(σ)", {"w": 0.5, "x": 1}, ask=[BlankSelector("value", name="y_hat")])
    assert value.blanks[0].label == "The value of ŷ, which the tanh gate gives"


def test_the_wrong_line_of_a_backward_pass_is_asked_for() -> None:
    source = "x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 2*z\ndw = dz*w\ndx = dz*w"
    made = exercise(source, {}, ask=["wrong_line"])
    assert document(made)["hand_gradients"] == []
    assert mark(made, b1="6").right
    assert mark(made, b1="line 5").mistake == "right-line"
    assert mark(made, b1="the last").mistake == "unreadable"


@pytest.mark.parametrize(("text", "english", "german"), TYPED, ids=range(len(TYPED)))
def test_answers_are_read_as_a_person_types_them(text: str, english: list[float], german: list[float]) -> None:
    """All numbers that a text can be, in each language."""
    for language, numbers in (("en", english), ("de", german)):
        with speaking(language):
            assert readings(text) == tuple(numbers)
            assert read_number(text) == (numbers[0] if len(numbers) == 1 else None)
            assert ("two ways" in why_unreadable(text)) is (len(numbers) == 2)


def test_a_comma_before_three_digits_is_right_in_one_reading_or_refused() -> None:
    large, small = (exercise("f = x*y", {"x": x, "y": 2}, ask=["value"]) for x in (500, 0.617))
    assert mark(large, b1="1,000").right
    assert mark(small, b1="1,234").right
    for made in (large, small):
        found = mark(made, b1="2,345")
        assert (found.answered, found.mistake) == (False, "unreadable")
        assert "two ways" in found.sentence
    with speaking("de"):
        assert mark(small, b1="2,345").mistake == "unknown"


def test_significant_figures_in_place_of_decimals() -> None:
    rule = ToleranceRule(None, 2)
    assert rule.same(0.0123, 0.01228)
    assert not rule.same(0.0129, 0.0122)
    assert rule.sentence == "Right means: the same when rounded to 2 significant figures."


@pytest.mark.parametrize(
    ("exact", "text", "right"),
    [
        (3456789012345.67, "3.45679e12", True),
        (3456789012345.67, "3.4568e12", False),
        (-2e9, "-2e9", True),
        (999_999.994, "999999.99", True),
        (999_999.994, "999999.9", False),
        (1_000_000.4, "1e6", True),
    ],
)
def test_a_large_number_is_asked_for_as_a_person_types_it(exact: float, text: str, right: bool) -> None:
    rule = ToleranceRule(2, None)
    number = read_number(text)
    assert number is not None
    assert rule.same(number, exact) is right
    assert (rule.format_number(exact) == text) is right


def test_the_rule_says_how_large_numbers_are_asked_for() -> None:
    large = exercise("x*y", {"x": 2e6, "y": 3}, ask=["downstream"])
    assert large.rule_sentence.endswith("From a million on it means 6 significant figures, such as 3.45679e12.")
    assert "million" not in exercise("x*y", {"x": 2, "y": 3}, ask=["downstream"]).rule_sentence
    assert ToleranceRule(None, 2).format_number(3.2e-9) == "3.2e-9"


def test_what_would_round_to_zero_is_not_asked() -> None:
    with pytest.raises(InputError, match="no number of the kinds"):
        exercise("x*y", {"x": 0.001, "y": 0.002}, ask=["downstream"])
    assert exercise("x*y", {"x": 0.001, "y": 0.002}, ask=["downstream"], digits=4).blanks


def test_over_http_an_exercise_is_given_and_graded(client: Client) -> None:
    body: dict[str, Any] = {"source": "f = x*y + y", "values": {"x": 2, "y": 3}, "ask": ["downstream"], "digits": 2}

    def post(path: str, **more: Any) -> Any:
        return client.request("POST", f"/api/v1/{path}", json.dumps({**body, **more}).encode())

    given = post("exercise")
    assert given.status == 200
    blanks = {blank["label"]: blank["id"] for blank in given.json()["blanks"]}
    total = next(id for label, id in blanks.items() if label.startswith("The gradient of y"))
    grades = post("grade", answers={total: "2"})
    assert grades.status == 200
    marks = {row["id"]: row for row in grades.json()["marks"]}
    assert marks[total]["mistake"] == "overwrote-at-copy"
    assert grades.json()["score"] == 0
    assert post("grade", answers={total: "3"}).json()["score"] == 1


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        ("exercise", {"ask": ["everything"]}, "bad-field"),
        ("exercise", {"ask": []}, "bad-blank"),
        ("exercise", {"ask": [{"kind": "value", "node": "n2", "edge": "e0"}]}, "bad-blank"),
        ("exercise", {"ask": [{"kind": "value", "node": "n99"}]}, "unknown-id"),
        ("exercise", {"digits": 2, "significant": 2}, "bad-blank"),
        ("exercise", {"count": 0}, "bad-field"),
        ("exercise", {"seed": 1.5}, "bad-field"),
        ("exercise", {"ask": ["wrong_line"]}, "nothing-to-ask"),
        ("grade", {}, "missing-field"),
        ("grade", {"answers": {"b1": 3}}, "bad-field"),
        ("grade", {"answers": {"b99": "3"}}, "unknown-id"),
        ("exercise", {"source": "x*"}, "syntax"),
        ("exercise", {"mode": "forward"}, "bad-blank"),
        ("grade", {"graph": "backward", "answers": {}}, "bad-blank"),
    ],
)
def test_what_is_wrong_with_a_request_is_a_422(client: Client, path: str, fields: Any, code: str) -> None:
    body = {"source": "x*y", "values": {"x": 2, "y": 3}, **fields}
    reply = client.request("POST", f"/api/v1/{path}", json.dumps(body).encode())
    assert (reply.status, reply.json()["code"]) == (422, code)


def test_grades_of_no_answers_are_all_open() -> None:
    grades: Grades = grade(make(CIRCUIT, ExerciseRequest()), {})
    assert grades.score == 0
    assert not any(each.answered for each in grades.marks)


@pytest.mark.parametrize(("slips", "least", "most"), [("a third", 11, 29), ("all", 0, 3)])
def test_thirty_blanks_are_graded_in_twenty_milliseconds(slips: str, least: int, most: int) -> None:
    """Of an answer that is wrong all known mistakes are tried: all wrong takes longest."""
    sheet, answers = sheet_and_answers()
    assert len(answers) == 30
    if slips == "all":
        answers = dict.fromkeys(answers, "977.13")
    times = []
    for _ in range(8):
        started = time.process_time()
        grades = grade(sheet, answers)
        times.append(time.process_time() - started)
    assert least <= grades.score <= most
    assert min(times) < 0.02


@pytest.mark.parametrize("rule", [ToleranceRule(0, None), ToleranceRule(2, None), ToleranceRule(None, 2)], ids=str)
def test_what_rounds_to_the_same_is_right(rule: ToleranceRule) -> None:
    """Near a power of ten, and near a million, two numbers have two units: they may lie far apart."""
    pick = random.Random(7)
    exact_numbers = [0.0, 0.999, 9.96, 99.5, 999_999.999, 1_000_000.4, -0.995, 12.345]
    exact_numbers += [pick.uniform(-20, 20) * 10 ** pick.randint(-3, 6) for _ in range(200)]
    pairs = [
        (exact, exact + pick.choice([1, -1]) * (abs(exact) or 1) * 10 ** pick.uniform(-8, 0))
        for exact in exact_numbers
        for _ in range(40)
    ]
    pairs += [(999_999.999, 1_000_004.0), (0.999, 1.04), (99.5, 104.0)]
    same = [(exact, answer) for exact, answer in pairs if rule.rounded(answer) == rule.rounded(exact)]
    assert len(same) > 500
    assert [pair for pair in same if not rule.same(pair[1], pair[0])] == []
    assert not rule.same(7.0, 12.0)
