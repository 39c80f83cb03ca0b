"""Gates that move entries and compute nothing: transpose, reshape, index, concatenate, broadcast, copy, stop, ..."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from ..graph import Shape
from .choose import zero
from .indexing import Key, Slice, index_back, index_into, index_rule, index_shape, index_texts, numpy_key, settled_key
from .op import Op, Pattern, Trial, Units, broadcast
from .settings import ShapeRefusal, axes_of, axis_of, shape_of, whole

__all__ = ["ROWS"]


def _reshape_shape(a: Shape, *, shape: Any = (-1,)) -> Shape:
    reshape_shape, size = shape_of(shape), math.prod(a)
    if reshape_shape.count(-1) > 1:
        raise ValueError(f"{reshape_shape} is not a shape: at most one size may be left open as -1.")
    known_size = math.prod(number for number in reshape_shape if number != -1)
    if -1 in reshape_shape and known_size and size % known_size == 0:
        reshape_shape = tuple(size // known_size if number == -1 else number for number in reshape_shape)
    if -1 in reshape_shape or math.prod(reshape_shape) != size:
        entries = "1 entry" if size == 1 else f"{size} entries"
        raise ShapeRefusal(
            f"An array of shape {a} has {entries} and cannot take the shape {reshape_shape}.",
            _shapes_there(size, reshape_shape),
        )
    return reshape_shape


def _shapes_there(size: int, shape: Shape) -> str:
    """A shape of `size` entries with as many axes as were asked for; -1 where one of them follows from the others."""
    sizes = [number for number in shape if number > 0]
    for i in reversed(range(len(sizes))):
        rest = math.prod(sizes[:i]) * math.prod(sizes[i + 1 :])
        if len(sizes) == len(shape) and size and size % rest == 0:
            fits = (*sizes[:i], size // rest, *sizes[i + 1 :])
            return f"The sizes must multiply to {size}, as in `{fits}`."
    return f"The sizes must multiply to {size}; -1 stands for the one that follows from the others, as in `(-1,)`."


def _transpose_shape(a: Shape, *, axes: tuple[int, ...] | None = None) -> Shape:
    if axes is None:
        return a[::-1]
    if len(axes_of(len(a), axes)) != len(a) or not isinstance(axes, tuple):
        raise ValueError(f"`transpose` must name each of the {len(a)} axes once, not {axes}.")
    return tuple(a[axis] for axis in axes)


def _transpose_back(g: Any, out: Any, a: Any, *, axes: tuple[int, ...] | None = None) -> Any:
    return np.transpose(g, None if axes is None else np.argsort([axis % np.ndim(a) for axis in axes]))[()]


def _transpose_rule(a: Shape, *, axes: tuple[int, ...] | None = None) -> tuple[str, ...]:
    if len(a) < 2:
        return ("g",)
    if axes is None and len(a) == 2:
        return ("g.T",)
    order = range(len(a))[::-1] if axes is None else [axis % len(a) for axis in axes]
    return (f"transpose(g, {tuple(int(place) for place in np.argsort(order))})",)


def _swapped(a: Shape, *, axis1: int = 0, axis2: int = 1) -> Shape:
    first, second = axis_of(len(a), axis1), axis_of(len(a), axis2)
    sizes = list(a)
    sizes[first], sizes[second] = sizes[second], sizes[first]
    return tuple(sizes)


def _expand_shape(a: Shape, *, axis: Any = 0) -> Shape:
    positions = axis if isinstance(axis, tuple) else (axis,)
    count = len(positions)
    new = axes_of(len(a) + count, positions)
    rest = iter(a)
    return tuple(1 if number in new else next(rest) for number in range(len(a) + count))


def _outwards(axis: Any) -> list[int]:
    """New axes in an order in which each can be put in by itself: those counted from an end, the nearest first."""
    return sorted(axis if isinstance(axis, tuple) else (axis,), key=lambda number: (number < 0, abs(number)))


def _squeeze_shape(a: Shape, *, axis: Any = None) -> Shape:
    if axis is None:
        return tuple(size for size in a if size != 1)
    gone = axes_of(len(a), axis)
    for number in gone:
        if a[number] != 1:
            raise ValueError(f"`squeeze` can drop axes of size 1 only; axis {number} has size {a[number]}.")
    return tuple(size for number, size in enumerate(a) if number not in gone)


def _joined_shape(*shapes: Shape, axis: int = 0) -> Shape:
    if not shapes:
        raise ValueError("`concatenate` needs at least one array.")
    first = shapes[0]
    if not first:
        raise ValueError("`concatenate` joins arrays; put numbers in a list instead.")
    along = axis_of(len(first), axis)
    for shape in shapes:
        if len(shape) != len(first) or any(
            size != other for number, (size, other) in enumerate(zip(shape, first, strict=True)) if number != along
        ):
            raise ValueError(f"Shapes {first} and {shape} can differ only along axis {along} to be joined there.")
    return (*first[:along], sum(shape[along] for shape in shapes), *first[along + 1 :])


def _joined_back(slot: int, g: Any, out: Any, *args: Any, axis: int = 0) -> Any:
    start = sum(arg.shape[axis] for arg in args[:slot])
    along = axis % g.ndim
    return g[(slice(None),) * along + (slice(start, start + args[slot].shape[axis]),)]


def _joined_rule(*shapes: Shape, axis: int = 0) -> tuple[str, ...]:
    along, rules, start = axis % len(shapes[0]), [], 0
    for shape in shapes:
        rules.append(f"g[{':, ' * along}{start}:{start + shape[along]}]")
        start += shape[along]
    return tuple(rules)


def _stacked_shape(*shapes: Shape, axis: int = 0) -> Shape:
    if not shapes:
        raise ValueError("`stack` needs at least one array.")
    for shape in shapes:
        if shape != shapes[0]:
            raise ValueError(f"Arrays must have one shape to be stacked, not {shapes[0]} and {shape}.")
    along = axis_of(len(shapes[0]) + 1, axis)
    return (*shapes[0][:along], len(shapes), *shapes[0][along:])


def _broadcast_to_shape(a: Shape, *, shape: Any = ()) -> Shape:
    target_shape = shape_of(shape)
    if -1 in target_shape:
        raise ValueError(f"{target_shape} is not a shape.")
    fits = len(a) <= len(target_shape) and all(
        size in (1, to) for size, to in zip(a, target_shape[len(target_shape) - len(a) :], strict=True)
    )
    if not fits:
        raise ValueError(f"An array of shape {a} cannot be stretched to {target_shape}: only axes of size 1 stretch.")
    return target_shape


def _broadcast_to_vjp(g: Any, out: Any, a: Any, *, shape: Any = ()) -> Any:
    to, own = np.shape(g), np.shape(a)
    missing = len(to) - len(own)
    axes = tuple(range(missing)) + tuple(
        missing + number for number, size in enumerate(own) if size == 1 and to[missing + number] != 1
    )
    return np.sum(g, axis=axes).reshape(own)[()] if axes else g


def _broadcast_to_rule(a: Shape, *, shape: Any = ()) -> tuple[str, ...]:
    target_shape = shape_of(shape)
    missing = len(target_shape) - len(a)
    inside = [missing + number for number, size in enumerate(a) if size == 1 and target_shape[missing + number] != 1]
    axes = (*range(missing), *inside)
    if not axes:
        return ("g",)
    along = axes[0] if len(axes) == 1 else axes
    return (f"sum(g, axis={along})" + (f".reshape({a})" if inside else ""),)


def _flipped_shape(a: Shape, *, axis: Any = None) -> Shape:
    axes_of(len(a), axis)
    return a


def _triangle_shape(a: Shape, *, k: int = 0) -> Shape:
    if len(a) < 2:
        raise ValueError(f"A triangle is cut out of a matrix, not out of shape {a}.")
    whole(k, "k")
    return a


def _triangle(name: str, word: str) -> Op:
    cut = getattr(np, name)

    def lower(emit: Any, a: Any, *, k: int = 0) -> Any:
        kept, out = cut(np.ones(a.shape), k), a.copy()
        for place in np.argwhere(kept == 0):
            out[tuple(place)] = emit.constant(0.0)
        return out

    return _move(
        name,
        name,
        f"{word} triangle gate",
        spellings=(name,),
        methods=(name,),
        params={"k": 0},
        forward=lambda a, *, k=0: cut(a, k),
        vjp=(lambda g, out, a, *, k=0: cut(g, k),),
        shape=_triangle_shape,
        rule=(f"{name}(g)",),
        rule_for=lambda a, *, k=0: (f"{name}(g, {k})" if k else f"{name}(g)",),
        why=("The entries of the triangle pass unchanged and get their gradient; the others were replaced by 0.",),
        units=Units.CUSTOM,
        lower=lower,
        numpy=f"np.{name}({{0}}, {{k}})",
        torch=f"torch.{name}({{0}}, {{k}})",
        trials=(Trial(((3, 3),)), Trial(((2, 3),), {"k": 1}), Trial(((2, 3, 3),), {"k": -1})),
    )


def _move(name: str, symbol: str, title: str, **columns: Any) -> Op:
    settings: dict[str, Any] = {
        "elementwise": False,
        "pattern": Pattern.RESHAPE,
        "equation": f"{name}(a)",
        "units": Units.STRUCTURE,
        "latex": rf"\operatorname{{{{{name.replace('_', ' ')}}}}}({{0}})",
        "why": ("Entries only change places: each one's gradient goes back to where it came from.",),
    }
    return Op(name=name, symbol=symbol, title=title, **{**settings, **columns})


def _shaped(*names: str) -> Any:
    """`texts` of rows whose settings stand in code as they are, one element tuples included."""
    return lambda **params: {name: repr(shape_of(params[name])) for name in names if name in params}


S = Slice
KEYS: tuple[tuple[Shape, Key], ...] = (
    ((3,), (0,)),
    ((3,), (-1,)),
    ((3,), (S(1, None, None),)),
    ((5,), (S(None, None, -2),)),
    ((2, 3), (1,)),
    ((2, 3), (1, 2)),
    ((2, 3), (S(None, None, None), 0)),
    ((2, 3), (S(0, 1, None), S(1, 3, None))),
    ((2, 3), (Ellipsis, None)),
    ((2, 3), (None, 1, None)),
    ((3,), ((0, 0, 2),)),
    ((2, 3), ((0, 1, 1), (2, 2, 2))),
    ((4, 3), (S(None, None, None), (2, 0))),
    ((2, 3, 4), (0, S(None, None, None), (2, 0))),
    ((2, 3), ()),
)


def _shape_of_first(a: Shape, b: Shape, c: Shape) -> Shape:
    if broadcast(a, b, c) != a:
        raise ValueError("The derivative must have the shape of the result.")
    return a


ROWS = (
    _move(
        "transpose",
        "T",
        "Transpose gate",
        spellings=("transpose", "permute"),
        methods=("transpose", "permute"),
        params={"axes": None},
        forward=lambda a, *, axes=None: np.transpose(a, axes)[()],
        vjp=(_transpose_back,),
        shape=_transpose_shape,
        rule=("g.T",),
        rule_for=_transpose_rule,
        numpy="{numpy_turned}",
        torch="{torch_turned}",
        texts=lambda *, axes=None: {
            "numpy_turned": "{0}.T" if axes == (1, 0) else "np.transpose({0}" + (")" if axes is None else f", {axes})"),
            "torch_turned": "{0}.T"
            if axes == (1, 0)
            else "{0}.permute(tuple(reversed(range({0}.ndim))))"
            if axes is None
            else f"{{0}}.permute({axes})",
        },
        settle=lambda a, *, axes=None: {"axes": tuple(reversed(range(len(a)))) if axes is None and a else axes},
        latex="{0}^{{T}}",
        trials=(
            Trial(((),)),
            Trial(((3,),)),
            Trial(((2, 3),)),
            Trial(((2, 3),), {"axes": (0, 1)}),
            Trial(((2, 3, 4),)),
            Trial(((2, 3, 4),), {"axes": (1, 2, 0)}),
            Trial(((2, 3, 4),), {"axes": (-1, 0, 1)}),
        ),
    ),
    _move(
        "swapaxes",
        "T",
        "Swap axes gate",
        spellings=("swapaxes",),
        methods=("swapaxes",),
        params={"axis1": 0, "axis2": 1},
        forward=lambda a, *, axis1=0, axis2=1: np.swapaxes(a, axis1, axis2),
        vjp=(lambda g, out, a, *, axis1=0, axis2=1: np.swapaxes(g, axis1, axis2),),
        shape=_swapped,
        rule=("swapaxes(g, 0, 1)",),
        rule_for=lambda a, *, axis1=0, axis2=1: (f"swapaxes(g, {axis1}, {axis2})",),
        numpy="np.swapaxes({0}, {axis1}, {axis2})",
        torch="torch.swapaxes({0}, {axis1}, {axis2})",
        trials=(
            Trial(((2, 3),), {"axis1": 0, "axis2": 1}),
            Trial(((2, 3, 4),), {"axis1": -1, "axis2": -2}),
        ),
    ),
    _move(
        "reshape",
        "reshape",
        "Reshape gate",
        spellings=("reshape",),
        methods=("reshape", "view"),
        params={"shape": (-1,)},
        forward=lambda a, *, shape=(-1,): np.reshape(a, shape)[()],
        vjp=(lambda g, out, a, *, shape=(-1,): np.reshape(g, np.shape(a))[()],),
        shape=_reshape_shape,
        rule=("reshape(g, a.shape)",),
        rule_for=lambda a, *, shape=(-1,): (f"reshape(g, {a})",),
        numpy="np.reshape({0}, {shape})",
        torch="torch.reshape({0}, {shape})",
        texts=_shaped("shape"),
        trials=(
            Trial(((6,),), {"shape": (2, 3)}),
            Trial(((2, 3),), {"shape": (-1,)}),
            Trial(((2, 3),), {"shape": -1}),
            Trial(((2, 3, 2),), {"shape": (4, -1)}),
            Trial(((),), {"shape": (1, 1)}),
            Trial(((1, 1),), {"shape": ()}),
        ),
    ),
    _move(
        "expand_dims",
        "+axis",
        "New axis gate",
        spellings=("expand_dims", "unsqueeze"),
        methods=("unsqueeze",),
        params={"axis": 0},
        forward=lambda a, *, axis=0: np.expand_dims(a, axis),
        vjp=(lambda g, out, a, *, axis=0: np.reshape(g, np.shape(a))[()],),
        shape=_expand_shape,
        rule=("reshape(g, a.shape)",),
        rule_for=lambda a, *, axis=0: (f"reshape(g, {a})",),
        numpy="np.expand_dims({0}, {axis})",
        torch="{0}{unsqueezed}",
        texts=lambda *, axis=0: {"unsqueezed": "".join(f".unsqueeze({number})" for number in _outwards(axis))},
        trials=(
            Trial(((3,),), {"axis": 0}),
            Trial(((3,),), {"axis": 1}),
            Trial(((2, 3),), {"axis": -1}),
            Trial(((),), {"axis": 0}),
        ),
    ),
    _move(
        "squeeze",
        "−axis",
        "Drop axis gate",
        spellings=("squeeze",),
        methods=("squeeze",),
        params={"axis": None},
        forward=lambda a, *, axis=None: np.squeeze(a, axis)[()],
        vjp=(lambda g, out, a, *, axis=None: np.reshape(g, np.shape(a))[()],),
        shape=_squeeze_shape,
        rule=("reshape(g, a.shape)",),
        rule_for=lambda a, *, axis=None: (f"reshape(g, {a})",),
        numpy="np.squeeze({0}, {axis})",
        torch="torch.squeeze({0}{dim})",
        texts=lambda *, axis=None: {"dim": "" if axis is None else f", {axis}"},
        trials=(
            Trial(((1, 3, 1),)),
            Trial(((1, 3, 1),), {"axis": 0}),
            Trial(((1, 3, 1),), {"axis": (0, -1)}),
            Trial(((1, 1),)),
        ),
    ),
    _move(
        "flip",
        "flip",
        "Flip gate",
        spellings=("flip",),
        methods=("flip",),
        params={"axis": None},
        forward=lambda a, *, axis=None: np.flip(a, axis),
        vjp=(lambda g, out, a, *, axis=None: np.flip(g, axis),),
        shape=_flipped_shape,
        rule=("flip(g)",),
        rule_for=lambda a, *, axis=None: (f"flip(g, {axis})",),
        numpy="np.flip({0}, {axis})",
        torch="torch.flip({0}, {dims})",
        texts=lambda *, axis=None: {
            "dims": "tuple(range({0}.ndim))" if axis is None else str(axis if isinstance(axis, tuple) else (axis,))
        },
        trials=(Trial(((3,),)), Trial(((2, 3),)), Trial(((2, 3),), {"axis": 1}), Trial(((2, 3),), {"axis": (0, 1)})),
    ),
    _move(
        "index",
        "[ ]",
        "Index gate",
        params={"key": ()},
        forward=lambda a, *, key=(): np.asarray(a)[numpy_key(key)],
        vjp=(index_back,),
        shape=index_shape,
        equation="a[...]",
        rule=("scatter(g)",),
        rule_for=index_rule,
        why=("The entries that were taken get their gradient back in their own places; all others get 0.",),
        numpy="{0}[{where}]",
        torch="{0}[{where}]",
        texts=index_texts,
        settle=settled_key,
        into=index_into,
        latex="{0}[\\dots]",
        trials=tuple(Trial((shape,), {"key": key}) for shape, key in KEYS),
    ),
    _move(
        "concatenate",
        "concat",
        "Concatenate gate",
        spellings=("concatenate", "concat", "cat"),
        slots=None,
        params={"axis": 0},
        forward=lambda *args, axis=0: np.concatenate(args, axis),
        vjp=_joined_back,
        shape=_joined_shape,
        equation="concatenate([a, b, ...])",
        rule=("g[part]",),
        rule_for=_joined_rule,
        why=("The arrays stand side by side: each one gets its own part of the gradient.",),
        numpy="np.concatenate([{args}], axis={axis})",
        torch="torch.cat([{args}], dim={axis})",
        trials=(
            Trial(((2,), (3,))),
            Trial(((2, 3), (1, 3), (2, 3))),
            Trial(((2, 3), (2, 1)), {"axis": 1}),
            Trial(((2, 3), (2, 1)), {"axis": -1}),
        ),
    ),
    _move(
        "stack",
        "stack",
        "Stack gate",
        spellings=("stack",),
        slots=None,
        params={"axis": 0},
        forward=lambda *args, axis=0: np.stack(args, axis),
        vjp=lambda slot, g, out, *args, axis=0: np.take(g, slot, axis),
        shape=_stacked_shape,
        equation="stack([a, b, ...])",
        rule=("g[part]",),
        rule_for=lambda *shapes, axis=0: tuple(
            f"g[{':, ' * (axis % (len(shapes[0]) + 1))}{slot}]" for slot in range(len(shapes))
        ),
        why=("Each array is one slice of the result: it gets that slice of the gradient.",),
        numpy="np.stack([{args}], axis={axis})",
        torch="torch.stack([{args}], dim={axis})",
        trials=(
            Trial(((), (), ())),
            Trial(((3,), (3,))),
            Trial(((3,), (3,)), {"axis": 1}),
            Trial(((2, 3), (2, 3)), {"axis": -1}),
        ),
    ),
    _triangle("tril", "Lower"),
    _triangle("triu", "Upper"),
    _move(
        "broadcast",
        "stretch",
        "Broadcast gate",
        spellings=("broadcast_to",),
        methods=("expand", "broadcast_to"),
        params={"shape": ()},
        forward=lambda a, *, shape=(): np.broadcast_to(a, shape)[()],
        vjp=(_broadcast_to_vjp,),
        shape=_broadcast_to_shape,
        pattern=Pattern.BROADCAST,
        equation="broadcast_to(a, shape)",
        rule=("sum(g)",),
        rule_for=_broadcast_to_rule,
        why=("Every copy of an entry moves with it, so the copies' gradients add up.",),
        numpy="np.broadcast_to({0}, {shape})",
        torch="torch.broadcast_to({0}, {shape})",
        texts=_shaped("shape"),
        trials=(
            Trial(((),), {"shape": (3,)}),
            Trial(((3,),), {"shape": (3,)}),
            Trial(((3,),), {"shape": (2, 3)}),
            Trial(((2, 1),), {"shape": (2, 3)}),
            Trial(((2, 1),), {"shape": (4, 2, 3)}),
            Trial(((1,),), {"shape": 4}),
        ),
    ),
    Op(
        name="copy",
        symbol="•",
        title="Copy gate",
        spellings=("copy",),
        methods=("copy", "clone"),
        forward=operator.pos,
        scalar=operator.pos,
        vjp=(lambda g, out, a: g,),
        pattern=Pattern.ADDER,
        equation="a",
        local=("1",),
        why=("Every copy moves with the value; the gradients of all its copies add up here.",),
        js="a",
        js_local=("1",),
        numpy="{0}",
        torch="{0}",
        latex="{0}",
    ),
    Op(
        name="stop",
        symbol="stop",
        title="Stop gradient gate",
        spellings=("stop", "stop_gradient", "detach"),
        methods=("detach",),
        forward=operator.pos,
        scalar=operator.pos,
        vjp=(lambda g, out, a: zero(g),),
        pattern=Pattern.STOP,
        equation="a",
        local=("0",),
        why=("The value is used as if it were a constant: no gradient passes back.",),
        js="a",
        js_local=("0",),
        numpy="{0}",
        torch="{0}.detach()",
        latex=r"\operatorname{{stop}}({0})",
        blocks_infinite=True,
        stops=range(1),
    ),
    Op(
        name="own",
        symbol="f′",
        title="Gate with a derivative of your own",
        slots=3,
        forward=lambda a, b, c: operator.pos(a),
        scalar=lambda a, b, c: a,
        vjp=(
            lambda g, out, a, b, c: g,
            lambda g, out, a, b, c: np.where(np.equal(c, 0), 0.0, g * c)[()],
            lambda g, out, a, b, c: zero(g),
        ),
        shape=_shape_of_first,
        pattern=Pattern.SCALE,
        equation="a",
        local=("1", "c", "0"),
        why=(
            "The value passes unchanged.",
            "The local gradient is the one you gave.",
            "Your derivative is only multiplied with; no gradient passes into it.",
        ),
        js="a",
        js_local=("1", "c", "0"),
        numpy="{0}",
        torch="{0} + ({1} - {1}.detach()) * {2}.detach()",
        latex="{0}",
        trials=(Trial(((), (), ())), Trial(((3,), (3,), (3,))), Trial(((2, 3), (3,), (2, 3)))),
        blocks_infinite=True,
        stops=range(2, 3),
    ),
)
