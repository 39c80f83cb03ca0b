"""What a learning system does with the files: it takes a cloze text apart, it runs QTI's response processing.

Written from the public descriptions of both formats, so that a test marks answers as Moodle or a QTI engine would.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
_CLOZE = re.compile(r"\{(\d+):(NUMERICAL|MULTICHOICE|SHORTANSWER):((?:\\.|[^}\\])*)\}")
_ALTERNATIVE = re.compile(r"(?:=|%(?P<percent>-?\d+)%)?(?P<answer>(?:\\.|[^#~\\])+)(?:#(?P<feedback>.*))?", re.DOTALL)


class Alternative(NamedTuple):
    fraction: int  # percent
    answer: str
    feedback: str


class Cloze(NamedTuple):
    kind: str
    alternatives: list[Alternative]

    def mark(self, answer: str) -> Alternative | None:
        """The first alternative that an answer is."""
        for each in self.alternatives:
            if self.kind == "NUMERICAL":
                centre, half = map(float, each.answer.split(":"))
                # Moodle widens the tolerance by the last digits of a double.
                if abs(float(answer) - centre) <= half + abs(centre) * 1e-14 + 1e-14:
                    return each
            elif answer.strip().lower() == each.answer.strip().lower():
                return each
        return None


def clozes(question: ET.Element) -> list[Cloze]:
    """The blanks of a cloze question, in order."""
    text = question.findtext("questiontext/text") or ""
    return [
        Cloze(kind, [_alternative(part) for part in re.split(r"(?<!\\)~", body)])
        for _, kind, body in _CLOZE.findall(text)
    ]


def _alternative(text: str) -> Alternative:
    found = _ALTERNATIVE.fullmatch(text)
    assert found is not None, text
    fraction = 100 if text.startswith("=") else int(found["percent"] or 0)
    bare = [html.unescape(re.sub(r"\\(.)", r"\1", part or "")) for part in (found["answer"], found["feedback"])]
    return Alternative(fraction, *bare)


class Package:
    """A QTI package: its items, and what an item gives for answers."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.items = {name: ET.fromstring(text) for name, text in self.files.items() if name.startswith("items/v")}

    def outcome(self, name: str, answers: Mapping[str, str], missing: float | None = None) -> dict[str, Any]:
        """The outcome variables after the response processing of an item.

        missing: what an answer that is not there is compared as; None in an engine that keeps to the specification.
        """
        item = self.items[name]
        kinds = {each.get("identifier"): each.get("baseType") for each in item.iter(f"{QTI}responseDeclaration")}
        given = {id: float(text) if kinds[id] == "float" else text for id, text in answers.items()}
        correct = {
            each.get("identifier"): each.findtext(f"{QTI}correctResponse/{QTI}value")
            for each in item.iter(f"{QTI}responseDeclaration")
        }
        outcomes: dict[str, Any] = {"SCORE": 0.0, "FEEDBACK": []}
        engine = _Engine(given, correct, outcomes, missing)
        for condition in item.findall(f"{QTI}responseProcessing/{QTI}responseCondition"):
            for branch in condition:
                test, *rules = branch
                if engine.value(test):
                    for rule in rules:
                        outcomes[rule.get("identifier", "")] = engine.value(rule[0])
                    break
        outcomes["MAXSCORE"] = float(
            next(e for e in item.iter(f"{QTI}outcomeDeclaration") if e.get("identifier") == "MAXSCORE")[0][0].text or ""
        )
        return outcomes


class _Engine:
    """The expressions of QTI that the items use; any other is an error."""

    def __init__(
        self,
        given: Mapping[str, Any],
        correct: Mapping[str | None, Any],
        outcomes: dict[str, Any],
        missing: float | None,
    ) -> None:
        self.given, self.correct, self.outcomes, self.missing = given, correct, outcomes, missing

    def value(self, element: ET.Element) -> Any:
        return getattr(self, element.tag.removeprefix(QTI))(element)

    def variable(self, element: ET.Element) -> Any:
        name = element.get("identifier", "")
        return self.outcomes[name] if name in self.outcomes else self.given.get(name)

    def baseValue(self, element: ET.Element) -> Any:
        text = element.text or ""
        return float(text) if element.get("baseType") == "float" else text

    def all(self, element: ET.Element) -> list[Any]:
        return [self.value(child) for child in element]

    def gte(self, element: ET.Element) -> bool:
        a, b = self.all(element)
        a = self.missing if a is None else a
        return a is not None and a >= b

    def lte(self, element: ET.Element) -> bool:
        a, b = self.all(element)
        a = self.missing if a is None else a
        return a is not None and a <= b

    def isNull(self, element: ET.Element) -> bool:
        return self.value(element[0]) is None

    def match(self, element: ET.Element) -> bool:
        a, b = self.value(element[0]), self.correct[element[1].get("identifier")]
        return a is not None and a == b

    def stringMatch(self, element: ET.Element) -> bool:
        a, b = self.all(element)
        return a is not None and a.lower() == b.lower()

    def sum(self, element: ET.Element) -> float:
        return float(sum(self.all(element)))

    def multiple(self, element: ET.Element) -> list[Any]:
        a, b = self.all(element)
        return [*a, b]


setattr(_Engine, "and", lambda self, element: all(self.all(element)))
setattr(_Engine, "or", lambda self, element: any(self.all(element)))
setattr(_Engine, "not", lambda self, element: not self.value(element[0]))
