"""Calls: of functions of the program, of classes, of methods; what a call may be made of."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import LimitError, SourceError, Span
from .calling import Arguments, bind_parameters
from .gradient_functions import call_gradient
from .machine import not_in_language
from .module_inputs import assume_inputs
from .values import (
    ArrayView,
    BoundMethod,
    Builtin,
    Class,
    Const,
    Environment,
    FreeObject,
    Ignored,
    Instance,
    Items,
    Module,
    Number,
    ProgramFunction,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["call", "call_function", "call_method", "find_method", "get_instance_attribute", "instantiate"]

CALL = 10  # operations that a call costs besides those of its body: names are bound, a scope is made
CALL_METHODS = ("__call__", "forward", "call")  # run by a call of an instance: Python's, PyTorch's, Keras's name
NAMELESS = ("forward", "call")  # of every module: its frame is called by its class
FRAMED = "__framed__"  # of a library's class: a call of its objects is called by their class, too
GRIDS = ("array_elements", "total_elements")  # limits that the points of a picture pass


def call(m: Machine, callee: Value, args: list[Value], keywords: dict[str, Value], node: ast.AST) -> Value:
    """Return the value of `callee(*args, **keywords)`.

    Raises:
        SourceError: it cannot be called, or not with these arguments.
    """
    kind = type(callee)
    if kind is Builtin:
        if callee.owner is not None:
            owner = callee.owner
            args = [m.free(owner.name, node) if type(owner) is FreeObject else owner, *args]
        if keywords.get("out") is not None:
            return _written_into(m, callee, args, keywords, node)
        return callee.run(Arguments(m, callee.name, args, keywords, node))
    if kind is ProgramFunction:
        descent = m.gradient_calls.get(node) if m.gradient_calls else None
        if descent is not None and m.place is None:
            run = partial(call_function, m, args=args, keywords=keywords, node=node)
            return call_gradient(m, callee, args, descent, run, node)
        return call_function(m, callee, args, keywords, node)
    if kind is BoundMethod:
        return call(m, callee.function, [callee.owner, *args], keywords, node)
    if kind is Class:
        return instantiate(m, callee, args, keywords, node)
    if kind is Instance:
        assume_inputs(m, callee, args, keywords, node)
        for name in CALL_METHODS:
            method = find_method(callee, name)
            if type(method) is ProgramFunction and (name in NAMELESS or callee.cls.find(FRAMED) is not None):
                return call_function(m, replace(method, name=callee.cls.name), [callee, *args], keywords, node)
            if method is not None:
                return call_method(m, callee, name, args, node, keywords)
        raise not_in_language(
            f"An object of class `{callee.cls.name}` cannot be called.",
            m.span(node),
            "Define `__call__` or `forward` in the class.",
        )
    if kind is Ignored:
        return callee
    raise _not_callable(m, callee, node)


def _written_into(m: Machine, callee: Builtin, args: list[Value], keywords: dict[str, Value], node: ast.AST) -> Value:
    """`np.exp(x, out=y)`: the result becomes the next version of y."""
    from .operators import write

    target = keywords.pop("out")
    target = target[0] if type(target) is tuple and len(target) == 1 else target
    result = callee.run(Arguments(m, callee.name, args, keywords, node))
    if type(target) not in (Number, ArrayView) or m.shape(target, node) != m.shape(result, node):
        raise not_in_language(
            "`out=` takes an array of the result's shape.", m.span(node), "Write `y = ...` in place of `out=y`."
        )
    write(m, target, m.node(result, node))
    return target


def _not_callable(m: Machine, callee: Value, node: ast.AST) -> SourceError:
    function = getattr(node, "func", node)
    name = function.id if isinstance(function, ast.Name) else None
    if type(callee) is Module:
        return _not_read(callee, m.span(function))
    if type(callee) in (Number, Const, ArrayView):
        detail = f"`{name}` is a value, not a function." if name else "This is a value, not a function."
        hint = f"Write `{name} * (...)` to multiply." if name else "Write `*` to multiply with a bracket."
        return not_in_language(detail, m.span(function), hint)
    if type(callee) is FreeObject:
        return _undefined(m, callee, node)
    hint = (
        "Write `*` to multiply with a bracket." if isinstance(callee, Items | tuple) else "Only functions are called."
    )
    return not_in_language("This is not a function.", m.span(function), hint)


def _undefined(m: Machine, callee: FreeObject, node: ast.AST) -> SourceError:
    """Return the error for a call of a parameter, an attribute or an object that the text does not define."""
    function = getattr(node, "func", node)
    called = ast.unparse(function)[:60]
    hint = f"Paste the lines that define it, too, or write a function for it: `{callee.name} = lambda x: x**2`."
    if isinstance(function, ast.Attribute):
        hint = f"Paste the class of `{ast.unparse(function.value)[:40]}`, too, or the formula in place of the call."
    return not_in_language(f"`{called}` is called, but nothing here says what it computes.", m.span(function), hint)


def _not_read(callee: Module, span: Span) -> SourceError:
    """Return the error for a call of a module, or of a name that was imported from a module that is not known."""
    from .modules import MODULES
    from .modules.refused import what_to_do

    name = callee.spelling
    if callee.path in MODULES:
        hint = f"Name the function: `{name}.…(...)`."
        if len(name) == 1:  # F of paper, which no line imports
            hint = f"Name the function, `{name}.…(...)`, or say above what it is: `{name}(x) = ...`."
        return not_in_language(f"`{name}` is a module, not a function.", span, hint)
    where = callee.path.rpartition(".")[0].strip(".")
    unknown = where and where not in MODULES
    detail = f"`{name}` is not read here: nothing of `{where}` is." if unknown else f"`{name}` is not read here."
    hint = what_to_do(callee.path) or f"Write its definition into the program: `def {name}(...):`."
    return SourceError("unknown-function", detail, span=span, hint=hint)


ENTRY_POINT = "main"  # the function that is the program itself: its names are those of the outermost lines
MOST_CALLS = 20  # by the program's outermost lines whose arguments are remembered


def call_function(
    m: Machine, function: ProgramFunction, args: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value:
    """Execute a function's body in place: its gates are marked with the call they were made by."""
    bound = bind_parameters(m, function, args, keywords, node)
    m.spend(CALL, node)
    m.enter(node)
    if m.has_columns:  # MATLAB hands over copies
        bound = {name: Number(each.node, each.kind) if type(each) is Number else each for name, each in bound.items()}
    is_outermost = m.depth == 1 and m.environment is m.globals and not function.of_library
    if is_outermost and len(m.outermost_calls) < MOST_CALLS:
        m.outermost_calls.append(bound)
    builder = m.builder
    m.scopes += 1
    is_program = is_outermost and function.name == ENTRY_POINT and m.globals.names.keys().isdisjoint(bound)
    environment = m.globals if is_program else Environment(function.outer, m.scopes)
    environment.names.update(bound)
    if m.place is None and not function.of_library:
        for name, value in bound.items():
            if type(value) is Const and (name in function.code.set_in_loops or is_outermost):
                m.give_name(value, name)  # as `x = 3` does; the w of `train(0.0, ...)` moves from round to round
                m.record_constant(environment.scope, name, value, node)
            m.record_in(environment.scope, name, value, node)
    outer_call, outer_place, outer_depth = builder.call, m.place, m.depth
    before, assigned = len(builder.nodes), len(m.assignments)
    wired = _wired(m, function, bound, node)
    first = len(builder.nodes)
    index = -1
    if not function.hidden and not is_program:
        index = m.begin_call(function, node)
    if not function.of_library:
        m.place = None  # a function of the program that a library calls
    elif m.place is None:
        m.place = m.span(node)
    m.formulas += function.prelude
    try:
        result = m.execute(function.code, environment)
    except LimitError as error:
        if not function.code.shows_picture or error.name not in GRIDS:
            raise
        return None  # the grid behind a picture, whose points nothing else uses
    finally:
        m.formulas -= function.prelude
        builder.call, m.place = outer_call, outer_place
        m.depth = outer_depth
        m.leave()
    if index < 0:
        return result
    if (result is None or type(result) in (bool, str)) and (len(builder.nodes), len(m.assignments)) == (
        first,
        assigned,
    ):
        _forget_call(m, index, before, bound)
        return result
    result = _finish_call(m, function, index, result, wired, first, node)
    if is_outermost:
        m.record_result(function.name, result, node)
    return result


def _wired(m: Machine, function: ProgramFunction, bound: Mapping[str, Value], node: ast.AST) -> list[tuple[str, int]]:
    """Return the arguments of a closed call: numbers, and of the constants those with a name or in its formula."""
    if function.hidden:
        return []
    words = " ".join(function.local)
    pairs: list[tuple[str, int]] = []
    for name in function.parameters.names + function.parameters.keyword_only:
        value: Value = bound.get(name)
        kind = type(value)
        if kind is Const and (value.name is not None or (function.local and _speaks_of(words, name))):
            pairs.append((name, m.node(value, node)))
        elif kind is Items and (function.of_library or value.name is not None) and len(value):
            if _numeric(value) and len({m.shape(entry, node) for entry in value}) == 1:
                pairs.append((name, m.node(value, node)))
        else:
            number = m.node_if_any(value)
            if number is not None and kind is not Const:
                pairs.append((name, number))
    return pairs


def _numeric(values: Sequence[Value]) -> bool:
    todo = list(values)
    while todo:
        value = todo.pop()
        if type(value) is Items:
            todo.extend(value)
        elif type(value) not in (Const, Number, bool):
            return False
    return True


def _forget_call(m: Machine, index: int, before: int, bound: Mapping[str, Value]) -> None:
    """Remove a call that computed nothing from the graph: its frame, and the leaves for its arguments.

    So a class may count in a loop of any length.
    """
    builder = m.builder
    leaves = [
        value for value in bound.values() if type(value) is Const and value.node is not None and value.node >= before
    ]
    if len(builder.calls) == index + 1 and len(builder.nodes) - before == len(leaves):
        for value in leaves:
            value.node = None
        del builder.nodes[before:], builder.calls[index:]
        m.evaluator.drop_from(before)


def _speaks_of(formula: str, name: str) -> bool:
    at = formula.find(name)
    while at >= 0:
        before, after = formula[at - 1 : at], formula[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return True
        at = formula.find(name, at + 1)
    return False


def _finish_call(
    m: Machine,
    function: ProgramFunction,
    index: int,
    result: Value,
    wired: list[tuple[str, int]],
    first: int,
    node: ast.AST,
) -> Value:
    builder = m.builder
    output = m.node_if_any(result)
    if type(result) is Const and function.of_library:
        output = m.node(result, node)
    if (
        output is None
        and type(result) not in (Const, Items, tuple, dict)
        and not isinstance(result, Instance | ProgramFunction)
    ):
        shared = m.node(result, node) if _is_number(result) else None
        output = shared
    if output is not None and output < first and not (function.derivative or function.of_library):
        output = None  # it hands back one of its arguments: there is nothing to close
    row = builder.calls[index]
    if output is not None:
        custom_derivatives: tuple[Any, ...] = ()
        if function.derivative is not None:
            from .custom_derivative import apply_custom_derivative

            output, custom_derivatives = apply_custom_derivative(m, function, wired, output, node)
            result = Number(output)
        row = row._replace(
            args=tuple(number for _, number in wired),
            params=tuple(name for name, _ in wired),
            output=output,
            custom_derivatives=custom_derivatives,
        )
        builder.calls[index] = row
    elif function.derivative is None and (several := _several(m, result, first, node)):
        args, params = tuple(number for _, number in wired), tuple(name for name, _ in wired)
        builder.calls[index] = row._replace(args=args, params=params, results=several)
    return result


def _several(m: Machine, result: Value, first: int, node: ast.AST) -> tuple[int, ...]:
    """Return the nodes of a tuple of results that the call made, all of one shape; () if it is anything else."""
    numbers: list[int | None] = []
    todo = [result]
    while todo:
        value = todo.pop(0)
        if type(value) is tuple:
            todo[:0] = value
        else:
            numbers.append(m.node_if_any(value))
    own = tuple(dict.fromkeys(number for number in numbers if number is not None and number >= first))
    shapes = {m.builder.nodes[number].shape for number in own}
    return own if type(result) is tuple and len(own) > 1 and len(shapes) == 1 and None not in numbers else ()


def _is_number(value: Value) -> bool:
    from .values import ArrayView, NumberComparison

    return type(value) in (NumberComparison, ArrayView)


# classes --------------------------------------------------------------------------------------------------------------


def find_method(owner: Instance, name: str) -> Value | None:
    """Return the method of an object's class; None where it has none."""
    return owner.cls.find(name)


def call_method(
    m: Machine,
    owner: Instance,
    name: str,
    args: list[Value],
    node: ast.AST,
    keywords: dict[str, Value] | None = None,
) -> Value:
    """`owner.name(*args)`.

    Raises:
        SourceError: the class has no such method.
    """
    method = find_method(owner, name)
    if method is None:
        raise not_in_language(f"`{owner.cls.name}` has no `{name}`.", m.span(node), f"Define `{name}` in the class.")
    return call(m, method, [owner, *args], keywords or {}, node)


def instantiate(m: Machine, cls: Class, args: list[Value], keywords: dict[str, Value], node: ast.AST) -> Value:
    """Return a new object of a class, with `__init__` run."""
    instance = Instance(cls)
    m.spend(10, node)
    constructor = cls.find("__init__")
    if constructor is None:
        if args or keywords:
            raise SourceError(
                "arguments",
                f"`{cls.name}` takes no arguments.",
                span=m.span(node),
                hint="Define `__init__` in the class.",
            )
        return instance
    if type(constructor) is ProgramFunction:
        hidden, constructor.hidden = constructor.hidden, True
        call(m, constructor, [instance, *args], keywords, node)
        constructor.hidden = hidden
    else:
        call(m, constructor, [instance, *args], keywords, node)
    return instance


def get_instance_attribute(m: Machine, owner: Instance, name: str, node: ast.AST) -> Value | None:
    """Return an attribute of an object: its own, or its class's, a method bound to it. None where there is none."""
    if name in owner.attributes:
        return owner.attributes[name]
    instance_attribute = owner.cls.find(name)
    if type(instance_attribute) is ProgramFunction or (
        type(instance_attribute) is Builtin and instance_attribute.owner is None
    ):
        if type(instance_attribute) is ProgramFunction and "property" in instance_attribute.attributes:
            return call(m, instance_attribute, [owner], {}, node)
        if type(instance_attribute) is ProgramFunction and "staticmethod" in instance_attribute.attributes:
            return instance_attribute
        if type(instance_attribute) is ProgramFunction and "classmethod" in instance_attribute.attributes:
            return BoundMethod(owner.cls, instance_attribute)
        return BoundMethod(owner, instance_attribute)
    if instance_attribute is None and name not in owner.attributes and not name.startswith("__"):
        getter = owner.cls.find("__getattr__")
        if getter is not None:
            return call(m, getter, [owner, name], {}, node)
    return instance_attribute
