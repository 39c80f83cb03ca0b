"""Every mistake of the table, each planted in twenty random graphs, is called what it is.

A mistake counts as planted where no more telling one, which stands before it in the table, gives the same number: two
that agree cannot be told apart by an answer.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import lru_cache

import pytest

from chainrule.errors import InputError
from chainrule.exercises import MISTAKES, Blank, ExerciseRequest, ExerciseSheet, grade, make
from chainrule.exercises.misconceptions import BlankContext
from chainrule.ops.op import Pattern
from chainrule.request import TraceRequest
from programs import scalar_program

GRAPHS = 20
SEEDS = range(3000, 3400)
WANTED = ExerciseRequest(["value", "local", "downstream", "term"], digits=4)
NUMBERS = tuple(mistake.code for mistake in MISTAKES)


@lru_cache(maxsize=len(SEEDS))
def sheet(seed: int, digits: int) -> ExerciseSheet | None:
    source, values = scalar_program(seed)
    try:
        return make(TraceRequest(source, values), ExerciseRequest(WANTED.ask, digits=digits))
    except InputError:
        return None


def planted(made: ExerciseSheet, code: str) -> Iterator[tuple[Blank, float]]:
    """The blanks in which this mistake gives a number that no more telling one gives."""
    rule = made.request.rule
    for blank in made.blanks:
        quantity = made.quantity(blank)
        assert quantity is not None
        exact = made.quantities.exact
        situation = BlankContext(made.quantities, exact, quantity, exact[quantity], rule)
        numbers = {
            mistake.code: [
                number
                for number in mistake.wrong(situation)
                if number is not None and math.isfinite(number) and not rule.same(exact[quantity], number)
            ]
            for mistake in MISTAKES
            if quantity.kind in mistake.kinds
        }
        names = list(numbers)
        before = names[: names.index(code)] if code in names else []
        others = [number for name in before for number in numbers[name]]
        for number in numbers.get(code, []):
            if not any(rule.same(number, other) or rule.same(other, number) for other in others):
                yield blank, number


@pytest.mark.parametrize("code", NUMBERS)
def test_a_planted_mistake_is_recognised_on_twenty_graphs(code: str) -> None:
    digits = 1 if code == "rounded-too-early" else 4  # a few decimals more hide it
    graphs = 0
    for seed in SEEDS:
        made = sheet(seed, digits)
        found = None if made is None else next(planted(made, code), None)
        if made is None or found is None:
            continue
        blank, number = found
        exact = {each.id: made.quantities.exact[q] for each in made.blanks if (q := made.quantity(each)) is not None}
        answers = {id: f"{value:.{digits + 2}f}" for id, value in exact.items()}
        answers[blank.id] = f"{number:.{digits + 3}f}"
        marks = {mark.id: mark for mark in grade(made, answers).marks}
        assert (marks[blank.id].right, marks[blank.id].mistake) == (False, code), (made.trace.source, blank, number)
        assert all(mark.right for id, mark in marks.items() if id != blank.id), made.trace.source
        graphs += 1
        if graphs == GRAPHS:
            return
    pytest.fail(f"{code} was planted in {graphs} graphs only")


@pytest.mark.parametrize("seed", range(GRAPHS))
def test_the_shape_of_the_output_is_recognised(seed: int) -> None:
    pick = random.Random(seed)
    rows, columns = pick.sample(range(2, 7), 2)
    outer = pick.choice(["sum({})", "sum(relu({}))", "sum(tanh({})**2)", "mean(exp(0.1*{}))"])
    values = {"W": [[pick.uniform(-1, 1) for _ in range(columns)] for _ in range(rows)], "x": [1.0] * columns}
    made = make(TraceRequest(outer.format("(W @ x)"), values), ExerciseRequest(["shape"]))
    (blank,) = (each for each in made.blanks if " W into" in each.label)
    (mark,) = (each for each in grade(made, {blank.id: str(rows)}).marks if each.id == blank.id)
    assert (mark.right, mark.mistake) == (False, "shape-of-output")


@pytest.mark.parametrize("seed", range(GRAPHS))
def test_a_missing_transpose_is_recognised(seed: int) -> None:
    """In square layers, where the shapes of the wrong product fit."""
    pick = random.Random(seed)
    size = pick.randint(2, 4)

    def drawn(count: int) -> str:
        return "[" + ", ".join(str(pick.choice([-3, -2, -1, 1, 2, 3]) + pick.random() / 2) for _ in range(count)) + "]"

    weights = "[" + ", ".join(drawn(size) for _ in range(size)) + "]"
    inner, back = pick.choice([("z**2", "2*z"), ("np.exp(0.1*z)", "0.1*np.exp(0.1*z)"), ("np.sin(z)", "np.cos(z)")])
    lines = [f"W = np.array({weights})", f"x = np.array({drawn(size)})", "z = W @ x", f"L = np.sum({inner})"]
    lines += [f"dz = {back}", "dW = np.outer(dz, x)", "dx = W.T @ dz"]
    made = make(TraceRequest("\n".join(lines)), ExerciseRequest(["line"]))
    ids = {made.lines[blank.line].target: blank.id for blank in made.blanks if blank.line is not None}
    marks = {mark.id: mark for mark in grade(made, {ids["dx"]: "W @ dz", ids["dW"]: "np.outer(x, dz)"}).marks}
    assert [marks[ids[name]].mistake for name in ("dx", "dW")] == ["transpose", "transpose"]


@pytest.mark.parametrize("seed", range(GRAPHS))
def test_a_gate_out_of_its_turn_and_another_pattern_are_recognised(seed: int) -> None:
    source, values = scalar_program(4000 + seed)
    made = make(TraceRequest(source + " + exp(x0)*2", values), ExerciseRequest(["order", "pattern"]))
    order = next(blank for blank in made.blanks if blank.kind == "order")
    done = made.done(order.step)
    waiting = [box for box in made.gates() if box not in done and not made.is_ready(box, done)]
    answers = {"too-early": waiting[0], "done-already": next(box for box in made.gates() if box in done)}
    for code, box in answers.items():
        (mark,) = (mark for mark in grade(made, {order.id: box}).marks if mark.id == order.id)
        assert (mark.right, mark.mistake) == (False, code)
    for blank in made.blanks:
        if blank.kind == "pattern":
            node = next(node for node in made.trace.nodes if node.id == blank.node)
            other = next(row.value for row in (Pattern.ROUTER, Pattern.ADDER) if row.value != node.pattern)
            (mark,) = (mark for mark in grade(made, {blank.id: other}).marks if mark.id == blank.id)
            assert (mark.right, mark.mistake) == (False, "wrong-pattern")
