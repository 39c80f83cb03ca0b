"""Statements as instructions: assignments, branches, functions, classes, and what computes nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ChainruleError, SourceError, Span, TextEdit
from .arrays import entries, get_item, masked_in_place, set_item
from .compile import CompiledCode, JumpLabel, Part, step
from .expressions import (
    EXPRESSIONS,
    compiled_body,
    default_parts,
    jump,
    jump_if_false,
    make_function,
)
from .hand_gradients import looks_like_gradient
from .loops import LOOPS
from .machine import END, not_in_language
from .objects import get_attribute, set_attribute
from .operators import BINARY, in_place
from .speaking import only_speaks
from .values import (
    ArrayView,
    Builtin,
    Class,
    Const,
    Environment,
    FreeObject,
    Ignored,
    Instance,
    Items,
    Number,
    NumberComparison,
    ProgramFunction,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["HANDLERS", "bind_target_parts"]

Stack = list[Value]

# assignments ----------------------------------------------------------------------------------------------------------


def bind_target_parts(target: ast.expr, statement: ast.AST, alias: bool = False) -> list[Part]:
    """What binds the value on top of the stack to a target, and takes it off."""
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
    """Of `loss, grads = f(x)` the loss; of `x0, x1 = x1, x1 - dx` what is computed, not what is only handed on."""
    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
        pairs = zip(targets, value.elts, strict=True)
        return next((target for target, part in pairs if not isinstance(part, ast.Name)), targets[0])
    return targets[0]


def _store_name(m: Machine, stack: Stack, argument: tuple[str, bool], node: ast.AST) -> None:
    name, alias = argument
    m.assign(name, stack.pop(), node, alias)


def _unpack(m: Machine, stack: Stack, argument: tuple[list[ast.expr], int | None], node: ast.AST) -> None:
    targets, star = argument
    count = len(targets)
    value = m.as_object(stack.pop())
    if type(value) is FreeObject and all(isinstance(target, ast.Name) for target in targets):
        stack.extend(FreeObject(target.id) for target in reversed(targets) if isinstance(target, ast.Name))
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
    from .builder import ShapeMismatch

    if number is None:
        return ShapeMismatch(
            f"A number cannot be split into {count} names.",
            "unpack",
            (m.node(value, node),),
            m.span(node),
            "Give as many values as names, separated by commas.",
        )
    return SourceError(
        "unpack",
        f"{count} names stand left, {number} values right.",
        span=m.span(node),
        hint="Give as many values as names.",
    )


def _is_last(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    """Of several names that are bound at once the first is the one that counts as assigned last."""
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
    before = m.node_if_any(owner)
    set_item(m, owner, key, value, node)
    _record_item(m, owner, key, value, before, node)


def _record_item(m: Machine, owner: Value, key: Value, value: Value, before: int | None, node: Any) -> None:
    target = node.value
    if isinstance(owner, dict | Items) and isinstance(_key(key), str | int):
        m.record(_entry(node, key), value, None, node)
    elif isinstance(target, ast.Name) and type(owner) in (Number, ArrayView):
        if m.environment is m.globals:
            m.assigned.pop(target.id, None)
            m.assigned[target.id] = owner
            m.has_last = False
        m.record(target.id, owner, Number(before) if before is not None else None, node)


def _entry(node: ast.Subscript, key: Value) -> str:
    """An entry of a dictionary or list as it is written: `grads['W1']`, `self.hs[2]`."""
    owner = ast.unparse(node.value) if isinstance(node.value, ast.Name | ast.Attribute) else "self"
    return f"{owner}[{_key(key)!r}]"


def _key(key: Value) -> object:
    return key.value if type(key) is Const else key


def _no_target(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    raise not_in_language("Only names can be assigned to.", m.span(node), "Write `name = expression`.")


def _duplicate(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.append(stack[-1])


def _assign(code: CompiledCode, node: ast.Assign) -> Iterable[Part]:
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


def _annotated(code: CompiledCode, node: ast.AnnAssign) -> Iterable[Part]:
    if node.value is None:
        return []
    return [node.value, *bind_target_parts(node.target, node, isinstance(node.value, ast.Name))]


def _augmented(code: CompiledCode, node: ast.AugAssign) -> Iterable[Part]:
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
    return type(value) is Const and value.value == 0 and value.op is None


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
            m.record(_entry(target, key), result, None if entry is None else Number(entry), node)
            return
    _record_item(m, owner, key, owner, before, target)


# branches -------------------------------------------------------------------------------------------------------------


def _if(code: CompiledCode, node: ast.If) -> Iterable[Part]:
    if only_speaks(node):
        return []
    otherwise, end = JumpLabel(), JumpLabel()
    if isinstance(node.test, ast.Compare) and getattr(node.test.left, "id", "") == "__name__":
        return list(node.body)
    if not node.orelse:
        return [node.test, step(jump_if_false, end, node.test), *node.body, end]
    return [
        node.test, step(jump_if_false, otherwise, node.test), *node.body, step(jump, end, node),
        otherwise, *node.orelse, end,
    ]  # fmt: skip


# functions and classes ------------------------------------------------------------------------------------------------


def _function(code: CompiledCode, node: ast.FunctionDef) -> Iterable[Part]:
    body = list(node.body)
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        body = body[1:]
    values, names = default_parts(node.args)
    parts: list[Part] = [*values, step(make_function, (node.name, tuple(body), names), node)]
    for decorator in reversed(node.decorator_list):
        parts += [decorator, step(_decorate, None, decorator)]
    return [*parts, step(_store_function, node.name, node)]


def _decorate(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    from .classes import call

    decorator, function = stack.pop(), stack.pop()
    if type(decorator) is Ignored:
        stack.append(function)
        return
    result = call(m, decorator, [function], {}, node)
    stack.append(function if result is None or type(result) is Ignored else result)


def _store_function(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    function = stack.pop()
    m.environment.names[name] = function
    if m.environment is m.globals and type(function) is ProgramFunction:
        m.defined.append(function)


def _return_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> int:
    if m.environment is m.globals:
        raise not_in_language("`return` stands outside a function.", m.span(node), "Write the expression alone.")
    m.returned = stack.pop()
    return END


def _push_none(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.append(None)


def _return(code: CompiledCode, node: ast.Return) -> Iterable[Part]:
    value: Part = step(_push_none, None, node) if node.value is None else node.value
    return [value, step(_return_step, None, node)]


def _class(code: CompiledCode, node: ast.ClassDef) -> Iterable[Part]:
    parts: list[Part] = [*node.bases, step(_make_class, None, node)]
    for decorator in reversed(node.decorator_list):
        parts += [decorator, step(_decorate_class, node.name, decorator)]
    return parts


def _decorate_class(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    from .classes import call

    decorator = stack.pop()
    if type(decorator) is not Ignored:
        result = call(m, decorator, [m.environment.names[name]], {}, node)
        if type(result) is Class:
            m.environment.names[name] = result


def _make_class(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    count = len(node.bases)
    bases = [base for base in stack[len(stack) - count :] if type(base) is Class]
    del stack[len(stack) - count :]
    result = Class(node.name, tuple(bases), {})
    seen: list[Class] = [result]
    for base in bases:
        seen += [place for place in base.order if place not in seen]
    result.order = tuple(seen)
    environment = Environment(m.environment, m.environment.scope + 1)
    environment.names["__class__"] = result
    body = [part for part in node.body if not _is_docstring(part)]
    m.execute(compiled_body(m, node.name, tuple(body), node), environment)
    environment.names.pop("__class__")
    result.attributes.update(environment.names)
    holder = Environment(m.environment, m.environment.scope)
    holder.names["__class__"] = result
    for value in result.attributes.values():
        if type(value) is ProgramFunction:
            value.outer = holder
    result.annotations = tuple(
        part.target.id for part in body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    )
    m.environment.names[node.name] = result
    if m.environment is m.globals:
        m.classes.append(result)
    prepare = result.find("__init_subclass__")
    if prepare is not None:
        from .classes import call

        call(m, prepare, [result], {}, node)


def _is_docstring(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


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
        m.execute(m.compile(CompiledCode("print"), [ast.copy_location(ast.Expr(node), node)]), m.environment)
        return
    code = m.codes.get(id(node))
    if code is None:
        parts: list[Part] = []
        for part in node.args:
            inner = part.value if isinstance(part, ast.Starred) else part
            parts += [inner, step(_printed, None, inner)]
        code = m.codes[id(node)] = m.compile_parts(CompiledCode("print"), parts)
    asked = set(m.rounds.asked_values)
    m.tentatively(lambda: m.execute(code, m.environment))
    m.rounds.asked_values = asked  # what is printed decides nothing


def _printed(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    value = stack.pop()
    if type(value) in (Number, ArrayView, NumberComparison, Items, tuple) or (
        type(value) is Const and value.op is not None
    ):
        m.printed = value


# what computes nothing ------------------------------------------------------------------------------------------------


def _nothing(code: CompiledCode, node: ast.AST) -> Iterable[Part]:
    return []


def _delete(code: CompiledCode, node: ast.Delete) -> Iterable[Part]:
    return [step(_delete_name, target.id, target) for target in node.targets if isinstance(target, ast.Name)]


def _delete_name(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    m.environment.names.pop(name, None)


def _global(code: CompiledCode, node: ast.Global | ast.Nonlocal) -> Iterable[Part]:
    return [step(_share_names, node.names, node)]


def _share_names(m: Machine, stack: Stack, names: list[str], node: ast.AST) -> None:
    """`global n` and `nonlocal n`: assignments in this scope go to the scope that has the name."""
    home: Environment = m.globals
    if isinstance(node, ast.Nonlocal):
        place = m.environment.outer
        while place is not None and place is not m.globals and names[0] not in place.names:
            place = place.outer
        home = place or m.globals
    m.environment.shared = {**m.environment.shared, **dict.fromkeys(names, home)}


def _assert(code: CompiledCode, node: ast.Assert) -> Iterable[Part]:
    return [step(_check_assert, None, node)]


def _check_assert(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    """An assertion about sizes and settings must hold; one about numbers is left to the reader's eyes."""
    code = m.codes.get(id(node))
    if code is None:
        code = m.codes[id(node)] = m.compile_parts(CompiledCode("assert"), [node.test, step(_keep, None, node)])
    value = m.tentatively(lambda: m.execute(code, m.environment))
    if value is False:
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
    said = f": {texts[0]}" if texts and isinstance(texts[0], str) else ""
    raise SourceError(
        "raised",
        f"The program raises {name} here{said[:200]}.",
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
    """Within `torch.no_grad()` no gradient passes into what is assigned."""
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
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.If: _if,
    ast.FunctionDef: _function,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Pass: _nothing,
    ast.Delete: _delete,
    ast.Global: _global,
    ast.Nonlocal: _global,
    ast.Assert: _assert,
    ast.Raise: _raise,
    ast.With: _with,
    ast.Try: _try,
}
