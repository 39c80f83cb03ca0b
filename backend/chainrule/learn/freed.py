"""A program whose data has no values in the text any more, so that it can be read for other examples."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator

from ..syntax import parse

__all__ = ["freed"]


def freed(source: str, names: Collection[str]) -> str | None:
    """Return the program without the statements that set `names`, which are free names then; its lines stay in place.

    None where such a statement sets other names too, stands in a block, or is not the only one that sets the name; or
    where the text is not Python's.
    """
    try:
        tree = parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    times = Counter(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    setting = [node for node in tree.body if isinstance(node, ast.Assign) and set(_targets(node)) & set(names)]
    targets = [name for node in setting for name in _targets(node)]
    if sorted(targets) != sorted(names) or any(times[name] != 1 for name in names):
        return None
    lines = source.split("\n")
    beside = Counter(row for node in tree.body for row in {node.lineno, node.end_lineno or node.lineno})
    for node in setting:
        last = node.end_lineno or node.lineno
        if beside[node.lineno] > 1 or beside[last] > 1:  # `X = ...; y = ...` on one line
            return None
        lines[node.lineno - 1 : last] = [""] * (last - node.lineno + 1)
    return "\n".join(lines)


def _targets(node: ast.Assign) -> Iterator[str]:
    """Yield the names that an assignment sets; an entry or attribute is one without a name."""
    for target in node.targets:
        for each in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            yield each.id if isinstance(each, ast.Name) else ""
