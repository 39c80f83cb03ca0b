"""The loss of a run as functions of a program, and the loop that calls them until the run ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..codegen.script import Script
from ..learn.training import GROWTH
from .parts import LossProgram, RunParts, value_text

__all__ = ["LoopLanguage", "loop_lines", "loss_functions"]


class LoopLanguage(NamedTuple):
    """Words of the loop that differ between the languages.

    module: NumPy's or PyTorch's. body: the lines of the loss of so many examples, `return` among them. evaluated: the
    statements that make `loss` and `gradients` of a call; `starred`: what the parameters are called. item: the loss
    as a float. squares: the sum of the squares of one gradient `g`.
    """

    module: str
    body: Callable[[LossProgram], Script]
    evaluated: Callable[[str], Sequence[str]]
    starred: str
    item: str
    squares: str


def loss_functions(script: Script, parts: RunParts, language: LoopLanguage) -> None:
    """The loss of all examples; in a run of minibatches that of each size, where its lines are others, and the order of
    the minibatches."""
    own, batches = parts.own, parts.batches
    full_loss = _function(parts, own["loss_of"], parts.whole, language, inside=False)
    script.extend(full_loss)
    if batches is None:
        return
    names: dict[int, str] = {}
    for size, part in batches.parts.items():
        alike = _function(parts, own["loss_of"], part, language, inside=False).lines == full_loss.lines
        names[size] = own["loss_of"] if alike and not part.still else parts.program.allocator.take(f"loss_of_{size}")
        if names[size] != own["loss_of"]:
            script.add()
            script.add()
            script.extend(_function(parts, names[size], part, language, inside=True))
    script.add()
    script.add()
    rows = ", ".join(f"{size}: {name}" for size, name in names.items())
    script.add(f"{own['loss_by_size']} = {{{rows}}}  # by how many examples a minibatch has")
    script.add()
    script.add()
    script.add(f"def {own['batches']}():  # without end: each epoch is one permutation")
    script.add(f"    generator = np.random.default_rng({parts.settings.seed})")
    script.add("    while True:")
    script.add(f"        order = generator.permutation({batches.examples})")
    script.add(f"        for start in range(0, {batches.examples}, {batches.size}):")
    script.add(f"            yield order[start : start + {batches.size}]")


def _function(parts: RunParts, name: str, loss: LossProgram, language: LoopLanguage, *, inside: bool) -> Script:
    """`inside`: the numbers that do not move stand in the function: they may be others than those of all examples."""
    script = Script()
    script.add(f"def {name}({loss.arguments}):" + ("  # and its gradients" if language.module == "np" else ""))
    for leaf in loss.still if inside else ():
        script.add(f"    {loss.program.names[leaf.id]} = {value_text(leaf, loss.numbers, language.module)}")
    script.extend(language.body(loss), "    ")
    return script


def loop_lines(script: Script, parts: RunParts, language: LoopLanguage) -> None:
    """The head of the loop: `gradients` for the next update, or its end: the updates are done, it diverges, or it has
    converged."""
    if parts.batches is not None:
        _batch_loop(script, parts, language)
        return
    script.add(f"    losses, T = [], {parts.iterations}")
    script.add("    for t in range(T + 1):")
    for line in language.evaluated(f"{parts.own['loss_of']}(*{language.starred})"):
        script.add(f"        {line}")
    script.add(f"        losses.append({language.item})")
    script.add(f"        if t == T or not abs(losses[-1]) <= {_bound()}:")
    script.add("            break  # done, or diverged")
    if parts.settings.tolerance:
        _converged(script, parts, language, "        ")


def _converged(script: Script, parts: RunParts, language: LoopLanguage, indent: str) -> None:
    """A rule with a state has converged where two updates in a row are flat."""
    if not parts.rule.states:
        script.add(f"{indent}if {_short(parts, language)}:")
    else:
        script.add(f"{indent}was_flat, is_flat = t == 0 or is_flat, {_short(parts, language)}")
        script.add(f"{indent}if is_flat and was_flat:")
    script.add(f"{indent}    break  # converged")


def _batch_loop(script: Script, parts: RunParts, language: LoopLanguage) -> None:
    """At the updates that are kept the loss is that of all examples, at the others that of the next minibatch."""
    own = parts.own
    names = [parts.program.names[leaf.id] for leaf in parts.data]
    starred = language.starred
    full_loss = language.evaluated(f"{own['loss_of']}({', '.join((f'*{starred}', *names))})")
    cut = ", ".join((f"*{starred}", *(f"{name}[rows]" for name in names)))
    part = language.evaluated(f"{own['loss_by_size']}[len(rows)]({cut})")
    keep = min(parts.settings.keep, parts.iterations + 1)
    spread = f"{{round(each) for each in np.linspace(0, T, {max(2, keep)}).tolist()}}"
    recorded_updates = "range(T + 1)" if keep > parts.iterations else spread
    script.add(f"    order, losses, T = {own['batches']}(), {{}}, {parts.iterations}")
    script.add(f"    kept = {recorded_updates}  # the loss of all examples is worked out here")
    script.add("    for t in range(T + 1):")
    script.add("        if t in kept:")
    for line in full_loss:
        script.add(f"            {line}")
    script.add(f"            losses[t] = {language.item}")
    script.add("        else:")
    script.add("            rows = next(order)")
    for line in part:
        script.add(f"            {line}")
    script.add(f"        if t == T or not abs({language.item}) <= {_bound()}:")
    for line in (*full_loss, f"losses[t] = {language.item}"):
        script.add(f"            {line}")
    script.add("            break  # done, or diverged")
    if parts.settings.tolerance:
        script.add("        if t in kept:")
        _converged(script, parts, language, "            ")
    script.add("        if t in kept:")
    script.add("            rows = next(order)")
    for line in part:
        script.add(f"            {line}")


def _bound() -> str:
    return f"{GROWTH:.0e} * max(abs(losses[0]), {1 / GROWTH:.0e})".replace("e+", "e")


def _short(parts: RunParts, language: LoopLanguage) -> str:
    return f"sum({language.squares} for g in gradients) ** 0.5 < {float(parts.settings.tolerance)!r}"
