"""Calls of libraries with their usual arguments, held to the library: random ones of the templates in `calls_*.txt`.

A template is a call in which `{a|b|c}` stands for one of its parts, an empty part among them; ` => 2` at the end says
that it gives two arrays, `\\n` is the end of a line. Arrays have one letter; `VALUES` says what each stands for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pasted.judge import judge
from pasted.outcome import Outcome
from pasted.program import Library, P, Program

from .checks import Mismatch

__all__ = ["TEMPLATES", "Call", "check_call", "every_call", "name_of", "random_call"]

Draw = Callable[[np.random.Generator], NDArray[np.float64]]


def _square(r: np.random.Generator) -> NDArray[np.float64]:
    return r.normal(size=(3, 3)) * 0.7 + 2 * np.eye(3)


def _definite(r: np.random.Generator) -> NDArray[np.float64]:
    a = r.normal(size=(3, 3)) * 0.5
    return a @ a.T + np.diag([1.0, 2.0, 3.0])


def _chances(r: np.random.Generator) -> NDArray[np.float64]:
    e = np.exp(r.normal(size=(4, 3)))
    return e / e.sum(axis=1, keepdims=True)


VALUES: Mapping[str, Draw] = {
    "x": lambda r: r.normal(size=5),
    "z": lambda r: r.normal(size=5),
    "p": lambda r: r.uniform(0.3, 2.5, size=5),
    "q": lambda r: r.uniform(0.3, 2.5, size=5),
    "u": lambda r: r.uniform(-0.9, 0.9, size=5),
    "c": lambda r: r.uniform(0.05, 0.95, size=5),
    "v": lambda r: r.normal(size=3),
    "w": lambda r: r.normal(size=3),
    "s": lambda r: r.normal(size=()),
    "A": lambda r: r.normal(size=(2, 3)),
    "B": lambda r: r.normal(size=(2, 3)),
    "C": lambda r: r.normal(size=(3, 2)),
    "M": _square,
    "N": _square,
    "S": _definite,
    "T": lambda r: r.normal(size=(2, 3, 4)),
    "U": lambda r: r.normal(size=(2, 4, 3)),
    "V": lambda r: r.normal(size=(2, 3, 3)) + 3 * np.eye(3),
    "Z": lambda r: r.normal(size=(4, 3)),
    "Y": lambda r: r.normal(size=(4, 3)),
    "Q": _chances,
    "R": _chances,
    "D": lambda r: r.uniform(0.05, 0.95, size=(4, 3)),
    "t": lambda r: r.integers(0, 3, size=4).astype(float),
    "b": lambda r: r.integers(0, 2, size=5).astype(float),
    "g": lambda r: 2.0 * r.integers(0, 2, size=5) - 1,
    "G": lambda r: 2.0 * r.integers(0, 2, size=4) - 1,
    "E": lambda r: r.normal(size=(5, 4)),
    "I": lambda r: r.normal(size=(2, 2, 6, 6)),
    "J": lambda r: r.normal(size=(2, 2, 7)),
    "K": lambda r: r.normal(size=(4, 2, 3, 3)),
    "L": lambda r: r.normal(size=(2, 4, 3, 3)),
    "O": lambda r: r.normal(size=(2, 4, 2, 2)),
    "k": lambda r: r.normal(size=(4, 2, 3)),
    "H": lambda r: r.normal(size=(2, 2, 3, 4, 4)),
}
WHOLE = ("t",)  # labels
LOSSES = {"numpy": "np.sum({0}**2 + 3*{0})", "torch": "({0}**2 + 3*{0}).sum()", "jax": "jnp.sum({0}**2 + 3*{0})"}
IMPORTS: Mapping[str, Sequence[tuple[str, str]]] = {  # library -> a word of the text, the import that it needs
    "numpy": (
        ("np.", "import numpy as np"), ("scipy", "import scipy"), ("special.", "from scipy import special"),
        ("stats.", "from scipy import stats"), ("signal.", "from scipy import signal"),
        ("norm.", "from scipy.stats import norm"),
    ),
    "torch": (("", "import torch"), ("nn.", "import torch.nn as nn"), ("F.", "import torch.nn.functional as F")),
    "jax": (
        ("", "import jax"), ("", "import jax.numpy as jnp"), ("lax.", "from jax import lax"),
        ("jsp.", "import jax.scipy as jsp"),
    ),
}  # fmt: skip


LIBRARIES: tuple[Library, ...] = ("numpy", "torch", "jax")
TEMPLATES: Mapping[Library, Sequence[str]] = {
    library: [
        line.replace("\\n", "\n")
        for line in Path(__file__).with_name(f"calls_{library}.txt").read_text(encoding="utf-8").splitlines()
    ]
    for library in LIBRARIES
}


@dataclass(frozen=True)
class Call:
    """One call: the template it is of, and the program made of it."""

    template: str
    program: Program

    def __str__(self) -> str:
        return f"{self.program.source}\n{dict(self.program.values)}"


def name_of(template: str) -> str:
    """The function that a template is about: the dotted name before its first bracket."""
    first = re.sub(r"\{([^{}|]*)[^{}]*\}", r"\1", template.split("\n")[-1])
    found = re.search(r"([A-Za-z_][\w.]*)\(", first)
    return found[1] if found else first


def _parts(text: str) -> tuple[list[str], int]:
    """The parts of the choice that begins after a brace, and where it ends."""
    depth, start, parts = 0, 0, []
    for at, letter in enumerate(text):
        if letter == "{":
            depth += 1
        elif letter == "}" and depth:
            depth -= 1
        elif (letter == "|" and not depth) or letter == "}":
            parts.append(text[start:at])
            start = at + 1
            if letter == "}":
                return parts, at + 1
    raise ValueError(f"A brace is not closed: {text}")


def chosen(template: str, choose: Callable[[int], int]) -> str:
    """The template with `choose(n)` naming the part that is taken of each choice of n."""
    while "{" in template:
        at = template.index("{")
        parts, end = _parts(template[at + 1 :])
        template = template[:at] + parts[choose(len(parts))] + template[at + 1 + end :]
    return template


def _program(library: Library, text: str, seed: int, many: int) -> Program:
    *before, last = text.split("\n")
    names = {name: None for name in re.findall(r"(?<![\w.'\"])([A-Za-z])(?![\w'\"]|\s*=[^=])", text) if name in VALUES}
    draw = np.random.default_rng(seed)
    values = {name: VALUES[name](draw).tolist() for name in names}
    outs = [f"y{i}" for i in range(many)] if many else ["y"]
    imports = [line for word, line in IMPORTS[library] if word in text]
    loss = " + ".join(LOSSES[library].format(out) for out in outs)
    lines = [*imports, *before, f"{', '.join(outs)}{',' * (many == 1)} = {last}", f"loss = {loss}"]
    labels = tuple(name for name in names if name in WHOLE)
    return P(" ".join(text.split()), "\n".join(lines), values, written_for=library, labels=labels)


def _made(library: Library, template: str, seed: int, choose: Callable[[int], int]) -> Call:
    text, _, many = template.partition(" => ")
    return Call(template, _program(library, chosen(text, choose), seed, int(many or 0)))


def random_call(seed: int, library: Library | None = None) -> Call:
    """A call of any of the libraries; the same seed gives the same call."""
    pick = random.Random(seed)
    rows = [(name, row) for name, rows in TEMPLATES.items() for row in rows if library in (None, name)]
    name, template = rows[seed % len(rows)]
    return _made(name, template, seed, pick.randrange)


def every_call(library: Library, of_each: int) -> Iterator[Call]:
    """A number of different calls of each template."""
    for row, template in enumerate(TEMPLATES[library]):
        seen = set()
        for turn in range(of_each):
            pick = random.Random(f"{row} {turn}")
            call = _made(library, template, row * 1000 + turn, (lambda n: 0) if turn == 0 else pick.randrange)
            if call.program.name not in seen:
                seen.add(call.program.name)
                yield call


def check_call(call: Call) -> bool:
    """Whether the call is read. Raises Mismatch where it is not what the library says."""
    outcome: Outcome = judge(call.program)
    if outcome.kind in ("wrong", "crashed", "undecided", "oracle"):
        raise Mismatch(f"{outcome.kind}: {name_of(call.template)}: {outcome.reason}")
    return outcome.kind == "right"
