"""Random programs with loops, lists, second names, slices, entries that are assigned, functions and classes.

`programs()` is a strategy of Hypothesis. Every program is valid NumPy over the names x, y (numbers) and u (a vector
of three), sets `L` last, and keeps its numbers small, so that central differences can judge it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

__all__ = ["VALUES", "programs"]

VALUES = {"x": 0.37, "y": -0.82, "u": [0.61, -0.43, 0.18]}
SMOOTH = ("np.sin({})", "np.tanh({})", "np.cos({})", "np.exp(-({})**2)", "1/(2 + ({})**2)", "np.sqrt(1 + ({})**2)")
HEADER = """\
def twist(a, b=0.5):
    if a > b:
        return np.sin(a)*b
    return a - b*a

def bump(v, k):
    v[k] += 0.25
    return v

class Cell:
    def __init__(self, w):
        self.w = w
        self.calls = 0
    def __call__(self, t):
        self.calls += 1
        self.w = np.tanh(self.w*t + 0.1*self.calls)
        return self.w
"""

Draw = Callable[[Any], Any]


class Writer:
    """Writes a program line by line, and knows of every name what it is: a number, a vector of some size, a list."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.numbers = ["x", "y"]
        self.vectors = {"u": 3}
        self.lists: dict[str, int] = {}
        self.cells: list[str] = []
        self.lines: list[str] = []
        self.count = 0
        self.counters: list[str] = []

    def choose(self, among: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(list(among)))

    def fresh(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def write(self, depth: int, line: str) -> None:
        self.lines.append("    " * depth + line)

    # Expressions.

    def constant(self) -> str:
        return self.choose(("0.3", "-0.7", "1.1", "0.5", "2"))

    def number(self, depth: int = 2) -> str:
        ways = ["name", "name", "constant"]
        if depth > 0:
            ways += ["smooth", "sum", "product", "entry", "dot", "total", "list", "call", "cell", "choice", "counter"]
        way = self.choose(ways)
        if way == "smooth":
            return self.choose(SMOOTH).replace("{}", self.number(depth - 1))
        if way in ("sum", "product"):
            sign = self.choose("+-") if way == "sum" else "*"
            return f"({self.number(depth - 1)} {sign} {self.number(depth - 1)})"
        if way == "entry":
            name = self.choose(self.vectors)
            return f"{name}[{self.index(self.vectors[name])}]"
        if way == "dot":
            name = self.choose(self.vectors)
            alike = [other for other, size in self.vectors.items() if size == self.vectors[name]]
            return f"np.dot({name}, {self.choose(alike)})"
        if way == "total":
            return f"np.{self.choose(('sum', 'mean', 'max'))}({self.choose(self.vectors)})"
        if way == "list" and self.lists:
            name = self.choose(self.lists)
            return self.choose((f"{name}[-1]", f"sum({name})", f"{name}[0]", f"len({name})*0.1"))
        if way == "call":
            return f"twist({self.number(depth - 1)}{self.choose(('', ', 0.2', ', b=' + self.number(0)))})"
        if way == "cell" and self.cells:
            return f"{self.choose(self.cells)}({self.number(depth - 1)})"
        if way == "choice":
            return f"({self.number(depth - 1)} if {self.test()} else {self.number(depth - 1)})"
        if way == "counter" and self.counters:
            return f"0.2*{self.choose(self.counters)}"
        return self.constant() if way == "constant" else self.choose(self.numbers)

    def vector(self, size: int, depth: int = 1) -> str:
        alike = [name for name, other in self.vectors.items() if other == size]
        ways = ["made"] + (["name", "smooth", "scaled", "sum", "reversed", "masked"] if alike else [])
        way = self.choose(ways)
        if way == "made":
            return f"np.array([{', '.join(self.number(depth) for _ in range(size))}])"
        name = self.choose(alike)
        if way == "smooth":
            return self.choose(SMOOTH).replace("{}", name)
        if way == "scaled":
            return f"{name}*{self.number(depth)}"
        if way == "sum":
            return f"{name} {self.choose('+-*')} {self.choose(alike)}"
        if way == "reversed":
            return f"{name}[::-1]*{self.constant()}"
        if way == "masked":
            return f"np.where({name} > {self.constant()}, {name}, {self.constant()}*{name})"
        return f"{name}*1.0"

    def index(self, size: int) -> str:
        return str(self.draw(st.integers(-size, size - 1)))

    def test(self) -> str:
        return f"{self.choose(self.numbers)} {self.choose('<>')} {self.constant()}"

    # Statements.

    def statement(self, depth: int, nested: int) -> None:
        ways = ["number", "vector", "again", "augmented", "alias", "view", "entry", "slice", "mask", "append", "bump"]
        if nested > 0:
            ways += ["for", "for", "if", "while", "walk"]
        if depth == 0:
            ways += ["list", "comprehension", "cell", "dictionary", "unpack"]
        getattr(self, f"write_{self.choose(ways)}")(depth, nested)

    def write_number(self, depth: int, _nested: int) -> None:
        name = self.fresh("a") if depth == 0 else self.choose(self.numbers)
        self.write(depth, f"{name} = np.tanh({self.number()})")
        if depth == 0:
            self.numbers.append(name)

    def write_again(self, depth: int, _nested: int) -> None:
        self.write(depth, f"{self.choose(self.numbers)} = np.sin({self.number()})")

    def write_vector(self, depth: int, _nested: int) -> None:
        if depth:
            name = self.choose(self.vectors)
            self.write(depth, f"{name} = np.tanh({self.vector(self.vectors[name])})")
            return
        name, size = self.fresh("v"), self.choose((2, 3))
        self.write(depth, f"{name} = np.tanh({self.vector(size)})")
        self.vectors[name] = size

    def write_augmented(self, depth: int, _nested: int) -> None:
        sign = self.choose(("+=", "-=", "*="))
        if self.choose((True, False)):
            self.write(depth, f"{self.choose(self.numbers)} {sign} {self.number(1)}*0.5")
        else:
            name = self.choose(self.vectors)
            self.write(depth, f"{name} {sign} np.tanh({self.vector(self.vectors[name])})")

    def write_alias(self, depth: int, _nested: int) -> None:
        if depth == 0:
            name, other = self.fresh("w"), self.choose(self.vectors)
            self.write(depth, f"{name} = {other}")
            self.vectors[name] = self.vectors[other]
        else:
            self.write_augmented(depth, 0)

    def write_view(self, depth: int, _nested: int) -> None:
        whole = [name for name, size in self.vectors.items() if size == 3]
        if depth == 0:
            name, part = self.fresh("w"), self.choose(("[1:]", "[:2]", "[::2]", "[:-1]", "[[0, 2]]"))
            self.write(depth, f"{name} = {self.choose(whole)}{part}")
            self.vectors[name] = 2
        else:
            self.write_entry(depth, 0)

    def write_entry(self, depth: int, _nested: int) -> None:
        name = self.choose(self.vectors)
        sign = self.choose(("=", "=", "+=", "*="))
        self.write(depth, f"{name}[{self.index(self.vectors[name])}] {sign} np.tanh({self.number()})")

    def write_slice(self, depth: int, _nested: int) -> None:
        name = self.choose([name for name, size in self.vectors.items() if size == 3])
        part = self.choose(("1:", ":2", "::2"))
        sign = self.choose(("=", "+=", "-="))
        self.write(depth, f"{name}[{part}] {sign} {self.choose((self.number(1), self.vector(2, 0)))}")

    def write_mask(self, depth: int, _nested: int) -> None:
        name = self.choose(self.vectors)
        self.write(depth, f"{name}[{name} < {self.constant()}] {self.choose(('=', '*=', '+='))} {self.number(1)}*0.5")

    def write_list(self, depth: int, _nested: int) -> None:
        name = self.fresh("l")
        self.write(depth, f"{name} = [{self.number()}, {self.number()}]")
        self.lists[name] = 2

    def write_append(self, depth: int, _nested: int) -> None:
        if not self.lists:
            self.write_entry(depth, 0)
            return
        name = self.choose(self.lists)
        new = f"np.tanh({self.number()})"
        self.write(depth, self.choose((f"{name}.append({new})", f"{name}[-1] = {new}", f"{name} += [{new}]")))

    def write_comprehension(self, depth: int, _nested: int) -> None:
        name = self.fresh("l")
        over = self.choose((*self.vectors, *self.lists, "range(1, 4)"))
        self.write(depth, f"{name} = [np.tanh(t*{self.number(1)}) for t in {over} if t != 2]")
        self.lists[name] = 2

    def write_dictionary(self, depth: int, _nested: int) -> None:
        name, result = self.fresh("d"), self.fresh("a")
        self.write(depth, f"{name} = {{'a': {self.number()}, 1: {self.number()}}}")
        self.write(depth, f"{name}['a'] = {name}['a'] + {name}[1]")
        self.write(depth, f"{result} = np.tanh(sum({name}.values()))")
        self.numbers.append(result)

    def write_unpack(self, depth: int, _nested: int) -> None:
        a, b = self.fresh("a"), self.fresh("a")
        self.write(depth, f"{a}, {b} = np.tanh({self.number()}), {self.number(1)}*0.5")
        self.write(depth, f"{a}, {b} = {b}, {a}")
        self.numbers += [a, b]

    def write_cell(self, depth: int, _nested: int) -> None:
        name = self.fresh("c")
        self.write(depth, f"{name} = Cell({self.number(1)})")
        self.cells.append(name)

    def write_bump(self, depth: int, _nested: int) -> None:
        name = self.choose(self.vectors)
        self.write(depth, f"{name} = bump({name}{self.choose(('', '*1'))}, {self.index(self.vectors[name])})")

    def block(self, depth: int, nested: int) -> None:
        for _ in range(self.draw(st.integers(1, 3))):
            self.statement(depth, nested)

    def write_for(self, depth: int, nested: int) -> None:
        counter = self.fresh("i")
        bounds = self.choose(("2", "3", "1, 4", "3, 0, -1"))
        self.write(depth, f"for {counter} in range({bounds}):")
        self.counters.append(counter)
        self.block(depth + 1, nested - 1)
        self.counters.pop()

    def write_walk(self, depth: int, nested: int) -> None:
        number, counter = self.fresh("t"), self.fresh("i")
        over = self.choose((*self.vectors, *self.lists))
        self.write(depth, f"for {counter}, {number} in enumerate({self.choose((f'{over}', f'list({over})'))}):")
        self.counters.append(counter)
        kept = self.choose(self.numbers)
        self.write(depth + 1, f"{kept} = np.sin({kept} + {number}*{counter})")
        self.counters.pop()

    def write_if(self, depth: int, nested: int) -> None:
        self.write(depth, f"if {self.test()}:")
        self.block(depth + 1, nested - 1)
        if self.choose((True, False)):
            self.write(depth, f"elif {self.test()}:" if self.choose((True, False)) else "else:")
            self.block(depth + 1, nested - 1)

    def write_while(self, depth: int, nested: int) -> None:
        counter = self.fresh("n")
        self.write(depth, f"{counter} = 0")
        self.write(depth, f"while {counter} < {self.choose((1, 2, 3))}:")
        self.write(depth + 1, f"{counter} += 1")
        self.counters.append(counter)
        self.block(depth + 1, nested - 1)
        self.counters.pop()
        if self.choose((True, False)):
            self.write(depth + 1, f"if {self.choose(self.numbers)} > 0.9:")
            self.write(depth + 2, "break")

    def program(self) -> str:
        for _ in range(self.draw(st.integers(2, 9))):
            self.statement(0, 2)
        terms = [self.number(1), *(name for name in self.numbers), *(f"np.sum({name}**2)" for name in self.vectors)]
        terms += [f"sum({name})" for name in self.lists] + [f"{name}.w" for name in self.cells]
        self.write(0, f"L = {' + '.join(terms)}")
        return HEADER + "\n".join(self.lines) + "\n"


@st.composite
def programs(draw: Draw) -> str:
    return Writer(draw).program()
