"""Marks above and below a name on a slide that are part of the name: layers, examples, sizes."""

from __future__ import annotations

from collections.abc import Sequence

from . import tree
from .indices import INDICES
from .naming import label_of
from .text_names import TextNames
from .tree import Node, Statement
from .walk import nodes, rewritten

__all__ = ["Sized", "settled"]

Sized = list[tuple[tree.NamePart, tuple[Node, ...]]]
_LAYER_LETTERS = frozenset({"l", "L"})


def settled(
    lines: Sequence[Sequence[Statement]], names: TextNames, layers: bool
) -> tuple[list[list[Statement]], Sized]:
    """Return the statements with layers and sizes taken out of powers and subscripts.

    A number above a name is its layer, and no power, where the text says so: `layers`, or a power of 0 or 1, which
    nobody writes. The letters l and L above a name always are.
    """
    result = [node for line in lines for statement in line for node in nodes(statement)]
    powers = [node for node in result if isinstance(node, tree.PowerPart)]
    layers = layers or any(
        isinstance(node.parts[0], tree.NamePart) and len(node.parts) == 2 and _is_number(node.parts[1], ("0", "1"))
        for node in powers
    )
    layers = layers or any(
        isinstance(node, tree.DerivativePart) and node.order == 1 and isinstance(node.by, tree.PowerPart)
        for node in result
    )
    for node in result:
        if isinstance(node, tree.ReducePart) and not node.index:
            node.index = _example_index(node.body)
    bound = {node.index for node in result if isinstance(node, tree.ReducePart)}
    layered = {node.base for node in result if isinstance(node, tree.NamePart) and node.label}
    sized: Sized = []

    def change(node: Node) -> Node:
        if isinstance(node, tree.PowerPart) and isinstance(node.parts[0], tree.NamePart) and len(node.parts) == 2:
            name, above = node.parts[0], node.parts[1]
            counted = layers and _is_number(above) and (name.subs or name.base in layered or name.base.isupper())
            counted = counted or (layers and _is_number(above, ("0", "1")))
            if not name.label and name.base != "e" and (counted or _is_layer(above, names)):
                return tree.NamePart(name.start, node.end, name.base, name.subs, label_of(above), name.accents)
        if (
            isinstance(node, tree.DerivativePart)
            and isinstance(node.by, tree.PowerPart)
            and isinstance(node.by.parts[0], tree.NamePart)
        ):
            name, above = node.by.parts[0], node.by.parts[1]
            node.by = tree.NamePart(name.start, node.by.end, name.base, name.subs, label_of(above), name.accents)
        if isinstance(node, tree.NamePart):
            return _name(node, bound, sized)
        if isinstance(node, tree.SubscriptedPart) and any(_is_size(sub) for sub in node.subs):
            return node.value
        return node

    return [[rewritten(statement, change) for statement in line] for line in lines], sized


def _example_index(body: Node) -> str:
    """Return the i of `∑ (h(x^(i)) - y^(i))^2`, where nothing below the sign says it."""
    labels = {node.label for node in nodes(body) if isinstance(node, tree.NamePart) and node.label in INDICES}
    return labels.pop() if len(labels) == 1 else ""


def _is_number(node: Node, among: tuple[str, ...] = ()) -> bool:
    return isinstance(node, tree.NumberPart) and node.text.isdigit() and (not among or node.text in among)


def _is_layer(node: Node, names: TextNames) -> bool:
    """l, L, l-1, l+1."""
    if isinstance(node, tree.SumPart):
        first, *rest = (term for _, term in node.terms)
        return _is_layer(first, names) and all(_is_number(term) for term in rest)
    return isinstance(node, tree.NamePart) and node.base in _LAYER_LETTERS and not names.is_number(node.base)


def _is_size(sub: Node) -> bool:
    """q × p."""
    return isinstance(sub, tree.ProductPart) and all(sign == "*" for sign in sub.signs)


def _name(node: tree.NamePart, bound: set[str], sized: Sized) -> tree.NamePart:
    sizes = [sub for sub in node.subs if _is_size(sub)]
    subs = tuple(sub for sub in node.subs if not _is_size(sub))
    label = node.label
    if label in bound and len(label) == 1:  # x^{(i)}, where a sum runs over i
        subs = (*subs, tree.NamePart(node.end - 1, node.end, label))
        label = ""
    name_part = tree.NamePart(node.start, node.end, node.base, subs, label, node.accents)
    for size in sizes:
        assert isinstance(size, tree.ProductPart)
        sized.append((name_part, tuple(size.factors)))
    return name_part
