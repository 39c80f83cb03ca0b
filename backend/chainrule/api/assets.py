"""The built front end, held in memory and served below `/static/<version>/`, so that browsers keep it for good."""

from __future__ import annotations

import functools
import json
import mimetypes
from importlib.resources import files
from importlib.resources.abc import Traversable

from .responses import CachedResponse

__all__ = ["IMMUTABLE", "Assets", "FrontendMissing"]

IMMUTABLE = "public, max-age=31536000, immutable"
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".map": "application/json",
}


BUILD_PLACE = b"@build@"
"""Place of the build of the service in a file for another program."""


class FrontendMissing(RuntimeError):
    """The service starts without its built front end."""

    def __init__(self) -> None:
        super().__init__(
            "The front end has not been built: chainrule/static/manifest.json is missing. "
            "In a checkout, run `python3 dev.py run`, or `npm ci && npm run build` in frontend/."
        )


class Assets:
    """The files that the manifest names, and no others: a path from outside is only ever a key."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self.folder = folder or files("chainrule") / "static"
        try:
            manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise FrontendMissing from None
        self.version: str = manifest["version"]
        self.names: frozenset[str] = frozenset(manifest["files"])
        self._load = functools.cache(self._read)

    def get(self, name: str) -> CachedResponse | None:
        """Return a built file, loaded when it is first asked for; None where there is none of that name."""
        return self._load(name) if name in self.names else None

    def _read(self, name: str) -> CachedResponse | None:
        file = self.folder
        for part in name.split("/"):
            file = file / part
        if not file.is_file():  # a source map, left out of the installed package
            return None
        suffix = name[name.rfind(".") :]
        kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        content = file.read_bytes()
        if name.startswith("integrations/"):  # what it loads later names the build, as what Share writes does
            content = content.replace(BUILD_PLACE, self.version.encode())
        if suffix in (".woff2", ".png"):  # packed already
            return CachedResponse(content, None, CachedResponse.of(content).tag, kind)
        return CachedResponse.of(content, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
