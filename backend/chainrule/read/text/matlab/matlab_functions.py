"""Functions of MATLAB whose arguments mean something else in Python. All others are called as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..notation import tree
from ..notation.tree import Node

if TYPE_CHECKING:
    from .expressions import Expressions

__all__ = ["CALLED", "IGNORED", "called", "constant"]

# Statements that show something and compute nothing.
IGNORED = frozenset(
    {
        *("disp", "fprintf", "printf", "plot", "figure", "hold", "clear", "clc", "close", "format", "pkg", "xlabel"),
        *("ylabel", "title", "legend", "axis", "grid", "drawnow", "pause", "more", "warning", "tic", "toc", "syms"),
        *("println", "display", "surf", "mesh", "contour", "subplot", "print", "using", "rng", "load", "global"),
    }
)
_CONSTANTS = {"Inf": "inf", "inf": "inf", "true": "1", "false": "0", "eps": "2.220446049250313e-16"}
_RENAMED = {"power": "power", "log1p": "log1p", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "ln": "log"}

Row = Callable[["Expressions", tree.NamePart, list[Node], int], Node]


def constant(word: str) -> str | None:
    """Return the expression of Python for a named constant; None for another word."""
    return _CONSTANTS.get(word)


def called(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """Return the call of `name`; the table has those that Python writes otherwise."""
    row = None if reader.scope.is_function(name.base) else _ROWS.get(name.base)
    if row is not None:
        result = row(reader, name, args, end)
        if result is not None:
            return result
    return tree.CallPart(name.start, end, _RENAMED.get(name.base, name.base), args)


def _number(text: str, node: Node | tree.NamePart) -> tree.NumberPart:
    return tree.NumberPart(node.start, node.end, text)


def _reduced(axis_at: int) -> Row:
    """sum(A) is along the columns, sum(A, 2) along the rows."""

    def row(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
        axis: Node = _number("0", name)
        if len(args) > axis_at and _is_text(args[axis_at], "'all'"):
            return tree.CallPart(name.start, end, f"np.{name.base}", args[:1])
        if len(args) > axis_at:
            place = args[axis_at]
            if not isinstance(place, tree.NumberPart) or place.text not in ("1", "2"):
                return tree.CallPart(name.start, end, name.base, args)
            axis = _number(str(int(place.text) - 1), place)
        return tree.CallPart(name.start, end, name.base, args[:1], [("axis", axis)])

    return row


def _spread(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """std and var divide by n - 1."""
    result = _reduced(2)(reader, name, args, end)
    assert isinstance(result, tree.CallPart)
    weight = args[1] if len(args) > 1 else None
    ddof = "0" if isinstance(weight, tree.NumberPart) and weight.text == "1" else "1"
    return tree.CallPart(name.start, end, name.base, result.args, [*result.keywords, ("ddof", _number(ddof, name))])


def _extreme(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """max(a, b) is entry by entry, max(A) and max(A, [], 2) along an axis."""
    if len(args) == 2:
        return tree.CallPart(name.start, end, f"{name.base}imum", args)
    return _reduced(2)(reader, name, args, end)


def _filled(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """zeros(3, 1) is a vector, zeros(2) a matrix, zeros(size(x)) as x is."""
    function = {"randn": "randn", "rand": "rand"}.get(name.base, name.base)
    sized = [arg for arg in args if not (isinstance(arg, tree.NumberPart) and arg.text == "1")]
    if len(args) == 1 and (_is_shape(args[0]) or not isinstance(args[0], tree.NumberPart)):
        return tree.CallPart(
            name.start, end, function, args if _is_shape(args[0]) else [*args, *args][: 1 + _square(args)]
        )
    if len(args) == 1:
        sized = [args[0], args[0]]
    if not sized:
        return tree.CallPart(name.start, end, function, [_number("1", name)])
    if function in ("rand", "randn") or len(sized) == 1:
        return tree.CallPart(name.start, end, function, sized)
    return tree.CallPart(name.start, end, function, [tree.ListingPart(name.start, end, "()", sized)])


def _square(args: list[Node]) -> int:
    return 0 if _is_shape(args[0]) else 1


def _is_shape(node: Node) -> bool:
    return isinstance(node, tree.AttributePart) and node.name == "shape"


def _size(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    shape = tree.AttributePart(name.start, end, args[0], "shape") if args else None
    if shape is None:
        return tree.CallPart(name.start, end, "size", args)
    if len(args) != 2 or not isinstance(args[1], tree.NumberPart) or args[1].text not in ("1", "2"):
        return shape
    is_row = reader.scope.orientations.of(args[0]) == "row"
    one = tree.CodePart(end, end, "(1,)")
    both = tree.SumPart(name.start, end, [("+", one), ("+", shape)] if is_row else [("+", shape), ("+", one)])
    return tree.IndexPart(name.start, end, both, [_number(str(int(args[1].text) - 1), args[1])])


def _attribute(attribute: str) -> Row:
    def row(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
        if len(args) != 1:
            return tree.CallPart(name.start, end, name.base, args)
        return tree.AttributePart(name.start, end, args[0], attribute)

    return row


def _operator(sign: str) -> Row:
    def row(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
        if len(args) != 2:
            return tree.CallPart(name.start, end, name.base, args)
        return tree.ProductPart(name.start, end, args, [sign])

    return row


def _renamed(to: str) -> Row:
    def row(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
        return tree.CallPart(name.start, end, to, args)

    return row


def _norm(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """norm(x) of a matrix is its largest singular value; of a vector, the usual one."""
    if len(args) == 2 and isinstance(args[1], tree.CodePart) and args[1].text in ("'fro'",):
        return tree.CallPart(name.start, end, "norm", args[:1])
    order = args[1:] or [_number("2", name)]
    order = [tree.CodePart(name.start, end, "inf") if _is_text(part, "'inf'", "'Inf'") else part for part in order]
    return tree.CallPart(name.start, end, tree.CodePart(name.start, name.end, "np.linalg.norm"), [*args[:1], *order])


def _is_text(part: Node, *texts: str) -> bool:
    return isinstance(part, tree.CodePart) and part.text in texts


def _of_numpy(path: str) -> Row:
    def row(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
        return tree.CallPart(name.start, end, tree.CodePart(name.start, name.end, path), args)

    return row


def _structure(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """struct('w', 0.5, 'b', 0)."""
    fields = [part.text.strip("'") for part in args[::2] if isinstance(part, tree.CodePart)]
    keywords = list(zip(fields, args[1::2], strict=False))
    return tree.CallPart(name.start, end, "SimpleNamespace", [], keywords)


def _integrated(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """trapz(x, y): MATLAB has the places first."""
    return tree.CallPart(name.start, end, "trapezoid", args[::-1] if len(args) == 2 else args)


_HANDLES = {"plus": "+", "minus": "-", "times": "*", "rdivide": "/"}


def _entrywise(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """bsxfun(@minus, X, mu): entry by entry, broadcast as here."""
    function = args[0] if len(args) == 3 else None
    if not isinstance(function, tree.NamePart):
        return tree.CallPart(name.start, end, function or name.base, args[1:] if function is not None else args)
    if function.base == "minus" or function.base == "plus":
        return tree.SumPart(name.start, end, [("+", args[1]), (_HANDLES[function.base], args[2])])
    if function.base in _HANDLES:
        return tree.ProductPart(name.start, end, args[1:], [_HANDLES[function.base]])
    return called(reader, function, args[1:], end)


def _tiled(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    if len(args) != 3:
        return tree.CallPart(name.start, end, "tile", args)
    return tree.CallPart(name.start, end, "tile", [args[0], tree.ListingPart(name.start, end, "()", args[1:])])


def _reshaped(reader: Expressions, name: tree.NamePart, args: list[Node], end: int) -> Node:
    """MATLAB fills column by column."""
    if len(args) != 3:
        return tree.CallPart(name.start, end, "reshape", args)
    turned = tree.TransposePart(name.start, end, args[0])
    sizes = tree.ListingPart(name.start, end, "()", [args[2], args[1]])
    filled = tree.CallPart(name.start, end, tree.AttributePart(name.start, end, turned, "reshape"), [sizes])
    return tree.TransposePart(name.start, end, filled)


_ROWS: dict[str, Row] = {
    **dict.fromkeys(("sum", "mean", "prod", "cumsum", "cumprod", "any", "all"), _reduced(1)),
    **dict.fromkeys(("max", "min"), _extreme),
    **dict.fromkeys(("std", "var"), _spread),
    **dict.fromkeys(("zeros", "ones", "rand", "randn"), _filled),
    "size": _size,
    "length": _renamed("len"),
    "numel": _attribute("size"),
    "transpose": _attribute("T"),
    "times": _operator("*"),
    "rdivide": _operator("/"),
    "mtimes": _operator("·"),
    "mod": _operator("%"),
    "rem": _operator("%"),
    "norm": _norm,
    "struct": _structure,
    "trapz": _integrated,
    "bsxfun": _entrywise,
    "pinv": _of_numpy("np.linalg.pinv"),
    "expm": _of_numpy("scipy.linalg.expm"),
    "rank": _of_numpy("np.linalg.matrix_rank"),
    "chol": lambda reader, name, args, end: tree.TransposePart(
        name.start, end, _of_numpy("np.linalg.cholesky")(reader, name, args, end)
    ),
    "repmat": _tiled,
    "reshape": _reshaped,
    "fix": _renamed("trunc"),
    "sign": _renamed("sign"),
    "asin": _renamed("arcsin"),
    "acos": _renamed("arccos"),
    "atan": _renamed("arctan"),
    "horzcat": _renamed("hstack"),
    "vertcat": _renamed("vstack"),
    "fliplr": _renamed("fliplr"),
}
CALLED = frozenset(
    {*_ROWS, *_RENAMED, *IGNORED, "eye", "linspace", "inv", "det", "trace", "diag", "kron", "dot", "cross"}
)
