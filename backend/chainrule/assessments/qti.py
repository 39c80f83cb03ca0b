"""QTI 2.1: an item for each variant, and a test that draws one of them, in an IMS content package.

The processing of responses adds one point for each right blank, so that there is partial credit; known mistakes show
their sentence as modal feedback.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ..exercises import Key
from .archive import packed
from .questions import Question
from .xml import file_of, readable

__all__ = ["qti"]

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_PLACES = {
    _QTI: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    _PACKAGE: "http://www.imsglobal.org/xsd/imscp_v1p1.xsd",
}
_WIDTH = 12  # characters of an answer


def qti(questions: Sequence[Question]) -> bytes:
    """Return the content package (a zip), with one item and its picture for each variant."""
    files: dict[str, bytes] = {"imsmanifest.xml": file_of(_manifest(questions)), "test.xml": file_of(_test(questions))}
    for question in questions:
        files[_item_name(question)] = file_of(_item(question))
        files[_picture_name(question)] = question.svg()
    return packed(files)


def _item_name(question: Question) -> str:
    return f"items/variant{question.number}.xml"


def _picture_name(question: Question) -> str:
    return f"items/graph{question.number}.svg"


def _root(name: str, space: str, **attributes: str) -> ET.Element:
    place = {"xmlns:xsi": _SCHEMA, "xsi:schemaLocation": f"{space} {_PLACES[space]}"}
    return ET.Element(name, {"xmlns": space, **place, **attributes})


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    sub_element = ET.SubElement(parent, name, attributes)
    sub_element.text = None if text is None else readable(text)
    return sub_element


# the package --------------------------------------------------------------------------------------------------------


def _manifest(questions: Sequence[Question]) -> ET.Element:
    root = _root("manifest", _PACKAGE, identifier="chainrule")
    about = _add(root, "metadata")
    _add(about, "schema", "QTIv2.1 Package")
    _add(about, "schemaversion", "1.0.0")
    _add(root, "organizations")
    resources = _add(root, "resources")
    test = _add(resources, "resource", identifier="test", type="imsqti_test_xmlv2p1", href="test.xml")
    _add(test, "file", href="test.xml")
    for question in questions:
        _add(test, "dependency", identifierref=f"variant{question.number}")
        name = _item_name(question)
        item = _add(
            resources, "resource", identifier=f"variant{question.number}", type="imsqti_item_xmlv2p1", href=name
        )
        _add(item, "file", href=name)
        _add(item, "file", href=_picture_name(question))
    return root


def _test(questions: Sequence[Question]) -> ET.Element:
    root = _root("assessmentTest", _QTI, identifier="chainrule", title=readable(questions[0].name))
    part = _add(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    section = _add(part, "assessmentSection", identifier="variants", title="One of the variants", visible="true")
    if len(questions) > 1:
        _add(section, "selection", select="1")
        _add(section, "ordering", shuffle="true")
    for question in questions:
        _add(section, "assessmentItemRef", identifier=f"variant{question.number}", href=_item_name(question))
    return root


# an item ------------------------------------------------------------------------------------------------------------


def _item(question: Question) -> ET.Element:
    root = _root(
        "assessmentItem",
        _QTI,
        identifier=f"variant{question.number}",
        title=readable(question.title),
        adaptive="false",
        timeDependent="false",
    )
    for key in question.keys:
        _declare(root, key)
    _outcome(root, "SCORE", "single", "float", "0")
    _outcome(root, "MAXSCORE", "single", "float", str(len(question.keys)))
    _outcome(root, "FEEDBACK", "multiple", "identifier")
    _body(root, question)
    rules = _add(root, "responseProcessing")
    for key in question.keys:
        _process(rules, key)
    for key in question.keys:
        for identifier, sentence in _mistakes(key).items():
            _add(
                root,
                "modalFeedback",
                f"{key.blank.label}: {sentence}",
                outcomeIdentifier="FEEDBACK",
                identifier=identifier,
                showHide="show",
            )
    return root


def _mistakes(key: Key) -> dict[str, str]:
    """The sentences of the mistakes that are known for a blank, by their identifiers."""
    return {f"{key.blank.id}.{wrong.code}": wrong.sentence for wrong in key.wrong}


def _base_type(key: Key) -> str:
    return "float" if key.intervals else "identifier" if key.choices else "string"


def _declare(element: ET.Element, key: Key) -> None:
    response = _add(
        element, "responseDeclaration", identifier=key.blank.id, cardinality="single", baseType=_base_type(key)
    )
    answer = _choice(key, key.answer) if key.choices else key.answer
    _add(_add(response, "correctResponse"), "value", _float_text(float(answer)) if key.intervals else answer)


def _choice(key: Key, text: str) -> str:
    return f"{key.blank.id}c{key.choices.index(text) + 1}"


def _outcome(element: ET.Element, name: str, cardinality: str, kind: str, default: str | None = None) -> None:
    outcome = _add(element, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
    if default is not None:
        _add(_add(outcome, "defaultValue"), "value", default)


def _body(element: ET.Element, question: Question) -> None:
    body = _add(element, "itemBody")
    if question.has_lines:
        lines = enumerate(question.source.split("\n"), 1)
        _add(body, "pre", "\n".join(f"{number:>3}  {line}" for number, line in lines))
    else:
        _add(_add(body, "p"), "code", question.source)
    _add(_add(body, "p"), "img", src=_picture_name(question).rpartition("/")[2], alt=readable(question.alternative))
    _add(body, "p", question.rule)
    rows = _add(body, "ol")
    for key in question.keys:
        row = _add(rows, "li", f"{key.blank.label}: ")
        if key.choices:
            menu = _add(row, "inlineChoiceInteraction", responseIdentifier=key.blank.id, shuffle="false")
            for choice in key.choices:
                _add(menu, "inlineChoice", choice, identifier=_choice(key, choice))
        else:
            _add(row, "textEntryInteraction", responseIdentifier=key.blank.id, expectedLength=str(_WIDTH))


def _process(rules: ET.Element, key: Key) -> None:
    """One point where the answer is right; else the sentence of the mistake that it is."""
    condition = _add(rules, "responseCondition")
    right = _add(condition, "responseIf")
    if key.intervals:
        _between(right, key.blank.id, key.low, key.high)
    elif key.choices:
        match = _add(right, "match")
        _add(match, "variable", identifier=key.blank.id)
        _add(match, "correct", identifier=key.blank.id)
    else:
        texts = _add(right, "or")
        for text in key.texts:
            match = _add(texts, "stringMatch", caseSensitive="false")
            _add(match, "variable", identifier=key.blank.id)
            _add(match, "baseValue", text, baseType="string")
    total = _add(_add(right, "setOutcomeValue", identifier="SCORE"), "sum")
    _add(total, "variable", identifier="SCORE")
    _add(total, "baseValue", "1", baseType="float")
    for wrong in key.wrong:
        centre, half = wrong.interval
        other = _add(condition, "responseElseIf")
        _between(other, key.blank.id, centre - half, centre + half)
        both = _add(_add(other, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
        _add(both, "variable", identifier="FEEDBACK")
        _add(both, "baseValue", f"{key.blank.id}.{wrong.code}", baseType="identifier")


def _float_text(number: float) -> str:
    """A float with its point, 1.0e-05: TAO reads no 1e-05."""
    mantissa, e, power = repr(float(number)).partition("e")
    return mantissa + ("" if "." in mantissa else ".0") + e + power


def _between(parent: ET.Element, identifier: str, low: float, high: float) -> None:
    """The answer lies between the two. One that is missing does not: some engines compare it as if it were 0."""
    both = _add(parent, "and")
    _add(_add(_add(both, "not"), "isNull"), "variable", identifier=identifier)
    for name, bound in (("gte", low), ("lte", high)):
        end = _add(both, name)
        _add(end, "variable", identifier=identifier)
        _add(end, "baseValue", _float_text(bound), baseType="float")
