"""Losses that a backward pass may belong to: a named loss, the last value, a given `dout`, the loss behind p - t."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from ...diagnostics.points import Seed
from ...graph import LITERAL, GraphNode
from ...replay import line_of
from .candidates import Candidate, ProgramNames, Version
from .explanation import Hypothesis
from .gradient_names import LOSSES, UPSTREAM, is_gradient_of_loss, readings, tail
from .implied import implied
from .search import Search
from .uses import beside_present

__all__ = ["hypotheses"]

MOST = 8  # of each kind
MOST_OUTPUTS = 16  # that one given gradient may belong to: layers below one another


def hypotheses(
    search: Search, names: ProgramNames, inputs: Mapping[str, int], output: int | None, output_node: int | None
) -> Iterator[Hypothesis]:
    """Yield the hypotheses for the candidates of `search`, the likeliest first: what the program states leads."""
    seeds_before: set[tuple[Seed, ...]] = set()
    beside = beside_present(search.nodes, search.calls)
    late: list[Hypothesis] = []
    for each in _all(search, names, inputs, output, output_node):
        if each.seeds not in seeds_before:
            seeds_before.add(each.seeds)
            if any(end in beside for end, _, _ in each.seeds):
                late.append(replace(each, strong=False))
            else:
                yield each
    yield from late


def _all(
    search: Search, names: ProgramNames, inputs: Mapping[str, int], output: int | None, output_node: int | None
) -> Iterator[Hypothesis]:
    nodes, candidates = search.nodes, search.candidates
    if output is not None:
        yield Hypothesis(((output, None, 1.0),), _compared(nodes, output), True)
    yield from _prefixed(nodes, candidates)
    yield from _losses(nodes, names, candidates)
    upstream = _upstream(nodes, names, candidates, inputs)
    typed = [each for each in upstream if not each.strong and all(nodes[s[1] or 0].op == LITERAL for s in each.seeds)]
    yield from sorted((each for each in upstream if each not in typed), key=lambda each: not each.strong)
    if output_node is not None and nodes[output_node].args:
        yield Hypothesis(((output_node, None, 1.0),), _compared(nodes, output_node), False)
    yield from _values(nodes, names, candidates)
    yield from typed
    yield from implied(search, names, set(_ends(nodes, names, candidates)))


def _compared(nodes: Sequence[GraphNode], node: int) -> str:
    return f"compared with {nodes[node].name or 'the output'}"


def _prefixed(nodes: Sequence[GraphNode], candidates: Sequence[Candidate]) -> list[Hypothesis]:
    """Return the values that names such as `dL_dw` speak of, except for those on the way to another."""
    outputs = {each.output for each in candidates if each.output is not None}
    tops = [node for node in outputs if not any(_reaches(nodes, node, other) for other in outputs - {node})]
    return [Hypothesis(((node, None, 1.0),), _compared(nodes, node), True) for node in sorted(tops, reverse=True)]


def _reaches(nodes: Sequence[GraphNode], start: int, end: int) -> bool:
    return start < end and start in line_of(nodes, end, {start}, start)[1]


def _losses(nodes: Sequence[GraphNode], names: ProgramNames, candidates: Sequence[Candidate]) -> list[Hypothesis]:
    """Values called a loss, the last first; parts of another (`data_loss`) after it."""
    names_by_node: dict[int, str] = {}
    program_words = {tail(name) for name in [*(v.name for v in names.versions), *(c.name for c in candidates)]}
    for version in names.versions:
        if is_gradient_of_loss(tail(version.name), program_words):
            continue
        named = LOSSES.fullmatch(tail(version.name)) or (
            tail(version.name) in ("error", "err") and _is_total(nodes, version.node)
        )
        if named and nodes[version.node].args:
            names_by_node[_round_of(nodes, version.node)] = version.name
    order = sorted(names_by_node, reverse=True)[:MOST]
    # E may be an energy or a field; beside dE_dw it is the error.
    says_error = any(reading.of == "E" for each in candidates if each.options for reading in each.readings)
    inside = {node for node in order if any(_reaches(nodes, node, other) for other in order)}
    result = []
    whole = {names_by_node[node] for node in order if node not in inside}
    for node in sorted(order, key=lambda node: node in inside):
        if node in inside and names_by_node[node] in whole:
            continue  # the sum so far, in a loop
        single = int(np.prod(nodes[node].shape)) == 1
        words = f"compared with {names_by_node[node]}" if single else f"compared with the sum of {names_by_node[node]}"
        strong = single and (tail(names_by_node[node])[0] != "E" or says_error)
        result.append(Hypothesis(((node, None, 1.0),), words, strong, inside=node in inside))
    return result


def _round_of(nodes: Sequence[GraphNode], node: int) -> int:
    """Return the sum that one example adds its loss to, where `node` is its mean over an epoch.

    Example by example is learned from that, whatever it is divided by for the report.
    """
    if nodes[node].op not in ("mul", "div"):
        return node
    sums = [arg for arg in nodes[node].args if nodes[arg].op == "add"]
    if len(sums) != 1 or any(nodes[arg].op != LITERAL for arg in nodes[node].args if arg not in sums):
        return node
    name = nodes[sums[0]].name or nodes[node].name
    before = [nodes[arg].name for arg in nodes[sums[0]].args if not nodes[arg].args]
    return sums[0] if name is not None and name in before else node


def _is_total(nodes: Sequence[GraphNode], node: int) -> bool:
    """True if an `error` is one number made of squares or of many: a loss, where `error = t - y` is an error term."""
    while nodes[node].op in ("mul", "div", "copy") and not nodes[node].shape:
        numbers = [arg for arg in nodes[node].args if nodes[arg].op != LITERAL]
        if len(numbers) != 1:
            return False
        node = numbers[0]
    return not nodes[node].shape and nodes[node].op in ("sum", "mean", "pow", "square")


def _given_gradients(
    nodes: Sequence[GraphNode], names: ProgramNames, candidates: Sequence[Candidate], inputs: Mapping[str, int]
) -> list[tuple[str, int]]:
    """Return names and nodes of gradients from above that are not computed, those called so first."""
    arguments = {name: node for name, node in inputs.items() if readings(name) or UPSTREAM.fullmatch(name)}
    for each in candidates:
        if not nodes[each.node].args and not each.alias and not _is_start(nodes[each.node]):
            arguments[each.name] = each.node  # `df = 1.0` is what any output starts with
    for version in names.versions:  # a parameter of a function: `dout` there is `dscores` or a number here
        value = nodes[version.node]
        if UPSTREAM.fullmatch(tail(version.name)) and not value.args and not _is_start(value):
            arguments.setdefault(version.name, version.node)
    return sorted(arguments.items(), key=lambda pair: UPSTREAM.fullmatch(tail(pair[0])) is None)


def _users_of_given(
    nodes: Sequence[GraphNode], candidates: Sequence[Candidate], name: str, node: int
) -> list[Candidate]:
    """Return the candidates that are made of a gradient from above."""
    users = [
        each
        for each in candidates
        if (each.node == node and each.alias) or node in line_of(nodes, each.node, {node}, node)[1]
    ]
    if not users and UPSTREAM.fullmatch(tail(name)):
        users = [each for each in candidates if each.node != node and not each.weak][-1:]  # it was forgotten
    return users


def _upstream(
    nodes: Sequence[GraphNode], names: ProgramNames, candidates: Sequence[Candidate], inputs: Mapping[str, int]
) -> list[Hypothesis]:
    """Return a gradient from above that is given: free, random or written as numbers."""
    outputs = _ends(nodes, names, candidates)
    last = set(outputs)
    pairs: list[list[Seed]] = []
    words = []
    strong = True
    used_nodes: set[int] = set()
    for name, node in _given_gradients(nodes, names, candidates, inputs):
        # `da = dout`: one value from above is of one value
        users = [] if node in used_nodes else _users_of_given(nodes, candidates, name, node)
        if not users:
            continue
        ends = [end for user in (users[0], users[-1]) for end in _outputs_of(nodes, names, name, node, user)]
        options = list(dict.fromkeys(version.node for version in ends))
        filled = {nodes[option].args[0] for option in options if nodes[option].op.startswith("scatter")}
        options = [option for option in options if option not in filled]  # an array whose entries are yet to be set
        if not options and UPSTREAM.fullmatch(tail(name)):
            options = [end for end in outputs if nodes[end].shape == nodes[node].shape]
        if options:
            used_nodes.add(node)
            pairs.append([(option, node, 1.0) for option in options[:MOST_OUTPUTS]])
            words.append(f"sum({ends[0].name if ends else nodes[options[0]].name or 'out'}*{name})")
            strong = strong and (UPSTREAM.fullmatch(tail(name)) is not None or set(options) <= last)
    return _hypotheses_of_given(pairs, words, strong, last)


def _outputs_of(
    nodes: Sequence[GraphNode], names: ProgramNames, name: str, node: int, user: Candidate
) -> list[Version]:
    """Return the values that a given gradient may be the gradient of where `user` is computed, the likeliest first."""
    probe = Candidate(name, readings(name), node, None, user.scope, user.position, False, [node])
    return [
        version
        for reading in probe.readings
        for version in names.called(reading.x, probe)
        if nodes[version.node].shape == nodes[node].shape and nodes[version.node].args
    ]


def _hypotheses_of_given(
    pairs: Sequence[Sequence[Seed]], words: Sequence[str], strong: bool, last: Set[int]
) -> list[Hypothesis]:
    """Return the hypotheses of given gradients: of all of them together, then one by one."""
    if not pairs:
        return []
    text = f"compared with L = {' + '.join(words)}"
    result = [Hypothesis(tuple(each[0] for each in pairs), text, strong)]
    if len(pairs) == 1:
        first = pairs[0][0][0]  # where all leads to it, an earlier value of that name is hardly meant
        result += [Hypothesis((each,), text, strong and first not in last, other=True) for each in pairs[0][1:]]
    else:
        result += [
            Hypothesis((each[0],), f"compared with L = {word}", False) for each, word in zip(pairs, words, strict=True)
        ]
    return result


def _ends(nodes: Sequence[GraphNode], names: ProgramNames, candidates: Sequence[Candidate]) -> list[int]:
    """Return named values that the forward pass does nothing more with, the last first, numbers before arrays."""
    back = {node for each in candidates if each.options and not each.alias and not each.signal for node in each.chain}
    behind = [False] * len(nodes)  # made of a gradient
    for node in nodes:
        behind[node.id] = node.id in back or any(behind[arg] for arg in node.args)
    leads = [False] * len(nodes)  # the forward pass goes on behind it
    loose = [True] * len(nodes)
    for node in nodes:
        for arg in node.args:
            loose[arg] = False
    for node in reversed(nodes):
        if not behind[node.id] and (leads[node.id] or loose[node.id]):
            for arg in node.args:
                leads[arg] = True
    named = dict.fromkeys(version.node for version in reversed(names.versions))
    result = [n for n in named if nodes[n].args and not behind[n] and not leads[n]]
    start = min((each.chain[0] for each in candidates if each.options), default=len(nodes))
    # What is computed after the first gradient, for others alone, is a mask or the like.
    helps = {n for n in result if n > start and not loose[n]}
    return sorted(result, key=lambda n: (n in helps, int(np.prod(nodes[n].shape)) != 1, -n))


def _values(nodes: Sequence[GraphNode], names: ProgramNames, candidates: Sequence[Candidate]) -> list[Hypothesis]:
    result = []
    for node in (_round_of(nodes, end) for end in _ends(nodes, names, candidates)[:MOST]):
        single = int(np.prod(nodes[node].shape)) == 1
        name = nodes[node].name or "the output"
        words = f"compared with {name}" if single else f"compared with the sum of {name}"
        result.append(Hypothesis(((node, None, 1.0),), words, False))
    return result


def _is_start(node: GraphNode) -> bool:
    """Return whether a backward pass may start with this node: the 1 at the output, or zeros to add terms to."""
    value = node.params.get("value")
    return value is not None and (value == 1.0 if not node.shape else not np.any(value))
