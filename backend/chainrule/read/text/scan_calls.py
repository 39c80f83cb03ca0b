"""`lax.scan`, `lax.fori_loop` and `lax.while_loop` that train, written out as the loops that they are."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from copy import deepcopy

__all__ = ["scans_as_loops"]

_PARAMETERS = {  # of each call, in order; the function of a round stands under `body`
    "scan": ("body", "init", "xs", "length"),
    "fori_loop": ("lower", "upper", "body", "init"),
    "while_loop": ("test", "body", "init"),
}
_KEYWORDS = {"f": "body", "body_fun": "body", "init_val": "init", "cond_fun": "test"}
Free = Callable[[str], str]  # name -> one like it that the program does not use
_GRADIENTS = ("grad", "value_and_grad")


def scans_as_loops(statements: list[ast.stmt]) -> list[ast.stmt]:
    """Return the program with a loop in the place of each such call whose function asks for a gradient.

    A call whose rounds follow no gradient, as of a recurrent network, stays the function that it is.
    """
    nodes = [node for statement in statements for node in ast.walk(statement)]
    functions: dict[str, ast.AST] = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    for node in nodes:  # `df = jax.grad(f)`, `step = lambda w: w - 0.1*df(w)`
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            functions.setdefault(node.targets[0].id, node.value)
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    asking = _asking_for_gradients(functions)
    if not asking and not any(_words(node) & {*_GRADIENTS} for node in nodes if isinstance(node, ast.Lambda)):
        return statements
    program: ast.Module = _LoopWriter(asking, used).visit(ast.Module([*statements], []))
    return program.body


def _words(node: ast.AST) -> set[str]:
    parts = list(ast.walk(node))
    return {part.id for part in parts if isinstance(part, ast.Name)} | {
        part.attr for part in parts if isinstance(part, ast.Attribute)
    }


def _asking_for_gradients(functions: Mapping[str, ast.AST]) -> set[str]:
    """Return the names of the functions that ask for a gradient, themselves or in a function that they call."""
    words = {name: _words(function) for name, function in functions.items()}
    asking = {*_GRADIENTS}
    while True:
        further = {name for name, each in words.items() if name not in asking and not each.isdisjoint(asking)}
        if not further:
            return asking - {*_GRADIENTS}
        asking |= further


class _LoopWriter(ast.NodeTransformer):
    def __init__(self, asking: set[str], used: set[str]) -> None:
        self.asking = asking
        self.used = used

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        if len(node.targets) != 1:
            return node
        return self._loop(node, node.value, node.targets[0]) or node

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        if not isinstance(node.value, ast.Call):
            return node
        init = _arguments(_called(node.value), node.value).get("init")
        # What is returned is not read again, so that its own name can stand for the state.
        state = init.id if isinstance(init, ast.Name) else self._free("state")
        target: ast.expr = ast.Name(state, ast.Store())
        if _called(node.value) == "scan":
            target = ast.Tuple([target, ast.Name(self._free("outputs"), ast.Store())], ast.Store())
        loop = self._loop(node, node.value, target)
        return node if loop is None else [*loop, _located(ast.Return(_loaded(target)), node)]

    def _loop(self, node: ast.stmt, call: ast.expr | None, target: ast.expr) -> list[ast.stmt] | None:
        """Return the lines of a call whose result the target gets; None where it is to stay a call."""
        if not isinstance(call, ast.Call) or (name := _called(call)) not in _PARAMETERS:
            return None
        words = _arguments(name, call)
        if not self._trains(words.get("body")) or "init" not in words or not {*words} <= {*_PARAMETERS[name], "unroll"}:
            return None
        lines = _scan(words, target, self._free) if name == "scan" else _state_loop(name, words, target, self._free)
        return None if lines is None else [_located(line, node) for line in lines]

    def _trains(self, body: ast.expr | None) -> bool:
        return body is not None and not _words(body).isdisjoint({*self.asking, *_GRADIENTS})

    def _free(self, name: str) -> str:
        """Return the name, or one like it that the program does not use itself."""
        while name in self.used:
            name += "_"
        return name


def _called(call: ast.Call) -> str:
    """Return the last word of the function that is called: `scan` of `jax.lax.scan`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _arguments(name: str, call: ast.Call) -> dict[str, ast.expr]:
    """Return the arguments of a call by their names; none of another function's."""
    words: dict[str, ast.expr] = dict(zip(_PARAMETERS.get(name, ()), call.args, strict=False))
    return words | {_KEYWORDS.get(each.arg or "", each.arg or ""): each.value for each in call.keywords}


def _scan(words: Mapping[str, ast.expr], target: ast.expr, free: Free) -> list[ast.stmt] | None:
    if not isinstance(target, ast.Tuple) or len(target.elts) != 2:
        return None
    state, outputs = target.elts
    xs = words.get("xs", ast.Constant(None))
    entry, output = ast.Name(free("row"), ast.Store()), ast.Name(free("output"), ast.Store())
    if isinstance(xs, ast.Constant) and xs.value is None:
        if "length" not in words:
            return None
        rows: ast.expr = _call("range", words["length"])
        row: ast.expr = ast.Constant(None)
    else:
        rows = _call("zip", *xs.elts) if isinstance(xs, ast.Tuple) else xs
        row = _loaded(entry)
    step = ast.Call(words["body"], [_loaded(state), row], [])
    body: list[ast.stmt] = [ast.Assign([ast.Tuple([state, output], ast.Store())], step)]
    lines: list[ast.stmt] = [ast.Assign([state], words["init"])]
    if isinstance(outputs, ast.Name) and outputs.id != "_":
        lines.append(ast.Assign([outputs], ast.List([], ast.Load())))
        append = ast.Attribute(_loaded(outputs), "append", ast.Load())
        body.append(ast.Expr(ast.Call(append, [_loaded(output)], [])))
    return [*lines, ast.For(entry, rows, body, [])]


def _state_loop(name: str, words: Mapping[str, ast.expr], target: ast.expr, free: Free) -> list[ast.stmt] | None:
    if not {*_PARAMETERS[name]} <= {*words}:
        return None
    counter = ast.Name(free("i"), ast.Store())
    begin = ast.Assign([target], words["init"])
    if name == "while_loop":
        step = ast.Assign([target], ast.Call(words["body"], [_loaded(target)], []))
        return [begin, ast.While(ast.Call(words["test"], [_loaded(target)], []), [step], [])]
    step = ast.Assign([target], ast.Call(words["body"], [_loaded(counter), _loaded(target)], []))
    return [begin, ast.For(counter, _call("range", words["lower"], words["upper"]), [step], [])]


def _call(name: str, *args: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), [*args], [])


def _loaded(target: ast.expr) -> ast.expr:
    """Return what an assignment's target is when it is read."""
    value = deepcopy(target)
    for part in ast.walk(value):
        if isinstance(part, ast.Name | ast.Tuple | ast.List):
            part.ctx = ast.Load()
    return value


def _located(statement: ast.stmt, node: ast.AST) -> ast.stmt:
    return ast.fix_missing_locations(ast.copy_location(statement, node))
