"""A PyTorch module as a program: one run of it in float64, recorded, written and read, beside its own gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from ..errors import ChainruleError, InputError, SourceError
from .imported import Imported
from .torch_recorder import TorchRecorder
from .torch_slots import array_of
from .trial import unread
from .writer import write

__all__ = ["from_torch"]


def from_torch(
    module: Callable[..., Any],
    *example: Any,
    loss: Callable[..., Any] | str | None = None,
    target: Any = None,
) -> Imported:
    """Record one run of `module` on `example`; the arguments are those of `chainrule.from_torch`.

    A call that our reader refuses is found by reading: the module then runs a second time, with the same random
    numbers, and such calls become gates with the numbers of that run.

    Raises:
        SourceError: `unknown-function`, a call that has no form in our language and of which no gate can be recorded.
        InputError: `bad-field`: the run gives no tensor.
    """
    _check(module)
    state = torch.get_rng_state()
    imported, recorder = _once(module, example, loss, target, frozenset())
    try:
        _ = imported.graph
    except ChainruleError:
        opaque = unread(recorder.numbers, recorder.value)
        if not opaque:
            raise
        torch.set_rng_state(state)
        imported, _ = _once(module, example, loss, target, opaque)
        _ = imported.graph
    return imported


def _check(module: Any) -> None:
    """Refuse a module whose calls cannot be seen, or that has no parameters yet.

    Raises:
        InputError: `bad-field`.
    """
    if isinstance(module, torch.jit.ScriptModule | torch.jit.ScriptFunction):
        raise InputError(
            "bad-field", "A compiled module shows none of its calls.", hint="Give the module that it was compiled from."
        )
    if isinstance(module, torch.nn.Module) and any(map(torch.nn.parameter.is_lazy, module.parameters())):
        raise InputError(
            "bad-field", "The module has lazy layers without parameters.", hint="Call it once first: `module(x)`."
        )


def _once(
    module: Callable[..., Any],
    example: tuple[Any, ...],
    loss: Callable[..., Any] | str | None,
    target: Any,
    opaque: frozenset[int],
) -> tuple[Imported, TorchRecorder]:
    """One run; `opaque`: the calls that become gates with the numbers of this run."""
    with _in_doubles(module):
        return _recorded(module, example, loss, target, opaque)


def _recorded(
    model: Callable[..., Any],
    example: tuple[Any, ...],
    loss: Callable[..., Any] | str | None,
    target: Any,
    opaque: frozenset[int],
) -> tuple[Imported, TorchRecorder]:
    inputs = [_input(value) for value in example]
    aim = _constant_input(target)
    recorder = TorchRecorder(model, opaque)
    for place, value in enumerate(inputs):
        recorder.leaf(value, f"x{place + 1}" if len(inputs) > 1 else "x", "input")
    recorder.leaf(aim, "target", "input")
    result, error = recorder.run(model, [recorder.copy(value) for value in inputs], _loss_of(loss), aim)
    output = recorder.slot_of(result)
    if output is None:
        raise error or InputError(
            "bad-field",
            "The run gives no tensor that depends on a parameter or an input.",
            hint="Pass a module whose `forward` returns a tensor.",
        )
    program = write(recorder.root, output, "loss" if loss is not None else "out")
    names = {leaf: name for leaf, name in program.names.items() if leaf in recorder.tensors}
    tensors_by_name = {
        name: recorder.tensors[leaf] for leaf, name in names.items() if recorder.tensors[leaf].requires_grad
    }
    gradients: dict[str, Any] = {}
    if tensors_by_name and result.requires_grad:
        leaves, ones = list(tensors_by_name.values()), torch.ones_like(result)
        try:
            grad = torch.autograd.grad(result, leaves, ones, allow_unused=True)
        except RuntimeError as stopped:  # as after a change in place of numbers that the backward pass needs
            text = str(stopped).splitlines()[0][:300]
            error = error or SourceError("framework-error", f"PyTorch's backward pass stopped: {text}")
        else:
            for (name, tensor), gradient in zip(tensors_by_name.items(), grad, strict=True):
                gradients[name] = array_of(torch.zeros_like(tensor) if gradient is None else gradient)
    paths = {name: leaf.path for leaf, name in names.items() if leaf.kind == "parameter"}
    used = set(paths.values())
    others = [leaf for leaf in recorder.tensors if leaf.kind == "parameter" and leaf.path not in used]
    unused = {leaf.path: leaf.value.shape for leaf in others if recorder.tensors[leaf].requires_grad}
    frozen = {leaf.path: leaf.value.shape for leaf in others if not recorder.tensors[leaf].requires_grad}
    value = array_of(result)
    return Imported(program.source, program.values, value, gradients, paths, unused, frozen, error), recorder


@contextmanager
def _in_doubles(module: Any) -> Iterator[None]:
    """While it lasts, the module and what it makes itself (`torch.zeros(n)`) are of float64; after it as they were.

    It is the module itself and no copy: a function in it (`self.f = lambda x: m(x)`) holds parts of the module, and
    `weight_norm` keeps a tensor that PyTorch does not copy.
    """
    usual = torch.get_default_dtype()
    modules = list(module.modules()) if isinstance(module, torch.nn.Module) else []
    parameters = [(each, each.data, each.grad) for each in module.parameters()] if modules else []
    buffers = [(each, dict(each._buffers)) for each in modules]
    others = [(each, word, value) for each in modules for word, value in vars(each).items()
              if isinstance(value, torch.Tensor)]  # fmt: skip
    torch.set_default_dtype(torch.float64)
    try:
        for parameter, data, _ in parameters:
            parameter.grad, parameter.data = None, _double(data)
        copies: dict[int, torch.Tensor] = {}  # a buffer that several modules share stays one
        for each, named in buffers:
            for word, value in named.items():
                if value is not None:
                    each._buffers[word] = copies.setdefault(id(value), _double(value))
        yield
    finally:
        torch.set_default_dtype(usual)
        for parameter, data, gradient in parameters:
            parameter.data, parameter.grad = data, gradient
        for each, named in buffers:
            each._buffers.update(named)
        for each, word, value in others:
            setattr(each, word, value)


def _double(value: torch.Tensor) -> torch.Tensor:
    return (
        value.detach().double()
        if value.is_floating_point() and value.dtype is not torch.float64
        else value.detach().clone()
    )


def _input(value: Any) -> Any:
    """A float tensor as a leaf in float64; everything else as it is."""
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        return value.detach().double().clone().requires_grad_()
    return value


def _constant_input(value: Any) -> Any:
    return value.detach().double() if isinstance(value, torch.Tensor) and value.is_floating_point() else value


def _loss_of(loss: Callable[..., Any] | str | None) -> Callable[..., Any] | None:
    if not isinstance(loss, str):
        return loss.double() if isinstance(loss, torch.nn.Module) else loss
    result = getattr(torch.nn.functional, loss, None)
    if result is None:
        raise InputError(
            "bad-field", f"torch.nn.functional has no `{loss[:60]}`.", hint='Write `loss="cross_entropy"`.'
        )
    function: Callable[..., Any] = result
    return function
