"""A hook of the site's builder: a fenced block `chainrule` becomes a player that needs no network.

The block holds a program; its first line may be `# values: {"x": 2}`. Names without a value get a default. In a plain
Markdown viewer it stays the program that it is.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import chainrule

BLOCK = re.compile(r"```chainrule\n(?:# values: (\{.*\})\n)?(.*?)```", re.DOTALL)
FRAME = (
    '<iframe src="live/{name}.html" title="{title}" loading="lazy" width="100%" height="460" style="border:0"></iframe>'
)

_pages: dict[str, bytes] = {}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Raises ChainruleError for a program that cannot be read, which ends the build."""
    return BLOCK.sub(_frame, markdown)


def _frame(block: re.Match[str]) -> str:
    values, source = json.loads(block[1] or "{}"), block[2].strip()
    name = sha256(block[0].encode()).hexdigest()[:12]
    trace = chainrule.trace(source, values, defaults=True)
    _pages[name] = chainrule.render(trace, "html")
    title = f"The computational graph of {source}".replace('"', "&quot;").replace("\n", "; ")
    return f"```python\n{source}\n```\n\n{FRAME.format(name=name, title=title)}"


def on_post_build(config: Any, **_: Any) -> None:
    folder = Path(config.site_dir) / "live"
    folder.mkdir(exist_ok=True)
    for name, page in _pages.items():
        (folder / f"{name}.html").write_bytes(page)
