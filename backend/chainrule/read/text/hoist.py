"""Values and definitions that stand below the formula they are for move above the line that reads them first."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

__all__ = ["definitions_first", "values_first", "with_values", "without_results"]

_GRADIENT = re.compile(r"d_?\w+_d_?\w+|d[A-Z]\w*|d\w{1,3}|grad\w*|delta\w*")
_MOST = 100  # lines of formulas on paper
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def values_first(statements: list[ast.stmt], values: Collection[str]) -> list[ast.stmt]:
    """`y = w*x` before `w = 0.5`: Python would not know `w`, so its value is meant to hold above.

    Names that have a value already, `values`, are known: a line below that sets one changes it there.
    """
    if len(statements) < 2:
        return statements
    constant = [_is_constant(statement) for statement in statements]
    if all(constant) or not any(constant[constant.index(False) :]):
        return statements
    read: set[str] = set()  # before anything set it, as the w of `w = w - lr*g`
    known_names, valued = set(values), set(values)
    value_lines: list[int] = []
    for i, statement in enumerate(statements):
        if constant[i]:
            names = set(_bound(statement))
            if names <= read - valued:
                value_lines.append(i)
            known_names |= names
            valued |= names
            continue
        for node in _outside_functions(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known_names:
                read.add(node.id)
        known_names.update(_bound(statement))
    if not value_lines:
        return statements
    chosen = set(value_lines)
    return [statements[i] for i in value_lines] + [each for i, each in enumerate(statements) if i not in chosen]


def without_results(statements: list[ast.stmt]) -> list[ast.stmt]:
    """`s = w*x`, then `s = 6`: the number of a formula of paper is its result, where nothing below reads it.

    So is that of a name that nothing reads at all, `loss = 0`, behind a formula without a name. The number of a
    gradient is a claim, which is judged.
    """
    if len(statements) > _MOST or not any(map(_is_constant, statements)):
        return statements
    computed: set[str] = set()
    result: list[ast.stmt] = []
    reads = [{node.id for node in ast.walk(each) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
             for each in statements]  # fmt: skip
    shows = [place for place, each in enumerate(statements) if isinstance(each, ast.Expr)]
    for place, each in enumerate(statements):
        name = _assigned(each)
        later = set[str]().union(*reads[place + 1 :])
        if name is not None and _is_constant(each) and name not in later and not _GRADIENT.fullmatch(name):
            is_alone = bool(shows) and place > shows[-1] and not any(name in names for names in reads)
            if name in computed or is_alone:
                continue
        if name is not None and not _is_constant(each) and name not in reads[place]:
            computed.add(name)
        result.append(each)
    return result


def definitions_first(statements: list[ast.stmt], values: Collection[str]) -> list[ast.stmt]:
    """Order formulas of paper, such as `L = (y - t)^2` where `y = w*x`, so that each name is set before it is used.

    They stay as they are if a name is set twice, has a value already, or is defined by itself.
    """
    if len(statements) > _MOST:
        return statements
    names = [_defined(statement) for statement in statements]
    defined = {name: i for i, name in enumerate(names) if name is not None}
    if len(defined) < len(statements) - 1 or any(name in values for name in defined):
        return _functions_first(statements)
    if any(name is None and not isinstance(each, ast.Expr) for name, each in zip(names, statements, strict=True)):
        return statements
    needs = [
        {
            defined[name]
            for node in ast.walk(each)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            for name in [node.id if node.id in defined else node.id.rpartition("_")[0]]  # p_y is an entry of p
            if name in defined
        }
        for each in statements
    ]
    if not any(need >= i for i, some in enumerate(needs) for need in some):
        return statements
    order: list[int] = []
    emitted: set[int] = set()
    while len(order) < len(statements):
        next_index = next((i for i in range(len(statements)) if i not in emitted and needs[i] <= emitted), None)
        if next_index is None:
            return statements
        order.append(next_index)
        emitted.add(next_index)
    return [statements[i] for i in order]


def _functions_first(statements: list[ast.stmt]) -> list[ast.stmt]:
    """`w = w - ∇f(w)` before `f(w) = w^2`: what a function reads, it reads when it is called."""
    read = set[str]()
    late: list[ast.stmt] = []
    for each in statements:
        if isinstance(each, ast.FunctionDef) and each.name in read:
            late.append(each)
        read.update(node.id for node in _outside_functions(each) if isinstance(node, ast.Name))
    return [*late, *(each for each in statements if each not in late)] if late else statements


def with_values(statements: list[ast.stmt]) -> list[ast.stmt]:
    """`f(x, y) = x^2 y` beside `∂f/∂x = 2xy`: f is a value there, where nothing calls it.

    So is the L of `L(y, ŷ) = ...` where the text computes ŷ.
    """
    if len(statements) > _MOST:
        return statements
    called = {
        node.func.id
        for each in statements
        for node in ast.walk(each)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    computed = {name for each in statements if not _is_constant(each) and (name := _assigned(each)) is not None}
    result: list[ast.stmt] = []
    for each in statements:
        body = each.body[0] if isinstance(each, ast.FunctionDef) and len(each.body) == 1 else None
        if isinstance(each, ast.FunctionDef) and isinstance(body, ast.Return) and body.value is not None:
            gradient = re.compile(rf"d_?{re.escape(each.name)}_?d_?\w+")
            names = [name for other in statements if (name := _defined(other)) is not None]
            is_value = any(gradient.fullmatch(name) for name in names)
            if each.name not in called and (is_value or any(arg.arg in computed for arg in each.args.args)):
                value = ast.Assign([ast.Name(each.name, ast.Store())], body.value)
                result.append(ast.fix_missing_locations(ast.copy_location(value, each)))
                continue
        result.append(each)
    return result


def _assigned(statement: ast.stmt) -> str | None:
    return _defined(statement) if isinstance(statement, ast.Assign) else None


def _defined(statement: ast.stmt) -> str | None:
    """Return the one name that a statement sets, or the function that it defines."""
    if isinstance(statement, ast.FunctionDef):
        return statement.name
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    return target.id if isinstance(target, ast.Name) else None


def _is_constant(statement: ast.stmt) -> bool:
    """name = number, or a list of them; (x, y) = (1, 2), too."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    names = [name for target in targets for name in (target.elts if isinstance(target, ast.Tuple) else [target])]
    if not isinstance(statement, ast.Assign) or not all(isinstance(name, ast.Name) for name in names):
        return False
    value = statement.value
    if isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords:  # np.array([1, 2])
        value = value.args[0]
        if isinstance(value, ast.Constant):
            return False
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant):
            continue
        if isinstance(node, ast.BinOp):
            waiting += (node.left, node.right)
        elif isinstance(node, ast.UnaryOp):
            waiting.append(node.operand)
        elif isinstance(node, ast.List | ast.Tuple):
            waiting += node.elts
        else:
            return False
    return True


def _bound(statement: ast.stmt) -> Iterator[str]:
    for node in _outside_functions(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def _outside_functions(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes of a statement, bodies of functions left out: what they read, they read when they are called."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _SCOPES):
            waiting.extend(ast.iter_child_nodes(node))
