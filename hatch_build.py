"""Build the front end when the package is built: wheel, sdist and editable install alike; and the README of its page.

`pip install .` needs Python and nothing else: where Node is missing it comes from PyPI into pip's build environment.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "frontend")]

import bundle
import package_links


class FrontendBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def dependencies(self) -> list[str]:
        return [] if bundle.find_node() else [bundle.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        bundle.build()


class ProjectPageHook(MetadataHookInterface):
    """Links of the project in a package index: to the repository, where its address is known."""

    def update(self, metadata: dict[str, Any]) -> None:
        address, tag = package_links.repository(ROOT), f"v{package_links.version(ROOT)}"
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        readme = package_links.absolute_links(text, address, tag)
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}
        metadata["urls"] = package_links.project_urls(address)
