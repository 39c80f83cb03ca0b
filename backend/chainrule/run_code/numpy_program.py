"""A run in NumPy: the forward and the backward pass line by line, and the rule as it is."""

from __future__ import annotations

from ..codegen.flat import backward_lines, forward_lines, imports
from ..codegen.script import Script
from .losses import LoopLanguage, loop_lines, loss_functions
from .parts import LossProgram, RunParts, data_lines, end_lines, loss_text, start_text, upstream_text
from .rule_lines import rule_function, schedule_function

__all__ = ["numpy_program"]


def numpy_program(parts: RunParts) -> Script:
    """Write the program of a run in NumPy.

    Raises:
        InputError: `no-run-code`.
    """
    own, states = parts.own, parts.rule.states
    script = Script()

    def body(loss: LossProgram) -> Script:
        lines, graph_program = Script(), loss.program
        forward_lines(lines, graph_program, "numpy")
        out = graph_program.names[graph_program.output]
        ones = f"np.ones_like({out})" if graph_program.graph.nodes[graph_program.output].shape else "1.0"
        backward_lines(lines, graph_program, "numpy", upstream_text(parts, "np") or ones)
        gradients = ", ".join(graph_program.grads[leaf.id] for leaf in loss.leaves)
        lines.add(f"return {loss_text(parts, loss, 'np')}, [{gradients}]")
        return lines

    def evaluated(call: str) -> list[str]:
        return [f"loss, gradients = {call}"]

    language = LoopLanguage("np", body, evaluated, "parameters", "float(loss)", "np.sum(g * g)")
    data_lines(script, parts, "np")
    loss_functions(script, parts, language)
    schedule_function(script, parts)
    rule_function(script, parts, "numpy")
    script.add()
    script.add()
    script.add(f"def {own['train']}():")
    script.add(f"    parameters = [{', '.join(start_text(leaf, parts.run, 'np') for leaf in parts.leaves)}]")
    zeros = ", ".join(["np.zeros_like(w)"] * len(states))
    script.add(f"    states = [[{zeros}] for w in parameters]" + (f"  # {', '.join(states)}" if states else ""))
    loop_lines(script, parts, language)
    script.add(f"        lr = {parts.rate_call}")
    script.add("        for k, g in enumerate(gradients):")
    script.add(f"            parameters[k], *states[k] = {own['update']}(parameters[k], g, *states[k], lr, t + 1, T)")
    script.add("    return losses, parameters")
    end_lines(script, parts)
    imports(script, "numpy")
    return script
