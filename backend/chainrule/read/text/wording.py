"""An exercise as it is stated: `Let x = 2. Compute f = x^2 y at y = 3.` -> its formulas, a line each.

Only words of the table are left out, and only where a formula goes on behind them: any other word stays where it is and
is told about as a part of a formula that is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import SourceError, TextEdit
from .mapped import Edit, Mapped, SourcePlaces

__all__ = ["UnknownTask", "refuse_asked", "with_points", "without_wording"]

# Words that state a task and say nothing that a formula needs: what they ask for is drawn in any case.
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        let given suppose solve assume assuming consider take define set if for recall note now then here so
        thus hence also and compute calculate evaluate find determine derive draw sketch show differentiate what
        is are be that we have want wanted need the a an of its this your following simple function functions
        formula expression equation value values gradient gradients derivative derivatives partial computational
        computation graph network neuron loss cost where with input inputs output outputs weight weights bias
        biases target targets label labels forward backward pass step example problem question exercise task
        backpropagation using by please respect to wrt all at computes gives returns has defined as use do you
        through these those hi hello thanks answer solution point when vector matrix scalar parameter parameters
        variables numbers eg ie result activation prediction start starting begin beginning initially initialize
        """,
    )
)
_ASKS = (
    r"(?:let|suppose|solve|compute|calculate|evaluate|find|determine|draw|sketch|differentiate|derive"
    r"|what\s+is|what\s+are)"
)
_LONGEST, _BLANKS = 3_000, 30  # characters of an exercise, blanks side by side: beyond, it is none
_HEADING = (
    r"^[ \t]*(?:Q\d*|[a-z]{4,}(?=:[ \t]+[^\W\d]\w*[ \t]*=)|[A-Z]{2,6}(?:[ \t][A-Za-z]+){0,3}"
    r"|[A-Z][A-Za-z]{1,15}(?=:[ \t])|[a-z]{3,}(?:[ \t][a-z]+){1,3}(?=:)"
    r"|[A-Z][a-z]{2,}(?:[ \t][A-Za-z]+){0,3}(?:[ \t]*\d+)?)[ \t]*[:.)](?=\s|$)"
)
_STATED = re.compile(
    rf"\b(?:{_ASKS}|let|suppose|given|assume|consider|want(?:ed)?)\b[ \t]|\be\.g\.|\bi\.e\.|\?[ \t]*$"
    r"|^[ \t]*(?:[A-Za-z]+ )?(?:inputs?|weights?|bias(?:es)?|targets?|parameters)(?:[ \t]*:|[ \t]+[^\W\d]\w*[ \t]*=)"
    r"|^[ \t]*\(?(?:a|i|1)[.)][ \t]|^[ \t]*(?:∇|grad )"
    r"|^[ \t]*(?:with|for|where|when|at|if|and)[ \t]+[^\W\d]\w*[ \t]*="
    r"|\b(?:its|whose)[ \t]+derivative\b|\w:[ \t]+(?:d|∂)\w+/(?:d|∂)\w+[ \t]*="
    r"|\bat[ \t]+\([^()=\n]*\)[ \t]*=?|(?<=\w)[.;][ \t]+[A-Za-z][a-z]{2,}(?:[ \t][a-z]+){0,2}:[ \t]"
    r"|\A\s*(?:[-*\u2022\u2013][ \t]+[^\W\d][^\n=]*=[^=\n][^\n]*\n[ \t]*){1,30}[-*\u2022\u2013][ \t]+[^\W\d][^\n=]*=",
    re.IGNORECASE | re.MULTILINE,
)
_HEADED = re.compile(_HEADING + r"[ \t]*", re.MULTILINE)
_RESULT = re.compile(  # the gradient with respect to w is −4
    r"(?<![ \t])[ \t]*(?:and[ \t]+)?\b(?:with[ \t]+respect[ \t]+to|w\.?r\.?t\.?)[ \t]+\w+[ \t]+is[ \t]+[-−]?\d[\d.]*+"
)
_RESPECT = re.compile(r"(?:with[ \t]respect[ \t]to|w\.?r\.?t\.?)[ \t]\w+[ \t.]*$", re.MULTILINE)
_PROGRAM = re.compile(
    r"^[ \t]*(?:def|class|import|from|return|elif|else|try|end|print)\b|^[ \t]*function\b[^\n]*[=(]"
    r"|^[ \t]*(?:while|with|for|if)\b.*:[ \t]*$"
    r"|\b(?:def|import|lambda)\b|\bfunction[ \t]*\(|\bfor\b[^\n=]*\bin\b|\\begin|[;{][ \t]*$",
    re.MULTILINE,
)
_LABEL = re.compile(r"[ \t]*(?:\(([a-z]{1,3}|\d{1,2})\)|([a-z]|[ivx]{1,4}|\d{1,2})[.)])[ \t]+(?=[^\W\d])")
_BULLET = re.compile(r"[ \t]*[-*\u2022\u2013][ \t]+(?=[^\W\d])")
_LATIN = re.compile(r"(?<![ \t,;])[,;]?[ \t]*\(?\b(?:e\.g\.|i\.e\.)[,:]?[ \t]*", re.IGNORECASE)
_SENTENCE = re.compile(
    rf"(?<![.\s])[.?!][ \t]+(?=[A-Z(∂])|:[ \t]+(?=[^\W\d]\w*[ \t]*=|(?:d|∂)\w+/(?:d|∂)\w+[ \t]*=)"
    rf"|[,;:][ \t]*(?:and[ \t]+)?(?={_ASKS}\b)"
    rf"|(?<![ \t])[ \t]+and[ \t]+(?={_ASKS}\b)",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[\w)\]|²³])(?:[ \t]*=)?[ \t]*[.?!:]+[ \t]*$", re.MULTILINE)
_HEADER = re.compile(r"[^\W\d]\w*\(([^\W\d]\w*(?:[ \t]*,[ \t]*[^\W\d]\w*)*)\)[ \t]*:?=")
_COORDINATE = re.compile(r"(?<![A-Za-z_.])[x-z](?![A-Za-z_])")
_NUMBER = r"[-−+]?(?:\d+(?:\.\d*)?|\.\d+)(?:/\d+)?"
_POINT = re.compile(
    r"(?<![ \t,])[ \t]*,?[ \t]*\bat[ \t]+(?:the[ \t]+point[ \t]+)?"
    r"(?:\(?([^\W\d]\w*(?:[ \t]*,[ \t]*[^\W\d]\w*)*)\)?[ \t]*=[ \t]*)?"
    rf"\([ \t]*({_NUMBER}(?:[ \t]*,[ \t]*{_NUMBER})*)[ \t]*\)"
)
_NABLA = re.compile(
    rf"^[ \t]*(?:(?:{_ASKS})[ \t]+)?(?:∇|grad )[ \t]*([^\W\d]\w*)"
    rf"(?:\([ \t]*({_NUMBER}(?:[ \t]*,[ \t]*{_NUMBER})*)[ \t]*\))?"
    r"(?:,[ \t]*|[ \t]+)(?:for|where|of|when|if|with)[ \t]+(?=\1\()",
    re.MULTILINE | re.IGNORECASE,
)
_NABLA_ALONE = re.compile(  # Find ∇f(1, 2)
    rf"(?:^|(?<=[.;,?]))[ \t]*(?:(?:and[ \t]+)?{_ASKS}[ \t]+)?(?:the[ \t]+gradient[ \t]+)?"
    r"(?:∇|grad )[ \t]*([^\W\d]\w*)"
    rf"(?:\([ \t]*({_NUMBER}(?:[ \t]*,[ \t]*{_NUMBER})*)[ \t]*\))?[ \t]*[.?!]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ITS_DERIVATIVE = re.compile(
    r"(?:^|(?<=[.;,]))[ \t]*(?:and[ \t]+)?(?:its|the|whose|with)[ \t]+derivative[ \t]+"
    r"(?:is|equals|=)?[ \t]*(?=[^\W\d_]|[\d(])",
    re.MULTILINE | re.IGNORECASE,
)
_AND = re.compile(
    r"(?<![ \t,])[ \t]*(?:,[ \t]*)?(?:[ \t](?:and|with|where)|[ ,]then)[ \t]+"
    r"(?=(?:∂|d)[^\W\d]\w*/|[^\W\d]\w*(?:\([^()]*\))?[ \t]*=)"
)
_ACTIVATION = re.compile(
    r"(?<![ \t,])[ \t,]+(?:and|with)[ \t]+(?:an?[ \t]+)?(?:sigmoid|logistic|tanh|relu|linear|softmax)[ \t]+"
    r"activations?(?:[ \t]+functions?)?\b",
    re.IGNORECASE,
)
_AND_IS = re.compile(
    r"(?<![ \t,])[ \t,]+and[ \t]+(?:the[ \t]+)?(?:loss|output|target|error|cost|input|weight|bias)[ \t]+(?:is|be)[ \t]+"
    r"(?=[^\W\d]\w*[ \t]*=)",
    re.IGNORECASE,
)
_NOUN = (
    r"(?:the[ \t]+)?(?:learning[ \t]+rate|inputs?|weights?|bias(?:es)?|targets?|labels?|parameters?"
    r"|(?:squared[ \t]+)?(?:loss|error|cost)(?:[ \t]+function)?|start(?:ing)?(?:[ \t]+(?:at|from|with))?)"
)
_NAMED = re.compile(
    rf"(?<![ \t])(?:[ \t]*,[ \t]*(?:(?:and|with)[ \t]+)?|[ \t]+(?:and|with)[ \t]+){_NOUN}[ \t]+(?=[^\W\d]\w*[ \t]*=)"
)
_IS = re.compile(r"\b([Ll]et|[Ii]t|[Hh]ere|[Tt]hat|[Ww]hat)['’]s\b")
_CLASS = re.compile(
    r"(?<![ \t,])[ \t,]+(?:and[ \t]+)?(?:the[ \t]+)?(?:true|correct|right|target)[ \t]+"
    r"(?:class|label)[ \t]+is[ \t]+\w++"
)
_ITSELF = re.compile(
    r"\b([^\W\d]\w*)(?:\([^()\n]*\))?[ \t]+and[ \t]+(?:its|the)[ \t]+(?:partial[ \t]+)?"
    r"(?:gradients?|derivatives?|slopes?)\b[ \t]*,?[ \t]*"
)
_AND_GRADIENTS = re.compile(
    r"(?<![ \t,])[ \t,]+and[ \t]+(?:all[ \t]+)?(?:its|the)?[ \t]*(?:partial[ \t]+)?"
    r"(?:gradients?|derivatives?|partials)[ \t.]*$",
    re.MULTILINE,
)
_LEAD = re.compile(r"([A-Za-z]+)(?:[ \t]*:)?[ \t]+(?=[^\W\d]|[∂(‖|\[])|([A-Za-z]+)[ \t]*:[ \t]*")
_GRADIENT = re.compile(r"(?:∂|d)[^\W\d]\w*/(?:∂|d)[^\W\d]\w*")
_TASK = re.compile(r"((?:[A-Za-z]{3,}[ \t]+){1,4}of)[ \t]+(?=\S)")
_ONLY_WORDS = re.compile(r"[A-Za-z][A-Za-z ,'’-]*")


class UnknownTask(SourceError):
    """The text asks for something that a graph does not show."""


def without_wording(text: Mapped) -> Mapped | None:
    """Return the formulas of an exercise; None where it is none, or where nothing but words is left."""
    text = text.edited(Edit(match.start(), match.end(), "let") for match in _IS.finditer(text.text))
    blanks = " " * _BLANKS in text.text or "\t" * _BLANKS in text.text
    if len(text.text) > _LONGEST or blanks or _PROGRAM.search(text.text) is not None:
        return None
    text = _replaced(text, _RESULT, "")
    if _STATED.search(text.text) is None and _HEADED.search(text.text) is None:
        return None
    parameters = _parameters(text)
    result = _replaced(_unlabelled(text), _HEADED, "")
    result = result.edited(
        Edit(each.start(), each.end(), "")
        for each in _RESPECT.finditer(result.text)
        if "=" in result.text[result.text.rfind("\n", 0, each.start()) + 1 : each.start()]
    )
    result = _replaced(result, _LATIN, ", ")
    result = _points(_asked_gradients(result, parameters), parameters)
    result = _its_derivative(result)
    result = _replaced(result, _SENTENCE, "\n")
    result = _replaced(result, _END, "")
    result = _replaced(result, _ACTIVATION, "")
    result = _replaced(result, _AND_IS, ", ")
    result = _replaced(_replaced(result, _CLASS, ""), _NAMED, ", ")
    result = _replaced(result, _AND, ", ")
    functions = {match[1] for match in re.finditer(r"([^\W\d]\w*)\([^()\n]*\)[ \t]*:?=", result.text)}
    result = result.edited(  # `Evaluate f and its gradient`: both are shown
        Edit(each.start(), each.end(), "") for each in _ITSELF.finditer(result.text) if each[1] in functions
    )
    result = _clauses(_replaced(result, _AND_GRADIENTS, ""))
    return result if result.text.strip() and result.text != text.text else None


def refuse_asked(text: Mapped, places: SourcePlaces) -> None:
    """Refuse a task that no graph does, in its own words: `minimum of f(x) = x^2`. `text`: without other words.

    Raises:
        SourceError: `syntax`, with the edit that leaves the formula.
    """
    for start, line in _starts(text):
        match = _TASK.match(line)
        if match is not None:
            begin, end = text.begin[start], text.end[start + match.end() - 1]
            raise UnknownTask(
                "syntax",
                f"`{match[1]}` asks for something that a graph does not show.",
                span=places.span(begin, text.end[start + match.end(1) - 1]),
                hint="Write the formula alone: its value and its gradients are shown.",
                fix=TextEdit(places.span(0 if _is_first(text, start) else begin, end), ""),
            )


def _is_first(text: Mapped, start: int) -> bool:
    return not text.text[:start].strip()


def _replaced(text: Mapped, pattern: re.Pattern[str], new: str) -> Mapped:
    return text.edited(Edit(match.start(), match.end(), new) for match in pattern.finditer(text.text))


def _starts(text: Mapped) -> list[tuple[int, str]]:
    """Return the start of each line, and its text."""
    lines, at = [], 0
    for line in text.text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    return lines


def _unlabelled(text: Mapped) -> Mapped:
    """Drop (a), 1. and bullets, where lines one below the other have them."""
    lines = [(at, line) for at, line in _starts(text) if line.strip()]
    labels = [(at, match) for at, line in lines if (match := _LABEL.match(line)) is not None]
    bullets = [(at, match) for at, line in lines if (match := _BULLET.match(line)) is not None]
    marked: Sequence[tuple[int, re.Match[str]]] = ()
    if len(labels) > 1:
        marked = labels
    elif len(bullets) > 1 and len(bullets) + sum(_HEADED.fullmatch(line) is not None for _, line in lines) == len(
        lines
    ):
        marked = bullets
    return text.edited(Edit(at, at + match.end(), "") for at, match in marked)


def _parameters(text: Mapped) -> list[str]:
    """Return the x and y of f(x, y) = ..., or of a formula alone: the gradient of x² y at (1, 2)."""
    headers = _HEADER.findall(text.text)
    if headers:
        return [name.strip() for name in headers[-1].split(",")]
    return sorted(set(_COORDINATE.findall(text.text))) if "=" not in text.text else []


def with_points(text: Mapped) -> Mapped:
    """Return a text with the values of x and y in place of `at (1, 2)`, without results in words."""
    if len(text.text) > _LONGEST:
        return text
    return _its_derivative(_points(_replaced(text, _RESULT, ""), _parameters(text)))


def _its_derivative(text: Mapped) -> Mapped:
    """`f(x) = x^2. Its derivative is 2x.`: an equation for f'(x), which is compared."""
    headers = [(match.start(), match[0], match[1]) for match in _HEADER.finditer(text.text)]
    edits = []
    for match in _ITS_DERIVATIVE.finditer(text.text):
        before = [each for each in headers if each[0] < match.start()]
        if before and "," not in before[-1][2]:
            function = before[-1][1].partition("(")[0]
            edits.append(Edit(match.start(), match.end(), f"\n{function}'({before[-1][2]}) = "))
    return text.edited(edits)


def _points(text: Mapped, parameters: Sequence[str]) -> Mapped:
    """`at (1, 2)`: the values of x and y, in the order of f(x, y)."""
    edits = []
    for match in _POINT.finditer(text.text):
        names = [name.strip() for name in match[1].split(",")] if match[1] else parameters
        numbers = [number.strip() for number in match[2].split(",")]
        if len(names) == len(numbers):
            values = ", ".join(f"{name} = {number}" for name, number in zip(names, numbers, strict=True))
            edits.append(Edit(match.start(), match.end(), f", {values}"))
    return text.edited(edits)


def _asked_gradients(text: Mapped, parameters: Sequence[str]) -> Mapped:
    """`∇f(2, 1) where f(x, y) = ...`: the gradients of f are shown in any case; the point gives x and y."""
    edits = []
    questions = [*_NABLA.finditer(text.text), *(_NABLA_ALONE.finditer(text.text) if parameters else ())]
    for match in sorted(questions, key=lambda each: each.start()):
        numbers = [number.strip() for number in (match[2] or "").split(",") if number.strip()]
        if len(numbers) not in (0, len(parameters)):
            continue
        end = text.text.find("\n", match.end())
        end = len(text.text.rstrip()) if end < 0 else end
        values = "".join(f", {name} = {number}" for name, number in zip(parameters, numbers, strict=False))
        edits += [Edit(match.start(), match.end(), ""), Edit(max(end, match.end()), max(end, match.end()), values)]
    return text.edited(edits)


def _clauses(text: Mapped) -> Mapped:
    """Drop the words before each formula, and pieces of words alone or that ask for several gradients."""
    edits = []
    for start, line in _starts(text):
        at = _after_words(line)
        rest = line[at:].strip(" \t,;")
        gradients = _GRADIENT.findall(rest)
        is_question = len(gradients) > 1 and not re.sub(r"[\s,;&]|and", "", _GRADIENT.sub("", rest))
        words = _ONLY_WORDS.fullmatch(rest) is not None and all(
            word.casefold() in _WORDS for word in re.findall(r"[A-Za-z]+", rest)
        )
        end = len(line) if not rest or words or is_question else at
        if end:
            edits.append(Edit(start, start + end, ""))
    return text.edited(edits)


def _after_words(line: str) -> int:
    """Return the place where the formula of a line starts."""
    at = len(line) - len(line.lstrip(" \t,;"))
    while True:
        match = _LEAD.match(line, at)
        word = (match[1] or match[2]).casefold() if match else ""
        if match is None or word not in _WORDS:
            return at
        if word == "derivative" and "=" not in line:  # of x^2 y with respect to x: that is drawn
            return at
        at = match.end()
        while at < len(line) and line[at] in " \t,;":
            at += 1
