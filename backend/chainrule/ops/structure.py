"""Gates that pick, join and repeat entries and compute nothing: index, concatenate, stack, triangles, broadcast."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..graph import Shape
from .indexing import Key, Slice, index_back, index_into, index_rule, index_shape, index_texts, numpy_key, settled_key
from .op import Lowering, Op, Pattern, Trial
from .rearrange import rearrangement, shape_texts
from .settings import ShapeRefusal, axis_of, shape_of, whole

__all__ = ["ROWS"]


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
            raise ShapeRefusal(
                f"Shapes {first} and {shape} can differ only along axis {along} to be joined there.",
                "Join along another axis, or make the other axes equally long.",
            )
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
        raise ValueError(
            f"An array of shape {a} cannot be broadcast to {target_shape}: only axes of size 1 are repeated."
        )
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


def _triangle_shape(a: Shape, *, k: int = 0) -> Shape:
    if len(a) < 2:
        raise ValueError(f"A triangle is cut out of a matrix, not out of shape {a}.")
    whole(k, "k")
    return a


def _triangle(name: str, word: str) -> Op:
    cut = getattr(np, name)

    def lower(emit: Any, a: Any, *, k: int = 0) -> Any:
        mask, out = cut(np.ones(a.shape), k), a.copy()
        for place in np.argwhere(mask == 0):
            out[tuple(place)] = emit.constant(0.0)
        return out

    return rearrangement(
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
        units=Lowering.CUSTOM,
        lower=lower,
        numpy=f"np.{name}({{0}}, {{k}})",
        torch=f"torch.{name}({{0}}, {{k}})",
        trials=(Trial(((3, 3),)), Trial(((2, 3),), {"k": 1}), Trial(((2, 3, 3),), {"k": -1})),
    )


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


ROWS = (
    rearrangement(
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
        param_text=index_texts,
        explicit_params=settled_key,
        accumulate_statement=index_into,
        latex="{0}[\\dots]",
        trials=tuple(Trial((shape,), {"key": key}) for shape, key in KEYS),
    ),
    rearrangement(
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
    rearrangement(
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
    rearrangement(
        "broadcast",
        "broadcast",
        "Broadcast gate",
        outline="broadcast",
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
        param_text=shape_texts("shape"),
        trials=(
            Trial(((),), {"shape": (3,)}),
            Trial(((3,),), {"shape": (3,)}),
            Trial(((3,),), {"shape": (2, 3)}),
            Trial(((2, 1),), {"shape": (2, 3)}),
            Trial(((2, 1),), {"shape": (4, 2, 3)}),
            Trial(((1,),), {"shape": 4}),
        ),
    ),
)
