"""Leaves of a program: those that an update moves (parameters), and those that it does not (data)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..errors import InputError
from ..graph import INPUT, LITERAL, Graph, Shape, starting_arrays
from ..ops import OPS
from ..read.suggest import closest
from ..read.text import canonical_name

__all__ = ["Leaf", "chosen_data", "chosen_parameters", "guessed", "leaves_of"]

# The names people use, without an index or layer at the end: x1, W_2, b3, self.w.
_STEM = r"(?:.*[.\]\['\"])?"
_END = r"[\d_'\]\"]*"
WEIGHTS = re.compile(
    rf"{_STEM}(?:w|W|b|B|c|k|m|a|U|V|theta|Theta|beta|weights?|bias(?:es)?|coef|slope|intercept"
    rf"|(?:\w+_)?kernel|embeddings"
    rf"|(?:w|W|b|U|V|theta|weights?|bias)_?[a-zA-Z]{{0,6}}){_END}"
)
DATA = re.compile(
    rf"{_STEM}(?:x|X|y|Y|t|T|xs|ys|i|in|inp|inputs?|targets?|labels?|data|(?:target|input)_\w{{1,6}}|[xXyY]_?(?:train|data|true|batch|b)?|N|n|D|H|h|lr|eta|lam(?:bda)?"
    rf"|reg|eps(?:ilon)?|gamma|step_size|learning_rate|onehot|mask|\w+_true){_END}"
)
NOT_NUMBERS = ("labels", "count")  # kinds of free names that are no real numbers


class Leaf(NamedTuple):
    """A named leaf that the output depends on, or a named constant that is made of numbers without a name:
    `W = 0.01*randn(3, 2)`."""

    name: str
    node: int
    shape: Shape
    op: str
    movable: bool  # the output has a gradient with respect to it


def leaves_of(graph: Graph) -> dict[str, Leaf]:
    """Return the leaves by name, in the order of the program; the first of several leaves with one name."""
    constants = graph.fact(starting_arrays)
    reached = [False] * len(graph.nodes)
    follows = [False] * len(graph.nodes)  # a gradient comes back to it
    reached[graph.output] = follows[graph.output] = True
    for node in reversed(graph.nodes[: graph.output + 1]):
        if not reached[node.id]:
            continue
        for slot, arg in enumerate(node.args):
            reached[arg] = True
            follows[arg] = follows[arg] or (follows[node.id] and slot not in OPS[node.op].stops)
    leaves_by_name: dict[str, Leaf] = {}
    for node in graph.nodes:
        name = constants.get(node.id)
        if name is not None and reached[node.id] and name not in leaves_by_name:
            leaves_by_name[name] = Leaf(name, node.id, node.shape, node.op, follows[node.id])
    return leaves_by_name


def guessed(graph: Graph, leaves: Mapping[str, Leaf]) -> list[str]:
    """Return the parameters, where nobody says which.

    Those that a library registered; else what is named like a weight or drawn at random; else all free names.
    """
    movable = [leaf for leaf in leaves.values() if leaf.movable]
    registered = {each.node for each in graph.parameters}
    if registered_names := [leaf.name for leaf in movable if leaf.node in registered]:
        return registered_names  # its library says which they are, whatever their names
    free = [leaf for leaf in movable if leaf.op == INPUT and not _counts(graph, leaf.name)]
    weights = [leaf for leaf in movable if _looks_like_weight(leaf)]
    if weights:
        names = {leaf.name for leaf in weights}
        if any(
            leaf.op != INPUT and "." in leaf.name for leaf in weights
        ):  # a module holds its own: free names are data
            return [leaf.name for leaf in weights]
        return [leaf.name for leaf in movable if leaf.name in names or (leaf in free and not DATA.fullmatch(leaf.name))]
    others = [leaf for leaf in movable if not DATA.fullmatch(leaf.name)]
    return [leaf.name for leaf in free or others or movable]


def _looks_like_weight(leaf: Leaf) -> bool:
    if DATA.fullmatch(leaf.name):
        return False
    return leaf.op not in (INPUT, LITERAL) or bool(WEIGHTS.fullmatch(leaf.name))


def _counts(graph: Graph, name: str) -> bool:
    return name in graph.assumed and graph.assumed[name].kind in NOT_NUMBERS


def chosen_parameters(
    graph: Graph,
    leaves: Mapping[str, Leaf],
    wanted_names: Sequence[str] | None,
    data_names: Sequence[str] | None = None,
) -> list[Leaf]:
    """The leaves asked for, or guessed; none of them is data.

    Raises:
        InputError: `unknown-parameter`, `no-parameter`, `not-a-parameter`, `bad-batch`.
    """
    fixed = {_leaf(leaves, canonical_name(name), "unknown-parameter").name for name in data_names or ()}
    if wanted_names is None:
        names = guessed(graph, {name: leaf for name, leaf in leaves.items() if name not in fixed})
    else:
        names = list(dict.fromkeys(map(canonical_name, wanted_names)))
        for name in names:
            if name in fixed:
                hint = "A parameter moves, data does not: name it in one of the two."
                raise InputError("bad-batch", f"`{name}` is both a parameter and data.", hint=hint)
    if wanted_names is not None and not names:
        raise InputError(
            "no-parameter",
            "`parameters` is an empty list: nothing would move.",
            hint="Name the leaves that move, or leave `parameters` out.",
        )
    chosen = [_leaf(leaves, name, "unknown-parameter") for name in names]
    for leaf in chosen:
        if not leaf.movable:
            raise InputError(
                "not-a-parameter",
                f"`{leaf.name}` cannot be learned: no gradient comes back to it.",
                hint="Choose leaves that the output depends on smoothly.",
            )
    if not chosen:
        raise InputError(
            "no-parameter",
            "There is nothing to learn: the output depends on no leaf that has a name.",
            hint="Use a name that has no value in the text, such as w, and give its value beside it.",
        )
    return chosen


def chosen_data(leaves: Mapping[str, Leaf], parameters: Sequence[Leaf], names: Sequence[str] | None) -> list[Leaf]:
    """The leaves that are cut into minibatches, along their first axis.

    Raises:
        InputError: `unknown-parameter`, `bad-batch`.
    """
    moving = {leaf.name for leaf in parameters}
    if names is None:
        arrays = [leaf for leaf in leaves.values() if leaf.shape and leaf.name not in moving]
        longest = max((leaf.shape[0] for leaf in arrays), default=0)
        chosen = [leaf for leaf in arrays if leaf.shape[0] == longest]
    else:
        chosen = [_leaf(leaves, canonical_name(name), "unknown-parameter") for name in dict.fromkeys(names)]
    hint = "Name the arrays whose first axis counts the examples in `data`."
    if not chosen:
        raise InputError("bad-batch", "There is no array of data to take minibatches of.", hint=hint)
    for leaf in chosen:
        if not leaf.shape:
            raise InputError("bad-batch", f"`{leaf.name}` is one number, and no array of examples.", hint=hint)
        if leaf.shape[0] != chosen[0].shape[0]:
            text = f"`{chosen[0].name}` has {chosen[0].shape[0]} examples, `{leaf.name}` {leaf.shape[0]}."
            raise InputError("bad-batch", text, hint=hint)
    return chosen


def _leaf(leaves: Mapping[str, Leaf], name: str, code: str) -> Leaf:
    if name in leaves:
        return leaves[name]
    guess = closest(name[:60], [*leaves])
    hint = f"Did you mean `{guess}`?" if guess else f"The leaves are {', '.join([*leaves][:20])}." if leaves else None
    raise InputError(code, f"`{name[:60]}` is no leaf that the output depends on.", hint=hint)
