"""PyTorch: eager, where autograd does the backward pass, and as a Function, where we do it and gradcheck looks on."""

from __future__ import annotations

import math

import numpy as np

from ..evaluate import Pass
from ..graph import GraphNode
from ..ops import OPS
from .expression import G
from .flat import backward_lines, forward_lines, imports
from .program import Program
from .script import Script, array_text
from .values import leaf_value, seeded

__all__ = ["FLOAT64", "MOST_CHECKED", "eager_script", "function_script", "leaf_tensor"]

MOST_CHECKED = 200  # numbers that gradcheck moves one by one, each for one more forward pass
FLOAT64 = ("import torch", "", "torch.set_default_dtype(torch.float64)")


def eager_script(program: Program, run: Pass) -> Script:
    """Return the program in PyTorch whose backward pass is `backward()`."""
    script = Script()
    _leaves(script, program, run)
    if program.gates:
        script.add()
        script.add("# forward pass: PyTorch writes down what it does")
    names = forward_lines(script, program, "torch")
    if program.graph.halves is not None:
        script.add()
        for name in names:
            script.add(f'print("{name}", {name}.detach())')
        imports(script, "torch", *FLOAT64)
        return script
    script.add()
    script.add("# backward pass: PyTorch runs what it wrote down, in reverse")
    back = sorted({tag for gate in program.gates for back in gate.backs for tag in (*back.tags, *back.sums)})
    out = program.names[program.output]
    if _moves(program):
        script.add(f"{out}.backward({_seed(program, run, out)})", "seed", *back)
    else:
        script.add("# nothing to run: no gradient gets back to a leaf", "seed", *back)
    script.add()
    _prints(script, program)
    imports(script, "torch", *FLOAT64)
    return script


def function_script(program: Program, run: Pass) -> Script:
    """Return the program as an `autograd.Function`, whose backward pass is written out."""
    names, grads = program.names, program.grads
    leaves = [names[leaf.id] for leaf in program.leaves]
    body = Script()
    forward_lines(body, program, "torch")
    back = Script()
    backward_lines(back, program, "torch", None)
    retained = _retained(program)
    script = Script()
    script.add("class Formula(torch.autograd.Function):")
    script.add("    @staticmethod")
    script.add(f"    def forward(ctx, {', '.join(leaves)}):")
    script.extend(body, " " * 8)
    if retained:
        script.add(f"        ctx.save_for_backward({', '.join(retained)})  # what backward needs")
    script.add(f"        return {names[program.output]}" + ("" if program.gates else ".clone()"))
    script.add()
    script.add("    @staticmethod")
    script.add(f"    def backward(ctx, {grads[program.output]}):", "seed")
    if retained:
        script.add(f"        {', '.join(retained)}{',' * (len(retained) == 1)} = ctx.saved_tensors")
    script.extend(back, " " * 8)
    script.add(f"        return {', '.join(grads[leaf.id] for leaf in program.leaves)}")
    script.add()
    script.add()
    _leaves(script, program, run)
    script.add()
    out = program.allocator.take("out", "result")
    script.add(f"{out} = Formula.apply({', '.join(leaves)})")
    script.add(f"{out}.backward({_seed(program, run, out)})", "seed")
    _prints(script, program)
    script.add()
    count = sum(math.prod(leaf.shape) for leaf in program.leaves)
    few = count <= MOST_CHECKED
    if not few:
        script.add(f"# True if it is right; it moves {count:,} numbers one by one, so it takes its time:")
    mark = "" if few else "# "
    argument_list = ", ".join(leaves) + "," * (len(leaves) == 1)
    script.add(f"{mark}print(torch.autograd.gradcheck(Formula.apply, ({argument_list}), raise_exception=False))")
    imports(script, "torch", *FLOAT64, "")
    return script


def _leaves(script: Script, program: Program, run: Pass) -> None:
    script.add("# values")
    for leaf in program.leaves:
        text = leaf_tensor(leaf, run, ", requires_grad=True")
        script.add(f"{program.names[leaf.id]} = {text}", f"v:n{leaf.id}")


def leaf_tensor(leaf: GraphNode, run: Pass, settings: str = "") -> str:
    """Return the value of a leaf. `settings`: what stands behind it in the call."""
    value = leaf_value(leaf, run)
    if value is None:
        return f"torch.tensor({OPS[leaf.op].code('numpy', **leaf.params)}{settings})"
    text = array_text(value, "torch") if np.ndim(value) else f"torch.tensor({array_text(value, 'torch')})"
    return f"{text[:-1]}{settings})"


def _moves(program: Program) -> bool:
    """Return whether some leaf gets a gradient: PyTorch refuses to run backward from a value that depends on none."""
    reached = {program.output}
    for gate in reversed(program.gates):
        if gate.out in reached:
            reached.update(back.node for back in gate.backs if back.passes)
    return any(leaf.id in reached for leaf in program.leaves)


def _seed(program: Program, run: Pass, name: str) -> str:
    """Return the argument of `backward` of the output, which is called `name`."""
    out, upstream = program.graph.nodes[program.output], seeded(program, run)
    if upstream is None:
        return f"torch.ones_like({name})" if out.shape else ""
    return array_text(upstream, "torch") if out.shape else f"torch.tensor({array_text(upstream, 'torch')})"


def _prints(script: Script, program: Program) -> None:
    for leaf in program.leaves:
        name = program.names[leaf.id]
        script.add(f'print("{name}", {name}.grad)')


def _retained(program: Program) -> list[str]:
    """Return the values that some gradient line reads, in the order they are made."""
    used = set(program.zeroed())
    for gate in program.gates:
        for back in gate.backs:
            if not back.passes or back.into:
                used.add(back.node)
            for word in back.words:
                value = gate.out if word == "out" else gate.symbols.get(word)
                if isinstance(value, int) and word != G:
                    used.add(value)
    order = [leaf.id for leaf in program.leaves] + [gate.out for gate in program.gates]
    return [program.names[node] for node in order if node in used]
