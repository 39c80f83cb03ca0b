"""Formulas of entries -> formulas of arrays: each part knows along which letters it runs, in one common order."""

from __future__ import annotations

from collections.abc import Sequence

from ....errors import SourceError
from ..mapped import SourcePlaces
from . import tree
from .indices import Facts, key_of, label_of, letters_of
from .magnitudes import MAGNITUDE
from .products import elementwise_slopes, untransposed
from .runs import ROW, AxisRun
from .sums import counting, length, needed, reduced, set_divisor, set_means
from .trails import NEIGHBOURS
from .tree import Node, Statement
from .walk import nodes, parts, rebuilt
from .windows import has_window, window_letters, window_run

__all__ = ["Arrays"]


# Functions of whole arrays -> what they are of each entry along an index.
_OF_EACH = {"norm": "norm_of_each", MAGNITUDE: "norm_of_each", "sum": "sum_of_each"}


class Arrays:
    """Resolves the statements of one text."""

    def __init__(self, facts: Facts, places: SourcePlaces) -> None:
        self.facts = facts
        self.places = places
        self.order: list[str] = []
        self.lengths: set[str] = set()  # names that were said to be the length of an array
        self.before: list[Statement] = []  # statements that must precede the current one: N = len(x)
        self.hand_gradients: set[str] = set()  # gradients that are written by hand
        self.targets: set[str] = set()  # names that have a formula
        self.parameters: dict[str, tuple[str, ...]] = {}  # function of the text -> the names of its parameters
        self.counts: dict[str, tree.NamePart] = {}  # letter -> an array it runs over, as it was written
        self.target_name = ""  # of the current statement

    def error(self, detail: str, hint: str, node: Node) -> SourceError:
        """Return the error of a part of the formula."""
        return SourceError("syntax", detail, span=self.places.span(node.start, node.end), hint=hint)

    def statement(self, statement: Statement) -> list[Statement]:
        """Return the statements of arrays for one of entries; what it needs is computed before."""
        self.before = []
        self.counts = {}
        target = statement.target if isinstance(statement, tree.Assign) else None
        self.order = []
        self.target_name = self.facts.name_of(target) if isinstance(target, tree.NamePart) else ""
        if isinstance(target, tree.NamePart):
            self.order += [letter for letter in letters_of(target) if letter in self.facts.axes]
        for node in nodes(statement):
            if isinstance(node, tree.NamePart):
                axes = [letter for letter in letters_of(node) if letter in self.facts.axes]
                axes += [letter for pair in map(window_letters, node.subs) for letter in pair or ()]
                self.order += [letter for letter in axes if letter not in self.order]
                if self.facts.is_array(node) and node is not target:
                    counted = (letter for letter in letters_of(node) if letter in axes)
                    self.counts.update({letter: node for letter in counted if letter not in self.counts})
        self.order.append(ROW)
        set_divisor(self, statement)
        set_means(self, statement)
        match statement:
            case tree.Assign(start, end, target, value, sign):
                show: Statement = tree.Assign(start, end, self.target(target), self.run(value).node, sign)
            case tree.Define(start, end, name, parameters, value):
                plain = [tree.NamePart(part.start, part.end, self.facts.name_of(part)) for part in parameters]
                named = tree.NamePart(name.start, name.end, self.facts.name_of(name))
                body = self.run(value).node
                used = {node.base for node in nodes(body) if isinstance(node, tree.NamePart)}
                if used & {part.base for part in plain}:
                    show = tree.Define(start, end, named, plain, body)
                else:  # f(w, x) = w_0 x_0 + ... names entries, not w and x
                    show = tree.Assign(start, end, named, body)
            case tree.Show(start, end, value):
                show = tree.Show(start, end, self.run(value).node)
        return [*self.before, show]

    def _has_formula(self, name: tree.NamePart) -> bool:
        word = self.facts.name_of(name)
        names = self.facts.names
        return word in self.targets or name.base in names.assigned or word in names.assigned or word in names.functions

    def target(self, target: Node) -> Node:
        """Return the name that is assigned, without its indices."""
        match target:
            case tree.NamePart(start, end):
                return tree.NamePart(start, end, self.facts.name_of(target))
            case tree.DerivativePart(start, end, value, by):
                self._refuse_by(by)
                return tree.NamePart(start, end, self.gradient_name(value, by))
            case tree.TransposePart(start, end, value):
                return self.target(value)
            case tree.ListingPart(start, end, brackets, items):
                return tree.ListingPart(start, end, brackets, [self.target(item) for item in items])
        return target

    def gradient_name(self, value: Node, by: Node) -> str:
        """Return the name of a derivative: `dL_dW`."""
        top = value.function if isinstance(value, tree.CallPart) and isinstance(value.function, str) else value
        words = [part if isinstance(part, str) else label_of(self.target(part)) for part in (top, by)]
        return f"d{words[0]}_d{words[1]}"

    def run(self, node: Node) -> AxisRun:
        """`node` as a formula of arrays. Each node is resolved behind those it needs."""
        axis_runs_by_index: dict[int, AxisRun] = {}
        operands: dict[int, list[Node]] = {}
        waiting = [node]
        while waiting:
            here = waiting[-1]
            if id(here) in axis_runs_by_index:
                waiting.pop()
            elif id(here) not in operands:
                operands[id(here)] = self._needed(here)
                waiting.extend(reversed(operands[id(here)]))
            else:
                axis_runs_by_index[id(here)] = self._resolved(
                    here, [axis_runs_by_index[id(part)] for part in operands[id(here)]]
                )
                waiting.pop()
        return axis_runs_by_index[id(node)]

    def _needed(self, node: Node) -> list[Node]:
        """Return the nodes that are resolved before `node`."""
        match node:
            case tree.ReducePart():
                return needed(self, node)
            case tree.NamePart() | tree.NumberPart() | tree.CodePart() | tree.LabelPart():
                return []
            case tree.DerivativePart(value=value) | tree.IndexPart(value=value) | tree.SubscriptedPart(value=value):
                return [value]
        return parts(node)

    def _resolved(self, node: Node, runs: list[AxisRun]) -> AxisRun:
        """Resolve `node`; all nodes that `_needed` names are resolved already."""
        match node:
            case tree.NamePart():
                return self._name(node)
            case tree.ReducePart():
                return reduced(self, node, runs)
            case tree.ProductPart():
                return self.product(node, runs)
            case tree.SubscriptedPart(start, end, _, subs):
                return self._subscripted(start, end, runs[0], subs)
            case tree.TransposePart(start, end):  # a formula of entries has no rows and columns to swap
                return runs[0] if runs[0].axes else AxisRun(tree.TransposePart(start, end, runs[0].node), ())
            case tree.DerivativePart():
                return self._derivative(node, runs[0])
            case tree.IndexPart(start, end, _, items):
                return AxisRun(tree.IndexPart(start, end, runs[0].node, items), ())
            case tree.NumberPart() | tree.CodePart() | tree.LabelPart():
                return AxisRun(node, ())
        if isinstance(node, tree.CallPart) and len(runs) == 1 and runs[0].axes and str(node.function) in _OF_EACH:
            return self._of_each(node, runs[0])
        if isinstance(node, tree.ComparePart):  # 1(y = k), for every k
            runs = [
                counting(self, part, part.base) or run
                if isinstance(part, tree.NamePart) and part.base in self.counts
                else run
                for part, run in zip(node.parts, runs, strict=True)
            ]
        axes = self.union(runs)  # parts side by side, each broadcast to all axes
        following = iter(runs)
        return AxisRun(rebuilt(node, lambda _: self.aligned(next(following), axes)), axes)

    def _of_each(self, node: tree.CallPart, run: AxisRun) -> AxisRun:
        """∑_i ‖x_i - μ‖: a norm for each i, of the entries that x_i has itself."""
        count = tree.NumberPart(node.start, node.end, str(len(run.axes)))
        assert isinstance(node.function, str)
        return AxisRun(tree.CallPart(node.start, node.end, _OF_EACH[node.function], [run.node, count]), run.axes)

    def union(self, runs: Sequence[AxisRun]) -> tuple[str, ...]:
        """Return the axes of all parts, in the order of the statement."""
        axes = {letter for run in runs for letter in run.axes}
        return tuple(letter for letter in self.order if letter in axes)

    def aligned(self, run: AxisRun, axes: tuple[str, ...]) -> Node:
        """Return `run` with new axes of size 1 where it does not run, along which it broadcasts."""
        if not run.axes or run.axes == axes[len(axes) - len(run.axes) :]:
            return run.node
        missing = next((letter for letter in run.axes if letter not in axes), None)
        if missing is not None:
            raise self.error(
                f"The index `{missing}` stands here, and not in what the sign beside it is taken of.",
                f"Write `{missing}` below a name there, too.",
                run.node,
            )
        first = axes.index(run.axes[0])
        items: list[Node | None] = []
        for letter in axes[first:]:
            items.append(None if letter in run.axes else tree.CodePart(run.node.start, run.node.end, "None"))
        return tree.IndexPart(run.node.start, run.node.end, run.node, items)

    def product(self, node: tree.ProductPart, runs: list[AxisRun]) -> AxisRun:
        """Return the product of parts that are resolved already."""
        if any(ROW in run.axes for run in runs):
            node, runs = self._rows_times(node, runs)
        node, runs = self._times_each(node, runs)
        axes = self.union(runs)
        if len(runs) == 1:
            return runs[0]
        if not axes:
            factors = [run.node for run in runs]
            return AxisRun(tree.ProductPart(node.start, node.end, factors, elementwise_slopes(node)), ())
        vectors = [run for run in runs if run.axes]
        two = len(vectors) == len(runs) == 2 and node.signs == ["·"] and all(len(run.axes) == 1 for run in runs)
        if two and runs[0].axes != runs[1].axes:  # one entry of each for every pair of entries
            first, second = sorted(runs, key=lambda run: self.order.index(run.axes[0]))
            return AxisRun(tree.CallPart(node.start, node.end, "outer", [first.node, second.node]), axes)
        signs = []
        for i, sign in enumerate(node.signs):
            running = bool(runs[i + 1].axes) or any(run.axes for run in runs[: i + 1])
            signs.append("*" if sign == "·" and running else sign)
        return AxisRun(tree.ProductPart(node.start, node.end, [self.aligned(run, axes) for run in runs], signs), axes)

    def _rows_times(self, node: tree.ProductPart, runs: list[AxisRun]) -> tuple[tree.ProductPart, list[AxisRun]]:
        """W_{j,:} x: the rows of W times x, for every j."""
        axis_runs: list[AxisRun] = []
        signs: list[str] = []
        for run, sign in zip(runs, ["", *node.signs], strict=True):
            if axis_runs and axis_runs[-1].axes[-1:] == (ROW,) and sign in ("·", "*") and not run.axes:
                rows = axis_runs.pop()
                product = tree.ProductPart(rows.node.start, run.node.end, [rows.node, run.node], ["@"])
                axis_runs.append(AxisRun(product, rows.axes[:-1]))
            else:
                axis_runs.append(run)
                signs.append(sign)
        if any(ROW in run.axes for run in axis_runs):
            raise self.error("Rows, as in W_{j,:}, are read before a vector only.", "Write `W_{j,:} x`.", node)
        return tree.ProductPart(node.start, node.end, [run.node for run in axis_runs], signs[1:]), axis_runs

    def _times_each(self, node: tree.ProductPart, runs: list[AxisRun]) -> tuple[tree.ProductPart, list[AxisRun]]:
        """w·x_i and x_i^T w: an inner product for every i, where x_i is a row of a matrix."""
        factors, signs, merged = [node.factors[0]], list[str](), [runs[0]]
        for i, sign in enumerate(node.signs):
            left, right = node.factors[i : i + 2]
            if sign in ("·", "*") and factors[-1] is left and self._is_outer(left, right, runs[i : i + 2]):
                assert isinstance(right, tree.TransposePart)
                args = [runs[i].node, untransposed(runs[i + 1].node)]
                outer = tree.CallPart(left.start, right.end, "outer_of_each", args)
                factors[-1], merged[-1] = outer, AxisRun(outer, runs[i].axes)
            elif sign == "·" and factors[-1] is left and self._is_inner(left, right, runs[i : i + 2]):
                args = [
                    run.node.value if isinstance(run.node, tree.TransposePart) else run.node for run in runs[i : i + 2]
                ]
                call = self._inner_call(left, right, args, runs[i : i + 2])
                factors[-1], merged[-1] = call, AxisRun(call, self.union(runs[i : i + 2]))
            else:
                factors.append(right)
                signs.append(sign)
                merged.append(runs[i + 1])
        return tree.ProductPart(node.start, node.end, factors, signs), merged

    def _is_outer(self, left: Node, right: Node, runs: Sequence[AxisRun]) -> bool:
        """Return whether it is x_i x_i^T, one matrix for each i."""
        if not isinstance(right, tree.TransposePart) or isinstance(left, tree.TransposePart):
            return False
        return len(runs[0].axes) == 1 and runs[0].axes == runs[1].axes

    def _inner_call(self, left: Node, right: Node, args: list[Node], runs: Sequence[AxisRun]) -> Node:
        """Return the inner products for every i, or for every pair of i and j."""
        axes = [run.axes for run in runs]
        self.facts.add_features([arg for arg in args if isinstance(arg, tree.NamePart)])
        if sorted(map(len, axes)) == [0, 1]:  # w·x_i
            entries = left if axes[0] else right
            base = entries.value if isinstance(entries, tree.TransposePart) else entries
            self.facts.vectors.update([key_of(base)] if isinstance(base, tree.NamePart) else [])
        if axes[0] == axes[1]:
            return tree.CallPart(left.start, right.end, "inner_of_each", args)
        if all(axes):
            first = self.order.index(axes[0][0]) < self.order.index(axes[1][0])
            return tree.CallPart(left.start, right.end, "inner_of_pairs", args if first else args[::-1])
        return tree.CallPart(left.start, right.end, "times_each", args)

    def _is_inner(self, left: Node, right: Node, runs: Sequence[AxisRun]) -> bool:
        if sorted(len(run.axes) for run in runs) not in ([0, 1], [1, 1]):
            return False
        transposed = [isinstance(factor, tree.TransposePart) for factor in (left, right)]
        plain = [factor.value if isinstance(factor, tree.TransposePart) else factor for factor in (left, right)]
        between = self.places.source[left.end : right.start]
        product_sign = transposed[0] or "cdot" in between or "·" in between or between.strip() == ","
        return product_sign and all(isinstance(factor, tree.NamePart) for factor in plain)

    def _name(self, node: tree.NamePart) -> AxisRun:
        facts = self.facts
        base = tree.NamePart(node.start, node.end, facts.name_of(node))
        if has_window(node, facts.axes) and (windows := window_run(self, node, base)) is not None:
            return self._sorted(windows)
        for sub in node.subs:
            if isinstance(sub, tree.SumPart) and any(self.facts.is_axis(term) for _, term in sub.terms):
                self._entry(sub)  # which is refused
        if not node.subs or not self._is_indexed(node):
            return AxisRun(base, ())
        if facts.is_apart(node):  # the bias w_{j0} beside w_{ji}
            return AxisRun(base, tuple(letter for letter in letters_of(node) if letter in facts.axes))
        items: list[Node | None] = []
        axes: list[str] = []
        picked: list[AxisRun] = []
        for sub in node.subs:
            if facts.is_axis(sub):
                assert isinstance(sub, tree.NamePart)
                if sub.base in axes:
                    raise self.error("The same index stands twice below one name.", "Use another letter.", node)
                axes.append(sub.base)
                items.append(None)
            elif isinstance(sub, tree.LabelPart) and sub.text == ":":
                axes.append(ROW)
                items.append(None)
            else:
                entry = self._entry(sub, 0 if key_of(node) in facts.zero_based else 1)
                picked.append(entry)
                items.append(entry.node)
                axes += [letter for letter in entry.axes if letter not in axes]
        if not picked:
            return self._sorted(AxisRun(self._piece(node, base, axes), tuple(axes)))
        running = [letter for entry in picked for letter in entry.axes]
        if running:  # one entry for each example: p[range(N), y]
            items = [
                self._counting(node, sub, running) if item is None else item
                for sub, item in zip(node.subs, items, strict=True)
            ]
        while items and items[-1] is None:
            items.pop()
        return self._sorted(AxisRun(tree.IndexPart(node.start, node.end, base, items), tuple(axes)))

    def _piece(self, node: tree.NamePart, base: Node, axes: Sequence[str]) -> Node:
        """Return the array with the entries alone that its indices run over: x[1:n] in ∑_{i=2}^n x_i."""
        codes: dict[str, str] = {}
        for piece in node.pieces:
            number = "" if piece.name is not None and not piece.number else f"{piece.number:+d}"
            name = self.facts.name_of(piece.name) if piece.name is not None else ""
            stop = f"{name}{number}".removeprefix("+") if piece.has_stop else ""
            codes[piece.index] = f"{piece.start or ''}:{stop}"
        if not any(letter in codes for letter in axes):
            return base
        items: list[Node | None] = [
            tree.CodePart(node.start, node.end, codes[letter]) if letter in codes else None for letter in axes
        ]
        while items[-1] is None:
            items.pop()
        return tree.IndexPart(node.start, node.end, base, items)

    def _counting(self, node: tree.NamePart, sub: Node, running: list[str]) -> Node | None:
        """Return the place of an index beside one that is picked for each value of it."""
        if not isinstance(sub, tree.NamePart) or sub.base not in running:
            return None
        return tree.CallPart(node.start, node.end, "arange", [length(self, sub.base, node)])

    def _is_indexed(self, node: tree.NamePart) -> bool:
        """Return whether entries are meant: an index runs, or one entry of something that runs elsewhere is picked."""
        if self.facts.is_array(node):
            return True
        if self.facts.is_apart(node):
            return False
        return key_of(node) in self.facts.arrays and not isinstance(node.subs[0], tree.LabelPart)

    def _entry(self, sub: Node, first: int = 1) -> AxisRun:
        """Return one entry: its number on paper counts from `first`; a label such as y_i counts as the program does."""
        if isinstance(sub, tree.NumberPart) and sub.text.isdigit():
            return AxisRun(tree.NumberPart(sub.start, sub.end, str(max(int(sub.text) - first, 0))), ())
        if isinstance(sub, tree.NamePart) and sub.base in self.facts.last and first:  # f_n, the last of f_1 ... f_n
            one = tree.NumberPart(sub.start, sub.end, "1")
            name = tree.NamePart(sub.start, sub.end, self.facts.name_of(sub))
            return AxisRun(tree.SumPart(sub.start, sub.end, [("+", name), ("-", one)]), ())
        if isinstance(sub, tree.SumPart):
            raise self.error(NEIGHBOURS[0], NEIGHBOURS[1], sub)
        return self.run(sub)

    def _sorted(self, run: AxisRun) -> AxisRun:
        axes = tuple(letter for letter in self.order if letter in run.axes)
        if axes == run.axes:
            return run
        if len(axes) == 2:
            return AxisRun(tree.TransposePart(run.node.start, run.node.end, run.node), axes)
        places: list[Node] = [
            tree.NumberPart(run.node.start, run.node.end, str(run.axes.index(letter))) for letter in axes
        ]
        listing = tree.ListingPart(run.node.start, run.node.end, "()", places)
        return AxisRun(tree.CallPart(run.node.start, run.node.end, "transpose", [run.node, listing]), axes)

    def _subscripted(self, start: int, end: int, value: AxisRun, subs: tuple[Node, ...]) -> AxisRun:
        """(...)_i: the letter runs already; (...)_2 is one entry; sizes such as (...)_{m × 1} are no entry."""
        if all(isinstance(sub, tree.NumberPart) for sub in subs) and not value.axes:
            return AxisRun(tree.IndexPart(start, end, value.node, [self._entry(sub).node for sub in subs]), ())
        letters = [sub.base for sub in subs if isinstance(sub, tree.NamePart)]
        if len(letters) == len(subs) == 1 and not value.axes and letters[0] in self.order:  # softmax(z)_i
            return AxisRun(value.node, (letters[0],))
        if len(letters) == len(subs) == 1 and not value.axes and isinstance(value.node, tree.CallPart):
            return AxisRun(tree.IndexPart(start, end, value.node, [self._entry(subs[0]).node]), ())  # softmax(z)_y
        return value

    def _refuse_by(self, by: Node) -> None:
        if not isinstance(by, tree.NamePart):
            raise self.error("A derivative is taken by a name.", "Write `∂L/∂w`, `w` being a name.", by)

    def _derivative(self, node: tree.DerivativePart, value: AxisRun) -> AxisRun:
        self._refuse_by(node.by)
        name = self.gradient_name(node.value, node.by)
        axes = self._name(node.by).axes if isinstance(node.by, tree.NamePart) else ()
        if node.order == 1 and not node.true and (name in self.hand_gradients or name in self.targets):
            return AxisRun(tree.NamePart(node.start, node.end, name), axes)
        if isinstance(node.value, tree.NamePart) and not self._has_formula(node.value):
            text = self.places.source[node.value.start : node.value.end]
            if "(" in text:
                text = self.facts.name_of(node.value)
            raise self.error(
                f"This asks for the gradient of `{text}`, and the text does not say what `{text}` is.",
                f"Put its formula above, on a line of its own: `{text} = ...`.",
                node.value,
            )
        differentiated = self._called(value.node)
        return AxisRun(
            tree.DerivativePart(node.start, node.end, differentiated, self.target(node.by), node.order), axes
        )

    def _called(self, value: Node) -> Node:
        """Return f(x) for the f of df/dx where the text defines f(x) = ...; any other formula as it is."""
        if not isinstance(value, tree.NamePart) or value.base not in self.facts.names.functions:
            return value
        parameters = self.parameters.get(value.base, ())
        args: list[Node] = [tree.NamePart(value.start, value.end, name) for name in parameters]
        return tree.CallPart(value.start, value.end, value.base, args) if args else value
