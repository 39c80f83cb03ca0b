"""Graph -> the same graph with its hand-written functions marked: `1/(1+exp(-z))` becomes a call of `sigmoid`.

Nodes, names and numbers stay as they are; only frames are added.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..graph import FunctionCall, Graph, ancestors, constants
from .calls import Idiom, framed
from .idioms import CompiledIdiom, bits_of, table
from .match import Bindings, Matcher

__all__ = ["recognise"]

LARGEST = 200  # gates in one hand-written function


def recognise(graph: Graph) -> Graph:
    """Add a call, marked `recognised`, for every function written out by hand.

    A function is claimed where its gates compute nothing but it: their values are used by one another only, its
    arguments are nodes of the graph, and it lies wholly inside or outside every other function.
    """
    idiom_index = table()
    if not any(node.op in idiom_index.words for node in graph.nodes):
        return graph
    idioms = _Search(graph).run()
    return framed(graph, idioms) if idioms else graph


@dataclass(slots=True)
class _Reach:
    """The calls a node lies in, and how many drawn nodes each call has."""

    chains: list[tuple[int, ...]]  # per call: itself, its parent, ...
    sizes: list[int]


class _Search:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.needed = ancestors(graph, graph.output)
        self.matcher = Matcher(graph, graph.fact(constants))
        self.users: list[list[int]] = [[] for _ in graph.nodes]
        for node in graph.nodes:
            if self.needed[node.id]:
                for arg in node.args:
                    self.users[arg].append(node.id)
        self.reach = self._reach()
        self.largest: dict[int, Idiom] = {}  # node -> the largest idiom found so far that it lies in
        self.matches_by_node: dict[int, Idiom] = {}  # by the node it ends in

    def _reach(self) -> _Reach:
        chains: list[tuple[int, ...]] = []
        for call in self.graph.calls:
            chains.append((call.id, *(chains[call.parent] if call.parent is not None else ())))
        sizes = [0] * len(chains)
        for node in self.graph.nodes:
            if node.call is not None and self.needed[node.id]:
                for call_id in chains[node.call]:
                    sizes[call_id] += 1
        return _Reach(chains, sizes)

    def run(self) -> list[Idiom]:
        graph, idiom_index = self.graph, table()
        outputs: dict[int, list[FunctionCall]] = {}
        for call in graph.calls:
            outputs.setdefault(call.output, []).append(call)
        masks: list[int] = []
        for node in graph.nodes:
            mask = 0
            for arg in node.args:
                mask |= masks[arg]
            mask = (mask << idiom_index.width) & idiom_index.field
            word = idiom_index.words.get(node.op)
            if word and (node.op != "pow" or self.matcher.constant[node.args[0]]):
                mask |= word
            if mask and self.needed[node.id]:
                library = self._in_library(node.id)
                for call in outputs.get(node.id, ()):
                    if self._in_library(node.id, call.id):
                        mask |= self._know(node.id, call.function, call.args)
                if not library and node.op in idiom_index.roots:
                    mask |= self._at(node.id, bits_of(mask), idiom_index.roots[node.op])
            masks.append(mask)
        return list(self.matches_by_node.values())

    def _in_library(self, node: int, call: int | None = None) -> bool:
        """Return whether a gate was made by a function of the prelude: all of those stand at the place of the call."""
        gate = self.graph.nodes[node]
        made_by = gate.call if call is None else call
        return made_by is not None and gate.span == self.graph.calls[made_by].span

    def _know(self, node: int, function: str, args: tuple[int, ...]) -> int:
        self.matcher.matches_by_node.setdefault(node, []).append((function, args))
        return table().names.get(function, 0)

    def _at(self, root: int, bits: list[int], candidates: Sequence[CompiledIdiom]) -> int:
        best: Idiom | None = None
        for compiled in candidates:
            if compiled.required_words & ~bits[compiled.max_depth]:
                continue
            for bound in self.matcher.match(compiled.pattern, root, {}):
                idiom = self._claim(compiled, bound, root)
                if idiom is not None:
                    if best is None or len(idiom.members) > len(best.members):
                        best = idiom
                    break
        if best is None:
            return 0
        for inner in self._inside(best.members):
            if self._hides(best, inner):
                del self.matches_by_node[inner.output]
        self.matches_by_node[root] = best
        self.largest.update(dict.fromkeys(best.members, best))
        return self._know(root, best.compiled.function, best.args)

    def _hides(self, outer: Idiom, inner: Idiom) -> bool:
        """Return whether the outer frame hides the inner one: not if it refers to it, as swish to the sigmoid."""
        gates = sum(bool(self.graph.nodes[node].args) for node in inner.members)
        return gates == 1 or inner.compiled.function not in outer.compiled.refers

    def _claim(self, compiled: CompiledIdiom, bound: Bindings, root: int) -> Idiom | None:
        numbers = {name: (low, high) for name, low, high in compiled.spelling.between}
        args: list[int] = []
        for name in compiled.parameters:
            if name in numbers:
                low, high = numbers[name]
                if not low < bound[name] < high:
                    return None
            elif bound[name] not in args:
                args.append(bound[name])
            else:
                return None
        if compiled.spelling.over_examples not in (None, self._is_over_examples(bound, args)):
            return None
        members = self._members(root, set(args))
        if members is None or not self._nests(members, root):
            return None
        return Idiom(compiled, bound, root, frozenset(members), tuple(args))

    def _is_over_examples(self, bound: Bindings, args: Sequence[int]) -> bool:
        """Return whether reductions take the first axis and leave another one: a batch norm, where layers keep it."""
        axes = bound.get("#axes", ())
        return 0 in axes and len(axes) < len(self.graph.nodes[args[0]].shape)

    def _members(self, root: int, args: set[int]) -> set[int] | None:
        """Return the gates between the arguments and the root, if nothing else enters and nothing else leaves."""
        nodes, constant = self.graph.nodes, self.matcher.constant
        members: set[int] = set()
        entered: set[int] = set()
        stack = [root]
        while stack:
            at = stack.pop()
            if at in args:
                entered.add(at)
            elif at not in members:
                if not nodes[at].args and not constant[at]:
                    return None
                members.add(at)
                if len(members) > LARGEST:
                    return None
                stack.extend(nodes[at].args)
        for at in members:
            if at != root and (at == self.graph.output or any(user not in members for user in self.users[at])):
                return None
        return members if entered == args and root in members else None

    def _nests(self, members: set[int], root: int) -> bool:
        """Return whether every function lies wholly inside, wholly outside or all around the members."""
        inside: dict[int, int] = {}
        for at in members:
            call = self.graph.nodes[at].call
            if call is not None:
                for outer in self.reach.chains[call]:
                    inside[outer] = inside.get(outer, 0) + 1
        for call, count in inside.items():
            if count != len(members) and count != self.reach.sizes[call]:
                return False
        return all(idiom.members <= members for idiom in self._inside(members))

    def _inside(self, members: Collection[int]) -> list[Idiom]:
        """Return the largest idioms found so far that the members lie in."""
        return list({idiom.output: idiom for at in members if (idiom := self.largest.get(at))}.values())
