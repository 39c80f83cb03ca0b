"""The oracle: runs the text of a row with the real library and says what comes out and what its gradients are.

Gradients come from PyTorch, JAX or micrograd where the program is theirs, else from central differences with one step
of Richardson's extrapolation, and from SymPy for formulas that are given as such.
"""

from __future__ import annotations

import ast
import symtable
import types
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .libraries import namespace
from .names import find
from .program import LATER, Program

__all__ = ["Answer", "NoAnswer", "bound_once", "free_names", "run", "under_the_names_of"]

Float = NDArray[np.float64]
QUIET = ("print", "assert", "backward", "zero_grad", "step", "show", "plot", "seed", "manual_seed", "train", "eval")


class NoAnswer(Exception):
    """The oracle could not run a row: a fault of the table, or of the values that the trace offered."""


@dataclass
class Answer:
    """What one run gave. Arrays are float64; an entry of a gradient that has none (a kink) is nan.

    outputs: for each pair of (out, loss) of the row: the value and the gradient of every name asked for.
    named: every name at the end that is a number or an array.
    shared: names that were two names of one array, or whose entries were changed: what their own gradient is depends on
        the moment, and it is not compared.
    truth: hand-written gradient -> (the number at the end of the program, the true one), where it has one.
    """

    outputs: list[tuple[Float, dict[str, Float]]] = field(default_factory=list)
    named: dict[str, Float] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    truth: dict[str, tuple[Float, Float]] = field(default_factory=dict)


@dataclass
class Moves:
    """What the hooks in the program are told: values to put in place, and what to add at the first binding."""

    pins: Mapping[str, Any]
    deltas: Mapping[str, Any] = field(default_factory=dict)
    bound: dict[str, Any] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    first: dict[str, Any] = field(default_factory=dict)


def run(
    program: Program, *, given: Mapping[str, Any], pins: Mapping[str, Any], wanted: Iterable[str], named: bool = True
) -> Answer:
    """Run the row with `given` for its free names and `pins` for what it draws at random."""
    text = program.source if program.twin is None else program.twin
    given = under_the_names_of(text, given)
    if program.library == "sympy":
        return _symbolic(program, text, given)
    judge = _Judge(program, text, given, pins)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return judge.answer(list(wanted), named)
        finally:
            judge.close()


def under_the_names_of(text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values under the spelling that the text has for their names: `lambda_` for λ, `yhat` for ŷ."""
    given = dict(values)
    for name in free_names(text) - given.keys():
        if (key := find(name, given)) is not None:
            given = {name if other == key else other: value for other, value in given.items()}
    return given


class _Judge:
    def __init__(self, program: Program, text: str, given: Mapping[str, Any], pins: Mapping[str, Any]) -> None:
        self.program = program
        self.library = program.library
        self.given = given
        self.pins = pins
        self.code, self.last = _instrumented(text, tuple(given))
        pairs = ((program.out, program.loss), *program.also)
        self.pairs = [(self.last if out in (None, LATER) else out, loss) for out, loss in pairs]
        if self.library == "torch":
            import torch

            self.torch = torch
            tensor = torch.Tensor
            self.kept = tensor.backward, tensor.float, torch.float32, torch.float, torch.get_default_dtype()
            torch.set_default_dtype(torch.float64)
            torch.float32 = torch.float = torch.float64
            tensor.float = tensor.double
            tensor.backward = _keep_graph(tensor.backward)

    def close(self) -> None:
        if self.library == "torch":
            torch, tensor = self.torch, self.torch.Tensor
            tensor.backward, tensor.float, torch.float32, torch.float, usual = self.kept
            torch.set_default_dtype(usual)

    # One run of the program.

    def execute(self, deltas: Mapping[str, Any], *, tracked: bool = True) -> tuple[dict[str, Any], Moves]:
        names = namespace(self.library)
        moves = Moves(self.pins, deltas)
        for name, value in self.given.items():
            names[name] = self.made(name, value, deltas.get(name), tracked)
            moves.bound[name] = names[name]

        def bind(name: str, value: Any, constant: bool) -> Any:
            return self.bound(moves, name, value, constant, tracked)

        names["__bind__"] = bind
        try:
            exec(self.code, names)
        except Exception as problem:
            raise NoAnswer(f"{type(problem).__name__}: {problem}") from problem
        return names, moves

    def made(self, name: str, value: Any, delta: Any, tracked: bool) -> Any:
        """A free name's value, as this library holds it."""
        if name in self.program.labels:
            whole = np.asarray(value).astype(int)
            if self.library == "torch":
                return self.torch.tensor(whole)
            return int(whole) if whole.ndim == 0 else whole
        array = np.array(value, dtype=float)
        if self.library == "jax":
            import jax.numpy as jnp

            return jnp.asarray(array) + (0 if delta is None else delta)
        if delta is not None:
            array = array + delta
        if self.library == "torch":
            return self.torch.tensor(array, requires_grad=tracked)
        if self.library == "micrograd":
            return _values(array.tolist())
        return np.float64(array) if array.ndim == 0 else array

    def bound(self, moves: Moves, name: str, value: Any, constant: bool, tracked: bool) -> Any:
        first = name not in moves.bound
        if self.library == "torch" and isinstance(value, self.torch.nn.Module):
            return self.module(moves, name, value)
        if name in moves.pins and first:
            value = _pinned(name, value, moves.pins[name], self)
        if first and isinstance(value, np.ndarray | np.floating):
            others = [other for other, array in moves.bound.items() if array is value]
            moves.shared.update([name, *others] if others else ())
        if first and name in moves.deltas:
            value = _moved(value, moves.deltas[name])
        if first:
            if constant:
                moves.constants.add(name)
                if self.library == "torch" and isinstance(value, self.torch.Tensor) and value.is_floating_point():
                    value = value.detach().requires_grad_() if tracked or value.requires_grad else value
            moves.bound[name] = value
            if isinstance(value, np.ndarray):
                moves.first[name] = value.copy()
        return value

    def module(self, moves: Moves, name: str, module: Any) -> Any:
        with self.torch.no_grad():
            for path, parameter in module.named_parameters():
                full = f"{name}.{path}"
                if full in moves.pins:
                    parameter.copy_(self.torch.tensor(moves.pins[full]).reshape(parameter.shape))
                if full in moves.deltas:
                    parameter += self.torch.tensor(moves.deltas[full])
                moves.bound[full] = parameter
                moves.constants.add(full)
        return module

    # What the names mean at the end.

    def evaluate(self, expression: str, names: dict[str, Any]) -> Any:
        try:
            return eval(expression, names)
        except Exception as problem:
            raise NoAnswer(f"`{expression}`: {type(problem).__name__}: {problem}") from problem

    def objective(self, out: str, loss: str | None, names: dict[str, Any]) -> Any:
        if loss is not None:
            found = self.evaluate(loss, names)
            return found.sum() if hasattr(found, "sum") else found
        value = self.evaluate(out, names)
        value = value[0] if isinstance(value, tuple) else value
        if self.program.upstream is not None:
            value = value * np.array(self.program.upstream, dtype=float)
        if isinstance(value, list):
            return sum(np.sum(part) if not hasattr(part, "data") else part for part in value)
        if self.library == "torch":
            return value.sum()
        return value if self.library == "micrograd" else value.sum() if hasattr(value, "sum") else value

    def answer(self, wanted: Sequence[str], named: bool) -> Answer:
        tracked = True
        try:
            names, moves = self.execute({})
        except NoAnswer as problem:
            if self.library != "torch" or "in-place" not in str(problem):
                raise
            tracked = False
            names, moves = self.execute({}, tracked=False)
        changed = {name for name, first in moves.first.items() if not np.array_equal(first, moves.bound[name])}
        found = Answer(shared=moves.shared | changed)
        sought = [name for name in dict.fromkeys([*wanted, *self.program.grads.values()]) if name in moves.bound]
        for out, loss in self.pairs:
            value = self.evaluate(out, names)
            value = as_array(value[0] if isinstance(value, tuple) else value)
            if value is None:
                raise NoAnswer(f"the output `{out}` is no number")
            gradients = {} if self.program.large else self.gradients(sought, out, loss, names, moves, tracked)
            found.outputs.append((value, gradients))
        if named:
            for name, value in list(names.items()):
                array = None if name.startswith("__") else as_array(value)
                if array is not None and array.size <= 4_096:
                    found.named[name] = array
        for name, of in self.program.grads.items():
            mine, true = as_array(names.get(name)), found.outputs[0][1].get(of)
            if mine is not None and true is not None:
                found.truth[name] = mine, -true if name in self.program.negative else true
        return found

    # Gradients.

    def gradients(
        self, sought: Sequence[str], out: str, loss: str | None, names: dict[str, Any], moves: Moves, tracked: bool
    ) -> dict[str, Float]:
        if self.library == "micrograd":
            return self.by_micrograd(sought, out, loss, names, moves)
        if self.library == "jax":
            try:
                return self.by_jax(sought, out, loss, moves)
            except (NoAnswer, TypeError):
                pass
        rest = list(sought)
        found: dict[str, Float] = {}
        if self.library == "torch" and tracked:
            found = self.by_torch(sought, self.objective(out, loss, names), moves)
            rest = [name for name in sought if name not in found]
            text = self.program.source
            if found and any(word in text for word in ("detach", "no_grad", ".data", ".item()", "backward", ".grad")):
                rest = []
        for name in rest:
            difference = self.by_differences(name, out, loss, moves)
            if difference is not None:
                found[name] = difference
        return found

    def by_torch(self, sought: Sequence[str], loss: Any, moves: Moves) -> dict[str, Float]:
        torch = self.torch
        tensors = {
            name: moves.bound[name]
            for name in sought
            if isinstance(moves.bound[name], torch.Tensor) and moves.bound[name].requires_grad
        }
        if not tensors:
            return {}
        if not loss.requires_grad:
            return {name: np.zeros(tuple(tensor.shape)) for name, tensor in tensors.items()}
        try:
            grads = torch.autograd.grad(loss, list(tensors.values()), allow_unused=True, retain_graph=True)
        except RuntimeError:
            return {}
        zero = {name: np.zeros(tuple(tensor.shape)) for name, tensor in tensors.items()}
        return {
            name: zero[name] if grad is None else grad.detach().numpy()
            for name, grad in zip(tensors, grads, strict=True)
        }

    def by_jax(self, sought: Sequence[str], out: str, loss: str | None, moves: Moves) -> dict[str, Float]:
        import jax

        sizes = {name: as_array(moves.bound[name]) for name in sought}
        zeros = {name: np.zeros(array.shape) for name, array in sizes.items() if array is not None}

        def forward(deltas: dict[str, Any]) -> Any:
            names, _ = self.execute(deltas)
            return self.objective(out, loss, names) * 1.0

        try:
            grads = jax.grad(forward)(zeros)
        except Exception as problem:
            raise NoAnswer(str(problem)) from problem
        return {name: np.asarray(grad, dtype=float) for name, grad in grads.items()}

    def by_micrograd(
        self, sought: Sequence[str], out: str, loss: str | None, names: dict[str, Any], moves: Moves
    ) -> dict[str, Float]:
        value = self.objective(out, loss, names)
        if not hasattr(value, "_prev"):
            return {}
        stack, seen = [value], {id(value)}
        while stack:
            node = stack.pop()
            node.grad = 0
            for before in node._prev:
                if id(before) not in seen:
                    seen.add(id(before))
                    stack.append(before)
        for name in sought:
            for leaf in _flat(moves.bound[name]):
                if hasattr(leaf, "grad"):
                    leaf.grad = 0
        value.backward()
        found = {}
        for name in sought:
            leaves = _flat(moves.bound[name])
            if leaves and all(hasattr(leaf, "grad") for leaf in leaves):
                shape = np.shape(as_array(moves.bound[name]))
                found[name] = np.array([leaf.grad for leaf in leaves], dtype=float).reshape(shape)
        return found

    def by_differences(self, name: str, out: str, loss: str | None, moves: Moves) -> Float | None:
        here = as_array(self.given[name] if name in self.given else moves.bound[name])
        whole = np.asarray(moves.bound[name]) if not hasattr(moves.bound[name], "detach") else None
        if here is None or name in self.program.labels or (whole is not None and whole.dtype.kind == "b"):
            return None
        if here.size > 200:
            return None

        def value(delta: Float) -> float:
            names, _ = self.execute({name: delta}, tracked=self.library != "torch")
            return float(self.objective(out, loss, names))

        try:
            return differences(value, here)
        except (NoAnswer, TypeError, ValueError):
            return None


def differences(value: Callable[[Float], float], here: Float) -> Float:
    """The gradient of `value(delta)` at 0, one entry at a time; nan where the two sides differ (a kink)."""
    found = np.empty(here.shape)
    for place in np.ndindex(here.shape):
        found[place] = _slope(value, here, place)
    return found


def _slope(value: Callable[[Float], float], here: Float, place: tuple[int, ...]) -> float:
    def at(h: float) -> float:
        delta = np.zeros(here.shape)
        delta[place] = h
        return value(delta)

    middle: float | None = None
    for relative in (1e-3, 1e-5):
        h = relative * max(abs(float(here[place])), 0.1)
        outer = (at(h) - at(-h)) / (2 * h)
        inner = (at(h / 2) - at(-h / 2)) / h
        if abs(outer - inner) <= 1e-4 * max(1.0, abs(inner)):
            middle = middle if middle is not None else at(0.0)
            right, left = (at(h / 2) - middle) / (h / 2), (middle - at(-h / 2)) / (h / 2)
            if abs(right - left) <= 0.02 * max(1.0, abs(inner)):
                return (4 * inner - outer) / 3
    return float("nan")


# Values of all libraries.


def as_array(value: Any) -> Float | None:
    """As float64, or None for what is no number or array of numbers."""
    if isinstance(value, str | bytes | dict | set | range | types.ModuleType | None) or callable(value):
        return None
    if hasattr(value, "_prev"):
        value = value.data
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    if isinstance(value, list | tuple) and value and all(hasattr(leaf, "_prev") for leaf in _flat(value)):
        value = _data(value)
    if isinstance(value, list) and any(hasattr(part, "detach") for part in value):
        value = [part.detach().numpy() if hasattr(part, "detach") else part for part in value]
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return None
    if array.dtype.kind not in "bifu":
        try:
            array = np.asarray(value, dtype=float)
        except (ValueError, TypeError):
            return None
    return np.array(array, dtype=np.float64)


def _values(value: Any) -> Any:
    from micrograd.engine import Value

    return [_values(part) for part in value] if isinstance(value, list) else Value(value)


def _flat(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in _flat(part)]
    return [value]


def _data(value: Any) -> Any:
    return [_data(part) for part in value] if isinstance(value, list | tuple) else value.data


def _pinned(name: str, value: Any, pin: Any, judge: _Judge) -> Any:
    array = np.array(pin, dtype=float)
    drawn = as_array(value)
    if drawn is None or drawn.shape != array.shape:
        raise NoAnswer(f"`{name}` is {None if drawn is None else drawn.shape}, in the trace {array.shape}")
    if judge.library == "torch":
        return judge.torch.tensor(array, requires_grad=value.requires_grad)
    return array if array.ndim else float(array)


def _moved(value: Any, delta: Any) -> Any:
    if hasattr(value, "detach"):
        import torch

        return (value.detach() + torch.as_tensor(delta)).requires_grad_(value.requires_grad and value.is_leaf)
    if isinstance(value, list):
        return (np.array(value, dtype=float) + delta).tolist()
    moved = value + delta
    return (
        float(moved) if isinstance(value, int | float) and np.ndim(moved) == 0 and not hasattr(moved, "aval") else moved
    )


def _keep_graph(backward: Callable[..., Any]) -> Callable[..., Any]:
    def kept(self: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs["retain_graph"] = True
        return backward(self, *args, **kwargs)

    return kept


# The hooks: every assignment of a plain name at the top of the program says what it binds.


@lru_cache(maxsize=4096)
def _instrumented(text: str, given: tuple[str, ...]) -> tuple[Any, str]:
    """The code with its hooks, and the expression that the program computes last."""
    try:
        tree = ast.parse(text)
    except SyntaxError as problem:
        raise NoAnswer(f"not Python: {problem}") from problem
    last = _last(tree.body) or "None"
    known = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    known |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)} | set(given)
    body: list[ast.stmt] = []
    final = tree.body[-1] if tree.body else None
    for statement in tree.body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            statement = ast.copy_location(ast.Assign([statement.target], statement.value), statement)
        after: list[ast.stmt] = []
        if isinstance(statement, ast.Assign):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            target, value = statement.targets[0], statement.value
            if names:
                statement.value = _hook(names[0], value, known)
            elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                value.elts = [
                    _hook(left.id, right, known) if isinstance(left, ast.Name) else right
                    for left, right in zip(target.elts, value.elts, strict=True)
                ]
            elif isinstance(target, ast.Tuple | ast.List):
                for part in target.elts:
                    if isinstance(part, ast.Name):
                        load = ast.Name(part.id, ast.Load())
                        after.append(ast.Assign([ast.Name(part.id, ast.Store())], _hook(part.id, load, known)))
        if statement is final and isinstance(statement, ast.Expr) and last == "__last__":
            statement = ast.Assign([ast.Name("__last__", ast.Store())], statement.value)
        body += [statement, *after]
    module = ast.fix_missing_locations(ast.Module(body, []))
    return compile(module, "<pasted>", "exec"), last


def _hook(name: str, value: ast.expr, known: set[str]) -> ast.expr:
    loads = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return ast.Call(ast.Name("__bind__", ast.Load()), [ast.Constant(name), value, ast.Constant(not loads & known)], [])


def _last(body: list[ast.stmt]) -> str | None:
    """What the program computes last: `__last__` for an expression, else the name that is assigned last."""
    for statement in reversed(body):
        if isinstance(statement, ast.Expr):
            call = statement.value
            if isinstance(call, ast.Constant):
                continue
            if isinstance(call, ast.Call):
                function = call.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name in QUIET:
                    continue
            return "__last__" if statement is body[-1] else ast.unparse(call)
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if isinstance(target, ast.Tuple | ast.List):
                target = target.elts[0]
            while isinstance(target, ast.Subscript | ast.Starred):
                target = target.value
            return ast.unparse(target)
        if isinstance(statement, ast.For | ast.While | ast.With | ast.If):
            inner = _last([*statement.body])
            if inner is not None:
                return inner
    return None


def free_names(text: str) -> set[str]:
    """The names that a Python text takes from outside: loaded, and set nowhere at its top."""
    try:
        top = symtable.symtable(text, "<pasted>", "exec")
    except SyntaxError:
        return set()
    loaded, tables = set(), [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        loaded |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (table is top or symbol.is_global())
        }
    outside = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return loaded - outside


def bound_once(text: str) -> set[str]:
    """The names that a Python text binds exactly once, outside every loop and function."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set()
    count: dict[str, int] = {}
    for statement in tree.body:
        nested = isinstance(statement, ast.For | ast.While | ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                count[node.id] = count.get(node.id, 0) + (2 if nested else 1)
            elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
                base: ast.expr = node
                while isinstance(base, ast.Subscript | ast.Attribute):
                    base = base.value
                if isinstance(base, ast.Name):
                    count[base.id] = count.get(base.id, 0) + 2
    return {name for name, times in count.items() if times == 1}


# Formulas, by SymPy.


def _symbolic(program: Program, text: str, given: Mapping[str, Any]) -> Answer:
    import sympy

    names: dict[str, Any] = {name: getattr(sympy, name) for name in dir(sympy) if not name.startswith("_")}
    names.update(abs=sympy.Abs, arcsin=sympy.asin, arccos=sympy.acos, arctan=sympy.atan, ln=sympy.log, e=sympy.E)
    names.update(sigmoid=lambda x: 1 / (1 + sympy.exp(-x)), max=sympy.Max, min=sympy.Min, where=_piecewise(sympy))
    symbols = {name: sympy.Symbol(name, real=True) for name in given}
    names.update(symbols)
    code, last = _instrumented(text, tuple(given))
    names["__bind__"] = lambda name, value, constant: value
    found = Answer()
    point = {symbols[name]: sympy.Float(repr(float(value)), 30) for name, value in given.items()}
    try:
        exec(code, names)
        for out, loss in ((program.out, program.loss), *program.also):
            value = sympy.sympify(eval(out or last, names))
            of = sympy.sympify(eval(loss, names)) if loss else value
            gradients = {
                name: np.array(float(sympy.diff(of, symbol).subs(point).evalf(20))) for name, symbol in symbols.items()
            }
            found.outputs.append((np.array(float(value.subs(point).evalf(20))), gradients))
    except Exception as problem:
        raise NoAnswer(f"{type(problem).__name__}: {problem}") from problem
    return found


def _piecewise(sympy: Any) -> Callable[[Any, Any, Any], Any]:
    return lambda test, yes, no: sympy.Piecewise((yes, test), (no, True))
