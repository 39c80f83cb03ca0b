"""Products of arrays by their axes: einsum, kron, cross."""

from __future__ import annotations

import itertools
import math
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .helpers import shape_sum
from .op import Op, Pattern, Trial, Units, broadcast
from .settings import axis_of

__all__ = ["ROWS", "tensordot_spec", "total"]

MOST_LABELS = 26  # NumPy's own limit is a little more than that
LETTERS = "abcdefhk"  # no g: that is the upstream gradient


# einsum ----------------------------------------------------------------------------------------------------------


class EinsumPlan(NamedTuple):
    """A spec made explicit: the labels of each argument and of the result, without `...`, and how long each axis is."""

    inputs: tuple[str, ...]
    output: str
    sizes: Mapping[str, int]

    @property
    def spec(self) -> str:
        return f"{','.join(self.inputs)}->{self.output}"


def _plan(spec: Any, shapes: Sequence[Shape]) -> EinsumPlan:
    """Raises ValueError: the spec is none, or does not fit the shapes."""
    if not isinstance(spec, str):
        raise ValueError("`einsum` takes its spec as a string, such as 'ij,jk->ik'.")
    left, arrow, right = spec.replace(" ", "").partition("->")
    words = left.split(",")
    if any(set(word.replace("...", "", 1)) - set(string.ascii_letters) for word in (*words, right)):
        raise ValueError(f"The spec '{spec}' can hold letters, commas, `...` and one `->`.")
    if len(words) != len(shapes):
        raise ValueError(f"The spec '{spec}' is for {len(words)} arrays, and {len(shapes)} are given.")
    free = [letter for letter in string.ascii_uppercase + string.ascii_lowercase if letter not in spec]
    wide = [len(shape) - len(word.replace("...", "")) for word, shape in zip(words, shapes, strict=True)]
    for word, shape, extra in zip(words, shapes, wide, strict=True):
        if extra < 0 or (extra and "..." not in word):
            raise ValueError(f"The spec's '{word}' does not name the {len(shape)} axes of an array of shape {shape}.")
    most = max((extra for word, extra in zip(words, wide, strict=True) if "..." in word), default=0)
    if most > len(free):
        raise ValueError("The arrays have more axes than there are letters.")
    dots = "".join(free[:most])
    inputs = tuple(word.replace("...", dots[most - extra :]) for word, extra in zip(words, wide, strict=True))
    every = "".join(inputs)
    if not arrow:
        once = sorted(label for label in set(left) if label in string.ascii_letters and left.count(label) == 1)
        right = ("..." if most else "") + "".join(once)
    output = right.replace("...", dots)
    if len(set(output)) < len(output):
        raise ValueError(f"The result '{right}' names an axis twice.")
    if set(output) - set(every):
        raise ValueError(f"The result '{right}' names an axis that no array has.")
    sizes: dict[str, int] = {}
    for word, shape in zip(inputs, shapes, strict=True):
        for label, size in zip(word, shape, strict=True):
            label_size = sizes.get(label, 1)
            if word.count(label) > 1 and len({n for one, n in zip(word, shape, strict=True) if one == label}) > 1:
                raise ValueError(f"The axis '{label}' is named twice in '{word}', and its sizes differ.")
            if size != label_size and 1 not in (size, label_size):
                raise ValueError(f"The axis '{label}' has size {label_size} in one place and {size} in another.")
            sizes[label] = max(size, label_size) if 0 not in (size, label_size) else 0
    if len(sizes) > MOST_LABELS:
        raise ValueError(f"The spec names {len(sizes)} axes; it can name {MOST_LABELS}.")
    return EinsumPlan(inputs, output, sizes)


def _einsum(*args: Any, spec: str = "") -> Any:
    return np.einsum(_plan(spec, [np.shape(arg) for arg in args]).spec, *args)


class Way(NamedTuple):
    """A gradient as one more einsum: its spec, the other arguments it takes, identities and ones that complete it."""

    spec: str
    others: tuple[int, ...]
    extra: tuple[tuple[str, int], ...]  # ("eye", n) or ("ones", n)


def _way(spec: str, shapes: Sequence[Shape], slot: int) -> Way:
    """The gradient's labels are the argument's own: the result's and the other arguments' meet there again.

    A label that the argument has twice is told apart, and an identity matrix ties the two; one that nothing else has
    in full is filled up with ones.
    """
    plan = _plan(spec, shapes)
    free = iter([letter for letter in string.ascii_letters if letter not in plan.spec])
    others = tuple(number for number in range(len(plan.inputs)) if number != slot)
    words, target, extra = [plan.output, *(plan.inputs[number] for number in others)], "", []
    for label in plan.inputs[slot]:
        if label in target:
            twin = next(free)
            words.append(label + twin)
            extra.append(("eye", plan.sizes[label]))
            target += twin
        else:
            target += label
    there = [zip(plan.inputs[number], shapes[number], strict=True) for number in others]
    full = {label for pairs in there for label, size in pairs if size > 1}
    full |= {*plan.output, *(word[0] for word in words[1 + len(others) :])}
    for label in dict.fromkeys(plan.inputs[slot]):
        if label not in full:
            words.append(label)
            extra.append(("ones", plan.sizes[label]))
    return Way(f"{','.join(words)}->{target}", others, tuple(extra))


def _einsum_back(slot: int, g: Any, out: Any, *args: Any, spec: str = "") -> Any:
    way = _way(spec, [np.shape(arg) for arg in args], slot)
    extra = [np.eye(size) if name == "eye" else np.ones(size) for name, size in way.extra]
    return np.einsum(way.spec, g, *(args[number] for number in way.others), *extra)


def _einsum_rule(*shapes: Shape, spec: str = "") -> tuple[str, ...]:
    rules = []
    for slot in range(len(shapes)):
        way = _way(spec, shapes, slot)
        parts = ["g", *(LETTERS[number] for number in way.others), *(f"{name}({size})" for name, size in way.extra)]
        rules.append(f"einsum('{way.spec}', {', '.join(parts)})")
    return tuple(rules)


def _einsum_code(language: str, *shapes: Shape, spec: str = "") -> tuple[str, ...]:
    module, result = "np" if language == "numpy" else "torch", []
    for slot in range(len(shapes)):
        way = _way(spec, shapes, slot)
        parts = [f"{{x{number}}}" for number in way.others] + [f"{module}.{name}({size})" for name, size in way.extra]
        text, plan = f"{module}.einsum('{way.spec}', {', '.join(['{g}', *parts])})", _plan(spec, shapes)
        wide = tuple(plan.sizes[label] for label in plan.inputs[slot])
        result.append(shape_sum(text, wide, shapes[slot], language))
    return tuple(result)


def _einsum_shape(*shapes: Shape, spec: str = "") -> Shape:
    plan = _plan(spec, shapes)
    return tuple(plan.sizes[label] for label in plan.output)


def _einsum_cost(*shapes: Shape, spec: str = "") -> int:
    return math.prod(_plan(spec, shapes).sizes.values()) * len(shapes)


def _einsum_lower(emit: Any, *args: Any, spec: str = "") -> Any:
    plan = _plan(spec, [arg.shape for arg in args])
    summed = [label for label in plan.sizes if label not in plan.output]
    out = np.empty([plan.sizes[label] for label in plan.output], dtype=object)
    for spot in np.ndindex(out.shape):
        terms = []
        for inner in itertools.product(*(range(plan.sizes[label]) for label in summed)):
            at = dict(zip((*plan.output, *summed), (*spot, *inner), strict=True))
            factors = [arg[_spot(arg, word, at)] for arg, word in zip(args, plan.inputs, strict=True)]
            product = factors[0]
            for factor in factors[1:]:
                product = emit("mul", product, factor)
            terms.append(product)
        out[spot] = total(emit, terms)
    return out


def _spot(arg: Any, word: str, at: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(at[label] if size > 1 else 0 for label, size in zip(word, arg.shape, strict=True))


def total(emit: Any, terms: list[Any]) -> Any:
    return emit.constant(0.0) if not terms else emit("addn", *terms) if len(terms) > 1 else terms[0]


def tensordot_spec(rank_a: int, rank_b: int, axes: Any = 2) -> str:
    """The einsum spec of NumPy's and PyTorch's tensordot.

    Raises:
        ValueError: the axes do not fit the ranks.
    """
    if isinstance(axes, int) and not isinstance(axes, bool):
        if not 0 <= axes <= min(rank_a, rank_b):
            raise ValueError(f"`tensordot` cannot join {axes} axes of arrays with {rank_a} and {rank_b}.")
        pairs = [(rank_a - axes + place, place) for place in range(axes)]
    else:
        if not isinstance(axes, tuple) or len(axes) != 2:
            raise ValueError("`axes` must be a whole number, or a pair: axes of the first, axes of the second.")
        first, second = (part if isinstance(part, tuple) else (part,) for part in axes)
        if len(first) != len(second):
            raise ValueError("`tensordot` joins axes in pairs: give both arrays the same number.")
        pairs = [(axis_of(rank_a, x), axis_of(rank_b, y)) for x, y in zip(first, second, strict=True)]
        if len({x for x, _ in pairs}) < len(pairs) or len({y for _, y in pairs}) < len(pairs):
            raise ValueError(f"An axis is named twice in {axes}.")
    if rank_a + rank_b > len(string.ascii_letters):
        raise ValueError("The arrays have more axes than there are letters.")
    left = list(string.ascii_letters[:rank_a])
    right = list(string.ascii_letters[rank_a : rank_a + rank_b])
    for x, y in pairs:
        right[y] = left[x]
    joined = {left[x] for x, _ in pairs}
    kept = "".join(label for label in (*left, *right) if label not in joined)
    return f"{''.join(left)},{''.join(right)}->{kept}"


# kron and cross --------------------------------------------------------------------------------------------------


def _kron_split(a: Shape, b: Shape) -> tuple[Shape, Shape, Shape]:
    """Both shapes with ones in front so that they have one rank, and the result's with each axis split in two."""
    rank = max(len(a), len(b))
    left, right = (1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b
    return left, right, tuple(n for pair in zip(left, right, strict=True) for n in pair)


def _kron_shape(a: Shape, b: Shape) -> Shape:
    left, right, _ = _kron_split(a, b)
    return tuple(x * y for x, y in zip(left, right, strict=True))


def _kron_specs(a: Shape, b: Shape) -> tuple[str, str]:
    rank = max(len(a), len(b))
    outer, inner = string.ascii_lowercase[:rank], string.ascii_uppercase[:rank]
    split = "".join(itertools.chain(*zip(outer, inner, strict=True)))
    return f"{split},{inner}->{outer}", f"{split},{outer}->{inner}"


def _kron_back(slot: int) -> Callable[..., Any]:
    def back(g: Any, out: Any, a: Any, b: Any) -> Any:
        left, right, split = _kron_split(np.shape(a), np.shape(b))
        other = np.reshape(a, left) if slot else np.reshape(b, right)
        result = np.einsum(_kron_specs(np.shape(a), np.shape(b))[slot], np.reshape(g, split), other)
        return result.reshape(np.shape(b if slot else a))[()]

    return back


def _kron_rule(a: Shape, b: Shape) -> tuple[str, ...]:
    left, right, split = _kron_split(a, b)
    specs = _kron_specs(a, b)
    return (
        f"einsum('{specs[0]}', reshape(g, {split}), reshape(b, {right})).reshape({a})",
        f"einsum('{specs[1]}', reshape(g, {split}), reshape(a, {left})).reshape({b})",
    )


def _kron_code(language: str, a: Shape, b: Shape) -> tuple[str, ...]:
    module = "np" if language == "numpy" else "torch"
    left, right, split = _kron_split(a, b)
    specs = _kron_specs(a, b)
    return (
        f"{module}.einsum('{specs[0]}', {{g}}.reshape({split}), {{b}}.reshape({right})).reshape({a})",
        f"{module}.einsum('{specs[1]}', {{g}}.reshape({split}), {{a}}.reshape({left})).reshape({b})",
    )


def _kron_lower(emit: Any, a: Any, b: Any) -> Any:
    left, right, _ = _kron_split(a.shape, b.shape)
    a, b = a.reshape(left), b.reshape(right)
    out = np.empty(_kron_shape(left, right), dtype=object)
    for outer in np.ndindex(left):
        for inner in np.ndindex(right):
            spot = tuple(x * n + y for x, y, n in zip(outer, inner, right, strict=True))
            out[spot] = emit("mul", a[outer], b[inner])
    return out


def _cross_shape(a: Shape, b: Shape, *, axis: int = -1) -> Shape:
    out = broadcast(a, b)
    along = axis_of(len(out), axis) - len(out)
    if min(len(a), len(b)) < -along or (a[along], b[along]) != (3, 3):
        raise ValueError(f"`cross` takes vectors of 3 entries along its axis, not shapes {a} and {b}.")
    return out


def _cross(a: Any, b: Any, *, axis: int = -1) -> Any:
    left, right = np.broadcast_arrays(a, b)
    return np.cross(left, right, axis=axis)


def _cross_axis(a: Shape, b: Shape, axis: int) -> int:
    """The axis counted from the end, where vectors of different ranks line up."""
    return axis if axis < 0 else axis - max(len(a), len(b))


def _cross_code(language: str, a: Shape, b: Shape, *, axis: int = -1) -> tuple[str, ...]:
    along, out = _cross_axis(a, b, axis), broadcast(a, b)
    call = "torch.linalg.cross(*torch.broadcast_tensors({}, {}), dim={})"
    call = "np.cross({}, {}, axis={})" if language == "numpy" else call
    texts = call.format("{b}", "{g}", along), call.format("{g}", "{a}", along)
    return tuple(shape_sum(text, out, own, language) for text, own in zip(texts, (a, b), strict=True))


def _cross_lower(emit: Any, a: Any, b: Any, *, axis: int = -1) -> Any:
    left, right = (np.moveaxis(each, axis, -1) for each in np.broadcast_arrays(a, b))
    out = np.empty(left.shape, dtype=object)
    for spot in np.ndindex(left.shape[:-1]):
        for k in range(3):
            i, j = (k + 1) % 3, (k + 2) % 3
            first = emit("mul", left[(*spot, i)], right[(*spot, j)])
            out[(*spot, k)] = emit("sub", first, emit("mul", left[(*spot, j)], right[(*spot, i)]))
    return np.moveaxis(out, -1, axis)


ROWS = (
    Op(
        name="einsum",
        symbol="einsum",
        title="Einsum gate",
        spellings=("einsum",),
        slots=None,
        params={"spec": ""},
        forward=_einsum,
        vjp=_einsum_back,
        shape=_einsum_shape,
        cost=_einsum_cost,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="einsum(a, b, ...)",
        rule=("einsum(spec, g, others)",),
        rule_for=_einsum_rule,
        back_code=_einsum_code,
        why=(
            "The result is a sum of products: each argument gets the gradient times the others, its own axes kept and "
            "all other axes summed.",
        ),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Units.CUSTOM,
        lower=_einsum_lower,
        numpy="np.einsum('{spec}', {args})",
        torch="torch.einsum('{spec}', {args})",
        texts=lambda *, spec="": {"label": spec.replace(" ", "")},
        settle=lambda *shapes, spec="": {"spec": _plan(spec, shapes).spec},
        trials=(
            Trial(((2, 3), (3, 2)), {"spec": "ij,jk->ik"}),
            Trial(((3,), (3,)), {"spec": "i,i"}),
            Trial(((2,), (3,)), {"spec": "i,j->ij"}),
            Trial(((3, 3),), {"spec": "ii"}),
            Trial(((3, 3),), {"spec": "ii->i"}),
            Trial(((2, 3),), {"spec": "ij->ji"}),
            Trial(((2, 3),), {"spec": "ij->i"}),
            Trial(((2, 3), (2, 3)), {"spec": "ij,ij->"}),
            Trial(((2, 3, 2), (2, 2, 3)), {"spec": "bij, bjk -> bik"}),
            Trial(((2, 2, 3), (3, 2)), {"spec": "...ij,jk->...ik"}),
            Trial(((3,), (3, 2), (2,)), {"spec": "i,ij,j->"}),
            Trial(((2, 3), (1, 3)), {"spec": "ij,ij->j"}),
            Trial(((), (3,)), {"spec": ",i->i"}),
        ),
    ),
    Op(
        name="kron",
        symbol="kron",
        title="Kronecker product gate",
        spellings=("kron",),
        slots=2,
        forward=lambda a, b: np.kron(a, b)[()],
        vjp=(_kron_back(0), _kron_back(1)),
        shape=_kron_shape,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="kron(a, b)",
        rule=("einsum(g, b)", "einsum(g, a)"),
        rule_for=_kron_rule,
        back_code=_kron_code,
        why=(
            "Each entry of the first meets the whole second: it gets its block of the gradient, weighted with it.",
            "Each entry of the second stands once in every block: it gets those gradients, weighted by the first.",
        ),
        nonfinite_causes=(OVERFLOW,),
        units=Units.CUSTOM,
        lower=_kron_lower,
        numpy="np.kron({0}, {1})",
        torch="torch.kron({0}, {1})",
        latex=r"{0} \otimes {1}",
        trials=(
            Trial(((2, 3), (2, 2))),
            Trial(((2,), (3,))),
            Trial(((2, 2), (3,))),
            Trial(((), (2,))),
        ),
    ),
    Op(
        name="cross",
        symbol="cross",
        title="Cross product gate",
        spellings=("cross",),
        methods=("cross",),
        slots=2,
        params={"axis": -1},
        forward=_cross,
        vjp=(
            lambda g, out, a, b, *, axis=-1: _cross(b, g, axis=axis),
            lambda g, out, a, b, *, axis=-1: _cross(g, a, axis=axis),
        ),
        shape=_cross_shape,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="cross(a, b)",
        rule=("cross(b, g)", "cross(g, a)"),
        rule_for=lambda a, b, *, axis=-1: (
            f"cross(b, g, axis={_cross_axis(a, b, axis)})",
            f"cross(g, a, axis={_cross_axis(a, b, axis)})",
        ),
        settle=lambda a, b, *, axis=-1: {"axis": _cross_axis(a, b, axis)},
        back_code=_cross_code,
        why=("The cross product is linear in each vector: the gradient is a cross product with the other one.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Units.CUSTOM,
        lower=_cross_lower,
        numpy="np.cross({0}, {1}, axis={axis})",
        torch="torch.linalg.cross(*torch.broadcast_tensors({0}, {1}), dim={axis})",
        latex=r"{0} \times {1}",
        trials=(
            Trial(((3,), (3,))),
            Trial(((2, 3), (2, 3))),
            Trial(((3, 2), (3, 2)), {"axis": 0}),
            Trial(((2, 3), (3,))),
        ),
    ),
)
