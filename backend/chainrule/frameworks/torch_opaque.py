"""A call of PyTorch that is not read here: its results, and their Jacobians by autograd, at the inputs of the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

__all__ = ["COMPLEX", "JACOBIAN_ENTRIES", "Opaque", "OpaqueCall", "jacobians"]

JACOBIAN_ENTRIES = 1_000_000  # of one result by one argument
FORMED = 4_096  # a Jacobian of at most this many entries is formed before it is tried whether it is diagonal
PROBES = 3  # random upstream gradients that tell a diagonal Jacobian
COMPLEX = "its numbers are complex"
SAME = 1e-12  # relative


class Opaque(Exception):
    """A call cannot be recorded as one gate; the message says why."""


@dataclass(frozen=True, slots=True)
class OpaqueCall:
    """The arguments of a call as they were before it ran."""

    function: Callable[..., Any]
    args: Any
    kwargs: Mapping[str, Any]
    copies: Mapping[int, torch.Tensor]  # by identity of each tensor in the arguments: its numbers then
    random_state: torch.Tensor

    @classmethod
    def of(
        cls, function: Callable[..., Any], args: Any, kwargs: Mapping[str, Any], tensors: Sequence[torch.Tensor]
    ) -> OpaqueCall:
        """Return the call with copies of its tensors and the state of the random numbers, before it runs."""
        copies = {id(tensor): tensor.detach().clone() for tensor in tensors}
        return cls(function, args, kwargs, copies, torch.get_rng_state())

    def again(self, moving: Sequence[torch.Tensor]) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
        """Run it on copies: the copies of `moving`, which carry gradients, and the tensors among its results.

        Of random numbers the same are drawn; the generator is left as it was.
        """
        leaves = [self.copies[id(tensor)].clone().requires_grad_() for tensor in moving]
        copies = dict(self.copies)
        for tensor, leaf in zip(moving, leaves, strict=True):
            copies[id(tensor)] = leaf.clone()  # a leaf itself may not be changed in place
        state = torch.get_rng_state()
        torch.set_rng_state(self.random_state)
        try:
            with torch.enable_grad():
                result = self.function(*_replaced(self.args, copies), **_replaced(dict(self.kwargs), copies))
        finally:
            torch.set_rng_state(state)
        parts = list(result) if isinstance(result, tuple | list) else [result]
        return leaves, [part for part in parts if isinstance(part, torch.Tensor)]


def _replaced(value: Any, tensors: Mapping[int, torch.Tensor]) -> Any:
    """Nested arguments with other tensors in them. Arguments are nested as deep as a caller wrote them, not data."""
    if isinstance(value, torch.Tensor):
        return tensors.get(id(value), value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_replaced(each, tensors) for each in value))
    if isinstance(value, tuple | list):
        return type(value)(_replaced(each, tensors) for each in value)
    if isinstance(value, dict):
        return {key: _replaced(each, tensors) for key, each in value.items()}
    if isinstance(value, slice):
        return slice(*(_replaced(each, tensors) for each in (value.start, value.stop, value.step)))
    return value


def jacobians(
    call: OpaqueCall, moving: Sequence[torch.Tensor], results: Sequence[torch.Tensor]
) -> list[list[Any] | None]:
    """Per result and argument in `moving` d(result)/d(argument), as `ops.recorded.Recording` has it.

    None for a result that no gradient passes to.

    Raises:
        Opaque: the call gives other numbers when it runs again, holds complex numbers, or a Jacobian is too large.
    """
    if any(tensor.is_complex() for tensor in (*results, *call.copies.values())):
        raise Opaque(COMPLEX)
    leaves, outputs = call.again(moving)
    for result, output in zip(results, outputs, strict=True):
        if result.shape != output.shape or not torch.allclose(
            result.detach().double(), output.detach().double(), rtol=1e-9, atol=0.0, equal_nan=True
        ):
            raise Opaque("it gives other numbers when it runs again")
    rows: list[list[Any] | None] = []
    for output in outputs:
        if not output.requires_grad or not output.is_floating_point():
            rows.append(None)
            continue
        rows.append([_slope(output, leaf) for leaf in leaves])
    return rows


def _slope(output: torch.Tensor, leaf: torch.Tensor) -> Any:
    entries = output.numel() * leaf.numel()
    if _pulled(output, leaf, torch.ones_like(output)) is None:
        return 0.0
    same = output.shape == leaf.shape
    if entries > FORMED and same and (diagonal := _diagonal(output, leaf)) is not None:
        return diagonal
    if entries > JACOBIAN_ENTRIES:
        raise Opaque(f"its Jacobian would have {entries:,} entries, which is more than {JACOBIAN_ENTRIES:,}")
    matrix = np.empty((output.numel(), leaf.numel()))
    for place in range(output.numel()):
        unit = torch.zeros(output.numel(), dtype=output.dtype)
        unit[place] = 1.0
        matrix[place] = _numbers(_pulled(output, leaf, unit.reshape(output.shape))).ravel()
    upstream = np.random.default_rng(0).normal(size=tuple(output.shape)) * 100
    pulled = _numbers(_pulled(output, leaf, torch.tensor(upstream, dtype=output.dtype))).ravel()
    if not np.allclose(upstream.ravel() @ matrix, pulled, rtol=1e-9, atol=1e-9, equal_nan=True):
        raise Opaque("its backward pass is no product with a Jacobian")
    if same and not np.any(matrix[~np.eye(len(matrix), dtype=bool)]):
        return matrix.diagonal().reshape(tuple(leaf.shape)).copy()
    return matrix.reshape(*output.shape, *leaf.shape)


def _diagonal(output: torch.Tensor, leaf: torch.Tensor) -> Any:
    """The slopes entry by entry, or None where random upstream gradients show that entries mix."""
    slope = _numbers(_pulled(output, leaf, torch.ones_like(output)))
    rng = np.random.default_rng(0)
    for _ in range(PROBES):
        upstream = rng.normal(size=tuple(output.shape))
        pulled = _numbers(_pulled(output, leaf, torch.tensor(upstream, dtype=output.dtype)))
        if not np.allclose(pulled, upstream * slope, rtol=SAME, atol=0.0, equal_nan=True):
            return None
    return slope


def _pulled(output: torch.Tensor, leaf: torch.Tensor, upstream: torch.Tensor) -> torch.Tensor | None:
    (gradient,) = torch.autograd.grad(output, [leaf], upstream, retain_graph=True, allow_unused=True)
    return gradient


def _numbers(tensor: torch.Tensor | None) -> np.ndarray[Any, Any]:
    assert tensor is not None
    return np.array(tensor.detach().cpu().numpy(), dtype=np.float64)
