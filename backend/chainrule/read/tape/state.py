"""The state of the interpreter without its numbers: where two moments agree in it, it goes on in the same way."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..values import (
    ArrayView,
    BoundMethod,
    Builtin,
    Class,
    Const,
    DefaultDict,
    Environment,
    FreeObject,
    FunctionParameters,
    Gradient,
    Ignored,
    Instance,
    Items,
    Module,
    Number,
    NumberComparison,
    ProgramFunction,
    SetOfItems,
    Super,
    Value,
)
from .unread import UnreadNames

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["InterpreterState", "state_of"]

PLAIN = (bool, int, float, str, bytes, type(None), type(Ellipsis), range, type)
LARGEST = 20_000  # values that a state may hold: a program with more is interpreted round by round


class _Unknown(Exception):
    """The state holds something whose own state cannot be seen, such as an iterator."""


class InterpreterState:
    """A hashable picture of a moment. Numbers of the graph stand in it by the id of their node.

    `referents` holds the objects whose identity is a part of it, so that no other object takes their place in memory.
    """

    __slots__ = ("referents", "tokens")

    def __init__(self, tokens: tuple[Any, ...], values: list[Any]) -> None:
        self.tokens = tokens
        self.referents = values

    def __hash__(self) -> int:
        return hash(self.tokens)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InterpreterState) and self.tokens == other.tokens


def state_of(m: Machine, unread: UnreadNames) -> InterpreterState | None:
    """Return the state now; None where a part of it is not visible. Unread counters and lists do not count."""
    walk = _StateWalk(unread)
    loops = [(id(loop.node), 0 if loop.is_uncounted(unread) else loop.rounds, loop.one_round) for loop in m.loops]
    walk.tokens += [
        tuple(loops), m.without_gradient, m.dialect, m.stepped, m.seed_counter, len(m.defined), len(m.classes),
        m.differentiated_again, m.all_zeroed, m.formulas, m.depth, m.rounds.differentiating, m.has_last,
        tuple(m.assigned), tuple((each.name, each.node) for each in m.assignments[m.loops[0].mark.assignments :]),
        tuple(m.builder.inputs), len(m.builder.missing), tuple(id(environment) for environment, _ in m.frames),
        len(m.builder.nodes), tuple(sorted(m.zeroed)), tuple(count for _, count in m.zeroed.values()),
        tuple(m.backward_calls),
    ]  # fmt: skip
    walk.referents += [environment for environment, _ in m.frames]
    roots: list[Value] = [m.environment, m.globals, m.last, *m.assigned.values(), *m.comprehensions]
    for environment, stack in m.frames:
        roots.append(environment)
        roots += [value for value in stack if value not in m.loops]
    for registered in (m.parameters, m.graded, m.texts, m.generators):
        roots += registered.values()
    for owner, node in m.grown_gradients.values():
        walk.tokens.append(node)
        roots.append(owner)
    roots += [owner for owner, _ in m.zeroed.values()]
    roots += [value for pair in m.clipped.values() for value in pair]
    try:
        walk.visit(roots)
    except _Unknown:
        return None
    return InterpreterState(tuple(walk.tokens), walk.referents)


class _StateWalk:
    def __init__(self, unread: UnreadNames) -> None:
        self.unread = unread
        self.tokens: list[Any] = []
        self.referents: list[Any] = []
        self.met: dict[int, int] = {}  # objects by identity -> in which order they were met

    def visit(self, roots: Iterable[Value]) -> None:
        todo = list(roots)[::-1]
        tokens, met = self.tokens, self.met
        while todo:
            value = todo.pop()
            kind = type(value)
            if kind is float:
                tokens.append(repr(value))
                continue
            if kind in PLAIN:
                tokens.append((kind, value))
                continue
            place = met.get(id(value))
            if place is not None:
                tokens.append(("met", place))
                continue
            met[id(value)] = len(met)
            if len(met) > LARGEST:
                raise _Unknown
            look = LOOK.get(kind, _other)
            todo += list(look(self, value))[::-1]


def _number(walk: _StateWalk, value: Number) -> Iterable[Value]:
    walk.tokens.append((value.node, value.kind))
    return ()


def _view(walk: _StateWalk, value: ArrayView) -> Iterable[Value]:
    walk.tokens.append((value.op, repr(value.params), value.shape))
    return (value.base,)


def _items(walk: _StateWalk, value: Items) -> Iterable[Value]:
    walk.tokens.append(("list", len(value), value.name))
    return list(value)


def _constant(walk: _StateWalk, value: Const) -> Iterable[Value]:
    walk.tokens.append((type(value.value), repr(value.value), value.op, value.name, value.node, value.entry_of))
    return value.args


def _comparison(walk: _StateWalk, value: NumberComparison) -> Iterable[Value]:
    walk.tokens.append((value.op, value.left, value.right))
    return ()


def _gradient(walk: _StateWalk, value: Gradient) -> Iterable[Value]:
    walk.tokens.append((value.output, value.wrt, value.seed, value.gradient_node))
    return (value.owner,)


def _environment(walk: _StateWalk, value: Environment) -> Iterable[Value]:
    names = tuple(value.names)
    walk.tokens += [names, tuple(value.shared)]
    entries: list[Value] = []
    for name in names:
        if walk.unread.is_counter((name,)):
            walk.tokens.append("unread")
        elif type(value.names[name]) is Items and walk.unread.is_list(name):
            walk.tokens.append("unread list")
        else:
            entries.append(value.names[name])
    return [*entries, value.outer, *value.shared.values()]


def _function(walk: _StateWalk, value: ProgramFunction) -> Iterable[Value]:
    walk.referents.append(value.code)
    walk.tokens.append((value.name, id(value.code)))
    return (value.outer, value.derivative, *_entries_of(walk, value.defaults), *_entries_of(walk, value.attributes))


def _builtin(walk: _StateWalk, value: Builtin) -> Iterable[Value]:
    walk.tokens.append(value.name)
    return (value.owner, value.run)


def _class(walk: _StateWalk, value: Class) -> Iterable[Value]:
    walk.tokens.append(value.name)
    return (*_entries_of(walk, value.attributes), *value.bases)


def _instance(walk: _StateWalk, value: Instance) -> Iterable[Value]:
    walk.tokens.append(("instance", value.open))
    is_unread = walk.unread.is_attribute_list
    attributes = {
        name: "unread list" if type(entry) is Items and is_unread(name) else entry
        for name, entry in value.attributes.items()
    }
    return (value.cls, *_entries_of(walk, attributes))


def _entries_of(walk: _StateWalk, value: Mapping[Any, Value]) -> Iterable[Value]:
    """Return the keys and values of a dictionary, in its order."""
    walk.tokens.append(("entries", len(value)))
    return [part for entry in value.items() for part in entry]


def _parts(walk: _StateWalk, value: Iterable[Value]) -> Iterable[Value]:
    parts = list(value)
    walk.tokens.append((type(value), len(parts)))
    return parts


def _python_function(walk: _StateWalk, value: FunctionType) -> Iterable[Value]:
    """Walk a function of a library's table: its closure is a part of the state."""
    walk.referents.append(value.__code__)
    walk.tokens.append(id(value.__code__))
    return [cell.cell_contents for cell in value.__closure__ or ()]


def _generator(walk: _StateWalk, value: Any) -> Iterable[Value]:
    """Walk a random generator: each draw changes the next ones."""
    if isinstance(value, random.Random):
        _, inner, gauss = value.getstate()
        walk.tokens.append((inner[-1], inner[0], repr(gauss)))
    elif isinstance(value, np.random.RandomState):
        state = value.get_state(legacy=False)
        walk.tokens.append((state["state"]["pos"], int(state["state"]["key"][0]), repr(state["gauss"])))
    else:
        walk.tokens.append(repr(value.bit_generator.state))
    return ()


def _same_object(walk: _StateWalk, value: Any) -> Iterable[Value]:
    walk.referents.append(value)
    walk.tokens.append(id(value))
    return ()


def _other(walk: _StateWalk, value: Any) -> Iterable[Value]:
    """Return the parts of an object of the library tables; raise `_Unknown` where it could change unseen."""
    if isinstance(value, random.Random | np.random.RandomState | np.random.Generator):
        return _generator(walk, value)
    if type(value).__name__ in ("Generator", "TorchGenerator") and hasattr(value, "source"):
        walk.tokens.append(repr(getattr(value, "spare", None)))
        return (value.source,)
    if hasattr(type(value), "__next__") or isinstance(value, np.ndarray | set):
        raise _Unknown
    if type(value).__name__ == "Arguments":
        return (*value.args, *value.keywords.values())
    if callable(value) or type(value).__name__ in ("Machine", "Code", "Op", "Signature"):
        return _same_object(walk, value)
    raise _Unknown


LOOK: Mapping[type, Callable[[_StateWalk, Any], Iterable[Value]]] = {
    Number: _number,
    ArrayView: _view,
    Items: _items,
    Const: _constant,
    NumberComparison: _comparison,
    Gradient: _gradient,
    Environment: _environment,
    ProgramFunction: _function,
    FunctionType: _python_function,
    Builtin: _builtin,
    Class: _class,
    Instance: _instance,
    Super: lambda walk, value: (value.owner, *value.order),
    BoundMethod: lambda walk, value: (value.owner, value.function),
    FreeObject: lambda walk, value: (value.name, *_entries_of(walk, value.attributes)),
    Module: lambda walk, value: (value.path,),
    Ignored: lambda walk, value: (value.name,),
    FunctionParameters: _same_object,
    slice: lambda walk, value: (value.start, value.stop, value.step),
    tuple: _parts,
    list: _parts,
    dict: _entries_of,
    DefaultDict: _entries_of,
    SetOfItems: _entries_of,
}
