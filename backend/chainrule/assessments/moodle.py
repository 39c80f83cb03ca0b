"""Moodle XML: a cloze question for each variant, in a category of their own from which a quiz draws at random.

Moodle marks each blank by itself, so that what follows from a slip is not known there. Known mistakes are alternatives
with 0 %: what the student is told is in them.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from xml.etree import ElementTree as ET

from ..exercises import Key
from ..sentences import tr
from .questions import Question
from .xml import file_of, readable

__all__ = ["moodle"]

_PICTURE = "graph.svg"
_SPECIAL = str.maketrans({"}": "\\}", "~": "\\~", "#": "\\#"})  # what ends an alternative or begins its feedback


def moodle(questions: Sequence[Question]) -> bytes:
    """Return the file of Moodle XML, one cloze question for each variant."""
    quiz = ET.Element("quiz")
    category = ET.SubElement(quiz, "question", type="category")
    _text(category, "category", f"$course$/top/Chainrule/{readable(questions[0].name.replace('/', '//'))}")
    for question in questions:
        quiz.append(_question(question))
    return file_of(quiz)


def _question(question: Question) -> ET.Element:
    element = ET.Element("question", type="cloze")
    _text(element, "name", readable(question.title))
    text = _text(element, "questiontext", _body(question), html=True)
    picture = ET.SubElement(text, "file", name=_PICTURE, path="/", encoding="base64")
    picture.text = base64.b64encode(question.svg()).decode()
    _text(element, "generalfeedback", _answers(question), html=True)
    for name, value in (("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", "")):
        ET.SubElement(element, name).text = value
    return element


def _text(parent: ET.Element, name: str, text: str, *, html: bool = False) -> ET.Element:
    sub_element = ET.SubElement(parent, name, {"format": "html"} if html else {})
    ET.SubElement(sub_element, "text").text = text
    return sub_element


def _body(question: Question) -> str:
    rows = "".join(
        f"<li>{_outside(key.blank.label)}: {_cloze(key)}</li>" for _, key in question.numbered()
    )  # the list numbers them as the picture does
    return (
        f"{_program(question)}"
        f'<p><img src="@@PLUGINFILE@@/{_PICTURE}" alt="{_outside(question.alternative)}" class="img-fluid"></p>'
        f"<p>{_outside(question.rule)}</p><ol>{rows}</ol>"
    )


def _program(question: Question) -> str:
    if not question.has_lines:
        return f"<p><code>{_outside(question.source)}</code></p>"
    lines = enumerate(question.source.split("\n"), 1)
    return "<pre>" + "\n".join(f"{number:>3}  {_outside(line)}" for number, line in lines) + "</pre>"


def _outside(text: str) -> str:
    """Text beside the blanks: Moodle takes a brace before a digit and a colon for a blank."""
    return escape(readable(text)).replace("{", "&lbrace;").replace("}", "&rbrace;")


def _answers(question: Question) -> str:
    rows = "".join(f"<li>{_outside(key.blank.label)}: {_outside(key.answer)}</li>" for key in question.keys)
    return f"<ol>{rows}</ol>"


def _cloze(key: Key) -> str:
    """One blank: `{1:NUMERICAL:=0.25:0.005#Right.~%0%-0.25:0.005#The size is right, the sign is not.}`"""
    if key.intervals:
        right = [
            _alternative("=" if at == 0 else "%100%", _number(*each), tr("Right."))
            for at, each in enumerate(key.intervals)
        ]
        wrong = [_alternative("%0%", _number(*each.interval), each.sentence) for each in key.wrong]
        return _blank("NUMERICAL", right + wrong)
    if key.choices:  # in their own order: the first must not be the right one
        return _blank(
            "MULTICHOICE",
            [
                _alternative("=", _inside(choice), tr("Right.")) if choice in key.texts else _inside(choice)
                for choice in key.choices
            ],
        )
    return _blank("SHORTANSWER", [_alternative("=", _inside(text), tr("Right.")) for text in key.texts])


def _blank(kind: str, alternatives: list[str]) -> str:
    return f"{{1:{kind}:{'~'.join(alternatives)}}}"


def _alternative(fraction: str, answer: str, feedback: str) -> str:
    return f"{fraction}{answer}#{_inside(feedback)}"


def _inside(text: str) -> str:
    return escape(readable(text), quote=False).translate(_SPECIAL)  # &#x27; would not be read back


def _number(centre: float, half: float) -> str:
    """A number and its tolerance."""
    return f"{float(centre)!r}:{float(half)!r}"
