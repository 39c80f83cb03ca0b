"""Names of leaves: of the numbers that a text gives, alone, in a list, in a dictionary or in an object."""

from __future__ import annotations

import ast

from ...graph import LITERAL
from ..hand_gradients import looks_like_gradient
from ..values import ArrayView, Const, Items, Number, NumberComparison, Value
from .nodes import NodeMaker

__all__ = ["MOST_PARTS", "LeafNaming"]

MOST_OF_TABLE = 25  # numbers of a list of lists that is one array from the start: more of them are data
MOST_PARTS = 200  # of a structure of numbers that are followed from one round to the next


def _is_table(values: Items) -> bool:
    """Return whether a list has rows of equally many plain numbers, as weights are written without a library."""
    if not all(type(row) is Items and row.node < 0 and row.name is None for row in values):
        return False
    width = len(values[0])
    if not 0 < width * len(values) <= MOST_OF_TABLE or any(len(row) != width for row in values):
        return False
    numbers = [each for row in values for each in row]
    if all(type(each) is Const and type(each.value) is int for each in numbers):  # labels, a mask, a truth table
        return False
    return all(type(each) is Const and each.is_plain for each in numbers)


class LeafNaming(NodeMaker):
    """Names the leaves of a program, and the gates that a line gives a name."""

    def name_entry(self, holder: Value, owner: str, key: Value, value: Value, node: ast.AST) -> None:
        """`params['W'] = ...`, `self.w = 0.5`: a number that the text gives is a leaf named by its key or attribute.

        Where another holder has one of that key, the holder's own name stands before it, or a number behind it.

        Args:
            holder: the dictionary or object; None for the arrays of a function, of which the last call's have a name.
            owner: what the line calls it.
        """
        if self.place is not None or not isinstance(key, str) or not key.isidentifier() or looks_like_gradient(key):
            return
        if len(self.named_entries) >= MOST_PARTS or not self._is_leaf(value, key):
            return
        longer = f"{owner}_{key}" if owner not in ("", "self") else f"{key}_2"
        numbered = (f"{key}_{count}" for count in range(2, MOST_PARTS + 3))
        free = (name for name in (key, longer, *numbered) if self._is_free_for(holder, name))
        name = next(free, None)
        if name is None or (holder is None and name != key):
            return
        if type(value) is Items:
            self.name_list(value, name, node)
        else:
            self.give_name(value, name)
            if type(value) is Const and value.node is not None:
                self.builder.rename_leaf(value.node, name)
        self.named_entries[name] = holder, value

    def _is_free_for(self, holder: Value, name: str) -> bool:
        """Return whether no other holder's number has a name, and none of the outermost scope."""
        before = self.named_entries.get(name)
        return name not in self.globals.names and (before is None or before[0] is holder)

    def _is_array_of_text(self, value: Value) -> bool:
        """Return whether a value is an array that the text gives, without a name."""
        builder = self.builder
        return type(value) is Number and bool(builder.shape(value.node)) and builder.is_start(value.node, (None,))

    def _is_leaf(self, value: Value, key: str) -> bool:
        """Return whether a value is given by the text and has no name, or that of a parameter called like its key."""
        if type(value) is Const:
            return value.op is None and value.entry_of is None and value.name in (None, key)
        if type(value) is Items:
            return value.name is None
        return type(value) is Number and self.builder.is_start(value.node, (None, key))

    def name_list(self, values: Items, name: str, node: ast.AST) -> None:
        """Make a list of numbers, or of rows of numbers, with a name one array, whose entries its constants are."""
        if not 0 < len(values) <= 64:
            return
        if _is_table(values):
            values.name = name
            self.node(values, node)
            return
        if not all(self._is_scalar(value) for value in values):
            return
        values.name = name
        for place, value in enumerate(values):
            if type(value) is Number and self.builder.nodes[value.node].op == LITERAL:
                self.builder.set_name(value.node, f"{name}[{place}]")
        plain = all(
            type(value) is Const and value.op is None and value.node is None and value.entry_of is None
            for value in values
        )
        index = self.node(values, node)
        if plain:
            for place, value in enumerate(values):
                value.entry_of = (index, (place,))

    def _is_scalar(self, value: Value) -> bool:
        return type(value) is Const or (type(value) is Number and not self.builder.nodes[value.node].shape)

    def give_name(self, value: Value, name: str) -> None:
        """Let the node of a value have the name that it is assigned to, if it has none."""
        kind = type(value)
        if kind is Number:
            self.builder.set_name(self.plain_numbers.get(value.node, value.node), name)
        elif kind is Const:
            if value.node is not None and value.op is not None:
                self.builder.set_name(value.node, name)  # the result of a function is a gate already
            elif value.name is None and value.node is None:
                value.name = name
        elif kind is Items and value.name is None:
            value.name = name
        elif kind is ArrayView:
            self.builder.set_name(self.node(value, None), name)
        elif kind is NumberComparison and value.node >= 0:
            self.builder.set_name(value.node, name)

    def name_parameter(self, value: Const, name: str) -> None:
        """Let a number of a list that a line moves, `W[i][j] -= ...`, be a leaf of that name: it has a gradient."""
        if value.node is not None and value.name is None and value.entry_of is None and not name.startswith("self["):
            self.builder.set_name(value.node, name.removeprefix("self."))
