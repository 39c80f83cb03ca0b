"""One Python name for a symbol: layers above it, labels below it, what lies over it."""

from __future__ import annotations

from . import tree
from .text_names import TextNames
from .tree import Node

__all__ = ["label_of", "named", "symbol"]


def named(name: tree.NamePart, subs: tuple[Node, ...], values: TextNames) -> str:
    """`W^{(1)}_{ij}` is W1_ij, `\\bar{h}_1` is h_1_bar; among `x_1` and `x1` it is the one with a value."""
    accents = [accent for accent in name.accents if accent != "bar"]
    base = "_".join((name.base, *accents)) + _layer(name)
    below = "".join(label_of(sub) for sub in subs)
    candidates = [f"{base}_{below}", f"{base}{below}"] if below else [base]
    bar = "_bar" if "bar" in name.accents else ""
    return next((word + bar for word in candidates if word + bar in values.values), candidates[0] + bar)


def _layer(name: tree.NamePart) -> str:
    if not name.label:
        return ""
    return name.label if name.label[0].isdigit() or name.label[0] == "_" else f"_{name.label}"


def label_of(node: Node) -> str:
    """Return a subscript as it is written in a name: 1, in, t_minus_1."""
    match node:
        case tree.NumberPart(text=text):
            return text.replace(".", "_")
        case tree.LabelPart(text=text):
            return "" if text == ":" else text
        case tree.NamePart(base=base):
            return "_".join((base, *map(label_of, node.subs)))
        case tree.SumPart(terms=terms):
            words = {"+": "_plus_", "-": "_minus_"}
            first = {"+": "", "-": "minus_"}  # v_{-1} of an evaluation trace
            return "".join((words if i else first)[sign] + label_of(term) for i, (sign, term) in enumerate(terms))
        case tree.NegativePart(sign="-", value=value):
            return f"minus_{label_of(value)}"
        case tree.ProductPart(factors=factors):
            return "".join(map(label_of, factors))
        case _:
            return ""


def symbol(name: tree.NamePart) -> str:
    """Return a name with what stands below it: x_1 is not x."""
    return "_".join((name.base, *filter(None, map(label_of, name.subs))))
