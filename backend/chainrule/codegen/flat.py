"""Flat NumPy, as the lectures teach it: forward line by line, then one gradient line per forward line, in reverse."""

from __future__ import annotations

from collections.abc import Mapping

from ..evaluate import Pass
from ..ops import OPS
from ..ops.helpers import needed, shape_sum
from .expression import MODULES, G, tidy, written
from .names import Names, identifier
from .operands import forwards, is_variable, one_array
from .program import Back, Gate, Program
from .script import Script, array_text
from .values import careful, given, seeded

__all__ = ["backward_lines", "forward_lines", "gradient", "imports", "into_lines", "numpy_script", "value_lines"]


def numpy_script(made: Program, run: Pass) -> Script:
    wide = careful(made, run)
    script = Script()
    script.add("# values")
    value_lines(script, made, run, wide)
    if made.gates:
        script.add()
        script.add("# forward pass")
    forward_lines(script, made, "numpy")
    if made.graph.halves is not None:
        imports(script, "numpy")
        return script
    script.add()
    script.add(f"# backward pass: d<name> is the gradient of {made.names[made.output]} on <name>")
    backward_lines(script, made, "numpy", seed_text(made, run, wide))
    imports(script, "numpy")
    return script


def forward_lines(script: Script, made: Program, language: str) -> list[str]:
    """A line for each gate; of a graph with two halves those of the backward half too, and its ends, whose names it
    returns."""
    halves, begun = made.graph.halves, False
    for gate in made.gates:
        if halves is not None and gate.out >= halves.nodes and not begun:
            begun = True
            script.add()
            script.add("# backward pass: d<name> is the gradient on <name>")
        known = {symbol: made.operand(value, language) for symbol, value in gate.symbols.items()}
        script.add(f"{made.names[gate.out]} = {made.forward(gate, language, known)}", *gate.tags)
    ends: list[str] = []
    variables = set(made.names.values())
    for end in () if halves is None else halves.ends:
        name, wish = made.names.get(end.node, ""), identifier(end.name)
        ends.append(wish if name == wish or wish not in variables else made.taken.take(end.name))
        if ends[-1] != name:
            script.add(f"{ends[-1]} = {name or made.operand(f'c{end.node}', language)}")
    return ends


def seed_text(made: Program, run: Pass, wide: bool) -> str:
    """What the gradient of the output starts as."""
    out, upstream = made.graph.nodes[made.output], seeded(made, run)
    if upstream is None:
        return f"np.ones_like({made.names[out.id]})" if out.shape else "1.0"
    return _number(array_text(upstream, "np"), wide and not out.shape)


def value_lines(script: Script, made: Program, run: Pass, wide: bool) -> None:
    """One line per leaf. `wide`: numbers as np.float64, where Python's own would raise."""
    for leaf in made.leaves:
        value = given(leaf, run)
        if value is None:
            text = OPS[leaf.op].code("numpy", **leaf.params)
        else:
            text = _number(array_text(value, "np"), wide and not leaf.shape)
        script.add(f"{made.names[leaf.id]} = {text}", f"v:n{leaf.id}")


def _number(text: str, wide: bool) -> str:
    return f"np.float64({text})" if wide else text


def backward_lines(script: Script, made: Program, language: str, seed: str | None) -> None:
    """Every gradient line, in reverse. `seed` None: the gradient of the output is given."""
    module = MODULES[language]
    grads, nodes = made.grads, made.graph.nodes
    if seed is not None:
        script.add(f"{grads[made.output]} = {seed}", "seed")
    zeroed = set(made.zeroed())
    for node in made.zeroed():
        array = nodes[node].shape or language == "torch"
        zero = f"{module}.zeros_like({made.names[node]})" if array else "0.0"
        script.add(f"{grads[node]} = {zero}", f"z:{node}")
    for gate in reversed(made.gates):
        known = {symbol: made.operand(value, language) for symbol, value in gate.symbols.items()}
        known |= {"out": made.names[gate.out], G: grads[gate.out]}
        for back in gate.backs:
            if back.into:
                for line in into_lines(gate, back, language, grads[back.node], known, made.taken):
                    script.add(line, *back.tags)
                continue
            text = gradient(back, language, known, nodes[back.node].shape, made.names[back.node])
            sign = "+=" if back.node in zeroed else "="
            script.add(f"{grads[back.node]} {sign} {text}", *back.tags)


def into_lines(gate: Gate, back: Back, language: str, grad: str, known: Mapping[str, str], taken: Names) -> list[str]:
    """The lines that add a gradient into a part of `grad`."""
    (node,) = gate.rows
    into = OPS[node.op].into
    assert into is not None
    axes, params = forwards(gate.params) if language == "torch" else ([], gate.params)
    if not axes:
        return [into(language, **params).format(d=grad, g=known[G])]
    flipped = taken.take("flipped")
    return [
        f"{flipped} = torch.zeros_like({grad})",
        into(language, **params).format(d=flipped, g=known[G]),
        f"{grad} += {flipped}.flip({', '.join(map(str, axes))})",
    ]


def gradient(back: Back, language: str, known: Mapping[str, str], shape: tuple[int, ...], name: str) -> str:
    """What one line adds to a gradient, in the shape of its variable."""
    if back.code:
        arrays = {symbol: text if is_variable(text) else one_array(language, text) for symbol, text in known.items()}
        return tidy(shape_sum(back.code[language].format_map(arrays), back.wide, shape, language))
    if back.tree is None:
        zeros = f"{MODULES[language]}.zeros_like({name})"
        return zeros if shape or language == "torch" else "0.0"
    return tidy(shape_sum(written(back.tree, language, known), back.wide, shape, language))


def imports(script: Script, language: str, *always: str) -> None:
    """The imports that the text needs, and the helpers of the table that it calls, in front."""
    text = "\n".join(script.lines)
    helpers = needed(language, text)
    text = "\n".join((text, *helpers))
    heads = [
        *(["import math", ""] if "math." in text else []),
        *(["import numpy as np"] if "np." in text else []),
        *always,
    ]
    defined = [line for code in helpers for line in ("", "", *code.splitlines())]
    script.start(*heads, *defined, *(["", ""] if defined else [""] if heads else []))
