"""A run in NumPy: the forward and the backward pass line by line, and the rule as it is."""

from __future__ import annotations

from ..codegen.flat import backward_lines, forward_lines, imports
from ..codegen.script import Script
from .parts import RunParts, data_lines, end_lines, loss_text, start_text, stop_lines, upstream_text
from .rule_lines import rule_function, schedule_function

__all__ = ["numpy_program"]


def numpy_program(parts: RunParts) -> Script:
    """Write the program of a run in NumPy.

    Raises:
        ValueProblem: `no-run-code`.
    """
    graph_program, own, states = parts.program, parts.own, parts.rule.states
    script, body = Script(), Script()
    data_lines(script, parts, "np")
    forward_lines(body, graph_program, "numpy")
    out = graph_program.names[graph_program.output]
    ones = f"np.ones_like({out})" if graph_program.graph.nodes[graph_program.output].shape else "1.0"
    backward_lines(body, graph_program, "numpy", upstream_text(parts, "np") or ones)
    script.add(f"def {own['loss_of']}({parts.arguments}):  # and its gradients")
    script.extend(body, "    ")
    script.add(
        f"    return {loss_text(parts, 'np')}, [{', '.join(graph_program.grads[leaf.id] for leaf in parts.leaves)}]"
    )
    schedule_function(script, parts)
    rule_function(script, parts, "numpy")
    script.add()
    script.add()
    script.add(f"def {own['train']}():")
    script.add(f"    parameters = [{', '.join(start_text(leaf, parts.run, 'np') for leaf in parts.leaves)}]")
    zeros = ", ".join(["np.zeros_like(w)"] * len(states))
    script.add(f"    states = [[{zeros}] for w in parameters]" + (f"  # {', '.join(states)}" if states else ""))
    script.add(f"    losses, T = [], {parts.iterations}")
    script.add("    for t in range(T + 1):")
    script.add(f"        loss, gradients = {own['loss_of']}(*parameters)")
    script.add("        losses.append(float(loss))")
    stop_lines(script, parts, "np.sum(g * g)")
    script.add(f"        lr = {parts.rate_call}")
    script.add("        for k, g in enumerate(gradients):")
    script.add(f"            parameters[k], *states[k] = {own['update']}(parameters[k], g, *states[k], lr, t + 1, T)")
    script.add("    return losses, parameters")
    end_lines(script, parts)
    imports(script, "numpy")
    return script
