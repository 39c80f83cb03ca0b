"""Flat NumPy, as the lectures teach it: forward line by line, then one gradient line per forward line, in reverse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ..evaluate import Pass
from ..graph import GraphNode
from ..ops import OPS
from ..ops.helpers import needed, shape_sum
from .expression import MODULES, G, expression_code, tidy
from .names import NameAllocator, identifier
from .operands import forwards, is_variable, one_array
from .program import DownstreamLine, GateLines, Program
from .script import Script, array_text
from .values import careful, leaf_value, seeded

__all__ = [
    "backward_lines",
    "forward_lines",
    "gradient",
    "imports",
    "into_lines",
    "leaf_text",
    "numpy_script",
    "value_lines",
]

Tags: TypeAlias = tuple[str, ...]


def numpy_script(program: Program, run: Pass) -> Script:
    """Return the program in NumPy, with a gradient line for each line that computes."""
    is_careful = careful(program, run)
    script = Script()
    script.add("# values")
    value_lines(script, program, run, is_careful)
    if program.gates:
        script.add()
        script.add("# forward pass")
    forward_lines(script, program, "numpy")
    if program.graph.halves is not None:
        imports(script, "numpy")
        return script
    script.add()
    script.add(f"# backward pass: d<name> is the gradient of {program.names[program.output]} on <name>")
    backward_lines(script, program, "numpy", seed_text(program, run, is_careful))
    imports(script, "numpy")
    return script


def forward_lines(
    script: Script, program: Program, language: str, behind: Callable[[GateLines], tuple[str, Tags]] | None = None
) -> list[str]:
    """Add a line for each gate, with the backward half of a graph with two halves.

    Args:
        behind: the line that stands behind that of a gate, and its tags.

    Returns:
        The names of the ends of that half.
    """
    halves, has_backward = program.graph.halves, False
    for gate in program.gates:
        if halves is not None and gate.out >= halves.nodes and not has_backward:
            has_backward = True
            script.add()
            script.add("# backward pass: d<name> is the gradient on <name>")
        operands = {symbol: program.operand(value, language) for symbol, value in gate.symbols.items()}
        script.add(f"{program.names[gate.out]} = {program.forward(gate, language, operands)}", *gate.tags)
        if behind is not None:
            line, tags = behind(gate)
            script.add(line, *tags)
    ends: list[str] = []
    variables = set(program.names.values())
    for end in () if halves is None else halves.ends:
        name, preferred = program.names.get(end.node, ""), identifier(end.name)
        ends.append(preferred if name == preferred or preferred not in variables else program.allocator.take(end.name))
        if ends[-1] != name:
            script.add(f"{ends[-1]} = {name or program.operand(f'c{end.node}', language)}")
    return ends


def seed_text(program: Program, run: Pass, is_careful: bool) -> str:
    """Return the text of the gradient with which the output starts."""
    out, upstream = program.graph.nodes[program.output], seeded(program, run)
    if upstream is None:
        return f"np.ones_like({program.names[out.id]})" if out.shape else "1.0"
    return _number(array_text(upstream, "np"), is_careful and not out.shape)


def value_lines(script: Script, program: Program, run: Pass, is_careful: bool) -> None:
    """Write one line per leaf. `is_careful`: numbers as np.float64, where Python's own would raise."""
    for leaf in program.leaves:
        text = leaf_text(leaf, leaf_value(leaf, run), is_careful)
        script.add(f"{program.names[leaf.id]} = {text}", f"v:n{leaf.id}")


def leaf_text(leaf: GraphNode, value: Any, is_careful: bool) -> str:
    """Return the value or the direction of a leaf; None: what its own row says."""
    if value is None:
        return OPS[leaf.op].code("numpy", **leaf.params)
    return _number(array_text(value, "np"), is_careful and not leaf.shape)


def _number(text: str, is_careful: bool) -> str:
    return f"np.float64({text})" if is_careful else text


def backward_lines(script: Script, program: Program, language: str, seed: str | None) -> None:
    """Write every gradient line, in reverse. `seed` None: the gradient of the output is given."""
    module = MODULES[language]
    grads, nodes = program.grads, program.graph.nodes
    if seed is not None:
        script.add(f"{grads[program.output]} = {seed}", "seed")
    zeroed = set(program.zeroed())
    for node in program.zeroed():
        array = nodes[node].shape or language == "torch"
        zero = f"{module}.zeros_like({program.names[node]})" if array else "0.0"
        script.add(f"{grads[node]} = {zero}", f"z:{node}")
    for gate in reversed(program.gates):
        operands = {symbol: program.operand(value, language) for symbol, value in gate.symbols.items()}
        operands |= {"out": program.names[gate.out], G: grads[gate.out]}
        for back in gate.backs:
            if back.into:
                for line in into_lines(gate, back, language, grads[back.node], operands, program.allocator):
                    script.add(line, *back.tags, *back.sums)
                continue
            text = gradient(back, language, operands, nodes[back.node].shape, program.names[back.node])
            sign = "+=" if back.node in zeroed else "="
            script.add(f"{grads[back.node]} {sign} {text}", *back.tags, *back.sums)


def into_lines(
    gate: GateLines, back: DownstreamLine, language: str, grad: str, operands: Mapping[str, str], names: NameAllocator
) -> list[str]:
    """Return the lines that add a gradient into a part of `grad`."""
    (node,) = gate.rows
    into = OPS[node.op].accumulate_statement
    assert into is not None
    axes, params = forwards(gate.params) if language == "torch" else ([], gate.params)
    if not axes:
        return [into(language, **params).format(d=grad, g=operands[G])]
    flipped = names.take("flipped")
    return [
        f"{flipped} = torch.zeros_like({grad})",
        into(language, **params).format(d=flipped, g=operands[G]),
        f"{grad} += {flipped}.flip({', '.join(map(str, axes))})",
    ]


def gradient(
    back: DownstreamLine, language: str, operands: Mapping[str, str], shape: tuple[int, ...], name: str
) -> str:
    """Return the text of the term that one line adds to a gradient, in the shape of its variable."""
    if back.code:
        arrays = {symbol: text if is_variable(text) else one_array(language, text) for symbol, text in operands.items()}
        return tidy(shape_sum(back.code[language].format_map(arrays), back.wide, shape, language))
    if back.tree is None:
        zeros = f"{MODULES[language]}.zeros_like({name})"
        return zeros if shape or language == "torch" else "0.0"
    return tidy(shape_sum(expression_code(back.tree, language, operands), back.wide, shape, language))


def imports(script: Script, language: str, *always: str) -> None:
    """Put the imports that the text needs, and the helpers of the table that it calls, in front."""
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
