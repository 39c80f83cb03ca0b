"""Names whose values make no difference to a program: counters that nothing reads, lists that are only appended to."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..speaking import only_speaks

__all__ = ["UnreadNames", "unread_names"]

PRINTING = {"print", "display"}
PURE = {
    "len",
    "round",
    "float",
    "int",
    "str",
    "abs",
    "format",
    "item",
    "mean",
    "sum",
    "tolist",
    "numpy",
    "cpu",
    "detach",
}
PLOTTING = {"plt", "ax", "logging", "wandb", "writer", "sns"}


class UnreadNames:
    """Names of one program by their uses in its text."""

    def __init__(self, loaded: frozenset[str], read: frozenset[str], attributes: frozenset[str] = frozenset()) -> None:
        self._loaded = loaded
        self._read = read
        self._attributes = attributes  # that are appended to and never read

    def is_counter(self, names: Sequence[str]) -> bool:
        """Return whether no line reads any of these counters of a loop; a name that is only printed is not read."""
        return not any(name in self._loaded for name in names)

    def is_list(self, name: str) -> bool:
        """Return whether a name is loaded for nothing but `name.append(...)`, printing and plotting."""
        return name not in self._read

    def is_attribute_list(self, name: str) -> bool:
        """Return whether an attribute is loaded for nothing but `self.name.append(...)`, printing and plotting."""
        return name in self._attributes


def unread_names(statements: Sequence[ast.stmt], output: str | None = None) -> UnreadNames:
    """Look through a whole program; `output` is a name that is asked for."""
    outputs = set() if output is None else {output}
    loaded, read, attributes, appended = set(outputs), set(outputs), set(outputs), set[str]()
    todo: list[tuple[ast.AST, bool]] = [(part, False) for part in statements]
    while todo:
        part, is_shown = todo.pop()
        if isinstance(part, ast.If) and only_speaks(part):
            continue
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            call = part.value
            if _only_shows(call):
                todo += [(each, True) for each in (*call.args, *(keyword.value for keyword in call.keywords))]
                continue
            if (
                isinstance(call.func, ast.Attribute)
                and call.func.attr == "append"
                and type(call.func.value) is ast.Name
            ):
                loaded.add(call.func.value.id)
                todo += [(each, False) for each in call.args]
                continue
            if (
                isinstance(call.func, ast.Attribute)
                and call.func.attr == "append"
                and type(call.func.value) is ast.Attribute
            ):
                appended.add(call.func.value.attr)
                todo += [(each, False) for each in (call.func.value.value, *call.args)]
                continue
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and not is_shown:
            loaded.add(part.id)
            read.add(part.id)
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Load) and not is_shown:
            attributes.add(part.attr)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            attributes.add(part.value)  # `getattr(model, "losses")`
        elif isinstance(part, ast.AugAssign):  # `n += 1` reads n
            attributes.update(each.attr for each in ast.walk(part.target) if isinstance(each, ast.Attribute))
            read.update(_names(part.target))
            loaded.update(_names(part.target))
        elif isinstance(part, ast.Global | ast.Nonlocal):
            read.update(part.names)
            loaded.update(part.names)
        todo += [(each, is_shown) for each in ast.iter_child_nodes(part)]
    return UnreadNames(frozenset(loaded), frozenset(read), frozenset(appended - attributes))


def _names(target: ast.AST) -> Iterator[str]:
    return (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


def _only_shows(call: ast.Call) -> bool:
    """Return whether a statement prints or plots and does nothing besides."""
    function: ast.expr = call.func
    while isinstance(function, ast.Attribute):
        function = function.value
    name = function.id if isinstance(function, ast.Name) else ""
    plain = name in PRINTING and isinstance(call.func, ast.Name)
    if not plain and not (name in PLOTTING and isinstance(call.func, ast.Attribute)):
        return False
    inner = [part for argument in (*call.args, *call.keywords) for part in ast.walk(argument)]
    return not any(isinstance(part, ast.Call) and _called(part) not in PURE for part in inner) and not any(
        isinstance(part, ast.NamedExpr | ast.Lambda) for part in inner
    )


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
