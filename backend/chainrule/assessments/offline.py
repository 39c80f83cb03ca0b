"""An exercise that marks itself without a server: as one HTML file, and as a SCORM 1.2 package around that file.

Both hold their answers, which a student who looks into the file can read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from ..exercises import Key
from ..export.page import offline_page, script_json
from ..tracing.encode import encode
from .archive import packed
from .questions import Question
from .xml import file_of, readable

__all__ = ["html", "scorm"]

_SCRIPT = "exercise.iife.js"
_PACKAGE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_SCORM = "http://www.adlnet.org/xsd/adlcp_rootv1p2"


def html(questions: Sequence[Question]) -> bytes:
    """Raises Unbuilt."""
    content = b'{"variants":[' + b",".join(map(_variant, questions)) + b"]}"
    body = f'<main id="exercise"></main>\n<script type="application/json" id="content">{script_json(content)}</script>'
    return offline_page(questions[0].name, body, _SCRIPT)


def scorm(questions: Sequence[Question]) -> bytes:
    """Raises Unbuilt."""
    return packed({"imsmanifest.xml": _manifest(questions[0].name), "index.html": html(questions)})


def _variant(question: Question) -> bytes:
    """Return the data that the page reads: see `frontend/src/exercise/content.ts`."""
    sheet = question.sheet
    rule = sheet.request.rule
    content = {
        "title": question.title,
        "source": question.source,
        "rule": {"digits": rule.digits, "significant": rule.significant, "sentence": sheet.rule_sentence},
        "picture": question.svg(fonts=False).decode(),
        "width": question.scene.width,
        "height": question.scene.height,
        "alternative": question.alternative,
        "blanks": [_blank(question, key) for key in question.keys],
        "entries": [asdict(entry) for entry in sheet.quantities.entries],
    }
    return orjson.dumps(content)[:-1] + b',"solution":' + encode(sheet.trace) + b"}"


def _blank(question: Question, key: Key) -> dict[str, Any]:
    place, quantity = question.places.get(key.blank.id), question.sheet.quantity(key.blank)
    return {
        "id": key.blank.id,
        "label": key.blank.label,
        "entry": None if quantity is None else question.sheet.quantities.index[quantity],
        "place": None if place is None else asdict(place),
        "answer": key.answer,
        "intervals": key.intervals,
        "texts": key.texts,
        "choices": key.choices,
        "wrong": [asdict(wrong) for wrong in key.wrong],
    }


def _manifest(title: str) -> bytes:
    element = ET.Element(
        "manifest",
        {
            "identifier": "chainrule",
            "version": "1.2",
            "xmlns": _PACKAGE,
            "xmlns:adlcp": _SCORM,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{_PACKAGE} imscp_rootv1p1p2.xsd {_SCORM} adlcp_rootv1p2.xsd",
        },
    )
    about = ET.SubElement(element, "metadata")
    ET.SubElement(about, "schema").text = "ADL SCORM"
    ET.SubElement(about, "schemaversion").text = "1.2"
    organization = ET.SubElement(
        ET.SubElement(element, "organizations", default="course"), "organization", identifier="course"
    )
    name = readable(title)
    ET.SubElement(organization, "title").text = name
    item = ET.SubElement(organization, "item", identifier="exercise", identifierref="page")
    ET.SubElement(item, "title").text = name
    ET.SubElement(item, "adlcp:masteryscore").text = "100"
    attributes = {"identifier": "page", "type": "webcontent", "adlcp:scormtype": "sco", "href": "index.html"}
    resource = ET.SubElement(ET.SubElement(element, "resources"), "resource", attributes)
    ET.SubElement(resource, "file", href="index.html")
    return file_of(element)
