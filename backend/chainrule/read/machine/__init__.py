"""The interpreter's machine: it executes compiled code over numbers of the graph, within its budgets.

It knows no library and no op by name: operators are in `operators`, attributes in `objects` and `arrays`, libraries in
`modules`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ...errors import ChainruleError, LimitError, SourceError
from ...graph import FunctionCall
from ..compile import CompiledCode, compile_block
from ..values import Environment, Gradient, Instance, ProgramFunction, Value
from .decisions import Decisions
from .naming import Naming
from .nodes import WHERE
from .state import SourceMap, not_in_language

__all__ = ["END", "WHERE", "Machine", "Mark", "SourceMap", "not_in_language"]

END = 1 << 60  # a position behind every instruction: `return`


class Mark(NamedTuple):
    """Position in the reading of a program; the machine can take back what came after it."""

    nodes: int
    notes: int
    guards: int
    missing: int
    inputs: int
    assignments: int
    constant_assignments: int
    calls: int
    backward_calls: int
    asked_gradients: int
    outermost_calls: int
    elements: int
    multiply_adds: int
    fuel: int
    backward_of: int | None
    backward_seed: int | None


class Machine(Decisions, Naming):
    """Executes one program into a Builder."""

    def execute(self, code: CompiledCode, environment: Environment) -> Value:
        """Run `code` and give what it returns.

        Raises:
            ChainruleError: whatever is wrong with the program.
            LimitError: `operations` or `seconds` is passed.
        """
        outer, self.environment = self.environment, environment
        loops = len(self.loops)
        stack: list[Value] = []
        self.frames.append((environment, stack))
        instructions, position, end = code.instructions, 0, len(code.instructions)
        self.returned = None
        try:
            while position < end:
                function, argument, node = instructions[position]
                position += 1
                self.fuel -= 1
                if self.fuel < self.next_look:
                    self.check_budget(node)
                target = function(self, stack, argument, node)
                if target is not None:
                    position = target
        except LimitError:
            self.stopped_loop = self.loops[0] if self.loops else self.stopped_loop
            raise
        finally:
            self.environment = outer
            self.frames.pop()
            self.stepped = self.stepped or any(loop.stepped_before for loop in self.loops[loops:])
            del self.loops[loops:]
        value, self.returned = self.returned, None
        return value

    def compile(self, code: CompiledCode, body: Sequence[ast.AST]) -> CompiledCode:
        """Compile statements or expressions of the program."""
        from ..statements import HANDLERS

        return compile_block(code, body, HANDLERS, self.no_construct)

    def compile_parts(self, code: CompiledCode, parts: Sequence[Any]) -> CompiledCode:
        """Compile statements into instructions."""
        from ..statements import HANDLERS

        return compile_block(code, parts, HANDLERS, self.no_construct)

    def no_construct(self, node: ast.AST) -> SourceError:
        """Return the error of a statement or expression that the language does not have."""
        words, hint = CONSTRUCTS.get(type(node).__name__, ("This construct is not read here.", "Write it another way."))
        return not_in_language(words, self.span(node), hint)

    # calls -------------------------------------------------------------------------------------------------------

    def begin_call(self, function: ProgramFunction, node: ast.AST) -> int:
        """Open a call, which the gates from here on belong to, and return its index."""
        builder = self.builder
        index = len(builder.calls)
        span = self.span(node)
        names = function.parameters.names + function.parameters.keyword_only
        builder.calls.append(FunctionCall(index, function.name, builder.call, (), -1, span, function.local, names))
        builder.call = index
        return index

    def enter(self, node: ast.AST) -> None:
        """Count one call more.

        Raises:
            LimitError: `call_depth`.
        """
        self.depth += 1
        if self.depth > self.limits.call_depth:
            self.depth = 0
            raise LimitError(
                "call_depth",
                self.limits.call_depth,
                "Functions call one another deeper than that",
                span=self.span(node),
                hint="Does a function call itself without an end?",
            )

    def leave(self) -> None:
        """Leave a call of the program, one less deep."""
        self.depth -= 1

    def tentatively(self, action: Callable[[], Value]) -> Value:
        """Do `action`; if it fails for a reason of the language's, nothing of it stays and the result is None."""
        mark = self.mark()
        call, depth, names = self.builder.call, self.depth, dict(self.globals.names)
        assigned, last, has_last, printed = dict(self.assigned), self.last, self.has_last, self.printed
        try:
            return action()
        except LimitError:
            raise
        except ChainruleError:
            self.globals.names = names
            self.assigned, self.last, self.has_last, self.printed = assigned, last, has_last, printed
            self._forget_nodes(mark.nodes)
            self.take_back(mark)
            self.builder.call, self.depth = call, depth
            return None

    def _forget_nodes(self, first: int) -> None:
        """Let the values of the program that were made nodes, `first` or later ones, be made anew when needed."""
        if len(self.builder.nodes) > first:
            from ..held_nodes import held_nodes

            held_nodes(self, first).forget()

    def mark(self) -> Mark:
        """Remember how far everything has come, so that it can be taken back to here."""
        builder = self.builder
        return Mark(
            len(builder.nodes),
            len(builder.notes),
            len(self.guards),
            len(builder.missing),
            len(builder.inputs),
            len(self.assignments),
            len(self.constant_assignments),
            len(builder.calls),
            len(self.backward_calls),
            len(self.asked_gradients),
            len(self.outermost_calls),
            builder.elements,
            builder.multiply_adds,
            self.fuel,
            self.backward_of,
            self.backward_seed,
        )

    def take_back(self, mark: Mark) -> None:
        """Forget the gates and leaves made since `mark`, and what was noted of them; names keep their values."""
        builder = self.builder
        del builder.nodes[mark.nodes :], builder.notes[mark.notes :], builder.calls[mark.calls :]
        del builder.missing[mark.missing :]
        del self.guards[mark.guards :], self.assignments[mark.assignments :]
        del self.constant_assignments[mark.constant_assignments :], self.backward_calls[mark.backward_calls :]
        del self.asked_gradients[mark.asked_gradients :], self.outermost_calls[mark.outermost_calls :]
        for name in list(builder.inputs)[mark.inputs :]:
            del builder.inputs[name]
        builder.elements, builder.multiply_adds = mark.elements, mark.multiply_adds
        self.backward_of, self.backward_seed = mark.backward_of, mark.backward_seed
        notes = (self.gradient_nodes, self.gradient_outputs, self.plain_numbers, self.updated, self.rounds.gradients)
        for by_node in notes:
            for node in [node for node in by_node if node >= mark.nodes]:
                del by_node[node]
        for key in [key for key, row in self.object_gradients.items() if max(row.node, row.target) >= mark.nodes]:
            del self.object_gradients[key]
        for name in [name for name, (_, leaf) in self.named_entries.items() if (leaf.node or 0) >= mark.nodes]:
            del self.named_entries[name]
        self.consumers = {output: gates for output, gates in self.consumers.items() if output < mark.nodes}
        for of, gradients in list(self.gradients_of_outputs.items()):
            if max(of[0], of[1] or 0) >= mark.nodes:
                del self.gradients_of_outputs[of]
                continue
            for node in [node for node, gradient in gradients.items() if gradient >= mark.nodes]:
                del gradients[node]
        self.unrolled = [loop for loop in self.unrolled if loop.bounds[-1] <= mark.nodes]
        self.evaluator.drop_from(mark.nodes)

    # delegated to other modules --------------------------------------------------------------------------------------

    def materialize_gradient(self, gradient: Gradient, node: ast.AST | None) -> int:
        """Return the node of a gradient that the program reads, its gates made if it has none yet."""
        from ..gradients import materialized

        return materialized(self, gradient, node)

    def call_method(self, value: Instance, name: str, node: ast.AST) -> Value:
        """Call a method of an object without arguments."""
        from ..classes import call_method

        return call_method(self, value, name, [], node)


CONSTRUCTS = {
    "Match": ("`match` is not read here.", "Write it with `if` and `elif`."),
    "AsyncFunctionDef": ("`async` functions are not read here.", "Write `def`."),
    "AsyncFor": ("`async for` is not read here.", "Write `for`."),
    "AsyncWith": ("`async with` is not read here.", "Write `with`."),
    "TypeAlias": ("Type definitions are not read here.", "Leave the line out."),
}
