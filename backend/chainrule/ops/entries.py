"""Gates that read and write single entries: pick, gather, choose; scatter, scatter_add, also along an axis; one_hot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..graph import Shape
from .helpers import shape_sum
from .indexing import IndexInput, Key, Slice, index_shape, key_text, key_tuple, settled_key
from .op import ARGUMENTS, Lowering, NonFiniteCause, Op, Pattern, Trial
from .places import ALONG, BY_KEY, check_index, reading, writing
from .settings import whole

__all__ = ["ROWS"]

NUMBERED = "ijklmnopqrst"  # names, on the gate, of indices that are data


# the words -------------------------------------------------------------------------------------------------------


def _whole_numbers(language: str, places: Sequence[str]) -> list[str]:
    """Return index arguments as a program needs them: whole numbers."""
    return [f"{place}.astype(int)" if language == "numpy" else f"{place}.long()" for place in places]


def _inputs_of(key: Key) -> int:
    return sum(isinstance(item, IndexInput) for item in key) if isinstance(key, tuple) else 0


def _pick_texts(*, key: Key = ()) -> Mapping[str, str]:
    count = _inputs_of(key)
    places = [f"{{{1 + number}}}" for number in range(count)]
    return {
        "numpy_where": key_text(key, _whole_numbers("numpy", places)),
        "torch_where": key_text(key, _whole_numbers("torch", places)),
        "label": f"[{key_text(key, list(NUMBERED[:count]))}]",
    }


def _pick_rule(a: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
    words = list(ARGUMENTS[1 : 1 + len(inputs)])
    return (f"zeros({a}).at[{key_text(key, words)}].add(g)", *("0" for _ in inputs))


def _pick_code(language: str, a: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
    where = key_tuple(key, _whole_numbers(language, [f"{{x{1 + number}}}" for number in range(len(inputs))]))
    return (f"added_at({_zeros(language, 'x0')}, {where}, {{g}})", *("" for _ in inputs))


def _zeros(language: str, name: str) -> str:
    return f"{'np' if language == 'numpy' else 'torch'}.zeros_like({{{name}}})"


def _scatter_texts(*, key: Key = ()) -> Mapping[str, str]:
    count = _inputs_of(key)
    places = [f"{{{2 + number}}}" for number in range(count)]
    return {
        "numpy_where": key_tuple(key, _whole_numbers("numpy", places)),
        "torch_where": key_tuple(key, _whole_numbers("torch", places)),
        "label": f"[{key_text(key, list(NUMBERED[:count]))}] ←",
    }


def _scatter_rule(adds: bool) -> Callable[..., tuple[str, ...]]:
    def rule(a: Shape, b: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
        text = key_text(key, list(ARGUMENTS[2 : 2 + len(inputs)]))
        return ("g" if adds else f"g.at[{text}].set(0)", f"g[{text}]", *("0" for _ in inputs))

    return rule


def _scatter_code(adds: bool) -> Callable[..., tuple[str, ...]]:
    def code(language: str, a: Shape, b: Shape, *inputs: Shape, key: Key = ()) -> tuple[str, ...]:
        where = key_tuple(key, _whole_numbers(language, [f"{{x{2 + number}}}" for number in range(len(inputs))]))
        first = "{g}" if adds else f"set_at({{g}}, {where}, 0.0)"
        second = f"{{g}}[{where}]" if adds else f"last_at({{g}}, {where})"
        second = shape_sum(second, index_shape(a, *inputs, key=key), b, language)
        return (first, second, *("" for _ in inputs))

    return code


def _settled_write(a: Shape, b: Shape, *inputs: Shape, key: Key = ()) -> Mapping[str, Any]:
    return settled_key(a, *inputs, key=key)


def _along_code(adds: bool) -> Callable[..., tuple[str, ...]]:
    def code(language: str, a: Shape, b: Shape, c: Shape, *, axis: int = 0) -> tuple[str, ...]:
        (where,) = _whole_numbers(language, ["{c}"])
        if adds:
            read = "np.take_along_axis({g}, %s, %d)" if language == "numpy" else "torch.take_along_dim({g}, %s, %d)"
            return ("{g}", shape_sum(read % (where, axis), c, b, language), "")
        handed = shape_sum(f"last_along({{g}}, {where}, {axis})", c, b, language)
        return (f"set_along({{g}}, {where}, 0.0, {axis})", handed, "")

    return code


WHY_READ = (
    "The entries that were taken get their gradient back in their own places; all others get 0.",
    "The index only says which entry is taken; no gradient passes into it.",
)
WHY_SET = (
    "The entries that were overwritten no longer reach the result: their gradient is 0; the others pass theirs.",
    "What was written gets the gradient of the places where it now stands.",
    "The index only says where to write; no gradient passes into it.",
)
WHY_ADD = (
    "Every entry of the array passes on its gradient unchanged.",
    "What was added gets the gradient of the places that it was added to.",
    "The index only says where to add; no gradient passes into it.",
)


def _writing_row(name: str, title: str, symbol: str, adds: bool, **columns: Any) -> Op:
    return Op(
        name=name,
        symbol=symbol,
        title=title,
        elementwise=False,
        pattern=Pattern.DISTRIBUTOR if adds else Pattern.RESHAPE,
        why=WHY_ADD if adds else WHY_SET,
        **columns,
    )


S = Slice
I0, I1 = IndexInput(0), IndexInput(1)
ALL = S(None, None, None)

PICKED: tuple[tuple[tuple[Shape, ...], Key, Mapping[int, int]], ...] = (
    (((3,), ()), (I0,), {1: 3}),
    (((3,), (2,)), (I0,), {1: 3}),
    (((4, 3), ()), (I0,), {1: 4}),
    (((4, 3), (4,)), ((0, 1, 2, 3), I0), {1: 3}),
    (((4, 3), (2, 2)), (I0,), {1: 4}),
    (((4, 3), (2,)), (ALL, I0), {1: 3}),
    (((4, 3), (5,), (5,)), (I0, I1), {1: 4, 2: 3}),
    (((2, 3, 4), (2,)), (0, ALL, I0), {1: 4}),
    (((2, 3, 2), ()), (Ellipsis, I0, S(0, 1, None)), {1: 3}),
    (((4, 3), ()), (None, I0), {1: 4}),
    (((4, 3), ()), (I0, 1), {1: 4}),
)
SET: tuple[tuple[tuple[Shape, ...], Key, Mapping[int, int]], ...] = (
    (((3,), ()), (0,), {}),
    (((5,), (2,)), (S(1, 5, 2),), {}),
    (((2, 3), ()), (1, 2), {}),
    (((2, 3), (3,)), (1,), {}),
    (((2, 3), (2,)), (ALL, 1), {}),
    (((2, 3), ()), (ALL, S(1, None, None)), {}),
    (((2, 3), (2, 1)), (Ellipsis,), {}),
    (((4,), (3,)), ((0, 2, 0),), {}),
    (((3, 3), (3,)), ((0, 1, 2), (2, 0, 1)), {}),
    (((3,), (), ()), (I0,), {2: 3}),
    (((4, 3), (4,), (4,)), ((0, 1, 2, 3), I0), {2: 3}),
    (((4, 3), (3,), (2,)), (I0,), {2: 4}),
    (((3, 2), (4,), (4,), (4,)), (I0, I1), {2: 3, 3: 2}),
)


def _trials(cases: tuple[tuple[tuple[Shape, ...], Key, Mapping[int, int]], ...]) -> tuple[Trial, ...]:
    return tuple(
        Trial(shapes, {"key": key}, whole=integers, repeats=bool(integers) or (0, 2, 0) in key)
        for shapes, key, integers in cases
    )


def _pick_forward(*args: Any) -> Any:
    """Return the entry that the first argument says, counted from the end if negative; NaN where there is none."""
    index, *entries = np.broadcast_arrays(*args)
    fits = (index == np.floor(index)) & (index >= -len(entries)) & (index < len(entries))
    places = np.where(fits, index, 0.0).astype(np.intp) % len(entries)
    entry = np.take_along_axis(np.stack(entries), places[np.newaxis], axis=0)[0]
    return np.where(fits, entry, np.nan)[()]


def _pick_vjp(slot: int, g: Any, out: Any, *args: Any) -> Any:
    count = len(args) - 1
    index = np.asarray(args[0], dtype=np.float64)
    won = (index == slot - 1) | (index == slot - 1 - count)
    return np.where(won & (slot > 0), g, 0.0)[()]


def _one_hot_shape(a: Shape, *, classes: int = 1) -> Shape:
    if whole(classes, "classes") < 1:
        raise ValueError("`classes` must be at least 1.")
    return (*a, classes)


def _one_hot(a: Any, *, classes: int = 1) -> Any:
    flat = np.ravel(np.asarray(a, dtype=np.float64))
    check_index(flat, 0, classes)
    return (np.arange(classes) == np.asarray(a)[..., np.newaxis]) * 1.0


def _one_hot_lower(emit: Any, a: Any, *, classes: int = 1) -> Any:
    out = np.empty((*a.shape, classes), dtype=object)
    for spot in np.ndindex(out.shape):
        out[spot] = emit("eq", a[spot[:-1]], emit.constant(float(spot[-1])))
    return out


ROWS = (
    Op(
        name="pick",
        symbol="[ ]",
        title="Index gate",
        params={"key": ()},
        elementwise=False,
        pattern=Pattern.RESHAPE,
        equation="a[...]",
        rule=("scatter(g)",),
        rule_for=_pick_rule,
        explicit_params=settled_key,
        vjp_code=_pick_code,
        why=WHY_READ,
        numpy="{0}[{numpy_where}]",
        torch="{0}[{torch_where}]",
        param_text=_pick_texts,
        latex="{0}[\\dots]",
        trials=_trials(PICKED),
        **reading(BY_KEY, None),
    ),
    Op(
        name="gather",
        symbol="gather",
        title="Gather gate",
        spellings=("gather", "take_along_axis", "take_along_dim"),
        params={"axis": 0},
        elementwise=False,
        pattern=Pattern.RESHAPE,
        equation="gather(a, b)",
        rule=("scatter(g)",),
        rule_for=lambda a, b, *, axis=0: (f"scatter_add_along(zeros({a}), g, b, {axis})", "0"),
        vjp_code=lambda language, a, b, *, axis=0: (
            f"added_along({_zeros(language, 'a')}, {_whole_numbers(language, ['{b}'])[0]}, {{g}}, {axis})",
            "",
        ),
        why=WHY_READ,
        numpy="np.take_along_axis({0}, {1}.astype(int), axis={axis})",
        torch="torch.gather({0}, {axis}, {1}.long())",
        latex=r"\operatorname{{gather}}({0}, {1})",
        trials=(
            Trial(((3,), (2,)), whole={1: 3}),
            Trial(((2, 3), (2, 1)), {"axis": 1}, whole={1: 3}),
            Trial(((2, 3), (4, 3)), {"axis": 0}, whole={1: 2}),
            Trial(((2, 3), (2, 5)), {"axis": -1}, whole={1: 3}),
            Trial(((2, 3, 2), (2, 1, 2)), {"axis": 1}, whole={1: 3}),
        ),
        **reading(ALONG, 2),
    ),
    _writing_row(
        "scatter",
        "Write gate",
        "[ ] ←",
        adds=False,
        params={"key": ()},
        equation="scatter(a, b)",
        rule=("g.at[...].set(0)", "g[...]"),
        rule_for=_scatter_rule(adds=False),
        vjp_code=_scatter_code(adds=False),
        numpy="set_at({0}, {numpy_where}, {1})",
        torch="set_at({0}, {torch_where}, {1})",
        param_text=_scatter_texts,
        explicit_params=_settled_write,
        latex=r"{0}[\dots] \leftarrow {1}",
        trials=_trials(SET),
        **writing(BY_KEY, None, adds=False),
    ),
    _writing_row(
        "scatter_add",
        "Add into entries gate",
        "[ ] +=",
        adds=True,
        params={"key": ()},
        equation="scatter_add(a, b)",
        rule=("g", "g[...]"),
        rule_for=_scatter_rule(adds=True),
        vjp_code=_scatter_code(adds=True),
        numpy="added_at({0}, {numpy_where}, {1})",
        torch="added_at({0}, {torch_where}, {1})",
        explicit_params=_settled_write,
        param_text=lambda *, key=(): {**_scatter_texts(key=key), "label": f"[{key_text(key, list(NUMBERED))}] +="},
        latex=r"{0}[\dots] \mathrel{{+}}= {1}",
        trials=_trials(SET),
        **writing(BY_KEY, None, adds=True),
    ),
    *(
        _writing_row(
            "scatter_add_along" if adds else "scatter_along",
            "Add into entries gate" if adds else "Write gate",
            "gather +=" if adds else "gather ←",
            adds=adds,
            params={"axis": 0},
            equation="scatter_add_along(a, b, c)" if adds else "scatter_along(a, b, c)",
            rule=("g", "gather(g, c)", "0"),
            rule_for=(lambda a, b, c, *, axis=0: ("g", f"gather(g, c, {axis})", "0"))
            if adds
            else (lambda a, b, c, *, axis=0: (f"scatter_along(g, 0, c, {axis})", f"gather(g, c, {axis})", "0")),
            vjp_code=_along_code(adds),
            numpy=f"{word}_along({{0}}, {{2}}.astype(int), {{1}}, {{axis}})",
            torch=f"{word}_along({{0}}, {{2}}.long(), {{1}}, {{axis}})",
            latex=r"\operatorname{{scatter}}({0}, {1}, {2})",
            trials=(
                Trial(((3,), (2,), (2,)), whole={2: 3}, repeats=True),
                Trial(((2, 3), (2, 1), (2, 1)), {"axis": 1}, whole={2: 3}),
                Trial(((2, 3), (), (2, 1)), {"axis": -1}, whole={2: 3}),
                Trial(((2, 3), (3, 3), (3, 3)), {"axis": 0}, whole={2: 2}, repeats=True),
            ),
            **writing(ALONG, 3, adds=adds),
        )
        for adds, word in ((False, "set"), (True, "added"))
    ),
    Op(
        name="choose",
        symbol="a?",
        title="Choose gate",
        slots=None,
        forward=_pick_forward,
        vjp=_pick_vjp,
        pattern=Pattern.ROUTER,
        equation="choose(a, b, ...)",
        why=("The first input says which of the others passes; that one gets the whole gradient, the others get 0.",),
        nonfinite_causes=(
            NonFiniteCause("out != out", "index-out-of-range", "The index names none of the inputs: NaN."),
        ),
        stops=range(1),
        js="chosen(x)",
        js_local=("chosenShare(x, slot)",),
        vjp_formula=lambda *shapes: (
            "0",
            *(
                f"where(x0 == {slot}, g, where(x0 == {slot - len(shapes) + 1}, g, 0))"
                for slot in range(len(shapes) - 1)
            ),
        ),
        numpy="chosen({args})",
        torch="chosen({args})",
        latex="",
        trials=(
            Trial(((), (), ()), whole={0: 2}),
            Trial(((), ()), whole={0: 1}),
            Trial(((), (), (), (), ()), whole={0: 4}),
        ),
        blocks_infinite=True,
    ),
    Op(
        name="one_hot",
        symbol="1-hot",
        title="One-hot gate",
        spellings=("one_hot",),
        params={"classes": 1},
        forward=_one_hot,
        vjp=(lambda g, out, a, *, classes=1: np.zeros(np.shape(a))[()],),
        shape=_one_hot_shape,
        elementwise=False,
        stops=range(1),
        pattern=Pattern.STOP,
        equation="one_hot(a)",
        rule=("0",),
        why=("A class is a name and not a quantity: no gradient passes into it.",),
        units=Lowering.CUSTOM,
        lower=_one_hot_lower,
        numpy="np.eye({classes})[{0}.astype(int)]",
        torch="torch.nn.functional.one_hot({0}.long(), {classes}).to(torch.float64)",
        latex=r"\operatorname{{onehot}} {0}",
        trials=(
            Trial(((),), {"classes": 3}, whole={0: 3}),
            Trial(((4,),), {"classes": 3}, whole={0: 3}),
            Trial(((2, 2),), {"classes": 4}, whole={0: 4}),
        ),
    ),
)
