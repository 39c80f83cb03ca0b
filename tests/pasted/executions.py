"""What PyTorch, JAX and micrograd do otherwise than NumPy when the oracle runs a program."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np

from .arrays import Float, as_array, flat, values_of
from .execution import Execution, Moves
from .program import Program
from .texts import NoAnswer

__all__ = ["execution", "float64"]

STOPPED = ("detach", "no_grad", ".data", ".item()", "backward", ".grad")
"""Words of a PyTorch program whose gradients differences cannot judge: a path is cut, or parameters move."""


def execution(program: Program, text: str, given: Mapping[str, Any], pins: Mapping[str, Any]) -> Execution:
    kinds = {"torch": TorchExecution, "jax": JaxExecution, "micrograd": MicrogradExecution}
    return kinds.get(program.written_for, Execution)(program, text, given, pins)


@contextmanager
def float64(library: str) -> Iterator[None]:
    """PyTorch in float64 alone, and a graph that outlives `backward()`: the oracle asks for more gradients of it.

    Of JAX its attention, whose softmax is in float32 whatever it is given.
    """
    if library == "jax":
        attention = importlib.import_module("jax._src.nn.functions")
        with patch.object(attention, "np", SimpleNamespace(**{**vars(np), "float32": np.float64})):
            yield
        return
    if library != "torch":
        yield
        return
    import torch

    tensor: Any = torch.Tensor
    kept = tensor.backward, tensor.float, torch.float32, torch.float, torch.get_default_dtype()

    def backward(self: Any, *args: Any, **kwargs: Any) -> Any:
        return kept[0](self, *args, **{**kwargs, "retain_graph": True})

    torch.set_default_dtype(torch.float64)
    torch.float32 = torch.float = torch.float64
    tensor.float, tensor.backward = tensor.double, backward
    try:
        yield
    finally:
        tensor.backward, tensor.float, torch.float32, torch.float, usual = kept
        torch.set_default_dtype(usual)


class TorchExecution(Execution):
    tracked = True  # whether leaves ask for gradients: a program that changes one in place cannot run with it

    def run(self, deltas: Mapping[str, Any]) -> tuple[dict[str, Any], Moves]:
        try:
            return super().run(deltas)
        except NoAnswer as problem:
            if not self.tracked or "in-place" not in str(problem):
                raise
            self.tracked = False
            return super().run(deltas)

    def labels(self, value: Any) -> Any:
        import torch

        return torch.tensor(value)

    def made(self, value: Any, delta: Any) -> Any:
        import torch

        array = np.array(value, dtype=float) + (0.0 if delta is None else delta)
        return torch.tensor(array, requires_grad=self.tracked)

    def leaf(self, value: Any) -> Any:
        import torch

        if not isinstance(value, torch.Tensor) or not value.is_floating_point():
            return value
        return value.detach().requires_grad_() if self.tracked or value.requires_grad else value

    def pinned(self, name: str, value: Any, pin: Float) -> Any:
        import torch

        super().pinned(name, value, pin)
        return torch.tensor(pin, requires_grad=value.requires_grad)

    def bind(self, moves: Moves, name: str, value: Any, constant: bool) -> Any:
        import torch

        if not isinstance(value, torch.nn.Module):
            return super().bind(moves, name, value, constant)
        with torch.no_grad():
            for path, parameter in value.named_parameters():
                full = f"{name}.{path}"
                if full in moves.pins:
                    parameter.copy_(torch.tensor(moves.pins[full]).reshape(parameter.shape))
                if full in moves.deltas:
                    parameter += torch.tensor(moves.deltas[full])
                moves.bound[full] = parameter
        return value

    def exact(
        self, sought: Sequence[str], out: str, loss: str | None, names: dict[str, Any], moves: Moves
    ) -> dict[str, Float]:
        import torch

        of = self.objective(out, loss, names)
        bound = {name: moves.bound[name] for name in sought}
        tensors = {
            name: value for name, value in bound.items() if isinstance(value, torch.Tensor) and value.requires_grad
        }
        zero = {name: np.zeros(tuple(tensor.shape)) for name, tensor in tensors.items()}
        if not tensors or not self.tracked:
            return {}
        if not of.requires_grad:
            return zero
        try:
            grads = torch.autograd.grad(of, list(tensors.values()), allow_unused=True, retain_graph=True)
        except RuntimeError:  # a leaf has been changed in place since
            return {}
        return {
            name: zero[name] if grad is None else grad.detach().numpy()
            for name, grad in zip(tensors, grads, strict=True)
        }

    def by_differences(self, found: Mapping[str, Float]) -> bool:
        return not found or not any(word in self.program.source for word in STOPPED)


class JaxExecution(Execution):
    def made(self, value: Any, delta: Any) -> Any:
        import jax.numpy as jnp

        return jnp.asarray(np.array(value, dtype=float)) + (0 if delta is None else delta)

    def exact(
        self, sought: Sequence[str], out: str, loss: str | None, names: dict[str, Any], moves: Moves
    ) -> dict[str, Float]:
        import jax

        sizes = {name: as_array(moves.bound[name]) for name in sought}
        zeros = {name: np.zeros(array.shape) for name, array in sizes.items() if array is not None}

        def forward(deltas: dict[str, Any]) -> Any:
            return self.objective(out, loss, self.run(deltas)[0]) * 1.0

        gradient = jax.grad(forward)
        # Compiling the whole once takes less time than compiling each of its operations.
        for way in (jax.jit(gradient), gradient):
            try:
                grads = way(zeros)
            except (NoAnswer, TypeError):  # a program that needs the number itself: `if x > 0`, then float(x)
                continue
            return {name: np.asarray(grad, dtype=float) for name, grad in grads.items()}
        return {}


class MicrogradExecution(Execution):
    def made(self, value: Any, delta: Any) -> Any:
        return values_of(super().made(value, delta).tolist())

    def exact(
        self, sought: Sequence[str], out: str, loss: str | None, names: dict[str, Any], moves: Moves
    ) -> dict[str, Float]:
        of = self.objective(out, loss, names)
        if not hasattr(of, "_prev"):
            return {}
        every(of, clear)
        for name in sought:
            for leaf in flat(moves.bound[name]):
                clear(leaf)
        of.backward()
        found = {}
        for name in sought:
            leaves = flat(moves.bound[name])
            if leaves and all(hasattr(leaf, "grad") for leaf in leaves):
                shape = np.shape(as_array(moves.bound[name]))
                found[name] = np.array([leaf.grad for leaf in leaves], dtype=float).reshape(shape)
        return found

    def by_differences(self, found: Mapping[str, Float]) -> bool:
        return not found


def clear(value: Any) -> None:
    if hasattr(value, "grad"):
        value.grad = 0


def every(value: Any, do: Callable[[Any], None]) -> None:
    """Call `do` with a value and all that it was made of."""
    stack, seen = [value], {id(value)}
    while stack:
        node = stack.pop()
        do(node)
        for before in node._prev:
            if id(before) not in seen:
                seen.add(id(before))
                stack.append(before)
