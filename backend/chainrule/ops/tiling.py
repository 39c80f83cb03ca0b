"""Gates that repeat, shift and surround entries: pad, tile, repeat, roll; diag and diagonal."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..graph import Shape
from .op import Lowering, Op, Pattern, Trial
from .settings import axis_of, shape_of, whole

__all__ = ["ROWS"]


def _move(name: str, title: str, **columns: Any) -> Op:
    settings: dict[str, Any] = {
        "symbol": name,
        "elementwise": False,
        "pattern": Pattern.RESHAPE,
        "equation": f"{name}(a)",
        "units": Lowering.STRUCTURE,
        "latex": rf"\operatorname{{{{{name}}}}} {{0}}",
        "why": ("Entries only change places: each one's gradient goes back to where it came from.",),
        "spellings": (name,),
    }
    return Op(name=name, title=title, **{**settings, **columns})


COPIES = "Every copy of an entry moves with it, so the copies' gradients add up."


# pad -------------------------------------------------------------------------------------------------------------


def _pad_shape(a: Shape, *, widths: Any = (), value: Any = 0.0) -> Shape:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("`value` must be a number.")
    if (
        not isinstance(widths, tuple)
        or len(widths) != len(a)
        or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in widths)
    ):
        raise ValueError(f"`pad` takes a pair (before, after) for each of the {len(a)} axes.")
    if any(whole(number, "widths") < 0 for pair in widths for number in pair):
        raise ValueError("A width cannot be negative.")
    return tuple(before + size + after for size, (before, after) in zip(a, widths, strict=True))


def _pad_lower(emit: Any, a: Any, *, widths: Any = (), value: float = 0.0) -> Any:
    out = np.empty(_pad_shape(a.shape, widths=widths), dtype=object)
    out[_inside(a.shape, widths)] = a
    for spot in np.ndindex(out.shape):
        if out[spot] is None:
            out[spot] = emit.constant(float(value))
    return out


def _inside(a: Shape, widths: Any) -> tuple[slice, ...]:
    return tuple(slice(before, before + size) for size, (before, _) in zip(a, widths, strict=True))


def _pad_rule(a: Shape, *, widths: Any = (), value: float = 0.0) -> tuple[str, ...]:
    if not a:
        return ("g",)
    return (f"g[{', '.join(f'{part.start}:{part.stop}' for part in _inside(a, widths))}]",)


# tile and repeat -------------------------------------------------------------------------------------------------


def _tile_shape(a: Shape, *, reps: Any = 1) -> Shape:
    times = shape_of(reps)
    if -1 in times:
        raise ValueError("`reps` cannot be negative.")
    rank = max(len(a), len(times))
    sizes, times = (1,) * (rank - len(a)) + a, (1,) * (rank - len(times)) + times
    return tuple(size * number for size, number in zip(sizes, times, strict=True))


def _tile_split(a: Shape, reps: Any) -> tuple[Shape, tuple[int, ...]]:
    """Return the result's shape with each axis split into (times, size), and the places of the times."""
    times = shape_of(reps)
    rank = max(len(a), len(times))
    sizes, times = (1,) * (rank - len(a)) + a, (1,) * (rank - len(times)) + times
    return tuple(n for pair in zip(times, sizes, strict=True) for n in pair), tuple(range(0, 2 * rank, 2))


def _tile_back(g: Any, out: Any, a: Any, *, reps: Any = 1) -> Any:
    split, summed = _tile_split(np.shape(a), reps)
    return np.sum(np.reshape(g, split), axis=summed).reshape(np.shape(a))[()]


def _tile_rule(a: Shape, *, reps: Any = 1) -> tuple[str, ...]:
    split, summed = _tile_split(a, reps)
    if not split:
        return ("g",)
    return (f"sum(reshape(g, {split}), axis={summed}).reshape({a})",)


def _repeats(a: Shape, repeats: Any, axis: int | None) -> tuple[int, ...]:
    """Return the number of repeats of each entry along the axis."""
    size = math.prod(a) if axis is None else a[axis_of(len(a), axis)]
    repeat_counts = repeats if isinstance(repeats, tuple) else (repeats,)
    counts = tuple(whole(number, "repeats") for number in repeat_counts)
    if any(number < 0 for number in counts):
        raise ValueError("`repeats` cannot be negative.")
    if len(counts) not in (1, size):
        raise ValueError(f"`repeats` needs one number, or one for each of the {size} entries along the axis.")
    if sum(counts) * max(1, size) > MOST_COPIES:
        raise ValueError("This repeats more entries than an array can have.")
    return counts * size if len(counts) == 1 else counts


MOST_COPIES = 10_000_000


def _repeat_shape(a: Shape, *, repeats: Any = 1, axis: int | None = None) -> Shape:
    total = sum(_repeats(a, repeats, axis))
    if axis is None:
        return (total,)
    along = axis_of(len(a), axis)
    return tuple(total if number == along else size for number, size in enumerate(a))


def _repeat(a: Any, *, repeats: Any = 1, axis: int | None = None) -> Any:
    return np.repeat(a, _repeats(np.shape(a), repeats, axis), axis=axis)


def _repeat_back(g: Any, out: Any, a: Any, *, repeats: Any = 1, axis: int | None = None) -> Any:
    counts = _repeats(np.shape(a), repeats, axis)
    rows = np.moveaxis(np.asarray(g), 0 if axis is None else axis, 0)
    result = np.zeros((len(counts), *rows.shape[1:]))
    np.add.at(result, np.repeat(np.arange(len(counts)), counts), rows)
    return result.reshape(np.shape(a))[()] if axis is None else np.moveaxis(result, 0, axis)


def _repeat_rule(a: Shape, *, repeats: Any = 1, axis: int | None = None) -> tuple[str, ...]:
    counts = _repeats(a, repeats, axis)
    along = 0 if axis is None else axis % len(a)
    tail = "" if axis is not None else f".reshape({a})"
    if counts and len(set(counts)) == 1:
        shape = (math.prod(a),) if axis is None else a
        split = (*shape[: along + 1], counts[0], *shape[along + 1 :])
        return (f"sum(reshape(g, {split}), axis={along + 1}){tail}",)
    places = [place for place, count in enumerate(counts) for _ in range(count)]
    key = ", ".join([":"] * along + [str(places)])
    shape = (len(counts),) if axis is None else a
    return (f"zeros({shape}).at[{key}].add(g){tail}",)


def _repeat_code(language: str, a: Shape, *, repeats: Any = 1, axis: int | None = None) -> tuple[str, ...]:
    places = [place for place, count in enumerate(_repeats(a, repeats, axis)) for _ in range(count)]
    along = 0 if axis is None else axis % len(a)
    shape = (math.prod(a),) if axis is None else a
    zeros = f"{'np' if language == 'numpy' else 'torch'}.zeros({shape})"
    where = f"({'slice(None), ' * along}{places},)"
    return (f"added_at({zeros}, {where}, {{g}})" + ("" if axis is not None else f".reshape({a})"),)


# roll ------------------------------------------------------------------------------------------------------------


def _roll_shape(a: Shape, *, shift: Any = 1, axis: Any = None) -> Shape:
    if shift == () or axis == ():
        raise ValueError("`roll` needs at least one shift, and at least one axis if any are given.")
    steps = [whole(number, "shift") for number in (shift if isinstance(shift, tuple) else (shift,))]
    if axis is not None:
        axes = [axis_of(len(a), number) for number in (axis if isinstance(axis, tuple) else (axis,))]
        if len(axes) not in (1, len(steps)) and len(steps) != 1:
            raise ValueError("`roll` needs one shift for each axis.")
    elif isinstance(shift, tuple) and len(shift) != 1:
        raise ValueError("`roll` needs an axis for each shift.")
    return a


def _back_by(shift: Any) -> Any:
    return tuple(-number for number in shift) if isinstance(shift, tuple) else -shift


def _roll_torch(*, shift: Any = 1, axis: Any = None) -> dict[str, str]:
    if axis is None:
        return {"moved": f"{shift[0] if isinstance(shift, tuple) else shift}"}
    axes = axis if isinstance(axis, tuple) else (axis,)
    shifts = shift if isinstance(shift, tuple) else (shift,)
    count = max(len(axes), len(shifts))
    axes, shifts = (axes * count if len(axes) == 1 else axes), (shifts * count if len(shifts) == 1 else shifts)
    return {"moved": f"{shifts}, {axes}"}


# diagonals -------------------------------------------------------------------------------------------------------


def _diag_shape(a: Shape, *, k: int = 0) -> Shape:
    if len(a) != 1:
        raise ValueError(f"`diag` makes a matrix of a vector, not of shape {a}; `diagonal` takes one out of a matrix.")
    side = a[0] + abs(whole(k, "k"))
    return side, side


def _diag_lower(emit: Any, a: Any, *, k: int = 0) -> Any:
    out = np.empty(_diag_shape(a.shape, k=k), dtype=object)
    for row, column in np.ndindex(out.shape):
        on = column - row == k
        out[row, column] = a[min(row, column)] if on else emit.constant(0.0)
    return out


def _diagonal_shape(a: Shape, *, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Shape:
    if len(a) < 2:
        raise ValueError(f"Only a matrix has a diagonal, not shape {a}.")
    first, second = axis_of(len(a), axis1), axis_of(len(a), axis2)
    if first == second:
        raise ValueError("The diagonal needs two different axes.")
    rows, columns = a[first], a[second]
    whole(offset, "offset")
    size = min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns)
    return (*(n for number, n in enumerate(a) if number not in (first, second)), max(size, 0))


def _diagonal_back(g: Any, out: Any, a: Any, *, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    diagonal_back = np.zeros(np.shape(a))
    turned = np.moveaxis(diagonal_back, (axis1, axis2), (-2, -1))
    place = np.arange(np.shape(g)[-1])
    turned[..., place + max(-offset, 0), place + max(offset, 0)] = g
    return diagonal_back


def _diagonal_rule(a: Shape, *, offset: int = 0, axis1: int = 0, axis2: int = 1) -> tuple[str, ...]:
    count = _diagonal_shape(a, offset=offset, axis1=axis1, axis2=axis2)[-1]
    first, second = axis1 % len(a), axis2 % len(a)
    rows, columns = ([place + max(shift, 0) for place in range(count)] for shift in (-offset, offset))
    if len(a) == 2 and offset == 0 and a[0] == a[1]:
        return ("diag(g)",)
    if len(a) == 2:
        key = f"{rows}, {columns}" if first < second else f"{columns}, {rows}"
        return (f"zeros({a}).at[{key}].add(g)",)
    return (f"diagonal_back(g, {a}, {offset}, {axis1}, {axis2})",)


def _turned_widths(widths: Any) -> str:
    """Return the widths as PyTorch takes them: from the last axis to the first."""
    return str(tuple(number for pair in reversed(widths) for number in pair))


def _pad_tangent_code(language: str, a: Shape, *, widths: Any = (), value: float = 0.0) -> str:
    if not widths:
        return "{t}"
    return (
        f"np.pad({{t}}, {widths})"
        if language == "numpy"
        else f"torch.nn.functional.pad({{t}}, {_turned_widths(widths)})"
    )


ROWS = (
    _move(
        "pad",
        "Pad gate",
        methods=("pad",),
        params={"widths": (), "value": 0.0},
        forward=lambda a, *, widths=(), value=0.0: np.pad(a, widths, constant_values=value) if widths else a,
        vjp=(lambda g, out, a, *, widths=(), value=0.0: g[_inside(np.shape(a), widths)] if widths else g,),
        jvp=lambda t, out, a, *, widths=(), value=0.0: np.pad(t, widths) if widths else t,
        jvp_code=_pad_tangent_code,
        shape=_pad_shape,
        rule=("g[inside]",),
        rule_for=_pad_rule,
        why=("The entries in the middle pass unchanged and get their gradient; those around them are constants.",),
        units=Lowering.CUSTOM,
        lower=_pad_lower,
        numpy="np.pad({0}, {widths}, constant_values={value})",
        torch="torch.nn.functional.pad({0}, {turned}, value={value})",
        param_text=lambda *, widths=(), value=0.0: {"turned": _turned_widths(widths)},
        trials=(
            Trial(((3,),), {"widths": ((1, 2),)}),
            Trial(((3,),), {"widths": ((0, 0),), "value": 7.5}),
            Trial(((2, 3),), {"widths": ((1, 0), (0, 2)), "value": -1.0}),
        ),
    ),
    _move(
        "tile",
        "Tile gate",
        methods=("tile", "repeat"),
        params={"reps": 1},
        forward=lambda a, *, reps=1: np.tile(a, reps),
        vjp=(_tile_back,),
        shape=_tile_shape,
        pattern=Pattern.BROADCAST,
        rule=("sum(g)",),
        rule_for=_tile_rule,
        why=(COPIES,),
        numpy="np.tile({0}, {reps})",
        torch="torch.tile({0}, {times})",
        param_text=lambda *, reps=1: {"times": str(shape_of(reps))},
        trials=(
            Trial(((3,),), {"reps": 2}),
            Trial(((3,),), {"reps": (2, 1)}),
            Trial(((2, 3),), {"reps": (1, 2)}),
            Trial(((2, 3),), {"reps": 3}),
            Trial(((2, 3),), {"reps": (2, 3, 2)}),
        ),
    ),
    _move(
        "repeat",
        "Repeat gate",
        spellings=("repeat", "repeat_interleave"),
        methods=("repeat_interleave",),
        params={"repeats": 1, "axis": None},
        forward=_repeat,
        vjp=(_repeat_back,),
        shape=_repeat_shape,
        pattern=Pattern.BROADCAST,
        rule=("sum(g)",),
        rule_for=_repeat_rule,
        vjp_code=_repeat_code,
        why=(COPIES,),
        numpy="np.repeat({0}, {repeats}, axis={axis})",
        torch="torch.repeat_interleave({0}{flat}, {counts}, dim={along})",
        param_text=lambda *, repeats=1, axis=None: {
            "flat": ".flatten()" if axis is None else "",
            "counts": f"torch.tensor({list(repeats)})" if isinstance(repeats, tuple) else str(repeats),
            "along": "0" if axis is None else str(axis),
        },
        trials=(
            Trial(((3,),), {"repeats": 2}),
            Trial(((2, 3),), {"repeats": 2}),
            Trial(((2, 3),), {"repeats": 3, "axis": 0}),
            Trial(((2, 3),), {"repeats": (1, 0, 2), "axis": 1}),
            Trial(((3,),), {"repeats": (2, 1, 3), "axis": -1}),
        ),
    ),
    _move(
        "roll",
        "Roll gate",
        methods=("roll",),
        params={"shift": 1, "axis": None},
        forward=lambda a, *, shift=1, axis=None: np.roll(a, shift, axis),
        vjp=(lambda g, out, a, *, shift=1, axis=None: np.roll(g, _back_by(shift), axis),),
        shape=_roll_shape,
        rule=("roll(g, -shift)",),
        rule_for=lambda a, *, shift=1, axis=None: (f"roll(g, {_back_by(shift)}, {axis})",),
        numpy="np.roll({0}, {shift}, {axis})",
        torch="torch.roll({0}, {moved})",
        param_text=_roll_torch,
        trials=(
            Trial(((4,),)),
            Trial(((2, 3),), {"shift": -2}),
            Trial(((2, 3),), {"shift": 1, "axis": 1}),
            Trial(((2, 3),), {"shift": (1, -1), "axis": (0, 1)}),
            Trial(((2, 3),), {"shift": 4, "axis": 0}),
        ),
    ),
    _move(
        "diag",
        "Diagonal matrix gate",
        spellings=("diag_embed",),
        params={"k": 0},
        forward=lambda a, *, k=0: np.diag(a, k),
        vjp=(lambda g, out, a, *, k=0: np.diagonal(g, k).copy(),),
        shape=_diag_shape,
        rule=("diagonal(g)",),
        rule_for=lambda a, *, k=0: (f"diagonal(g, {k})" if k else "diagonal(g)",),
        why=("The entries stand on the diagonal and get its gradient; the zeros beside it are constants.",),
        units=Lowering.CUSTOM,
        lower=_diag_lower,
        numpy="np.diag({0}, {k})",
        torch="torch.diag({0}, {k})",
        latex=r"\operatorname{{diag}}({0})",
        trials=(Trial(((3,),)), Trial(((2,),), {"k": 1}), Trial(((2,),), {"k": -2})),
    ),
    _move(
        "diagonal",
        "Diagonal gate",
        methods=("diagonal",),
        params={"offset": 0, "axis1": 0, "axis2": 1},
        forward=lambda a, *, offset=0, axis1=0, axis2=1: np.diagonal(a, offset, axis1, axis2),
        vjp=(_diagonal_back,),
        shape=_diagonal_shape,
        rule=("zeros(a).at[places].add(g)",),
        rule_for=_diagonal_rule,
        vjp_code=lambda language, a, *, offset=0, axis1=0, axis2=1: (
            f"diagonal_back({{g}}, {a}, {offset}, {axis1}, {axis2})",
        ),
        why=("The diagonal's entries get their gradient back in their own places; all others get 0.",),
        numpy="np.diagonal({0}, {offset}, {axis1}, {axis2})",
        torch="torch.diagonal({0}, {offset}, {axis1}, {axis2})",
        latex=r"\operatorname{{diag}}^{{-1}}({0})",
        trials=(
            Trial(((3, 3),)),
            Trial(((2, 3),)),
            Trial(((3, 4),), {"offset": 1}),
            Trial(((3, 3),), {"offset": -1}),
            Trial(((3, 2),), {"axis1": 1, "axis2": 0}),
            Trial(((2, 3, 3),), {"axis1": -2, "axis2": -1}),
            Trial(((2, 3, 2),), {"axis1": 2, "axis2": 0, "offset": 1}),
        ),
    ),
)
