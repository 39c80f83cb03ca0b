"""Programs of forward mode: NumPy with a tangent line per value, PyTorch's dual numbers, a Function with its jvp."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import partial

import numpy as np

from ..graph import GraphNode
from .flat import forward_lines, imports, leaf_text
from .operands import is_variable
from .program import Program
from .pytorch import FLOAT64, MOST_CHECKED, leaf_tensor
from .script import Script, array_text
from .tangent_lines import Motion, dotted_names, moving_nodes, tangent_lines
from .values import careful, leaf_value

__all__ = ["dual_script", "function_tangent_script", "numpy_tangent_script"]

WORDS = "d<value>/d<direction>"
DUAL = "import torch.autograd.forward_ad as forward_ad"


def numpy_tangent_script(program: Program, motion: Motion) -> Script:
    """Return the program in NumPy, with a tangent line for each line that computes."""
    is_careful, dots = careful(program, motion.run), dotted_names(program)
    moving = moving_nodes(program, motion.direction)
    script = Script()
    head = "how each of them moves" if motion.direction else "none of them moves, every tangent is 0"
    script.add(f"# values, and the direction: {head}", "direction")
    for leaf in program.leaves:
        text = leaf_text(leaf, leaf_value(leaf, motion.run), is_careful)
        script.add(f"{program.names[leaf.id]} = {text}", f"v:n{leaf.id}", f"tv:n{leaf.id}")
        if leaf.name is not None:
            move = motion.direction.get(leaf.id, np.zeros(leaf.shape) if leaf.shape else 0.0)
            script.add(f"{dots[leaf.id]} = {leaf_text(leaf, move, is_careful)}", "direction", f"tv:n{leaf.id}")
    if program.gates:
        script.add()
        script.add(f"# forward pass: <name>_dot is the tangent of <name>, {WORDS}")
    behind = partial(tangent_lines, program, language="numpy", dots=dots, moving=moving)
    ends = forward_lines(script, program, "numpy", behind)
    _ends(script, program, ends, dots, moving)
    imports(script, "numpy")
    return script


def _ends(script: Script, program: Program, ends: list[str], dots: Mapping[int, str], moving: set[int]) -> None:
    """Add the tangents of the ends of a backward half: Hessian times direction."""
    halves = program.graph.halves
    for name, end in zip(ends, () if halves is None else halves.ends, strict=True):
        shape = program.graph.nodes[end.node].shape
        text = dots[end.node] if end.node in moving else f"np.zeros({shape})" if shape else "0.0"
        if f"{name}_dot" != text:
            script.add(f"{name}_dot = {text}", "direction")


def dual_script(program: Program, motion: Motion) -> Script:
    """PyTorch's forward-mode automatic differentiation: each variable that moves is a dual number."""
    script, body = Script(), Script()
    script.add("# values and tangents go together, in dual numbers")
    script.add("with forward_ad.dual_level():")
    for leaf in program.leaves:
        text = leaf_tensor(leaf, motion.run)
        tags = (f"v:n{leaf.id}", "direction", f"tv:n{leaf.id}")
        if leaf.id in motion.direction:
            move = _tensor(leaf, motion.direction[leaf.id])
            body.add(f"{program.names[leaf.id]} = forward_ad.make_dual({text}, {move})", *tags)
        else:
            body.add(f"{program.names[leaf.id]} = {text}", *tags)
    body.add()
    body.add("# forward pass: each line computes the value and its tangent")
    lines = Script()
    names = forward_lines(lines, program, "torch")
    for text, own in zip(lines.lines, lines.tags, strict=True):
        body.add(text, *own, *[tag.replace("f:", "t:", 1) for tag in own if tag.startswith("f:")])
    body.add()
    for name in names or [program.names[program.output]]:
        body.add(f'print("{name}", forward_ad.unpack_dual({name}).tangent)', "direction")
    script.extend(body, "    ")
    imports(script, "torch", FLOAT64[0], DUAL, *FLOAT64[1:])
    return script


def function_tangent_script(program: Program, motion: Motion) -> Script:
    """A Function with a forward pass and a `jvp` of its own, called with a dual number and checked by gradcheck."""
    names, dots = program.names, dotted_names(program)
    moving = moving_nodes(program, motion.direction)
    leaves = [names[leaf.id] for leaf in program.leaves]
    forward, ahead = Script(), Script()
    forward_lines(forward, program, "torch")
    for gate in program.gates:
        if gate.out in moving:
            line, tags = tangent_lines(program, gate, "torch", dots, moving)
            ahead.add(line, *tags)
        else:
            tag = tuple(each.replace("f:", "t:", 1) for each in gate.tags)
            ahead.add(f"# {names[gate.out]} does not move", *tag)
    script = Script()
    script.add("class Formula(torch.autograd.Function):")
    script.add("    @staticmethod")
    script.add(f"    def forward(ctx, {', '.join(leaves)}):")
    script.extend(forward, " " * 8)
    text = "\n".join(line.partition(" = ")[2] for line in ahead.lines)
    retained = [name for node, name in names.items() if _reads(text, name)]
    if retained:
        script.add(f"        ctx.save_for_forward({', '.join(retained)})  # what jvp needs")
    # An input that goes out as it is would have to be a view in `jvp`, too.
    own = any(
        line.startswith(f"{names[program.output]} = ") and not is_variable(line.split(" = ")[1])
        for line in forward.lines
    )
    script.add(f"        return {names[program.output]}" + ("" if own else ".clone()"))
    script.add()
    script.add("    @staticmethod")
    script.add(f"    def jvp(ctx, {', '.join(dots[leaf.id] for leaf in program.leaves)}):", "direction")
    if retained:
        script.add(f"        {', '.join(retained)}{',' * (len(retained) == 1)} = ctx.saved_tensors")
    script.extend(ahead, " " * 8)
    out_shape = program.graph.nodes[program.output].shape
    script.add(f"        return {dots[program.output] if program.output in moving else f'torch.zeros({out_shape})'}")
    script.add()
    script.add()
    script.add("# values")
    for leaf in program.leaves:
        script.add(f"{names[leaf.id]} = {leaf_tensor(leaf, motion.run)}", f"v:n{leaf.id}", f"tv:n{leaf.id}")
    script.add()
    out = program.allocator.take("out", "result")
    duals = [
        f"forward_ad.make_dual({names[leaf.id]}, {_tensor(leaf, motion.direction[leaf.id])})"
        if leaf.id in motion.direction
        else names[leaf.id]
        for leaf in program.leaves
    ]
    script.add("with forward_ad.dual_level():", "direction")
    script.add(f"    {out} = Formula.apply({', '.join(duals)})", "direction")
    script.add(f'    print("{names[program.output]}", forward_ad.unpack_dual({out}).tangent)', "direction")
    if program.output in moving:
        script.add()
        count = sum(math.prod(leaf.shape) for leaf in program.leaves if leaf.id in motion.direction)
        mark = "" if count <= MOST_CHECKED else "# "
        if mark:
            script.add(f"# True if it is right; it moves {count:,} numbers one by one, so it takes its time:")
        listed = ", ".join(
            f"{names[leaf.id]}.requires_grad_()" if leaf.id in motion.direction else names[leaf.id]
            for leaf in program.leaves
        ) + "," * (len(leaves) == 1)
        settings = "check_forward_ad=True, check_backward_ad=False, raise_exception=False"
        script.add(f"{mark}print(torch.autograd.gradcheck(Formula.apply, ({listed}), {settings}))")
    imports(script, "torch", FLOAT64[0], DUAL, *FLOAT64[1:], "")
    return script


def _reads(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text) is not None


def _tensor(leaf: GraphNode, move: object) -> str:
    return array_text(move, "torch") if leaf.shape else f"torch.tensor({array_text(move, 'torch')})"
