"""Expressions as instructions: for each kind of syntax node what is pushed, and in which order."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import LimitError, SourceError
from .arrays import entries, get_item
from .classes import call
from .compile import CompiledCode, JumpLabel, Part, names_in, step
from .formats import format_one
from .machine import WHERE, not_in_language
from .objects import get_attribute
from .operators import BINARY, EULER, binary, compare, key_of, negative
from .suggest import closest
from .values import (
    ArrayView,
    Builtin,
    Class,
    Const,
    Environment,
    FunctionParameters,
    Ignored,
    Instance,
    Items,
    Number,
    NumberComparison,
    ProgramFunction,
    SetOfItems,
    Super,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["EXPRESSIONS", "parameters_of", "push"]

Stack = list[Value]

# leaves of the syntax tree --------------------------------------------------------------------------------------------


def push(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.append(argument)


def _push_number(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.append(Const(argument, m.span(node)))


def _constant(code: CompiledCode, node: ast.Constant) -> Iterable[Part]:
    value = node.value
    if value is None or isinstance(value, bool | str) or value is Ellipsis:
        return [step(push, value, node)]
    if isinstance(value, int | float):
        if isinstance(value, int) and abs(value) >= 2**63:
            value = float(value) if value.bit_length() < 1024 else math.inf
        if value in (math.inf, -math.inf):
            return [step(_too_large, None, node)]
        return [step(_push_number, value, node)]
    return [step(_complex, None, node)]


def _too_large(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    raise SourceError(
        "number",
        "This number is larger than the largest double, 1.8e308.",
        span=m.span(node),
        hint="Write it smaller.",
    )


def _complex(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    raise SourceError("number", "Complex numbers are not read.", span=m.span(node), hint="Use real numbers.")


def _load(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    environment: Environment | None = m.environment
    while environment is not None:
        if name in environment.names:
            stack.append(environment.names[name])
            return
        environment = environment.outer
    stack.append(m.unbound(name, node))


def _load_callee(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    """A name that is called: what is not known is no leaf then, but a misspelling."""
    if m.is_bound(name) or (m.place is None and name in m.builder.shapes) or name in m.builtins:
        return _load(m, stack, name, node)
    raise unknown_function(m, name, node)


def unknown_function(m: Machine, name: str, node: ast.AST) -> SourceError:
    own = [key for key, value in m.globals.names.items() if type(value) in (ProgramFunction, Class)]
    guess = closest(name, [*own, *(key for key, value in m.builtins.items() if type(value) is Builtin)])
    if guess:
        hint = f"Did you mean `{guess}`?"
    elif len(name) == 1:
        hint = f"Write `{name}*(...)` to multiply."
    else:
        hint = f"Define it above: `def {name}(...):`."
    return SourceError("unknown-function", f"`{name}` is not known here.", span=m.span(node), hint=hint)


def _load_euler(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    """`e` in `e^x` is Euler's number, unless the program or a value calls something `e`."""
    if m.is_bound("e") or "e" in m.builder.shapes:
        return _load(m, stack, "e", node)
    stack.append(EULER)


def _name(code: CompiledCode, node: ast.Name) -> Iterable[Part]:
    return [step(_load, node.id, node)]


# operators ------------------------------------------------------------------------------------------------------------


def _binary_step(m: Machine, stack: Stack, sign: Any, node: ast.AST) -> None:
    right = stack.pop()
    left = stack[-1]
    if left is EULER and sign.sign == "**" and type(right) is not Const:
        stack[-1] = Number(m.builder.emit("exp", (m.node(right, getattr(node, "right", node)),), None, m.span(node)))
        return
    stack[-1] = binary(m, sign, left, right, node)


def _binop(code: CompiledCode, node: ast.BinOp) -> Iterable[Part]:
    sign = BINARY.get(type(node.op))
    if sign is None:
        return [step(_no_operator, None, node)]
    left: Part = node.left
    if sign.sign == "**" and isinstance(left, ast.Name) and left.id == "e":
        left = step(_load_euler, None, left)
    return [left, node.right, step(_binary_step, sign, node)]


def _no_operator(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    raise not_in_language(
        "Bits are not shifted here.", m.operator_span(node), "The operators are + - * / ** @ // % and comparisons."
    )


def _negative_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack[-1] = negative(m, stack[-1], node)


def _not_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack[-1] = not m.truth(stack[-1], node)


def _invert_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    value = stack[-1]
    if type(value) is bool:
        stack[-1] = not value
    elif type(value) is Const and type(value.value) is int:
        stack[-1] = Const(~value.value, m.span(node))
    else:
        index = m.node(value, node)
        stack[-1] = Number(m.builder.emit("logical_not", (index,), None, m.span(node)), "bool")


def _plus_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    if type(stack[-1]) not in (Const, Number, ArrayView):
        stack[-1] = Number(m.node(stack[-1], node))


UNARY = {ast.USub: _negative_step, ast.Not: _not_step, ast.Invert: _invert_step, ast.UAdd: _plus_step}


def _unary(code: CompiledCode, node: ast.UnaryOp) -> Iterable[Part]:
    return [node.operand, step(UNARY[type(node.op)], None, node)]


def _compare_step(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    """All comparisons of a chain; of numbers the masks are multiplied."""
    limit = m.limits.sign_run
    if len(node.ops) > limit:
        raise LimitError("sign_run", limit, "More comparisons are chained than that", span=m.span(node))
    operands = stack[-len(node.ops) - 1 :]
    del stack[-len(node.ops) - 1 :]
    result: Value = True
    for index, sign in enumerate(node.ops):
        part = compare(m, type(sign), operands[index], operands[index + 1], node)
        if part is False:
            result = False
            break
        if part is True:
            continue
        if result is True:
            result = part
        else:
            masks = m.node(result, node), m.node(part, node)
            result = Number(m.builder.emit("logical_and", masks, None, m.span(node)), "bool")
    stack.append(result)


def _compare(code: CompiledCode, node: ast.Compare) -> Iterable[Part]:
    return [node.left, *node.comparators, step(_compare_step, None, node)]


def _jump_if_false_or_pop(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    if m.truth(stack[-1], node):
        stack.pop()
        return None
    return label.position


def _jump_if_true_or_pop(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    if m.truth(stack[-1], node):
        return label.position
    stack.pop()
    return None


def _boolean(code: CompiledCode, node: ast.BoolOp) -> Iterable[Part]:
    leap = _jump_if_false_or_pop if isinstance(node.op, ast.And) else _jump_if_true_or_pop
    end = JumpLabel()
    parts: list[Part] = []
    for value in node.values[:-1]:
        parts += [value, step(leap, end, value)]
    return [*parts, node.values[-1], end]


def jump(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int:
    return label.position


def jump_if_false(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    return None if m.truth(stack.pop(), node) else label.position


def _choose_both(m: Machine, stack: Stack, labels: tuple[JumpLabel, JumpLabel], node: ast.AST) -> int | None:
    """`a if x > 0 else b` of plain formulas is a gate that chooses; both sides are read."""
    otherwise, both = labels
    test = stack[-1]
    if type(test) is NumberComparison and not m.builder.shape(test.left) and not m.builder.shape(test.right):
        return both.position
    return None if m.truth(stack.pop(), node) else otherwise.position


def _select(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    no, yes, test = stack.pop(), stack.pop(), stack.pop()
    branches = m.node(yes, node), m.node(no, node)
    stack.append(Number(m.builder.emit(WHERE[test.op], (test.left, test.right, *branches), None, m.span(node))))


def _conditional(code: CompiledCode, node: ast.IfExp) -> Iterable[Part]:
    otherwise, both, end = JumpLabel(), JumpLabel(), JumpLabel()
    if not (_plain_formula(node.body) and _plain_formula(node.orelse)):
        return [
            node.test, step(jump_if_false, otherwise, node.test), node.body, step(jump, end, node),
            otherwise, node.orelse, end,
        ]  # fmt: skip
    return [
        node.test, step(_choose_both, (otherwise, both), node.test), node.body, step(jump, end, node),
        otherwise, node.orelse, step(jump, end, node),
        both, node.body, node.orelse, step(_select, None, node), end,
    ]  # fmt: skip


PLAIN = (ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.operator, ast.unaryop, ast.expr_context)


def _plain_formula(node: ast.expr) -> bool:
    """Names, numbers and operators alone, so that reading the side that is not taken does no harm."""
    parts = list(ast.walk(node))
    return (
        len(parts) < 60
        and all(isinstance(part, PLAIN) for part in parts)
        and not any(isinstance(part, ast.Constant) and not isinstance(part.value, int | float) for part in parts)
        and not any(isinstance(part, ast.Constant) and isinstance(part.value, bool) for part in parts)
    )


# lists and the like ---------------------------------------------------------------------------------------------------


def _splat(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack[-1] = _Unpacked(entries(m, stack[-1], node))


class _Unpacked(list[Value]):
    """`*values` among the entries of a list or the arguments of a call."""


def _flat(m: Machine, values: list[Value], node: ast.AST) -> list[Value]:
    flat: list[Value] = []
    for value in values:
        if type(value) is _Unpacked:
            flat.extend(value)
        else:
            flat.append(value)
    m.check_container(len(flat), node)
    m.spend(len(flat) // 8, node)
    return flat


def _starred(code: CompiledCode, node: ast.Starred) -> Iterable[Part]:
    return [node.value, step(_splat, None, node)]


def _take(stack: Stack, count: int) -> list[Value]:
    if not count:
        return []
    values = stack[-count:]
    del stack[-count:]
    return values


def _build_list(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    stack.append(Items(_flat(m, _take(stack, count), node)))


def _build_tuple(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    stack.append(tuple(_flat(m, _take(stack, count), node)))


def _build_set(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    values = _flat(m, _take(stack, count), node)
    stack.append(SetOfItems({key_of(m, value, node): None for value in values}))


def _build_dict(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    values_by_key: dict[Any, Value] = {}
    values = _take(stack, sum(1 if key is None else 2 for key in node.keys))
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


def _list(code: CompiledCode, node: ast.List) -> Iterable[Part]:
    return [*node.elts, step(_build_list, len(node.elts), node)]


def _tuple(code: CompiledCode, node: ast.Tuple) -> Iterable[Part]:
    return [*node.elts, step(_build_tuple, len(node.elts), node)]


def _set(code: CompiledCode, node: ast.Set) -> Iterable[Part]:
    return [*node.elts, step(_build_set, len(node.elts), node)]


def _dict(code: CompiledCode, node: ast.Dict) -> Iterable[Part]:
    parts: list[Part] = []
    for key, value in zip(node.keys, node.values, strict=True):
        parts += [value] if key is None else [key, value]
    return [*parts, step(_build_dict, None, node)]


# attributes, entries, calls -------------------------------------------------------------------------------------------


def _attribute_step(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    stack[-1] = get_attribute(m, stack[-1], name, node)


def _attribute(code: CompiledCode, node: ast.Attribute) -> Iterable[Part]:
    return [node.value, step(_attribute_step, node.attr, node)]


def _build_slice(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stop_step = stack.pop(), stack.pop()
    stack[-1] = slice(stack[-1], stop_step[1], stop_step[0])


def _slice(code: CompiledCode, node: ast.Slice) -> Iterable[Part]:
    parts = (node.lower, node.upper, node.step)
    return [
        *(step(push, None, node) if part is None else part for part in parts), step(_build_slice, None, node),
    ]  # fmt: skip


def _item_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    key = stack.pop()
    stack[-1] = get_item(m, stack[-1], key, node)


def _subscript(code: CompiledCode, node: ast.Subscript) -> Iterable[Part]:
    return [node.value, node.slice, step(_item_step, None, node)]


def _skip_if_ignored(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    return label.position if type(stack[-1]) is Ignored else None


def _call_step(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    keywords: dict[str, Value] = {}
    for keyword in reversed(node.keywords):
        value = stack.pop()
        if keyword.arg is not None:
            keywords.setdefault(keyword.arg, value)
        elif isinstance(value, dict):
            for key, entry in value.items():
                keywords.setdefault(str(key), entry)
        else:
            raise not_in_language(
                "`**` unpacks a dictionary.", m.span(keyword.value), "Write the settings out: `f(a=1)`."
            )
    args = _take(stack, len(node.args))
    if any(type(value) is _Unpacked for value in args):
        args = _flat(m, args, node)
    stack[-1] = call(m, stack[-1], args, dict(reversed(keywords.items())), node)


def _call(code: CompiledCode, node: ast.Call) -> Iterable[Part]:
    end = JumpLabel()
    callee: Part = step(_load_callee, node.func.id, node.func) if isinstance(node.func, ast.Name) else node.func
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        return [step(_super_step, None, node)]
    return [
        callee, step(_skip_if_ignored, end, node), *node.args, *(keyword.value for keyword in node.keywords),
        step(_call_step, None, node), end,
    ]  # fmt: skip


def _super_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    owner = m.environment.names.get("self")
    defining = m.lookup("__class__")
    if type(owner) is not Instance or type(defining) is not Class:
        raise not_in_language("`super()` stands in a method of a class.", m.span(node), "Write it inside `__init__`.")
    order = owner.cls.order
    rest = order[order.index(defining) + 1 :] if defining in order else ()
    stack.append(Super(owner, rest))


# functions, comprehensions, texts -------------------------------------------------------------------------------------


def parameters_of(arguments: ast.arguments) -> FunctionParameters:
    return FunctionParameters(
        tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args)),
        tuple(a.arg for a in arguments.kwonlyargs),
        arguments.vararg.arg if arguments.vararg else None,
        arguments.kwarg.arg if arguments.kwarg else None,
        len(arguments.posonlyargs),
    )


def default_parts(arguments: ast.arguments) -> tuple[list[ast.expr], list[str]]:
    """The default expressions, and the names they belong to."""
    named = [*arguments.posonlyargs, *arguments.args]
    plain = [a.arg for a in named[len(named) - len(arguments.defaults) :]]
    keyword = [(a.arg, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None]
    return [*arguments.defaults, *(d for _, d in keyword)], [*plain, *(name for name, _ in keyword)]


def make_function(m: Machine, stack: Stack, argument: tuple[str, Any, list[str]], node: Any) -> None:
    name, body, names = argument
    defaults = dict(zip(names, _take(stack, len(names)), strict=True))
    code = compiled_body(m, name, body, node)
    outer = None if m.environment is m.globals and m.place is not None else m.environment
    stack.append(ProgramFunction(name, code, parameters_of(node.args), defaults, outer, of_library=m.place is not None))


def compiled_body(m: Machine, name: str, body: Any, node: ast.AST) -> CompiledCode:
    """The code of a function's body, compiled once for each place in the text."""
    code = m.codes.get(id(node))
    if code is None:
        code = m.codes[id(node)] = m.compile(CompiledCode(name, set_in_loops=_set_in_loops(body)), body)
    return code


def _set_in_loops(body: Iterable[ast.AST]) -> frozenset[str]:
    """The names that the loops of a function's body set."""
    loops = [part for statement in body for part in ast.walk(statement) if isinstance(part, ast.For | ast.While)]
    parts = (part for loop in loops for part in ast.walk(loop))
    return frozenset(part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))


def _lambda(code: CompiledCode, node: ast.Lambda) -> Iterable[Part]:
    values, names = default_parts(node.args)
    body = (ast.copy_location(ast.Return(value=node.body), node.body),)
    return [*values, step(make_function, ("lambda", body, names), node)]


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
    from .statements import bind_target_parts

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


def _list_comprehension(code: CompiledCode, node: ast.ListComp | ast.GeneratorExp) -> Iterable[Part]:
    return _comprehension(node, Items, [node.elt, step(_add_to_list, None, node)])


def _set_comprehension(code: CompiledCode, node: ast.SetComp) -> Iterable[Part]:
    return _comprehension(node, SetOfItems, [node.elt, step(_add_to_set, None, node)])


def _dict_comprehension(code: CompiledCode, node: ast.DictComp) -> Iterable[Part]:
    return _comprehension(node, dict, [node.key, node.value, step(_add_to_dict, None, node)])


def _format_value(m: Machine, stack: Stack, spec: Any, node: ast.AST) -> None:
    form = stack.pop() if spec else ""
    stack.append(format_one(m, stack.pop(), form, node))


def _join_texts(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    stack.append(m.check_text("".join(_take(stack, count)), node))


def _joined(code: CompiledCode, node: ast.JoinedStr) -> Iterable[Part]:
    return [*node.values, step(_join_texts, len(node.values), node)]


def _formatted(code: CompiledCode, node: ast.FormattedValue) -> Iterable[Part]:
    form = [] if node.format_spec is None else [node.format_spec]
    return [node.value, *form, step(_format_value, bool(form), node)]


def _bind_and_keep(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    m.assign(name, stack[-1], node)


def _walrus(code: CompiledCode, node: ast.NamedExpr) -> Iterable[Part]:
    return [node.value, step(_bind_and_keep, node.target.id, node)]


def _no_generator(code: CompiledCode, node: ast.AST) -> Iterable[Part]:
    return [step(_refuse_generator, None, node)]


def _refuse_generator(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> int:
    raise not_in_language("`yield` is not read here.", m.span(node), "Append to a list and return it.")


EXPRESSIONS: dict[type[ast.AST], Any] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binop,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.Starred: _starred,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Attribute: _attribute,
    ast.Slice: _slice,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.ListComp: _list_comprehension,
    ast.GeneratorExp: _list_comprehension,
    ast.SetComp: _set_comprehension,
    ast.DictComp: _dict_comprehension,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted,
    ast.NamedExpr: _walrus,
    ast.Yield: _no_generator,
    ast.YieldFrom: _no_generator,
    ast.Await: _no_generator,
}
__all__ += ["compiled_body", "default_parts", "jump", "jump_if_false", "make_function", "unknown_function"]
