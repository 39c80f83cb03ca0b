"""The names and numbers of one step, and how a template asks for them.

A template is a string with %(code)s fields, made once per kind of gate; a Scene answers a code when it is asked.
A code is a letter for what, a letter for how it is written, and a slot: "vm0" is the value of operand 0 in MathML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from ..formula import symbol
from ..graph import Shape
from ..number import number, shape_text

__all__ = ["Operand", "Scene", "Words", "loss_name"]


class Words(NamedTuple):
    text: str  # with the numbers of this trace
    math: str  # MathML
    words: str  # `text` with {e3.local} places
    why: str


@dataclass(frozen=True, slots=True)
class Operand:
    """One argument of a gate: a wire, or a constant drawn inside it (`edge=None`, only `value` is read).

    In a forward step the gradients are not read and may be left out. `local` is None where it is a Jacobian; then
    `rule` says how the downstream gradient is formed ("g @ b.T"), None if that cannot be said.
    """

    edge: str | None
    name: str | None  # of the variable or named value; None: a letter is found for it
    value: Any  # float, or a float64 array
    shape: Shape = ()
    upstream: Any = 0.0
    local: Any = None
    downstream: Any = 0.0
    rule: str | None = None
    term: bool = False  # the wire comes out of a copy gate: what it carries back is one term of a sum


class Names(NamedTuple):
    math: tuple[str, ...]  # MathML of each operand
    plain: tuple[str, ...]  # its bare name, for data-of
    words: tuple[str, ...]  # in a sentence: "x", "its input", "the second input"
    given: tuple[bool, ...]  # it has a name of its own
    out: str  # bare name of the gate's value


FIELDS = {"v": "value", "u": "upstream", "l": "local", "d": "downstream"}
ORDER = ("first", "second", "third", "fourth")
SPARE = "abchkmnpqrstuvwxyz"
shown = lru_cache(maxsize=8192)(number)  # one number is written several times: on its wire, at both its gates


class Scene(dict[str, str]):
    """Answers the codes of a template. Each is written once, when first asked for."""

    __slots__ = ("box", "label", "loss", "name", "names", "operands", "shape", "value")

    def __init__(
        self, operands: Sequence[Operand], box: str, value: Any, name: str | None, shape: Shape, label: str, loss: str
    ) -> None:
        self.operands = operands
        self.box = box
        self.value = value
        self.shape = shape
        self.label = label
        self.loss = loss
        self.name = name
        self.names = names_of(tuple([o.name if o.edge else "" for o in operands]), name, loss)

    def __missing__(self, code: str) -> str:
        what, how, slot = code[0], code[1], code[2:]
        if what in FIELDS:
            operand = self.operands[int(slot)]
            found = written(how, f"{operand.edge}.{FIELDS[what]}", getattr(operand, FIELDS[what]))
        elif what == "o":
            found = written(how, f"{self.box}.value", self.value)
        else:
            found = self.named(what, how, slot)
        self[code] = found
        return found

    def named(self, what: str, how: str, slot: str) -> str:
        """Names: n an operand, N the result, L the loss, g the gate; q, Q "x = "; k, K "x (2×3)".

        Shapes: h, H; turned round r, T. Capitals speak of the result. "m" is MathML, "p" plain, "w" in a sentence.
        """
        match what:
            case "n":
                names = self.names
                return {"m": names.math, "p": names.plain, "w": names.words}[how][int(slot)]
            case "N":
                return symbol(self.names.out) if how == "m" else escape(self.names.out)
            case "L":
                return symbol(self.loss) if how == "m" else escape(self.loss)
            case "g":
                return self.label
            case "q":
                return f"{self.names.words[int(slot)]} = " if self.names.given[int(slot)] else ""
            case "Q":
                return f"{self.name} = " if self.name else ""
            case "k":
                return sized(self.names.words[int(slot)] if self.names.given[int(slot)] else "", self.shape_of(slot))
            case "K":
                return sized(self.name or "", self.shape)
            case "h":
                return shape_text(self.shape_of(slot)) or "scalar"
            case "r":
                return shape_text(self.shape_of(slot)[::-1]) or "scalar"
            case "T":
                return shape_text(self.shape[::-1]) or "scalar"
            case _:
                return shape_text(self.shape) or "scalar"

    def shape_of(self, slot: str) -> Shape:
        return self.operands[int(slot)].shape


def sized(name: str, shape: Shape) -> str:
    """An array in a sentence: "x (2×3)", "a 2×3 array", "a number"."""
    if name:
        return f"{name} ({shape_text(shape)})" if shape else name
    return f"a {shape_text(shape)} array" if shape else "a number"


def written(how: str, key: str, x: Any) -> str:
    """A number: "m" in MathML, "s" the same where a minus needs brackets, "p" its place, "t" as text."""
    if how == "p":
        return f"{{{key}}}"
    text = shown(x)
    if how == "t":
        return text
    if how == "m":
        return f'<mn data-n="{key}">{text}</mn>'
    if text[0] == "−" or "e" in text:
        text = f"({text})"
    return f'<mn data-n="{key}" class="signed">{text}</mn>'


@lru_cache(maxsize=4096)
def names_of(given: tuple[str | None, ...], out: str | None, loss: str) -> Names:
    """A name for everything in the formula. "" is a constant, which needs none; None gets a free letter.

    The same name twice (both wires of x * x) gets numbers on top, for the formula speaks of each wire by itself.
    """
    taken = {loss, out, *given}
    spare = iter([*(letter for letter in SPARE if letter not in taken), *(f"a{i}" for i in range(len(given) + 1))])
    wires = sum(name != "" for name in given)
    math, plain, words = [], [], []
    for slot, name in enumerate(given):
        bare = next(spare) if name is None else name
        form = symbol(bare) if bare else ""
        spoken = bare
        if name is None:
            spoken = "its input" if wires == 1 else f"the {ORDER[slot]} input" if slot < 4 else f"input {slot + 1}"
        elif name and given.count(name) > 1:
            turn = given[: slot + 1].count(name)
            form = f"<msup>{form}<mrow><mo>(</mo><mn>{turn}</mn><mo>)</mo></mrow></msup>"
            spoken = f"the {ORDER[turn - 1]} {name}" if turn <= 4 else f"{name} number {turn}"
        math.append(form)
        plain.append(escape(bare))
        words.append(spoken)
    own = tuple(name is not None for name in given)
    return Names(tuple(math), tuple(plain), tuple(words), own, out or next(spare))


def loss_name(name: str | None, shape: Shape = (), *, given: bool = False, taken: Sequence[str] = ()) -> str:
    """The letter gradients are of: the output's name or f; L when the output is an array or its gradient was given.

    `taken`: names of the source, which the letter must not be.
    """
    if name and not shape and not given:
        return name
    wanted = ("f", "L", "J", "E") if not shape and not given else ("L", "J", "E")
    return next((letter for letter in wanted if letter not in taken), "L_out")
