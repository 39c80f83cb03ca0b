"""Asides of formulas: the number of an equation, a name for it in brackets, what its letters are.

`z = wx + b   (1)`, `y = σ(z) (sigmoid activation)`, `a = max(0, z)  // ReLU`, `L = (y - t)^2, where t is the target`.
"""

from __future__ import annotations

import re

from .mapped import Edit, Mapped
from .vocabulary import function_name

__all__ = ["without_asides"]

_MARKS = re.compile(r"\([ \t]*[A-Za-z0-9]|//|\bwhere\b|\bwith\b")
_PROGRAM = re.compile(
    r"^[ \t]*(?:import|from|def|class|for|while|if|return|with|print|public|static|void|double|float|var|let|const)\b"
    r"|;[ \t]*$|\b(?:np|torch|tf|jnp|math)\.",
    re.MULTILINE,
)
_NUMBER = re.compile(r"(?<![ \t])(?P<gap>[ \t]++)\((?P<number>\d{1,2}(?:\.\d{1,2})?[a-z]?)\)[ \t]*$", re.MULTILINE)
_WORD = r"[A-Za-z]{2,}(?:['’-][A-Za-z]+)?"
_WORDS = rf"{_WORD}(?:[ \t,]+{_WORD}){{0,8}}"
_NOTE = re.compile(rf"(?<![ \t])[ \t]++(?:\(({_WORDS})\)|//[ \t]*({_WORDS}))[ \t]*[.,;]?[ \t]*$", re.MULTILINE)
_MEANING = re.compile(
    r"(?<![ \t,])[ \t]*+,?[ \t]*+\b(?:where|with)[ \t]++[^=\s](?:[^=\n]{0,19}[^=\s])??[ \t]++"
    r"(?:is|are|denotes?|represents?|means|stands[ \t]+for)\b[^=\n]*$",
    re.MULTILINE,
)
_NOUNS = frozenset(
    {
        *("activation", "preactivation", "loss", "cost", "error", "prediction", "output", "hidden", "input", "layer"),
        *("neuron", "gate", "target", "bias", "weight", "update", "gradient", "forward", "backward", "penalty"),
        "regularization",
    }
)


def without_asides(text: Mapped) -> tuple[Mapped, bool]:
    """Return the formulas of a text, and whether words were left out; a program's text stays as it is."""
    if "=" not in text.text or _MARKS.search(text.text) is None or _PROGRAM.search(text.text) is not None:
        return text, False
    numbers = [each for each in _NUMBER.finditer(text.text) if _has_formula(text.text, each.start())]
    marked = [each for each in numbers if len(each["gap"].expandtabs()) > 1]
    if len(numbers) > 1 and _count_up(numbers):
        marked = numbers
    text = text.edited(Edit(each.start(), each.end(), "") for each in marked)
    notes = [
        each for each in _NOTE.finditer(text.text) if _has_formula(text.text, each.start()) and _is_note(text, each)
    ]
    notes += [each for each in _MEANING.finditer(text.text) if _has_formula(text.text, each.start())]
    ordered = sorted(notes, key=lambda each: each.start())
    apart = [each for place, each in enumerate(ordered) if not place or each.start() >= ordered[place - 1].end()]
    return text.edited(Edit(each.start(), each.end(), "") for each in apart), bool(apart)


def _has_formula(text: str, at: int) -> bool:
    """Return whether an equation stands on the line before the place."""
    return "=" in text[text.rfind("\n", 0, at) + 1 : at]


def _count_up(numbers: list[re.Match[str]]) -> bool:
    """Return whether they count: (1), (2), (3)."""
    values = [each["number"] for each in numbers]
    return all(value.isdigit() for value in values) and [int(value) for value in values] == [
        int(values[0]) + place for place in range(len(values))
    ]


def _is_note(text: Mapped, note: re.Match[str]) -> bool:
    """Return whether the words are a note: no name of the text is among them, and one alone is a noun or a function."""
    words = re.findall(r"[A-Za-z]+", note[1] or note[2])
    rest = text.text[: note.start()] + text.text[note.end() :]
    if any(re.search(rf"(?<![\w]){word}(?![\w(])", rest) for word in words):
        return False
    return len(words) > 1 or words[0].casefold() in _NOUNS or function_name(words[0]) is not None
