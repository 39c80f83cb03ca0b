"""Name of a file that is made of a graph: the names of its last line, so that files of several graphs lie side by side.

The page names its downloads by the same rule, in `frontend/src/page/share/file-name.ts`; a table of cases holds both.
"""

from __future__ import annotations

import re

__all__ = ["file_stem"]

_LONGEST = 40
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LINE = re.compile(r"[^\s#%].*")


def file_stem(source: str, output: str | None = None, prefix: str = "chainrule") -> str:
    """Return the name without its ending: `chainrule-L-sum-h-t` of a program that ends with `L = sum((h - t)**2)`.

    It holds small ASCII alone, which every file system, LaTeX and an HTTP header take. Without any name it is `prefix`.

    Args:
        source: the program or formula.
        output: the name whose gradients are shown, if it was asked for: it stands first.
        prefix: what the name begins with.
    """
    lines = [line for line in source.splitlines() if _LINE.match(line)]
    words = _WORD.findall(lines[-1].partition("#")[0]) if lines else []
    result = prefix
    for word in dict.fromkeys([*_WORD.findall(output or ""), *words]):
        longer = f"{result}-{word.replace('_', '-').strip('-')}"
        if len(longer) > len(prefix) + _LONGEST:
            break
        result = longer
    return result
