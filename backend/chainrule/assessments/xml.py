"""Parts that all XML files share."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ..export.svg import readable

__all__ = ["file_of", "readable"]


def file_of(root: ET.Element) -> bytes:
    """The tree as an indented file in UTF-8."""
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
