"""The error of a function that a text calls and that nothing defines, with what may be meant."""

from __future__ import annotations

import ast
import re

from ..errors import SourceError, Span, TextEdit
from .machine import Machine
from .suggest import closest
from .text.signs import GREEK, canonical_name
from .values import Builtin, Class, ProgramFunction

__all__ = ["unknown_function"]

ABBREVIATED = {"sig": "sigmoid", "sigm": "sigmoid"}  # asked about, where one letter more would be another function
NEVER_MEANT = frozenset({"stop"})  # a gate of our own, one letter from `step`
_DISPLAYS = ("$", "\\[", "\\(", "\\begin")  # nothing is put in front of them
_FAR = 200  # characters of the arguments that are looked at
_NAME = re.compile(r"\\?[^\W\d_][^\W_]*+(?:_(?:\\?[^\W_]++|\{[^{}\n]*+\}))?")  # h_\\theta, as it was typed


def unknown_function(m: Machine, name: str, node: ast.AST) -> SourceError:
    """Return the error of a function that does not exist, with what may be meant."""
    own = [key for key, value in m.globals.names.items() if type(value) in (ProgramFunction, Class)]
    words = (key for key, value in m.builtins.items() if type(value) is Builtin and key not in NEVER_MEANT)
    on_paper = m.source.on_paper
    guess = ABBREVIATED.get(name)
    if guess is None and not (on_paper and name.partition("_")[0] in GREEK.values()):  # φ is not Φ
        guess = closest(name, [*own, *words])
    fix = _definition(m, name, node) if on_paper and not guess else None
    if guess:
        hint = f"Did you mean `{guess}`?"
    elif len(name) == 1 and on_paper:
        hint = f"Say what it is on a line above, `{name}(x) = ...`, or write `{name}*(...)` to multiply."
    elif len(name) == 1:
        hint = f"Write `{name}*(...)` to multiply."
    elif on_paper:
        hint = f"Say what it is on a line above: `{name}(x) = ...`."
    elif name[:1].isupper():
        hint = f"Paste its class above, too: `class {name}:`."
    else:
        hint = f"Define it above: `def {name}(...):`."
    return SourceError(
        "unknown-function", f"`{name}` is not known here.", span=m.span(node), hint=hint, fix=fix, guess=guess
    )


def _has_one_argument(behind: str) -> bool:
    """Return whether the bracket that opens behind a function's name closes without a comma."""
    depth = 0
    for sign in behind[:_FAR]:
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and sign in ")]}":
            return True
        if depth == 1 and sign in ",;":
            return False
    return False


def _definition(m: Machine, name: str, node: ast.AST) -> TextEdit | None:
    """Return the line that makes a function of paper, as φ of φ(Wx + b), an activation: a probability's is σ."""
    source, span = m.source.source, m.span(node)
    line = source.split("\n")[span.line - 1]
    match = _NAME.match(line, span.column)
    if match is None or source.lstrip().startswith(_DISPLAYS) or not _has_one_argument(line[match.end() :]):
        return None
    name_of_text = match[0]
    if canonical_name(re.sub(r"[\\{}]", "", name_of_text)) != name:  # \\mathrm{sim}
        return None
    probability = re.search(rf"(?:log|ln)[ \t]*\(?[ \t]*{re.escape(name_of_text)}", source) is not None
    activation = "sigmoid" if probability else "tanh"
    if m.source.dialect == "latex":
        activation = r"\sigma" if probability else r"\tanh"
    return TextEdit(Span(1, 0, 1, 0), f"{name_of_text}(x) = {activation}(x)\n")
