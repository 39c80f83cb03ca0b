"""Assignments as instructions: of names, of several at once, of attributes and entries, in place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ChainruleError, SourceError, Span, TextEdit
from .arrays import entries, get_item
from .compile import CompiledCode, Part, step
from .entry_assignment import masked_in_place, set_item
from .growing_arrays import fitting_array
from .hand_gradients import looks_like_gradient
from .machine import not_in_language
from .objects import get_attribute, set_attribute
from .operators import BINARY, in_place
from .values import (
    PICTURES,
    ArrayView,
    Const,
    FreeObject,
    Ignored,
    Items,
    Number,
    Stack,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["annotated_parts", "assign_parts", "augmented_parts", "bind_target_parts"]


LOSSES = frozenset({"loss", "cost"})  # names of the loss, which a model returns beside its scores


def bind_target_parts(target: ast.expr, statement: ast.AST, alias: bool = False) -> list[Part]:
    """Return the parts that take the value on top of the stack and bind it to a target."""
    if isinstance(target, ast.Name):
        return [step(_store_name, (target.id, alias), statement)]
    if isinstance(target, ast.Tuple | ast.List):
        star = next((i for i, part in enumerate(target.elts) if isinstance(part, ast.Starred)), None)
        parts: list[Part] = [step(_unpack, (target.elts, star), target)]
        for part in target.elts:
            inner = part.value if isinstance(part, ast.Starred) else part
            parts += bind_target_parts(inner, statement)
        main = _main_target(target.elts, getattr(statement, "value", None))
        if isinstance(main, ast.Name):
            parts.append(step(_is_last, main.id, statement))
        return parts
    if isinstance(target, ast.Attribute):
        return [target.value, step(_store_attribute, target.attr, target)]
    if isinstance(target, ast.Subscript):
        return [target.value, target.slice, step(_store_item, None, target)]
    return [step(_no_target, None, target)]


def _main_target(targets: Sequence[ast.expr], value: ast.expr | None) -> ast.expr:
    """Return the loss in `logits, loss = f(x)`, else the first target; in `x0, x1 = x1, x1 - dx` the computed one."""
    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
        pairs = zip(targets, value.elts, strict=True)
        return next((target for target, part in pairs if not isinstance(part, ast.Name)), targets[0])
    return next((target for target in targets if isinstance(target, ast.Name) and target.id in LOSSES), targets[0])


def _store_name(m: Machine, stack: Stack, argument: tuple[str, bool], node: ast.AST) -> None:
    name, alias = argument
    value = stack.pop()
    if m.has_columns and (type(value) is ArrayView or (alias and type(value) is Number)):
        value = Number(m.node(value, node), value.kind)  # MATLAB copies an array that gets a second name
    m.assign(name, value, node, alias)


def _unpack(m: Machine, stack: Stack, argument: tuple[list[ast.expr], int | None], node: ast.AST) -> None:
    targets, star = argument
    count = len(targets)
    value = m.as_object(stack.pop())
    if star is None and type(value) in (FreeObject, Ignored):  # data that are not here: each name is a free one
        is_picture = type(value) is Ignored and value.name.partition(".")[0] in PICTURES
        names = [target.id if isinstance(target, ast.Name) and not is_picture else None for target in targets]
        stack.extend(value if name is None else FreeObject(name) for name in reversed(names))
        return
    if type(value) is Const or (type(value) is Number and not m.shape(value, node)):
        raise _cannot_unpack(m, count, None, node, value)
    parts = entries(m, value, node)
    if star is not None and len(parts) >= count - 1:
        after = count - 1 - star
        middle = Items(parts[star : len(parts) - after])
        parts = [*parts[:star], middle, *parts[len(parts) - after :]]
    if len(parts) != count:
        raise _cannot_unpack(m, count, len(parts), node, value)
    stack.extend(reversed(parts))


def _cannot_unpack(m: Machine, count: int, number: int | None, node: ast.AST, value: Value) -> ChainruleError:
    from .axis_sizes import PARTS
    from .builder import ShapeMismatch

    if number is None:
        return ShapeMismatch(
            f"A number cannot be split into {count} names.",
            "unpack",
            (m.node(value, node),),
            m.span(node),
            "Give as many values as names, separated by commas.",
        )
    detail, hint = f"{count} names stand left, {number} values right.", "Give as many values as names."
    if type(value) in (Number, ArrayView) and m.builder.missing:
        return ShapeMismatch(detail, PARTS, (m.node(value, node),), m.span(node), hint, rank=count)
    return SourceError("unpack", detail, span=m.span(node), hint=hint)


def _is_last(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    """Count the first of several names that are bound at once as the one assigned last."""
    if m.environment is m.globals and name in m.assigned:
        m.assigned[name] = m.assigned.pop(name)


def _store_attribute(m: Machine, stack: Stack, name: str, node: Any) -> None:
    owner, value = stack.pop(), stack.pop()
    array = type(owner) in (Number, ArrayView)
    before = m.node_if_any(owner) if array else None
    set_attribute(m, owner, name, value, node)
    if array and name == "data" and before is not None:  # `p.data = p.data - ...` changes p
        m.record(ast.unparse(node.value), owner, Number(before), node)


def _store_item(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    key, owner, value = stack.pop(), stack.pop(), stack.pop()
    if m.has_columns and type(owner) is Number:
        owner = fitting_array(m, owner, key, m.shape(value, node), node)
    before = m.node_if_any(owner)
    set_item(m, owner, key, value, node)
    _record_item(m, owner, key, value, before, node)


def _record_item(m: Machine, owner: Value, key: Value, value: Value, before: int | None, node: Any) -> None:
    target = node.value
    if isinstance(owner, dict | Items) and isinstance(_key(key), str | int):
        m.record(_entry(m, node, key), value, None, node)
    elif isinstance(target, ast.Name) and type(owner) in (Number, ArrayView):
        if m.environment is m.globals:
            m.assigned.pop(target.id, None)
            m.assigned[target.id] = owner
            m.has_last = False
        m.record(target.id, owner, Number(before) if before is not None else None, node)


def _entry(m: Machine, node: ast.Subscript, key: Value) -> str:
    """Return an entry of a dictionary or list as it is written: `grads['W1']`, `self.hs[2]`, `W[0][1]`."""
    owner, keys = node.value, f"[{_key(key)!r}]"
    while isinstance(owner, ast.Subscript):
        place = owner.slice
        at = m.lookup(place.id) if isinstance(place, ast.Name) else getattr(place, "value", None)
        if not isinstance(_key(at), str | int):
            return f"self{keys}"
        owner, keys = owner.value, f"[{_key(at)!r}]{keys}"
    return f"{ast.unparse(owner) if isinstance(owner, ast.Name | ast.Attribute) else 'self'}{keys}"


def _key(key: Value) -> object:
    return key.value if type(key) is Const else key


def _no_target(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    raise not_in_language("Only names can be assigned to.", m.span(node), "Write `name = expression`.")


def _duplicate(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.append(stack[-1])


def assign_parts(code: CompiledCode, node: ast.Assign) -> Iterable[Part]:
    """Compile `x = y = value`."""
    alias = isinstance(node.value, ast.Name | ast.Attribute)
    if isinstance(node.value, ast.Starred):  # Python's grammar takes `x = *2`, its compiler does not
        return [step(_no_operand, None, node.value)]
    parts: list[Part] = [node.value]
    for target in node.targets[:-1]:
        parts += [step(_duplicate, None, node), *bind_target_parts(target, node, alias)]
    return [*parts, *bind_target_parts(node.targets[-1], node, alias)]


def _no_operand(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    place = m.span(node)
    raise SourceError(
        "syntax",
        "An operand is missing before `*`.",
        span=place,
        hint="Write what is multiplied, such as `y = x * 2`, or remove the sign.",
        fix=TextEdit(Span(place.line, place.column, place.line, place.column + 1), ""),
    )


def annotated_parts(code: CompiledCode, node: ast.AnnAssign) -> Iterable[Part]:
    """Compile `x: float = value`; without a value nothing happens."""
    if node.value is None:
        return []
    return [node.value, *bind_target_parts(node.target, node, isinstance(node.value, ast.Name))]


def augmented_parts(code: CompiledCode, node: ast.AugAssign) -> Iterable[Part]:
    """Compile `x += value` and its like."""
    sign = BINARY.get(type(node.op))
    target = node.target
    if sign is None:
        return [step(_no_target, None, node)]
    if isinstance(target, ast.Name):
        load = ast.copy_location(ast.Name(target.id, ast.Load()), target)
        return [load, node.value, step(_augment_name, sign, node)]
    if isinstance(target, ast.Attribute):
        return [target.value, node.value, step(_augment_attribute, sign, node)]
    return [target.value, target.slice, node.value, step(_augment_item, sign, node)]


def _augment_name(m: Machine, stack: Stack, sign: Any, node: Any) -> None:
    value, old = stack.pop(), stack.pop()
    before = m.node_if_any(old)
    name = node.target.id
    if _is_zero(old) and sign.sign == "+" and type(value) is Number and not looks_like_gradient(name):
        result: Value = Number(value.node, value.kind)  # `total = 0`, `total += x`: the first term is the sum so far
    else:
        result = in_place(m, sign, old, value, node)
    if result is old:  # the array itself has changed; the name stays where it is bound
        if m.environment is m.globals:
            m.assigned.pop(name, None)
            m.assigned[name] = result
            m.has_last = False
        m.give_name(result, name) if m.environment.scope < m.named_scopes else None
        m.record(name, result, None if before is None else Number(before), node)
    else:
        m.assign(name, result, node)


def _is_zero(value: Value) -> bool:
    """Return whether a sum starts: at a zero that nothing has used, as a bias was used before its update."""
    return type(value) is Const and value.value == 0 and value.op is None and value.node is None


def _augment_attribute(m: Machine, stack: Stack, sign: Any, node: Any) -> None:
    value, owner = stack.pop(), stack.pop()
    array = type(owner) in (Number, ArrayView)  # `p.data -= ...` changes p
    was = m.node_if_any(owner) if array else None
    old = get_attribute(m, owner, node.target.attr, node.target)
    before = was if array else m.node_if_any(old)
    result = in_place(m, sign, old, value, node)
    set_attribute(m, owner, node.target.attr, result, node.target, before)
    if type(owner) in (Number, ArrayView) and isinstance(node.target.value, ast.Name):
        m.record(node.target.value.id, owner, None if before is None else Number(before), node)


def _augment_item(m: Machine, stack: Stack, sign: Any, node: Any) -> None:
    value, key, owner = stack.pop(), stack.pop(), stack.pop()
    target = node.target
    before = m.node_if_any(owner)
    if not masked_in_place(m, sign, owner, key, value, node):
        old = get_item(m, owner, key, target)
        entry = m.node_if_any(old)
        result = in_place(m, sign, old, value, node)
        if type(old) is not ArrayView or result is not old:
            set_item(m, owner, key, result, target)
        if isinstance(owner, dict | Items) and isinstance(_key(key), str | int):
            was = old if type(old) is Const else None if entry is None else Number(entry)
            name = _entry(m, target, key)
            if type(old) is Const and old.op is None and not looks_like_gradient(name):
                m.name_parameter(old, name)
            m.record(name, result, was, node)
            return
    _record_item(m, owner, key, owner, before, target)
