"""The package index's copy of README.md: links that lead to the repository. Standard library only.

The address of the repository is that of `CHAINRULE_REPOSITORY`, else of git's remote `origin`. Without one, as in a
copy of the source, a link that leads nowhere outside of the repository is written as its text.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

__all__ = ["absolute_links", "project_urls", "repository", "version"]

LINK = re.compile(r"(!?)\[([^\]\n]*)\]\((?!https?://|#)([^)\s]+)\)")
SSH = re.compile(r"(?:ssh://)?git@([^:/]+)[:/](.+)")
VERSION = re.compile(r'^__version__ = "([^"]+)"', re.MULTILINE)


def version(root: Path) -> str:
    """Return the version of the package."""
    match = VERSION.search((root / "backend" / "chainrule" / "__init__.py").read_text(encoding="utf-8"))
    assert match is not None, "chainrule/__init__.py has no __version__"
    return match[1]


def repository(root: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the https address of the repository, without `.git`; None where there is none."""
    address = environment.get("CHAINRULE_REPOSITORY", "")
    if not address and (root / ".git").exists():
        words = ["git", "remote", "get-url", "origin"]
        result = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
        address = result.stdout.strip()
    address = SSH.sub(r"https://\1/\2", address).rstrip("/").removesuffix(".git")
    return address if address.startswith("https://") else None


def project_urls(address: str | None) -> dict[str, str]:
    """Return the links beside the project in the package index."""
    if address is None:
        return {}
    return {
        "Repository": address,
        "Documentation": f"{address}/tree/HEAD/docs",
        "Changelog": f"{address}/blob/HEAD/CHANGELOG.md",
        "Issues": f"{address}/issues",
    }


def absolute_links(text: str, address: str | None, tag: str) -> str:
    """Return Markdown whose relative links and pictures are those of a tag in the repository."""

    def link(match: re.Match[str]) -> str:
        picture, words, path = match.groups()
        if address is None:
            return "" if picture else words
        return f"{picture}[{words}]({address}/{'raw' if picture else 'blob'}/{tag}/{path})"

    return LINK.sub(link, text)
