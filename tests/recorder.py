"""A small recorder for tests: runs a program and writes down its nodes and assignments, as a reader would.

It executes the tests' own programs, never anything else. What the product reads, it reads without executing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from chainrule.errors import Span
from chainrule.graph import INPUT, LITERAL, Assignment, Node
from chainrule.ops import OPS
from chainrule.replay import compute


class Mask:
    def __init__(self, tape: Tape, op: str, left: Any, right: Any) -> None:
        self.tape, self.op, self.left, self.right = tape, op, left, right

    def choose(self, then: Any, otherwise: Any) -> Array:
        return self.tape.emit(self.op, self.left, self.right, then, otherwise)

    def __mul__(self, other: Any) -> Any:
        return self.choose(1.0, 0.0) * other

    __rmul__ = __mul__

    def astype(self, _: Any) -> Any:
        return self.choose(1.0, 0.0)


class Array:
    """A mutable array: a place whose present version is a node."""

    __array_priority__ = 100
    __array_ufunc__ = None

    def __init__(self, tape: Tape, node: int) -> None:
        self.tape, self.node = tape, node

    @property
    def value(self) -> Any:
        return self.tape.values[self.node]

    @property
    def shape(self) -> tuple[int, ...]:
        return self.tape.nodes[self.node].shape

    @property
    def T(self) -> Any:
        return self.tape.emit("transpose", self) if len(self.shape) == 2 else self

    def __len__(self) -> int:
        return self.shape[0]

    def __float__(self) -> float:
        return float(self.value)

    def dot(self, other: Any) -> Any:
        return self.tape.dot(self, other)

    def sum(self, axis: Any = None, keepdims: bool = False) -> Any:
        return self.tape.emit("sum", self, axis=axis, keepdims=keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False) -> Any:
        return self.tape.emit("mean", self, axis=axis, keepdims=keepdims)

    def copy(self) -> Any:
        return Array(self.tape, self.node)

    def reshape(self, *shape: Any) -> Any:
        return self.tape.emit("reshape", self, shape=shape if len(shape) > 1 else shape[0])

    def __getitem__(self, key: Any) -> Any:
        key = key if isinstance(key, tuple) else (key,)
        listed = tuple(tuple(int(i) for i in item) if isinstance(item, range | np.ndarray | list) else item for item in key)
        return self.tape.emit("index", self, key=listed)

    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(key, Mask):
            self.node = key.choose(value, Array(self.tape, self.node)).node
            return
        spot = np.zeros(self.shape)
        spot[tuple(list(k) if isinstance(k, range) else k for k in key) if isinstance(key, tuple) else key] = 1.0
        old = Array(self.tape, self.node)
        if isinstance(value, Array) and value.shape not in ((), self.shape):  # spread the few entries over the array
            full = np.zeros((*self.shape, *value.shape))
            places = np.argwhere(spot)
            flat = full.reshape(*self.shape, -1)
            for row, place in enumerate(places):
                flat[(*place, row)] = 1.0
            value = self.tape.emit("sum", self.tape.array(flat) * value.reshape(-1), axis=-1, keepdims=False)
        self.node = self.tape.emit("where_eq", spot, 1.0, value, old).node

    def _binary(op: str, swap: bool = False) -> Any:  # type: ignore[misc]
        def run(self: Array, other: Any) -> Any:
            if isinstance(other, Mask):
                other = other.choose(1.0, 0.0)
            return self.tape.emit(op, *((other, self) if swap else (self, other)))

        return run

    def _inplace(op: str) -> Any:  # type: ignore[misc]
        def run(self: Array, other: Any) -> Any:
            if isinstance(other, Mask):
                other = other.choose(1.0, 0.0)
            made = self.tape.emit(op, self, other)
            if not self.shape:
                return made
            self.node = made.node
            return self

        return run

    def _compare(op: str) -> Any:  # type: ignore[misc]
        return lambda self, other: Mask(self.tape, op, self, other)

    __add__, __radd__, __iadd__ = _binary("add"), _binary("add", True), _inplace("add")
    __sub__, __rsub__, __isub__ = _binary("sub"), _binary("sub", True), _inplace("sub")
    __mul__, __rmul__, __imul__ = _binary("mul"), _binary("mul", True), _inplace("mul")
    __truediv__, __rtruediv__, __itruediv__ = _binary("div"), _binary("div", True), _inplace("div")
    __pow__, __rpow__ = _binary("pow"), _binary("pow", True)
    __gt__, __ge__ = _compare("where_gt"), _compare("where_ge")
    __lt__, __le__ = _compare("where_lt"), _compare("where_le")

    def __neg__(self) -> Any:
        return self.tape.emit("neg", self)

    def __matmul__(self, other: Any) -> Any:
        return self.tape.dot(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return self.tape.dot(other, self)


class Tape:
    def __init__(self, source: str, values: Mapping[str, Any]) -> None:
        self.source = source
        self.nodes: list[Node] = []
        self.values: list[Any] = []
        self.assignments: list[Assignment] = []
        self.inputs: dict[str, int] = {}
        self.last: dict[tuple[int, str], int] = {}
        self.scopes = 0
        self.span: Span | None = None
        space: dict[str, Any] = {"np": self.numpy(), "__tape__": self, "__scope__": 0}
        for name, value in values.items():
            number = np.asarray(value, dtype=np.float64)
            leaf = Node(len(self.nodes), INPUT, (), {}, number.shape, None, name, None)
            self.nodes.append(leaf)
            self.values.append(number if number.shape else float(number))
            self.inputs[name] = leaf.id
            space[name] = Array(self, leaf.id)
        tree = ast.fix_missing_locations(Recording(source).visit(ast.parse(source)))
        exec(compile(tree, "<test>", "exec"), space)

    def array(self, value: Any) -> Array:
        if isinstance(value, Array):
            return value
        if isinstance(value, list | tuple) and any(isinstance(item, Array) for item in value):
            return self.emit("stack", *value, axis=0)
        number = np.asarray(value, dtype=np.float64)
        params = {"value": number if number.shape else float(number)}
        return self._add(Node(len(self.nodes), LITERAL, (), params, number.shape, self.span, None, None), params["value"])

    def _add(self, node: Node, value: Any) -> Array:
        self.nodes.append(node)
        self.values.append(value)
        return Array(self, node.id)

    def emit(self, op: str, *args: Any, **params: Any) -> Array:
        given = tuple(self.array(arg).node for arg in args)
        shapes = [self.nodes[arg].shape for arg in given]
        params = {k: v for k, v in params.items() if v is not None or k == "axis"}
        node = Node(len(self.nodes), op, given, params, OPS[op].shape(*shapes, **params), self.span, None, None)
        return self._add(node, compute(node, [self.values[arg] for arg in given]))

    def dot(self, a: Any, b: Any) -> Any:
        a, b = self.array(a), self.array(b)
        return a * b if not a.shape or not b.shape else self.emit("matmul", a, b)

    def enter(self, bound: Mapping[str, Any]) -> int:
        self.scopes += 1
        for name, value in bound.items():
            self.note(self.scopes, name, value, None, True)
        return self.scopes

    def note(self, scope: int, name: str, value: Any, span: Any, alias: bool) -> None:
        if isinstance(value, tuple | list):
            return
        if not isinstance(value, Array):
            return
        key = (scope, name)
        place = Span(*span) if span else None
        self.assignments.append(Assignment(name, value.node, place, scope, self.last.get(key), alias))
        self.last[key] = value.node
        node = self.nodes[value.node]
        if node.name is None and scope == 0 and not alias:
            self.nodes[value.node] = node._replace(name=name)

    def literal(self, value: float) -> Any:
        return self.array(float(value))

    def numpy(self) -> Any:
        emit = self.emit

        def unary(op: str) -> Any:
            return lambda x, axis=None: emit(op, x)

        def reduce(op: str) -> Any:
            return lambda x, axis=None, keepdims=False: emit(op, x, axis=axis, keepdims=keepdims)

        def zeros(shape: Any) -> Any:
            return self.array(np.zeros(shape))

        random = np.random.default_rng(0)
        return SimpleNamespace(
            **{op: unary(op) for op in ("exp", "log", "tanh", "sqrt", "sin", "cos", "abs")},
            sum=reduce("sum"), mean=reduce("mean"), max=reduce("amax"),
            dot=self.dot, matmul=self.dot,
            maximum=lambda a, b: emit("maximum", a, b),
            square=lambda a: self.array(a) ** 2,
            multiply=lambda a, b: self.array(a) * b,
            outer=lambda a, b: emit("outer", a, b),
            zeros=zeros, ones=lambda shape: self.array(np.ones(shape)),
            zeros_like=lambda a: zeros(a.shape), ones_like=lambda a: self.array(np.ones(a.shape)),
            array=lambda a, copy=True: self.array(a).copy(), copy=lambda a: a.copy(),
            arange=np.arange,
            where=lambda mask, a, b: mask.choose(a, b),
            random=SimpleNamespace(randn=lambda *shape: emit("randn", seed=int(random.integers(1 << 30)), shape=shape)),
        )  # fmt: skip


class Recording(ast.NodeTransformer):
    """Adds a note after each assignment."""

    def __init__(self, source: str) -> None:
        self.source = source

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        names = [argument.arg for argument in node.args.args]
        start = ast.parse(f"__scope__ = __tape__.enter(dict({', '.join(f'{n}={n}' for n in names)}))").body
        node.body = [*start, *node.body]
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        alias = isinstance(node.value, ast.Name | ast.Tuple)
        span = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        number = node.value.operand if isinstance(node.value, ast.UnaryOp) else node.value
        if isinstance(number, ast.Constant) and isinstance(number.value, int | float):
            node.value = ast.parse(f"__tape__.literal({ast.unparse(node.value)})", mode="eval").body
        made: list[ast.stmt] = [node]
        for target in node.targets:
            for part in target.elts if isinstance(target, ast.Tuple) else [target]:
                made += self._note(part, span, alias)
        return made

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        span = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        return [node, *self._note(node.target, span, False)]

    def _note(self, target: ast.expr, span: Any, alias: bool) -> list[ast.stmt]:
        if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Constant):
            target, alias = target.value, False  # an entry was set: the array has a new version
        text = ast.unparse(target)
        return ast.parse(f"__tape__.note(__scope__, {text!r}, {text}, {span}, {alias})").body
