"""A run as a program: the NumPy or the PyTorch lines that do the same updates from the same start."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..codegen import Code
from ..codegen.script import Script
from ..errors import InputError
from ..learn import Settings
from ..limits import DEFAULT, Limits
from ..request import TraceRequest
from .numpy_program import numpy_program
from .parts import RunParts, parts_of
from .torch_program import torch_program

__all__ = ["RUN_LANGUAGES", "run_code"]


class _Language(NamedTuple):
    title: str
    file: str
    write: Callable[[RunParts], Script]


RUN_LANGUAGES = {
    "numpy": _Language("NumPy", "train_numpy.py", numpy_program),
    "torch": _Language("PyTorch", "train_torch.py", torch_program),
}


def run_code(request: TraceRequest, settings: Settings, language: str = "numpy", limits: Limits = DEFAULT) -> Code:
    """Return the program of a run. It prints the loss before each update and after the last, and the last parameters.

    Raises:
        ChainruleError: as `train`; `unknown-language`; `no-run-code` where a run is not written as a program: one
            of the program's own lines, of parameters that the text computes, of a program that chooses
            its way by a number, of a rule with a function that the language lacks.
    """
    row = RUN_LANGUAGES.get(language)
    if row is None:
        hint = f"The languages of a run are: {', '.join(RUN_LANGUAGES)}."
        raise InputError("unknown-language", f"There is no language `{language[:40]}`.", hint=hint)
    script = row.write(parts_of(request, settings, limits))
    return script.code(language, row.title, row.file, [])
