"""Shapes of inputs without a value, from the module that they go into: `net(x)` before a `Conv2d` of three channels.

A parameter of `forward` is followed to the first layers that it is handed to; each layer says itself what it expects
(`expects` in its class). Sides of images are tried one after the other until all layers fit.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import ChainruleError, ShapeError, SourceError
from ..graph import INPUT, Shape
from .assumptions import NeedsAssumption
from .defaults import Assumption
from .values import Const, FreeObject, Instance, Number, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["METHODS", "assume_inputs", "is_module", "next_side", "own_method", "with_guesses"]

SIDES = (8, 16, 28, 32, 64, 10, 12, 14, 20, 24, 48, 84, 96, 100, 105, 128, 224, 227, 299)  # of images, in this order
SIDE = 0  # stands for one of them in the sizes that a layer expects
MOST_CALLS = 400  # looked at from one argument on
MOST_LAYERS = 2000  # looked at where no call shows where an argument goes
SEQUENCE = (2, 3, 4, 5)  # examples, places, ... before the entries that a layer takes
METHODS = ("forward", "call", "__call__")


class Expected(NamedTuple):
    """Sizes that an argument has to have, SIDE for that of an image; of labels what they are below, else 0."""

    sizes: Shape
    below: int


def is_module(value: Value) -> bool:
    """Return whether a value is a module of PyTorch: of the program, or of the library."""
    return type(value) is Instance and value.cls.find("named_parameters") is not None


def _with_side(sizes: Shape, side: int) -> Shape:
    """Return sizes with a number for the sides of images."""
    return tuple(side if size == SIDE else size for size in sizes)


def with_guesses(m: Machine, error: ChainruleError) -> ChainruleError:
    """Return an error with what helps where it may come from shapes that were only guessed."""
    names = sorted(m.module_inputs.intersection(m.builder.missing))
    if names and isinstance(error, SourceError | ShapeError):
        listed = ", ".join(f"`{name}`" for name in names)
        advice = f"The shape of {listed} is a guess: write it, `{names[0]} = torch.randn(2, 3)`."
        error.hint = f"{error.hint} {advice}" if error.hint else advice
    return error


def next_side(m: Machine, assumed: Mapping[str, Assumption]) -> dict[str, Assumption]:
    """Return the images without a value with the next side to be tried; none where there is no other."""
    sides = [
        SIDES.index(size) + 1
        for name, sizes in m.image_inputs.items()
        if name in assumed
        for size, pattern in zip(assumed[name].shape, sizes, strict=False)
        if pattern == SIDE and size in SIDES
    ]
    place = max(sides, default=len(SIDES))
    if place >= len(SIDES):
        return {}
    return {
        name: assumed[name]._replace(shape=_with_side(sizes, SIDES[place])) for name, sizes in m.image_inputs.items()
    }


def assume_inputs(
    m: Machine, module: Instance, args: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> None:
    """Have the program read again with fitting arrays where a module is called with names that have no value.

    Raises:
        NeedsAssumption: a name without a value, with the shape that the first layer behind it takes.
    """
    names = [_free_name(m, value) for value in args]
    named = {key: name for key, value in keywords.items() if (name := _free_name(m, value)) is not None}
    if not (any(names) or named) or not is_module(module):
        return
    parameters = _parameters(module)
    pairs = [*zip(parameters, names, strict=False), *named.items()]
    if not parameters:
        pairs = [("", name) for name in names[:1]]
    for parameter, name in pairs:
        if name is None:
            continue
        m.module_inputs.add(name)
        expected = _expected(m, module, parameter, node, is_first=parameter in ("", *parameters[:1]))
        if expected is not None:
            if SIDE in expected.sizes:
                m.image_inputs[name] = expected.sizes
            shape = _with_side(expected.sizes, SIDES[0])
            raise NeedsAssumption(name, Assumption(shape, "labels" if expected.below else "", expected.below))


def _free_name(m: Machine, value: Value) -> str | None:
    """Return the name of a leaf without a value of which nothing is assumed yet."""
    if type(value) is FreeObject:
        name = m.source.shown_name(value.name)
    elif type(value) is Number and m.builder.nodes[value.node].op == INPUT:
        name = m.builder.nodes[value.node].name or ""
    else:
        return None
    return None if not name or name in m.builder.shapes or name in m.builder.assumed else name


class _FollowedParameter(NamedTuple):
    """A parameter of a method that is followed; it may be set anew before it is handed on, to other axes."""

    module: Instance
    method: str
    parameter: str
    is_same: bool = True
    place: int = 0


def _expected(m: Machine, module: Instance, parameter: str, node: ast.AST, *, is_first: bool) -> Expected | None:
    """Return what the first layer expects that a parameter of `forward` comes to, with the axes that the lines show."""
    result: Expected | None = None
    rank = 0
    todo = [_FollowedParameter(module, "", parameter)]
    for _ in range(MOST_CALLS):
        if not todo:
            break
        at = todo.pop()
        own = _own(m, at.module, node, at.place)
        result = result or own
        body = own_method(at.module, at.method)
        if own is not None or body is None:
            if own is None and body is None:
                result = result or _first_layer(m, at.module, node)
            continue
        if at.is_same and not (result and result.below):
            rank = max(rank, *_ranks(body, at.parameter))
        todo.extend(reversed(list(_handed_to(at, body))))
    if result is None and is_first:
        result = _first_layer(m, module, node)
    return None if result is None else _of_rank(result, rank)


def _of_rank(expected: Expected, rank: int) -> Expected:
    """Return sizes with as many axes as the program unpacks: `B, T, C = x.shape` before a linear layer."""
    sizes = expected.sizes
    missing = rank - len(sizes)
    if missing <= 0:
        return expected
    if SIDE in sizes:  # a series of images
        return Expected((sizes[0], *SEQUENCE[1:][:missing], *sizes[1:]), 0)
    if expected.below:
        return Expected((*sizes, *SEQUENCE[len(sizes) :][:missing]), expected.below)
    return Expected((*SEQUENCE[: rank - 1], sizes[-1]), 0)


def _own(m: Machine, module: Instance, node: ast.AST, place: int = 0) -> Expected | None:
    """Return what a layer of the library says that it expects."""
    from .classes import call_method

    if module.cls.find("expects") is None:
        return None
    result = call_method(m, module, "expects", [Const(place)], node)
    if result is None:
        return None
    sizes, below = result
    if not all(type(size) is Const for size in (*sizes, below)):
        return None  # the constructor's own settings have no value
    return Expected(tuple(int(size.value) for size in sizes), int(below.value))


def _first_layer(m: Machine, module: Instance, node: ast.AST) -> Expected | None:
    """Return what the first layer in a module expects, in the order in which they were made."""
    from .modules.parameters import modules_in

    for _, (_, each) in zip(range(MOST_LAYERS), modules_in(module), strict=False):
        own = _own(m, each, node)
        if own is not None:
            return own
    return None


def _handed_to(at: _FollowedParameter, body: ast.FunctionDef) -> Iterator[_FollowedParameter]:
    """Yield the modules and methods that a parameter is an argument of, in the order of the lines."""
    calls = [node for node in ast.walk(body) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=_end):
        arguments = [
            *((place, each) for place, each in enumerate(call.args)),
            *((w.arg, w.value) for w in call.keywords),
        ]
        place = next((place for place, each in arguments if _speaks_of(each, at.parameter)), None)
        path = _path(call.func)
        if place is None or path is None:
            continue
        target: Value = at.module
        for name in path[:-1]:
            target = target.attributes.get(name) if type(target) is Instance else None
        if type(target) is not Instance:
            continue
        value = target.attributes.get(path[-1])
        inner = _FollowedParameter(target, path[-1], "")
        if isinstance(value, Instance) and is_module(value):
            inner = _FollowedParameter(value, "", "")
        names = _parameters(inner.module, inner.method)
        if inner.method and not names:
            continue
        name = place if isinstance(place, str) else names[place] if place < len(names) else ""
        is_same = at.is_same and call.lineno <= _last_line(body, at.parameter)
        yield inner._replace(parameter=name, is_same=is_same, place=place if isinstance(place, int) else 0)


def _end(node: ast.expr) -> tuple[int, int]:
    """Return where an expression ends: the inner call of `self.decoder(self.encoder(x))` comes first."""
    return node.end_lineno or 0, node.end_col_offset or 0


def _path(function: ast.expr) -> list[str] | None:
    """Return the names behind `self` in `self.encoder.embedding`; `self.layers[0]` is none."""
    names: list[str] = []
    while isinstance(function, ast.Attribute):
        names.append(function.attr)
        function = function.value
    return names[::-1] if names and isinstance(function, ast.Name) and function.id == "self" else None


def _speaks_of(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def _ranks(body: ast.FunctionDef, parameter: str) -> list[int]:
    """Return the numbers of axes that lines show of a parameter: `b, c, h, w = x.shape`, `x.size(1)`, `x[:, t]`."""
    ranks = [0]
    last = _last_line(body, parameter)
    for node in ast.walk(body):
        if getattr(node, "lineno", 0) > last:
            continue
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and _is_size(node.value, parameter):
            names = node.targets[0].elts
            ranks.append(0 if any(isinstance(each, ast.Starred) for each in names) else len(names))
        elif isinstance(node, ast.Subscript) and _is_name(node.value, parameter) and isinstance(node.slice, ast.Tuple):
            ranks.append(len(node.slice.elts))
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_name(node.func.value, parameter)
        ):
            places = [each.value for each in node.args if isinstance(each, ast.Constant) and type(each.value) is int]
            if node.func.attr == "permute":
                ranks.append(len(node.args))
            elif node.func.attr in ("transpose", "size") and places:
                ranks.append(max(places) + 1)
    return ranks


def _last_line(body: ast.FunctionDef, parameter: str) -> int:
    """Return the line in which a parameter is set anew for the first time; the last one where it never is."""
    targets = [node for node in ast.walk(body) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    lines = [node.lineno for node in targets if node.id == parameter]
    return min(lines, default=body.end_lineno or body.lineno)


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_size(node: ast.expr, name: str) -> bool:
    """Return whether an expression is `x.shape` or `x.size()`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        return node.func.attr == "size" and _is_name(node.func.value, name)
    return isinstance(node, ast.Attribute) and node.attr == "shape" and _is_name(node.value, name)


def own_method(module: Instance, name: str = "") -> ast.FunctionDef | None:
    """Return the lines of a method of the program's class, `forward` where no name is given; None for the library's."""
    for cls in module.cls.order or (module.cls,):
        if cls.statement is None:
            return None
        for part in cls.statement.body:
            if isinstance(part, ast.FunctionDef) and (part.name == name if name else part.name in METHODS):
                return part
    return None


def _parameters(module: Instance, method: str = "") -> list[str]:
    body = own_method(module, method)
    return [] if body is None else [part.arg for part in body.args.args[1:]]
