"""Statements that print or plot and do nothing besides."""

from __future__ import annotations

import ast

__all__ = ["only_speaks"]

SPEAKS = {"print", "plt", "logging", "warnings", "tqdm", "sys"}


def only_speaks(node: ast.If) -> bool:
    """Return whether an `if` only prints or plots: then its outcome does not matter."""
    inner: list[ast.stmt] = [*node.body, *node.orelse]
    while inner:
        part = inner.pop()
        if isinstance(part, ast.If):
            inner += [*part.body, *part.orelse]
        elif isinstance(part, ast.Expr):
            call = part.value
            if isinstance(call, ast.Constant):
                continue
            function = call.func if isinstance(call, ast.Call) else None
            while isinstance(function, ast.Attribute):
                function = function.value
            if not (isinstance(function, ast.Name) and function.id in SPEAKS):
                return False
        elif not isinstance(part, ast.Pass):
            return False
    return True
