"""The arguments that a function is differentiated by, told apart from other uses of the same values."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..calling import Arguments
from ..values import ArrayView, Const, FreeObject, Gradient, Items, Number, Value

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["NUMERIC", "SETTINGS", "SeparateArguments", "over_structure"]


NUMERIC = (Number, ArrayView, Const, Gradient, Items)  # the value that is differentiated; anything else is a function


def over_structure(call: Arguments, value: Value, function: Callable[[Value], Value]) -> Value:
    """`function` of each number in a list, tuple or dictionary of parameters."""
    if isinstance(value, dict):
        return {key: over_structure(call, entry, function) for key, entry in value.items()}
    if isinstance(value, tuple):
        return tuple(over_structure(call, entry, function) for entry in value)
    if isinstance(value, Items) and any(not isinstance(entry, Const) for entry in value):
        return Items(over_structure(call, entry, function) for entry in value)
    return function(value)


class SeparateArguments:
    """Arguments that a function is differentiated by, told apart from other uses of the same values.

    While the function runs, each is a copy gate. Unless the result also depends on the original by another way, the
    copies are taken out again, so that the graph is the one that the program would have drawn.
    """

    def __init__(self, m: Machine, node: ast.AST) -> None:
        self.machine = m
        self.node = node
        self.first = len(m.builder.nodes)
        self.calls = len(m.builder.calls)
        self.guards = len(m.guards)
        self.assignments = len(m.assignments)
        self.copies: dict[int, int] = {}
        self.numbers: list[Number] = []
        m.rounds.differentiating += 1

    def leaf(self, value: Value) -> Value:
        """Return an argument as a leaf of its own, behind a copy; what is no number stays as it is."""
        m = self.machine
        if type(value) in (Const, Items, bool, FreeObject, Gradient):
            value = Number(m.node(value, self.node))
        if type(value) not in (Number, ArrayView):
            return value
        original = m.node(value, self.node)
        gradient_node = Number(m.builder.emit("copy", (original,), None, m.span(self.node)), value.kind)
        self.copies[gradient_node.node] = original
        self.numbers.append(gradient_node)
        return gradient_node

    def join(self, output: int) -> int:
        """Take the copies out if nothing else leads from the originals to `output`; its node after that."""
        self.machine.rounds.differentiating -= 1
        if not self.copies or self._meets_original(output):
            return output
        m, copies = self.machine, self.copies
        nodes = m.builder.nodes
        for index in range(self.first, len(nodes)):
            node = nodes[index]
            if index not in copies and any(arg in copies for arg in node.args):
                nodes[index] = node._replace(args=tuple(copies.get(arg, arg) for arg in node.args))
        calls = m.builder.calls
        for index in range(self.calls, len(calls)):
            call = calls[index]
            args = tuple(copies.get(arg, arg) for arg in call.args)
            own = tuple(
                each._replace(arg=copies.get(each.arg, each.arg), raw=copies.get(each.raw, each.raw))
                for each in call.custom_derivatives
            )
            output_of_call = copies.get(call.output, call.output)
            results = tuple(copies.get(each, each) for each in call.results)
            calls[index] = call._replace(args=args, output=output_of_call, custom_derivatives=own, results=results)
        m.custom_calls[:] = [each.renumbered(copies) for each in m.custom_calls]
        for index in range(self.guards, len(m.guards)):
            guard = m.guards[index]
            m.guards[index] = guard._replace(
                left=copies.get(guard.left, guard.left), right=copies.get(guard.right, guard.right)
            )
        for index in range(self.assignments, len(m.assignments)):
            assignment = m.assignments[index]
            m.assignments[index] = assignment._replace(node=copies.get(assignment.node, assignment.node))
        for number in self.numbers:
            number.node = copies.get(number.node, number.node)
        return copies.get(output, output)

    def _meets_original(self, output: int) -> bool:
        nodes = self.machine.builder.nodes
        originals = set(self.copies.values())
        todo, visited = [output], {output}
        while todo:
            at = todo.pop()
            if at in self.copies:
                continue
            if at in originals:
                return True
            for arg in nodes[at].args:
                if arg not in visited:
                    visited.add(arg)
                    todo.append(arg)
        return False


SETTINGS = "holomorphic=False, allow_int=False, reduce_axes=()"  # of JAX, without effect on real numbers
