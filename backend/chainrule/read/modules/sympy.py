"""SymPy in the small: symbols are free names, `diff` asks for a gradient, what only rewrites a formula changes nothing."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from string import ascii_letters
from typing import TYPE_CHECKING, Any, NamedTuple

from ..calling import Arguments
from ..gradients import gradient_of
from ..text.signs import GREEK
from ..values import Const, Items, Number, Value
from .jacobians import jacobian_of
from .mathematics import MATH
from .numpy import NUMPY
from .prelude_calls import prelude
from .rows import Row, op

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["FreeSymbol", "LETTERS", "SYMBOL_METHODS", "SYMPY"]


def _symbols(call: Arguments) -> Value:
    """`x, y = symbols('x y')`: free names, whose values come with the request."""
    text = call.args[0] if call.args else None
    if type(text) is not str:
        raise call.refuse("`symbols` takes the names as a text.", "Write `x, y = symbols('x y')`.")
    names = [name for word in text.replace(",", " ").split() for name in _numbered(word)]
    if not names or not all(name.isidentifier() for name in names):
        raise call.refuse("`symbols` takes the names as a text.", "Write `x, y = symbols('x y')`.")
    result = [call.machine.free(name, call.node) for name in names]
    return result[0] if len(result) == 1 else tuple(result)


_RANGE = re.compile(r"([^\W\d]\w*?)(\d*):(\d{1,2})")


def _numbered(word: str) -> list[str]:
    """Return the names that `x1:4` stands for: x1, x2, x3."""
    match = _RANGE.fullmatch(word)
    if match is None:
        return [word]
    return [f"{match[1]}{number}" for number in range(int(match[2] or 0), int(match[3]))]


class FreeSymbol(NamedTuple):
    """A name of `sympy.abc`: a symbol that is there without being made."""

    name: str

    def load(self, m: Machine, node: ast.AST) -> Value:
        """Return the free name as a number of the program."""
        return m.free(self.name, node)


LETTERS: Mapping[str, FreeSymbol] = {name: FreeSymbol(name) for name in (*ascii_letters, *GREEK.values())}


def _diff(call: Arguments) -> Value:
    """`diff(f, x)`, `diff(f, x, 2)`, `diff(f, x, y)`: derivatives, one after the other."""
    if len(call.args) < 2:
        raise call.refuse("`diff` needs to know by which variable.", "Write `diff(f, x)`.")
    m = call.machine
    formula, *rest = call.args
    order: list[Value] = []
    for value in rest:
        if type(value) is Const and order:
            order += [order[-1]] * (call.integer(value) - 1)
        else:
            order.append(value)
    gradient = formula
    for place, variable in enumerate(order):
        output, leaf = m.node(gradient, call.node), m.node(variable, call.node)
        gradient = gradient_of(m, output, leaf, call.node)
        order_argument = call.place(place + 1) if len(order) == len(rest) else None
        if len(order) == 1 and isinstance(order_argument, ast.Name):
            m.asked_gradients.append((order_argument.id, output, leaf))
    return gradient


def _variables(call: Arguments, listed: Value) -> list[Value]:
    """Return the symbols of `[x, y]`, `(x, y)`, `Matrix([x, y])`."""
    m = call.machine
    if isinstance(listed, Items | tuple):
        return list(listed)
    stacked = m.builder.nodes[m.node(listed, call.node)]
    return [Number(arg) for arg in stacked.args] if stacked.op == "stack" else [listed]


def _jacobian(call: Arguments) -> Value:
    """`Matrix([f, g]).jacobian([x, y])`: one row for each formula, one column for each symbol."""
    formulas, listed = call.bind("formulas, X")
    m = call.machine
    output = m.node(formulas, call.node)
    rows = [Number(jacobian_of(call, output, m.node(value, call.node))) for value in _variables(call, listed)]
    return call.emit("stack", rows, {"axis": -1})


def _hessian(call: Arguments) -> Value:
    """`hessian(f, (x, y))`: the second derivatives."""
    formula, listed = call.bind("f, varlist")
    m = call.machine
    output = m.node(formula, call.node)
    leaves = _variables(call, listed)
    slopes = [gradient_of(m, output, m.node(value, call.node), call.node) for value in leaves]
    rows = [
        call.emit("stack", [gradient_of(m, m.node(slope, call.node), m.node(value, call.node), call.node)
                            for value in leaves], {"axis": 0})
        for slope in slopes
    ]  # fmt: skip
    m.differentiated_again = True
    return call.emit("stack", rows, {"axis": 0})


def _unchanged(call: Arguments) -> Value:
    """`simplify(f)`, `expand(f)`: the same number, written another way."""
    return call.args[0]


def _rational(call: Arguments) -> Value:
    p, q = call.bind("p, q=1")
    return call.emit("div", [p, q]) if not (type(q) is Const and q.value == 1) else p


def _piecewise(call: Arguments) -> Value:
    """`Piecewise((x, x < 1), (1, True))`: the first piece whose condition holds."""
    pieces = list(call.args)
    if (
        not pieces
        or not all(isinstance(piece, tuple) and len(piece) == 2 for piece in pieces)
        or (pieces[-1][1] is not True)
    ):
        raise call.refuse("A `Piecewise` ends with a piece for all the rest.", "Write it as `(expression, True)`.")
    result = pieces.pop()[0]
    for value, condition in reversed(pieces):
        where = Arguments(call.machine, call.name, [condition, value, result], {}, call.node)
        result = NUMPY["where"](where)
    return result


def _not_read(hint: str) -> Row:
    def run(call: Arguments) -> Value:
        raise call.refuse(f"`{call.name}` is not read here: only formulas with values are.", hint)

    return run


def _lambdify(call: Arguments) -> Value:
    raise call.refuse("`lambdify` is not read here.", "Write the formula as a function: `def f(x): return ...`.")


FUNCTIONS = (
    "exp", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh", "atanh",
    "floor", "erf", "erfc", "factorial",
)  # fmt: skip
SYMPY: Mapping[str, Any] = {
    **{name: MATH[name] for name in FUNCTIONS}, "log": MATH["log"], "ln": MATH["log"], "ceiling": MATH["ceil"],
    "Abs": NUMPY["abs"], "sign": NUMPY["sign"], "atan2": NUMPY["arctan2"], "sec": prelude("sec"), "csc": prelude("csc"),
    "cot": prelude("cot"), "sech": prelude("sech"), "csch": prelude("csch"), "coth": prelude("coth"),
    "cbrt": NUMPY["cbrt"], "Max": lambda call: _joined(call, "maximum"), "Min": lambda call: _joined(call, "minimum"),
    "Pow": NUMPY["power"], "Piecewise": _piecewise, "loggamma": op("lgamma"), "Matrix": NUMPY["array"], "Rational": _rational,
    "Integer": _unchanged, "Float": _unchanged, "S": _unchanged, "sympify": _unchanged, "N": _unchanged,
    "symbols": _symbols, "Symbol": _symbols, "diff": _diff, "hessian": _hessian, "simplify": _unchanged,
    "expand": _unchanged, "factor": _unchanged, "collect": _unchanged, "together": _unchanged, "cancel": _unchanged,
    "trigsimp": _unchanged, "nsimplify": _unchanged, "pprint": lambda call: None, "init_printing": lambda call: None,
    "lambdify": _lambdify, "integrate": _not_read("Write the antiderivative out."),
    "limit": _not_read("Write the formula itself."), "solve": _not_read("Write the solution out."),
    "series": _not_read("Write the terms out."), "pi": math.pi, "E": math.e, "oo": math.inf,
}  # fmt: skip


def _joined(call: Arguments, name: str) -> Value:
    result = call.args[0]
    for value in call.args[1:]:
        result = call.emit(name, [result, value])
    return result


def _substituted(call: Arguments) -> Value:
    """`f.subs(y, x**2)`: the formula with something else in place of a symbol, in all that it is made of."""
    m = call.machine
    formula, *rest = call.args
    if len(rest) == 2:
        pairs = [(rest[0], rest[1])]
    elif len(rest) == 1 and isinstance(rest[0], dict):
        pairs = list(rest[0].items())
    elif len(rest) == 1 and isinstance(rest[0], Items | tuple):
        pairs = [tuple(pair) for pair in rest[0] if isinstance(pair, Items | tuple) and len(pair) == 2]
    else:
        raise call.refuse("`.subs` takes a symbol and what stands in its place.", "Write `f.subs(x, 2)`.")
    output = m.node(formula, call.node)
    m.spend(output, call.node)
    replaced = {m.node(old, call.node): m.node(new, call.node) for old, new in pairs}
    needed = {output}
    for index in range(output, -1, -1):
        if index in needed:
            needed.update(m.builder.nodes[index].args)
    for index in sorted(needed - replaced.keys()):
        node = m.builder.nodes[index]
        if any(arg in replaced for arg in node.args):
            args: list[Value] = [Number(replaced.get(arg, arg)) for arg in node.args]
            replaced[index] = m.node(call.emit(node.op, args, dict(node.params)), call.node)
    return Number(replaced.get(output, output))


SYMBOL_METHODS: Mapping[str, Row] = {
    "diff": _diff, "jacobian": _jacobian, "subs": _substituted, "simplify": _unchanged, "expand": _unchanged, "evalf": _unchanged,
    "doit": _unchanged, "factor": _unchanged,
}  # fmt: skip
