"""The Python API: `trace` and its relatives, and how a trace shows itself in a notebook and in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from reprlib import Repr
from typing import TypeAlias, TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from . import assessments
from .directions import GradcheckResult, HessianResult, Kind
from .errors import ValueProblem
from .exercises import Asked, AskKind, Exercise, ExerciseRequest, make
from .frameworks import LARGE, Imported
from .function_source import program_of
from .layer_costs import CostTable, costs_of, costs_of_graph
from .limits import DEFAULT, Limits
from .request import Flow, GraphKind, Mode, TraceRequest, View
from .tracing import Trace, build, directions
from .tracing.costs import Costs
from .tracing.costs import costs as count_costs
from .tracing.values_json import FloatArray

__all__ = [
    "costs",
    "exercise",
    "export_exercise",
    "from_jax",
    "from_onnx",
    "from_torch",
    "gradcheck",
    "hessian",
    "hvp",
    "jvp",
    "layer_costs",
    "trace",
]

Values: TypeAlias = Mapping[str, npt.ArrayLike]  # of names: numbers, arrays, tensors, frames


def trace(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    view: View = "gates",
    open: Collection[str] = (),
    closed: Collection[str] = (),
    defaults: bool = False,
    partial: bool = False,
    round: int = 1,
    flow: Flow = "right",
    aspect: float | None = None,
    mode: Mode = "reverse",
    direction: Values | None = None,
    graph: GraphKind = "forward",
    shapes_only: Mapping[str, Sequence[int]] | None = None,
    limits: Limits | None = None,
) -> Trace:
    """Values, gradients and the graph of a formula, a program or a Python function.

    >>> t = trace("f = (x + y)*z", values={"x": -2, "y": 5, "z": -4})
    >>> t.value, t.gradients["z"]
    (-12.0, 3.0)
    >>> trace("sum(W @ x)", values={"W": np.eye(2), "x": [1, 2]}).gradients["x"]
    array([1., 1.])

    Args:
        source: the formula or program; or a function or lambda, whose source is read. It is never called.
        values: for each free name a number, nested lists, or an array of NumPy, PyTorch (on the CPU), pandas or JAX.
        output: the name whose gradients are wanted; None: the last expression or assignment.
        upstream: dL/d(output) in the output's shape; None: ones.
        view: "gates", "functions" (each call one box) or "units" (everything taken apart into scalars).
        open, closed: functions ("sigmoid", or an id such as "f1") drawn other than `view` draws them.
        defaults: give a name without a value a default, marked as one, instead of an error.
        partial: where shapes do not fit, draw what was read up to that place instead of an error.
        round: of a loop that is drawn for one round, because it trains or would not fit, the one that is drawn.
        flow: wires lead "right" or "down".
        aspect: width / height of a window: a longer graph is broken into rows. None: one row.
        mode: "reverse" hands gradients back, "forward" carries tangents on.
        direction: of forward mode: d(leaf)/d(direction) by name, each in the shape of its leaf. None: the first
            variable moves by 1, each of its entries.
        graph: "backward" draws the backward pass as the graph it is, behind the forward pass.
        shapes_only: the shape of each free name, () being one number: nothing is computed and no weight is drawn, so
            that models of real size can be seen. Values and gradients are then `AbstractArray`s, which have a shape.
        limits: other limits than `Limits()`.

    Returns:
        The trace: `.value` and `.gradients` as float64 numbers and arrays in full, `.nodes`, `.edges`, `.steps`;
        `.to_dict()` and `.to_json()` are the document that the API answers.

    Raises:
        ChainruleError: what is wrong with the source, a value, a shape or a limit, with its place and a hint.
    """
    request = _request(
        source,
        values,
        output=output,
        upstream=upstream,
        view=view,
        open=open,
        closed=closed,
        defaults=defaults,
        partial=partial,
        round=round,
        flow=flow,
        aspect=aspect,
        mode=mode,
        direction=direction,
        graph=graph,
        shapes_only=None if shapes_only is None else {name: list(shape) for name, shape in shapes_only.items()},
    )
    return build(request, limits or DEFAULT)


def layer_costs(
    source: str | Imported,
    shapes: Mapping[str, Sequence[int]] | None = None,
    *,
    parameters: Sequence[str] | None = None,
    output: str | None = None,
    limits: Limits | None = None,
) -> CostTable:
    """What a model costs, layer by layer, from shapes alone: no value is computed, no weight is drawn.

    >>> table = layer_costs("net = nn.Sequential(nn.Linear(9216, 4096), nn.ReLU()); net(x)", {"x": (1, 9216)})
    >>> table.total.parameters, table.total.multiply_adds
    (37752832, 37748736)
    >>> print(table.sorted("multiply_adds").rows[0].function)
    linear

    Args:
        source: a program, or what `from_torch` gives.
        shapes: of each free name; () is one number.
        parameters: names of what an update moves; None: guessed, as `train` does.
        output: as `trace`.
        limits: None: those for models on one's own machine, `chainrule.frameworks.LARGE`.

    Returns:
        `.rows` and `.total`, with parameters, multiply-adds, bytes of activations and of the Jacobians that nobody
        forms; as a text it is a table.

    Raises:
        ChainruleError: what is wrong with the source or a shape.
    """
    if isinstance(source, Imported):
        return costs_of_graph(source.graph, parameters or list(source.paths), source.paths)
    return costs_of(source, shapes or {}, parameters, output, limits or LARGE)


def from_torch(
    module: Callable[..., object],
    *example: object,
    loss: Callable[..., object] | str | None = None,
    target: object = None,
) -> Imported:
    """A PyTorch module as a program of our language: one eager run of it is recorded, call by call.

    >>> model = from_torch(nn.Sequential(nn.Linear(2, 3), nn.Tanh()), torch.ones(1, 2), loss=lambda out: out.sum())
    >>> print(model.agreement)
    3 of 3 gradients agree to 1e-06
    >>> model.trace.gradients["m0_weight"].shape
    (3, 2)

    The run is one in float64, on copies: module and tensors stay as they are. What dropout and random numbers draw is
    recorded as data. Calls on tensors that no gradient passes through are data, too.

    Args:
        module: an `nn.Module`, or a function of tensors.
        example: what it is called with; tensors of float numbers get gradients.
        loss: a function of output and target (of the output alone without a target), or the name of one in
            `torch.nn.functional`. None: the output itself, an array standing for the sum of its entries.
        target: the second argument of the loss.

    Returns:
        `.source` and `.values`, `.trace`, and `.agreement`: our gradients beside those of `autograd`. If the run
        stopped with an error, the program is what ran before it, and `.error` says where.

    Raises:
        ChainruleError: a call that is not read here, with the module that it stands in.
        ImportError: PyTorch is not installed.
    """
    from .frameworks.torch_recorder import from_torch as record

    return record(module, *example, loss=loss, target=target)


def from_jax(function: Callable[..., object], *args: object) -> Imported:
    """A JAX function as a program of our language: its jaxpr on these arguments, equation by equation.

    >>> model = from_jax(lambda w, x: jnp.tanh(w @ x).sum(), np.ones((2, 3)), np.ones(3))
    >>> model.source
    "out = jnp.sum(jnp.tanh(jnp.einsum('ab,b->a', w, x)), axis=(0,))\\n"
    >>> print(model.agreement)
    2 of 2 gradients agree to 1e-06

    Functions under `jit` are functions of the program. Whole numbers that no gradient passes through are data.

    Args:
        function: of arrays, or of trees of arrays such as a dictionary of parameters.
        args: what it is called with; computed in float64.

    Returns:
        As `from_torch`; an array as result stands for the sum of its entries.

    Raises:
        ChainruleError: a primitive that is not read here.
        ImportError: JAX is not installed.
    """
    from .frameworks.jax_recorder import from_jax as record

    return record(function, *args)


def from_onnx(
    file: str | Path | bytes, *example: npt.ArrayLike, loss: str | None = None, target: npt.ArrayLike | None = None
) -> Imported:
    """An ONNX file as a program of our language: its nodes in order, modules as functions that open.

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
    from .frameworks.onnx_reader import from_onnx as read_file

    return read_file(file, *example, loss=loss, target=target)


def gradcheck(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    h: float | None = None,
    kind: Kind = "central",
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    defaults: bool = False,
    limits: Limits | None = None,
) -> GradcheckResult:
    """Every gradient beside its difference quotient, as arrays.

    Args:
        source, values, output, upstream, defaults, limits: as `trace`.
        h: the step, over 0 and at most 1; None: 1e-5 for central differences, 1e-8 for forward ones.
        kind: "central" or "forward" differences.

    Raises:
        ChainruleError: as `trace`; ValueProblem `bad-step`; LimitError `check_entries`.
    """
    request = _request(source, values, output=output, upstream=upstream, defaults=defaults)
    return directions.gradcheck(request, h, kind, limits or DEFAULT)


def hessian(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    wrt: Sequence[str] | None = None,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    defaults: bool = False,
    limits: Limits | None = None,
) -> HessianResult:
    """Second derivatives of the output (of an array: of the sum of its entries times `upstream`), as an array.

    Args:
        source, values, output, upstream, defaults, limits: as `trace`.
        wrt: the leaves whose entries are the rows; None: all that the output depends on.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-name`; LimitError `hessian_entries`.
    """
    request = _request(source, values, output=output, upstream=upstream, defaults=defaults)
    return directions.hessian(request, wrt, limits or DEFAULT)


def jvp(
    source: str | Callable[..., object],
    values: Values | None = None,
    direction: Values | None = None,
    *,
    output: str | None = None,
    limits: Limits | None = None,
) -> float | FloatArray:
    """Forward mode: the Jacobian of the output times a direction, in the output's shape.

    Args:
        source, values, output, limits: as `trace`.
        direction: d(leaf)/d(direction) by name, each in the shape of its leaf; leaves that are missing do not move.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-name`, `bad-direction`.
    """
    return directions.jvp(_request(source, values, output=output), direction or {}, limits or DEFAULT)


def costs(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    recompute: Collection[str] = (),
    output: str | None = None,
    view: View = "gates",
    defaults: bool = False,
    limits: Limits | None = None,
) -> Costs:
    """What derivatives cost: the Jacobian, passes and memory of both modes, and what a checkpoint saves.

    Args:
        source, values, output, view, defaults, limits: as `trace`.
        recompute: nodes of the backward graph whose values are computed again instead of being saved.

    Raises:
        ChainruleError: as `trace`; ValueProblem `unknown-id`.
    """
    request = _request(source, values, output=output, view=view, defaults=defaults)
    return count_costs(request, recompute, limits or DEFAULT)


def hvp(
    source: str | Callable[..., object],
    values: Values | None = None,
    direction: Values | None = None,
    *,
    output: str | None = None,
    limits: Limits | None = None,
) -> dict[str, float | FloatArray]:
    """The Hessian times a direction, by leaf, without forming the matrix. Arguments and errors as `jvp`."""
    return directions.hvp(_request(source, values, output=output), direction or {}, limits or DEFAULT)


class _Fields(TypedDict, total=False):
    """The fields of a request beside its source and its values."""

    output: str | None
    upstream: npt.ArrayLike | None
    view: View
    open: Collection[str]
    closed: Collection[str]
    defaults: bool
    partial: bool
    round: int
    flow: Flow
    aspect: float | None
    mode: Mode
    direction: Values | None
    graph: GraphKind
    shapes_only: Mapping[str, list[int]] | None


def exercise(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    ask: Sequence[AskKind | Asked] = ("downstream",),
    seed: int = 0,
    count: int | None = None,
    digits: int = 2,
    output: str | None = None,
    view: View = "gates",
    limits: Limits | None = None,
) -> Exercise:
    """A trace with numbers left out, the same for the same arguments, for ever.

    >>> e = exercise("x*y + x", values={"x": 2, "y": 3}, ask=[Asked("downstream", name="x")])
    >>> e.grade({"b1": "3"}).marks[0].mistake
    'overwrote-at-copy'

    Args:
        values: as for `trace`; without any, clean ones are drawn by `seed`.
        ask: kinds of blanks (value, local, downstream, term, shape, pattern, order, wrong_line), or single ones.
        count: how many blanks; None: all that the kinds allow.
        digits: decimals to which an answer must be right.

    Returns:
        `.blanks`, `.to_dict()` for students, `.grade(answers)`.

    Raises:
        ChainruleError: as `trace`; `nothing-to-ask`, `unknown-id`.
    """
    request = _request(source, values, output=output, view=view)
    return Exercise(make(request, ExerciseRequest([*ask], seed, count, digits), limits or DEFAULT))


def export_exercise(exercise: Exercise, format: str, *, variants: int = 1, limits: Limits | None = None) -> bytes:
    """The exercise as a file for a course; it holds its answers.

    Args:
        format: "moodle.xml", "qti.zip", "scorm.zip", "html", "pdf" or "json".
        variants: how many different exercises it holds, by the seeds from the exercise's own on.

    Raises:
        ChainruleError: as `exercise`; `unknown-format`, `not-in-this-file`, `too-few-variants`, `missing-extra`.
    """
    sheet = exercise.sheet
    return assessments.render(sheet.asked, sheet.request, format, variants, limits=limits or DEFAULT)


def _request(source: str | Callable[..., object], values: Values | None, **fields: Unpack[_Fields]) -> TraceRequest:
    """Raises: SourceError, ValueProblem."""
    values_by_name = dict(values or {})
    if not isinstance(source, str):
        if not callable(source):
            raise ValueProblem(
                "bad-field", "`source` is neither a text nor a function.", hint='Write "x*y", or pass a function.'
            )
        program = program_of(source, values_by_name)
        source, values_by_name = program.source, {**program.values, **values_by_name}
    return TraceRequest(source, values_by_name, **fields)


def _mimebundle(shown: Trace, **_: object) -> dict[str, str]:
    """A trace shows itself in a notebook. The trace knows no picture, so the package joins the two."""
    from .export import mimebundle

    return mimebundle(shown)


def _one_line(shown: Trace) -> str:
    """A line for a terminal: the whole document is 20,000 characters for a neuron."""
    short = Repr()
    short.maxstring, short.maxother, short.maxdict, short.maxlevel = 80, 60, 6, 3
    gradients = {name: _brief(value) for name, value in list(shown.gradients.items())[: short.maxdict + 1]}
    return f"Trace({short.repr(shown.source)}, value={_brief(shown.value)}, gradients={short.repr(gradients)})"


class _Brief(str):
    __slots__ = ()
    __repr__ = str.__str__


def _brief(value: float | np.ndarray) -> _Brief:
    """A number, or the shape of an array."""
    if isinstance(value, np.ndarray):
        return _Brief(f"array of {'×'.join(map(str, value.shape))}")
    return _Brief(repr(value))


Trace._repr_mimebundle_ = _mimebundle  # type: ignore[attr-defined]
Trace.__repr__ = _one_line  # type: ignore[method-assign, assignment]
