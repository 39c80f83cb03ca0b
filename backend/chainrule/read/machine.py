"""The interpreter's machine: it executes compiled code over numbers of the graph, within its budgets.

It knows no library and no op by name: operators are in `operators`, attributes in `objects` and `arrays`, libraries in
`modules`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from ..errors import ChainruleError, LimitError, ShapeError, SourceError, Span
from ..graph import INPUT, LITERAL, Assignment, FunctionCall, GuardNode
from ..limits import Limits
from ..ops import OPS
from .assumptions import NeedsAssumption
from .builder import Builder
from .compile import CompiledCode, compile_block
from .defaults import Assumption
from .evaluator import COMPARE, Evaluator
from .rounds import Rounds
from .values import (
    ArrayView,
    Builtin,
    Const,
    Environment,
    FreeObject,
    Gradient,
    Ignored,
    Instance,
    Items,
    Module,
    Number,
    NumberComparison,
    ProgramFunction,
    Value,
)

__all__ = ["Machine", "Mark", "SourceMap", "not_in_language"]

if TYPE_CHECKING:
    from .loops import Loop

END = 1 << 60  # a position behind every instruction: `return`
LARGEST_INTEGER = 2**63
STRUCTURES = (tuple, Items, dict)
MOST_PARTS = 200  # of a structure of numbers that are followed from one round to the next


class SourceMap(Protocol):
    """What the machine needs to know of the text: where a syntax node stands in it."""

    def span(self, node: ast.AST) -> Span: ...
    def operator(self, node: ast.BinOp) -> Span: ...
    def is_product_by_shape(self, node: ast.BinOp) -> bool: ...
    def is_before_bracket(self, node: ast.BinOp) -> bool: ...
    def shown_name(self, name: str) -> str: ...


class Mark(NamedTuple):
    """How far a program was read: what came after it can be taken back."""

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
    elements: int
    multiply_adds: int
    fuel: int
    backward_of: int | None
    backward_seed: int | None


def not_in_language(detail: str, span: Span | None, hint: str) -> SourceError:
    return SourceError("not-in-language", detail, span=span, hint=hint)


class Machine:
    """Executes one program into a Builder."""

    def __init__(
        self,
        source: SourceMap,
        builder: Builder,
        evaluator: Evaluator,
        builtins: Mapping[str, Value],
        limits: Limits,
    ) -> None:
        self.source = source
        self.builder = builder
        self.evaluator = evaluator
        self.builtins = builtins  # names that need no import: `exp`, `range`, `np`
        self.limits = limits
        self.globals = Environment()
        self.environment = self.globals
        self.place: Span | None = None  # while a library's code is executed: the place of the call
        self.fuel = limits.operations
        self.depth = 0
        self.scopes = 0
        self.returned: Value = None
        self.named_scopes = 1  # names of nodes are given in this many outermost scopes
        self.assignments: list[Assignment] = []
        self.constant_assignments: list[
            tuple[int, str, Const, Span, int, bool]
        ] = []  # behind how many others each stands
        self.assigned: dict[str, Value] = {}  # names of the outermost scope, in the order of their last assignment
        self.last: Value = None  # the last bare expression of the outermost scope
        self.has_last = False
        self.printed: Value = None  # the number that was printed last
        self.guards: list[GuardNode] = []
        self.backward_of: int | None = None  # the node that `.backward()` was first called on
        self.backward_calls: list[tuple[int, int | None]] = []  # what `.backward()` was called on, and its seeds
        self.zeroed: dict[int, tuple[Value, int]] = {}  # arrays whose gradient was set to zero: behind so many calls
        self.all_zeroed = 0  # the same for all arrays
        self.graded: dict[int, Value] = {}  # arrays whose `.grad` was asked for, by identity
        self.grown_gradients: dict[
            int, tuple[Value, int]
        ] = {}  # what earlier rounds added to `.grad`: an array, a leaf
        self.parameters: dict[int, Value] = {}  # the parameters of layers, by identity
        self.shapes_only = False  # weights are not drawn: only shapes are wanted
        self.plain_numbers: dict[int, int] = {}  # what `x.item()` made -> the node that it is the value of
        self.asked_gradients: list[tuple[str, int, int]] = []  # name, output and leaf of gradients that are asked for
        self.backward_seed: int | None = None  # the node of `.backward(gradient=...)`
        self.differentiated_again = False  # a gradient went into what was differentiated later
        self.gradient_nodes: dict[int, int] = {}  # nodes that are gradients the program asked for -> of what
        self.gradient_outputs: dict[int, int] = {}  # the same nodes -> what was differentiated
        self.dialect = "numpy"  # whose conventions methods of arrays follow
        self.loops: list[Loop] = []  # the loops that are being executed, outermost first
        self.rounds = Rounds()  # the round asked for, of a loop that is drawn for one round
        self.frames: list[tuple[Environment, list[Value]]] = []  # scopes and stacks that are in use, outermost first
        self.seed_counter = 0
        self.tried_shapes: set[Any] = set()  # of names without a value (see `assumptions`)
        self.labels: set[str] = set()  # free names whose values are used as positions
        self.defined: list[ProgramFunction] = []  # functions of the outermost scope, in order
        self.classes: list[Any] = []  # classes of the outermost scope, in order
        self.updated: dict[int, int] = {}  # what an update made -> what it was made from, which is what is drawn
        self.stepped = False  # an optimizer's `step()` was called
        self.generators: dict[str, Any] = {}  # random generators with a seed, by library
        self.without_gradient = 0  # how many `torch.no_grad()` blocks are open
        self.formulas = 0  # how many formulas of the prelude are being read
        self.codes: dict[int, CompiledCode] = {}  # compiled bodies by their syntax node, which the source keeps alive
        self.texts: dict[int, Environment] = {}  # libraries written in the language, as far as they are loaded
        self.counters: set[str] = set()  # names that loops count with or go through
        self.comprehensions: list[Value] = []  # the lists that are being made, the innermost last
        self._spans: dict[int, Span] = {}

    # places ------------------------------------------------------------------------------------------------------

    def span(self, node: ast.AST) -> Span:
        if self.place is not None:
            return self.place
        span = self._spans.get(id(node))
        if span is None:
            span = self._spans[id(node)] = self.source.span(node)
        return span

    def operator_span(self, node: ast.AST) -> Span:
        if self.place is not None:
            return self.place
        return self.source.operator(node) if isinstance(node, ast.BinOp) else self.span(node)

    def note(self, code: str, text: str, node: ast.AST) -> None:
        if self.place is None:
            self.builder.note(code, text, self.span(node))

    # executing ---------------------------------------------------------------------------------------------------

    def execute(self, code: CompiledCode, environment: Environment) -> Value:
        """Run `code` and give what it returns.

        Raises:
            ChainruleError: whatever is wrong with the program.
            LimitError: `operations` is passed.
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
                if self.fuel < 0:
                    raise LimitError(
                        "operations",
                        self.limits.operations,
                        "The program takes more operations than that",
                        span=self.span(node),
                        hint="Use fewer rounds or smaller sizes.",
                    )
                target = function(self, stack, argument, node)
                if target is not None:
                    position = target
        finally:
            self.environment = outer
            self.frames.pop()
            del self.loops[loops:]
        value, self.returned = self.returned, None
        return value

    def spend(self, operations: int, node: ast.AST | None = None) -> None:
        """Count work that one instruction does by itself, such as copying entries."""
        self.fuel -= operations
        if self.fuel < 0:
            raise LimitError(
                "operations",
                self.limits.operations,
                "The program takes more operations than that",
                span=None if node is None else self.span(node),
                hint="Use fewer rounds or smaller sizes.",
            )

    def check_container(self, entries: int, node: ast.AST) -> None:
        limit = self.limits.container_entries
        if entries > limit:
            raise LimitError(
                "container_entries", limit, "A list would have more entries than that", span=self.span(node)
            )

    def check_nesting(self, value: Sequence[Value], span: Span | None) -> None:
        """A list that holds itself, or holds the same lists again and again, has more entries than it takes memory.

        Raises:
            LimitError: `call_depth`: the lists are nested too deep; `container_entries`: too many numbers in all.
        """
        if not any(type(entry) is Items or type(entry) is tuple for entry in value):
            return
        done: dict[int, tuple[int, int]] = {}  # of a list: its depth and how many numbers stand in it
        todo: list[Sequence[Value]] = [value]
        while todo:
            top = todo[-1]
            inner = [entry for entry in top if type(entry) is Items or type(entry) is tuple]
            waiting = [entry for entry in inner if id(entry) not in done]
            if not waiting:
                below = [done[id(entry)] for entry in inner]
                depth = 1 + max((depth for depth, _ in below), default=0)
                total = len(top) - len(inner) + sum(total for _, total in below)
                done[id(todo.pop())] = depth, total
                if total > self.limits.container_entries:
                    limit = self.limits.container_entries
                    raise LimitError("container_entries", limit, "A list would have more entries than that", span=span)
            else:
                todo.append(waiting[0])
            if len(todo) > self.limits.call_depth:
                raise LimitError("call_depth", self.limits.call_depth, "Lists are nested deeper than that", span=span)

    def check_text(self, text: str, node: ast.AST) -> str:
        self.check_characters(len(text), node)
        return text

    def check_characters(self, characters: int, node: ast.AST) -> None:
        limit = self.limits.string_characters
        if characters > limit:
            raise LimitError(
                "string_characters", limit, f"A text would have {characters:,} characters", span=self.span(node)
            )

    def compile(self, code: CompiledCode, body: Sequence[ast.AST]) -> CompiledCode:
        """Compile statements or expressions of the program."""
        from .statements import HANDLERS

        return compile_block(code, body, HANDLERS, self.no_construct)

    def compile_parts(self, code: CompiledCode, parts: Sequence[Any]) -> CompiledCode:
        from .statements import HANDLERS

        return compile_block(code, parts, HANDLERS, self.no_construct)

    def no_construct(self, node: ast.AST) -> SourceError:
        words, hint = CONSTRUCTS.get(type(node).__name__, ("This construct is not read here.", "Write it another way."))
        return not_in_language(words, self.span(node), hint)

    # names -------------------------------------------------------------------------------------------------------

    def lookup(self, name: str) -> Value | None:
        """What `name` is bound to in the program, or None."""
        environment: Environment | None = self.environment
        while environment is not None:
            value = environment.names.get(name, self)
            if value is not self:
                return value
            environment = environment.outer
        return None

    def is_bound(self, name: str) -> bool:
        environment: Environment | None = self.environment
        while environment is not None:
            if name in environment.names:
                return True
            environment = environment.outer
        return False

    def unbound(self, name: str, node: ast.AST) -> Value:
        """The value of a name that the program does not set: a library's, or a leaf with a value from outside."""
        if self.place is None and self.source.shown_name(name) in self.builder.shapes:
            return self.free(name, node)
        if name == "self":
            return FreeObject(name)
        if name in self.builtins:
            value = self.builtins[name]
            return Const(value.value, self.span(node)) if type(value) is Const else value
        return self.free(name, node)

    def free(self, name: str, node: ast.AST | None) -> Value:
        """The leaf of a free name."""
        value = self.globals.names.get(name)
        shown = self.source.shown_name(name)
        if type(value) is Number and shown in self.builder.inputs:
            return value
        value = Number(self.builder.input(shown, None if node is None else self.span(node)))
        self.globals.names[name] = value
        return value

    def assign(self, name: str, value: Value, node: ast.AST, alias: bool = False) -> None:
        """Bind `name` in the scope at hand; a gate keeps the first name it gets."""
        environment = self.environment
        if environment.shared:
            environment = environment.shared.get(name, environment)
        before = environment.names.get(name)
        if self.without_gradient and type(value) is Number and value is not before and not alias:
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
        self.record(name, value, before, node, alias)

    def as_object(self, value: Value) -> Value:
        """A free name that turns out to be an object rather than a number: its leaf is taken back."""
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

    def name_list(self, values: Items, name: str, node: ast.AST) -> None:
        """A list of numbers with a name of its own is one array; its constants are entries of that array."""
        if not 0 < len(values) <= 64 or not all(self._is_scalar(value) for value in values):
            return
        values.name = name
        for place, value in enumerate(values):
            if type(value) is Number and self.builder.nodes[value.node].op == LITERAL:
                self.builder.set_name(value.node, f"{name}[{place}]")
        plain = all(type(value) is Const and value.op is None and value.node is None for value in values)
        index = self.node(values, node)
        if plain:
            for place, value in enumerate(values):
                value.entry_of = (index, place)

    def _is_scalar(self, value: Value) -> bool:
        return type(value) is Const or (type(value) is Number and not self.builder.nodes[value.node].shape)

    def give_name(self, value: Value, name: str) -> None:
        kind = type(value)
        if kind is Number:
            self.builder.set_name(self.plain_numbers.get(value.node, value.node), name)
        elif kind is Const:
            if value.name is None and value.node is None:
                value.name = name
        elif kind is Items and value.name is None:
            value.name = name
        elif kind is ArrayView:
            self.builder.set_name(self.node(value, None), name)
        elif kind is NumberComparison and value.node >= 0:
            self.builder.set_name(value.node, name)

    def record(self, name: str, value: Value, before: Value, node: ast.AST, alias: bool = False) -> None:
        """Remember an assignment of a number, for those who look for gradients written by hand."""
        if self.place is not None:
            return
        if self.loops and self.gradient_nodes and type(value) in STRUCTURES and type(before) is type(value):
            self._record_structure(name, value, before, node)
        new = self.node_if_any(value)
        if new is None and type(value) is Const and (value.op is not None or not self.loops):
            row = (len(self.assignments), name, value, self.span(node), self.environment.scope, alias)
            self.constant_assignments.append(row)
        elif new is not None:
            new = self.plain_numbers.get(new, new)
            old = self.node_if_any(before)
            self.assignments.append(Assignment(name, new, self.span(node), self.environment.scope, old, alias))

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

    def record_in(self, scope: int, name: str, value: Value, node: ast.AST) -> None:
        """Remember that a parameter stands for a number of the caller's."""
        new = self.node_if_any(value)
        if new is not None:
            self.assignments.append(Assignment(name, new, self.span(node), scope, None, True))

    def record_constant(self, scope: int, name: str, value: Const, node: ast.AST) -> None:
        """The same of a number that is known from the text."""
        if self.node_if_any(value) is None and not self.loops:
            row = (len(self.assignments), name, value, self.span(node), scope, True)
            self.constant_assignments.append(row)

    def all_assignments(self) -> list[Assignment]:
        """The assignments in order, those of numbers that are known from the text among them."""
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
                _, name, value, span, scope, alias = waiting.pop()
                add(Assignment(name, self.node(value, None), span, scope, None, alias))
            if place < len(self.assignments):
                add(self.assignments[place])
        return assignments

    # numbers -----------------------------------------------------------------------------------------------------

    def node_if_any(self, value: Value) -> int | None:
        """The node of a value that already has one; nothing is emitted."""
        kind = type(value)
        if kind is Number:
            return int(value.node)
        if kind is ArrayView:
            return int(value.node) if value.node >= 0 and self.version(value.base) == value.version else None
        if kind is NumberComparison:
            return value.node if value.node >= 0 else None
        if kind is Gradient:
            return value.gradient_node if value.gradient_node >= 0 else None
        if kind is Items:
            return value.node if value.node >= 0 and _same(value, value.made_from) else None
        return value.node if kind is Const else None

    def node(self, value: Value, node: ast.AST | None) -> int:
        """A value as a node of the graph: a list is stacked, a comparison becomes a mask of ones and zeros.

        Raises:
            SourceError: `not-a-value`: it is a text, a function or the like.
            ShapeError: `ragged`, or an empty list.
        """
        kind = type(value)
        if kind is Number:
            return int(value.node)
        if kind is Const:
            return value.node if value.node is not None else self._materialize(value, node)
        if kind is ArrayView:
            return self._read_view(value)
        if kind is NumberComparison:
            return self._mask(value)
        if kind is bool:
            return self.builder.literal(float(value), None if node is None else self.span(node))
        if kind is Items or kind is tuple or kind is range:
            return self._stack(value, node)
        if kind is FreeObject:
            return int(self.free(value.name, node).node)
        if kind is Gradient:
            from .gradients import materialized

            return materialized(self, value, node)
        if kind is Builtin and node is not None and isinstance(node, ast.Name) and value.owner is None:
            return int(self.free(node.id, node).node)  # `var + eps`: a name of the program that a library has, too
        if kind is Instance and "data" in value.attributes:
            return self.node(value.attributes["data"], node)
        raise self.no_number(value, node)

    def no_number(self, value: Value, node: ast.AST | None) -> SourceError:
        span = None if node is None else self.span(node)
        if value is None:
            return SourceError(
                "not-a-value",
                "This is None, which is no number.",
                span=span,
                hint="Does the function that made it end with `return ...`?",
            )
        words = {
            str: ("This is a text, not a number.", "A number, a name or a call must stand here."),
            Module: ("This is a module, not a number.", "Call one of its functions, such as `np.exp(x)`."),
            ProgramFunction: ("This is a function, not a number.", "Call it: write its arguments in brackets."),
            Builtin: ("This is a function, not a number.", "Call it: write its arguments in brackets."),
            dict: ("This is a dictionary, not a number.", "Take one of its entries: `d['name']`."),
        }
        detail, hint = words.get(
            type(value), ("This has no value of its own.", "A number, a name or a call must stand here.")
        )
        return SourceError("not-a-value", detail, span=span, hint=hint)

    def _materialize(self, value: Const, node: ast.AST | None) -> int:
        """The node of a constant, and of the constants that it was computed from; no recursion."""
        builder = self.builder
        todo = [value]
        while todo:
            top = todo[-1]
            if top.node is not None:
                todo.pop()
                continue
            waiting = [arg for arg in top.args if arg.node is None]
            if waiting:
                todo.extend(waiting[::-1])
                continue
            todo.pop()
            span = top.span if top.span is not None else None if node is None else self.span(node)
            if top.entry_of is not None:
                array, place = top.entry_of
                top.node = builder.emit("index", (array,), {"key": (place,)}, span)
            elif top.op is None:
                number = float(top.value)
                top.node = builder.literal(number, span, top.name)
            else:
                top.node = builder.emit(top.op, tuple(arg.node for arg in top.args if arg.node is not None), None, span)
                if top.name is not None:
                    builder.set_name(top.node, top.name)
        assert value.node is not None
        return value.node

    def version(self, base: Number | ArrayView) -> int:
        """The node that holds all of an array's memory as it is now."""
        while type(base) is ArrayView:
            base = base.base
        return base.node

    def _read_view(self, view: ArrayView) -> int:
        chain: list[ArrayView] = []
        at: Number | ArrayView = view
        while type(at) is ArrayView:
            chain.append(at)
            at = at.base
        version = at.node
        node = at.node
        for part in reversed(chain):
            if part.version != version:
                part.node = self.read_part(part.op, node, part.params, part.span)
                part.version = version
            node = part.node
        return node

    def read_part(self, op: str, base: int, params: Mapping[str, Any], span: Span | None) -> int:
        """A gate that reads a part of an array: what was just written there is taken as it was."""
        if op == "index":
            part = self.written_at(base, params["key"])
            if part is not None:
                return part
        return self.builder.emit(op, (base,), params, span)

    def written_at(self, base: int, key: Any) -> int | None:
        """The node that the program wrote to exactly this entry or slice of `base`, if nothing came over it since."""
        nodes = self.builder.nodes
        for _ in range(1000):
            node = nodes[base]
            if node.op != "scatter":
                return None
            other = node.params["key"]
            if other == key:
                written = node.args[1]
                return written if nodes[written].shape == self._part_shape(node.shape, key) else None
            if not _disjoint(other, key):
                return None
            base = node.args[0]
        return None

    def _part_shape(self, shape: Any, key: Any) -> Any:
        return OPS["index"].shape(shape, key=key)

    def write_view(self, view: ArrayView, new: int) -> None:
        """Put a new value into the array that `view` is a part of."""
        at: Number | ArrayView = view
        while type(at) is ArrayView:
            base = self._read_view(at.base) if type(at.base) is ArrayView else at.base.node
            new = at.back(base, new)
            at = at.base
        at.node = new

    def _mask(self, value: NumberComparison) -> int:
        if value.node < 0:
            builder = self.builder
            one, zero = builder.literal(1.0, value.span), builder.literal(0.0, value.span)
            value.node = builder.emit(WHERE[value.op], (value.left, value.right, one, zero), span=value.span)
        return value.node

    def _stack(self, value: Sequence[Value], node: ast.AST | None) -> int:
        """A list as one array: a literal when all of it is literal, else a stack gate."""
        if type(value) is Items and value.node >= 0 and _same(value, value.made_from):
            return value.node
        span = None if node is None else self.span(node)
        self.check_nesting(value, span)
        array = literal_array(value)
        result = self.builder.literal(array, span) if array is not None else self._stack_nodes(value, node, span)
        if type(value) is Items:
            value.node, value.made_from = result, tuple(value)
            if value.name is not None:
                self.builder.set_name(result, value.name)
        return result

    def _stack_nodes(self, value: Sequence[Value], node: ast.AST | None, span: Span | None) -> int:
        if not len(value):
            raise ShapeError("shape", "An empty list has no value.", span=span, hint="Put numbers in it: `[1, 2]`.")
        parts = [self.node(entry, node) for entry in value]
        shapes = sorted({self.builder.shape(part) for part in parts})
        if len(shapes) > 1:
            from .builder import shape_in_words

            raise ShapeError(
                "ragged",
                f"The entries of this list differ: {' and '.join(map(shape_in_words, shapes))}.",
                span=span,
                hint="Give every row the same number of entries.",
            )
        return self.builder.emit("stack", tuple(parts), {"axis": 0}, span)

    def shape(self, value: Value, node: ast.AST | None) -> Any:
        """The shape of a value, without making a node where none is needed."""
        kind = type(value)
        if kind is Number:
            return self.builder.nodes[value.node].shape
        if kind is ArrayView or kind is Gradient:
            return value.shape
        if kind is Const or kind is bool:
            return ()
        return self.builder.nodes[self.node(value, node)].shape

    def number(self, node: int, kind: str = "float") -> Number:
        return Number(node, kind)

    def emit(
        self,
        op: str,
        args: Sequence[Value],
        params: Mapping[str, Any] | None,
        node: ast.AST,
        kind: str = "float",
        at: ast.AST | None = None,
    ) -> Value:
        """Apply an op row to values; constants alone stay a constant."""
        row = OPS[op]
        if not params and row.elementwise and all(type(arg) is Const for arg in args) and args:
            with np.errstate(all="ignore"):
                result = float(row.forward(*(np.float64(arg.value) for arg in args)))
            return Const(result, self.span(node), op, tuple(args))
        nodes = tuple([self.node(arg, node) for arg in args])
        span = self.span(node)
        return Number(
            self.builder.emit(op, nodes, params, span, self.operator_span(at) if at is not None else None), kind
        )

    # values at reading time --------------------------------------------------------------------------------------

    def value_of(self, node: int) -> Any:
        """The value of a node at the present values: a float or a float64 array."""
        return self.evaluator.value(self.builder.nodes, node)

    def guard(self, comparison: str, left: int, right: int, outcome: bool, node: ast.AST) -> None:
        """Note that the graph stands only as long as this comparison comes out so."""
        self.guards.append(GuardNode(comparison, left, right, outcome, self.span(node)))

    def truth(self, value: Value, node: ast.AST) -> bool:
        """Which way a condition goes; one that depends on numbers leaves a guard.

        Raises:
            SourceError: the condition is an array of more than one entry.
        """
        kind = type(value)
        if kind is bool:
            return bool(value)
        if kind is Const:
            return bool(value.value)
        if kind is NumberComparison:
            return self._compare_now(value, node)
        if kind in (Number, ArrayView):
            index = self.node(value, node)
            shape = self.builder.shape(index)
            if np.prod(shape, dtype=int) != 1:
                raise self.ambiguous(node, shape)
            zero = self.builder.literal(0.0, self.span(node))
            outcome = bool(np.any(np.asarray(self.value_of(index)) != 0))
            self.guard("!=", index, zero, outcome, node)
            return outcome
        if value is None:
            return False
        if kind in (Items, dict, tuple, str, range) or isinstance(value, dict):
            return len(value) > 0
        if kind is Instance:
            for name in ("__bool__", "__len__"):
                if value.cls.find(name) is not None:
                    from .classes import call_method

                    return self.truth(call_method(self, value, name, [], node), node)
        return True

    def ambiguous(self, node: ast.AST, shape: Any) -> SourceError:
        from .builder import shape_in_words

        return SourceError(
            "ambiguous-condition",
            f"This condition has {shape_in_words(shape)}: it is neither true nor false.",
            span=self.span(node),
            hint="Use `.all()`, `.any()`, or `np.where(condition, a, b)` to choose entry by entry.",
        )

    def _compare_now(self, value: NumberComparison, node: ast.AST) -> bool:
        builder = self.builder
        shapes = builder.shape(value.left), builder.shape(value.right)
        for shape in shapes:
            if np.prod(shape, dtype=int) != 1:
                raise self.ambiguous(node, shape)
        left, right = self.value_of(value.left), self.value_of(value.right)
        with np.errstate(all="ignore"):
            outcome = bool(np.all(COMPARE[value.op](left, right)))
        self.guard(value.op, value.left, value.right, outcome, node)
        return outcome

    def integer(self, value: Value, node: ast.AST, what: str = "This") -> int:
        """A whole number that must be known now: a size, an index, a count. One that is computed leaves a guard.

        Raises:
            SourceError: `not-whole`: it is no whole number, or larger than 64 bits.
        """
        kind = type(value)
        if kind is bool:
            return int(value)
        if kind is Const:
            number = value.value
        elif kind in (Number, ArrayView, NumberComparison, Items, tuple):
            index = self.node(value, node)
            self.need_count(index)
            shape = self.builder.shape(index)
            if np.prod(shape, dtype=int) != 1:
                from .builder import shape_in_words

                raise SourceError(
                    "not-whole",
                    f"{what} must be one whole number; this has {shape_in_words(shape)}.",
                    span=self.span(node),
                    hint="Take one entry of it, such as `x[0]`.",
                )
            number = float(np.asarray(self.value_of(index)).reshape(()))
            if number == number and abs(number) < LARGEST_INTEGER and number == int(number):
                self.guard("==", index, self.builder.literal(number, self.span(node)), True, node)
        else:
            raise SourceError(
                "not-whole",
                f"{what} must be a whole number.",
                span=self.span(node),
                hint="Write a number such as 3, or a size such as `x.shape[0]`.",
            )
        if number != number or abs(number) >= LARGEST_INTEGER or number != int(number):
            raise SourceError(
                "not-whole",
                f"{what} must be a whole number; this is {number:g}.",
                span=self.span(node),
                hint="Use `int(...)` to cut off the fraction."
                if abs(number) < LARGEST_INTEGER
                else "Write it smaller.",
            )
        return int(number)

    def need_count(self, node: int) -> None:
        """A name without a value that must be a whole number gets a small one.

        Raises:
            NeedsAssumption: its default is no whole number yet.
        """
        leaf = self.builder.nodes[node]
        if leaf.op == INPUT and leaf.name in self.builder.missing and not leaf.shape:
            old = self.evaluator.assumed.get(leaf.name or "", Assumption())
            if old.kind not in ("labels", "count"):
                raise NeedsAssumption(leaf.name or "", Assumption((), "count"))

    def mark_labels(self, node: int, count: int) -> None:
        """Note that the values of a leaf are positions below `count`.

        Raises:
            NeedsAssumption: the leaf has no value of its own, and its default is no such position yet.
        """
        leaf = self.builder.nodes[node]
        if leaf.op != INPUT or leaf.name is None:
            return
        if leaf.name in self.builder.missing:
            old = self.evaluator.assumed.get(leaf.name, Assumption())
            if old.kind != "labels" or old.below != count:
                raise NeedsAssumption(leaf.name, Assumption(leaf.shape, "labels", count))
        self.labels.add(leaf.name)

    # calls -------------------------------------------------------------------------------------------------------

    def begin_call(self, function: ProgramFunction, node: ast.AST) -> int:
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
        self.depth -= 1

    def tentatively(self, action: Callable[[], Value]) -> Value:
        """Do `action`; if it fails for a reason of the language's, nothing of it stays and the result is None."""
        mark = self.mark()
        call, depth, names = self.builder.call, self.depth, dict(self.globals.names)
        try:
            return action()
        except LimitError:
            raise
        except ChainruleError:
            self.take_back(mark)
            self.globals.names = names
            self.builder.call, self.depth = call, depth
            return None

    def mark(self) -> Mark:
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
        del self.asked_gradients[mark.asked_gradients :]
        for name in list(builder.inputs)[mark.inputs :]:
            del builder.inputs[name]
        builder.elements, builder.multiply_adds = mark.elements, mark.multiply_adds
        self.backward_of, self.backward_seed = mark.backward_of, mark.backward_seed
        for by_node in (self.gradient_nodes, self.gradient_outputs, self.plain_numbers, self.updated):
            for node in [node for node in by_node if node >= mark.nodes]:
                del by_node[node]
        self.evaluator.forget(mark.nodes)

    def is_literal(self, value: Value) -> bool:
        return type(value) is Const or (type(value) is Number and self.builder.nodes[value.node].op == LITERAL)

    def is_ignored(self, value: Value) -> bool:
        return type(value) is Ignored


CONSTRUCTS = {
    "Match": ("`match` is not read here.", "Write it with `if` and `elif`."),
    "AsyncFunctionDef": ("`async` functions are not read here.", "Write `def`."),
    "AsyncFor": ("`async for` is not read here.", "Write `for`."),
    "AsyncWith": ("`async with` is not read here.", "Write `with`."),
    "TypeAlias": ("Type definitions are not read here.", "Leave the line out."),
}
WHERE = {">": "where_gt", ">=": "where_ge", "<": "where_lt", "<=": "where_le", "==": "where_eq", "!=": "where_ne"}


def _same(values: Sequence[Value], others: Sequence[Value]) -> bool:
    return len(values) == len(others) and all(map(lambda a, b: a is b, values, others))


def _disjoint(a: Any, b: Any) -> bool:
    """Whether two keys of whole numbers and slices surely take different entries."""
    for left, right in zip(a, b, strict=False):
        if type(left) is int and type(right) is int:
            if left != right and (left >= 0) == (right >= 0):
                return True
        elif left != right:
            return False
    return False


def literal_array(value: Sequence[Value]) -> np.ndarray[Any, Any] | None:
    """A nested list of plain constants as an array; None where anything else stands in it, or where it is ragged."""
    shape: list[int] = []
    level: Sequence[Value] = value
    while True:
        shape.append(len(level))
        if not level:
            return None
        first = level[0]
        if type(first) is not Items and type(first) is not tuple:
            break
        length = len(first)
        if not all((type(row) is Items or type(row) is tuple) and len(row) == length for row in level):
            return None
        level = [entry for row in level for entry in row]
        shape.append(length)
        shape[-2:] = [shape[-2]]
    numbers = []
    for entry in level:
        if type(entry) is Const and entry.op is None and entry.name is None:
            numbers.append(entry.value)
        elif type(entry) is bool:
            numbers.append(entry)
        else:
            return None
    try:
        return np.array(numbers, dtype=np.float64).reshape(_lengths(value))
    except OverflowError:
        return None


def _lengths(value: Sequence[Value]) -> list[int]:
    lengths = [len(value)]
    while len(value) and (type(value[0]) is Items or type(value[0]) is tuple):
        value = value[0]
        lengths.append(len(value))
    return lengths
