"""A run in PyTorch: autograd makes the gradients, and torch.optim moves the parameters where it has the rule."""

from __future__ import annotations

from ..codegen.flat import forward_lines, imports
from ..codegen.pytorch import FLOAT64
from ..codegen.script import Script
from ..learn import OPTIMIZERS
from .losses import LoopLanguage, loop_lines, loss_functions
from .parts import LossProgram, RunParts, data_lines, end_lines, loss_text, start_text
from .rule_lines import rule_function, schedule_function

__all__ = ["torch_program"]


def torch_program(parts: RunParts) -> Script:
    """Write the program of a run in PyTorch.

    Raises:
        InputError: `no-run-code`.
    """
    own, rule = parts.own, parts.rule
    row = OPTIMIZERS.get(rule.name)
    call = "" if row is None else row.torch
    script = Script()

    def body(loss: LossProgram) -> Script:
        lines = Script()
        forward_lines(lines, loss.program, "torch")
        lines.add(f"return {loss_text(parts, loss, 'torch')}")
        return lines

    def evaluated(call: str) -> list[str]:
        return [f"loss = {call}", "gradients = torch.autograd.grad(loss, params)"]

    language = LoopLanguage("torch", body, evaluated, "params", "loss.item()", "torch.sum(g * g).item()")
    data_lines(script, parts, "torch")
    loss_functions(script, parts, language)
    schedule_function(script, parts)
    if not call:
        rule_function(script, parts, "torch")
    script.add()
    script.add()
    script.add(f"def {own['train']}():")
    script.add(f"    params = [{', '.join(start_text(leaf, parts.run, 'torch') for leaf in parts.leaves)}]")
    if call:
        numbers = {"weight_decay": 0.0, **rule.settings, "lr": rule.lr}
        filled = call.format_map({name: repr(value) for name, value in numbers.items()})
        script.add(f"    optimizer = torch.optim.{filled}")
    else:
        zeros = ", ".join(["torch.zeros_like(w)"] * len(rule.states))
        noted = f"  # {', '.join(rule.states)}" if rule.states else ""
        script.add(f"    states = [[{zeros}] for w in params]{noted}")
    loop_lines(script, parts, language)
    if call:
        _step(script, parts)
    else:
        script.add(f"        lr = {parts.rate_call}")
        script.add("        with torch.no_grad():")
        script.add("            for k, g in enumerate(gradients):")
        script.add(f"                new, *states[k] = {own['update']}(params[k], g, *states[k], lr, t + 1, T)")
        script.add("                params[k].copy_(new)")
    script.add("    return losses, [w.detach() for w in params]")
    end_lines(script, parts)
    numpy = ("import numpy as np",) if parts.batches is not None else ()  # the order of the minibatches is NumPy's
    imports(script, "torch", *numpy, *FLOAT64)
    return script


def _step(script: Script, parts: RunParts) -> None:
    """Write one update by torch.optim."""
    script.add("        for w, g in zip(params, gradients):")
    script.add("            w.grad = g")
    if parts.settings.schedule is not None:
        script.add(f'        optimizer.param_groups[0]["lr"] = {parts.rate_call}')
    script.add("        optimizer.step()")
