"""Phrases such as `term 1 of x` or `local of q into f`: which number of a drawing they mean.

PHRASE := [term N of | KIND of] NAME [into GATE]      KIND: value, local, downstream, gradient, shape, pattern
        | order | wrong line
GATE   := a name of the program, a letter of the picture, or the sign of a gate, with a number where it stands
          more than once: `× 2`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..exercises import AskKind
from ..read.suggest import closest
from ..tracing.document import Edge, Node, Trace

__all__ = ["KINDS", "NamedPlace", "PhraseError", "PlaceFinder", "unknown_word"]


class PhraseError(ValueError):
    """A phrase means nothing in this drawing; its text is a sentence.

    `hint`: what to write instead. `edit`: a misspelled word of the phrase, and the word that it is meant to be.
    """

    def __init__(self, text: str, hint: str | None = None, edit: tuple[str, str] | None = None) -> None:
        super().__init__(text)
        self.hint, self.edit = hint, edit


def unknown_word(word: str, what: str, words: Iterable[str]) -> PhraseError:
    """Return the error of a word that is none of `words`: the one that is meant, or all of them."""
    near = closest(word, words)
    text = f"`{word[:40]}` is no {what}."
    if near is None:
        return PhraseError(text, f"They are {', '.join(words)}.")
    return PhraseError(text, f"Did you mean `{near}`?", (word, near))


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A kind of thing, and the edge or node whose it is. An order and a line have neither."""

    kind: AskKind
    edge: str | None = None
    node: str | None = None


_MOST_NAMES = 12  # that a hint lists
_TERM = re.compile(r"term (\d{1,3}) of (.+)")
_OF = re.compile(r"(\w+) of (.+)")
_NUMBERED = re.compile(r"(.+?) (\d{1,3})")


class PlaceFinder:
    """Finds what phrases mean in a trace."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.nodes = {node.id: node for node in trace.nodes}
        self.leaving: dict[str, list[Edge]] = {node.id: [] for node in trace.nodes}
        for edge in trace.edges:
            self.leaving[edge.source].append(edge)

    def of(self, phrase: str) -> NamedPlace:
        """Raises: PhraseError."""
        phrase = " ".join(phrase.split())
        if phrase == "order":
            return NamedPlace("order")
        if phrase == "wrong line":
            return NamedPlace("wrong_line")
        if match := _TERM.fullmatch(phrase):
            return self._term(match[2], int(match[1]))
        match = _OF.fullmatch(phrase)
        if match is None or match[1] not in KINDS:
            word = phrase.partition(" ")[0]
            near = closest(word, (*KINDS, "term", "order", "wrong"))
            kinds = ", ".join(f"{kind} of" for kind in KINDS)
            raise PhraseError(
                f"`{phrase[:60]}` begins with none of: term 1 of, {kinds}, order, wrong line.",
                None if near is None else f"Did you mean `{near}`?",
                None if near is None else (word, near),
            )
        return KINDS[match[1]](self, match[2])

    def node(self, name: str) -> Node:
        """The box of a name, of a letter or of a gate's sign. Raises: PhraseError."""
        boxes = [node for node in self.trace.nodes if node.kind != "output"]
        named = [node for node in boxes if node.name == name]
        if named:
            return named[-1]  # the last version of the name
        lettered = {edge.letter: edge.source for edge in self.trace.edges if edge.letter}
        if name in lettered:
            return self.nodes[lettered[name]]
        output = next(node for node in self.trace.nodes if node.kind == "output")
        if name == output.label:
            (into,) = (edge.source for edge in self.trace.edges if edge.target == output.id)
            return self.nodes[into]
        return self._signed(boxes, name)

    @property
    def wires(self) -> int:
        """Number of wires that carry a value from box to box; the one to the output's name is none of them."""
        return sum(self.nodes[edge.target].kind != "output" for edge in self.trace.edges)

    def paths_from(self, name: str) -> int:
        """Return the number of paths from a box to the output: a sum over the wires, from the output back.

        Raises: PhraseError.
        """
        ways = {node.id: int(node.kind == "output") for node in self.trace.nodes}
        for node in reversed(self.trace.nodes):
            if node.kind != "output":
                ways[node.id] = sum(ways[edge.target] for edge in self.leaving[node.id])
        return ways[self.node(name).id]

    def _signed(self, boxes: list[Node], name: str) -> Node:
        match = _NUMBERED.fullmatch(name)
        sign, number = (match[1], int(match[2])) if match else (name, 0)
        nodes = [node for node in boxes if node.label == sign and node.kind in ("gate", "function")]
        if not nodes:
            raise self._unknown(name)
        if not number and len(nodes) > 1:
            raise PhraseError(f"The graph has {len(nodes)} gates `{sign}`: write `{sign} 1` to `{sign} {len(nodes)}`.")
        if number > len(nodes):
            raise PhraseError(f"The graph has {len(nodes)} gates `{sign}`.")
        return nodes[max(0, number - 1)]

    def _unknown(self, name: str) -> PhraseError:
        names = sorted({node.name for node in self.trace.nodes if node.name})
        near = closest(name, names)
        if near is not None:
            return PhraseError(f"The graph has no `{name[:60]}`.", f"Did you mean `{near}`?", (name, near))
        return PhraseError(f"The graph has no `{name[:60]}`.", f"Its names are {', '.join(names[:_MOST_NAMES])}.")

    def wire(self, words: str) -> Edge:
        """The wire of `NAME` or of `NAME into GATE`. Raises: PhraseError."""
        name, _, gate = words.partition(" into ")
        box = self.node(name)
        leaving = self.leaving[box.id]
        if not leaving:
            raise PhraseError(f"No gate uses `{name[:60]}`.")
        if not gate:
            return leaving[0]
        target = self.node(gate).id
        copied = [each for edge in leaving if self._copies(edge.target) for each in self.leaving[edge.target]]
        edges = [edge for edge in (*leaving, *copied) if edge.target == target]
        if not edges:
            raise PhraseError(f"`{name[:60]}` does not enter `{gate[:60]}`.")
        return edges[0]

    def _copies(self, id: str) -> bool:
        return self.nodes[id].form == "copy"

    def _term(self, name: str, number: int) -> NamedPlace:
        box = self.node(name)
        terms = [
            edge for each in self.leaving[box.id] if self._copies(each.target) for edge in self.leaving[each.target]
        ]
        if not terms:
            hint = f"Write `downstream of {name[:60]}`."
            raise PhraseError(f"`{name[:60]}` is used once: its gradient has no terms.", hint)
        if not 1 <= number <= len(terms):
            what = f"`{name[:60]}` is used {len(terms)} times: its terms are 1 to {len(terms)}."
            raise PhraseError(what, f"Write `term {len(terms)} of {name[:60]}`.")
        return NamedPlace("term", edge=terms[number - 1].id)

    def _value(self, words: str) -> NamedPlace:
        return NamedPlace("value", node=self.node(words).id)

    def _local(self, words: str) -> NamedPlace:
        edge = self.wire(words)
        if self._copies(edge.target):
            raise PhraseError(f"`{words[:60]}` enters several gates: write `{words[:60]} into` one of them.")
        return NamedPlace("local", edge=edge.id)

    def _downstream(self, words: str) -> NamedPlace:
        return NamedPlace("downstream", edge=self.wire(words).id)

    def _shape(self, words: str) -> NamedPlace:
        edge = self.wire(words)
        while self._copies(edge.target):
            edge = self.leaving[edge.target][0]
        return NamedPlace("shape", edge=edge.id)

    def _pattern(self, words: str) -> NamedPlace:
        return NamedPlace("pattern", node=self.node(words).id)


KINDS: Mapping[str, Callable[[PlaceFinder, str], NamedPlace]] = {
    "value": PlaceFinder._value,
    "local": PlaceFinder._local,
    "downstream": PlaceFinder._downstream,
    "gradient": PlaceFinder._downstream,
    "shape": PlaceFinder._shape,
    "pattern": PlaceFinder._pattern,
}
"""Words before `of`, each with the method that reads the rest."""
