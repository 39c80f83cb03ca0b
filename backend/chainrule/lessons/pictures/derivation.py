"""One derivation in three notations, the shape under each line; and the symbolic way, its repeated terms counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...explain.gates import GateRow, gate_of, slot_names
from ...export.shapes import DrawnScene
from ...formula import Bin, Call, Neg, Num, Tree, Var, fold, parse, plain, simplify, substitute
from ...formula.matrix_letters import matrix_letters
from ...formula.tree import rebuilt
from ...number import shape_text
from ...ops import OPS
from ...request import TraceRequest
from ...sentences import tr
from ...tracing.build import trace_and_drawing
from ...tracing.picture import Drawing
from ...view import Box, Wire
from ..context import SceneContext
from ..places import PhraseError
from .canvas import LINE, PAD, Cell, PictureCanvas, table_width, text_width

__all__ = ["notations", "symbolic"]

_MOST_LINES = 14
_LONGEST = 96  # characters of a line of the symbolic derivative
_MOST_PARTS = 4_000  # of the symbolic derivative
_UPSTREAM = "#g"
_SHOWN_TERMS = 4
_SHORTEST = 3  # characters of a term that is worth keeping


@dataclass(frozen=True, slots=True)
class BackwardLine:
    """Contribution of one gate to one operand: both names, and the formula over `_UPSTREAM`."""

    operand: str
    result: str
    formula: Tree
    shape: tuple[int, ...]
    arrays: bool
    adds: bool  # the operand has more than one use: the line is a term of its gradient


class FormulaGraph:
    """The program's boxes with the functions that have no slope of their own opened, and their formulas."""

    def __init__(self, context: SceneContext) -> None:
        request = replace(context.request, view="functions", open=[], closed=[])
        self.drawing = self._opened(context, request)
        if any(box.kind == "gate" and OPS[box.op].slots is None for box in self.drawing.view.boxes):
            raise PhraseError("A gate of the program takes any number of values; no formula is written for that.")
        self.boxes: dict[str, Box] = {box.id: box for box in self.drawing.view.boxes}
        self.into: dict[str, list[Wire]] = {box.id: [] for box in self.drawing.view.boxes}
        for wire in self.drawing.view.wires:
            self.into[wire.target].append(wire)

    def _opened(self, context: SceneContext, request: TraceRequest) -> Drawing:
        _, drawing = trace_and_drawing(request, context.limits)
        calls = drawing.graph.calls
        call_ids = sorted(
            {calls[box.calls[0]].function for box in drawing.view.boxes if box.calls and not self._slope(drawing, box)}
        )
        if call_ids:
            _, drawing = trace_and_drawing(replace(request, open=call_ids), context.limits)
        return drawing

    def _slope(self, drawing: Drawing, box: Box) -> bool:
        return self.row(drawing, box).elementwise

    @staticmethod
    def row(drawing: Drawing, box: Box) -> GateRow:
        """The gate's formulas."""
        return gate_of(drawing.graph.calls[box.calls[0]] if box.calls else OPS[box.op])

    def source(self, id: str) -> str:
        """The box from which a copy or a broadcast was made: the value is the same."""
        while self.boxes[id].form in ("copy", "broadcast"):
            id = self.into[id][0].source
        return id

    def name(self, id: str) -> str:
        """Return the name of the value of a box in formulas."""
        box = self.boxes[self.source(id)]
        node = self.drawing.graph.nodes[box.node]
        if node.name is not None:
            return node.name
        if box.form == "literal" and not node.shape:
            return plain(Num(float(node.params["value"])))
        return self.drawing.letters.get(box.node) or box.label

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each array, by its name in formulas."""
        nodes = self.drawing.graph.nodes
        boxes = [box for box in self.drawing.view.boxes if box.kind != "output" and nodes[box.node].shape]
        return {self.name(box.id): nodes[self.boxes[self.source(box.id)].node].shape for box in boxes}

    def gates(self) -> Iterator[Box]:
        """Yield the gates that are drawn, without copies and broadcasts, in the order of the forward pass."""
        for box in self.drawing.view.boxes:
            if box.kind in ("gate", "function") and box.form not in ("copy", "broadcast"):
                yield box

    def operands(self, box: Box) -> dict[int, str]:
        """The names by slot."""
        return {wire.slot: self.name(wire.source) for wire in self.into[box.id]}

    def constants(self, box: Box) -> Mapping[int, float]:
        """The constants that are drawn inside the gate."""
        nodes = self.drawing.graph.nodes
        return {slot: float(nodes[node].params["value"]) for slot, node in box.constants}

    def count(self, box: Box) -> int:
        """Return the number of arguments that a box takes."""
        return len(self.into[box.id]) + len(box.constants)

    def in_place(self, box: Box, tree: Tree) -> Tree:
        """A formula of the gate's slots with the names of the program in it."""
        count = self.count(box)
        trees: dict[str, Tree] = {
            slot: Var(self.operands(box).get(at, "")) for at, slot in enumerate(slot_names(count))
        }
        trees |= {slot_names(count)[at]: Num(value) for at, value in self.constants(box).items()}
        return substitute(tree, {**trees, "out": Var(self.name(box.id))})

    def forward(self, box: Box) -> Tree:
        """Return the formula of a gate over the names of its arguments."""
        return self.in_place(box, self.row(self.drawing, box).formula(self.count(box)))

    def local(self, box: Box, slot: int) -> Tree | None:
        """d(out)/d(slot), of the names; None where it is a Jacobian."""
        count = self.count(box)
        constants = tuple(self.constants(box).get(at) for at in range(count))
        tree = self.row(self.drawing, box).slope(slot, count, constants)
        return None if tree is None else simplify(self.in_place(box, tree))

    def back(self, box: Box, wire: Wire) -> BackwardLine:
        """The line of a gate for one of its operands. Raises: PhraseError: it has no formula."""
        result, operand = self.name(box.id), self.name(wire.source)
        adds = self.boxes[wire.source].form == "copy"
        nodes = self.drawing.graph.nodes
        out, into = nodes[box.node].shape, nodes[self.boxes[self.source(wire.source)].node].shape
        slope = self.local(box, wire.slot)
        if slope is not None:
            product: Tree = Var(_UPSTREAM) if slope == Num(1.0) else Bin("*", Var(_UPSTREAM), slope)
            return BackwardLine(operand, result, simplify(product), into, bool(out), adds)
        node = nodes[box.node]
        rules = OPS[node.op].rules(*(nodes[arg].shape for arg in node.args), **node.params)
        if not rules:
            raise PhraseError(f"No formula is written for the gate that gives `{result}`.")
        rule = fold(parse(rules[min(wire.slot, len(rules) - 1)]), _repeated_as_it_is)
        tree = substitute(rule, {"g": Var(_UPSTREAM)})
        letters: dict[str, Tree] = {"abcd"[at]: Var(name) for at, name in self.operands(box).items()}
        return BackwardLine(operand, result, substitute(tree, letters), into, bool(out) or bool(into), adds)


def notations(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`notations net z1, z2`: each line of the backward pass with ∂, bar and δ. Raises: PhraseError."""
    nets = [name.strip() for name in words.removeprefix("net ").split(",") if name.strip()]
    for name in nets:
        context.array_of(name, "gradient")
    graph = FormulaGraph(context)
    lines = [graph.back(box, wire) for box in reversed(list(graph.gates())) for wire in graph.into[box.id]]
    lines = [line for line in lines if not _is_data(context, line.operand)]
    if len(lines) > _MOST_LINES:
        raise PhraseError(f"The derivation has {len(lines)} lines; {_MOST_LINES} can be read.")
    output = graph.name(next(iter(graph.into[_output(graph)])).source)
    rows = [[Cell(head, bold=True) for head in (tr("with ∂"), tr("with a bar"), tr("with δ"))]]
    shapes = graph.shapes()
    for line in lines:
        rows.append([Cell(each, below=_shapes_below(each, output, shapes)) for each in _in_three(line, output, nets)])
    canvas.text(PAD, PAD + 14, tr("δ = −∂{0}/∂net, at {1}", output, ", ".join(nets)) if nets else "", color="mute")
    if table_width(rows, 12.0) + PAD <= canvas.room:
        canvas.table(PAD / 2, PAD + LINE, rows, size=12.0)
    else:  # one notation under the other
        y = PAD + LINE
        for column in range(len(rows[0])):
            y = canvas.table(PAD / 2, y, [[row[column]] for row in rows], size=12.0).bottom + PAD
    texts = [(row[0].text, shape_text(line.shape) or tr("a number")) for row, line in zip(rows[1:], lines, strict=True)]
    description = "; ".join(f"{text}, {shape}" for text, shape in texts)
    return canvas.scene(tr("One derivation in three notations"), description + ".")


def _shapes_below(text: str, output: str, shapes: Mapping[str, tuple[int, ...]]) -> tuple[tuple[int, int, str], ...]:
    """The shape of each array under its symbol: under `W`, `∂L/∂W`, `W̄` and `δW`, and turned round under `Wᵀ`."""
    if not shapes:
        return ()
    names = "|".join(sorted(map(re.escape, {*shapes, *map(_bar, shapes)}), key=len, reverse=True))
    symbols = re.finditer(rf"(?<![^\W\d]|\u0304)(?:∂{re.escape(output)}/∂|δ)?({names})(ᵀ?)(?![\w\u0304(])", text)
    return tuple(
        (match.start(), match.end(), shape_text(shape[::-1] if match[2] else shape))
        for match in symbols
        for shape in [shapes[match[1].replace("\u0304", "")]]
    )


def _repeated_as_it_is(tree: Tree, parts: tuple[Tree, ...]) -> Tree:
    """A number that is repeated for all entries is written alone: the shape under the other side says how often."""
    return parts[0] if isinstance(tree, Call) and tree.name == "broadcast_to" else rebuilt(tree, parts)


def _output(graph: FormulaGraph) -> str:
    return next(box.id for box in graph.drawing.view.boxes if box.kind == "output")


def _is_data(context: SceneContext, name: str) -> bool:
    """A number that stands in the program has no line of its own."""
    return name not in context.trace.named and name not in context.trace.gradients and name.replace(".", "").isdigit()


def _in_three(line: BackwardLine, output: str, nets: list[str]) -> Iterator[str]:
    """The line with ∂, with bars and with δ. A rule is linear in what comes from above, so a sign goes to its front."""
    one = line.result == output

    def equation(upstream: str, left: str, minus: bool = False) -> str:
        tree = matrix_letters(line.formula)
        if one:
            tree = simplify(substitute(tree, {_UPSTREAM: Num(1.0)}))
        text = plain(simplify(Neg(tree)) if minus else tree, {_UPSTREAM: upstream}, arrays=line.arrays)
        return f"{left} {'+=' if line.adds else '='} {text}"

    yield equation(f"∂{output}/∂{line.result}", f"∂{output}/∂{line.operand}")
    yield equation(_bar(line.result), _bar(line.operand))
    to_net, from_net = line.operand in nets, line.result in nets
    left = f"δ{line.operand}" if to_net else f"∂{output}/∂{line.operand}"
    upstream = f"δ{line.result}" if from_net else f"∂{output}/∂{line.result}"
    yield equation(upstream, left, minus=to_net != from_net)


def _bar(name: str) -> str:
    return f"{name[:1]}\u0304{name[1:]}"


def symbolic(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`symbolic w`: the derivative written out, and how often its terms stand in it. Programs of numbers only.

    Raises:
        PhraseError
    """
    graph = FormulaGraph(context)
    if any(node.shape for node in graph.drawing.graph.nodes):
        raise PhraseError("It is written out for programs of numbers.")
    if words not in context.trace.gradients:
        raise PhraseError(f"`{words[:40]}` is no variable of the program.")
    formulas, derivative = _written_out(graph, words)
    terms = _repeated(formulas, derivative)
    gates = list(graph.gates())
    y = PAD + 14
    most = int(min(_LONGEST, (canvas.room - 2 * PAD - 12) / text_width(" ")))  # characters of a line
    output = graph.name(graph.into[_output(graph)][0].source)
    canvas.text(PAD, y, tr("∂{0}/∂{1}, written out:", output, words), bold=True)
    for part in _broken(plain(derivative), most):
        y += LINE
        canvas.text(PAD + 12, y, part, family="mono")
    y += LINE + 8
    rows = [[Cell("", "mute"), Cell(tr("written out"), bold=True), Cell("backprop", bold=True)]]
    rows += [[Cell(text), Cell(tr("{0} times", count), "bwd"), Cell(tr("once"), "fwd")] for text, count in terms]
    operations = _operations(derivative)
    back = sum(len(graph.into[box.id]) for box in gates)
    every = ", ".join(context.trace.gradients)
    alone = tr("{0} for {1} alone", operations, words)
    together = tr("{0} forward, {1} back, for {2} together", len(gates), back, every)
    last = [Cell(tr("operations")), Cell(alone, "bwd", True), Cell(together, "fwd", True)]
    if table_width([*rows, last]) <= canvas.room:
        canvas.table(0, y, [*rows, last])
    else:  # the operations in lines of their own
        y = canvas.table(0, y, rows).bottom + LINE
        for head, text, color in ((tr("written out"), alone, "bwd"), ("backprop", together, "fwd")):
            for part in _broken(f"{head}: {text}", most):
                canvas.text(PAD, y, part, color=color, family="mono", bold=True)
                y += LINE
    counts = "; ".join(tr("{0} stands there {1} times", text, count) for text, count in terms)
    description = f"{tr('{0} operations written out', operations)}; {counts}"
    return canvas.scene(tr("The symbolic derivative with respect to {0}", words), description + ".")


def _written_out(graph: FormulaGraph, name: str) -> tuple[dict[str, Tree], Tree]:
    """Each value as a formula of the variables alone, and d(output)/d(name), nothing shared."""
    formulas: dict[str, Tree] = {}
    slope: dict[str, Tree] = {name: Num(1.0)}
    for box in graph.gates():
        result = graph.name(box.id)
        total: Tree = Num(0.0)
        for wire in graph.into[box.id]:
            operand = graph.name(wire.source)
            if operand not in slope:
                continue
            local = graph.local(box, wire.slot)
            if local is None:
                raise PhraseError(f"No formula is written for the gate that gives `{result}`.")
            out = substitute(graph.forward(box), formulas)
            term = Bin("*", substitute(local, {**formulas, result: out}), slope[operand])
            total = Bin("+", total, term)
        formulas[result] = substitute(graph.forward(box), formulas)
        if total != Num(0.0):
            slope[result] = simplify(total)
            if _size(slope[result]) > _MOST_PARTS:
                raise PhraseError("Written out it is too long to be shown.")
    last = graph.name(graph.into[_output(graph)][0].source)
    return formulas, slope.get(last, Num(0.0))


def _size(tree: Tree) -> int:
    return fold(tree, lambda node, parts: 1 + sum(parts))


def _operations(tree: Tree) -> int:
    return fold(tree, lambda node, parts: sum(parts) + isinstance(node, Bin | Call | Neg))


def _repeated(formulas: Mapping[str, Tree], derivative: Tree) -> list[tuple[str, int]]:
    """The values of the program that stand in it more than once, the most frequent and then the longest first."""
    texts = {name: plain(tree) for name, tree in formulas.items()}
    counts = {text: 0 for text in texts.values() if len(text) >= _SHORTEST}

    def visit(node: Tree, parts: tuple[None, ...]) -> None:
        text = plain(node)
        if text in counts:
            counts[text] += 1

    fold(derivative, visit)
    often = [(text, count) for text, count in counts.items() if count > 1]
    return sorted(often, key=lambda pair: (-pair[1], -len(pair[0])))[:_SHOWN_TERMS]


def _broken(text: str, most: int) -> Iterator[str]:
    """A long line in pieces that end after a sign."""
    while len(text) > most:
        cut = text.rfind(" ", 0, most)
        cut = most if cut <= 0 else cut
        yield text[:cut]
        text = text[cut:].lstrip()
    yield text
