"""A lesson -> one HTML file of reveal.js slides: each graph plays, and its steps are fragments of its slide."""

from __future__ import annotations

from dataclasses import replace

from ...export.files import static
from ...export.page import as_json, clean, offline_document, packed_script
from ...export.palette import palette
from ...limits import Limits
from ...sentences import language
from ..lesson_document import Lesson
from ..pictures import inline
from .appearance import DeckAppearance
from .slides import Slide, is_wide, slides_of

__all__ = ["reveal"]

_SCRIPTS = ("reveal/reveal.js", "reveal-chainrule.iife.js")
ASPECT, BESIDE = 2.2, 1.6  # of the room for a graph, and for one beside a picture
WORDS = 1.4  # size of a step's words and formulas, which the last row reads, too
_STYLE = """
body,.reveal-viewport{background:var(--deck-bg);color:var(--deck-ink)}
:root{--deck-bg:#fafaf8;--deck-ink:#1d2129}
:root[data-theme=dark]{--deck-bg:#15181d;--deck-ink:#e8eaee}
.reveal .controls{color:var(--deck-ink);font-size:7px;right:8px;bottom:4px}
.reveal{font:28px/1.35 "DejaVu Sans",system-ui,sans-serif}
.reveal h1{font-size:1.7em;margin:6em 0 .4em}
.reveal h2{font-size:.72em;font-weight:400;opacity:.65;margin:0 0 .3em}
.reveal p{margin:0 auto .5em;max-width:38em}
.reveal code{font-family:"DejaVu Sans Mono",monospace;font-size:.92em}
.reveal .do{font-size:.8em;opacity:.75}
.reveal .slides section{height:720px;padding-bottom:30px;box-sizing:border-box;flex-direction:column}
.reveal chain-rule{display:block;flex:1;height:auto;min-height:0;text-align:left}
.reveal figure{margin:0 0 .3em}
.reveal figure svg{width:auto;height:170px;max-width:100%}
.reveal .beside{display:flex;flex:1;min-height:0;align-items:center;gap:12px}
.reveal .beside figure{flex:none;width:36%;margin:0}
.reveal .beside figure svg{width:100%;height:auto;max-height:440px}
.reveal .beside chain-rule{height:100%;min-width:0}
"""
# Unpacks the scripts one after another, adds each, and starts the deck. The policy names the hash of each.
_BOOT = """
(async () => {
  for (const packed of document.querySelectorAll("script[data-packed]")) {
    const bytes = Uint8Array.from(atob(packed.textContent), (c) => c.charCodeAt(0));
    const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  }
  await Reveal.initialize({plugins: [RevealChainrule], hash: true, width: 1280, height: 720, margin: 0.03,
    center: false, display: "flex", transition: "none"});
})();
"""


def reveal(lesson: Lesson, appearance: DeckAppearance, limits: Limits) -> bytes:
    """UTF-8. Needs no server and no network. Raises: Unbuilt, where the front end was not built."""
    scripts = [packed_script(_SCRIPTS[0]), packed_script(_SCRIPTS[1], language())]
    style = static("reveal/reveal.css").decode() + _STYLE
    packed = "\n".join(f'<script type="application/octet-stream" data-packed>{data}</script>' for _, data in scripts)
    sections = "\n".join(_section(slide, appearance) for slide in slides_of(lesson, limits, ASPECT, BESIDE))
    body = f"""<div class="reveal"><div class="slides">
<section><h1>{clean(lesson.title)}</h1><p>{_marked(lesson.summary)}</p></section>
{sections}
</div></div>
{packed}"""
    return offline_document(lesson.title, style, body, _BOOT, [text for text, _ in scripts], theme=appearance.theme)


def _section(slide: Slide, appearance: DeckAppearance) -> str:
    """The steps up to the end of the scene are all that its picture has: one press for each, then the next slide."""
    trace = replace(slide.trace, steps=slide.trace.steps[: max(slide.end, slide.start)])
    scene = slide.scene
    colours = palette(appearance.theme).__getitem__
    figure = "" if slide.picture is None else f"<figure>{inline(slide.picture, colours).svg}</figure>"
    do = f'<p class="do">{_marked(scene.do.sentence)}</p>' if scene.do is not None else ""
    fragments = " data-fragments" if slide.end > slide.start else ""
    graph = (
        f'<chain-rule{fragments} step="{slide.start}" notation="{scene.notation or "partial"}" '
        f'theme="{appearance.theme}" font-size="{WORDS}" editable>'
        f'<script type="application/json">{as_json(trace)}</script></chain-rule>'
    )
    both = f"{figure}\n{graph}"
    if slide.picture is not None and not is_wide(slide.picture):
        both = f'<div class="beside">{both}</div>'
    return f"<section><h2>{clean(scene.title)}</h2><p>{_marked(scene.sentence)}</p>{do}{both}</section>"


def _marked(sentence: str) -> str:
    """Return a sentence as HTML; text in backquotes becomes code."""
    parts = clean(sentence).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
