"""Names: what they are bound to, and the assignments that gave them their values."""

from __future__ import annotations

import ast

from ...graph import INPUT, Assignment
from ..hand_gradients import looks_like_gradient
from ..hand_gradients.gradient_names import CONTAINERS
from ..values import Const, Environment, FreeObject, Items, Number, ProgramFunction, Value
from .leaf_naming import MOST_PARTS, LeafNaming

__all__ = ["Naming"]

STRUCTURES = (tuple, Items, dict)
MOST_CONSTANTS = 4_000  # assignments of numbers that are known from the text: each would become a node


class Naming(LeafNaming):
    """Looks names up, binds them, and records which number each had when."""

    def lookup(self, name: str) -> Value | None:
        """Return the value that `name` is bound to in the program, or None."""
        environment: Environment | None = self.environment
        while environment is not None:
            value = environment.names.get(name, self)
            if value is not self:
                return value
            environment = environment.outer
        return None

    def is_bound(self, name: str) -> bool:
        """Return whether a name has a value here or in a scope around."""
        environment: Environment | None = self.environment
        while environment is not None:
            if name in environment.names:
                return True
            environment = environment.outer
        return False

    def unbound(self, name: str, node: ast.AST) -> Value:
        """Return the value of a name that the program does not set: a library's, or a leaf with an outside value."""
        if self.place is None and self.source.shown_name(name) in self.builder.shapes:
            return self.free(name, node)
        if name == "self":
            return FreeObject(name)
        if name in self.builtins:
            value = self.builtins[name]
            return Const(value.value, self.span(node)) if type(value) is Const else value
        return self.free(name, node)

    def assign(self, name: str, value: Value, node: ast.AST, alias: bool = False) -> None:
        """Bind `name` in the scope at hand; a gate keeps the first name it gets."""
        environment = self.environment
        if environment.shared:
            environment = environment.shared.get(name, environment)
        before = environment.names.get(name)
        stops = self.without_gradient and type(value) is Number and value is not before and not alias
        if stops and value.node >= self.gradient_stops_at:  # `for p in model.parameters():` binds what there is
            value = Number(self.builder.emit("stop", (value.node,), None, self.span(node)), value.kind)
        environment.names[name] = value
        if environment is self.globals:
            self.assigned.pop(name, None)
            self.assigned[name] = value
            self.has_last = False
        if type(value) is ProgramFunction and value.name == "lambda":
            value.name = name
        if environment.scope < self.named_scopes:
            if type(value) is Items and value.name is None:
                self.name_list(value, name, node)
            self.give_name(value, name)
        elif self.place is None and self._is_array_of_text(value):  # W, b = params, in a function
            self.name_entry(None, "", name, value, node)
        if type(value) is dict:
            for key, each in [*value.items()][:MOST_PARTS]:
                self.name_entry(value, name, key, each, node)
        self.record(name, value, before, node, alias)

    def as_object(self, value: Value) -> Value:
        """Turn a free name that is an object rather than a number into a FreeObject, and take its leaf back."""
        if type(value) is not Number:
            return value
        builder = self.builder
        leaf = builder.nodes[value.node]
        if leaf.op != INPUT or leaf.name not in builder.missing or leaf.id != len(builder.nodes) - 1:
            return value
        builder.nodes.pop()
        builder.missing.remove(leaf.name)
        del builder.inputs[leaf.name]
        free = FreeObject(leaf.name)
        self.globals.names[leaf.name] = free
        return free

    def leaf_name(self, owner: FreeObject, name: str) -> str:
        """Return the name of the leaf `owner.name`: `W`, or `layer2_W` where another object's W is called so."""
        first = self.attribute_owners.setdefault(name, owner.name)
        return name if first == owner.name else f"{owner.name}_{name}"

    def record(self, name: str, value: Value, before: Value, node: ast.AST, alias: bool = False) -> None:
        """Remember an assignment of a number, for the search of hand gradients."""
        if self.place is not None:
            return
        if type(value) is Const and value.args and before in value.args and self._counts_rounds(name):
            value.op, value.args, value.steps = None, (), 0  # `t += 1`: of the rounds before only the number counts
        if self.loops and self.gradient_nodes and type(value) in STRUCTURES and type(before) is type(value):
            self._record_structure(name, value, before, node)
        if type(value) is dict and name in CONTAINERS:
            self._record_gradients(name, value, node)
        if type(value) is Items and looks_like_gradient(name):
            self._record_entries(name, value, node)
        new = self.node_if_any(value)
        if new is None and type(value) is Const and (value.op is not None or not self.loops):
            self._add_constant(name, value, node, self.environment.scope, alias, before)
        elif new is not None:
            new = self.plain_numbers.get(new, new)
            old = self.node_if_any(before)
            self.assignments.append(Assignment(name, new, self.span(node), self.environment.scope, old, alias))

    def _record_entries(self, name: str, values: Items, node: ast.AST) -> None:
        """`deltas = [d*w for w in ws]`: each number that a list of gradients is made of is one, as if set by itself.

        They are computed numbers, in lists of lists as well, without names of their own.
        """
        rows: list[tuple[str, Value]] = []
        todo: list[tuple[str, Value]] = [(name, values)]
        while todo and len(rows) + len(todo) <= MOST_PARTS:
            path, value = todo.pop()
            if type(value) is Items:
                todo += [(f"{path}[{place}]", each) for place, each in reversed(list(enumerate(value)))]
            else:
                rows.append((path, value))
        if todo or not rows:
            return
        named = {assignment.node for assignment in self.assignments}
        if all(self._is_computed(value, named) for _, value in rows):
            for path, value in rows:
                self.record(path, value, None, node)

    def _is_computed(self, value: Value, named: set[int]) -> bool:
        """Return whether a value is a number that a gate makes, and that has no name yet."""
        if type(value) is Const:
            return value.op is not None
        return self._is_scalar(value) and bool(self.builder.nodes[value.node].args) and value.node not in named

    def _record_structure(self, name: str, value: Value, before: Value, node: ast.AST) -> None:
        """`params = update(params, grads)`: the numbers of a structure, each with the one in its place before."""
        todo = [(name, value, before)]
        for _ in range(MOST_PARTS):
            if not todo:
                return
            path, new, old = todo.pop()
            if type(new) is type(old) and type(new) in STRUCTURES and len(new) == len(old):
                keys = list(new) if isinstance(new, dict) else range(len(new))
                if not isinstance(new, dict) or new.keys() == old.keys():
                    todo += [(f"{path}[{key!r}]", new[key], old[key]) for key in keys]
            elif type(new) is Number and (was := self.node_if_any(old)) is not None and new.node != was:
                self.assignments.append(Assignment(path, new.node, self.span(node), self.environment.scope, was))

    def _counts_rounds(self, name: str) -> bool:
        """Return whether a name may be a counter of a loop of which one round is drawn."""
        return any(loop.one_round for loop in self.loops) and not looks_like_gradient(name)

    def _record_gradients(self, name: str, values: dict[Value, Value], node: ast.AST) -> None:
        """`grads = {'W': x.T @ dout}`: an entry of a dictionary of gradients is one, as if it were set by itself.

        What has a name of its own, as in `{'dW1': dW1}`, is judged by that.
        """
        named = {assignment.node for assignment in self.assignments}
        for key, value in [*values.items()][:MOST_PARTS]:
            if isinstance(key, str) and type(value) is Number and value.node not in named:
                path = f"{name}[{key!r}]"
                self.assignments.append(Assignment(path, value.node, self.span(node), self.environment.scope, None))

    def record_in(self, scope: int, name: str, value: Value, node: ast.AST) -> None:
        """Remember that a parameter stands for a number of the caller's."""
        new = self.node_if_any(value)
        if new is not None:
            self.assignments.append(Assignment(name, new, self.span(node), scope, None, True))

    def record_result(self, function: str, value: Value, node: ast.AST) -> None:
        """Remember the number that a function gives, f(x), under its name: `df_dx` speaks of it."""
        number = self.node_if_any(value)
        is_free = self.place is None and not self.loops and not looks_like_gradient(function)
        if number is not None and is_free and not self.builder.shape(number):
            self.assignments.append(Assignment(function, number, self.span(node), 0, None, True))

    def record_constant(self, scope: int, name: str, value: Const, node: ast.AST) -> None:
        """Record the same for a number that is known from the text."""
        if self.node_if_any(value) is None and not self.loops:
            self._add_constant(name, value, node, scope, True)

    def _add_constant(
        self, name: str, value: Const, node: ast.AST, scope: int, alias: bool, before: Value = None
    ) -> None:
        if len(self.constant_assignments) < MOST_CONSTANTS:
            was = before if type(before) is Const and before in value.args else None
            self.constant_assignments.append((len(self.assignments), name, value, self.span(node), scope, alias, was))

    def all_assignments(self) -> list[Assignment]:
        """Return the assignments in order, those of numbers that are known from the text among them.

        There are none where those are too many to be kept: what a name holds last would not be among them.
        """
        if len(self.constant_assignments) >= MOST_CONSTANTS:
            return []
        assignments: list[Assignment] = []
        last: dict[tuple[int, str], int] = {}

        def add(assignment: Assignment) -> None:
            key = assignment.scope, assignment.name
            before = last.get(key) if assignment.before is None else assignment.before
            assignments.append(assignment._replace(before=before))
            last[key] = assignment.node

        waiting = list(self.constant_assignments)[::-1]
        for place in range(len(self.assignments) + 1):
            while waiting and waiting[-1][0] <= place:
                _, name, value, span, scope, alias, was = waiting.pop()
                has_before = (scope, name) in last or was is None  # an entry of a list was never assigned by itself
                before = None if has_before else self.node(was, None)
                add(Assignment(name, self.node(value, None), span, scope, before, alias))
            if place < len(self.assignments):
                add(self.assignments[place])
        return assignments
