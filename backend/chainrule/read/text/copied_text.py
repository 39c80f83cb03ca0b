"""Text around code where it is copied from: fences, prompts, magics, line numbers, diff marks, indentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .mapped import Edit, Mapped
from .python import parses

__all__ = ["cleaned", "is_sentence", "reindented", "without_prose"]

_NOISE = re.compile(
    r"(?m)^[ \t]*(?:```|~~~|>>>|In ?\[|Out ?\[|%%?[A-Za-z]|!|\?|@@ |diff --git|\$ |\d+(?:[ \t.:|]|$)|[+-](?:[ \t]|$))"
    r"|^[\w.]+\?\??$|&(?:lt|gt|amp|quot|#39);"
)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_FORMULA = re.compile(r"[ \t]*[^\W\d]\w*(?:\([\w, ]*\))?[ \t]*=")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_COUNT = r"\[(?:[\d ]*|\*|None)\]"
_PROMPT = re.compile(rf"[ \t]*(?:>>>|\.\.\.|In ?{_COUNT} ?:|[ \t]*\.\.\.:)[ ]?")
_STARTS = re.compile(rf"[ \t]*(?:>>>|In ?{_COUNT} ?:)")
_RESULT = re.compile(rf"[ \t]*Out ?{_COUNT} ?:")
_MAGIC = re.compile(r"[ \t]*(?:%%?[A-Za-z]|!|\?[\w.]|\$ )|[ \t]*[\w.]+\?\??[ \t]*$")
_NUMBER = re.compile(r"[ \t]*(\d{1,4})(?:[.:|]?[ \t]|[.:|]?$)")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#39);")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'"}
_SENTENCE = re.compile(r"[ \t]*(?:\(?[A-Za-z][\w'’-]*[,;:]?[ \t]+){2,}[A-Za-z][\w'’-]*\)?[.:!?]?[ \t]*")
_HEADING = re.compile(
    r"[ \t]*#{1,6}[ \t].*|[ \t]*[A-Z][a-z]{3,}(?: [A-Za-z]+)?:[ \t]*|[ \t]*[A-Z][a-z]{3,}(?: [a-z]+){0,3}!+[ \t]*"
)
_CODE_WORD = re.compile(
    r"[ \t]*(?:def|class|if|elif|else|for|while|with|try|except|finally|import|from|assert|raise|pass|break|continue"
    r"|return|global|del|print|lambda|derivative|gradient|differentiate)\b"
)

# What a notebook shows below a cell: the value of its last line.
_VALUE = re.compile(r"(?:Array|array|tensor|DeviceArray)\(|Parameter containing|(?:\[|\(|-?\d)[^=]*$")
_BELOW = 200  # lines below the code of a notebook's cell


class _Line(NamedTuple):
    start: int
    end: int  # without the line end
    text: str


def cleaned(text: Mapped) -> Mapped:
    """Return the text without what a notebook, a terminal, a forum or a diff put around it."""
    if _NOISE.search(text.text) is not None:
        for stage in (_entities, _fences, _prompts, _magics, _diff, _numbers):
            text = stage(text)
    text = _dedented(text) if text.text.lstrip("\n")[:1] in (" ", "\t") else text
    return _inline_code(text) if "`" in text.text and parses(text.text) is None else text


def _lines(text: Mapped) -> list[_Line]:
    lines, at = [], 0
    for line in text.text.split("\n"):
        lines.append(_Line(at, at + len(line), line))
        at += len(line) + 1
    return lines


def _removed(text: Mapped, cuts: Sequence[tuple[int, int]]) -> Mapped:
    return text.edited(Edit(start, end, "") for start, end in cuts if end > start)


def _entities(text: Mapped) -> Mapped:
    result = _ENTITY.finditer(text.text)
    return text.edited(Edit(entity.start(), entity.end(), _ENTITIES[entity[0]]) for entity in result)


def _fences(text: Mapped) -> Mapped:
    """Keep the text between fences; without a second fence, all but the fence itself."""
    lines = _lines(text)
    fences = [i for i, line in enumerate(lines) if _FENCE.match(line.text)]
    if not fences:
        return text
    if len(fences) == 1:
        return _removed(text, [(lines[fences[0]].start, lines[fences[0]].end)])
    inside = False
    cuts = []
    for i, line in enumerate(lines):
        if i in set(fences[:64]):
            inside = not inside
            cuts.append((line.start, line.end))
        elif not inside:
            cuts.append((line.start, line.end))
    return _removed(text, cuts)


def _inline_code(text: Mapped) -> Mapped:
    """Keep the code of text with code in it: "The loss is `L = (y - t)**2` where `y = w*x`", a line each.

    A name, or what is asked for (`dz/dx`), is a word of its sentence, and what stands in a comment is of its program.
    """
    codes = [code for code in _CODE.finditer(text.text) if "#" not in _line_before(text.text, code.start())]
    formulas = [code for code in codes if _FORMULA.match(code[1]) or len(codes) == 1]
    edits, at = [], 0
    for code in formulas:
        edits.append(Edit(at, code.start(1), "\n" if at else ""))
        at = code.end(1)
    return text.edited([*edits, Edit(at, len(text.text), "")]) if formulas else text


def _line_before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _prompts(text: Mapped) -> Mapped:
    """Keep the text typed behind prompts, without the printed output and the text between the cells of a notebook."""
    lines = _lines(text)
    if not any(_STARTS.match(line.text) for line in lines):
        return text
    cuts = []
    first = next(i for i, line in enumerate(lines) if _STARTS.match(line.text))
    above = "\n".join(line.text for line in lines[:first])
    typed = "In" in lines[first].text and bool(parses(above))  # the end of a cell whose prompt was not copied
    cells: list[list[_Line]] = [[]]  # lines below a prompt, which have none of their own
    for line in lines:
        prompt = _PROMPT.match(line.text)
        if _RESULT.match(line.text):
            typed = False
            cuts.append((line.start, line.end))
        elif prompt is not None:
            typed = "In" in prompt[0] or (typed and ":" in prompt[0])
            cuts.append((line.start, line.start + prompt.end()))
            cells.append([line._replace(start=line.start + prompt.end(), text=line.text[prompt.end() :])])
        elif not typed:
            cuts.append((line.start, line.end))
        else:
            cells[-1].append(line)
    for cell in cells:
        cuts += [(line.start, line.end) for line in cell[_code_lines(cell) :]]
    return _removed(text, sorted(cuts))


def _code_lines(cell: Sequence[_Line]) -> int:
    """Return how many lines of a cell are its code: what is printed or written below it is no Python.

    All of them where no part of it is Python, or where a line that is none has code below it.
    """
    results = [i for i in range(1, len(cell)) if not cell[i - 1].text.strip() and _VALUE.match(cell[i].text)]
    most = results[0] if results else len(cell)
    for size in range(most, max(0, most - _BELOW), -1):
        line = cell[size - 1].text
        if line.strip() and not line.lstrip().startswith("#") and parses("\n".join(each.text for each in cell[:size])):
            return size
    return len(cell)


def _magics(text: Mapped) -> Mapped:
    return _removed(text, [(line.start, line.end) for line in _lines(text) if _MAGIC.match(line.text)])


def _diff(text: Mapped) -> Mapped:
    """Return the new side of a diff."""
    lines = [line for line in _lines(text) if line.text.strip()]
    headed = any(line.text.startswith(("@@ ", "diff --git")) for line in lines)
    if not headed and not (len(lines) > 1 and all(line.text.startswith(("+ ", "+\t", "+")) for line in lines)):
        return text
    cuts = []
    for line in lines:
        header = line.text.startswith(("@@", "diff ", "index ", "---", "+++"))
        old = line.text.startswith("-")
        cuts.append((line.start, line.end if header or old else line.start + (line.text[0] in "+ ")))
    return _removed(text, cuts)


def _numbers(text: Mapped) -> Mapped:
    """Drop the numbers of lines, which count up by one."""
    lines = [line for line in _lines(text) if line.text.strip()]
    matches = [_NUMBER.match(line.text) for line in lines]
    counted = [int(number[1]) for number in matches if number]
    steps = sum(after == before + 1 for before, after in pairwise(counted))
    if len(counted) < 3 or len(counted) < 0.8 * len(lines) or steps < 0.8 * (len(counted) - 1):
        return text
    columns = [(line, number.end(1)) for line, number in zip(lines, matches, strict=True) if number]
    padded = text.edited(Edit(line.start, line.start + end, " " * end) for line, end in columns)
    padded = _dedented(padded)
    if parses(padded.text) is not None:
        return padded
    cuts = [(line.start, line.start + min(end + 1, len(line.text))) for line, end in columns]
    return _removed(text, cuts)


def _dedented(text: Mapped) -> Mapped:
    """Drop the indentation that all lines have."""
    lines = [line for line in _lines(text) if line.text.strip()]
    if not lines:
        return text
    margin = min(len(line.text) - len(line.text.lstrip(" \t")) for line in lines)
    return _removed(text, [(line.start, line.start + margin) for line in lines])


def reindented(text: Mapped) -> Mapped:
    """Return a piece whose first line was copied without its indentation."""
    lines = [line for line in _lines(text) if line.text.strip()]
    if len(lines) < 2 or lines[0].text[0] in " \t" or lines[0].text.rstrip().endswith((":", "(", "[", "{", ",", "\\")):
        return text
    margin = min(len(line.text) - len(line.text.lstrip(" \t")) for line in lines[1:])
    return _removed(text, [(line.start, line.start + margin) for line in lines[1:]]) if margin else text


def is_sentence(text: str) -> bool:
    """Return whether the text is one sentence and no formula."""
    return _SENTENCE.fullmatch(text.strip()) is not None and _CODE_WORD.match(text) is None


def without_prose(text: Mapped, is_known: Callable[[str], bool]) -> tuple[Mapped, tuple[int, int] | None]:
    """Return the text without lines that are sentences, and where the first of them stands in the source.

    A sentence has three words and more, none of which `is_known`, and no sign of a formula.
    """
    lines = _lines(text)
    if len([line for line in lines if line.text.strip()]) < 2:
        return text, None
    cuts = []
    for line in lines:
        sentence = _SENTENCE.fullmatch(line.text) or _HEADING.fullmatch(line.text)
        if sentence is None or _CODE_WORD.match(line.text):
            continue
        words = re.findall(r"[A-Za-z]\w*", line.text)
        if sum(map(is_known, words)) * 2 <= len(words):
            cuts.append((line.start, line.end))
    if not cuts or len(cuts) == len([line for line in lines if line.text.strip()]):
        return text, None
    start, end = cuts[0]
    return _removed(text, cuts), (text.begin[start], text.end[end - 1])
