"""Einsum: products of arrays summed over labelled axes."""

from __future__ import annotations

import itertools
import math
import string
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .helpers import shape_sum
from .op import ARGUMENTS, Lowering, Op, Pattern, Trial
from .settings import axis_of

__all__ = ["ROWS", "tensordot_spec", "total"]

MOST_LABELS = 26  # NumPy's own limit is a little more than that


class EinsumPlan(NamedTuple):
    """A spec made explicit: the labels of each argument and of the result, without `...`, and how long each axis is."""

    inputs: tuple[str, ...]
    output: str
    sizes: Mapping[str, int]

    @property
    def spec(self) -> str:
        return f"{','.join(self.inputs)}->{self.output}"


def _plan(spec: Any, shapes: Sequence[Shape]) -> EinsumPlan:
    """Plan the sums of an einsum.

    Raises:
        ValueError: the spec is none, or does not fit the shapes.
    """
    if not isinstance(spec, str):
        raise ValueError("`einsum` takes its spec as a string, such as 'ij,jk->ik'.")
    left, arrow, right = spec.replace(" ", "").partition("->")
    words = left.split(",")
    if any(set(word.replace("...", "", 1)) - set(string.ascii_letters) for word in (*words, right)):
        raise ValueError(f"The spec '{spec}' can hold letters, commas, `...` and one `->`.")
    if len(words) != len(shapes):
        raise ValueError(f"The spec '{spec}' is for {len(words)} arrays, and {len(shapes)} are given.")
    free = [letter for letter in string.ascii_uppercase + string.ascii_lowercase if letter not in spec]
    ranks = [len(shape) - len(word.replace("...", "")) for word, shape in zip(words, shapes, strict=True)]
    for word, shape, extra in zip(words, shapes, ranks, strict=True):
        if extra < 0 or (extra and "..." not in word):
            raise ValueError(f"The spec's '{word}' does not name the {len(shape)} axes of an array of shape {shape}.")
    most = max((extra for word, extra in zip(words, ranks, strict=True) if "..." in word), default=0)
    if most > len(free):
        raise ValueError("The arrays have more axes than there are letters.")
    dots = "".join(free[:most])
    inputs = tuple(word.replace("...", dots[most - extra :]) for word, extra in zip(words, ranks, strict=True))
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
    """Return the way of a gradient: its labels are the argument's, where the result's and the other arguments' meet.

    A label that the argument has twice is split, and an identity matrix ties the two; one that nothing else has
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
        parts = ["g", *(ARGUMENTS[number] for number in way.others), *(f"{name}({size})" for name, size in way.extra)]
        rules.append(f"einsum('{way.spec}', {', '.join(parts)})")
    return tuple(rules)


def _einsum_code(language: str, *shapes: Shape, spec: str = "") -> tuple[str, ...]:
    module, result = "np" if language == "numpy" else "torch", []
    for slot in range(len(shapes)):
        way = _way(spec, shapes, slot)
        parts = [f"{{x{number}}}" for number in way.others] + [f"{module}.{name}({size})" for name, size in way.extra]
        text, plan = f"{module}.einsum('{way.spec}', {', '.join(['{g}', *parts])})", _plan(spec, shapes)
        sizes = tuple(plan.sizes[label] for label in plan.inputs[slot])
        result.append(shape_sum(text, sizes, shapes[slot], language))
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
    """Return the sum of scalar entries: 0 of none, the entry itself of one."""
    return emit.constant(0.0) if not terms else emit("addn", *terms) if len(terms) > 1 else terms[0]


def tensordot_spec(rank_a: int, rank_b: int, axes: Any = 2) -> str:
    """Return the einsum spec of NumPy's and PyTorch's tensordot.

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
    free_labels = "".join(label for label in (*left, *right) if label not in joined)
    return f"{''.join(left)},{''.join(right)}->{free_labels}"


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
        vjp_code=_einsum_code,
        why=(
            "The result is a sum of products: each argument gets the gradient times the others, its own axes kept and "
            "all other axes summed.",
        ),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=_einsum_lower,
        numpy="np.einsum('{spec}', {args})",
        torch="torch.einsum('{spec}', {args})",
        param_text=lambda *, spec="": {"label": spec.replace(" ", "")},
        explicit_params=lambda *shapes, spec="": {"spec": _plan(spec, shapes).spec},
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
)
