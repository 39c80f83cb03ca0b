"""One HTML file that needs no server and no network: the player, the trace and the fonts are in it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..sentences import Language, language
from ..tracing.document import Trace
from ..tracing.encode import encode
from .files import picture_font, static
from .options import DIGITS, Options
from .svg import clean

__all__ = [
    "RunInPage",
    "as_json",
    "clean",
    "html",
    "offline_document",
    "offline_page",
    "packed_script",
    "script_json",
]

FACES = (
    ("DejaVu Sans Mono", "DejaVuSansMono", ""),
    ("DejaVu Sans Mono", "DejaVuSansMono-Bold", "font-weight:700;"),
    ("DejaVu Sans", "DejaVuSans", ""),
    ("DejaVu Serif", "DejaVuSerif-Italic", "font-style:italic;"),
    ("STIX Two Math", "STIXTwoMath", ""),
)
_STYLE = """
html,body{margin:0;height:100%}
body{background:#fafaf8;color:#1d2129;font-family:"DejaVu Sans",system-ui,sans-serif}
chain-rule{display:block;height:100vh}
pre{margin:1rem;white-space:pre-wrap}
"""
# Unpacks the player and adds it as a script, which runs since the policy names its hash.
_BOOT = """
const packed = Uint8Array.from(atob(document.getElementById("player").textContent), (c) => c.charCodeAt(0));
const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
new Response(unpacked).text().then((text) => {
  const script = document.createElement("script");
  script.textContent = text;
  document.head.append(script);
});
"""


class RunInPage(NamedTuple):
    """A run of the program as JSON, the update that is open first, and a trace of each entry where it needs them."""

    document: bytes
    update: int
    traces: Sequence[Trace | None] | None


def html(trace: Trace, options: Options, title: str, run: RunInPage | None = None) -> bytes:
    """Raises Unbuilt."""
    step = 0 if options.step is None or options.step == "all" else options.position(trace)
    attributes = f'controls editable page-keys step="{step}" notation="{options.notation}" theme="{options.theme}"'
    attributes += f' font-size="{options.font_size:g}"' if options.font_size != DIGITS else ""
    inside = f'<script type="application/json">{as_json(trace)}</script>'
    if run is not None:
        attributes += f' t="{run.update}"'
        inside += f'\n<script type="application/json" class="run">{script_json(run.document)}</script>'
    if run is not None and run.traces is not None:
        documents = ",".join("null" if each is None else as_json(each) for each in run.traces)
        inside += f'\n<script type="application/json" class="run-traces">[{documents}]</script>'
    body = f"""<chain-rule {attributes}>
{inside}
<pre>{clean(trace.source)}</pre>
</chain-rule>"""
    return offline_page(title, body, "player.iife.js", theme=options.theme)


def offline_page(title: str, body: str, script: str, *, theme: str = "light") -> bytes:
    """Return an HTML file with the pictures' fonts and one built script inside; a policy forbids everything else.

    Raises Unbuilt.
    """
    text, packed = packed_script(script, language())
    content = f"""{body}
<script type="application/octet-stream" id="player">{packed}</script>"""
    return offline_document(title, _STYLE, content, _BOOT, [text], theme=theme)


def offline_document(
    title: str, style: str, body: str, boot: str, scripts: Sequence[str], *, theme: str = "light"
) -> bytes:
    """Return an HTML file, UTF-8, with the pictures' fonts inside; a policy forbids what is not in it.

    Args:
        boot: the script that unpacks and adds those of `scripts`, which are packed in `body`.
    """
    hashes = " ".join(f"'{script_hash(each)}'" for each in (boot, *scripts))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="{language()}" data-theme="{theme}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="Chainrule">
<title>{clean(title)}</title>
<style>{"".join(face(*row) for row in FACES)}{style}</style>
</head>
<body>
{body}
<script>{boot}</script>
</body>
</html>
""".encode()


@lru_cache(maxsize=8)
def packed_script(name: str, words: Language = "en") -> tuple[str, str]:
    """Return a built script, and the same packed: half of the file would be script otherwise.

    Args:
        words: the language that the script speaks; its catalogue stands in front of it.

    Raises Unbuilt.
    """
    text = re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", static(name).decode())
    if words != "en":
        text = f"{static(f'{words}.js').decode().rstrip()}\n{text}"
    return text, base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def as_json(trace: Trace) -> str:
    """Return the trace as JSON that can stand in a script element: the compact form, which the player makes whole."""
    return script_json(encode(trace, "templates"))


def script_json(document: bytes) -> str:
    """Return JSON that cannot end its script element, whatever it holds."""
    text = document.decode("utf-8", "replace")
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def script_hash(script: str) -> str:
    """Return the name of a script in a content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def face(family: str, name: str, look: str) -> str:
    """Return a font of FACES as a rule that holds the font itself."""
    data = picture_font(name, all_characters=False)
    return f'@font-face{{font-family:"{family}";{look}src:url(data:font/woff2;base64,{data}) format("woff2")}}'
