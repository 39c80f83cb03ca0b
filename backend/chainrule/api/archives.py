"""Files of the service gathered for other programs: the Quarto extension and the npm packages."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable

from .. import __version__
from ..sentences import LANGUAGES
from .assets import Assets
from .responses import CachedResponse

__all__ = ["ARCHIVES"]

_CATALOGUES = tuple(f"{language}.js" for language in LANGUAGES if language != "en")
_FOLDER = "_extensions/chainrule"
_QUARTO = (
    *(f"integrations/quarto/{_FOLDER}/{name}" for name in ("_extension.yml", "chainrule.lua")),
    "player.iife.js",
    "reveal-chainrule.iife.js",
    *_CATALOGUES,
)
_TYPES = ("player.d.ts", "react.d.ts", "reveal.d.ts")
_PLAYER = (
    *(f"npm/{name}" for name in ("package.json", "README.md", "react.js", *_TYPES)),
    "player.js",
    "reveal-chainrule.js",
    *_CATALOGUES,
)
_CLIENT = tuple(
    f"client/{name}"
    for name in ("package.json", "README.md", "client.js", "client.d.ts", "operations.js", "schema.d.ts")
)


def _files(assets: Assets, names: tuple[str, ...]) -> dict[str, bytes] | None:
    """The files by their names without folders; None if one of them was not built."""
    result = {name: assets.get(name) for name in names}
    if not all(result.values()):
        return None
    return {name.rpartition("/")[2]: answer.body for name, answer in result.items() if answer is not None}


def _quarto(assets: Assets) -> CachedResponse | None:
    """Make an archive to unpack beside a document. A fixed time, so that the same files make the same archive."""
    files = _files(assets, _QUARTO)
    if files is None:
        return None
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(f"{_FOLDER}/{name}", (1980, 1, 1, 0, 0, 0)), body)
    return CachedResponse.plain(content.getvalue(), "application/zip")


def _player(assets: Assets) -> CachedResponse | None:
    """The element, its React component and the reveal.js plugin."""
    return _npm(assets, _PLAYER)


def _client(assets: Assets) -> CachedResponse | None:
    """The HTTP API with its types."""
    return _npm(assets, _CLIENT)


def _npm(assets: Assets, names: tuple[str, ...]) -> CachedResponse | None:
    """Return the package that `npm install ADDRESS` takes; None without the built files."""
    files = _files(assets, names)
    if files is None:
        return None
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, body in files.items():
            about = tarfile.TarInfo(f"package/{name}")
            about.size, about.mode = len(body), 0o644
            archive.addfile(about, io.BytesIO(body))
    return CachedResponse.plain(gzip.compress(content.getvalue(), 9, mtime=0), "application/gzip")


ARCHIVES: dict[str, Callable[[Assets], CachedResponse | None]] = {
    "quarto-chainrule.zip": _quarto,
    "chainrule-player.tgz": _player,
    "chainrule-client.tgz": _client,
    # A lock file keeps address and hash: the same address must not hold other bytes after an update.
    f"chainrule-player-{__version__}.tgz": _player,
    f"chainrule-client-{__version__}.tgz": _client,
}
