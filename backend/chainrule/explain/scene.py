"""The names and numbers of one step, and how a template asks for them.

A template (per kind of gate) has %(code)s fields: a letter for what, one for how it is written, and a slot; "vm0" is
the value of operand 0 in MathML. `TemplateCodes` answers the codes that names and ids decide and leaves the numbers
open: that is a `CompiledTemplate`. Only its numbers are filled in at each step, so dragging a slider pays for little
more than digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from inspect import unwrap
from typing import Any, NamedTuple, TypeVar

from ..formula import symbol
from ..formula.printer import bracketed_number
from ..graph import Shape
from ..number import number, shape_text
from ..sentences import cached_by_language, sentence, tr

__all__ = [
    "MAX_LISTED",
    "Operand",
    "TemplateCodes",
    "StepContext",
    "CompiledTemplate",
    "OperandSlot",
    "StepTemplate",
    "StepText",
    "dotted",
    "listed",
    "loss_name",
    "cached_if_small",
    "shape_in_words",
    "number_text",
]


class StepText(NamedTuple):
    """The words of one step."""

    text: str  # with the numbers of this trace
    math: str  # MathML
    words: str  # `text` with {e3.local} places
    why: str


class Operand(NamedTuple):
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
    term: bool = False  # the wire comes out of a copy gate: it carries back one term of a sum
    letter: str = ""  # name of an unnamed value in formulas: the same letter in every step
    tangent: Any = 0.0  # of forward mode
    summed_axes: tuple[int, ...] | None = None  # of a broadcast gate, beside `rule`: the axes of its sum; () for all


class StepTemplate(NamedTuple):
    """One kind of gate, with codes for every name and number."""

    math: str
    text: str
    words: str
    why: str


class OperandNames(NamedTuple):
    """Names of a gate's operands and of its value in formulas and sentences."""

    math: tuple[str, ...]  # MathML of each operand
    plain: tuple[str, ...]  # its bare name, for data-of
    words: tuple[str, ...]  # in a sentence: "x", and without a letter "its input", "the second input"
    is_given: tuple[bool, ...]  # it has a name, or a letter, in the picture
    out: str  # bare name of the gate's value
    out_math: str


FIELDS = {"v": "value", "u": "upstream", "l": "local", "d": "downstream", "t": "tangent"}
RESULTS = {"o": "value", "w": "tangent"}  # of the gate itself: values for the fields of a template
ORDER = (sentence("first"), sentence("second"), sentence("third"), sentence("fourth"))
SPARE = "abchkmnpqrstuvwxyz"
LETTERS = "abcdghkmnpqrstuvw"  # no e, i, j, l, o: they mean or look like something else; no x, y, z: they look given
MAX_LISTED = 4  # inputs of a gate that sentences name one by one
CACHED_INPUTS = 12  # inputs of a gate whose templates are kept
T = TypeVar("T")


def cached_if_small(maker: Callable[..., T], operands: Sequence[object]) -> Callable[..., T]:
    """Return the maker with its cache, or without it for a gate of very many inputs: those would fill the memory."""
    return maker if len(operands) <= CACHED_INPUTS else unwrap(maker)


class OperandSlot(NamedTuple):
    """Part of an Operand that does not change with the numbers."""

    edge: str | None
    name: str | None
    shape: Shape
    letter: str = ""


class StepContext(NamedTuple):
    """A step without its numbers."""

    slots: tuple[OperandSlot, ...]
    box: str
    name: str | None
    shape: Shape
    label: str
    loss: str
    letter: str = ""


class CompiledTemplate(NamedTuple):
    """Everything about a step but its numbers: `text` and `math` have %(v0)s fields, `words` is finished."""

    text: str
    math: str
    words: str
    why: str
    numbers: tuple[tuple[str, str, int], ...]  # (field, attribute of the operand, slot); "o": the gate's value
    signed: tuple[tuple[str, str], ...]  # (field, the field it is like): in brackets when a minus needs them
    context: StepContext

    def fill(self, operands: Sequence[Operand], value: Any) -> tuple[str, str]:
        """Return (text, math) with their numbers."""
        numbers = {
            field: number(getattr(operands[slot], attribute) if attribute else value)
            for field, attribute, slot in self.numbers
        }
        for field, like in self.signed:
            numbers[field] = bracketed_number(numbers[like])
        return self.text % numbers, self.math % numbers


class TemplateCodes(dict[str, str]):
    """Answers the codes of a template. Each is written once, when first asked for."""

    __slots__ = ("names", "numbers", "setting", "signed")

    def __init__(self, setting: StepContext) -> None:
        self.setting = setting
        self.names = cached_if_small(names_of, setting.slots)(
            tuple([slot.name if slot.edge else "" for slot in setting.slots]),
            setting.name,
            setting.loss,
            tuple([slot.letter for slot in setting.slots]),
            setting.letter,
        )
        self.numbers: dict[str, tuple[str, str, int]] = {}
        self.signed: dict[str, tuple[str, str]] = {}

    def compile(self, template: StepTemplate) -> CompiledTemplate:
        """Return the template with its codes counted and replaced, so that a step only fills in its numbers."""
        text, math, words = template.text % self, template.math % self, template.words % self
        return CompiledTemplate(
            text, math, words, template.why, tuple(self.numbers.values()), tuple(self.signed.values()), self.setting
        )

    def __missing__(self, code: str) -> str:
        field, how, slot = code[0], code[1], code[2:]
        if field in FIELDS:
            missing = self.number(
                field + slot, how, f"{self.setting.slots[int(slot)].edge}.{FIELDS[field]}", FIELDS[field], slot
            )
        elif field in RESULTS:
            missing = self.number(field, how, f"{self.setting.box}.{RESULTS[field]}", "", "0")
        else:
            missing = self.named(field, how, slot).replace("%", "%%")
        self[code] = missing
        return missing

    def number(self, field: str, how: str, key: str, attribute: str, slot: str) -> str:
        """Return a number: "m" in MathML, "s" the same where a minus needs brackets, "p" its place, "t" as text."""
        if how == "p":
            return f"{{{key}}}"
        self.numbers[field] = field, attribute, int(slot)
        if how == "t":
            return f"%({field})s"
        if how == "m":
            return f'<mn data-n="{key}">%({field})s</mn>'
        self.signed[field] = field + "s", field
        return f'<mn data-n="{key}" class="signed">%({field}s)s</mn>'

    def named(self, field: str, how: str, slot: str) -> str:
        """Names: n an operand, N and R the result, L the loss, g the gate, A all inputs; q, Q "x = "; k, K "x (2×3)".

        Shapes: h, H; turned round r, T; G the upstream gradient. Capitals speak of the result. "m" is MathML, "d" that
        with a dot (its tangent), "p" plain, "w" in a sentence.
        """
        match field:
            case "n":
                names = self.names
                if how == "d":
                    return dotted(names.math[int(slot)])
                return {"m": names.math, "p": names.plain, "w": names.words}[how][int(slot)]
            case "N":
                out = self.names.out_math
                return out if how == "m" else dotted(out) if how == "d" else escape(self.names.out)
            case "G":
                return self.upstream(how)
            case "L":
                return symbol(self.setting.loss) if how == "m" else escape(self.setting.loss)
            case "g":
                return self.setting.label
            case "q":
                return f"{self.names.words[int(slot)]} = " if self.names.is_given[int(slot)] else ""
            case "Q":
                return f"{self.result} = " if self.result else ""
            case "k":
                return sized(self.names.words[int(slot)] if self.names.is_given[int(slot)] else "", self.shape_of(slot))
            case "K":
                return sized(self.result, self.setting.shape)
            case "A":
                return self.every_input()
            case "R":
                return self.result or tr("its result")
            case "h":
                shape = self.shape_of(slot)
                return shape_in_words(shape) if how == "w" else shape_text(shape) or tr("scalar")
            case "r":
                return turned_shape(self.shape_of(slot))
            case "T":
                return turned_shape(self.setting.shape)
            case _:
                return shape_text(self.setting.shape) or tr("scalar")

    @property
    def result(self) -> str:
        """The gate's value in a sentence: its name, or the letter that it has in the picture."""
        return self.setting.name or self.setting.letter

    def upstream(self, how: str) -> str:
        """Return the upstream gradient by its name, ∂L/∂y; 1 at the output, of which nobody writes ∂L/∂L."""
        loss, out = self.setting.loss, self.names.out
        if loss == out:
            return "<mn>1</mn>" if how == "m" else "1"
        if how == "m":
            return gradient(symbol(loss), self.names.out_math, escape(out))
        return f"∂{escape(loss)}/∂{escape(out)}"

    def every_input(self) -> str:
        """Return the words for all inputs that a gradient goes to: their names, or "both its inputs"."""
        wires = [i for i, slot in enumerate(self.setting.slots) if slot.edge]
        if not any(self.names.is_given[i] for i in wires):
            if len(wires) > 2:
                return tr("all its {0} inputs", len(wires))
            return tr("its input") if len(wires) == 1 else tr("both its inputs")
        return listed([self.names.words[i] for i in wires])

    def shape_of(self, slot: str) -> Shape:
        """Return the shape of an argument; `slot` is the digit of a code."""
        return self.setting.slots[int(slot)].shape


def gradient(loss: str, name: str, bare: str) -> str:
    """∂L/∂name, marked for a page that writes it in another notation."""
    inside = f"<mfrac><mrow><mo>∂</mo>{loss}</mrow><mrow><mo>∂</mo>{name}</mrow></mfrac>"
    return f'<mrow class="d" data-of="{bare}">{inside}</mrow>'


def turned_shape(shape: Shape) -> str:
    """Return the shape of a transposed array; a vector becomes a row."""
    return shape_text((1, *shape) if len(shape) == 1 else shape[::-1]) or tr("scalar")


def dotted(name: str) -> str:
    """Return the tangent of a name in MathML: a dot over its letter, not over its index.

    Over several letters it stands clear of them: an accent goes down between the tops of "df" and is not seen.
    """
    head, base, rest = name.partition("</mi>")
    opening, letter = head.rpartition("<mi")[0], "<mi" + head.rpartition("<mi")[2] + base
    if not base or opening not in ("", "<msub>", "<msup>", "<msubsup>"):
        return f'<mover accent="true"><mrow>{name}</mrow><mo>˙</mo></mover>'
    accent = "true" if len(letter.partition(">")[2].partition("<")[0]) == 1 else "false"
    return f'{opening}<mover accent="{accent}">{letter}<mo>˙</mo></mover>{rest}'


def listed(parts: Sequence[str]) -> str:
    """Return "a, b and c"; a long list is cut to its first entries and the number of the others."""
    parts = [*parts[:MAX_LISTED], tr("{0} more", len(parts) - MAX_LISTED)] if len(parts) > MAX_LISTED else parts
    return parts[0] if len(parts) == 1 else tr("{0} and {1}", ", ".join(parts[:-1]), parts[-1])


def sized(name: str, shape: Shape) -> str:
    """Return an array in a sentence: "x (2×3)", "a 2×3 array", "a number"."""
    if name:
        return f"{name} ({shape_in_words(shape)})" if shape else name
    return (
        tr("a number")
        if not shape
        else tr("a vector of {0}", shape[0])
        if len(shape) == 1
        else tr("a {0} array", shape_text(shape))
    )


def shape_in_words(shape: Shape) -> str:
    """Return a shape in a sentence: "2×3", "3 entries", "a number"."""
    if len(shape) == 1:
        return tr("1 entry") if shape[0] == 1 else tr("{0} entries", shape[0])
    return shape_text(shape) or tr("a number")


def number_text(how: str, key: str, x: Any) -> str:
    """Return a number of a step that has no template, in the same four ways."""
    if how == "p":
        return f"{{{key}}}"
    text = number(x)
    if how == "t":
        return text
    if how == "m":
        return f'<mn data-n="{key}">{text}</mn>'
    return f'<mn data-n="{key}" class="signed">{bracketed_number(text)}</mn>'


@cached_by_language(4096)
def names_of(
    is_given: tuple[str | None, ...], out: str | None, loss: str, letters: tuple[str, ...] = (), letter: str = ""
) -> OperandNames:
    """Return a name for all operands. "" is a constant, which needs none; None gets its letter, or a free one.

    The same name twice (both wires of x * x) gets numbers on top, for the formula speaks of each wire by itself.
    """
    reserved = {loss, out, letter, *is_given, *letters}
    letters = letters or ("",) * len(is_given)
    spare = iter(
        [*(letter for letter in SPARE if letter not in reserved), *(f"a{i}" for i in range(len(is_given) + 1))]
    )
    wires = sum(name != "" for name in is_given)
    called = [name if name is not None else own or None for name, own in zip(is_given, letters, strict=True)]
    often, turns = Counter(called), Counter[str]()
    math, plain, words = [], [], []
    bares: list[str] = []
    for slot, name in enumerate(called):
        bare = next(spare) if name is None else name
        bares.append(bare)
        form = symbol(bare) if bare else ""
        local_names = bare
        if name is None:
            local_names = (
                tr("its input")
                if wires == 1
                else tr("the {0} input", tr(ORDER[slot]))
                if slot < 4
                else tr("input {0}", slot + 1)
            )
        elif name and often[name] > 1:
            turns[name] += 1
            turn = turns[name]
            form = f"<msup>{form}<mrow><mo>(</mo><mn>{turn}</mn><mo>)</mo></mrow></msup>"
            local_names = (
                tr("the {0} {1}", tr(ORDER[turn - 1]), name) if turn <= 4 else tr("{0} number {1}", name, turn)
            )
        math.append(form)
        plain.append(escape(bare))
        words.append(local_names)
    own = tuple(name is not None for name in called)
    out = out or letter or next(spare)
    form = symbol(out)
    if out in bares:  # broadcast, or a new version of the name: b~ = broadcast(b)
        form, out = f'<mover accent="true">{form}<mo stretchy="false">~</mo></mover>', out + "\N{COMBINING TILDE}"
    return OperandNames(tuple(math), tuple(plain), tuple(words), own, out, form)


def letters_for(count: int, reserved: Sequence[str]) -> list[str]:
    """`count` names for nameless values, none of them in `reserved`: a, b, c, ..., then v1, v2, ..."""
    names = [letter for letter in LETTERS if letter not in reserved]
    number = 1
    while len(names) < count:
        if f"v{number}" not in reserved:
            names.append(f"v{number}")
        number += 1
    return names[:count]


def loss_name(output: str, shape: Shape = (), *, is_given: bool = False, reserved: Sequence[str] = ()) -> str:
    """Return the letter gradients are of: what the output is called; L when it is an array or its gradient was given.

    `reserved`: names of the source, which the letter must not be.
    """
    if not shape and not is_given:
        return output
    return next((letter for letter in ("L", "J", "E") if letter not in (output, *reserved)), "L_out")
