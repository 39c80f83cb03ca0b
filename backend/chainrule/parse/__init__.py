"""parse(source) -> Graph: the formula language. Python's own `ast` behind a whitelist; nothing is ever evaluated."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ..errors import ShapeError, SourceError, Span, ValueProblem
from ..graph import Claim, Graph, Note, Shape
from ..limits import DEFAULT, Limits
from .claims import find_claims
from .reader import Reader
from .suggest import near
from .syntax import Source, read

__all__ = ["parse"]


def parse(
    source: str,
    shapes: Mapping[str, Shape] | None = None,
    *,
    output: str | None = None,
    defaults: bool = False,
    partial: bool = False,
    limits: Limits = DEFAULT,
) -> Graph:
    """Read a program.

    Args:
        source: one expression, or statements split by newlines or `;`.
        shapes: the shape of the value of each free name; `()` is a number.
        output: the name to take as output; else the last expression, else the last assignment.
        defaults: free names without a shape become numbers (vectors or matrices beside `@`) instead of an error.
        partial: where shapes do not fit, the graph up to that place instead of an error; functions are left open in it.

    Raises:
        SourceError, ShapeError, LimitError: what is wrong, with its place and a hint.
        ValueProblem: `missing-values` (names without a value), `unknown-output`.
    """
    text = read(source, limits)
    known = dict(shapes or {})
    if defaults:
        known = {**_guessed(text), **known}
    reader = Reader(text, known, limits)
    try:
        reader.statements(text.statements)
    except ShapeError:
        if reader.builder.missing and not defaults:
            raise _missing(reader) from None
        if partial and reader.builder.nodes:
            return _so_far(source, reader)
        raise
    if reader.builder.missing and not defaults:
        raise _missing(reader)
    names = {name: value for name, value in reader.scopes[0].items() if isinstance(value, int)}
    names = {**reader.builder.inputs, **names}
    claims = find_claims(reader, names)
    node = _output(reader, output, names, claims, text)
    notes = [*reader.builder.notes]
    unused = [name for name in shapes or {} if name not in reader.builder.inputs]
    if unused:
        listed = ", ".join(f"`{name[:60]}`" for name in unused[:10])
        verb = "was given a value, but it is" if len(unused) == 1 else "were given values, but they are"
        notes.append(Note("unused-value", f"{listed} {verb} not a free name of the program.", None))
    if claims:
        notes.append(Note("claims", "Gradients written by hand were found and are compared with the true ones.", None))
    return Graph(source, tuple(reader.builder.nodes), node, names, tuple(reader.builder.calls), tuple(notes), claims)


def _so_far(source: str, reader: Reader) -> Graph:
    """What had been read when shapes did not fit. Its output: of the values not used yet, the one most went into."""
    nodes = [node._replace(call=None) for node in reader.builder.nodes]
    used = {arg for node in nodes for arg in node.args}
    size = [1] * len(nodes)
    for node in nodes:
        size[node.id] += sum(size[arg] for arg in set(node.args))
    loose = [node for node in nodes if node.id not in used]
    output = max(loose, key=lambda node: (bool(node.args), size[node.id], len(node.shape), -node.id)).id
    values = {**reader.builder.inputs, **reader.scopes[0]}
    names = {name: value for name, value in values.items() if isinstance(value, int)}
    return Graph(source, tuple(nodes), output, names, (), tuple(reader.builder.notes), ())


def _output(
    reader: Reader, wanted: str | None, names: Mapping[str, int], claims: tuple[Claim, ...], text: Source
) -> int:
    if wanted is not None:
        if wanted not in names:
            guess = near(wanted, names)
            raise ValueProblem(
                "unknown-output",
                f"There is no `{wanted[:60]}` in the program.",
                hint=f"Did you mean `{guess}`?" if guess else f"Its names are: {', '.join(list(names)[:20])}.",
            )
        return names[wanted]
    if claims:  # code with a backward pass of its own: the loss is the last number before it
        nodes = reader.builder.nodes
        first = min(claim.node for claim in claims)
        losses = [names[name] for name in reader.assigned if names[name] < first and not nodes[names[name]].shape]
        gates = [node for node in losses if nodes[node].args]
        if gates:
            return max(gates)
    if reader.last is not None:
        return reader.last
    if reader.assigned:
        return names[reader.assigned[-1]]
    span = text.span(text.statements[-1])
    if reader.functions():
        name = reader.functions()[-1]
        raise SourceError(
            "empty", f"`{name}` is defined but never called.", span=span, hint=f"Call it on the last line: `{name}(x)`."
        )
    raise SourceError(
        "empty", "The program computes nothing.", span=span, hint="End it with an expression, such as `x + y`."
    )


def _missing(reader: Reader) -> ValueProblem:
    names = reader.builder.missing
    listed = ", ".join(f"`{name}`" for name in names[:20]) + (" …" if len(names) > 20 else "")
    span: Span | None = reader.builder.nodes[reader.builder.inputs[names[0]]].span
    known = [name for name in reader.builder.shapes if name not in names]
    guess = near(names[0], known)
    example = ", ".join(f'"{name}": 1' for name in names[:3])
    hint = f"Did you mean `{guess}`?" if guess else f"Give a value for each, for example {{{example}}}."
    return ValueProblem("missing-values", f"No value is given for {listed}.", span=span, hint=hint)


def _guessed(text: Source) -> dict[str, Shape]:
    """Shapes for new names of the playground: beside `@`, `.dot`, `.T` a capital is a matrix, else a vector."""
    found: dict[str, Shape] = {}
    for statement in text.statements:
        for node in ast.walk(statement):
            parts: list[ast.expr] = []
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                parts = [node.left, node.right]
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("dot", "matmul")
            ):
                parts = [node.func.value, *node.args]
            elif isinstance(node, ast.Attribute) and node.attr == "T":
                parts = [node.value]
            for part in parts:
                if isinstance(part, ast.Attribute) and part.attr == "T":
                    part = part.value
                if isinstance(part, ast.Name) and part.id not in ("np", "numpy", "torch"):
                    found[part.id] = (2, 2) if part.id[0].isupper() else (2,)
    return found
