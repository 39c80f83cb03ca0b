"""The graph: frozen nodes in evaluation order. It holds structure only; numbers live in the Pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from .errors import Span

__all__ = [
    "INPUT",
    "LITERAL",
    "Assignment",
    "FunctionCall",
    "ClaimedGradient",
    "GradientEnd",
    "CustomDerivative",
    "Graph",
    "GuardNode",
    "Halves",
    "HeldParameter",
    "HandGradientNode",
    "ImpliedLoss",
    "DrawnRound",
    "CarriedValue",
    "GraphNode",
    "Note",
    "Shape",
    "ancestors",
    "constants",
    "descendants",
]

T = TypeVar("T")
Shape: TypeAlias = tuple[int, ...]

INPUT = "input"  # a leaf whose value the user gives: a free name of the source
LITERAL = "literal"  # a leaf whose value stands in the source: params["value"], a float or a float64 array


class GraphNode(NamedTuple):
    """One leaf or gate. `args` are the ids of its arguments in written order, repeats kept."""

    id: int
    op: str  # a key of OPS; leaves are the rows INPUT, LITERAL and the seeded random rows
    args: tuple[int, ...]
    params: Mapping[str, Any]
    shape: Shape
    span: Span | None
    name: str | None  # the name in the source that this value first got
    call: int | None  # index into Graph.calls of the innermost function this node was made by


class CustomDerivative(NamedTuple):
    """A user-defined derivative: node `slope` stands for d(`raw`)/d(`arg`), where `raw` is the result of the gates."""

    parameter: str
    arg: int
    slope: int
    raw: int


ROUND = "round"  # the name of a frame round one round of a loop, as of a function


class FunctionCall(NamedTuple):
    """One use of a function: the frame drawn around its gates, or one box when it is collapsed."""

    id: int
    function: str
    parent: int | None
    args: tuple[int, ...]
    """Node ids of the arguments, in order."""
    output: int
    """Node id of its result."""
    span: Span | None
    local: tuple[str, ...]
    """Local gradient of the closed gate per argument: formulas of the parameters' names and `out`."""
    params: tuple[str, ...]
    """Names of the parameters in `local`."""
    recognised: bool = False
    """It was found in gates written out by hand rather than called by name."""
    custom_derivatives: tuple[CustomDerivative, ...] = ()
    """User-defined derivatives that its backward pass uses."""
    results: tuple[int, ...] = ()
    """Node ids of its results where they are several of one shape, as `h` and `c` of an LSTM cell; `output` is -1."""
    of_loop: int | None = None
    """The number of the loop whose round it is, or whose rounds call it and do little else."""
    of_round: int = 0
    """Number of the round in its loop, from 1; 0 where it is none."""

    @property
    def ends(self) -> tuple[int, ...]:
        """Node ids of all that it gives."""
        return self.results or ((self.output,) if self.output >= 0 else ())

    @property
    def closes(self) -> bool:
        """True if one box can stand for it."""
        return bool(self.ends)


class ClaimedGradient(NamedTuple):
    """A gradient computed by hand in the pasted code: `name` (node `node`) claims to be dL/d(`of`) (node `target`)."""

    name: str
    node: int
    of: str
    target: int


class GuardNode(NamedTuple):
    """A comparison of numbers that decided which way the program went when it was read.

    While `left` compares with `right` as `outcome` says, the graph stands; when it does not, the text is read again.
    Of arrays every entry must compare so for an outcome of True.
    """

    comparison: str  # ">", ">=", "<", "<=", "==" or "!="
    left: int  # node ids
    right: int
    outcome: bool
    span: Span | None
    inside: bool = False  # in the text of a library's function: `span` is the place of its call


class Assignment(NamedTuple):
    """One assignment of a value of the graph, in the order in which the program made them."""

    name: str  # as it is written: "dW1", "self.dW", "grads['W1']"
    node: int  # the value that the name has after it
    span: Span | None  # the whole statement
    scope: int  # 0 at the top; every call of a function has a number of its own
    before: int | None  # the value that this name (or attribute, or entry) had in this scope before, if any
    alias: bool = False  # the right-hand side was a bare name: no node was made by this line
    label: str | None = None  # how the program writes it where no name has it: `gradient(w)`


class CarriedValue(NamedTuple):
    """A number that a round of a loop changes."""

    name: str
    before: int  # the node that it is when the round begins, and when it ends
    after: int


class DrawnRound(NamedTuple):
    """The round of a loop that is drawn, where a loop trains or would not fit written out."""

    round: int  # counted from 1
    rounds: int | None  # their number; None where only running them shows it
    span: Span | None
    carried: tuple[CarriedValue, ...] = ()  # of numbers that the output depends on
    behind: int | None = 0  # rounds of the loops behind it that train, too; None where only running them shows it

    @property
    def rounds_in_all(self) -> int | None:
        """Return their number with the loops behind, whose rounds are counted on; None where it is not known."""
        return None if self.rounds is None or self.behind is None else self.rounds + self.behind


class ImpliedLoss(NamedTuple):
    """A loss that a program does not compute: only the gradient that it starts from shows which one it is."""

    factor: float
    predicted: Callable[[Any], Any] | None = None  # cross entropy: the probabilities, from the output; None: half the
    # squared error of the output itself
    sign: int = 1  # -1: the output is minus the net value
    rows: bool = False  # the probabilities of a row add up to 1


class HandGradientNode(NamedTuple):
    """A gradient that the program computes by hand: node `node` is said to be dL/d(`of`), `of` being node `target`."""

    name: str
    node: int
    of: str
    target: int | None  # None: its target is unknown
    span: Span | None
    sign: int = 1  # -1 where it stands for an error signal, -dL/d(target)
    reason: str = ""  # why it was not checked, where target is None
    scale: float = 1.0  # it stands for scale * dL/d(target): those that use it bring in the 1/scale
    step: bool = False  # it is what an update adds or subtracts as it is: the learning rate is in it, of any size
    output: int | None = None  # the node that it is the gradient of, where that is not the graph's output
    through: tuple[int, ...] = ()  # it is only what these gates hand back to the target: dx1 of dx = dx1 + dx2
    sure: bool = True  # False: nothing else shows that it is meant as this gradient; a mistake must explain its number


class Note(NamedTuple):
    """Something the user of the source should know: a line that was skipped, a loop drawn once."""

    code: str
    text: str
    span: Span | None


class HeldParameter(NamedTuple):
    """A parameter as its library registers it (`nn.Parameter`, weights of a layer): its way, its leaf, its shape."""

    name: str
    node: int
    shape: Shape


class GradientEnd(NamedTuple):
    """The gradient of one leaf: its name, the node that computes it, and the leaf."""

    name: str
    node: int
    leaf: int


class Halves(NamedTuple):
    """Start of the backward half, in a graph that holds both passes: see `read.backward.two_halves`."""

    nodes: int  # those before this id are the forward half
    calls: int  # the same of calls; call `calls + k` holds the backward pass of call k
    output: int  # node of the forward half that was differentiated
    seed: int  # node that holds dL/d(output)
    ends: tuple[GradientEnd, ...]
    origin: Mapping[int, int]  # node of the backward half -> the node of the forward half whose gradient it computes
    sums: frozenset[int]  # nodes of the backward half that add up the terms from the uses of one value


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in evaluation order: every argument stands before its gate."""

    source: str
    nodes: tuple[GraphNode, ...]
    output: int
    names: Mapping[str, int]  # every assigned or free name -> the node of its last version
    calls: tuple[FunctionCall, ...] = ()
    notes: tuple[Note, ...] = ()
    claims: tuple[ClaimedGradient, ...] = ()
    seed: int | None = None  # the node whose value is dL/d(output); None: ones
    hand_gradients: tuple[HandGradientNode, ...] = ()
    compared_with: str = ""  # targets of the hand gradients, in words
    asked_gradients: tuple[tuple[str, int], ...] = ()  # gradients that the program asks for: a name and its leaf
    lists: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # names of lists -> the nodes of their entries
    alternatives: tuple[Any, ...] = ()  # other readings of the text: see read.text.Alternative
    guards: tuple[GuardNode, ...] = ()
    assumed: Mapping[str, Any] = field(default_factory=dict)  # of names without a value: see read.defaults.Assumption
    dialect: str = "numpy"  # whose conventions the program follows
    halves: Halves | None = None  # of the graph of a backward pass
    loop: DrawnRound | None = None
    implied_loss: ImpliedLoss | None = None  # the loss that `seed` starts from, where it is known
    parameters: tuple[HeldParameter, ...] = ()  # registered by the library, those that the output does not need, too
    pinned: Mapping[str, Any] | None = None  # the values of free names that it holds for and no others
    judged_at: Mapping[str, float] = field(default_factory=dict)  # counts that hand gradients were matched at
    facts: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # see `fact`

    def fact(self, about: Callable[[Graph], T]) -> T:
        """`about(graph)`, computed once: what follows from the graph alone and is asked for again and again."""
        try:
            return cast(T, self.facts[about])
        except KeyError:
            return cast(T, self.facts.setdefault(about, about(self)))

    @property
    def output_name(self) -> str:
        """Name of the output: its name in the program, else a letter that no name of it has."""
        node = self.nodes[self.output if self.halves is None else self.halves.output]
        letters = ("f", "L", "J", "E") if not node.shape else ("f", "y", "z", "u")
        return node.name or next((letter for letter in letters if letter not in self.names), "out_")


def ancestors(graph: Graph, node: int) -> list[bool]:
    """Return, for each node, whether `node` depends on it (itself included)."""
    needed = [False] * len(graph.nodes)
    needed[node] = True
    for index in range(node, -1, -1):
        if needed[index]:
            for arg in graph.nodes[index].args:
                needed[arg] = True
    return needed


def variables(graph: Graph) -> dict[str, int]:
    """Return the leaves by which derivatives are taken: the free names that the output depends on.

    Where a program sets all numbers itself (`w = 2`, `W = randn(3, 4)`), these named numbers.
    """
    needed = ancestors(graph, graph.output)
    leaves = [node for node in graph.nodes if node.name is not None and not node.args and needed[node.id]]
    free = {str(leaf.name): leaf.id for leaf in leaves if leaf.op == INPUT}
    return free or {str(leaf.name): leaf.id for leaf in leaves}


def named_constants(graph: Graph) -> dict[int, str]:
    """Return the named leaves, and the named gates that are computed from numbers without a name, by node.

    An array whose entries were assigned one by one is none: an entry is read without it.
    """
    return _named_starts(graph, may_scale=False)


def starting_arrays(graph: Graph) -> dict[int, str]:
    """Return the `named_constants`, and the named arrays that a named number scales: `W = scale*randn(3, 2)`."""
    return _named_starts(graph, may_scale=True)


def _named_starts(graph: Graph, *, may_scale: bool) -> dict[int, str]:
    names = {node: name for name, node in reversed([*graph.names.items()])}
    names_by_node: dict[int, str] = {}
    plain: list[bool] = []  # it depends on no free name, on no named array and on no named gate
    unnamed: list[bool] = []  # nor on a named number
    for node in graph.nodes:
        name = names.get(node.id) or node.name
        starts = node.op not in (INPUT, "scatter")
        constant = starts and all(plain[arg] for arg in node.args)
        alone = starts and all(unnamed[arg] for arg in node.args)
        if name is not None and (not node.args or alone or (may_scale and constant and node.shape)):
            names_by_node[node.id] = name
        plain.append(constant and (name is None or (not node.args and not node.shape)))
        unnamed.append(alone and name is None)
    return names_by_node


def leaves_by_name(graph: Graph) -> dict[str, int]:
    """Return the leaves that a direction or a derivative may name: free names, and the `variables`."""
    free = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
    return {**free, **graph.fact(variables)}


def descendants(nodes: Sequence[GraphNode], node: int) -> set[int]:
    """Return the nodes that depend on `node`, itself included."""
    dependents = {node}
    for each in nodes[node + 1 :]:
        if not dependents.isdisjoint(each.args):
            dependents.add(each.id)
    return dependents


def constants(graph: Graph) -> list[bool]:
    """Return, for each node, whether it is a number made of unnamed literals alone, such as `2`, `1/2` or `sqrt(2)`."""
    carried = () if graph.loop is None else {each.before for each in graph.loop.carried}  # another number in each round
    constant: list[bool] = []
    for node in graph.nodes:
        plain = node.name is None and not node.shape and node.id not in carried
        constant.append(plain and (node.op == LITERAL or (bool(node.args) and all(constant[arg] for arg in node.args))))
    return constant
