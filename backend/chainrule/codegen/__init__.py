"""The same graph as a program: flat NumPy, PyTorch, the lectures' Graph and Gate classes, a LaTeX derivation.

    code = generate(TraceRequest("x*y + x", {"x": 2.0, "y": 3.0}), "numpy")
    code.text                   # the program
    code.lines                  # which of its lines belong to which steps of the trace

Every line is made from the table of ops; nothing here knows an op by name. Names in the text are identifiers, and
everything else is ours or a number, so a source can put nothing into the code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..errors import InputError
from ..evaluate import Pass
from ..limits import DEFAULT, Limits
from ..request import TraceRequest
from ..tracing.build import draw
from ..tracing.moves import moves_by_leaf
from ..view import view as one_by_one
from .assemble import program
from .derivation import latex_script, latex_tangent_script
from .flat import numpy_script
from .forward_mode import dual_script, function_tangent_script, numpy_tangent_script
from .modular import modular_script, modular_tangent_script
from .program import Program
from .pytorch import eager_script, function_script
from .script import Code, CodeLine, Script, highlight
from .tangent_lines import Motion

__all__ = ["LANGUAGES", "Code", "Language", "CodeLine", "generate"]


class Language(NamedTuple):
    """A language that a graph is written in as code: one row of LANGUAGES."""

    title: str
    file: str
    write: Callable[[Program, Pass], Script]
    write_tangents: Callable[[Program, Motion], Script]  # the same in forward mode
    halves: bool = False  # it writes a backward graph line by line; the others have a backward pass of their own


LANGUAGES: Mapping[str, Language] = {
    "numpy": Language("NumPy, line by line", "backprop.py", numpy_script, numpy_tangent_script, halves=True),
    "torch": Language("PyTorch", "autograd.py", eager_script, dual_script, halves=True),
    "torch-function": Language("PyTorch Function", "function.py", function_script, function_tangent_script),
    "modular": Language("Graph and Gate classes", "gates.py", modular_script, modular_tangent_script),
    "latex": Language("LaTeX derivation", "derivation.tex", latex_script, latex_tangent_script),
}


def generate(request: TraceRequest, language: str = "numpy", limits: Limits = DEFAULT) -> Code:
    """Return a formula as code, its lines tied to the steps of its trace.

    Raises:
        ChainruleError: as `tracing.build`; `unknown-language`.
    """
    if language not in LANGUAGES:
        raise InputError(
            "unknown-language",
            f"There is no language `{language[:40]}`.",
            hint=f"The languages are: {', '.join(LANGUAGES)}.",
        )
    kind = LANGUAGES[language]
    if not kind.halves:
        request = replace(request, graph="forward")
    _, picture = draw(request, limits)
    run = picture.bare
    collapsed = [f"f{call}" for box in picture.view.boxes for call in box.calls]
    view = picture.view if not picture.view.bundles else one_by_one(run.graph, "open", closed=collapsed, repeats=False)
    halves = run.graph.halves
    graph = run.graph if halves is None else replace(run.graph, output=halves.output)
    lines, steps = program(graph, view, picture.letters), highlight(picture.steps, picture.view)
    if picture.moves is None or picture.bare_tangents is None:
        return kind.write(lines, run).code(language, kind.title, kind.file, steps)
    motion = Motion(run, moves_by_leaf(run.graph, picture.moves), picture.bare_tangents)
    return kind.write_tangents(lines, motion).code(language, kind.title, f"forward_{kind.file}", steps)
