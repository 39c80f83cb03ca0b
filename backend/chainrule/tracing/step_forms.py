"""Steps of one kind share a form: their sentences and formulas once, with codes where the steps differ.

A code is `$` and one sign, for a piece of MathML in `marks`, or `$`, a letter and a number: the number counts in the
step's edges, its nodes and then its parts. `$r2` is the third of them as it is, `$m2` the name as MathML, `$v2` the
place and the number of its value; a capital puts a negative number in brackets. `;` ends a code before a digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..formula import symbol
from ..formula.printer import bracketed_number
from ..number import number
from .document import Edge, Node, Step

__all__ = ["MARKS", "StepForm", "forms_of", "steps_of"]

PLACES = {
    "v": "value",
    "u": "upstream",
    "l": "local",
    "d": "downstream",
    "t": "tangent",
    "s": "sum",
    "g": "gradient",
}
_CODES = {place: code for code, place in PLACES.items()}

MARKS = {
    "[": '<math display="block"><mtable class="lines" displaystyle="true"><mtr><mtd>',
    "]": "</mtd></mtr></mtable></math>",
    "&": "</mtd></mtr><mtr><mtd>",
    "|": "</mtd><mtd>",
    "@": '<mrow class="d" data-of="',
    "'": '"><mfrac><mrow><mo>∂</mo>',
    "!": "<mfrac><mrow><mo>∂</mo>",
    "/": "</mrow><mrow><mo>∂</mo>",
    "?": "</mrow></mfrac></mrow>",
    "#": "</mrow></mfrac>",
    "(": "<mfrac>",
    ")": "</mfrac>",
    "{": "<mrow>",
    "}": "</mrow>",
    "^": "<msup>",
    "~": "</msup>",
    "%": "<munder>",
    "_": "</munder>",
    ":": "<mtext>",
    ",": "</mtext>",
    "=": "<mo>=</mo>",
    "+": "<mo>+</mo>",
    "-": "<mo>−</mo>",
    ".": "<mo>·</mo>",
    "*": "<mo>×</mo>",
    "<": "<mo>",
    ">": "</mo>",
    "I": "<mi>",
    "i": "</mi>",
    "N": "<mn>",
    "n": "</mn>",
    "$": "$",
}
_SIGNS = {piece: f"${sign}" for sign, piece in MARKS.items()}
_NUMBER = re.compile(r'(<mn data-n="([\w.-]+\.\w+)"( class="signed")?>)([^<]*)')
_PIECES = "|".join(map(re.escape, sorted(MARKS.values(), key=len, reverse=True)))
_NAME = r"<msub><mi>[^<]*</mi><m[in]>[^<]*</m[in]></msub>|<mi>[^<]*</mi>"
_MATH = re.compile(
    rf'<mn data-n="([\w.-]+)\.(\w+)"( class="signed")?></mn>|({_NAME})|(?<=data-of=")([^"]+)|({_PIECES})'
)
_WORDS = re.compile(r"\{([\w.-]+)\.(\w+)\}|(\w+)(\[[\d,]+\])?|(\$)")
_PLACE = re.compile(r"\{([\w.-]+\.\w+)\}")
_OF = re.compile(r'data-of="([^"]+)"')
_CODE = re.compile(r"\$(?:([rmvuldtsgVULDTSG])(\d+);?|(.))", re.DOTALL)
_SIMPLE = re.compile(r"([A-Za-z])(\d*)")  # names whose MathML need not be said


@dataclass(frozen=True, slots=True)
class StepForm:
    """The fields that all steps of one kind share."""

    phase: str
    """Phase, as in a step."""
    kind: str
    """Kind, as in a step."""
    words: str
    """The sentence with codes. With places it is a step's `words`, with numbers its `text`."""
    math: str
    """The formula with codes."""
    why: str
    """Reason, as in a step."""


@lru_cache(maxsize=4096)
def _coded(
    words: str, math: str, ids: tuple[str, ...], names_of_ids: tuple[str, ...], counts: bool
) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """(words, math, parts, parts whose MathML must be said). `math` has no numbers; `ids` are its edges and nodes.

    counts: the sentence counts ("term 2 of 9"): its whole numbers are parts, or each term had a form of its own.
    """
    index = {id: i for i, id in reversed([*enumerate(ids)])}
    names = {*names_of_ids, *_OF.findall(math)} - {""}
    symbols = {symbol(name): name for name in sorted(names)}
    parts: list[str] = []
    marked: list[str] = []

    def at(word: str) -> int:
        if word not in index:
            index[word] = len(ids) + len(parts)
            parts.append(word)
        return index[word]

    def in_math(match: re.Match[str]) -> str:
        place, field, signed, named, bare, piece = match.groups()
        if place is not None:
            return f"${_CODES[field].upper() if signed else _CODES[field]}{at(place)};"
        if named is not None:
            name = symbols.get(named)
            if name is None:
                return "".join(_SIGNS.get(part, part) for part in re.split(f"({_PIECES})", named))
            if _simple(name) is None:
                marked.append(name)
            return f"$m{at(name)};"
        return _SIGNS[piece] if bare is None else f"$r{at(bare)};" if bare in names else bare

    def in_words(match: re.Match[str]) -> str:
        place, field, word, entry, dollar = match.groups()
        if place is not None:
            return f"${_CODES[field]}{at(place)};"
        if dollar:
            return "$$"
        if entry and word + entry in names:  # an entry of an array in the view of units
            return f"$r{at(word + entry)};"
        return (f"$r{at(word)};" if word in names or (counts and word.isdecimal()) else word) + (entry or "")

    coded_math = _shortened(_MATH.sub(in_math, math))
    return _shortened(_WORDS.sub(in_words, words)), coded_math, tuple(parts), tuple(marked)


def _shortened(coded: str) -> str:
    """Without the `;` that no digit follows."""
    return re.sub(r"(\$[a-zA-Z]\d+);(?![\d;])", r"\1", coded)


@lru_cache(maxsize=4096)
def _split_at_places(words: str) -> tuple[str, ...]:
    """Words, place, words, ..., words: the same at new values."""
    return tuple(_PLACE.split(words))


def forms_of(
    steps: Sequence[Step], nodes: Sequence[Node], edges: Sequence[Edge]
) -> tuple[list[StepForm], list[list[Any]], dict[str, str]]:
    """The forms, for each step `[form, nodes, edges, parts]`, and the MathML of names that no rule gives.

    Where a step says more than its form, or another number than the document holds, it has a fifth entry with the
    `note` behind its text, its whole `text` or its whole `math`.
    """
    spoken_numbers = _SpokenNumbers(nodes, edges)
    names = {edge.id: edge.name or edge.letter for edge in edges}
    names |= {edge.source: edge.name or edge.letter for edge in edges}
    names |= {node.id: node.name for node in nodes if node.name}
    forms: dict[StepForm, int] = {}
    rows: list[list[Any]] = []
    symbols: dict[str, str] = {}
    for step in steps:
        spoken_numbers.at(step)
        other: dict[str, str] = {}
        pieces = _NUMBER.split(step.math)  # what stands between two numbers, then the groups of one
        numbers = zip(pieces[2::5], pieces[3::5], pieces[4::5], strict=True)
        if any(spoken_numbers.in_math(place, signed) != number_text for place, signed, number_text in numbers):
            other["math"] = step.math
        pieces[2::5] = pieces[3::5] = pieces[4::5] = [""] * (len(pieces) // 5)
        math = "".join(pieces)
        words = list(_split_at_places(step.words))
        words[1::2] = map(spoken_numbers.number, words[1::2])
        text = "".join(words)
        if text != step.text:
            other |= {"note": step.text[len(text) :]} if step.text.startswith(text) else {"text": step.text}
        ids = (*step.edges, *step.nodes)
        names_of_ids = tuple([names.get(id, "") for id in ids])
        coded, formula, parts, marked = _coded(step.words, math, ids, names_of_ids, step.kind == "accumulate")
        symbols |= {name: symbol(name) for name in marked}
        form = StepForm(step.phase, step.kind, coded, formula, step.why)
        at = forms.setdefault(form, len(forms))
        rows.append([at, step.nodes, step.edges, parts, *([other] if other else [])])
    return list(forms), rows, symbols


class _SpokenNumbers:
    """The numbers of the document as sentences say them, by place."""

    def __init__(self, nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
        self.things: dict[str, Any] = {**{node.id: node for node in nodes}, **{edge.id: edge for edge in edges}}
        self.cache: dict[str, str] = {}
        self.sums: dict[str, Any] = {}
        self.into = {edge.target: edge.id for edge in edges}

    def at(self, step: Step) -> None:
        """A copy gate's sum grows with each step that adds a term."""
        if step.kind == "accumulate":
            edge = self.into[step.nodes[0]]
            term = self.things[step.edges[0]].downstream
            if edge in self.sums:
                numbers = isinstance(term, float) and isinstance(self.sums[edge], float)
                term = self.sums[edge] + term if numbers else None
            self.sums[edge] = term

    def number(self, place: str) -> str:
        """Empty for what is no number."""
        words = self.cache.get(place)
        if words is None:
            id, _, field = place.rpartition(".")
            if field == "sum":  # it grows
                return _number_text(self.sums.get(id))
            words = self.cache[place] = _number_text(getattr(self.things.get(id), field, None))
        return words

    def in_math(self, place: str, signed: str | None) -> str:
        """The number with the brackets that it has after an operator, if it stands there."""
        words = self.number(place)
        return bracketed_number(words) if signed else words


def _number_text(value: Any) -> str:
    return number(float(value)) if isinstance(value, float | int | str) else ""


def _simple(name: str) -> str | None:
    """The MathML of a letter, or of a letter and digits; None of any other name."""
    match = _SIMPLE.fullmatch(name)
    if match is None or not name.isascii():
        return None
    letter = f"<mi>{match[1]}</mi>"
    return f"<msub>{letter}<mn>{match[2]}</mn></msub>" if match[2] else letter


def steps_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps of a compact document whose nodes and edges are expanded."""
    steps: list[dict[str, Any]] = []
    things = {thing["id"]: thing for thing in (*document["nodes"], *document["edges"])}
    into = {edge["target"]: edge["id"] for edge in document["edges"]}
    marks, symbols, forms = document["marks"], document["symbols"], document["forms"]
    sums: dict[str, Any] = {}
    for index, (at, nodes, edges, parts, *others) in enumerate(document["steps"]):
        form, refs, other = forms[at], (*edges, *nodes, *parts), others[0] if others else {}
        if form["kind"] == "accumulate":
            edge, term = into[nodes[0]], things[edges[0]]["downstream"]
            sums[edge] = sums[edge] + term if isinstance(sums.get(edge), float) and isinstance(term, float) else term

        def number_words(place: str, field: str, sums: Mapping[str, Any] = sums) -> str:
            return _number_text(sums.get(place) if field == "sum" else things[place].get(field))

        def in_math(letter: str, ref: str) -> str:
            if letter == "m":
                return str(symbols.get(ref) or _simple(ref))
            field, number_text = PLACES[letter.lower()], number_words(ref, PLACES[letter.lower()])
            if letter.islower():
                return f'<mn data-n="{ref}.{field}">{number_text}</mn>'
            return f'<mn data-n="{ref}.{field}" class="signed">{bracketed_number(number_text)}</mn>'

        words = _filled(form["words"], refs, marks, lambda letter, ref: f"{{{ref}.{PLACES[letter]}}}")
        text = _filled(form["words"], refs, marks, lambda letter, ref: number_words(ref, PLACES[letter]))
        steps.append(
            {
                "index": index,
                "phase": form["phase"],
                "kind": form["kind"],
                "nodes": nodes,
                "edges": edges,
                "text": other.get("text", text + other.get("note", "")),
                "math": other.get("math") or _filled(form["math"], refs, marks, in_math),
                "words": words,
                "why": form["why"],
            }
        )
    return steps


def _filled(template: str, refs: Sequence[str], marks: Mapping[str, str], write: Callable[[str, str], str]) -> str:
    def one(match: re.Match[str]) -> str:
        letter, at, sign = match.groups()
        if sign is not None:
            return marks[sign]
        return refs[int(at)] if letter == "r" else write(letter, refs[int(at)])

    return _CODE.sub(one, template)
