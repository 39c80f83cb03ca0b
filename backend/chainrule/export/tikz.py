"""Scenes -> TikZ: a document of one picture, a Beamer frame with overlays, or the picture alone for \\input.

Both documents compile as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .palette import Palette
from .shapes import DrawnScene, Item, Path, Rect, Stroke, TextLine
from .svg import n
from .texmath import label, math, number, words
from .variants import Variant, spans, variants

__all__ = ["tikz"]

_PACKAGES = (
    r"\usepackage[utf8]{inputenc}",
    r"\usepackage[T1]{fontenc}",
    r"\usepackage{lmodern}",
    r"\usepackage{amsmath,amssymb}",
    r"\usepackage{tikz}",
)
_STILL = (r"\documentclass[tikz,border=0pt]{standalone}",)
_BEAMER = (r"\documentclass[aspectratio=169]{beamer}", r"\setbeamertemplate{navigation symbols}{}")
_SLIDE = 16 / 9
_KINDS = {"value": "fwd", "local": "acc", "tangent": "tan", "": "bwd"}
_MATH_SIZE = 15.0


def tikz(
    scenes: Iterable[DrawnScene],
    palette: Palette,
    *,
    scale: float = 1.0,
    transparent: bool = False,
    fragment: bool = False,
    title: str = "",
) -> bytes:
    """Return TikZ; one unit of a scene is `scale` bp. Several scenes are overlays of one Beamer frame, slide-sized.

    Args:
        fragment: the picture with its colours and nothing around it.
        title: in a comment at its head.
    """
    result = list(scenes)
    first, several = result[0], len(result) > 1
    writer = _TikzWriter(palette, scale)
    canvas = f"(0,0) rectangle ({n(first.width)},{n(first.height)});"
    commands = [rf"\useasboundingbox {canvas}"]
    commands += [] if transparent else [rf"\fill[{writer.color('bg')}] {canvas}"]
    commands += [line for variant in variants(result) for line in writer.variant(variant, len(result))]
    commands += [
        line for index, scene in enumerate(result) for line in writer.formula(scene, index if several else None)
    ]
    unit = f"x={n(scale)}bp,y=-{n(scale)}bp,every node/.style={{inner sep=0pt,outer sep=0pt}}"
    picture = [rf"\begin{{tikzpicture}}[{unit}]", *commands, r"\end{tikzpicture}%"]
    background = []
    colors = [rf"\definecolor{{{name}}}{{HTML}}{{{code}}}%" for name, code in sorted(writer.colors.items())]
    about = re.sub(r"[^\x20-\x7e]", "?", title)
    if fragment:
        needs = r"% Made with Chainrule. \usepackage{tikz,amsmath,amssymb} before \begin{document}."
        return "\n".join([f"% {about}", needs, *colors, *picture, ""]).encode()
    if several:
        # The slide's own colour, so that the picture has no edge.
        background = [] if transparent else [rf"\setbeamercolor{{background canvas}}{{bg={writer.color('bg')}}}"]
        is_wide = first.width / first.height > _SLIDE
        fit = r"{0.96\paperwidth}{!}" if is_wide else r"{!}{0.94\paperheight}"
        # In a box as wide as the text, since the picture may be wider and is to stand in the middle all the same.
        box = rf"\makebox[\textwidth][c]{{\resizebox{fit}{{%"
        picture = [r"\begin{frame}[plain]", box, *picture, "}}", r"\end{frame}"]
    lines = [
        f"% {about}",
        "% Made with Chainrule.",
        *(_BEAMER if several else _STILL),
        *_PACKAGES,
        *(line.removesuffix("%") for line in colors),
        *background,
    ]
    return "\n".join([*lines, r"\begin{document}", *picture, r"\end{document}", ""]).encode()


class _TikzWriter:
    def __init__(self, palette: Palette, scale: float) -> None:
        self.palette, self.scale = palette, scale
        self.colors: dict[str, str] = {}

    def color(self, role: str) -> str:
        name = "cr" + re.sub(r"[^a-z0-9]", "", role)
        self.colors[name] = self.palette[role][1:].upper()
        return name

    def variant(self, variant: Variant, frames: int) -> list[str]:
        lines = [self.item(item) for item in variant.items if item.key != "math"]
        if len(variant.frames) == frames or not lines:
            return lines
        # Overlays count from 1.
        when = ",".join(f"{a + 1}-{b + 1}" if a != b else str(a + 1) for a, b in spans(variant.frames))
        return [rf"\only<{when}>{{%", *lines, "}"]

    def formula(self, scene: DrawnScene, index: int | None) -> list[str]:
        if scene.math is None:
            return []
        colors = {kind: self.color(role) for kind, role in _KINDS.items()}
        place = f"({n(scene.width / 2)},{n(scene.math_top)})"
        look = f"anchor=north,{self.color('ink')},font={self.font(_MATH_SIZE)}"
        line = rf"\node[{look}] at {place} {{$\displaystyle {math(scene.math, colors)}$}};"
        return [line] if index is None else [rf"\only<{index + 1}>{{%", line, "}"]

    def font(self, size: float) -> str:
        points = n(size * self.scale)
        return rf"\fontsize{{{points}bp}}{{{points}bp}}\selectfont"

    def item(self, item: Item) -> str:
        match item:
            case Rect():
                corner = f"({n(item.x)},{n(item.y)}) rectangle ({n(item.x + item.width)},{n(item.y + item.height)})"
                # A radius of a whole half would leave TikZ a line of length 0 to round.
                radius = min(item.radius, min(item.width, item.height) / 2 - 0.01)
                rounded = [f"rounded corners={n(radius * self.scale)}bp"] if item.radius else []
                return rf"\path[{','.join([*self.paint(item.fill, item.stroke), *rounded])}] {corner};"
            case Path():
                return rf"\path[{','.join(self.paint(item.fill, item.stroke))}] {_path(item)};"
            case TextLine():
                return self.text(item)

    def paint(self, fill: str | None, stroke: Stroke | None) -> list[str]:
        result = [f"fill={self.color(fill)}"] if fill else []
        if stroke:
            result += [f"draw={self.color(stroke.color)}", f"line width={n(stroke.width * self.scale)}bp"]
            if stroke.dash:
                on, off = (n(x * self.scale) for x in stroke.dash)
                result.append(f"dash pattern=on {on}bp off {off}bp")
            if not fill:
                result.append("line cap=round")
        return result

    def text(self, item: TextLine) -> str:
        first, *rest = item.runs
        if item.key == "caption":
            content = words(first.text)
        elif item.family == "mono":
            content = rf"$\mathbf{{{number(first.text)}}}$" if item.bold else f"${number(first.text)}$"
        else:
            italic = item.family == "serif"
            content = label(first.text, italic=italic)
            for run in rest:
                content += f"_{{{label(run.text)}}}" if run.drop else label(run.text, italic=italic)
            content = f"${content}$"
        anchor = {"start": "base west", "middle": "base", "end": "base east"}[item.anchor]
        look = f"anchor={anchor},{self.color(item.color)},font={self.font(first.size)}"
        return rf"\node[{look}] at ({n(item.x)},{n(item.y)}) {{{content}}};"


def _path(item: Path) -> str:
    texts: list[str] = []
    for kind, numbers in item.segments:
        points = [f"({n(x)},{n(y)})" for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if kind == "M":
            texts.append(points[0])
        elif kind == "L":
            texts.append(f"-- {points[0]}")
        elif kind == "C":
            texts.append(f".. controls {points[0]} and {points[1]} .. {points[2]}")
        else:
            texts.append("-- cycle")
    return " ".join(texts)
