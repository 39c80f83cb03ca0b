"""Statements as instructions: branches, expressions that stand alone, and what computes nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from .assertions import assume_as_asserted, is_of_sizes
from .assignments import annotated_parts, assign_parts, augmented_parts, bind_target_parts
from .compile import CompiledCode, JumpLabel, Part, step
from .conditions import jump, jump_if_false
from .definitions import class_parts, function_parts, global_parts, return_parts
from .entry_assignment import delete_item
from .expressions import EXPRESSIONS, unused_call
from .loops import LOOPS
from .machine import END
from .speaking import only_speaks
from .values import (
    ArrayView,
    Builtin,
    Class,
    Const,
    Ignored,
    Instance,
    Items,
    Number,
    NumberComparison,
    ProgramFunction,
    Stack,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["HANDLERS"]


# branches -------------------------------------------------------------------------------------------------------------


def _if(code: CompiledCode, node: ast.If) -> Iterable[Part]:
    if isinstance(node.test, ast.Compare) and getattr(node.test.left, "id", "") == "__name__":
        return list(node.body)
    if only_speaks(node):
        return []
    otherwise, end = JumpLabel(), JumpLabel()
    if not node.orelse:
        return [node.test, step(jump_if_false, end, node.test), *node.body, end]
    return [
        node.test, step(jump_if_false, otherwise, node.test), *node.body, step(jump, end, node),
        otherwise, *node.orelse, end,
    ]  # fmt: skip


# expressions that stand alone -----------------------------------------------------------------------------------------


def _expression(code: CompiledCode, node: ast.Expr) -> Iterable[Part]:
    value = node.value
    if isinstance(value, ast.Constant) and (isinstance(value.value, str) or value.value is Ellipsis):
        return []
    if (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in ("print", "display", "draw_dot")
    ):
        return [step(_print, None, value)]
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return [*unused_call(value), step(_result, None, node)]
    return [value, step(_result, None, node)]


def _result(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    value = stack.pop()
    if m.environment is m.globals and value is not None and type(value) not in (Ignored, str, bool):
        if isinstance(value, ProgramFunction | Builtin | Class | Instance | dict):
            return
        m.last, m.has_last = value, True


def _print(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    """`print(...)`: read for what it does besides (`print(f(x))`), and never in the way."""
    if m.is_bound(node.func.id):
        m.execute(m.compile_parts(CompiledCode("print"), [node, step(_result, None, node)]), m.environment)
        return
    code = m.codes.get(id(node))
    if code is None:
        parts: list[Part] = []
        for part in node.args:
            inner = part.value if isinstance(part, ast.Starred) else part
            values = (
                [value.value for value in inner.values if isinstance(value, ast.FormattedValue)]
                if isinstance(inner, ast.JoinedStr)
                else [inner]
            )
            for value in values if m.is_bound("round") else map(_unrounded, values):
                parts += [value, step(_printed, None, value)]
        code = m.codes[id(node)] = m.compile_parts(CompiledCode("print"), parts)
    asked_values = set(m.rounds.asked_values)
    m.tentatively(lambda: m.execute(code, m.environment))
    m.rounds.asked_values = asked_values  # printed values decide nothing


def _unrounded(value: ast.expr) -> ast.expr:
    """`print(round(loss, 4))` shows the loss: how many digits are printed is no part of the computation."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "round" and value.args:
        return value.args[0]
    return value


def _printed(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    value = stack.pop()
    if type(value) in (Number, ArrayView, NumberComparison, Items, tuple) or (
        type(value) is Const and value.op is not None
    ):
        m.printed = value


# statements that compute nothing --------------------------------------------------------------------------------------


def _nothing(code: CompiledCode, node: ast.AST) -> Iterable[Part]:
    return []


def _delete(code: CompiledCode, node: ast.Delete) -> Iterable[Part]:
    parts: list[Part] = []
    for target in node.targets:
        if isinstance(target, ast.Name):
            parts.append(step(_delete_name, target.id, target))
        elif isinstance(target, ast.Subscript):
            parts += [target.value, target.slice, step(_delete_entry, None, target)]
        elif isinstance(target, ast.Attribute):
            parts += [target.value, step(_delete_attribute, target.attr, target)]
    return parts


def _delete_attribute(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    owner = stack.pop()
    if type(owner) is Instance:
        owner.attributes.pop(name, None)


def _delete_entry(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    key, owner = stack.pop(), stack.pop()
    delete_item(m, owner, key, node)


def _delete_name(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    m.environment.names.pop(name, None)


def _assert(code: CompiledCode, node: ast.Assert) -> Iterable[Part]:
    return [step(_check_assert, None, node)]


def _check_assert(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    """Check an assertion: one about sizes and settings must hold, one about numbers is left to the user's eyes.

    Where names have no value their sizes are assumed: what an assertion says of sizes is taken, and none is refused.
    """

    def evaluated(expression: ast.expr) -> Value:
        code = m.codes.get(id(expression))
        if code is None:
            parts = [expression, step(_keep, None, node)]
            code = m.codes[id(expression)] = m.compile_parts(CompiledCode("assert"), parts)
        return m.tentatively(lambda: m.execute(code, m.environment))

    if evaluated(node.test) is False:
        if m.builder.missing and is_of_sizes(node.test):
            assume_as_asserted(m, node.test, evaluated)
            return
        raise SourceError(
            "assertion",
            "This assertion does not hold.",
            span=m.span(node.test),
            hint="Compare both sides, or leave the line out.",
        )


def _keep(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> int:
    m.returned = stack.pop()
    return END


def _raise(code: CompiledCode, node: ast.Raise) -> Iterable[Part]:
    return [step(_raise_step, None, node)]


def _raise_step(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    error = node.exc
    call = error if isinstance(error, ast.Call) else None
    name = getattr(call.func if call else error, "id", "an error")
    texts = [arg.value for arg in (call.args if call else []) if isinstance(arg, ast.Constant)]
    message = f": {texts[0]}" if texts and isinstance(texts[0], str) else ""
    raise SourceError(
        "raised",
        f"The program raises {name} here{message[:200]}.",
        span=m.span(node),
        hint="It comes here at the present values; give it others.",
    )


NO_GRADIENT = {"no_grad", "inference_mode", "set_grad_enabled"}


def _with(code: CompiledCode, node: ast.With) -> Iterable[Part]:
    parts: list[Part] = []
    stops = any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr in NO_GRADIENT
        for item in node.items
    )
    if stops:
        return [step(_change_stops, 1, node), *node.body, step(_change_stops, -1, node)]
    for item in node.items:
        parts += [item.context_expr, step(_enter, None, item.context_expr)]
        if item.optional_vars is not None:
            parts += bind_target_parts(item.optional_vars, node)
        else:
            parts.append(step(_drop, None, node))
    return [*parts, *node.body]


def _change_stops(m: Machine, stack: Stack, by: int, node: ast.AST) -> None:
    """Begin or end `torch.no_grad()`, within which no gradient passes into assigned values."""
    if not m.without_gradient:
        m.gradient_stops_at = len(m.builder.nodes)
    m.without_gradient += by


def _enter(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    from .classes import call_method, find_method

    value = stack[-1]
    if type(value) is Instance and find_method(value, "__enter__") is not None:
        stack[-1] = call_method(m, value, "__enter__", [], node)


def _drop(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.pop()


def _try(code: CompiledCode, node: ast.Try) -> Iterable[Part]:
    if all(isinstance(part, ast.Import | ast.ImportFrom) for part in node.body):
        return [*node.body, *node.orelse, *node.finalbody]
    return [*node.body, *node.orelse, *node.finalbody]


def _import(code: CompiledCode, node: ast.Import | ast.ImportFrom) -> Iterable[Part]:
    return [step(_import_step, None, node)]


def _import_step(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    from .modules import import_module, import_names

    if isinstance(node, ast.Import):
        for alias in node.names:
            import_module(m, alias.name, alias.asname, node)
    else:
        import_names(m, "." * node.level + (node.module or ""), node.names, node)


HANDLERS: dict[type[ast.AST], Any] = {
    **EXPRESSIONS,
    **LOOPS,
    ast.Expr: _expression,
    ast.Assign: assign_parts,
    ast.AnnAssign: annotated_parts,
    ast.AugAssign: augmented_parts,
    ast.If: _if,
    ast.FunctionDef: function_parts,
    ast.ClassDef: class_parts,
    ast.Return: return_parts,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Pass: _nothing,
    ast.Delete: _delete,
    ast.Global: global_parts,
    ast.Nonlocal: global_parts,
    ast.Assert: _assert,
    ast.Raise: _raise,
    ast.With: _with,
    ast.Try: _try,
}
