"""PyTorch: its functions and the methods of its tensors, with its own conventions."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...ops import OPS, SPELLINGS, key_of
from ...prelude import PRELUDE
from ..arrays import entries, get_item, view
from ..calling import Arguments
from ..classes import call as call_value
from ..operators import SIGNS, binary, kind_of, write
from ..values import ArrayView, Builtin, Const, Items, Number, Value
from .autodiff import TRANSFORMS, backward, gradient_property, zero_gradient
from .creation import CREATION, array, converted, dtype_kind, linspace, logspace
from .named import named_tuple
from .numpy import CONSTANTS, NUMPY, spread
from .parameters import INIT
from .picking import item, listed, mark
from .prelude_calls import prelude
from .random import NUMPY_RANDOM, unseeded
from .rows import Row, identity, no_effect, op, pair, reduction, renamed
from .shaping import axis_in
from .torch_text import TENSOR_TEXT, TORCH_LINALG_TEXT

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = [
    "AUTOGRAD",
    "FUNCTIONS",
    "LINALG",
    "SPECIAL",
    "TENSOR_METHODS",
    "TENSOR_PROPERTIES",
    "TORCH",
    "one_hot",
    "over_dimension",
]


def _axis(call: Arguments, value: Value, rank: int) -> int:
    return axis_in(call, call.integer(value, "A dimension"), rank)


def _with(row: Row, **settings: Value) -> Row:
    """A row with settings of its own, which a call may still change."""

    def run(call: Arguments) -> Value:
        call.keywords = {**settings, **call.keywords}
        return row(call)

    return run


# pairs of values and positions ------------------------------------------------------------------------------------------


def _pair(values: Value, indices: Value) -> Value:
    """What `x.max(dim)` gives. Used as a number it is the values, which is what is meant by it."""
    gradient_node = named_tuple(("values", "indices"), (values, indices))
    gradient_node.attributes["data"] = values
    return gradient_node


def _extreme(reduced: str, of_two: str, position: str) -> Row:
    """`x.max()` is a number, `x.max(dim)` a pair of values and positions, `torch.max(a, b)` a gate of two inputs."""

    def run(call: Arguments) -> Value:
        a, axis, keepdims = call.bind("a, axis=None, keepdims=False")
        if axis is None:
            return call.emit(reduced, [a], {"axis": None, "keepdims": False})
        if type(axis) in (Number, ArrayView, Items) or (type(axis) is Const and type(axis.value) is float):
            return call.emit(of_two, [a, axis])
        params = {"axis": call.integer(axis, "A dimension"), "keepdims": call.flag(keepdims)}
        return _pair(call.emit(reduced, [a], params), call.emit(position, [a], params, "int"))

    return run


def _sorted(call: Arguments) -> Value:
    a, axis, descending, _ = call.bind("a, axis=-1, descending=False, stable=False")
    params = {"axis": call.integer(axis, "A dimension"), "descending": call.flag(descending)}
    return _pair(call.emit("sort", [a], params), call.emit("argsort", [a], params, "int"))


def _topk(call: Arguments) -> Value:
    a, k, axis, largest, _ = call.bind("a, k, axis=-1, largest=True, sorted=True")
    rank = len(call.shape(a))
    along, count = _axis(call, axis, rank), call.integer(k)
    if rank and not 0 <= count <= call.shape(a)[along]:
        raise call.refuse(f"There are no {count} entries along this axis.", f"Take up to {call.shape(a)[along]}.")
    params = {"axis": along, "descending": call.flag(largest)}
    key = key_of(tuple(slice(None) if at != along else slice(0, count) for at in range(rank)))
    values, places = call.emit("sort", [a], params), call.emit("argsort", [a], params, "int")
    return _pair(call.emit("index", [values], {"key": key}), call.emit("index", [places], {"key": key}, "int"))


def _median(call: Arguments) -> Value:
    """PyTorch's median is the lower of the two in the middle."""
    a, axis, keepdims = call.bind("a, axis=None, keepdims=False")
    shape = call.shape(a)
    if axis is None:
        count = math.prod(shape)
        ordered = call.emit("sort", [a], {"axis": None, "descending": False})
        return call.emit("index", [ordered], {"key": ((count - 1) // 2,)})
    along = _axis(call, axis, len(shape))
    middle = (shape[along] - 1) // 2
    place: Any = slice(middle, middle + 1) if call.flag(keepdims) else middle
    key = key_of(tuple(slice(None) if at != along else place for at in range(len(shape))))
    params = {"axis": along, "descending": False}
    values, places = call.emit("sort", [a], params), call.emit("argsort", [a], params, "int")
    return _pair(call.emit("index", [values], {"key": key}), call.emit("index", [places], {"key": key}, "int"))


# shapes -----------------------------------------------------------------------------------------------------------------


def _size(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=None")
    shape = call.shape(a)
    return tuple(map(Const, shape)) if axis is None else Const(shape[_axis(call, axis, len(shape))])


def _rank(call: Arguments) -> Value:
    return Const(len(call.shape(call.bind("a")[0])))


def _count(call: Arguments) -> Value:
    return Const(math.prod(call.shape(call.bind("a")[0])))


def _flatten(call: Arguments) -> Value:
    a, start, end = call.bind("a, start_dim=0, end_dim=-1")
    shape = call.shape(a)
    if not shape:
        return call.emit("reshape", [a], {"shape": (1,)})
    first, last = _axis(call, start, len(shape)), _axis(call, end, len(shape))
    merged = (*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :])
    return call.emit("reshape", [a], {"shape": merged}, kind_of(a))


def _transpose(call: Arguments) -> Value:
    """PyTorch's `transpose(dim0, dim1)` swaps two axes."""
    a, first, second = call.bind("a, dim0, dim1")
    if not call.shape(a):
        return a
    params = {"axis1": call.integer(first), "axis2": call.integer(second)}
    if type(a) in (Number, ArrayView):
        return view(call.machine, a, "swapaxes", params, call.node)
    return call.emit("swapaxes", [a], params)


def _t(call: Arguments) -> Value:
    (a,) = call.bind("a")
    if len(call.shape(a)) < 2:
        return a
    return NUMPY["transpose"](Arguments(call.machine, call.name, [a], {}, call.node))


def _permute(call: Arguments) -> Value:
    a, *axes = call.args
    axes = [call.keywords["dims"]] if "dims" in call.keywords else axes
    return NUMPY["transpose"](Arguments(call.machine, call.name, [a, *axes], {}, call.node))


def _expand(call: Arguments) -> Value:
    a, *sizes = call.args
    target_sizes = list(call.sizes(sizes))
    shape = call.shape(a)
    for back in range(1, len(shape) + 1):
        if back <= len(target_sizes) and target_sizes[-back] == -1:
            target_sizes[-back] = shape[-back]
    return call.emit("broadcast", [a], {"shape": tuple(target_sizes)}, kind_of(a))


def _expand_as(call: Arguments) -> Value:
    a, other = call.bind("a, other")
    return call.emit("broadcast", [a], {"shape": call.shape(other)}, kind_of(a))


def _view_as(call: Arguments) -> Value:
    a, other = call.bind("a, other")
    return call.emit("reshape", [a], {"shape": call.shape(other)}, kind_of(a))


def _repeat(call: Arguments) -> Value:
    a, *reps = call.args
    return call.emit("tile", [a], {"reps": call.sizes(reps)})


def _squeeze(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=None")
    shape = call.shape(a)
    if axis is not None and shape and shape[_axis(call, axis, len(shape))] != 1:
        return a  # PyTorch leaves an axis of other sizes alone
    return call.emit("squeeze", [a], {"axis": call.axis(axis)})


def _pieces(call: Arguments, a: Value, sizes: Sequence[int], along: int) -> Value:
    pieces, start, rank = [], 0, len(call.shape(a))
    for size in sizes:
        key = key_of(tuple(slice(None) if at != along else slice(start, start + size) for at in range(rank)))
        pieces.append(call.emit("index", [a], {"key": key}))
        start += size
    return tuple(pieces)


def _split(call: Arguments) -> Value:
    """`split(x, 2)`: parts of this size; `split(x, [1, 2])`: parts of these sizes."""
    a, size, axis = call.bind("a, split_size_or_sections, axis=0")
    shape = call.shape(a)
    along = _axis(call, axis, len(shape))
    if isinstance(size, Items | tuple):
        return _pieces(call, a, call.sizes([size]), along)
    step = max(call.integer(size), 1)
    return _pieces(call, a, [min(step, shape[along] - at) for at in range(0, shape[along], step)], along)


def _chunk(call: Arguments) -> Value:
    a, chunks, axis = call.bind("a, chunks, axis=0")
    shape = call.shape(a)
    along = _axis(call, axis, len(shape))
    step = -(-shape[along] // max(call.integer(chunks), 1))
    return _pieces(call, a, [min(step, shape[along] - at) for at in range(0, shape[along], step)], along)


def _unbind(call: Arguments) -> Value:
    a, axis = call.bind("a, axis=0")
    shape = call.shape(a)
    along = _axis(call, axis, len(shape))
    keys = (key_of(tuple(slice(None) if at != along else i for at in range(len(shape)))) for i in range(shape[along]))
    return tuple(call.emit("index", [a], {"key": key}) for key in keys)


def _concatenate(call: Arguments) -> Value:
    values, axis = call.bind("tensors, axis=0")
    return call.emit("concatenate", entries(call.machine, values, call.node), {"axis": call.integer(axis)})


def _stack(call: Arguments) -> Value:
    values, axis = call.bind("tensors, axis=0")
    return call.emit("stack", entries(call.machine, values, call.node), {"axis": call.integer(axis)})


def _roll(call: Arguments) -> Value:
    a, shifts, axis = call.bind("a, shifts, dims=None")
    return call.emit("roll", [a], {"shift": call.static(shifts), "axis": call.axis(axis)})


def _flip(call: Arguments) -> Value:
    a, *dims = call.args
    axes = call.sizes([call.keywords["dims"]] if "dims" in call.keywords else dims)
    return call.emit("flip", [a], {"axis": axes})


def _triangle(name: str) -> Row:
    def run(call: Arguments) -> Value:
        a, k = call.bind("a, diagonal=0")
        return call.emit(name, [a], {"k": call.integer(k)})

    return run


def _interleave(call: Arguments) -> Value:
    a, repeats, axis = call.bind("a, repeats, axis=None")
    return call.emit("repeat", [a], {"repeats": call.static(repeats), "axis": call.axis(axis)})


def _narrow(call: Arguments) -> Value:
    a, axis, start, length = call.bind("a, axis, start, length")
    rank, first = len(call.shape(a)), call.integer(start)
    along = _axis(call, axis, rank)
    part = slice(first, first + call.integer(length))
    return call.emit("index", [a], {"key": key_of(tuple(slice(None) if at != along else part for at in range(rank)))})


# entries ----------------------------------------------------------------------------------------------------------------


def _gather(call: Arguments) -> Value:
    a, axis, index = call.bind("a, axis, index")
    shape, index_shape = call.shape(a), call.shape(index)
    along = _axis(call, axis, len(shape))
    mark(call, a, index, along)
    if len(shape) == len(index_shape) and any(
        x > y for at, (x, y) in enumerate(zip(shape, index_shape, strict=True)) if at != along
    ):
        part = tuple(slice(None) if at == along else slice(0, size) for at, size in enumerate(index_shape))
        a = call.emit("index", [a], {"key": key_of(part)})
    return call.emit("gather", [a, index], {"axis": along})


def _index_select(call: Arguments) -> Value:
    a, axis, index = call.bind("a, axis, index")
    along = _axis(call, axis, len(call.shape(a)))
    key = tuple(slice(None) for _ in range(along))
    return get_item(call.machine, a, (*key, index), call.node)


def _where_mask(call: Arguments, mask: Value, yes: Value, no: Value) -> Value:
    return NUMPY["where"](Arguments(call.machine, call.name, [mask, yes, no], {}, call.node))


def _masked_fill(call: Arguments) -> Value:
    a, mask, value = call.bind("a, mask, value")
    return _where_mask(call, mask, value, a)


def _scattered(name: str) -> Row:
    """`x.scatter(dim, index, src)`: of a larger `src` its first entries are taken."""

    def run(call: Arguments) -> Value:
        call.keywords = {{"value": "src"}.get(word, word): value for word, value in call.keywords.items()}
        a, axis, index, source = call.bind("a, axis, index, src")
        shape, own = call.shape(index), call.shape(source)
        if not own and shape:
            source = call.emit("broadcast", [source], {"shape": shape})
        elif own != shape and len(own) == len(shape) and all(x >= y for x, y in zip(own, shape, strict=True)):
            source = call.emit("index", [source], {"key": key_of(tuple(slice(0, size) for size in shape))})
        along = _axis(call, axis, len(call.shape(a)))
        mark(call, a, index, along)
        return call.emit(name, [a, source, index], {"axis": along})

    return run


def one_hot(call: Arguments) -> Value:
    a, classes = call.bind("a, num_classes=-1")
    m = call.machine
    index = m.node(a, call.node)
    count = call.integer(classes)
    if count < 1:
        count = int(np.max(np.asarray(m.value_of(index)), initial=0)) + 1
    m.mark_labels(index, count)
    return call.emit("one_hot", [a], {"classes": count}, "int")


# arithmetic -------------------------------------------------------------------------------------------------------------


def _scaled_pair(sign: str) -> Row:
    """`torch.add(a, b, alpha=2)`."""

    def run(call: Arguments) -> Value:
        a, b, alpha = call.bind("a, b, alpha=1")
        if not (type(alpha) is Const and alpha.value == 1):
            b = binary(call.machine, SIGNS["*"], alpha, b, call.node)
        return binary(call.machine, SIGNS[sign], a, b, call.node)

    return run


def _sign_row(sign: str) -> Row:
    def run(call: Arguments) -> Value:
        a, b = call.bind("a, b")
        return binary(call.machine, SIGNS[sign], a, b, call.node)

    return run


def _lerp(call: Arguments) -> Value:
    start, end, weight = call.bind("a, end, weight")
    m, node = call.machine, call.node
    step = binary(m, SIGNS["*"], weight, binary(m, SIGNS["-"], end, start, node), node)
    return binary(m, SIGNS["+"], start, step, node)


def _addmm(call: Arguments) -> Value:
    """`addmm(c, a, b)`: beta*c + alpha*(a @ b)."""
    c, a, b, beta, alpha = call.bind("a, mat1, mat2, beta=1, alpha=1")
    m, node = call.machine, call.node
    product = binary(m, SIGNS["@"], a, b, node)
    if not (type(alpha) is Const and alpha.value == 1):
        product = binary(m, SIGNS["*"], alpha, product, node)
    if not (type(beta) is Const and beta.value == 1):
        c = binary(m, SIGNS["*"], beta, c, node)
    return binary(m, SIGNS["+"], c, product, node)


def _clamp(call: Arguments) -> Value:
    a, low, high = call.bind("a, min=None, max=None")
    bounds = [call.constant(-math.inf) if low is None else low, call.constant(math.inf) if high is None else high]
    return call.emit("clip", [a, *bounds])


def _bounded(name: str) -> Row:
    def run(call: Arguments) -> Value:
        a, bound = call.bind("a, bound")
        infinite = call.constant(-math.inf if name == "max" else math.inf)
        return call.emit("clip", [a, infinite, bound] if name == "max" else [a, bound, infinite])

    return run


def _rsqrt(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return call.emit("div", [call.constant(1), call.emit("sqrt", [a])])


def _slogdet(call: Arguments) -> Value:
    (a,) = call.bind("a")
    return named_tuple(("sign", "logabsdet"), (call.emit("sign", [call.emit("det", [a])]), call.emit("logabsdet", [a])))


def _logdet(call: Arguments) -> Value:
    return call.emit("logabsdet", call.bind("a"))


def _dot(call: Arguments) -> Value:
    return call.emit("matmul", call.bind("a, b"))


def _cross(call: Arguments) -> Value:
    """`torch.cross(a, b)`: along the first axis of three entries, where no dimension is given."""
    a, b, axis = call.bind("a, b, axis=None")
    along = next((at for at, size in enumerate(call.shape(a)) if size == 3), -1) if axis is None else call.integer(axis)
    return call.emit("cross", [a, b], {"axis": along})


def _addcmul(call: Arguments) -> Value:
    a, first, second, value = call.bind("a, tensor1, tensor2, value=1")
    m, node = call.machine, call.node
    product = binary(m, SIGNS["*"], first, second, node)
    return binary(m, SIGNS["+"], a, binary(m, SIGNS["*"], value, product, node), node)


# making tensors ---------------------------------------------------------------------------------------------------------


def _random(name: str) -> Row:
    def run(call: Arguments) -> Value:
        _say_that_numbers_differ(call)
        sizes = [value for value in call.args if type(value) is not str]
        size = call.keywords.get("size")
        return unseeded(call, name, call.sizes([size] if size is not None else sizes))

    return run


def _seeded(call: Arguments) -> Value:
    """`torch.manual_seed(0)`: the numbers of the text's own generator, from there on."""
    (seed,) = call.bind("seed")
    _say_that_numbers_differ(call)
    call.machine.seed_counter = call.integer(seed, "A seed") % 1_000_003 * 1000
    return None


def _say_that_numbers_differ(call: Arguments) -> None:
    call.machine.note(
        "random",
        "PyTorch's own generator draws other numbers: the values of these tensors stand in for them.",
        call.node,
    )


def _decorator(call: Arguments) -> Value:
    """`@torch.enable_grad()`: the function stays as it is."""
    return Builtin(call.name, identity)


def _without_gradient(call: Arguments) -> Value:
    """`@torch.no_grad()` above a function: no gradient passes out of it."""

    def decorate(inner: Arguments) -> Value:
        (function,) = inner.bind("function")

        def run(later: Arguments) -> Value:
            return _stopped(later, call_value(later.machine, function, list(later.args), later.keywords, later.node))

        return Builtin(call.name, run)

    return decorate(call) if call.args else Builtin(call.name, decorate)


def _stopped(call: Arguments, value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_stopped(call, part) for part in value)
    return call.emit("stop", [value], None, kind_of(value)) if type(value) in (Number, ArrayView) else value


def _normal(call: Arguments) -> Value:
    """`torch.normal(mean, std, size)`."""
    _say_that_numbers_differ(call)
    mean, deviation, size = call.bind("mean, std=1.0, size=None, generator=None")[:3]
    words: dict[str, Value] = {"loc": mean, "scale": deviation, "size": size}
    return NUMPY_RANDOM["normal"](Arguments(call.machine, call.name, [], words, call.node))


def _whole(call: Arguments) -> Value:
    """`torch.randint(low, high, size)`; `low` is 0 where it is left out."""
    _say_that_numbers_differ(call)
    call.keywords = {word: value for word, value in call.keywords.items() if word not in ("dtype", "device")}
    if len(call.args) == 2:
        call.args.insert(0, call.constant(0))
    low, high, size = call.bind("low, high, size, generator=None")[:3]
    return NUMPY_RANDOM["randint"](Arguments(call.machine, call.name, [low, high, size], {}, call.node))


def _order(call: Arguments) -> Value:
    """`torch.randperm(n)`."""
    _say_that_numbers_differ(call)
    count = call.constant(call.integer(call.bind("n, generator=None")[0]))
    return NUMPY_RANDOM["permutation"](Arguments(call.machine, call.name, [count], {}, call.node))


def _coins(call: Arguments) -> Value:
    """`torch.bernoulli(p)`: 1 with chance p."""
    _say_that_numbers_differ(call)
    a = call.bind("a, generator=None")[0]
    return call.emit("lt", [unseeded(call, "rand", call.shape(a)), a], None, "float")


def _random_like(name: str) -> Row:
    def run(call: Arguments) -> Value:
        return unseeded(call, name, call.shape(call.args[0]))

    return run


def _new(row: Row) -> Row:
    """`x.new_zeros(2, 3)`: what the function of the library makes; x lends only its type."""
    return lambda call: row(Arguments(call.machine, call.name, call.args[1:], call.keywords, call.node))


def _cast(kind: str) -> Row:
    """`x.long()`, `x.bool()`, `x.float()`."""
    return lambda call: _converted(call, call.args[0], kind)


def _converted(call: Arguments, a: Value, kind: str) -> Value:
    if kind == "float" and kind_of(a) == "float":
        return a
    return converted(call, a, kind)


def _to(call: Arguments) -> Value:
    """`x.to(torch.float64)`, `x.to('cpu')`, `x.to(other)`: only a type of another kind changes anything."""
    a, *rest = call.args
    for target in [*rest, *(value for word, value in call.keywords.items() if word == "dtype")]:
        kind = kind_of(target) if type(target) in (Number, ArrayView) else dtype_kind(target, "")
        if kind:
            return _converted(call, a, kind)
    return a


def _variance(name: str) -> Row:
    """`var(dim, correction=1, keepdim)`, and the older `var(unbiased)` and `var(dim, unbiased, keepdim)`."""

    def run(call: Arguments) -> Value:
        words = dict(call.keywords)
        args = list(call.args)
        dim = words.pop("dim", words.pop("axis", None))
        if len(args) > 1 and type(args[1]) is not bool:
            dim = args.pop(1)
        unbiased = words.pop("unbiased", True)
        if len(args) > 1:
            unbiased = args.pop(1)
        words.setdefault("correction", Const(int(call.flag(unbiased))))
        if len(args) > 1:
            words["keepdim"] = args.pop(1)
        a, correction, keepdims = Arguments(call.machine, call.name, args, words, call.node).bind(
            "a, correction=1, keepdims=False"
        )
        return spread(call, name, a, call.axis(dim), call.integer(correction, "`correction`"), call.flag(keepdims))

    return run


def _with_mean(name: str) -> Row:
    """`torch.var_mean(x, dim)`: both."""
    row = _variance(name)

    def run(call: Arguments) -> Value:
        a = call.args[0]
        words = {"axis": call.keywords.get("dim"), "keepdims": call.keywords.get("keepdim", False)}
        if len(call.args) > 1:
            words["axis"] = call.args[1]
        mean = NUMPY["mean"](Arguments(call.machine, call.name, [a], words, call.node))
        return row(call), mean

    return run


def _divided(call: Arguments) -> Value:
    """`torch.div(a, b, rounding_mode='floor')`."""
    a, b, mode = call.bind("a, b, rounding_mode=None")
    if mode is None:
        return binary(call.machine, SIGNS["/"], a, b, call.node)
    if mode == "floor":
        return call.emit("floor_divide", [a, b])
    if mode == "trunc":
        return call.emit("trunc", [call.emit("div", [a, b])])
    raise call.refuse("`rounding_mode` is None, 'floor' or 'trunc'.", "Leave it out.")


def _tensor(call: Arguments) -> Value:
    """`torch.tensor(3.0)`: a number is an array of its own, too, which can change in place."""
    gradient_node = array(call)
    if type(gradient_node) is Const or type(gradient_node) is bool:
        return Number(call.number(gradient_node), kind_of(gradient_node))
    return gradient_node


def _item(call: Arguments) -> Value:
    """`x.item()`: Python's number, through which no gradient passes."""
    result = item(call)
    if type(result) is Const:
        return result
    m = call.machine
    node = m.node(result, call.node)
    stopped = m.builder.emit("stop", (node,), None, m.span(call.node))
    m.plain_numbers[stopped] = node
    return Number(stopped, kind_of(result))


def detached(m: Machine, owner: Value, node: ast.AST) -> Value:
    """`x.detach()` and `x.data` share the memory of x; no gradient passes through them."""
    if type(owner) not in (Number, ArrayView):
        return owner
    return ArrayView(owner, "stop", {}, lambda old, new: new, m.shape(owner, node), m.span(node))


def _where(call: Arguments) -> Value:
    """`x.where(condition, other)`: x where the condition holds."""
    a, condition, other = call.bind("a, condition, b")
    return _where_mask(call, condition, a, other)


def _of_sizes(row: Row) -> Row:
    """A method that takes sizes as separate numbers: `x.broadcast_to(2, 3)`."""

    def run(call: Arguments) -> Value:
        a, *sizes = call.args
        return row(Arguments(call.machine, call.name, [a, tuple(map(Const, call.sizes(sizes)))], {}, call.node))

    return run


def _in_place(name: str) -> Row:
    """`x.add_(y)`: the method without the bar, written into the array."""

    def run(call: Arguments) -> Value:
        owner = call.args[0]
        m = call.machine
        result = TENSOR_METHODS[name](call)
        new = m.node(result, call.node)
        if type(owner) not in (Number, ArrayView) or m.builder.shape(new) != m.shape(owner, call.node):
            raise call.refuse("This cannot be changed in place.", f"Write `x = x.{name}(...)`.")
        write(m, owner, new)
        return owner

    return run


def _fill(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    m = call.machine
    shape = m.shape(owner, call.node)
    new = call.emit("broadcast", [value], {"shape": shape}) if shape else value
    write(m, owner, m.node(new, call.node))
    return owner


def over_dimension(name: str, third: str = "dtype", implicit: bool = False) -> Row:
    """`softmax(x, dim)`. Where no dimension is given it is the last, or, `implicit`, the one that `torch.nn.functional`
    takes: 0 of 1 or 3 dimensions, else 1. `third` is the setting after it."""
    row = prelude(name)

    def run(call: Arguments) -> Value:
        if len(call.args) > 2 and third not in call.keywords:
            call.keywords[third] = call.args.pop(2)
        if len(call.args) > 1:
            call.keywords["axis"] = call.args.pop(1)
        call.keywords = {
            {"dim": "axis", "input": "s"}.get(word, word): value
            for word, value in call.keywords.items()
            if word not in ("dtype", "_stacklevel") and value is not None
        }
        if implicit and "axis" not in call.keywords:
            values = call.args or [call.keywords.get("s")]
            call.keywords["axis"] = Const(0 if len(call.shape(values[0])) in (0, 1, 3) else 1)
        return row(call)

    return run


def _spelled() -> dict[str, Row]:
    """The functions of one entry, under their names."""
    words = {word: op(name) for word, name in SPELLINGS.items() if OPS[name].slots == 1 and OPS[name].elementwise}
    return {**words, "abs": op("abs"), "negative": op("neg"), "fix": op("trunc"), "sgn": op("sign")}


FUNCTIONS: dict[str, Row] = {
    **{name: CREATION[name] for name in ("zeros", "ones", "empty", "zeros_like", "ones_like", "empty_like", "full",
                                         "full_like", "arange", "linspace", "eye")},
    **_spelled(),
    **{name: prelude(name) for name in ("sigmoid", "selu", "celu", "logaddexp") if name in PRELUDE},
    "square": NUMPY["square"], "reciprocal": NUMPY["reciprocal"], "rsqrt": _rsqrt,
    "add": _scaled_pair("+"), "sub": _scaled_pair("-"), "subtract": _scaled_pair("-"), "mul": _sign_row("*"),
    "multiply": _sign_row("*"), "div": _divided, "divide": _divided, "true_divide": _sign_row("/"),
    "pow": _sign_row("**"), "remainder": _sign_row("%"), "floor_divide": _sign_row("//"), "fmod": pair("fmod"),
    "atan2": pair("arctan2", "float"), "arctan2": pair("arctan2", "float"), "hypot": pair("hypot", "float"),
    "xlogy": pair("xlogy", "float"), "maximum": pair("maximum"), "minimum": pair("minimum"), "fmax": pair("maximum"),
    "fmin": pair("minimum"), "lerp": _lerp, "addmm": _addmm, "addmv": _addmm, "addcmul": _addcmul,
    "heaviside": NUMPY["heaviside"], "copysign": NUMPY["copysign"], "rad2deg": NUMPY["rad2deg"],
    "deg2rad": NUMPY["deg2rad"], "float_power": NUMPY["float_power"], "logaddexp2": NUMPY["logaddexp2"],
    "positive": NUMPY["positive"], "round": NUMPY["round"],
    "clamp": _clamp, "clip": _clamp, "clamp_min": _bounded("min"), "clamp_max": _bounded("max"),
    "where": NUMPY["where"], "masked_fill": _masked_fill,
    "sum": reduction("sum"), "mean": reduction("mean"), "prod": reduction("prod"), "amax": reduction("amax"),
    "amin": reduction("amin"), "all": reduction("all", kind="bool"),
    "any": reduction("any", kind="bool"),
    "var": _variance("var"), "std": _variance("std"), "var_mean": _with_mean("var"), "std_mean": _with_mean("std"),
    "logsumexp": over_dimension("logsumexp", "keepdims"),
    "softmax": over_dimension("softmax"), "log_softmax": over_dimension("log_softmax"),
    "max": _extreme("amax", "maximum", "argmax"), "min": _extreme("amin", "minimum", "argmin"),
    "argmax": reduction("argmax", kind="int"), "argmin": reduction("argmin", kind="int"), "median": _median,
    "cumsum": reduction("cumsum", "axis=None"), "cumprod": reduction("cumprod", "axis=None"), "sort": _sorted,
    "argsort": op("argsort", kind="int"), "topk": _topk,
    "dot": _dot, "mm": _dot, "mv": _dot, "bmm": _dot, "matmul": NUMPY["matmul"], "outer": op("outer"),
    "ger": op("outer"), "inner": NUMPY["inner"], "vdot": op("inner"), "cross": _cross, "kron": op("kron"),
    "einsum": NUMPY["einsum"], "tensordot": renamed(NUMPY["tensordot"], dims="axes"), "trace": NUMPY["trace"], "inverse": op("inv"), "det": op("det"),
    "logdet": _logdet, "slogdet": _slogdet, "cholesky": op("cholesky"),
    "reshape": NUMPY["reshape"], "flatten": _flatten, "ravel": NUMPY["ravel"], "transpose": _transpose,
    "swapaxes": _transpose, "swapdims": _transpose, "t": _t, "permute": _permute, "movedim": NUMPY["moveaxis"],
    "unsqueeze": NUMPY["expand_dims"], "squeeze": _squeeze, "cat": _concatenate, "concat": _concatenate,
    "concatenate": _concatenate, "stack": _stack, "vstack": NUMPY["vstack"], "hstack": NUMPY["hstack"],
    "column_stack": NUMPY["column_stack"], "chunk": _chunk, "split": _split, "unbind": _unbind, "flip": _flip,
    "roll": _roll, "tile": renamed(NUMPY["tile"], dims="reps"), "repeat_interleave": _interleave, "tril": _triangle("tril"),
    "triu": _triangle("triu"), "diag": renamed(NUMPY["diag"], diagonal="k"), "narrow": _narrow,
    "broadcast_to": NUMPY["broadcast_to"], "moveaxis": NUMPY["moveaxis"], "hsplit": NUMPY["hsplit"],
    "vsplit": NUMPY["vsplit"], "dsplit": NUMPY["dsplit"], "dstack": NUMPY["dstack"], "row_stack": NUMPY["vstack"],
    "atleast_1d": NUMPY["atleast_1d"], "atleast_2d": NUMPY["atleast_2d"], "atleast_3d": NUMPY["atleast_3d"],
    "fliplr": NUMPY["fliplr"], "flipud": NUMPY["flipud"], "unique": NUMPY["unique"], "bincount": NUMPY["bincount"],
    "searchsorted": NUMPY["searchsorted"], "clone": NUMPY["copy"], **TENSOR_TEXT.rows(),
    "gather": _gather, "index_select": _index_select, "scatter": _scattered("scatter_along"),
    "scatter_add": _scattered("scatter_add_along"), "numel": _count,
    "logical_and": op("logical_and", kind="bool"), "logical_or": op("logical_or", kind="bool"),
    "logical_not": op("logical_not", kind="bool"), "logical_xor": op("logical_xor", kind="bool"),
    "gt": op("gt", kind="bool"), "ge": op("ge", kind="bool"), "lt": op("lt", kind="bool"), "le": op("le", kind="bool"),
    "eq": op("eq", kind="bool"), "ne": op("ne", kind="bool"), "isnan": op("isnan", kind="bool"),
    "isinf": op("isinf", kind="bool"), "isfinite": op("isfinite", kind="bool"), "real": identity, "conj": identity,
    "greater": op("gt", kind="bool"), "greater_equal": op("ge", kind="bool"), "less": op("lt", kind="bool"),
    "less_equal": op("le", kind="bool"), "not_equal": op("ne", kind="bool"),
}  # fmt: skip
TORCH: dict[str, Any] = {
    **FUNCTIONS, **CONSTANTS,
    "tensor": _tensor, "as_tensor": _tensor, "Tensor": _tensor, "FloatTensor": _tensor, "LongTensor": _tensor,
    "DoubleTensor": _tensor, "IntTensor": _tensor, "BoolTensor": _tensor,
    "from_numpy": _tensor, "asarray": _tensor, "scalar_tensor": _tensor, "linspace": renamed(linspace("start, stop, num"), end="stop", steps="num"), "logspace": renamed(logspace("start, stop, num"), end="stop", steps="num"), "is_tensor": lambda call: True,
    "randn": _random("randn"), "rand": _random("rand"), "normal": _normal, "randint": _whole, "randperm": _order, "bernoulli": _coins, "randn_like": _random_like("randn"),
    "rand_like": _random_like("rand"), "manual_seed": _seeded, "device": lambda call: call.static(call.args[0]), "no_grad": _without_gradient,
    "enable_grad": _decorator, "inference_mode": _without_gradient, "set_grad_enabled": no_effect,
    "set_default_dtype": no_effect, "set_printoptions": no_effect, "use_deterministic_algorithms": no_effect,
    "float": "float", "float32": "float32", "float64": "float64", "double": "float64", "half": "float16",
    "float16": "float16", "int": "int", "int32": "int32", "int64": "int64", "long": "int64", "bool": "bool",
    "compile": identity,
}  # fmt: skip
IN_PLACE = (
    "add", "sub", "mul", "div", "pow", "clamp", "clamp_min", "clamp_max", "exp", "log", "sqrt", "neg", "abs", "tanh",
    "sigmoid", "relu", "masked_fill", "scatter", "scatter_add", "floor", "ceil", "round", "square", "reciprocal",
    "addcmul", "lerp", "addmm", "addcdiv", "remainder", "fmod", "trunc", "sign", "expm1", "log1p", "index_add",
    "index_fill", "index_copy", "squeeze", "unsqueeze", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
    "asinh", "acosh", "atanh", "arcsin", "arccos", "arctan", "exp2", "log2", "log10", "rsqrt", "erf", "erfc", "erfinv",
    "lgamma", "digamma", "sinc", "frac", "logit", "hypot", "atan2", "arctan2", "copysign", "float_power", "xlogy",
    "cumsum", "cumprod", "tril", "triu", "nan_to_num", "true_divide", "divide", "multiply", "subtract", "floor_divide",
    "eq", "ne", "lt", "le", "gt", "ge", "addmv", "addr",
    "baddbmm", "addbmm", "renorm", "masked_scatter", "scatter_reduce", "clip", "negative", "absolute", "ldexp",
    "deg2rad", "rad2deg", "heaviside", "fix", "sgn", "selu", "celu", "mvlgamma",
)  # fmt: skip
TENSOR_METHODS: dict[str, Row] = {
    **{name: row for name, row in FUNCTIONS.items() if name not in ("zeros", "ones", "empty", "full", "arange", "linspace",
                                                                    "eye")},
    "size": _size, "dim": _rank, "ndimension": _rank, "nelement": _count, "view": NUMPY["reshape"], "expand": _expand,
    "expand_as": _expand_as, "view_as": _view_as, "reshape_as": _view_as, "repeat": _repeat, "item": _item,
    "tolist": listed, "detach": lambda call: detached(call.machine, call.args[0], call.node), "clone": NUMPY["copy"],
    "where": _where, "broadcast_to": _of_sizes(NUMPY["broadcast_to"]), "tile": _of_sizes(NUMPY["tile"]), "contiguous": identity, "numpy": identity,
    "cpu": identity, "cuda": identity, "to": _to, "type": _to, "type_as": _to, "float": _cast("float"),
    "double": _cast("float"), "half": _cast("float"), "long": _cast("int"), "int": _cast("int"), "bool": _cast("bool"),
    "requires_grad_": identity, "retain_grad": no_effect, "register_hook": no_effect, "backward": backward,
    "zero_": zero_gradient, "fill_": _fill, "new_zeros": _new(CREATION["zeros"]), "new_ones": _new(CREATION["ones"]),
    "new_full": _new(CREATION["full"]), "new_empty": _new(CREATION["empty"]), "new_tensor": _new(_tensor), "softplus": prelude("softplus"),
    "copy_": lambda call: _fill(call) if not call.shape(call.args[1]) else _copied_into(call),
}  # fmt: skip


def _copied_into(call: Arguments) -> Value:
    owner, value = call.args[:2]
    write(call.machine, owner, call.machine.node(value, call.node))
    return owner


TENSOR_METHODS.update({name: INIT[name] for name in ("uniform_", "normal_")})
TENSOR_METHODS.update({f"{name}_": _in_place(name) for name in IN_PLACE if name in TENSOR_METHODS})
TORCH.update({f"{name}_": TENSOR_METHODS[f"{name}_"] for name in IN_PLACE if name in TENSOR_METHODS})


def _requires(m: Machine, owner: Value, node: ast.AST) -> Value:
    return True


def _none(m: Machine, owner: Value, node: ast.AST) -> Value:
    return None


TENSOR_PROPERTIES: dict[str, Callable[[Machine, Value, ast.AST], Value]] = {
    "grad": gradient_property, "requires_grad": _requires, "is_leaf": _requires, "grad_fn": _none,
    "device": lambda m, owner, node: "cpu", "data": detached,
    "mH": lambda m, owner, node: FUNCTIONS["adjoint"](Arguments(m, ".mH", [owner], {}, node)),
    "H": lambda m, owner, node: FUNCTIONS["t"](Arguments(m, ".H", [owner], {}, node)),
}  # fmt: skip
LINALG: Mapping[str, Any] = {
    **TORCH_LINALG_TEXT.rows(), "inv": op("inv"), "det": op("det"), "slogdet": _slogdet, "solve": op("solve"),
    "cholesky": op("cholesky"), "cross": op("cross"), "matmul": NUMPY["matmul"],
}  # fmt: skip
AUTOGRAD: Mapping[str, Any] = {"grad": TRANSFORMS["autograd_grad"], "Variable": array}
SPECIAL: Mapping[str, Any] = {
    **_spelled(), "multigammaln": FUNCTIONS["mvlgamma"], "expit": prelude("sigmoid"), "logit": FUNCTIONS["logit"],
    "xlogy": pair("xlogy", "float"), "logsumexp": FUNCTIONS["logsumexp"], "softmax": over_dimension("softmax"),
    "log_softmax": over_dimension("log_softmax"),
}  # fmt: skip
