"""Scene -> SVG: presentation attributes only, so that every program that draws SVG draws it alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from .files import font_name, picture_font
from .palette import Palette
from .shapes import DrawnScene, Item, Path, Rect, Segment, Stroke, TextLine

__all__ = ["FACES", "element", "face_rules", "n", "opening", "readable", "svg"]

# Characters that XML cannot hold even escaped.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
FACES = {"mono": "DejaVu Sans Mono", "serif": "DejaVu Serif", "gate": "DejaVu Sans"}
_STACK = {
    "mono": "'DejaVu Sans Mono',Menlo,Consolas,monospace",
    "serif": "'DejaVu Serif',Georgia,serif",
    "gate": "'DejaVu Sans',Verdana,sans-serif",
}
Color = Callable[[str], str]


def svg(
    scene: DrawnScene, palette: Palette, *, scale: float = 1.0, transparent: bool = False, fonts: bool = True
) -> bytes:
    """`fonts`: carry the letters that are used (some 30 kB), so that it looks the same everywhere."""
    parts = [opening(scene, scale)]
    if fonts:
        parts.append(f"<style>{face_rules(scene.items)}</style>")
    if not transparent:
        parts.append(f'<rect width="100%" height="100%" fill="{palette["bg"]}"/>')
    parts += [element(item, palette.__getitem__) for item in scene.items]
    parts.append("</svg>\n")
    return "".join(parts).encode()


def opening(scene: DrawnScene, scale: float) -> str:
    """Return the opening tag with title and description; `scale` is pixels per unit of the scene."""
    width, height = n(scene.width), n(scene.height)
    size = f'width="{n(scene.width * scale)}" height="{n(scene.height * scale)}" viewBox="0 0 {width} {height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">'
        f'<title id="t">{clean(scene.title)}</title><desc id="d">{clean(scene.description)}</desc>'
    )


def readable(text: str) -> str:
    """Return the text without the characters that XML cannot hold even escaped."""
    return _UNREADABLE.sub("", text)


def clean(text: str) -> str:
    return escape(readable(text))


def n(x: float) -> str:
    """Return a length with at most two decimals."""
    text = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def face_rules(items: Iterable[Item]) -> str:
    """Return @font-face rules for the fonts of these items; their letters are the usual ones unless one is rarer."""
    used: dict[tuple[str, bool], set[str]] = {}
    for item in items:
        if isinstance(item, TextLine):
            letters = used.setdefault((item.family, item.bold), set())
            for run in item.runs:
                letters.update(run.text)
    return "".join(_face(family, bold, letters) for (family, bold), letters in sorted(used.items()))


def _face(family: str, bold: bool, letters: set[str]) -> str:
    name = font_name(family, bold)
    rare = not letters <= _COMMON["mono" if family == "mono" else "other"]
    look = ("font-style:italic;" if family == "serif" else "") + ("font-weight:700;" if bold else "")
    data = picture_font(name, rare)
    return f"@font-face{{font-family:'{FACES[family]}';{look}src:url(data:font/woff2;base64,{data})format('woff2')}}"


# At most what characters.mjs keeps in the small fonts: anything else brings the whole one.
_COMMON = {
    "mono": set("0123456789−.,e∞NaN[]()×+/ entries…"),
    "other": {chr(c) for c in range(0x20, 0x7F)} | set("αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ×·−²³√∂⊙ᵀ₀₁₂₃₄₅₆₇₈₉"),
}


def element(item: Item, color: Color, more: str = "") -> str:
    """`more`: further attributes, each with a space before it."""
    match item:
        case Rect():
            radius = f' rx="{n(item.radius)}"' if item.radius else ""
            place = f'x="{n(item.x)}" y="{n(item.y)}" width="{n(item.width)}" height="{n(item.height)}"'
            return f"<rect {place}{radius}{_paint(item.fill, item.stroke, color)}{more}/>"
        case Path():
            return f'<path d="{path_data(item.segments)}"{_paint(item.fill, item.stroke, color)}{more}/>'
        case TextLine():
            return _text(item, color, more)


def path_data(segments: tuple[Segment, ...]) -> str:
    return "".join(kind + " ".join(n(x) for x in numbers) for kind, numbers in segments)


def _paint(fill: str | None, stroke: Stroke | None, color: Color) -> str:
    text = f' fill="{"none" if fill is None else color(fill)}"'
    if stroke is not None:
        text += f' stroke="{color(stroke.color)}" stroke-width="{n(stroke.width)}"'
        if stroke.dash:
            text += f' stroke-dasharray="{" ".join(map(n, stroke.dash))}"'
        if fill is None:
            text += ' stroke-linecap="round" stroke-linejoin="round"'
    return text


def _text(item: TextLine, color: Color, more: str) -> str:
    first, *rest = item.runs
    look = f'font-family="{_STACK[item.family]}" font-size="{n(first.size)}" fill="{color(item.color)}"'
    look += ' font-weight="700"' if item.bold else ""
    look += ' font-style="italic"' if item.family == "serif" else ""
    look += f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
    words = clean(first.text)
    drop = first.drop
    for run in rest:
        words += f'<tspan font-size="{n(run.size)}" dy="{n(run.drop - drop)}">{clean(run.text)}</tspan>'
        drop = run.drop
    place = f'x="{n(item.x)}" y="{n(item.y)}"'
    if item.italic and item.family != "serif":  # no slanted font is shipped, and not every program slants by itself
        place = f'transform="translate({n(item.x)} {n(item.y)}) skewX(-12)"'
    return f"<text {place} {look}{more}>{words}</text>"
