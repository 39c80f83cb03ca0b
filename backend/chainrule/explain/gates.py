"""Facts about an op row or a closed function that sentences need, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from .. import graph
from ..formula import Bin, Call, Neg, Num, NumberPlace, Tree, Var, fold, parse, simplify, substitute
from ..ops.op import ARGUMENTS, Op, Pattern

__all__ = ["Constants", "GateRow", "gate_of", "constant_values", "slot_names"]

Constants: TypeAlias = tuple[float | str | None, ...]  # per slot: a number, the shape of an array, None for a wire
MAX_LISTED = 6  # arguments of an n-ary gate that are written out


@dataclass(frozen=True, slots=True, eq=False)
class GateRow:
    """Compared by identity: one per row, and one per closed function and its formulas."""

    symbol: str
    pattern: Pattern | None  # None: a closed function
    names: tuple[str, ...]  # of the arguments in `equation` and `local`; () for any number
    equation: Tree
    local: tuple[str, ...]
    why: tuple[str, ...]
    elementwise: bool
    op: Op | None
    notes: bool = False  # there may be something to say that holds for some numbers only

    def formula(self, count: int) -> Tree:
        """Return the equation over the variables of `slot_names(count)`."""
        if not self.names:
            return _spread(self.equation, slot_names(count))
        return substitute(
            self.equation, {name: Var(slot) for name, slot in zip(self.names, slot_names(count), strict=True)}
        )

    def slope(self, slot: int, count: int, constants: Constants) -> Tree | None:
        """Return d(out)/d(slot) over the same variables and `out`, with the constants put in; None: no formula."""
        if not self.elementwise or not self.local:
            return None
        is_given: dict[str, Tree] = {
            name: Var(now) for name, now in zip(self.names or ARGUMENTS, slot_names(count), strict=False)
        }
        tree = substitute(parse(self.local[slot if len(self.local) > 1 else 0]), is_given)
        fixed = constant_values(constants)
        if fixed or tree == Var("out"):  # 1/x says -1/x², exp says e^x; tanh keeps 1 - out²
            tree = substitute(tree, {"out": self.formula(count)})
        return simplify(substitute(tree, fixed))


@lru_cache(maxsize=64)
def slot_names(count: int) -> tuple[str, ...]:
    """Return the arguments' names inside our trees; no name of a user can begin with #."""
    return tuple(f"#{i}" for i in range(count))


def constant_values(constants: Constants) -> dict[str, Tree]:
    """Return the trees that replace the arguments that are constants."""
    slots = zip(slot_names(len(constants)), constants, strict=True)
    return {slot: Var(x) if isinstance(x, str) else Num(x) for slot, x in slots if x is not None}


_ROWS: dict[
    int, tuple[Op, GateRow]
] = {}  # by identity: a row holds functions and cannot be hashed; the row is kept alive


def gate_of(called: Op | graph.FunctionCall) -> GateRow:
    """Return the facts about an op row, or about a closed function; each is read once."""
    if isinstance(called, graph.FunctionCall):
        return _function(called.function, called.params, called.local)
    row = _ROWS.get(id(called))
    if row is None:
        names = () if called.slots is None else tuple(ARGUMENTS[: called.slots])
        elementwise = called.elementwise and bool(called.local)
        notes = bool(called.kinks) or called.pattern is Pattern.ROUTER
        gate = GateRow(
            called.symbol,
            called.pattern,
            names,
            parse(called.equation),
            called.local,
            called.why,
            elementwise,
            called,
            notes,
        )
        row = _ROWS[id(called)] = (called, gate)
    return row[1]


@lru_cache(maxsize=512)
def _function(name: str, params: tuple[str, ...], local: tuple[str, ...]) -> GateRow:
    is_elementwise = len(local) == len(params) > 0
    why = (
        f"{name} is closed: its inner gates together have this one local gradient."
        if is_elementwise
        else f"{name} is closed: the gradient went back through its inner gates. Open it to see them."
    )
    return GateRow(name, None, params, Call(name, tuple(map(Var, params))), local, (why,), is_elementwise, None)


def _spread(tree: Tree, names: tuple[str, ...]) -> Tree:
    """Return a + b + ... or max(a, b, ...) with all arguments, or the first and the last of many."""
    listed = names if len(names) <= MAX_LISTED else (*names[:2], "...", names[-1])

    def visit(node: Tree, parts: tuple[Tree, ...]) -> Tree:
        match node:
            case Call(name, (*_, Var("...")), keys):
                return Call(name, tuple(map(Var, listed)), keys)
            case Bin(op, _, Var("...")):
                total: Tree = Var(listed[0])
                for name in listed[1:]:
                    total = Bin(op, total, Var(name))
                return total
            case Bin():
                return Bin(node.op, *parts)
            case Neg():
                return Neg(*parts)
            case Call():
                return Call(node.name, parts, node.keys)
            case Var() | Num() | NumberPlace():
                return node

    return fold(tree, visit)
