"""Values in the form of a call: P(B | A) of events, and max_{a'} Q(s', a') over the actions of a state."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped

__all__ = ["with_probabilities"]

_B = r"[ \t]*+"
_NOT = r"(?:¬|~|\\neg\b|\\lnot\b|not\b)"
_BAR = r"(?:\||\\mid\b|\\vert\b)"
_AND = r"(?:,|∩|\\cap\b)"
_BELOW_A_LETTER = r"(?:_[a-z0-9]|_\{[a-z0-9]\}|[₀-₉ᵢⱼₖ])"
_EVENT = rf"{_B}(?:{_NOT}{_B})?+[A-Za-z][A-Za-z0-9]*+{_BELOW_A_LETTER}?+(?:\^c)?+{_B}"
_EVENTS = rf"{_EVENT}(?:{_AND}{_EVENT}){{0,4}}+"
_OF_EVENTS = re.compile(
    rf"(?<![\w\\])(?:\\?Pr?|\\(?:mathbb|mathrm|text) ?\{{Pr?\}}){_B}(?:\\left)?{_B}"
    rf"\(({_EVENTS}(?:{_BAR}{_EVENTS})?+)(?:\\right{_B})?\)"
)
_CONDITIONS = re.compile(
    rf"(?<![\w\\])\\?Pr?{_B}\([^()|\n]{{1,40}}{_BAR}|(?<![\w\\])P{_B}\([^()\n]{{1,40}}(?:∩|\\cap|¬|\\neg)"
)
_OTHERWISE = re.compile(r"(?<![\w\\])P(?![\w(]|[ \t]*\(|r?\})|\bdef\b|\bimport\b|\blambda\b")
_WORD = re.compile(rf"{_NOT}|{_BAR}|{_AND}|[A-Za-z][A-Za-z0-9]*+|{_BELOW_A_LETTER}|\^c")
_WORDS = {"|": "given", "\\mid": "given", "\\vert": "given", ",": "and", "∩": "and", "\\cap": "and"}
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖ", "0123456789ijk", "_{}")
_STATE = r"[a-z](?:'|_\w\b|_\{t\+1\})?"
_WEIGHTS = r"(?:;[^()\n]{1,12})?"
_BEST = re.compile(  # the action's letter stands below the sign, and as the last argument
    rf"(?<![\w\\])(\\?max){_B}_{_B}\{{?{_B}(?P<action>{_STATE}){_B}\}}?{_B}(?:\\[,;! ])?{_B}"
    rf"(?P<function>[A-Z])(?P<mark>_\w\b|\^\*)?{_B}\({_B}(?P<state>{_STATE}){_B},{_B}(?P=action){_B}{_WEIGHTS}\)"
)
_VALUE = re.compile(
    rf"(?<![\w\\])(?P<function>[A-Z])(?P<mark>_\w\b|\^\*)?{_B}"
    rf"\({_B}(?P<state>{_STATE}){_B},{_B}(?P<action>{_STATE}){_B}{_WEIGHTS}\)"
)


def with_probabilities(text: Mapped) -> Mapped:
    """Return the text with a name in place of each P(B | A), and max of an array in place of max_a Q(s, a).

    Lower-case p(x) and a P without any condition stay: they may be functions or arrays.
    """
    edits: list[Edit] = []
    source = text.text
    latex = "\\" in source
    if "P" in source and _CONDITIONS.search(source) is not None and _OTHERWISE.search(source) is None:
        edits += _events(source, latex)
    if "max" in source:
        best = list(_BEST.finditer(source))
        edits += [Edit(each.start(), each.end(), f"{each[1]}_j({_value(each, latex)}[j])") for each in best]
        functions = {each["function"] for each in best}
        ends = {each.end() for each in best}
        for each in _VALUE.finditer(source) if best else ():
            if each["function"] in functions and each.end() not in ends:
                edits.append(Edit(each.start(), each.end(), _value(each, latex, each["action"])))
    return text.edited(sorted(edits)) if edits else text


def _events(source: str, latex: bool) -> list[Edit]:
    """Return a name for each probability. An array stands for those with an index: P_A[i], and P_A[0] for A_1."""
    events = [(match, *_event(match[1])) for match in _OF_EVENTS.finditer(source)]
    arrays = {name for _, name, index, _ in events if index.isalpha()}
    edits: list[Edit] = []
    for match, name, index, full_name in events:
        spelled = _spelled(name if name in arrays else full_name, latex)
        if name in arrays and index:
            spelled += f"[{int(index) - 1 if index.isdigit() else index}]"
        before = source[match.start() - 1 : match.start()] if match.start() else ""
        edits.append(Edit(match.start(), match.end(), " " * (before.isalnum() or before in (")", "]")) + spelled))
    return edits


def _event(events: str) -> tuple[str, str, str]:
    """Return the name P_B_given_not_A of `B | ¬A`, the index below a letter of it, and the name with that index."""
    words, index, digits = ["P"], "", ""
    for word in _WORD.findall(events):
        below = word.translate(_DIGITS) if word[0] == "_" or (not word.isascii() and word not in ("¬", "∩")) else ""
        if below:
            index, digits = below, "_".join(words) + below
        elif word == "^c":
            words.insert(-1, "not")
        else:
            words.append("not" if re.fullmatch(_NOT, word) else _WORDS.get(word, word))
    name = "_".join(words)
    return name, index, name.replace(digits.removesuffix(index), digits, 1) if index else name


def _value(match: re.Match[str], latex: bool, action: str = "") -> str:
    """Return Q_next for the values of all actions in the next state, Q_s_a for that of one action."""
    state, mark = match["state"], (match["mark"] or "").strip("_^").replace("*", "star")
    words = [match["function"], mark, "next" if "'" in state or "+" in state else state[0]]
    later = "'" in action or "+" in action
    return _spelled("_".join(word for word in (*words, action[:1], "next" * later) if word), latex)


def _spelled(name: str, latex: bool) -> str:
    return f"\\text{{{name}}}" if latex else name
