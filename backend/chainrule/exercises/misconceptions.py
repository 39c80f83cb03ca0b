"""Known misconceptions: each is a wrong rule, run on the same graph. An answer that it gives is called by its name."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..ops import OPS
from ..ops.op import Op, Pattern
from ..ops.tangent import slope
from .answers import NOT_A_NUMBER, ToleranceRule
from .dependencies import computed
from .quantities import Numbers, Quantities, Quantity

__all__ = ["MISTAKES", "Mistake", "BlankContext", "mistake_of"]


@dataclass(frozen=True, slots=True)
class BlankContext:
    """One blank with the numbers round it, as the student has them where they are blanks, too."""

    quantities: Quantities
    numbers: Numbers
    quantity: Quantity
    right: float
    rule: ToleranceRule

    def value(self, box: str) -> float | None:
        """Return the value of a box; None where it is not known."""
        return self.numbers.get(self.quantities.value_of(box))

    @property
    def wire(self) -> str:
        """Return the id of the wire that the blank is on."""
        return self.quantity.of

    @property
    def target(self) -> str:
        """Return the id of the box that the wire leads to, or of the box whose value is left out."""
        return self.quantities.wires[self.wire].target if self.quantity.kind != "value" else self.quantity.of

    @property
    def is_sum(self) -> bool:
        """True if the blank is the sum at a copy gate."""
        return self.quantity.kind == "downstream" and self.quantities.boxes[self.target].copies

    @property
    def upstream(self) -> float | None:
        """Return the upstream gradient of the target; None where it is not known."""
        quantity = self.quantities.upstream_of(self.target)
        return None if quantity is None else self.numbers.get(quantity)

    @property
    def local(self) -> float | None:
        """Return the local gradient of the wire; None where it is not known."""
        return self.numbers.get(Quantity("local", self.wire))

    @property
    def own(self) -> float | None:
        """The value on the wire."""
        return self.value(self.quantities.wires[self.wire].source)

    @property
    def others(self) -> list[float]:
        """The other operands' local gradients."""
        wires = [wire.id for wire in self.quantities.into[self.target] if wire.id != self.wire]
        return [self.numbers[key] for key in (Quantity("local", wire) for wire in wires) if key in self.numbers]

    @property
    def terms(self) -> list[float]:
        """Return the terms that come back to a copy gate from each place."""
        keys = [Quantity("downstream", wire.id) for wire in self.quantities.leaving[self.target]]
        return [self.numbers[key] for key in keys if key in self.numbers]

    @property
    def other_terms(self) -> list[float]:
        """Return what comes back along the other uses of the value on the wire; empty where this is its one use."""
        source = self.quantities.wires[self.wire].source
        if not self.quantities.boxes[source].copies:
            return []
        keys = [Quantity("downstream", wire.id) for wire in self.quantities.leaving[source] if wire.id != self.wire]
        return [self.numbers[key] for key in keys if key in self.numbers]

    @property
    def arguments(self) -> list[float]:
        """Return the values of the target's arguments, in order; empty where one is not known."""
        return self.quantities.arguments(self.target, self.numbers) or []

    @property
    def out(self) -> float | None:
        """Return the value of the target; None where it is not known."""
        return self.numbers.get(Quantity("value", self.target))

    @property
    def pattern(self) -> Pattern | None:
        """Return the pattern of the target's op; None where it is no gate."""
        gate = self.quantities.gates.get(self.target)
        return None if gate is None else OPS[gate.node.op].pattern


Wrong = Callable[[BlankContext], Iterable[float | None]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """`wrong` gives the numbers that the wrong rule would give, None where it says nothing."""

    code: str
    sentence: str
    wrong: Wrong
    kinds: tuple[str, ...]  # kinds of quantities


def _sum_only(wrong: Wrong) -> Wrong:
    return lambda s: wrong(s) if s.is_sum and len(s.terms) > 1 else ()


def _gate_only(wrong: Wrong) -> Wrong:
    return lambda s: () if s.is_sum else wrong(s)


def _product(*factors: float | None) -> float | None:
    return None if any(factor is None for factor in factors) else math.prod(f for f in factors if f is not None)


def _other_ops(s: BlankContext) -> Iterable[float | None]:
    """Yield the results of the other usual gates for the same operands."""
    gate = s.quantities.gates.get(s.target)
    if gate is None or len(s.arguments) != 2:
        return
    for name in ("add", "sub", "mul", "div", "maximum", "minimum"):
        if name != gate.node.op:
            yield computed(OPS[name].forward, *s.arguments)


def _turned_round(s: BlankContext) -> Iterable[float | None]:
    gate = s.quantities.gates.get(s.target)
    if gate is None or len(s.arguments) != 2:
        return
    yield computed(OPS[gate.node.op].forward, *reversed(s.arguments))


def _slope_at_output(s: BlankContext) -> Iterable[float | None]:
    """A slope taken where the gate's output is, not where its input is."""
    gate = s.quantities.gates.get(s.target)
    if gate is None or s.out is None or len(s.arguments) != 1:
        return
    row = OPS[gate.node.op]
    yield computed(slope(row, 0), 1.0, computed(row.forward, s.out), s.out)


def _with_slope(slopes: Wrong) -> Wrong:
    """The wrong slopes themselves where the local gradient is asked for, else times what comes from above."""
    return lambda s: [_product(each, s.upstream if s.quantity.kind == "downstream" else 1.0) for each in slopes(s)]


def _exponent_left_out(s: BlankContext) -> Iterable[float | None]:
    """Yield the slope without its exponent, where a constant of the gate is one."""
    gate = s.quantities.gates.get(s.target)
    # What the gate is does not hang on what the student has on his sheet.
    arguments = None if gate is None else s.quantities.arguments(s.target, s.quantities.exact)
    if gate is None or arguments is None:
        return
    at = s.quantities.wires[s.wire].slot
    for slot, constant in gate.constants.items():
        if constant not in (0.0, 1.0) and _is_exponent(OPS[gate.node.op], arguments, at, slot):
            yield s.right / constant


def _is_exponent(row: Op, arguments: Sequence[float], at: int, slot: int) -> bool:
    """True if slope times input is the operand `slot` times the output, at another operand too: the power rule.

    At one alone -1/x would have the exponent -1.
    """
    for constant in (arguments[slot], 3 * arguments[slot]):
        operands = [*arguments[:slot], constant, *arguments[slot + 1 :]]
        out = computed(row.forward, *operands)
        local = computed(slope(row, at), 1.0, out, *operands)
        if not out or not math.isclose(local * operands[at], constant * out):
            return False
    return True


def _early(s: BlankContext) -> Iterable[float | None]:
    if s.is_sum:
        yield sum(s.rule.rounded(term) for term in s.terms)
    elif s.upstream is not None and s.local is not None:
        yield s.rule.rounded(s.upstream) * s.rule.rounded(s.local)


def _went_on(s: BlankContext) -> bool:
    """True if the value of this input is the gate's; at a tie or kink it can be, without being the one that won."""
    exact = s.quantities.exact
    own = s.quantities.value_of(s.quantities.wires[s.wire].source)
    return own in exact and exact[own] == exact.get(Quantity("value", s.target))


def _both_ways(s: BlankContext) -> Iterable[float | None]:
    if s.pattern is Pattern.ROUTER and s.right == 0 and not _went_on(s):
        yield s.upstream


def _blocked(s: BlankContext) -> Iterable[float | None]:
    if s.pattern is Pattern.ROUTER and s.right != 0 and _went_on(s):
        yield 0.0


BOTH = ("downstream",)
ANY = ("value", "local", "downstream")
MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "overwrote-at-copy",
        "That is what comes back along one path alone. The value is used in several places: each adds its term (+=), "
        "none overwrites the others.",
        _sum_only(lambda s: s.terms),
        BOTH,
    ),
    Mistake(
        "path-left-out",
        "One path is missing in this sum: what comes back from every place where the value is used is added.",
        _sum_only(lambda s: [sum(s.terms[:at] + s.terms[at + 1 :]) for at in range(len(s.terms) * (len(s.terms) > 2))]),
        BOTH,
    ),
    Mistake(
        "mean-at-copy",
        "At a copy the gradients are added, not averaged.",
        _sum_only(lambda s: [sum(s.terms) / len(s.terms)]),
        BOTH,
    ),
    Mistake(
        "product-at-copy",
        "Along one path local gradients multiply; where paths meet their gradients add.",
        _sum_only(lambda s: [math.prod(s.terms)]),
        BOTH,
    ),
    Mistake(
        "difference-at-copy",
        "At a copy the gradients are added with their own signs, not subtracted.",
        _sum_only(lambda s: [s.terms[0] - sum(s.terms[1:]), sum(s.terms[1:]) - s.terms[0]]),
        BOTH,
    ),
    Mistake(
        "count-at-copy",
        "How often a value is used is not its gradient: what comes back from each place is added.",
        _sum_only(lambda s: [float(len(s.terms))]),
        BOTH,
    ),
    Mistake(
        "other-term",
        "This is the term over another path. The blank asks for what comes back along this wire.",
        lambda s: s.other_terms,
        BOTH,
    ),
    Mistake(
        "sum-for-term",
        "This is the sum over all paths. The blank asks for the term of this one alone.",
        lambda s: [s.right + sum(s.other_terms)] if s.other_terms else [],
        BOTH,
    ),
    Mistake(
        "swapped-nothing",
        "A product hands each input the other input's value times the gradient; here its own value was taken.",
        _gate_only(lambda s: [_product(s.upstream, s.own)] if s.pattern is Pattern.SWAP else []),
        BOTH,
    ),
    Mistake(
        "sent-to-both",
        "The gradient goes back only to the input whose value went on. This one's did not: it gets 0.",
        _gate_only(_both_ways),
        BOTH,
    ),
    Mistake(
        "blocked-winner",
        "The value of this input went on: the gradient goes back to it.",
        _gate_only(_blocked),
        BOTH,
    ),
    Mistake(
        "split-at-add",
        "An add gate does not share its gradient out: each input gets all of it.",
        _gate_only(lambda s: [_product(s.upstream, 0.5)] if s.pattern is Pattern.DISTRIBUTOR else []),
        BOTH,
    ),
    Mistake(
        "exponent-left-out",
        "The exponent is a factor of the slope, too: that of x² is 2x, not x.",
        _gate_only(_exponent_left_out),
        ("local", "downstream"),
    ),
    Mistake(
        "local-only",
        "That is the local gradient alone. Multiply it by the upstream gradient.",
        _gate_only(lambda s: [s.local]),
        BOTH,
    ),
    Mistake(
        "upstream-only",
        "That is the upstream gradient, handed on unchanged. Multiply it by the gate's own slope.",
        _gate_only(lambda s: [s.upstream]),
        BOTH,
    ),
    Mistake(
        "own-value",
        "The slope of a product is the other input's value, not its own.",
        lambda s: [s.own] if s.pattern is Pattern.SWAP else [],
        ("local",),
    ),
    Mistake(
        "value-for-gradient",
        "That is the value of the forward pass, not a gradient.",
        lambda s: [s.own],
        ("local", "downstream"),
    ),
    Mistake(
        "added-instead",
        "Upstream and local are multiplied, not added.",
        _gate_only(lambda s: [None if s.upstream is None or s.local is None else s.upstream + s.local]),
        BOTH,
    ),
    Mistake(
        "divided-instead",
        "Upstream and local are multiplied, not divided.",
        _gate_only(lambda s: [s.upstream / s.local] if s.local and s.upstream is not None else []),
        BOTH,
    ),
    Mistake(
        "turned-round",
        "The operands stand the other way round.",
        _turned_round,
        ("value",),
    ),
    Mistake(
        "other-operand",
        "That belongs to another input of this gate.",
        _gate_only(
            lambda s: [_product(s.upstream if s.quantity.kind == "downstream" else 1.0, each) for each in s.others]
        ),
        ("local", "downstream"),
    ),
    Mistake("sign-lost", "The size is right, the sign is not.", lambda s: [-s.right], ANY),
    Mistake(
        "output-as-slope",
        "The gate's value was taken for its slope.",
        _gate_only(_with_slope(lambda s: [s.out])),
        ("local", "downstream"),
    ),
    Mistake(
        "slope-at-output",
        "The slope is taken where the input of the gate is, not where its output is.",
        _gate_only(_with_slope(_slope_at_output)),
        ("local", "downstream"),
    ),
    Mistake(
        "inverse-slope",
        "That is one over the slope: d(in)/d(out) instead of d(out)/d(in).",
        lambda s: [1 / s.right] if s.right else [],
        ("local",),
    ),
    Mistake(
        "other-gate",
        "Another gate would give that: look at the sign in the circle.",
        _other_ops,
        ("value",),
    ),
    Mistake(
        "gradient-for-value",
        "That is a gradient. The blank asks for the value of the forward pass.",
        lambda s: [s.numbers.get(Quantity("downstream", wire.id)) for wire in s.quantities.leaving[s.quantity.of]],
        ("value",),
    ),
    Mistake(
        "rounded-too-early",
        "The way is right; numbers were rounded before they were multiplied or added. Keep more digits on the way.",
        _early,
        BOTH,
    ),
    Mistake(
        "factor-two",
        "It is off by a factor of 2.",
        lambda s: [s.right * 2, s.right / 2],
        ANY,
    ),
)
"""Mistakes in the order in which they are tried: the more telling before the more general."""

OTHER: Mapping[str, str] = MappingProxyType(
    {
        "unreadable": NOT_A_NUMBER,
        "shape-of-output": "That is the shape of the gate's output. A gradient has the shape of its variable.",
        "wrong-shape": "The shape is another one.",
        "wrong-pattern": "This gate does something else to the gradient.",
        "too-early": "Not yet: something that uses its value has not handed its gradient back.",
        "done-already": "This gate has had its turn.",
        "inherited-line": "That line is wrong only because an earlier one is.",
        "right-line": "That line is right.",
        "later-line": "That line is wrong, too, but it is not the first.",
        "other-line": "The first wrong line is another one.",
        "number-for-rule": "That is a number. Write the rule, with the program's names.",
        "by-chance": "That is the right number at these values, but not the rule: at others it is another one.",
        "other-name": "This line sets another name.",
        "undecided": "This could be read, but not judged.",
        "unknown": "The number is another one.",
    }
)
"""Codes that are no wrong rule for a number."""


def mistake_of(situation: BlankContext, answer: float) -> Mistake | None:
    """The first misconception that gives this answer; none that gives the right one."""
    for mistake in MISTAKES:
        if situation.quantity.kind not in mistake.kinds:
            continue
        for wrong in mistake.wrong(situation):
            if wrong is None or not math.isfinite(wrong) or situation.rule.same(situation.right, wrong):
                continue
            if situation.rule.same(answer, wrong):
                return mistake
    return None
