"""Small named drawings, each with a picture of it above, and a few bigger ones, for the layout tests and its bench."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from chainrule.layout import BoxSize, GroupSpec, WireSpec

__all__ = ["NAMED", "Drawing", "chain_of", "mirrored", "mlp", "random_dag", "random_tree"]

GATE = 44.0
COPY = 20.0
LABEL = (46.0, 17.0, 17.0)  # width, above, below


@dataclass
class Drawing:
    """What `layout` takes, written as a formula is: operands first. `finish` puts in the copy gates."""

    columns: bool = False
    labels: list[str] = field(default_factory=list)
    operands: list[tuple[int, ...]] = field(default_factory=list)
    group_of: list[str | None] = field(default_factory=list)
    groups: list[tuple[str, str | None, float]] = field(default_factory=list)
    boxes: list[BoxSize] = field(default_factory=list)
    wires: list[WireSpec] = field(default_factory=list)
    specs: list[GroupSpec] = field(default_factory=list)
    text: dict[str, str] = field(default_factory=dict)

    def leaf(self, name: str) -> int:
        return self.gate(name)

    def leaves(self, *names: str) -> tuple[int, ...]:
        return tuple(self.leaf(name) for name in names)

    def gate(self, label: str, *operands: int, group: str | None = None) -> int:
        self.labels.append(label)
        self.operands.append(operands)
        self.group_of.append(group)
        return len(self.labels) - 1

    def group(self, name: str, parent: str | None = None, title_width: float = 60.0) -> str:
        self.groups.append((name, parent, title_width))
        return name

    def finish(self, output: str | None = "f", label: tuple[float, float, float] = LABEL) -> Drawing:
        uses: list[list[tuple[int, int]]] = [[] for _ in self.labels]
        for at, operands in enumerate(self.operands):
            for slot, u in enumerate(operands):
                uses[u].append((at, slot))
        home: dict[str, str | None] = {}
        for at, text in enumerate(self.labels):
            leaf = not self.operands[at]
            width = max(GATE, 14.0 + 9 * len(text)) if len(text) > 4 else GATE
            self._box(f"n{at}", text, width, 36.0 if leaf else GATE, leaf)
            home[f"n{at}"] = self.group_of[at]
            if len(uses[at]) > 1:
                self._box(f"c{at}", "copy", COPY, COPY, False)
                homes = {self.group_of[v] for v, _ in uses[at]}
                home[f"c{at}"] = homes.pop() if len(homes) == 1 else self.group_of[at]
        for at, operands in enumerate(self.operands):
            for slot, u in enumerate(operands):
                copied = len(uses[u]) > 1
                self._wire(f"c{u}" if copied else f"n{u}", f"n{at}", slot, label, copied)
            if len(uses[at]) > 1:
                self._wire(f"n{at}", f"c{at}", 0, label, False)
        if output is not None:
            self._box("out", output, GATE, 36.0, False)
            self._wire(f"n{len(self.labels) - 1}", "out", 0, label, False)
        parents = {name: parent for name, parent, _ in self.groups}
        members: dict[str, list[str]] = {name: [] for name in parents}
        for box in self.boxes:
            group = home.get(box.id)
            while group is not None:
                members[group].append(box.id)
                group = parents[group]
        self.specs = [GroupSpec(name, tuple(members[name]), width, parent) for name, parent, width in self.groups]
        return self

    def _box(self, name: str, text: str, width: float, height: float, leaf: bool) -> None:
        self.boxes.append(BoxSize(name, width, height, leaf))
        self.text[name] = text

    def _wire(self, u: str, v: str, slot: int, label: tuple[float, float, float], copied: bool) -> None:
        self.wires.append(WireSpec(f"e{len(self.wires)}", u, v, slot, *label, label_at_target=copied))


# a ──► exp ──► +1 ──► log ──► f
def chain() -> Drawing:
    d = Drawing()
    d.gate("log", d.gate("+1", d.gate("exp", d.leaf("a"))))
    return d.finish()


#             ┌─► sin ─┐
# a ──► copy ─┤        ├─► × ──► f
#             └─► cos ─┘
def diamond() -> Drawing:
    d = Drawing()
    a = d.leaf("a")
    d.gate("×", d.gate("sin", a), d.gate("cos", a))
    return d.finish()


#             ┌─► sin ──► exp ─┐
# x ──► copy ─┤                ├─► + ──► f
#             └────────────────┘
def skip() -> Drawing:
    d = Drawing()
    x = d.leaf("x")
    d.gate("+", d.gate("exp", d.gate("sin", x)), x)
    return d.finish()


# a ──────────► × ─┐
#          ┌──►   │
# s ─ copy ┤      ├─► + ──► f
#          └──►   │
# b ──────────► × ─┘
def shared() -> Drawing:
    d = Drawing()
    a, s, b = d.leaves("a", "s", "b")
    d.gate("+", d.gate("×", a, s), d.gate("×", s, b))
    return d.finish()


#             ┌─►
# x ──► copy ─┤   × ──► f
#             └─►
def repeated() -> Drawing:
    d = Drawing()
    x = d.leaf("x")
    d.gate("×", x, x)
    return d.finish()


# a ──► exp ──► exp ──► exp ──► exp ─┐
#                                    ├─► + ──► f
# b ─────────────────────────────────┘
def long_edge() -> Drawing:
    d = Drawing()
    a, b = d.leaves("a", "b")
    for _ in range(4):
        a = d.gate("exp", a)
    d.gate("+", a, b)
    return d.finish()


#             ┌─► sin ─┐
#             ├─► cos ─┤
# x ──► copy ─┼─► exp ─┼─► sum ──► f
#             ├─► log ─┤
#             └─► tan ─┘
def fan() -> Drawing:
    d = Drawing()
    x = d.leaf("x")
    d.gate("sum", *[d.gate(name, x) for name in ("sin", "cos", "exp", "log", "tan")])
    return d.finish()


# x0 ──► + ──► + ──► + ──► ... ──► f
# x1 ──┘     │     │
# x2 ────────┘     │
# x3 ──────────────┘
def deep(n: int = 12) -> Drawing:
    d = Drawing()
    total = d.leaf("x0")
    for i in range(1, n):
        total = d.gate("+", total, d.leaf(f"x{i}"))
    return d.finish()


# w0 ─┬─► × ─┐
# x0 ─┘      ├─► + ─┐
# w1 ─┬─► × ─┘      ├─► + ──► ×−1 ──► exp ──► +1 ──► 1/x ──► f
# x1 ─┘             │
# w2 ───────────────┘
def sigmoid(framed: bool = False) -> Drawing:
    d = Drawing()
    w0, x0, w1, x1, w2 = d.leaves("w0", "x0", "w1", "x1", "w2")
    z = d.gate("+", d.gate("+", d.gate("×", w0, x0), d.gate("×", w1, x1)), w2)
    _sigmoid(d, z, d.group("sigmoid") if framed else None)
    return d.finish()


def _sigmoid(d: Drawing, z: int, group: str | None = None) -> int:
    for label in ("×−1", "exp", "+1", "1/x"):
        z = d.gate(label, z, group=group)
    return z


# sin(x) * x + x / (x + y) + x^2: one leaf used five times
def diamond5() -> Drawing:
    d = Drawing()
    x, y = d.leaves("x", "y")
    product = d.gate("×", d.gate("sin", x), x)
    ratio = d.gate("÷", x, d.gate("+", x, y))
    d.gate("+", d.gate("+", product, ratio), d.gate("^2", x))
    return d.finish()


# (x + s(y)) / (s(x) + (x + y)^2), both sigmoids open
def cs231n(framed: bool = True) -> Drawing:
    d = Drawing()
    x, y = d.leaves("x", "y")
    top = d.gate("+", x, _sigmoid(d, y, d.group("s1") if framed else None))
    left = _sigmoid(d, x, d.group("s2") if framed else None)
    d.gate("÷", top, d.gate("+", left, d.gate("^2", d.gate("+", x, y))))
    return d.finish()


#       ┌╌╌╌╌╌╌╌╌ outer ╌╌╌╌╌╌╌╌┐
#       ╎ ┌╌╌╌ inner ╌╌╌┐       ╎
# a ──► ╎ ╎ exp ──► +1  ╎──► ×  ╎──► + ──► f
# b ──► ╎ └╌╌╌╌╌╌╌╌╌╌╌╌╌┘──┘    ╎   │
# c ──► └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘───┘
def nested() -> Drawing:
    d = Drawing()
    a, b, c = d.leaves("a", "b", "c")
    outer = d.group("outer", None, 200.0)
    inner = d.group("inner", outer)
    s = d.gate("+1", d.gate("exp", a, group=inner), group=inner)
    d.gate("+", d.gate("×", s, b, group=outer), c)
    return d.finish()


def mlp(sizes: tuple[int, ...] = (3, 4, 2), framed: bool = False, columns: bool = True) -> Drawing:
    """A network of tanh neurons, unit by unit; the outputs are added up."""
    d = Drawing(columns=columns)
    layer = list(d.leaves(*(f"x{i}" for i in range(sizes[0]))))
    for n, size in enumerate(sizes[1:]):
        units = []
        for j in range(size):
            group = d.group(f"h{n}{j}") if framed else None
            terms = [d.gate("×", d.leaf(f"w{n}{j}{i}"), x, group=group) for i, x in enumerate(layer)]
            total = terms[0]
            for term in terms[1:]:
                total = d.gate("+", total, term, group=group)
            units.append(d.gate("tanh", d.gate("+", total, d.leaf(f"b{n}{j}"), group=group), group=group))
        layer = units
    d.gate("sum", *layer)
    return d.finish()


def random_dag(n: int, seed: int, groups: bool = False) -> Drawing:
    """About `n` boxes: each gate takes one or two of the values made lately, so most are used once."""
    rng = random.Random(seed)
    d = Drawing()
    free = list(d.leaves(*(f"x{i}" for i in range(max(2, n // 8)))))
    while len(d.labels) < n or len(free) > 1:
        growing = len(d.labels) < n
        if growing and rng.random() < 0.2:
            free.append(d.leaf(f"v{len(d.labels)}"))
            continue
        window = free[-6:] if growing else free[:2]
        operands = [rng.choice(window)]
        if rng.random() < 0.7 or not growing:
            operands.append(rng.choice(window) if growing else window[1])
            operands[0] = operands[0] if growing else window[0]
        elif groups and rng.random() < 0.5:
            for u in operands:
                free.remove(u)
            free.append(_sigmoid(d, operands[0], d.group(f"g{len(d.groups)}")))
            continue
        for u in set(operands):
            if not growing or rng.random() < 0.8:
                free.remove(u)
        free.append(d.gate("×+−÷"[rng.randrange(4)] if len(operands) > 1 else "exp", *operands))
    return d.finish()


def random_tree(n: int, seed: int) -> Drawing:
    rng = random.Random(seed)
    d = Drawing()
    free = list(d.leaves(*(f"x{i}" for i in range(n))))
    while len(free) > 1:
        at = rng.randrange(len(free) - 1)
        if rng.random() < 0.3:
            free[at] = d.gate("exp", free[at])
        else:
            free[at : at + 2] = [d.gate("×", free[at], free[at + 1])]
    return d.finish()


def chain_of(n: int) -> Drawing:
    d = Drawing()
    at = d.leaf("x")
    for _ in range(n):
        at = d.gate("exp", at)
    return d.finish()


def mirrored(n: int) -> Drawing:
    """Every value is used a second time, the first one last: wires as long as can be."""
    d = Drawing()
    values = [d.leaf("x")]
    for _ in range(n):
        values.append(d.gate("exp", values[-1]))
    total = values.pop()
    while values:
        total = d.gate("×", total, values.pop())
    return d.finish()


NAMED: dict[str, Callable[[], Drawing]] = {
    "chain": chain,
    "diamond": diamond,
    "skip": skip,
    "shared": shared,
    "repeated": repeated,
    "long_edge": long_edge,
    "fan": fan,
    "deep": deep,
    "sigmoid": sigmoid,
    "sigmoid framed": lambda: sigmoid(framed=True),
    "diamond5": diamond5,
    "cs231n": lambda: cs231n(framed=False),
    "cs231n framed": cs231n,
    "nested": nested,
    "mlp342": mlp,
    "mlp342 tight": lambda: mlp(columns=False),
    "mlp342 framed": lambda: mlp(framed=True),
}
