"""Models of other libraries as programs: PyTorch, JAX, ONNX."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy.typing as npt

from ..frameworks import Imported

__all__ = ["from_jax", "from_onnx", "from_torch"]


def from_torch(
    module: Callable[..., object],
    *example: object,
    loss: Callable[..., object] | str | None = None,
    target: object = None,
) -> Imported:
    """Return a PyTorch module as a program of our language: one eager run of it is recorded, call by call.

    >>> model = from_torch(nn.Sequential(nn.Linear(2, 3), nn.Tanh()), torch.ones(1, 2), loss=lambda out: out.sum())
    >>> print(model.agreement)
    3 of 3 gradients agree to 1e-06
    >>> model.trace.gradients["m0_weight"].shape
    (3, 2)

    The run is one in float64, on copies: module and tensors stay as they are. What dropout and random numbers draw is
    recorded as data. Calls on tensors that no gradient passes through are data, too. A call that is not read here is
    one gate with PyTorch's own value and Jacobian, which hold at these inputs only.

    Args:
        module: an `nn.Module`, or a function of tensors.
        example: what it is called with; tensors of float numbers get gradients.
        loss: a function of output and target (of the output alone without a target), or the name of one in
            `torch.nn.functional`. None: the output itself, an array standing for the sum of its entries.
        target: the second argument of the loss.

    Returns:
        `.source` and `.values`, `.trace`, `.recorded`: the calls that are gates with PyTorch's numbers, and
        `.agreement`: our gradients beside those of `autograd`. If the run
        stopped with an error, the program is what ran before it, and `.error` says where.

    Raises:
        ChainruleError: a call that is not read here and cannot be recorded either, with the module that it stands in.
        ImportError: PyTorch is not installed.
    """
    from ..frameworks.torch_import import from_torch as record

    return record(module, *example, loss=loss, target=target)


def from_jax(function: Callable[..., object], *args: object) -> Imported:
    """Return a JAX function as a program of our language: its jaxpr on these arguments, equation by equation.

    >>> model = from_jax(lambda w, x: jnp.tanh(w @ x).sum(), np.ones((2, 3)), np.ones(3))
    >>> model.source
    "out = jnp.sum(jnp.tanh(jnp.einsum('ab,b->a', w, x)), axis=(0,))\\n"
    >>> print(model.agreement)
    2 of 2 gradients agree to 1e-06

    Functions under `jit` are functions of the program. Whole numbers that no gradient passes through are data. Loops
    are unrolled, of branches the one that was taken is read, and the program is refused at values that go another way.
    A primitive that is not read is one gate with JAX's own value and Jacobian, which hold at these arguments only.

    Args:
        function: of arrays, or of trees of arrays such as a dictionary of parameters.
        args: what it is called with; computed in float64.

    Returns:
        As `from_torch`; an array as result stands for the sum of its entries.

    Raises:
        ChainruleError: a primitive that is not read here and has no Jacobian; loops of more than `unrolled_equations`.
        ImportError: JAX is not installed.
    """
    from ..frameworks.jax_recorder import from_jax as record

    return record(function, *args)


def from_onnx(
    file: str | Path | bytes, *example: npt.ArrayLike, loss: str | None = None, target: npt.ArrayLike | None = None
) -> Imported:
    """Return an ONNX file as a program of our language: its nodes in order, modules as functions that open.

    `from_onnx("net.onnx", np.ones((1, 3, 32, 32))).agreement` says that "the value agrees to 0.0001".

    A file holds no gradients: ours follow from the values, and the value is compared with ONNX's own evaluator, which
    computes in the types of the file.

    Args:
        file: a path, or the bytes of a file.
        example: an array for each input, in their order; the others get random numbers, with sizes of 1 where the file
            leaves them open.
        loss: the name of a loss in `torch.nn.functional`, of the first result and `target`. None: the result itself, an
            array standing for the sum of its entries.

    Returns:
        As `from_torch`, without gradients to compare with.

    Raises:
        ChainruleError: `bad-file`; an operator that is not read here, with its node; inputs that are not the model's.
        ImportError: `onnx` is not installed.
    """
    from ..frameworks.onnx_reader import from_onnx as read_file

    return read_file(file, *example, loss=loss, target=target)
