"""A Scene as shapes of PowerPoint that can be edited: boxes with their label in them, wires as curves, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ..sentences import language
from .palette import Palette
from .shapes import DrawnScene, Item, Path, Rect, Stroke, TextLine, TextRun
from .svg import clean

__all__ = ["group"]

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
# Fonts that every PowerPoint and LibreOffice has, or replaces by one of the same widths.
_FONTS = {"mono": "Consolas", "serif": "Cambria", "gate": "Calibri"}
_LANGUAGES = {"en": "en-US", "de": "de-DE"}
_EMU_PER_POINT = 12_700
_ASCENT, _LINE, _WIDE = 0.95, 1.25, 0.68  # of the size: above the baseline, of a line, of a wide letter


def group(scene: DrawnScene, palette: Palette, left: int, top: int, unit: float, first_id: int) -> str:
    """Return the picture as one group in XML. `unit`: EMU for each unit of the scene; `first_id`: its first number."""
    width, height = round(scene.width * unit), round(scene.height * unit)
    shapes = "".join(_ShapeWriter(palette, left, top, unit, first_id + 1).shapes(scene.items))
    about = f"descr={quoteattr(clean(f'{scene.title}. {scene.description}'))}"
    box = f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
    inner = f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/>'
    return (
        f'<p:grpSp {_SPACES}><p:nvGrpSpPr><p:cNvPr id="{first_id}" name="Computational graph" {about}/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{box}{inner}</a:xfrm></p:grpSpPr>{shapes}</p:grpSp>"
    )


class _ShapeWriter:
    def __init__(self, palette: Palette, left: int, top: int, unit: float, first_id: int) -> None:
        self.palette, self.left, self.top, self.unit, self.id = palette, left, top, unit, first_id

    def shapes(self, items: tuple[Item, ...]) -> Iterator[str]:
        """Yield the shapes back to front; a label is inside the box that it names, so that both move together."""
        inside = dict(_labels(items))
        labels = set(map(id, inside.values()))
        for item in items:
            match item:
                case Rect():
                    yield self.rect(item, inside.get(id(item)))
                case Path():
                    yield self.path(item)
                case TextLine() if id(item) not in labels:
                    yield self.text(item)

    def rect(self, item: Rect, label: TextLine | None) -> str:
        side = min(item.width, item.height)
        if item.radius >= 0.49 * side and abs(item.width - item.height) < 0.5:
            shape = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
        else:
            adjust = round(min(0.5, item.radius / side) * 100_000) if side else 0
            values = f'<a:avLst><a:gd name="adj" fmla="val {adjust}"/></a:avLst>'
            shape = f'<a:prstGeom prst="roundRect">{values}</a:prstGeom>'
        words = self.body(label, 'anchor="ctr"', "ctr") if label else ""
        place = self.place(item.x, item.y, item.width, item.height)
        return self.shape(item.key, f"{place}{shape}{self.paint(item.fill, item.stroke)}", words)

    def path(self, item: Path) -> str:
        numbers = [x for _, points in item.segments for x in points]
        xs, ys = numbers[::2], numbers[1::2]
        x, y = min(xs), min(ys)
        width, height = max(max(xs) - x, 0.01), max(max(ys) - y, 0.01)
        parts = []
        for kind, points in item.segments:
            places = "".join(
                f'<a:pt x="{round((px - x) * self.unit)}" y="{round((py - y) * self.unit)}"/>'
                for px, py in zip(points[::2], points[1::2], strict=True)
            )
            tag = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo", "Z": "close"}[kind]
            parts.append(f"<a:{tag}>{places}</a:{tag}>")
        size = f'w="{round(width * self.unit)}" h="{round(height * self.unit)}"'
        filled = "" if item.fill else ' fill="none"'
        shape = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l='0' t='0' r='r' b='b'/>"
            f"<a:pathLst><a:path {size}{filled}>{''.join(parts)}</a:path></a:pathLst></a:custGeom>"
        )
        place = self.place(x, y, width, height)
        return self.shape(item.key, f"{place}{shape}{self.paint(item.fill, item.stroke)}", "")

    def text(self, item: TextLine) -> str:
        size = item.runs[0].size
        width = max(size, sum(len(run.text) for run in item.runs) * size * _WIDE)
        x = item.x - {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
        place = self.place(x, item.y - _ASCENT * size, width, _LINE * size)
        shape = f'{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
        align = {"start": "l", "middle": "ctr", "end": "r"}[item.anchor]
        return self.shape(item.key, shape, self.body(item, 'anchor="t"', align))

    def shape(self, name: str, properties: str, words: str) -> str:
        self.id += 1
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.id}" name={quoteattr(clean(name) or "shape")}/><p:cNvSpPr/><p:nvPr/>'
            f"</p:nvSpPr><p:spPr>{properties}</p:spPr>{words}</p:sp>"
        )

    def place(self, x: float, y: float, width: float, height: float) -> str:
        left, top = self.left + round(x * self.unit), self.top + round(y * self.unit)
        return (
            f'<a:xfrm><a:off x="{left}" y="{top}"/>'
            f'<a:ext cx="{round(width * self.unit)}" cy="{round(height * self.unit)}"/></a:xfrm>'
        )

    def color(self, role: str) -> str:
        return f'<a:solidFill><a:srgbClr val="{self.palette[role][1:].upper()}"/></a:solidFill>'

    def paint(self, fill: str | None, stroke: Stroke | None) -> str:
        filled = self.color(fill) if fill else "<a:noFill/>"
        if stroke is None:
            return f"{filled}<a:ln><a:noFill/></a:ln>"
        dash = '<a:prstDash val="dash"/>' if stroke.dash else ""
        line = (
            f'<a:ln w="{round(stroke.width * self.unit)}" cap="rnd">{self.color(stroke.color)}{dash}<a:round/></a:ln>'
        )
        return filled + line

    def body(self, item: TextLine, anchor: str, align: str) -> str:
        runs = "".join(self.run(item, run) for run in item.runs)
        frame = f'<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" {anchor}/>'
        return f'<p:txBody>{frame}<a:lstStyle/><a:p><a:pPr algn="{align}"/>{runs}</a:p></p:txBody>'

    def run(self, item: TextLine, run: TextRun) -> str:
        points = round(item.runs[0].size * self.unit / _EMU_PER_POINT * 100)
        look = f'lang="{_LANGUAGES[language()]}" sz="{max(100, points)}"'
        look += ' b="1"' if item.bold else ""
        look += ' i="1"' if item.italic or item.family == "serif" else ""
        look += ' baseline="-25000"' if run.drop else ""
        font = f'<a:latin typeface="{_FONTS[item.family]}"/>'
        return f"<a:r><a:rPr {look}>{self.color(item.color)}{font}</a:rPr><a:t>{escape(clean(run.text))}</a:t></a:r>"


def _labels(items: tuple[Item, ...]) -> Iterator[tuple[int, TextLine]]:
    """Yield, with the id of its box, the text about the same thing in the middle of that box."""
    boxes: dict[str, Rect] = {}
    for item in items:
        if isinstance(item, Rect):
            boxes[item.key] = item
        elif isinstance(item, TextLine) and item.anchor == "middle" and (box := boxes.get(item.key)):
            middle = abs(item.x - box.x - box.width / 2) < 1 and box.y < item.y < box.y + box.height
            if middle:
                yield id(box), item
