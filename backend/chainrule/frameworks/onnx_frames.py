"""The modules that the nodes of an ONNX file stand in, by what the exporter left of their paths."""

from __future__ import annotations

import re
from typing import Any

from .record import Frame, identifier

__all__ = ["Frames"]

CONTAINERS = ("Sequential", "ModuleList", "ModuleDict")  # named by the attribute, their class says nothing


class Frames:
    """Frames open and close as the scopes of the nodes change."""

    def __init__(self, root: Frame) -> None:
        self.stack = [root]

    @property
    def current(self) -> Frame:
        """Return the frame that is open."""
        return self.stack[-1]

    def at(self, node: Any) -> Frame:
        """Return the frame of a node."""
        scopes = _scopes(node)
        depth = 0
        while depth < len(scopes) and depth + 1 < len(self.stack) and self.stack[depth + 1].path == scopes[depth][0]:
            depth += 1
        del self.stack[depth + 1 :]
        for path, name in scopes[depth:]:
            frame = Frame(path, name)
            self.stack[-1].items.append(frame)
            self.stack.append(frame)
        return self.stack[-1]

    def named(self, node: Any, role: str) -> str:
        """Return the path of a parameter that the file has no name for."""
        scopes = _scopes(node)
        own = _words(node.name)
        path = scopes[-1][0] if scopes else own[-1] if own else node.op_type.lower()
        return f"{path}.{role}"


def _scopes(node: Any) -> list[tuple[str, str]]:
    """Return path and name of each module around a node, the outermost first."""
    metadata = {each.key: each.value for each in node.metadata_props}
    paths = re.findall(r"'([^']*)'", metadata.get("pkg.torch.onnx.name_scopes", ""))[:-1]
    kinds = [
        each.rpartition(".")[2] for each in re.findall(r"'([^']*)'", metadata.get("pkg.torch.onnx.class_hierarchy", ""))
    ]
    if paths:
        pairs = zip(paths, (kinds + [""] * len(paths))[: len(paths)], strict=True)
        return [(path, _name(path, kind)) for path, kind in pairs if path]
    return [(path, _name(path, "")) for path in _words(node.name)[:-1]]


def _words(name: str) -> list[str]:
    """`/features/features.0/Conv` -> its parts; names of other exporters say nothing of modules."""
    return name.strip("/").split("/") if name.startswith("/") else []


def _name(path: str, kind: str) -> str:
    """Return the name of a module's function: its class, else its attribute, or the list's name for a list's entry."""
    *before, last = path.split(".")
    if kind and kind not in CONTAINERS:
        return identifier(kind)
    if last.isdigit() and before:
        return identifier(before[-1].removesuffix("s"))
    return identifier(last)
