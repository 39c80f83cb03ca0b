"""Lists, tuples, sets, dictionaries and comprehensions as instructions."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .arrays import entries
from .comparisons import key_of
from .compile import CompiledCode, JumpLabel, Part, names_in, step
from .conditions import jump, jump_if_false
from .values import (
    Environment,
    Items,
    SetOfItems,
    Stack,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = [
    "Unpacked",
    "dict_parts",
    "dict_comprehension",
    "flat",
    "list_parts",
    "list_comprehension",
    "set_parts",
    "set_comprehension",
    "starred_parts",
    "take",
    "tuple_parts",
]


def _splat(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack[-1] = Unpacked(entries(m, stack[-1], node))


class Unpacked(list[Value]):
    """`*values` among the entries of a list or the arguments of a call."""


def flat(m: Machine, values: list[Value], node: ast.AST) -> list[Value]:
    """Return the values with the unpacked ones (`*x`) among them."""
    flat: list[Value] = []
    for value in values:
        if type(value) is Unpacked:
            flat.extend(value)
        else:
            flat.append(value)
    m.check_container(len(flat), node)
    m.spend(len(flat) // 8, node)
    return flat


def starred_parts(code: CompiledCode, node: ast.Starred) -> Iterable[Part]:
    """Compile `*x` in a list."""
    return [node.value, step(_splat, None, node)]


def take(stack: Stack, count: int) -> list[Value]:
    """Take `count` values from the stack, in the order that they were put there."""
    if not count:
        return []
    values = stack[-count:]
    del stack[-count:]
    return values


def _build_list(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    stack.append(Items(flat(m, take(stack, count), node)))


def _build_tuple(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    stack.append(tuple(flat(m, take(stack, count), node)))


def _build_set(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    values = flat(m, take(stack, count), node)
    stack.append(SetOfItems({key_of(m, value, node): None for value in values}))


def _build_dict(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    values_by_key: dict[Any, Value] = {}
    values = take(stack, sum(1 if key is None else 2 for key in node.keys))
    place = 0
    for key in node.keys:
        if key is None:
            if isinstance(values[place], dict):
                values_by_key.update(values[place])
            place += 1
        else:
            values_by_key[key_of(m, values[place], key)] = values[place + 1]
            place += 2
    m.check_container(len(values_by_key), node)
    stack.append(values_by_key)


def list_parts(code: CompiledCode, node: ast.List) -> Iterable[Part]:
    """Compile `[a, b]`."""
    return [*node.elts, step(_build_list, len(node.elts), node)]


def tuple_parts(code: CompiledCode, node: ast.Tuple) -> Iterable[Part]:
    """Compile `(a, b)`."""
    return [*node.elts, step(_build_tuple, len(node.elts), node)]


def set_parts(code: CompiledCode, node: ast.Set) -> Iterable[Part]:
    """Compile `{a, b}`."""
    return [*node.elts, step(_build_set, len(node.elts), node)]


def dict_parts(code: CompiledCode, node: ast.Dict) -> Iterable[Part]:
    """Compile `{a: b, **c}`."""
    parts: list[Part] = []
    for key, value in zip(node.keys, node.values, strict=True):
        parts += [value] if key is None else [key, value]
    return [*parts, step(_build_dict, None, node)]


def _start_comprehension(m: Machine, stack: Stack, empty: Any, node: ast.AST) -> None:
    m.environment = Environment(m.environment, m.environment.scope)
    m.comprehensions.append(empty())


def _end_comprehension(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    assert m.environment.outer is not None
    m.environment = m.environment.outer
    stack.append(m.comprehensions.pop())


def _iterate(m: Machine, stack: Stack, names: list[str], node: ast.AST) -> None:
    m.counters.update(names)
    stack[-1] = iter(entries(m, stack[-1], node))


def _next_entry(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    for value in stack[-1]:
        stack.append(value)
        return None
    stack.pop()
    return label.position


def _add_to_list(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    comprehension = m.comprehensions[-1]
    m.check_container(len(comprehension) + 1, node)
    comprehension.append(stack.pop())


def _add_to_set(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    comprehension = m.comprehensions[-1]
    m.check_container(len(comprehension) + 1, node)
    comprehension[key_of(m, stack.pop(), node)] = None


def _add_to_dict(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    comprehension = m.comprehensions[-1]
    m.check_container(len(comprehension) + 1, node)
    value, key = stack.pop(), stack.pop()
    comprehension[key_of(m, key, node)] = value


def _comprehension(node: Any, empty: Any, parts: list[Part]) -> Iterable[Part]:
    """Loops within loops, the innermost adding to the list that is made."""
    from .assignments import bind_target_parts

    for generator in reversed(node.generators):
        again, end = JumpLabel(), JumpLabel()
        tests: list[Part] = []
        for test in generator.ifs:
            tests += [test, step(jump_if_false, again, test)]
        parts = [
            generator.iter, step(_iterate, names_in(generator.target), generator.iter),
            again, step(_next_entry, end, generator.iter),
            *bind_target_parts(generator.target, node), *tests, *parts, step(jump, again, node), end,
        ]  # fmt: skip
    return [step(_start_comprehension, empty, node), *parts, step(_end_comprehension, None, node)]


def list_comprehension(code: CompiledCode, node: ast.ListComp | ast.GeneratorExp) -> Iterable[Part]:
    """Compile `[f(x) for x in y]`; a generator is a list that is made at once."""
    return _comprehension(node, Items, [node.elt, step(_add_to_list, None, node)])


def set_comprehension(code: CompiledCode, node: ast.SetComp) -> Iterable[Part]:
    """Compile `{f(x) for x in y}`."""
    return _comprehension(node, SetOfItems, [node.elt, step(_add_to_set, None, node)])


def dict_comprehension(code: CompiledCode, node: ast.DictComp) -> Iterable[Part]:
    """Compile `{f(x): g(x) for x in y}`."""
    return _comprehension(node, dict, [node.key, node.value, step(_add_to_dict, None, node)])
