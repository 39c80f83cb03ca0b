"""What a row of the op table shows (equations, rules, code) is what it computes. A new row needs no edit here."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from chainrule.formula import Var, parse, plain, substitute
from chainrule.ops import (
    OPS,
    IndexInput,
    Op,
)
from ops_support import (
    NAMES,
    back,
    close,
    computing,
    elementwise,
    formula,
    gradient,
    helpers,
    numbers,
    points,
    settled,
    structural,
    unbroadcast,
)


@elementwise
def test_shown_local_gradient_is_the_one_used(op: Op) -> None:
    if op.slots is None:
        return
    assert len(op.local) == op.slots
    for trial, args, _ in points(op):
        out = op.forward(*args)
        ones = np.ones(np.shape(out)) if np.shape(out) else 1.0
        for slot, text in enumerate(op.local):
            shown = formula(text, numbers(op, out, args))
            used = back(op, slot, ones, out, args, {})
            close(np.broadcast_to(shown, np.shape(out)), np.broadcast_to(used, np.shape(out)))
        assert trial.params == {}


@elementwise
def test_shown_equation_is_what_is_computed(op: Op) -> None:
    if op.slots is None:
        return
    for _, args, _ in points(op):
        out = op.forward(*args)
        close(np.broadcast_to(formula(op.equation, numbers(op, out, args)), np.shape(out)), out)


class At:
    """`zeros(shape).at[key].add(g)` and `g.at[key].set(0)`, as the rows that index write their gradients."""

    def __init__(self, array: Any, key: Any = None) -> None:
        self.array, self.key = np.array(array), key

    def __getitem__(self, key: Any) -> At:
        key = key if isinstance(key, tuple) else (key,)
        return At(self.array, tuple(item.astype(int) if isinstance(item, np.ndarray) else item for item in key))

    def add(self, g: Any) -> Any:
        np.add.at(self.array, self.key, g)
        return self.array

    def set(self, g: Any) -> Any:
        self.array[self.key] = g
        return self.array


class Written(np.ndarray[Any, Any]):
    """An array as the rules speak of it: indexed by floats, and with `.at`."""

    @property
    def at(self) -> At:
        return At(self)

    def __getitem__(self, key: Any) -> Any:
        return At(self)[key].array[At(self)[key].key]


def positional(op: Op) -> Any:
    """A row as a function of its arguments, then its settings."""

    def function(*given: Any, **settings: Any) -> Any:
        count = len(op.vjp) if isinstance(op.vjp, tuple) else len(op.trials[0].shapes)
        return op.forward(*given[:count], **{**dict(zip(op.params, given[count:], strict=False)), **settings})

    return function


# What NumPy lacks, or has under another name: rows of our own.
LANGUAGE = {name: positional(op) for op in OPS.values() for name in (op.name, *op.spellings) if not hasattr(np, name)}


@structural
def test_shown_rule_is_the_product_used(op: Op) -> None:
    assert op.rule
    for trial, args, g in points(op):
        rules = op.rules(*trial.shapes, **trial.params)
        assert len(rules) == len(args)
        out = op.forward(*args, **trial.params)
        space = {**vars(np), **helpers("numpy"), **LANGUAGE, **numbers(op, out, list(map(np.asarray, args)))}
        space["zeros"] = lambda shape: np.zeros(shape).view(Written)
        for slot, text in enumerate(rules):
            if slot in op.stops:
                assert text == "0"
                continue
            if trial.repeats and slot == 1:
                continue  # what is overwritten at once gets 0
            space["g"] = np.asarray(g).view(Written) if re.search(r"g\[|\.at\[", text) else np.asarray(g)
            shown = unbroadcast(eval(text, space), trial.shapes[slot])
            close(shown, gradient(op, slot, g, out, args, trial.params))


def floats(number: Any) -> Any:
    """Numbers as generated code has them where a row needs arrays."""
    return np.float64(number) if isinstance(number, float) else number


@computing
def test_written_as_numpy_it_computes_the_same(op: Op) -> None:
    for trial, args, _ in points(op):
        names = list(NAMES[: len(args)])
        code = op.code("numpy", *names, **settled(op, args, trial.params))
        found = eval(code, {**helpers("numpy"), **dict(zip(names, map(floats, args), strict=True))})
        close(found, op.forward(*args, **trial.params))


def test_a_rule_that_indexes_by_data_names_the_index_as_the_program_does() -> None:
    rule = OPS["pick"].rules((3, 2), (3,), key=((0, 1, 2), IndexInput(0)))[0]
    assert plain(substitute(parse(rule), {"b": Var("y")})) == "add(zeros((3, 2)).at[[0, 1, 2], y], g)"
