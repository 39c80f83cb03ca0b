"""Search for the hypothesis that explains the candidates: they are compared with true gradients at several points."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from ...diagnostics.points import Points, Seed
from ...graph import LITERAL, FunctionCall, GraphNode
from ...replay import line_of, rounds_to, same
from .assumed import assume, is_local, reconsider
from .candidates import Candidate, Update, Version
from .conventions import apply_conventions, match_by_scale
from .explanation import Explanation, Hypothesis, Match
from .gradient_names import UPSTREAM, tail
from .nets import Net, nets
from .partners import Partner
from .recomputed import Twins
from .rounds import is_read, pair_rounds
from .uses import calls_beside, consumers_by_node, depths_of, uses_in_calls

__all__ = ["Search"]

PRESENT, ELSEWHERE, ALL = range(3)  # the points
MOST_NETS = 20
MOST_PARTS = 60
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
    ) -> None:
        """Set up the search.

        Args:
            others: gradients of earlier rounds of a loop, which are not tested.
            calls: calls of functions.
            scope_depths: depth of the call of each scope.
            partners: the forward call that each scope of a backward function belongs to.
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
            if each.alias:
                owners = [i for i in self.by_node[each.node] if i != index and candidates[i].position < each.position]
                self.lines.append([])
                self.uses.append(set(owners[-1:]))
                continue
            line, used = line_of(nodes, each.node, finals - {each.node})
            self.lines.append(line)
            self.uses.append({i for node in used for i in self._owners(node, each.position)})
        self.moves: list[list[Update]] = [[] for _ in candidates]  # of each name the next update that uses a candidate
        for update in parameter_updates:
            for node in line_of(nodes, update.new, finals | {update.old})[1]:
                for i in self.by_node.get(node, []):
                    after = update.position > candidates[i].position
                    if after and all(other.name != update.name for other in self.moves[i]):
                        self.moves[i].append(update)
        self.twins = Twins(nodes)
        self._nets: dict[int, list[Net]] = {}
        self.ratios: dict[object, float | None] = {}  # what was tried: see assumed
        self.replayed_gates = 0  # see assumed
        self.target_gradients: dict[object, list[Any]] = {}  # see assumed

    def _owners(self, node: int, position: int) -> list[int]:
        return [i for i in self.by_node.get(node, []) if self.candidates[i].position < position]

    def nets(self, node: int) -> list[Net]:
        if node not in self._nets:
            self._nets[node] = nets(self.nodes, self.points.values, node) if self.nodes[node].args else []
        return self._nets[node]

    def values(self, candidate: Candidate) -> list[Version]:
        """Return the values that a candidate may be the gradient of by its name."""
        versions_by_index: dict[int, Version] = {}
        for version in candidate.options:
            versions_by_index.setdefault(version.node, version._replace(name=version.name.removeprefix("self.")))
        return list(versions_by_index.values())

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

    # one hypothesis ----------------------------------------------------------------------------------------------

    def explain(self, hypothesis: Hypothesis) -> Explanation:
        """Explain every candidate under `hypothesis`."""
        explanation = Explanation(hypothesis, {}, set(), set(), set(), {})
        above = self.above([seed[0] for seed in hypothesis.seeds])
        gradients = self.points.gradients(hypothesis.seeds)
        for index, each in enumerate(self.candidates):
            if above[each.node] and not (each.alias or each.copied) and each.node != hypothesis.start:
                explanation.forward.add(index)
                continue
            seeds = hypothesis.seeds if each.output is None else ((each.output, None, 1.0),)
            mine = self.points.gradients(seeds)
            targets = self.values(each)
            if not any(mine[ELSEWHERE][target.node] is not None for target in targets) and len(targets) < MOST_NETS:
                targets = self.targets(each)  # the input of the activation p, where p - t starts there
            twins = [] if any(mine[ELSEWHERE][t.node] is not None for t in targets) else self.twins.of(each.options)
            if any(mine[ELSEWHERE][twin.node] is not None for twin in twins):  # it is computed again for this line
                each.options = [twin for twin in twins if mine[ELSEWHERE][twin.node] is not None]
                targets = self.values(each)
            if any(mine[ELSEWHERE][target.node] is not None for target in targets):
                explanation.reached.add(index)
            parts = self.parts(each, targets, above)
            match = self._partial(each, parts, seeds) if each.part else self._exact(each, targets, mine)
            if each.part and not parts and self.nodes[each.node].args:  # `dout2 = dout.reshape(N, -1)`
                match = self.nameless(explanation, each)
            if (match is None or match.level % 1) and index in explanation.reached and not each.part:
                other = self._exact(each, self.targets(each, self.near(explanation, index) or targets), mine)
                match = other or match
            if match is None and parts and not each.part:
                match = self._partial(each, parts, seeds)
            if match is None and UPSTREAM.fullmatch(tail(each.name)) and self.nodes[each.node].args:
                match = self._anything(each, mine, above, leaves=False)
            # `grad_f` of the output f is the gradient with respect to what f depends on.
            outputs = {output for output, seed, _ in hypothesis.seeds if seed is None}
            of_output = bool(targets) and all(target.node in outputs for target in targets)
            # A bare name (`dz = dh`) says what it is by itself, or not at all.
            is_free = not each.alias or bool(each.options)
            if match is None and (not targets or of_output or each.numbered) and self.nodes[each.node].args and is_free:
                match = self._anything(each, mine, above, leaves=of_output)
                if match is None and of_output:
                    explanation.reached.discard(index)
            if match is not None:
                explanation.matches[index] = match
                explanation.reached.add(index)
        self._match_before_scale(explanation, gradients)
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

    def _match_before_scale(self, explanation: Explanation, gradients: list[list[Any]]) -> None:
        """Match gradients that have a scale in them already: `dS = .../sqrt(d)` is the gradient at Q @ K.T.

        Something that is made of it must be right, or it has a factor too many.
        """
        for index in explanation.reached - set(explanation.matches):
            each = self.candidates[index]
            is_used = any(index in self.uses[other] for other in explanation.matches)
            for version in self.before_scale(self.values(each)) if is_used and each.output is None else ():
                match = None if each.part else self._at(each, version.node, gradients)
                if match is not None and match.level >= 1:
                    explanation.matches[index] = match
                    break

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

    def _exact(self, each: Candidate, targets: Sequence[Version], gradients: list[list[Any]]) -> Match | None:
        best: Match | None = None
        for sign in (1, -1) if each.signal else (1,):
            for target in targets:
                level = self._level(each.node, target.node, gradients, sign * target.sign)
                if level and (best is None or (best.level % 1 and level > best.level)):
                    best = Match(target.node, target.name, sign * target.sign, 1.0, False, level)
                    if not level % 1:
                        return best
        return best

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

    def _partial(self, each: Candidate, parts: Sequence[Version], seeds: tuple[Seed, ...]) -> Match | None:
        """Return the match with the part of a value's gradient that comes back through some of its uses."""
        for part in parts[:MOST_PARTS]:
            terms = [self.points.true(seeds, point, part.node, part.through) for point in (PRESENT, ELSEWHERE, ALL)]
            level = 0.0 if any(term is None for term in terms) else self._agreement(each.node, terms)
            if level and np.any(terms[ELSEWHERE]):
                return Match(part.node, part.name, 1, 1.0, False, level, part.through)
        return None

    def _level(self, node: int, target: int, gradients: list[list[Any]], factor: float) -> float:
        trues = [gradient[target] for gradient in gradients]
        return (
            0 if any(true is None for true in trues) else self._agreement(node, [factor * np.asarray(t) for t in trues])
        )

    def _agreement(self, node: int, trues: Sequence[Any]) -> float:
        """Return the level at which a node has these values, 0: it does not; see `Match.level`."""
        if self.nodes[node].op == LITERAL and not same(self.points.values[PRESENT][node], trues[PRESENT]):
            return 0.5 if rounds_to(self.points.values[PRESENT][node], trues[PRESENT]) else 0
        if not all(np.isfinite(true).all() for true in trues[1:]):
            return 0.5 * same(self.points.values[PRESENT][node], trues[PRESENT])
        equal = [same(values[node], true) for values, true in zip(self.points.values, trues, strict=True)]
        if not equal[PRESENT] and not (equal[ELSEWHERE] and equal[ALL]):
            return 0
        if not equal[ELSEWHERE] and not np.any(trues[PRESENT]):
            return 0  # two zeros
        level = 2.0 if all(equal[1:]) else 1.0 if equal[ELSEWHERE] else 0.5
        return level if equal[PRESENT] else level - 0.25  # a kink, or digits lost: another target may fit better

    def _anything(
        self, each: Candidate, gradients: list[list[Any]], above: Sequence[bool], leaves: bool
    ) -> Match | None:
        """Match a gradient whose name gives no target by its number, among all values on the way to L.

        Values with a name are tried first, then the inputs of those activations.
        """
        shape = self.nodes[each.node].shape
        way = [n for n in reversed(self.nodes) if above[n.id] and n.shape == shape]
        way = [n for n in way if (not n.args if leaves else n.args or (shape and not each.signal))]
        named = [node.id for node in way if node.name]
        nets = [net.node for node in named[:MOST_NETS] for net in self.nets(node) if net.activation.sign > 0]
        for node in dict.fromkeys([*named, *nets]):
            match = self._at(each, node, gradients)
            if match is not None and match.level >= 1:
                return match
        return None

    def _at(self, each: Candidate, node: int, gradients: list[list[Any]]) -> Match | None:
        """Match a gradient with that of one node by its number."""
        true = gradients[ELSEWHERE][node]
        if true is None or not np.any(np.asarray(true)):
            return None
        for sign in (1, -1) if each.signal else (1,):
            if same(self.points.values[ELSEWHERE][each.node], sign * np.asarray(true)):
                level = self._level(each.node, node, gradients, sign)
                return Match(node, self.nodes[node].name or "", sign, 1.0, False, level)
        return None

    def nameless(self, explanation: Explanation, each: Candidate) -> Match | None:
        """Match a gradient whose name gives no target with that of a value that has no name, by its number at all
        points."""
        seeds, shape = explanation.hypothesis.seeds, self.nodes[each.node].shape
        above, gradients = self.above([seed[0] for seed in seeds]), self.points.gradients(seeds)
        way = [n.id for n in reversed(self.nodes) if above[n.id] and n.args and n.shape == shape]
        matches = (self._at(each, node, gradients) for node in way[:MOST_PARTS])
        return next((match for match in matches if match is not None and match.level >= 2), None)


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
