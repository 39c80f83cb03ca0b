"""Search for the hypothesis that explains the candidates: they are compared with true gradients at several points."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from typing import Any

from ...diagnostics.points import RATES, Points
from ...graph import FunctionCall, GraphNode
from ...replay import line_of, same
from .assumed import assume, is_local, reconsider
from .candidates import Candidate, Update, Version
from .conventions import apply_conventions, match_by_scale
from .explanation import Explanation, Hypothesis
from .gradient_names import ACTIVATIONS, tail
from .matching import match_before_scale, match_candidate
from .nets import Net, nets
from .partners import Partner
from .recomputed import Twins
from .rounds import is_read, pair_rounds
from .uses import calls_beside, consumers_by_node, depths_of, uses_in_calls

__all__ = ["Search"]

PRESENT, ELSEWHERE, ALL = range(3)  # the points
MOST_NETS = 20
DATA = re.compile(r"[XxAah]\d*|A_prev|inputs?|data|images?|features")


class Search:
    """Holds what does not change from hypothesis to hypothesis."""

    def __init__(
        self,
        nodes: Sequence[GraphNode],
        candidates: Sequence[Candidate],
        parameter_updates: Sequence[Update],
        points: Points,
        others: Collection[int] = (),
        calls: Sequence[FunctionCall] = (),
        scope_depths: Mapping[int, int] | None = None,
        partners: Mapping[int, Partner] | None = None,
        step_values: Set[int] = frozenset(),
    ) -> None:
        """Set up the search.

        Args:
            others: gradients of earlier rounds of a loop, which are not tested.
            calls: calls of functions.
            scope_depths: depth of the call of each scope.
            partners: the forward call that each scope of a backward function belongs to.
            step_values: values after a step, `w - lr*g`, in all rounds of a loop.
        """
        self.partners = partners or {}
        self.calls, self.scope_depths = calls, scope_depths or {}
        self.depths = depths_of(calls)
        self.nodes, self.candidates, self.updates, self.points = nodes, candidates, parameter_updates, points
        self._targets: dict[int, tuple[list[Version] | None, list[Version]]] = {}
        self.consumers = consumers_by_node(nodes)
        self._above: dict[tuple[int, ...], list[bool]] = {}
        self.by_node: dict[int, list[int]] = {}
        for index, each in enumerate(candidates):
            self.by_node.setdefault(each.node, []).append(index)
        self.finals = finals = {*self.by_node, *others}
        self.lines: list[list[int]] = []
        self.uses: list[set[int]] = []
        for index, each in enumerate(candidates):
            owners = [i for i in self.by_node[each.node] if i != index and candidates[i].position < each.position]
            if each.alias and owners:
                self.lines.append([])
                self.uses.append(set(owners[-1:]))
                continue
            line, used = line_of(nodes, each.node, finals - {each.node} - self._named_later(each.position))
            self.lines.append(line)
            self.uses.append({i for node in used for i in self._owners(node, each.position)})
        self.moves: list[list[Update]] = [[] for _ in candidates]  # of each name the next update that uses a candidate
        for update in parameter_updates:
            for node in line_of(nodes, update.new, finals | {update.old})[1]:
                for i in self.by_node.get(node, []):
                    after = update.position > candidates[i].position
                    if after and all(other.name != update.name for other in self.moves[i]):
                        self.moves[i].append(update)
        self.step_values = step_values
        self.rates = [n.id for n in nodes if n.name is not None and not n.shape and RATES.fullmatch(n.name)]
        self.twins = Twins(nodes)
        self._nets: dict[int, list[Net]] = {}
        self.ratios: dict[object, float | None] = {}  # what was tried: see assumed
        self.replayed_gates = 0  # see assumed
        self._slopes: dict[int, bool] = {}
        self.target_gradients: dict[object, list[Any]] = {}  # see assumed

    def _named_later(self, position: int) -> set[int]:
        """Return the nodes that only lines below give the name of a gradient: the d of `dw = d*x; db = d`."""
        return {
            node
            for node, indices in self.by_node.items()
            if all(self.candidates[i].alias and self.candidates[i].position > position for i in indices)
        }

    def _owners(self, node: int, position: int) -> list[int]:
        return [i for i in self.by_node.get(node, []) if self.candidates[i].position < position]

    def nets(self, node: int) -> list[Net]:
        """Return the values that a node is an activation of, nearest first; they are looked for once."""
        if node not in self._nets:
            self._nets[node] = nets(self.nodes, self.points.values, node) if self.nodes[node].args else []
        return self._nets[node]

    def values(self, candidate: Candidate) -> list[Version]:
        """Return the values that a candidate may be the gradient of by its name."""
        versions_by_index: dict[int, Version] = {}
        for version in candidate.options:
            versions_by_index.setdefault(version.node, version._replace(name=version.name.removeprefix("self.")))
        return list(versions_by_index.values())

    def is_slope(self, index: int) -> bool:
        """Return whether a candidate is the slope of an activation and made of no gradient: `d_sigmoid = s*(1-s)`."""
        if index not in self._slopes:
            each = self.candidates[index]
            words = {reading.x.casefold() for reading in each.readings if ACTIVATIONS.fullmatch(reading.x)}
            # `grad_relu` beside `relu_x`: the function, not its result, has the name.
            named = bool(words) and all(tail(version.name).casefold() not in words for version in each.options)
            self._slopes[index] = not self.uses[index] and (
                named or (self._is_factor(index) and self._is_slope_in_numbers(each))
            )
        return self._slopes[index]

    def _is_factor(self, index: int) -> bool:
        """Return whether another candidate is a multiple of this one and made of a third: `delta = error * slope`."""
        return any(index in uses and len({self.candidates[i].node for i in uses}) > 1 for uses in self.uses)

    def _is_slope_in_numbers(self, each: Candidate) -> bool:
        if each.alias or each.output is not None:
            return False
        shape = self.nodes[each.node].shape
        named = [node.id for node in self.nodes[: each.node] if node.name and node.args and node.shape == shape]
        return any(
            self._is_slope_of(each.node, output, net.node)
            for output in named[-MOST_NETS:]
            for net in self.nets(output)
            if net.activation.entrywise
        )

    def _is_slope_of(self, node: int, output: int, net: int) -> bool:
        slopes = self.points.gradients(((output, None, 1.0),))
        return all(same(self.points.values[point][node], slopes[point][net]) for point in (ELSEWHERE, ALL))

    def near(self, explanation: Explanation, index: int) -> list[Version]:
        """Return the same; from a list (h[0], h[1], ...) only entries with an index of the gradients that it uses."""
        if index in explanation.paired:
            return explanation.paired[index]
        result = self.values(self.candidates[index])
        if not _is_entry(result):
            return result
        entries = {_index(_target_name(explanation, other)) for other in self.uses[index]}
        return [version for version in result if _index(version.name) in entries]

    def targets(self, candidate: Candidate, values: Sequence[Version] | None = None) -> list[Version]:
        """Return the possible targets of a candidate: the values of its name, and the inputs of those activations."""
        if values is None:
            options, result = self._targets.get(id(candidate), (None, []))
            if options is not candidate.options:
                result = self.targets(candidate, self.values(candidate))
                self._targets[id(candidate)] = candidate.options, result
            return result
        by_node = {} if candidate.net and candidate.loose else {version.node: version for version in values}
        for version in values:
            for net in self.nets(version.node):
                name = self.nodes[net.node].name if net.activation.sign > 0 else None
                by_node.setdefault(
                    net.node,
                    version._replace(
                        name=name or f"the input of {version.name}", node=net.node, sign=net.activation.sign
                    ),
                )
        return list({**by_node, **{version.node: version for version in values}}.values())

    @staticmethod
    def is_data(name: str) -> bool:
        """Return whether a name is one of data: no gradient is written of it."""
        return DATA.fullmatch(name) is not None

    def resolve_by_updates(self) -> None:
        """Resolve a gradient whose name says nothing that fits (`g`, `grad`) by the one value that it moves."""
        for index, each in enumerate(self.candidates):
            shape = self.nodes[each.node].shape
            shapes_differ = all(self.nodes[version.node].shape != shape for version in each.options)
            if (shapes_differ or each.weak) and not each.signal:  # `output_grads` of the weights into `output`
                updated = {
                    update.old: Version(update.name, update.old, each.scope, update.position)
                    for update in self.moves[index]
                    if self.nodes[update.old].shape == shape
                }
                each.options = list(updated.values()) or each.options
            elif each.signal and not each.options and not shape:
                direct = [u for u in self.moves[index] if not self.nodes[u.old].shape and self._moves_by(u, each.node)]
                each.options = [Version(u.name, u.old, each.scope, u.position) for u in direct]

    def _moves_by(self, update: Update, node: int) -> bool:
        """Return whether a number is moved by a learning rate times another, or by a number of the text times it."""
        for point in (ELSEWHERE, ALL):
            values = self.points.values[point]
            step, value = float(values[update.new]) - float(values[update.old]), float(values[node])
            if not step or not any(same(abs(step), abs(float(values[rate]) * value)) for rate in self.rates):
                break
        else:
            return True
        steps = [self.nodes[arg] for arg in self.nodes[update.new].args if arg != update.old]
        return any(step.id == node or (step.op == "mul" and node in step.args) for step in steps)

    # one hypothesis ----------------------------------------------------------------------------------------------

    def explain(self, hypothesis: Hypothesis) -> Explanation:
        """Explain every candidate under `hypothesis`."""
        explanation = Explanation(hypothesis, {}, set(), set(), set(), {})
        above = self.above([seed[0] for seed in hypothesis.seeds])
        gradients = self.points.gradients(hypothesis.seeds)
        for index, each in enumerate(self.candidates):
            if above[each.node] and not (each.alias or each.copied) and each.node != hypothesis.start:
                explanation.forward.add(index)
            else:
                match_candidate(self, explanation, index, above)
        match_before_scale(self, explanation, gradients)
        apply_conventions(self, explanation, gradients)
        reconsider(self, explanation)
        explanation.paired = pair_rounds(self, explanation)
        assume(self, explanation, above)
        if match_by_scale(self, explanation, gradients):
            assume(self, explanation, above)
        for index in explanation.reached - set(explanation.matches):
            if is_local(self, index, explanation):
                explanation.local.add(index)
        return explanation

    def before_scale(self, versions: Sequence[Version]) -> list[Version]:
        """Return the nameless arrays that values are a multiple of."""
        result = []
        for version in versions:
            node = self.nodes[version.node]
            inside = [arg for arg in node.args if self.nodes[arg].shape == node.shape and not self.nodes[arg].name]
            if node.op in ("mul", "div") and node.shape and len(inside) == 1:
                result.append(version._replace(name="", node=inside[0]))
        return result

    def above(self, outputs: Collection[int]) -> Sequence[bool]:
        """Return, for each node, whether one of `outputs` is computed from it."""
        key = tuple(outputs)
        if key not in self._above:
            above = [False] * len(self.nodes)
            for output in outputs:
                above[output] = True
            for node in reversed(self.nodes):
                if above[node.id]:
                    for arg in node.args:
                        above[arg] = True
            self._above[key] = above
        return self._above[key]

    def uses_of(self, target: int, above: Sequence[bool]) -> list[int]:
        """Return the gates of the forward pass that use a value."""
        return [gate for gate in self.consumers[target] if above[gate]]

    def parts(self, each: Candidate, targets: Sequence[Version], above: Sequence[bool]) -> list[Version]:
        """Return the parts of the gradients of `targets` that a candidate may be.

        A part comes back through one use of the target, or, inside a function, through the uses in one call.
        """
        if each.part:
            shape = self.nodes[each.node].shape
            targets = [t for t in targets if self.nodes[t.node].shape == shape]
            result = []
            for t in targets:
                gates = [g for g in self.uses_of(t.node, above) if self.nodes[g].op != "scatter"]
                is_whole = is_read(self.nodes, t) and bool(gates)
                result += [t._replace(through=way) for way in ([tuple(gates)] if is_whole else [(g,) for g in gates])]
            return result
        call = self.nodes[each.node].call
        if call is None or call >= len(self.calls):  # the call left nothing in the graph, and was forgotten
            return []
        beside = calls_beside(self.depths, call)
        # Every call has its own part of a weight's gradient; outside of that call a name stands for their sum.
        own = self.scope_depths.get(each.scope, -1) == self.depths[call]
        targets = [t for t in targets if own or self.nodes[t.node].args]
        uses = {t.node: self.uses_of(t.node, above) for t in targets}
        return [
            t._replace(through=gates)
            for t in targets
            for gates in uses_in_calls(self.nodes, self.calls, uses[t.node], beside)
        ]


def _target_name(explanation: Explanation, index: int) -> str:
    """Return the name of what another candidate was found or is assumed to be of."""
    if index in explanation.matches:
        return explanation.matches[index].of
    return explanation.assumed[index].name if index in explanation.assumed else ""


def _index(name: str) -> str:
    """Return the index of an entry: "[2]" of hs[2]."""
    return name[name.find("[") :] if name.endswith("]") else ""


def _is_entry(options: Sequence[Version]) -> bool:
    return len({option.name for option in options if option.name.endswith("]")}) > 1
