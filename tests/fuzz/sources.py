"""Random programs as people write them: expressions that fit, statements round them, and sometimes damage."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from chainrule.ops import OPS
from chainrule.prelude import ROWS

__all__ = ["SourceCase", "random_source"]

SPELLED = [row for row in OPS.values() if row.spellings and row.name not in ("copy", "stop")]
UNARY = sorted({row.spellings[0] for row in SPELLED if row.elementwise and row.slots == 1})
BINARY = sorted({row.spellings[0] for row in SPELLED if row.elementwise and row.slots == 2 and row.operator is None})
REDUCED = sorted({row.spellings[0] for row in SPELLED if "axis" in row.params and row.slots == 1})
NEEDED = {row.name: len(row.parameters) - len(row.function.args.defaults) for row in ROWS}
FUNCTIONS = sorted({(row.name, max(1, NEEDED[row.name]), len(row.parameters)) for row in ROWS})
CALLED = [*((word, 1, 1) for word in UNARY), *FUNCTIONS]
ALONE = {row.spellings[0] for row in SPELLED if row.slots == 1} | {name for name, count in NEEDED.items() if count == 1}
OTHERS = sorted(ALONE)
SIGNS = ("+", "-", "*", "/", "**")
COMPARED = ("<", "<=", ">", ">=", "==", "!=")
NUMBERS = ("0", "1", "2", "0.5", "-1", "3.25", "1e-3", "100", "(1/3)", "pi", "1e5")
SHAPES: dict[str, tuple[int, ...]] = {"s": (), "v": (3,), "m": (2, 3)}
STEMS = ("h", "q", "dx", "grad_", "loss", "t", "s", "W_", "out", "lam")
DAMAGE = (*"()[],:=+*\n .x0'@∂²−", "if ", "for ", "def ", "**", "np.", "lambda ")


@dataclass(frozen=True)
class SourceCase:
    seed: int
    source: str
    values: dict[str, Any]
    settings: dict[str, Any]  # output, upstream

    def __str__(self) -> str:
        return f"# program {self.seed}\n{self.source}\n# values {self.values}\n# settings {self.settings}"


def random_source(seed: int) -> SourceCase:
    """The same program for the same seed and tables."""
    return _Writer(seed).case()


class _Writer:
    """Kinds of values: "s" a number, "v" a vector of 3, "m" a matrix of 2 by 3."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.pick = random.Random(seed)
        self.values: dict[str, Any] = {}
        self.names: dict[str, list[str]] = {"s": [], "v": [], "m": []}
        self.functions: list[tuple[str, str, str]] = []  # name, kinds of the parameters, kind of the result
        self.lines: list[str] = []

    def case(self) -> SourceCase:
        for kind, names, least, most in (("s", "xyz", 1, 3), ("v", "uvw", 0, 2), ("m", "ABC", 0, 1)):
            for i in range(self.pick.randint(least, most)):
                self.values[names[i]] = self.number(SHAPES[kind])
                self.names[kind].append(names[i])
        statements = (self.assign, self.assign, self.define, self.loop, self.branch, self.change, self.several)
        for _ in range(self.pick.randint(0, 5)):
            self.pick.choice(statements)()
        kind = self.pick.choice("sssvm")
        last = self.expression(kind, 3)
        self.lines.append(last if self.pick.random() < 0.7 else f"L = {last}")
        source = "\n".join(self.lines)
        if self.pick.random() < 0.12:
            source = self.damaged(source)
        settings: dict[str, Any] = {}
        if self.pick.random() < 0.1:
            settings["output"] = self.pick.choice(self.names["s"][-2:])
        elif self.pick.random() < 0.1:
            settings["upstream"] = self.number(SHAPES[kind])
        return SourceCase(self.seed, source, self.values, settings)

    def number(self, shape: tuple[int, ...]) -> Any:
        if shape:
            return [self.number(shape[1:]) for _ in range(shape[0])]
        if self.pick.random() < 0.2:
            return self.pick.choice((0.0, 1.0, -1.0, 2.0, 0.5, 1e3, -1e-3))
        return round(self.pick.uniform(-2, 2), 3)

    def new_name(self, kind: str) -> str:
        """A fresh name, or an old one that gets another value."""
        old = [name for name in self.names[kind] if name not in self.values]
        if old and self.pick.random() < 0.3:
            return self.pick.choice(old)
        name = f"{self.pick.choice(STEMS)}{len(self.lines)}"
        self.names[kind].append(name)
        return name

    # statements

    def assign(self) -> None:
        kind = self.pick.choice("ssvvm")
        text = self.expression(kind, 3)
        self.lines.append(f"{self.new_name(kind)} = {text}")

    def change(self) -> None:
        """An augmented assignment, or one to entries."""
        kind = self.pick.choice("svm")
        if not self.names[kind]:
            return
        name, value = self.pick.choice(self.names[kind]), self.expression("s", 1)
        entry = self.pick.choice(("", "[0]", "[1:]", "[-1]", f"[{name} < 0]")) if kind == "v" else ""
        sign = self.pick.choice(("=", "+=", "-=", "*=")) if entry else self.pick.choice(("+=", "-=", "*="))
        self.lines.append(f"{name}{entry} {sign} {value}")

    def several(self) -> None:
        a, b = self.expression("s", 1), self.expression("s", 1)
        self.lines.append(f"{self.new_name('s')}, {self.new_name('s')}b = {a}, {b}")

    def define(self) -> None:
        kinds = "".join(self.pick.choice("ssv") for _ in range(self.pick.randint(1, 3)))
        names = [f"p{i}" for i in range(len(kinds))]
        outer = self.names
        self.names = {kind: [n for n, k in zip(names, kinds, strict=True) if k == kind] for kind in "svm"}
        if self.pick.random() < 0.2:
            self.names["s"] += outer["s"][:1]  # a name of the program
        result = self.pick.choice("sv")
        body = self.expression(result, 2)
        self.names = outer
        name = f"f{len(self.functions)}"
        if self.pick.random() < 0.5:
            self.lines.append(f"def {name}({', '.join(names)}): return {body}")
        else:
            self.lines.append(f"{name} = lambda {', '.join(names)}: {body}")
        self.functions.append((name, kinds, result))

    def loop(self) -> None:
        start, step = self.expression("s", 1), self.expression("s", 1)
        name, count = self.new_name("s"), self.pick.randint(1, 5)
        body = self.pick.choice((f"{name} = {name}*0.5 + {step}", f"{name} += {step}"))
        self.lines += [f"{name} = {start}", f"for i in range({count}):\n    {body}"]

    def branch(self) -> None:
        a, b = self.expression("s", 1), self.expression("s", 1)
        test = f"{self.expression('s', 0)} {self.pick.choice(COMPARED)} {self.expression('s', 0)}"
        name = self.new_name("s")
        if self.pick.random() < 0.5:
            self.lines.append(f"{name} = {a} if {test} else {b}")
        else:
            self.lines.append(f"if {test}:\n    {name} = {a}\nelse:\n    {name} = {b}")

    # expressions

    def expression(self, kind: str, depth: int) -> str:
        if depth <= 0 or self.pick.random() < 0.12:
            return self.leaf(kind)
        if self.pick.random() < 0.6:
            makers = (self.call, self.call, self.joined, self.joined, self.chosen, self.own)
            return self.pick.choice(makers)(kind, depth - 1)
        return {"s": self.scalar, "v": self.vector, "m": self.matrix}[kind](depth - 1)

    def leaf(self, kind: str) -> str:
        if self.names[kind] and self.pick.random() < 0.8:
            return self.pick.choice(self.names[kind])
        if kind == "s":
            return self.pick.choice(NUMBERS)
        return str(self.number(SHAPES[kind])) if self.pick.random() < 0.7 else f"np.ones({SHAPES[kind]})"

    def call(self, kind: str, depth: int) -> str:
        """A function, mostly of one entry at a time."""
        name, least, most = self.pick.choice(CALLED)
        prefix = "np." if self.pick.random() < 0.2 and name in UNARY else ""
        args = [self.expression(kind, depth)]
        args += [
            self.expression(self.pick.choice((kind, "s")), 0)
            for _ in range(self.pick.randint(least, max(least, most)) - 1)
        ]
        return f"{prefix}{name}({', '.join(args)})"

    def joined(self, kind: str, depth: int) -> str:
        other = kind if self.pick.random() < 0.7 else "s"
        a, b = self.expression(kind, depth), self.expression(other, depth)
        if self.pick.random() < 0.15:
            return f"{self.pick.choice(BINARY)}({a}, {b})"
        return f"({a} {self.pick.choice(SIGNS)} {b})"

    def chosen(self, kind: str, depth: int) -> str:
        a, b = self.expression(kind, depth), self.expression(self.pick.choice((kind, "s")), 0)
        return f"where({a} {self.pick.choice(COMPARED)} {b}, {self.expression(kind, depth)}, {self.expression('s', 0)})"

    def own(self, kind: str, depth: int) -> str:
        fitting = [(name, kinds) for name, kinds, result in self.functions if result == kind]
        if not fitting:
            return self.joined(kind, depth)
        name, kinds = self.pick.choice(fitting)
        return f"{name}({', '.join(self.expression(each, depth - 1) for each in kinds)})"

    def scalar(self, depth: int) -> str:
        v, w, m = (self.expression(kind, depth) for kind in "vvm")
        reduced, other = self.pick.choice(REDUCED), self.pick.choice(OTHERS)
        i, j = self.pick.randint(-3, 2), self.pick.randint(0, 1)
        special = (
            f"{reduced}({v})", f"sum({v})", f"{v} @ {w}", f"{v}[{i}]", f"{m}[{j}, {i}]", f"mean({m})", f"norm({v})",
            f"max({v})", f"{other}({v})", f"cross_entropy({v}, {j})", f"np.linalg.norm({v})", f"mse({v}, {w})",
        )  # fmt: skip
        return self.pick.choice(special)

    def vector(self, depth: int) -> str:
        v, m, s = (self.expression(kind, depth) for kind in "vms")
        reduced, other, i = self.pick.choice(REDUCED), self.pick.choice(OTHERS), self.pick.randint(0, 1)
        special = (
            f"({m} @ {v}) @ {m}", f"{m}[{i}]", f"{v}[::-1]", f"{v}[[0, 2, 1]]", f"[{s}, {s}, 1]", f"cumsum({v})",
            f"concatenate([{v}[:2], {v}[2:]])", f"softmax({v})", f"{reduced}({m}, axis=0)", f"stack([{s}, {s}, {s}])",
            f"{other}({v})", f"np.dot({m}.T, [{s}, 2])",
        )  # fmt: skip
        return self.pick.choice(special)

    def matrix(self, depth: int) -> str:
        v, m, s = (self.expression(kind, depth) for kind in "vms")
        special = (
            f"outer([{s}, 1], {v})", f"{m}[::-1]", f"{m}[:, ::-1]", f"({m}.T @ {m})[:2]", f"stack([{v}, {v}])",
            f"reshape({m}, (3, 2)).T", f"{m} + {v}", f"({m} - mean({m}, axis=1, keepdims=True))",
            f"softmax({m}, axis=1)", f"np.tril({m})", f"layer_norm({m})", f"{self.pick.choice(OTHERS)}({m})",
        )  # fmt: skip
        return self.pick.choice(special)

    def damaged(self, source: str) -> str:
        letters = list(source)
        for _ in range(self.pick.randint(1, 3)):
            at = self.pick.randrange(len(letters) + 1)
            letters[at : at + self.pick.randint(0, 2)] = self.pick.choice(DAMAGE)
        return "".join(letters)
