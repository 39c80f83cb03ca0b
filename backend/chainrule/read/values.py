"""Values of names while a program is read: numbers of the graph, and the objects around them.

Python's own `bool`, `str`, `None`, `tuple`, `slice` and `range` stand for themselves; no attribute of them is ever
looked up in Python (see `objects`). Everything else is one of the classes below.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import Span
from ..graph import Shape

if TYPE_CHECKING:
    import ast

    from .compile import CompiledCode

__all__ = [
    "ABSENT",
    "PICTURES",
    "BoundMethod",
    "Builtin",
    "Class",
    "NumberComparison",
    "Const",
    "DefaultDict",
    "Environment",
    "FreeObject",
    "ProgramFunction",
    "Gradient",
    "Ignored",
    "Instance",
    "Items",
    "Module",
    "Number",
    "FunctionParameters",
    "SetOfItems",
    "Stack",
    "Super",
    "Value",
    "ArrayView",
]

# What libraries of pictures, and what they give, are called.
PICTURES = frozenset({"plt", "sns", "pylab", "matplotlib", "mpl", "px", "go", "fig", "ax", "axs", "axes"})

Value: TypeAlias = Any  # an entry of the interpreter's stack: one of the classes here, or a plain object of Python
Stack = list[Value]
ABSENT = object()  # what an attribute is that does not exist: one that does may be None


MOST_STEPS = 1_000  # of a constant's own computation that are kept, to be drawn


class Const:
    """A number known from the text alone. It becomes a node only where it meets a number of the graph.

    `op` and `args` say how it was computed, so that `2*3*x` is drawn as it is written. A number that was counted up
    in more than `MOST_STEPS` steps is taken for what it is: nobody draws them, and they would all stay in memory.
    """

    __slots__ = ("args", "entry_of", "name", "node", "op", "span", "steps", "value")

    def __init__(
        self, value: float, span: Span | None = None, op: str | None = None, args: tuple[Const, ...] = ()
    ) -> None:
        self.value = value  # an int or a float, as Python would have it
        self.span = span
        self.steps = 0
        if args:
            steps = 1 + max([arg.steps for arg in args])
            if steps > MOST_STEPS:
                op, args = None, ()
            else:
                self.steps = steps
        self.op = op
        self.args = args
        self.name: str | None = None
        self.node: int | None = None
        self.entry_of: tuple[int, tuple[int, ...]] | None = None  # the array of a named list and its place there

    @property
    def is_plain(self) -> bool:
        """Return whether it is a number alone: not computed, without a name or a gate, and no entry of a list."""
        return self.op is None and self.name is None and self.node is None and self.entry_of is None

    @property
    def is_nameless(self) -> bool:
        """Return whether it was not computed, and no line gave it a name: a library's pi."""
        return self.op is None and self.name is None and self.entry_of is None

    def __repr__(self) -> str:
        return f"Const({self.value!r})"


class Number:
    """A number or array of the graph. Two names of one array hold the same Number, so that both see a change.

    `kind` is what NumPy's dtype would say: "float", "int" or "bool".
    """

    __slots__ = ("kind", "node")

    def __init__(self, node: int, kind: str = "float") -> None:
        self.node = node
        self.kind = kind

    def __repr__(self) -> str:
        return f"Number({self.node})"


class ArrayView:
    """A part or rearrangement of an array that shares its memory: `x[1:]`, `x.T`. Reading makes one gate a version.

    `op` and `params` read it from the base; `back` puts a changed value into the base: `back(base node, new node)`.
    """

    __slots__ = ("back", "base", "kind", "node", "op", "params", "shape", "span", "version")

    def __init__(
        self,
        base: Number | ArrayView,
        op: str,
        params: Mapping[str, Any],
        back: Callable[[int, int], int],
        shape: Shape,
        span: Span | None,
    ) -> None:
        self.base = base
        self.op = op
        self.params = params
        self.back = back
        self.shape = shape
        self.span = span
        self.kind: str = base.kind
        self.node = -1  # the node of the last reading, of the base as it was at `version`
        self.version = -1


class Gradient:
    """d(output)/d(wrt), asked for and not computed on: no node is made for it."""

    __slots__ = ("differentiable", "gradient_node", "output", "owner", "place", "seed", "shape", "wrt")

    def __init__(self, output: int, wrt: int, seed: int | None, shape: Shape, place: ast.AST) -> None:
        self.output = output
        self.wrt = wrt
        self.seed = seed  # the node of dL/d(output); None: ones
        self.shape = shape
        self.place = place  # where it was asked for
        self.gradient_node = -1  # its node, once the program computed on with it
        self.owner: Value = None  # the array whose `.grad` it is
        self.differentiable = False  # asked for with `create_graph=True`, to be computed on with


class FreeObject:
    """A name or attribute that the program does not set: a leaf where it is used as a number, and an object with
    whatever it is asked for where it is used as one, as in `params['W1']` or `self.weights`."""

    __slots__ = ("attributes", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.attributes: dict[str, Value] = {}  # those that the program set, and the objects that it asked for


class NumberComparison:
    """`left < right` of two numbers: a mask where a number is needed, a guard where a path is chosen."""

    __slots__ = ("left", "node", "op", "right", "span")

    def __init__(self, op: str, left: int, right: int, span: Span | None) -> None:
        self.op = op  # ">", ">=", "<", "<=", "==" or "!="
        self.left = left
        self.right = right
        self.span = span
        self.node = -1  # the mask, once it was needed


class Items(list[Value]):
    """A list of the program. Where an array is needed its entries are stacked, once as long as they stay the same."""

    __slots__ = ("made_from", "name", "node")

    def __init__(self, values: Any = ()) -> None:
        super().__init__(values)
        self.name: str | None = None
        self.node = -1
        self.made_from: tuple[Value, ...] = ()


class DefaultDict(dict[Value, Value]):
    """`defaultdict(factory)`: a missing key gets what `factory` makes."""

    def __init__(self, factory: Value) -> None:
        super().__init__()
        self.factory = factory


class SetOfItems(dict[Value, None]):
    """A set of the program, in the order in which its entries came."""


class Environment:
    """The names of one scope. `scope` is 0 at the top and a number of its own in every call of a function."""

    __slots__ = ("names", "outer", "scope", "shared")

    def __init__(self, outer: Environment | None = None, scope: int = 0) -> None:
        self.names: dict[str, Value] = {}
        self.outer = outer
        self.scope = scope
        self.shared: dict[str, Environment] = {}  # names declared `global` or `nonlocal`, and whose they are


@dataclass(frozen=True, slots=True)
class FunctionParameters:
    """The parameters of a function, as Python has them."""

    names: tuple[str, ...]  # by position or by name
    keyword_only: tuple[str, ...] = ()
    star: str | None = None
    double_star: str | None = None
    positional_only: int = 0


@dataclass(slots=True, eq=False)
class ProgramFunction:
    """A function of the program, or of the prelude (`local` then is what its closed gate shows)."""

    name: str
    code: CompiledCode
    parameters: FunctionParameters
    defaults: Mapping[str, Value]
    outer: Environment | None
    local: tuple[str, ...] = ()  # the closed gate's local gradient for each parameter
    of_library: bool = False  # its gates stand at the place of the call
    derivative: ProgramFunction | None = None  # `f.derivative = ...`
    attributes: dict[str, Value] = field(default_factory=dict)
    prelude: bool = False  # a formula of the prelude: comparisons in it stay gates, of constants, too
    hidden: bool = False  # draws no frame of its own: a comprehension, a class body


@dataclass(slots=True, eq=False)
class Class:
    """A class of the program or of a library written in the language."""

    name: str
    bases: tuple[Class, ...]
    attributes: dict[str, Value]
    order: tuple[Class, ...] = ()  # itself, then its bases: where attributes are looked up
    annotations: tuple[str, ...] = ()  # the names of its body that have a type, in order
    statement: ast.ClassDef | None = None  # where the program itself defines it; None for a library's

    def find(self, name: str) -> Value | None:
        """Return an attribute of the class or of one that it inherits from; None where there is none."""
        for place in self.order:
            if name in place.attributes:
                return place.attributes[name]
        return None


@dataclass(slots=True, eq=False)
class Instance:
    """An object of a class of the program."""

    cls: Class
    attributes: dict[str, Value] = field(default_factory=dict)
    open: bool = False  # unset attributes are free: its constructor was not run


@dataclass(slots=True, eq=False)
class Super:
    """`super()`: the object, and the classes behind its own in which attributes are looked up."""

    owner: Instance
    order: tuple[Class, ...]


@dataclass(slots=True, eq=False)
class BoundMethod:
    """`owner.method` of an instance or class, waiting for its call."""

    owner: Value
    function: Value


@dataclass(slots=True, eq=False)
class Builtin:
    """A function of a library: `run(call)` gives its result. A method has its owner bound as the first argument."""

    name: str  # as it is written: "np.exp", ".sum"
    run: Callable[[Any], Value]
    owner: Value | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """`np`, `torch.nn`: what follows the dot is looked up in the table of that module."""

    path: str
    spelling: str  # as the program calls it


@dataclass(frozen=True, slots=True)
class Ignored:
    """Object that computes nothing here: plotting, logging, progress bars. Its calls are skipped, arguments and all."""

    name: str
