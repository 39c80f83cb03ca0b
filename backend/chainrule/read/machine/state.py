"""State of the interpreter while it executes a program, places in the text, and its budgets."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ...errors import LimitError, SourceError, Span
from ...graph import Assignment, GuardNode
from ...limits import Limits
from ..builder import Builder
from ..compile import CompiledCode
from ..evaluator import Evaluator
from ..gradient_functions import GradientCall
from ..rounds import Rounds
from ..values import Const, Environment, Gradient, Instance, Items, ProgramFunction, Value

if TYPE_CHECKING:
    from ..loops import Loop
    from ..object_gradients import ObjectRow
    from ..round_frames import UnrolledLoop

__all__ = ["MachineState", "SourceMap", "not_in_language"]

OPERATIONS_BETWEEN_LOOKS = 4_096  # some milliseconds


class SourceMap(Protocol):
    """The part of the text stage that the machine uses: where a syntax node stands in the text."""

    @property
    def source(self) -> str:
        """The text as it was typed."""

    @property
    def text(self) -> str:
        """The text of the program."""

    @property
    def dialect(self) -> str:
        """The notation that it was written in."""

    @property
    def on_paper(self) -> bool:
        """Return whether it is mathematics, and no program."""

    @property
    def sizes(self) -> Mapping[str, tuple[int | str, ...]]:
        """The arrays whose entries the text names, with a size or a letter for each axis."""

    def span(self, node: ast.AST) -> Span:
        """Return the place of a node in the source."""

    def operator(self, node: ast.BinOp) -> Span:
        """Return the place of the sign between the operands."""

    def is_product_by_shape(self, node: ast.BinOp) -> bool:
        """Return whether the shapes say which product this is: a dot or nothing stands for it."""

    def is_before_bracket(self, node: ast.BinOp) -> bool:
        """Return whether the left side of a product is right before a bracket, without a sign."""

    def shown_name(self, name: str) -> str:
        """Return a name as the answer writes it."""


def not_in_language(detail: str, span: Span | None, hint: str) -> SourceError:
    """Return the error of something that the language does not have."""
    return SourceError("not-in-language", detail, span=span, hint=hint)


class MachineState(ABC):
    """The registers of one program that is being executed."""

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
        self.next_look = limits.operations  # once there is less fuel, it and the clock are looked at
        self.depth = 0
        self.scopes = 0
        self.returned: Value = None
        self.named_scopes = 1  # names of nodes are given in this many outermost scopes
        self.assignments: list[Assignment] = []
        self.constant_assignments: list[
            tuple[int, str, Const, Span, int, bool, Const | None]
        ] = []  # behind how many others each stands
        self.assigned: dict[str, Value] = {}  # names of the outermost scope, in the order of their last assignment
        self.last: Value = None  # the last bare expression of the outermost scope
        self.has_last = False
        self.printed: Value = None  # the number that was printed last
        self.compared: Const | None = None  # the last number that was computed from the text alone and compared
        self.guards: list[GuardNode] = []
        self.unrolled: list[UnrolledLoop] = []  # the long loops that are written out, inner ones before outer ones
        self.backward_of: int | None = None  # the node that `.backward()` was first called on
        self.backward_calls: list[tuple[int, int | None]] = []  # the target of `.backward()`, and its seeds
        self.zeroed: dict[int, tuple[Value, int]] = {}  # arrays whose gradient was set to zero: behind so many calls
        self.all_zeroed = 0  # the same for all arrays
        self.graded: dict[int, Value] = {}  # arrays whose `.grad` was asked for, by identity
        self.grown_gradients: dict[
            int, tuple[Value, int]
        ] = {}  # terms that earlier rounds added to `.grad`: an array, a leaf
        self.clipped: dict[int, tuple[Value, Value]] = {}  # parameters with a clipped gradient, and its present value
        self.summed_gradients: dict[int, tuple[Value, Value]] = {}  # sums in `.grad`: of what, the sum
        self.parameters: dict[int, Value] = {}  # the parameters of layers, by identity
        self.frozen: dict[int, Value] = {}  # tensors with `requires_grad = False`, by identity
        self.skips_definitions = False  # those that no line calls, where one does not fit the others
        self.repairs_shapes = False  # beside it: shapes that may still be repaired are tried first
        self.shapes_only = False  # weights are not drawn: only shapes are wanted
        self.masks: frozenset[str] = frozenset()  # free names whose values are truth values
        self.plain_numbers: dict[int, int] = {}  # result of `x.item()` -> the node whose value it is
        self.asked_gradients: list[tuple[str, int, int]] = []  # name, output and leaf of gradients that are asked for
        self.trainable_attributes: frozenset[str] = frozenset()  # of objects, moved along their gradients by the text
        self.object_gradients: dict[int, ObjectRow] = {}  # that objects hold beside a value of theirs, by identity
        self.backward_seed: int | None = None  # the node of `.backward(gradient=...)`
        self.differentiated_again = False  # a gradient went into what was differentiated later
        self.gradient_nodes: dict[int, int] = {}  # nodes that are gradients the program asked for -> of what
        self.gradient_outputs: dict[int, int] = {}  # the same nodes -> what was differentiated
        self.consumers: dict[int, list[list[int]]] = {}  # of each node up to the last output
        self.gradients_of_outputs: dict[
            tuple[int, int | None], dict[int, int]
        ] = {}  # output and seed -> the nodes that its gradient was computed at, and the nodes of it
        self.attributes: dict[int, tuple[Value, dict[str, Value]]] = {}  # that a program gives to tensors, by identity
        self.has_columns = False  # whether vectors are columns, as in MATLAB
        self.custom_calls: list[Any] = []  # of functions with a backward pass of the program's own
        self.dialect = "numpy"  # whose conventions methods of arrays follow
        self.outermost_calls: list[dict[str, Value]] = []  # arguments by parameter, of calls in the outermost scope
        self.gradient_calls: Mapping[ast.AST, GradientCall] = {}  # of the text, by their place in it
        self.called_gradients: set[int] = set()  # what functions of the program gave that are gradients of others
        self.loops: list[Loop] = []  # the loops that are being executed, outermost first
        self.stopped_loop: Loop | None = None  # the outermost loop in which a limit was passed
        self.rounds = Rounds()  # the round asked for, of a loop that is drawn for one round
        self.frames: list[tuple[Environment, list[Value]]] = []  # scopes and stacks that are in use, outermost first
        self.seed_counter = 0
        self.takes_fewer_labels = False  # positions in a short array are good for a long one, too
        self.named_entries: dict[str, tuple[Value, Value]] = {}  # name of a leaf -> the dictionary or object, the leaf
        self.attribute_owners: dict[str, str] = {}  # a leaf that is an object's attribute -> the object's name
        self.labels: set[str] = set()  # free names whose values are used as positions
        self.defined: list[ProgramFunction] = []  # functions of the outermost scope, in order
        self.classes: list[Any] = []  # classes of the outermost scope, in order
        self.module_inputs: set[str] = set()  # names without a value that a module is called with
        self.image_inputs: dict[str, tuple[int, ...]] = {}  # names without a value that are images: sizes, 0 for a side
        self.updated: dict[int, int] = {}  # result of an update -> the old value, which is drawn
        self.stepped = False  # an optimizer's `step()` was called, in the innermost loop where there is one
        self.generators: dict[str, Any] = {}  # random generators with a seed, by library
        self.without_gradient = 0  # how many `torch.no_grad()` blocks are open
        self.gradient_stops_at = 0  # the first node that was made in the outermost of them
        self.formulas = 0  # how many formulas of the prelude are being read
        self.codes: dict[int, CompiledCode] = {}  # compiled bodies by their syntax node, which the source keeps alive
        self.texts: dict[int, Environment] = {}  # libraries written in the language, as far as they are loaded
        self.counters: set[str] = set()  # names that loops count with or go through
        self.comprehensions: list[Value] = []  # the lists that are being made, the innermost last
        self._spans: dict[int, Span] = {}

    # places ------------------------------------------------------------------------------------------------------

    def span(self, node: ast.AST) -> Span:
        """Return the place of a syntax node in the source; inside a library's function, of its call."""
        if self.place is not None:
            return self.place
        span = self._spans.get(id(node))
        if span is None:
            span = self._spans[id(node)] = self.source.span(node)
        return span

    def operator_span(self, node: ast.AST) -> Span:
        """Return the place of a binary operator's sign, or of another node as a whole."""
        if self.place is not None:
            return self.place
        return self.source.operator(node) if isinstance(node, ast.BinOp) else self.span(node)

    def note(self, code: str, text: str, node: ast.AST) -> None:
        """Add a notice on a place of the program; none is added on a library's own lines."""
        if self.place is None:
            self.builder.note(code, text, self.span(node))

    # budgets -----------------------------------------------------------------------------------------------------

    def spend(self, operations: int, node: ast.AST | None = None) -> None:
        """Count work that one instruction does by itself, such as copying entries."""
        self.fuel -= operations
        if self.fuel < self.next_look:
            self.check_budget(node)

    def check_budget(self, node: ast.AST | None) -> None:
        """Look at what is left of the operations, and at the clock: one operation may take long.

        Raises:
            LimitError: `operations`; or that of the time, `seconds` for a program that is read.
        """
        span = None if node is None else self.span(node)
        if self.fuel < 0:
            raise LimitError(
                "operations",
                self.limits.operations,
                "The program takes more operations than that",
                span=span,
                hint="Use fewer rounds or smaller sizes.",
            )
        self.evaluator.check_time(span)
        self.next_look = max(0, self.fuel - OPERATIONS_BETWEEN_LOOKS)

    def check_container(self, entries: int, node: ast.AST) -> None:
        """Raise `LimitError` where a list would have too many entries."""
        limit = self.limits.container_entries
        if entries > limit:
            raise LimitError(
                "container_entries", limit, "A list would have more entries than that", span=self.span(node)
            )

    def check_nesting(self, value: Sequence[Value], span: Span | None) -> None:
        """Refuse a list that holds itself, or the same lists again and again: it has more entries than memory shows.

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
        """Return the text, unless it is longer than the limit. Raises: LimitError."""
        self.check_characters(len(text), node)
        return text

    def check_characters(self, characters: int, node: ast.AST) -> None:
        """Raise `LimitError` where a text would have too many characters."""
        limit = self.limits.string_characters
        if characters > limit:
            raise LimitError(
                "string_characters", limit, f"A text would have {characters:,} characters", span=self.span(node)
            )

    # delegated to other modules --------------------------------------------------------------------------------------

    @abstractmethod
    def materialize_gradient(self, gradient: Gradient, node: ast.AST | None) -> int:
        """Return the node of a gradient that the program computes on with."""

    @abstractmethod
    def call_method(self, value: Instance, name: str, node: ast.AST) -> Value:
        """Return the result of a method of an object of the program, called without arguments."""
