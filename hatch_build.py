"""Build the front end when the package is built: wheel, sdist and editable install alike.

`pip install .` needs Python and nothing else: where Node is missing it comes from PyPI into pip's build environment.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "frontend"))

import bundle


class FrontendBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def dependencies(self) -> list[str]:
        return [] if bundle.find_node() else [bundle.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        bundle.build()
