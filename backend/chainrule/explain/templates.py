"""The formulas and sentences of each kind of gate, with codes for names and numbers. Made once, then only filled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from ..formula import (
    Bin,
    Call,
    FormulaError,
    Neg,
    Num,
    NumberPlace,
    Tree,
    Var,
    fold,
    parse,
    plain,
    simplify,
    substitute,
)
from ..formula.blackboard import blackboard, equation_on_blackboard
from ..formula.mathml import MathML, fenced
from ..formula.tree import rebuilt
from ..ops.op import ARGUMENTS, Pattern
from ..sentences import cached_by_language, sentence, tr, translated
from .gates import Constants, GateRow, constant_values, slot_names
from .scene import MAX_LISTED, StepTemplate, gradient, listed

__all__ = ["ADDED", "EQUALS", "TemplateKind", "backward_template", "compute_template", "gradient", "table"]

LONG = 12  # characters of a formula from which its numbers stand on a line of their own
INSIDE = sentence("what the gates inside hand back")
LONG_WORDS = 34  # characters of a rule in words from which it stands on two lines
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_COMMA = ",\u00a0"  # at the beginning of a text
EQUALS = "<mo>=</mo>"
ADDED = '<mo form="infix">+=</mo>'
Row: TypeAlias = tuple[str, str]  # left of the sign; the sign and what is right of it


class TemplateKind(NamedTuple):
    """Everything a template depends on besides its gate."""

    constants: Constants
    arrays: bool
    rules: tuple[str | None, ...] = ()
    sums: tuple[tuple[int, ...] | None, ...] = ()  # beside a rule: the axes that a broadcast gate sums over; () for all
    terms: tuple[bool, ...] = ()
    local: bool = True  # every wire has a local gradient in numbers
    numbers: tuple[bool, ...] = ()  # per argument, where arrays meet: whether it is a number all the same
    matrices: bool = False  # all its arguments are matrices, whose axes have but one other order
    last: bool = False  # its value is the one that all gradients are of: upstream is 1

    def number(self, slot: int) -> bool:
        """Return whether the argument is one number."""
        return not self.arrays or self.numbers[slot : slot + 1] == (True,)

    def wires(self) -> list[int]:
        """Return the slots whose arguments are no constants."""
        return [slot for slot, value in enumerate(self.constants) if value is None]


class _Coded(MathML):
    """MathML in which a Place's key is a code, written in the form its surroundings need."""

    def place(self, place: NumberPlace, signed: bool) -> str:
        return f"%({place.key[0]}{'s' if signed else 'm'}{place.key[1:]})s"


def table(rows: Iterable[Row]) -> str:
    """Return a display formula of lines, each with its left and its right side."""
    lines = "".join(f"<mtr><mtd>{left}</mtd><mtd>{right}</mtd></mtr>" for left, right in rows)
    return f'<math display="block"><mtable class="lines" displaystyle="true">{lines}</mtable></math>'


OUT_GRADIENT = gradient("%(Lm)s", "%(Nm)s", "%(Np)s")


def _gradient_at(slot: int) -> str:
    return gradient("%(Lm)s", f"%(nm{slot})s", f"%(np{slot})s")


# ---------------------------------------------------------------- forward

COMPUTE_TEXT = {
    Pattern.ADDER: sentence("The copy gate hands %(qp0)s%(vt0)s to every place that uses it."),
}
COMPUTE_WHY = {
    Pattern.ADDER: sentence("Nothing is computed. On the way back, the gradients of all the places are added up here."),
    Pattern.STOP: sentence("The backward pass stops here, so it needs none of these values."),
    Pattern.RECORDED: sentence("The value was recorded and so was its Jacobian: nothing is computed here."),
}
COMPUTE_TEXT_ARRAYS = {
    Pattern.ADDER: sentence("The copy gate hands %(kp0)s to every place that uses it."),
    Pattern.BROADCAST: sentence("The %(gp)s gate repeats %(kp0)s until it has the shape %(Hp)s."),
}


@cached_by_language(1024)
def compute_template(gate: GateRow, kind: TemplateKind) -> StepTemplate:
    """Return how the forward step of a gate is said: the formula, the numbers in it, the sentence."""
    count = len(kind.constants)
    formula = gate.formula(count)
    symbols = substitute(formula, constant_values(kind.constants))
    if kind.arrays:
        symbols = equation_on_blackboard(symbols, matrices=kind.matrices)
    if isinstance(symbols, Var):  # a copy: nothing is worked out
        rows = [("%(nm0)s", EQUALS + "%(vm0)s")]
        if kind.arrays:
            copied = gate.pattern is Pattern.ADDER
            rows = [(_under("%(nm0)s", "%(hp0)s"), "") if copied else ("%(Nm)s", EQUALS + "%(nm0)s")]
    elif kind.arrays:
        rows = [("%(Nm)s", EQUALS + _printed(symbols, count, arrays=True))]
        if symbols == Call("T", (Var(slot_names(1)[0]),)):
            rows = [("%(Nm)s", EQUALS + _turned("%(nm0)s"))]
        if _has_matmul(symbols):
            rows = [(_under("%(Nm)s", "%(Hp)s"), EQUALS + _printed_with_shapes(symbols, count))]
    else:
        rows = [
            ("%(Nm)s", EQUALS + _printed(symbols, count)),
            ("", f"{EQUALS}{_printed(_put_in(symbols, count), count)}{EQUALS}%(om)s"),
        ]
    why = COMPUTE_WHY.get(gate.pattern) if gate.pattern else None
    return _template(rows, _compute_text(gate, kind), tr(why) if why else _saved(gate))


def _compute_text(gate: GateRow, kind: TemplateKind) -> str:
    special = (COMPUTE_TEXT_ARRAYS if kind.arrays else COMPUTE_TEXT).get(gate.pattern) if gate.pattern else None
    if special:
        return tr(special)
    operands = [f"%(kp{i})s" if kind.arrays else f"%(qp{i})s%(vt{i})s" for i in kind.wires()]
    result = "%(Kp)s" if kind.arrays else "%(Qp)s%(ot)s"
    return (
        tr("The %(gp)s gate takes {0} and gives {1}.", listed(operands), result)
        if operands
        else tr("The %(gp)s gate gives {0}.", result)
    )


def _saved(gate: GateRow) -> str:
    """Return a sentence about the values of this step that the backward pass needs."""
    formulas = gate.local or (gate.op.rule if gate.op else ())
    if not formulas:
        return tr("The values are saved: the backward pass needs them.")
    used = frozenset[str]().union(*(fold(parse(formula), _read) for formula in formulas))
    inputs = bool(used & set(gate.names or ARGUMENTS))
    if "out" in used:
        if inputs:
            return tr("The backward pass will need the inputs and the result, so they are saved.")
        return tr("The backward pass will need the result, so it is saved.")
    if inputs:
        return tr("The backward pass will need the inputs, so they are saved.")
    return tr("The local gradient is the same for every input: the backward pass will need none of these values.")


def _read(node: Tree, parts: tuple[frozenset[str], ...]) -> frozenset[str]:
    """Return the names whose numbers a formula reads; a.shape reads none."""
    if isinstance(node, Var):
        return frozenset((node.name,))
    return frozenset() if isinstance(node, Call) and node.name == ".shape" else frozenset().union(*parts)


# ---------------------------------------------------------------- backward


@cached_by_language(1024)
def backward_template(gate: GateRow, kind: TemplateKind) -> StepTemplate:
    """Return how the backward step of a gate is said, with a line for each argument up to a number of them."""
    wires = kind.wires()
    rows = [row for slot in wires[:MAX_LISTED] for row in _wire_rows(gate, kind, slot)]
    if len(wires) > MAX_LISTED:
        rows.append(("", "<mo>⋯</mo>"))
    why = list(dict.fromkeys(translated(gate.why[min(slot, len(gate.why) - 1)]) for slot in wires if gate.why))
    if gate.pattern:
        why.append(translated(gate.pattern.sentence))
    return _template(rows, _backward_text(gate, kind, wires), " ".join(why))


def _wire_rows(gate: GateRow, kind: TemplateKind, slot: int) -> list[Row]:
    count = len(kind.constants)
    sign = ADDED if slot < len(kind.terms) and kind.terms[slot] else EQUALS
    down, rule = _gradient_at(slot), kind.rules[slot] if slot < len(kind.rules) else None
    slope = gate.slope(slot, count, kind.constants) if kind.local else None
    own = f"<mfrac><mrow><mo>∂</mo>%(Nm)s</mrow><mrow><mo>∂</mo>%(nm{slot})s</mrow></mfrac>"
    if not kind.local:
        return _rule_rows(kind, slot, rule, down, sign)
    if kind.last and not kind.arrays:  # ∂f/∂q = ∂f/∂f · ∂f/∂q would say nothing
        (_, first), *others = _local_rows(slope, own, slot, count)
        return [(down, sign + first.removeprefix(EQUALS)), *others]
    chain = (down, f"{sign}{OUT_GRADIENT}<mo>{'⊙' if kind.arrays else '·'}</mo>{own}")
    if kind.arrays:
        local = [(own, EQUALS + _printed(slope, count, arrays=True))] if slope else []
        return [*local, chain]
    numbers = ("", f"{EQUALS}%(um{slot})s<mo>×</mo>%(ls{slot})s{EQUALS}%(dm{slot})s")
    return [*_local_rows(slope, own, slot, count), chain, numbers]


def _local_rows(slope: Tree | None, own: str, slot: int, count: int) -> list[Row]:
    """∂b/∂a = e^a = e^(-1.00) = 0.37"""
    result = f"{EQUALS}%(lm{slot})s"
    if slope is None:
        return [(own, result)]
    symbols = EQUALS + _printed(slope, count)
    if isinstance(slope, Num):
        return [(own, symbols)]
    if isinstance(slope, Var):
        return [(own, symbols + result)]
    if _has_cases(slope):
        return [(own, symbols), ("", result)]
    numbers = EQUALS + _printed(_put_in(slope, count), count) + result
    return [(own, symbols), ("", numbers)] if len(plain(slope)) > LONG else [(own, symbols + numbers)]


def _rule_rows(kind: TemplateKind, slot: int, rule: str | None, down: str, sign: str) -> list[Row]:
    result = [("", f"{EQUALS}%(dm{slot})s")] if kind.number(slot) else []
    tree = _rule_tree(rule, len(kind.constants))
    if tree is None:
        if rule:
            return [(down, f"{sign}<mtext>{_escaped(rule)}</mtext>"), *result]
        return [(down, f"{sign}%(dm{slot})s" if result else f"{sign}<mtext>{_escaped(tr(INSIDE))}</mtext>")]
    if not _has_matmul(tree):
        line, *more = _lines(_printed(tree, len(kind.constants), arrays=True))
        return [(down, sign + line), *(("", rest) for rest in more), *result]
    body = _printed_with_shapes(tree, len(kind.constants))
    return [(_under(down, f"%(hp{slot})s"), sign + body), *result]


def _lines(formula: str) -> tuple[str, ...]:
    """Break long words once, behind a comma: no browser breaks a formula."""
    depth = 0
    for tag in _TAG.finditer(formula) if len(_TAG.sub("", formula)) > LONG_WORDS else ():
        if tag[1]:
            depth -= 1
        elif tag[2] == "mtext" and depth == 1 and formula.startswith(_COMMA, tag.end()):
            rest = formula[tag.end() + len(_COMMA) :]
            return formula[: tag.start()] + "<mtext>,\u00a0</mtext></mrow>", f"<mrow><mtext>{rest}"
        else:
            depth += 1
    return (formula,)


def _rule_tree(rule: str | None, count: int) -> Tree | None:
    if rule is None:
        return None
    try:
        tree = parse(rule)
    except FormulaError:
        return None
    tree = blackboard(tree)
    return substitute(tree, {letter: Var(now) for letter, now in zip(ARGUMENTS, slot_names(count), strict=False)})


def _backward_text(gate: GateRow, kind: TemplateKind, wires: list[int]) -> str:
    if not wires:
        return tr("The %(gp)s gate has only constants inside: no gradient is handed back.")
    first = wires[0]
    if not kind.local:
        parts = [tr("%(nw{0})s gets {1}", i, _rule_words(kind, i)) for i in wires]
        return tr("Back through the %(gp)s gate: {0}.", listed(parts))
    if kind.arrays:
        return _entry_by_entry(gate, kind, wires)
    if gate.pattern is Pattern.DISTRIBUTOR:
        return tr("The %(gp)s gate hands its upstream gradient %(ut{0})s unchanged to %(Aw)s.", first)
    if gate.pattern is Pattern.STOP:
        return tr("The %(gp)s gate stops the gradient: %(nw{0})s gets %(dt{0})s.", first)
    if len(wires) == 1:
        product = tr("upstream %(ut{0})s × local %(lt{0})s = downstream %(dt{0})s", first)
        return tr("The %(gp)s gate: {0}, for %(nw{1})s.", product, first)
    if gate.pattern is Pattern.ROUTER:
        parts = [tr("%(nw{0})s gets %(dt{0})s", i) for i in wires]
        return tr("The %(gp)s gate routes its upstream gradient %(ut{0})s: {1}.", first, listed(parts))
    if gate.pattern is Pattern.SWAP and len(wires) == 2:
        parts = [
            tr("%(nw{0})s gets %(ut{0})s × %(lt{0})s (the value of %(nw{1})s) = %(dt{0})s", i, j)
            for i, j in (tuple(wires), tuple(reversed(wires)))
        ]
        return tr("The %(gp)s gate swaps the values: {0}.", listed(parts))
    parts = [tr("%(nw{0})s gets %(ut{0})s × %(lt{0})s = %(dt{0})s", i) for i in wires]
    return tr("The %(gp)s gate, upstream × local: {0}.", listed(parts))


def _entry_by_entry(gate: GateRow, kind: TemplateKind, wires: list[int]) -> str:
    if gate.pattern is Pattern.DISTRIBUTOR:
        return tr("The %(gp)s gate hands its upstream gradient (%(hw{0})s) unchanged to %(Aw)s.", wires[0])
    if gate.pattern is Pattern.STOP:
        return tr("The %(gp)s gate stops the gradient: %(nw{0})s gets zeros (%(hw{0})s).", wires[0])
    count = len(kind.constants)
    parts = []
    slopes = [gate.slope(i, count, kind.constants) for i in wires]
    for i, slope in zip(wires, slopes, strict=True):
        simple = slope is not None and not _has_cases(slope)
        product = simplify(Bin("*", Var(tr("upstream")), slope if slope and simple else Var(tr("local"))))
        words = plain(product, {**_forms("w", count), "out": "%(Rw)s"}, arrays=True)
        parts.append(tr("%(nw{0})s gets {1} (%(hw{0})s)", i, words))
    if all(slope in (Num(1.0), Num(-1.0), Neg(Num(1.0))) for slope in slopes):
        return tr("The %(gp)s gate hands its upstream gradient back: {0}.", listed(parts))
    return tr("The %(gp)s gate multiplies entry by entry: {0}.", listed(parts))


def _rule_words(kind: TemplateKind, slot: int) -> str:
    rule = kind.rules[slot] if slot < len(kind.rules) else None
    tree = _rule_tree(rule, len(kind.constants))
    if rule is None:
        return f"%(dt{slot})s" if kind.number(slot) else tr("a gradient of its own shape (%(hw{0})s)", slot)
    code = rule.replace("%", "%%%%")
    axes = kind.sums[slot] if slot < len(kind.sums) else None
    if axes is not None:
        listed_axes = ", ".join(map(str, axes))
        code = "%(Gp)s "
        if len(axes) > 1:
            code += tr("summed over axes {0}", listed_axes)
        else:
            code += tr("summed over axis {0}", listed_axes) if axes else tr("summed over all entries")
    elif tree is not None:
        forms = {**_forms("p", len(kind.constants)), "g": "%(Gp)s", "gT": "(%(Gp)s)ᵀ", "out": "%(Np)s"}
        code = plain(fold(tree, _turned_upstream), forms, arrays=kind.arrays)
    return f"{code} = %(dt{slot})s" if kind.number(slot) else f"{code} (%(hw{slot})s)"


# ---------------------------------------------------------------- printing


def _template(rows: list[Row], text: str, why: str) -> StepTemplate:
    # In text a number's code ends in "t"; the same sentence with "p" gives its places.
    words = text
    for field in "vuld":
        words = words.replace(f"%({field}t", f"%({field}p")
    return StepTemplate(table(rows), text, words.replace("%(ot)", "%(op)"), why)


def _forms(how: str, count: int) -> dict[str, str]:
    return {name: f"%(n{how}{slot})s" for slot, name in enumerate(slot_names(count))}


def _printed(tree: Tree, count: int, *, arrays: bool = False) -> str:
    return _Coded(
        {**_forms("m", count), "out": "%(Nm)s", "g": "%(Gm)s", "shape": "<mtext>(%(Hp)s)</mtext>"}, arrays=arrays
    ).print(tree)


def _put_in(tree: Tree, count: int) -> Tree:
    """Replace every name by the place of its number."""
    places: dict[str, Tree] = {name: NumberPlace(f"v{slot}", "") for slot, name in enumerate(slot_names(count))}
    return substitute(tree, {**places, "out": NumberPlace("o", "")})


def _printed_with_shapes(tree: Tree, count: int) -> str:
    """Return each factor with its shape under it, transposed ones turned round."""
    forms: dict[str, str] = {
        "#g": _under(OUT_GRADIENT, "%(Hp)s"),
        "#gT": _under(_turned(fenced("(", OUT_GRADIENT, ")")), "%(Tp)s"),
    }
    for slot, name in enumerate(slot_names(count)):
        form = f"%(nm{slot})s"
        forms[name] = _under(form, f"%(hp{slot})s")
        forms[name + "T"] = _under(_turned(form), f"%(rp{slot})s")

    def visit(node: Tree, parts: tuple[Tree, ...]) -> Tree:
        if node == Var("g"):
            return Var("#g")
        if isinstance(node, Call) and node.name == "T" and isinstance(parts[0], Var) and parts[0].name + "T" in forms:
            return Var(parts[0].name + "T")
        return rebuilt(node, parts)

    return _Coded({**forms, "out": "%(Nm)s"}, arrays=True).print(fold(tree, visit))


def _turned_upstream(node: Tree, parts: tuple[Tree, ...]) -> Tree:
    return Var("gT") if node == Call("T", (Var("g"),)) else rebuilt(node, parts)


def _turned(form: str) -> str:
    return f'<msup>{form}<mi mathvariant="normal">T</mi></msup>'


def _under(form: str, shape: str) -> str:
    return f"<munder>{form}<mtext>({shape})</mtext></munder>"


def _has_matmul(tree: Tree) -> bool:
    return fold(tree, lambda node, below: any(below) or (isinstance(node, Bin) and node.op == "@"))


def _has_cases(tree: Tree) -> bool:
    return fold(tree, lambda node, below: any(below) or (isinstance(node, Call) and node.name == "where"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("%", "%%%%")
