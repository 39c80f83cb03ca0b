"""Statements: assignments, imports, functions, and the loops of pasted training code."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import LimitError, SourceError
from .derivative import set_derivative
from .values import Comparison, Items, Value

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["STATEMENTS"]

SKIPPED_CALLS = {
    "print",
    "backward",
    "zero_grad",
    "step",
    "seed",
    "manual_seed",
    "set_printoptions",
    "seterr",
    "show",
    "plot",
}
AUGMENTED: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
}


def expression(reader: Reader, statement: ast.Expr) -> None:
    value = statement.value
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return  # a docstring
    if isinstance(value, ast.Call):
        word = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        if word in SKIPPED_CALLS and reader.lookup(word) is None:
            if word == "backward":
                reader.note("backward", "`.backward()` is skipped: the backward pass is what is drawn here.", statement)
            return
    result = _node(reader, value)
    if len(reader.scopes) == 1:
        reader.last = result


def _node(reader: Reader, value: ast.expr) -> int:
    found = reader.run(value)
    assert found is not None
    return reader.builder.node(found, reader.span(value))


def assign(reader: Reader, statement: ast.Assign | ast.AnnAssign) -> None:
    value_node = statement.value
    if value_node is None:
        return  # a bare annotation
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if reader.in_loop and is_update(statement):
        assert isinstance(targets[0], ast.Name)
        return update_line(reader, targets[0].id, value_node, statement)
    found = reader.run(value_node)
    assert found is not None
    for target in targets:
        bind_target(reader, target, found, statement)
    if len(reader.scopes) == 1:
        reader.last = None


def bind_target(reader: Reader, target: ast.expr, value: Value, statement: ast.stmt) -> None:
    if isinstance(target, ast.Name):
        if isinstance(value, Items):
            value = reader.builder.node(value, reader.span(target)) if _single(reader, value) else value
        reader.assign(target.id, value)
    elif isinstance(target, ast.Tuple | ast.List):
        parts = value.values if isinstance(value, Items) else _unpack(reader, value, target)
        if len(parts) != len(target.elts):
            raise SourceError(
                "unpack",
                f"{len(target.elts)} names stand left, {len(parts)} values right.",
                span=reader.span(target),
                hint="Give as many values as names.",
            )
        for name, part in zip(target.elts, parts, strict=True):
            bind_target(reader, name, part, statement)
    elif isinstance(target, ast.Subscript):
        masked_assign(reader, target, value)
    elif isinstance(target, ast.Attribute):
        set_derivative(reader, target, value)
    else:
        raise SourceError(
            "not-in-language",
            "Only names can be assigned to.",
            span=reader.span(target),
            hint="Write `name = expression`.",
        )


def _single(reader: Reader, value: Items) -> bool:
    """A list of numbers becomes an array under its name; a tuple of sizes stays a tuple."""
    return (
        not all(isinstance(item, int) and item in reader.builder.known for item in value.values)
        or len(value.values) > 8
    )


def _unpack(reader: Reader, value: Value, target: ast.Tuple | ast.List) -> tuple[Value, ...]:
    node = reader.builder.node(value, reader.span(target))
    shape = reader.builder.shape(node)
    if not shape or shape[0] != len(target.elts):
        raise SourceError(
            "unpack",
            f"This cannot be split into {len(target.elts)} names.",
            span=reader.span(target),
            hint="Give as many values as names, separated by commas.",
        )
    return tuple(reader.builder.emit("index", (node,), {"key": (i,)}, reader.span(target)) for i in range(shape[0]))


def masked_assign(reader: Reader, target: ast.Subscript, value: Value) -> None:
    """`grad_h[h < 0] = 0`: the lecture's mask line, read as `grad_h = where(h < 0, 0, grad_h)`."""
    test = reader.run(target.slice) if isinstance(target.slice, ast.Compare | ast.Name) else None
    if not isinstance(target.value, ast.Name) or not isinstance(test, Comparison):
        raise SourceError(
            "not-in-language",
            "Entries of an array cannot be assigned here.",
            span=reader.span(target),
            hint="Write the whole array; only a mask such as `g[h < 0] = 0` is read.",
        )
    old, span = _node(reader, target.value), reader.span(target)
    new = reader.builder.emit(test.op, (test.left, test.right, reader.builder.node(value, span), old), span=span)
    reader.assign(target.value.id, new)


def augmented(reader: Reader, statement: ast.AugAssign) -> None:
    op = AUGMENTED.get(type(statement.op))
    if op is None or not isinstance(statement.target, ast.Name):
        raise SourceError(
            "not-in-language",
            "This augmented assignment is not in the language.",
            span=reader.span(statement),
            hint="`name += expression` is, with + - * / ** or @.",
        )
    name = statement.target.id
    if reader.in_loop and is_update(statement):
        return update_line(reader, name, statement.value, statement)
    old = _node(reader, ast.copy_location(ast.Name(name, ast.Load()), statement.target))
    new = reader.builder.emit(op, (old, _node(reader, statement.value)), span=reader.span(statement))
    if len(reader.scopes) == 1 and is_update(statement):
        reader.first_version.setdefault(name, old)
        reader.updates[name] = new
    reader.assign(name, new)
    if len(reader.scopes) == 1:
        reader.last = None


def is_update(statement: ast.stmt) -> bool:
    """`w -= ...` or `w = w - ...`: a step of gradient descent."""
    if isinstance(statement, ast.AugAssign):
        return isinstance(statement.op, ast.Sub)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    target, value = statement.targets[0], statement.value
    return (
        isinstance(target, ast.Name)
        and isinstance(value, ast.BinOp)
        and isinstance(value.op, ast.Sub)
        and isinstance(value.left, ast.Name)
        and value.left.id == target.id
    )


def update_line(reader: Reader, name: str, value: ast.expr, statement: ast.stmt) -> None:
    """In a training loop an update prepares the next round: it is read, so that mistakes are found, but not drawn."""
    reader.updates[name] = _node(reader, value)
    reader.note(
        "update",
        f"This line changes {name} for the next round of the loop; one round is drawn, with {name} as it stands.",
        statement,
    )


def loop(reader: Reader, statement: ast.For) -> None:
    """A training loop is drawn for one round; a short loop that carries a value on is written out."""
    rounds = _rounds(reader, statement)
    trains = any(is_update(inner) for inner in statement.body)
    if not rounds:
        raise SourceError(
            "loop", "This loop has no rounds.", span=reader.span(statement.iter), hint="Write `range(3)`."
        )
    if not trains and len(rounds) > reader.builder.limits.loop_rounds:
        raise LimitError(
            "loop_rounds",
            reader.builder.limits.loop_rounds,
            f"This loop runs {len(rounds):,} times, each drawn after the other",
            span=reader.span(statement.iter),
            hint="Use fewer rounds. A training loop, with lines such as `w -= ...`, is drawn for one round.",
        )
    if trains:
        if len(reader.scopes) == 1:
            reader.note(
                "loop",
                f"The loop runs {len(rounds):,} times; one round is drawn: forward, then back from the loss.",
                statement,
            )
        saved, reader.in_loop = reader.in_loop, True
        bind_target(
            reader, statement.target, reader.builder.literal(float(rounds[0]), reader.span(statement.target)), statement
        )
        reader.assigned = [name for name in reader.assigned if name != getattr(statement.target, "id", None)]
        reader.statements(statement.body)
        reader.in_loop = saved
        return
    reader.note("unrolled", f"The loop is written out: {len(rounds)} rounds, one after the other.", statement)
    for value in rounds:
        bind_target(
            reader, statement.target, reader.builder.literal(float(value), reader.span(statement.target)), statement
        )
        reader.assigned = [name for name in reader.assigned if name != getattr(statement.target, "id", None)]
        reader.statements(statement.body)


def _rounds(reader: Reader, statement: ast.For) -> range:
    call = statement.iter
    if not (
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range" and not call.keywords
    ):
        raise SourceError(
            "loop",
            "Only `for ... in range(n)` is read here.",
            span=reader.span(statement.iter),
            hint="Write `for t in range(10):`.",
        )
    bounds = [reader.builder.static(_node(reader, argument), reader.span(argument)) for argument in call.args]
    if not 1 <= len(bounds) <= 3 or not all(isinstance(bound, int) for bound in bounds) or bounds[2:] == [0]:
        raise SourceError(
            "loop", "`range` takes one to three whole numbers.", span=reader.span(call), hint="Write `range(10)`."
        )
    if statement.orelse:
        raise SourceError(
            "loop", "`else` after a loop is not read here.", span=reader.span(statement), hint="Remove it."
        )
    return range(*bounds)


def condition(reader: Reader, statement: ast.If) -> None:
    """An `if` that only prints is skipped; any other would make the graph depend on values."""
    inner: list[ast.stmt] = [*statement.body, *statement.orelse]
    main = isinstance(statement.test, ast.Compare) and getattr(statement.test.left, "id", "") == "__name__"
    if main:
        return reader.statements(statement.body)
    while inner:
        part = inner.pop()
        if isinstance(part, ast.If):
            inner += [*part.body, *part.orelse]
        elif not isinstance(part, ast.Expr | ast.Pass) or (isinstance(part, ast.Expr) and not _prints(part)):
            raise SourceError(
                "not-in-language",
                "A graph cannot branch with `if`.",
                span=reader.span(statement.test),
                hint="Write `where(a > b, then, otherwise)`.",
            )
    reader.note("skipped", "This `if` only prints; it is skipped.", statement)


def _prints(statement: ast.Expr) -> bool:
    call = statement.value
    if isinstance(call, ast.Constant):
        return True
    name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
    return name in SKIPPED_CALLS


def imports(reader: Reader, statement: ast.Import | ast.ImportFrom) -> None:
    for alias in statement.names:
        if isinstance(statement, ast.Import) or alias.name in ("nn", "functional", "random", "linalg"):
            reader.modules.add(alias.asname or alias.name.partition(".")[0])


def function(reader: Reader, statement: ast.FunctionDef) -> None:
    if statement.decorator_list:
        raise SourceError(
            "not-in-language",
            "Decorators are not in the language.",
            span=reader.span(statement.decorator_list[0]),
            hint="Remove it.",
        )
    body = list(statement.body)
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    reader.assign(statement.name, reader.closure(statement.name, statement.args, body, statement))


def nothing(reader: Reader, statement: ast.stmt) -> None:
    return None


def stray_return(reader: Reader, statement: ast.Return) -> None:
    raise SourceError(
        "not-in-language",
        "`return` stands outside a function.",
        span=reader.span(statement),
        hint="Write the expression alone.",
    )


STATEMENTS: dict[type[ast.AST], Callable[[Any, Any], None]] = {
    ast.Expr: expression,
    ast.Assign: assign,
    ast.AnnAssign: assign,
    ast.AugAssign: augmented,
    ast.For: loop,
    ast.If: condition,
    ast.Import: imports,
    ast.ImportFrom: imports,
    ast.FunctionDef: function,
    ast.Pass: nothing,
    ast.Return: stray_return,
}
